"""Measuring: five rounds, in each of which negosim and the peers work on the same games one after the other."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np

from benchmarks.games import ONE_IN
from benchmarks.peers import is_installed, profiles
from benchmarks.works import Peer, Rows, Work
from negosim.games import FloatArray, IntArray

ROUNDS = 5
_SAME = 1e-6


@dataclass(frozen=True)
class Line:
    """One line of the table: seconds of processor time a game, medians, and what the two lists of equilibria say.

    negosim's list is complete in `proved` games of all rounds, if that is said. `compared` games without ties were
    compared; in `fewer` of them the peer lacks one that negosim has, and in `more` it has one that negosim lacks.
    """

    work: Work
    peer: Peer
    own: float
    other: float
    proved: int | None
    compared: int
    fewer: int
    more: int

    @property
    def times(self) -> float:
        """How many times as fast negosim is."""
        return self.other / self.own


def measure(work: Work, seed: int) -> list[Line]:
    """Measure some work against the peers that are installed."""
    rng = np.random.default_rng(seed)
    chosen = [peer for peer in work.peers if is_installed(peer.package)]
    for run in (work.run, *(peer.run for peer in chosen)):
        run(work.make(rng, 2, work.shape)[:1])  # imports, and compiles what it compiles
    own: list[float] = []
    others: dict[Peer, list[float]] = {peer: [] for peer in chosen}
    counts = {peer: np.zeros(3, dtype=np.int64) for peer in chosen}
    proved = 0
    for _ in range(ROUNDS):
        payoffs = work.make(rng, work.games, work.shape)
        seconds, found = _timed(work.run, payoffs)
        own.append(seconds / len(payoffs))
        proved += work.proved(found) if work.proved else 0
        for peer in chosen:
            seconds, given = _timed(peer.run, payoffs[: peer.games])
            others[peer].append(seconds / peer.games)
            theirs = [profiles(one, work.shape) for one in given]
            counts[peer] += compared(work.read(found, peer.games), theirs, work.games > ONE_IN)
    said = proved if work.proved else None
    return [Line(work, peer, median(own), median(others[peer]), said, *counts[peer].tolist()) for peer in chosen]


def _timed(run: Callable[[FloatArray], Any], payoffs: FloatArray) -> tuple[float, Any]:
    start = time.process_time()
    found = run(payoffs)
    return time.process_time() - start, found


def compared(own: Rows, theirs: Rows, has_ties: bool) -> IntArray:
    """Return how many games without ties were compared, and in how many a list lacks what is in the other."""
    which = [k for k in range(len(own)) if not has_ties or k % ONE_IN]
    fewer = sum(_lacks(theirs[k], own[k]) for k in which)
    return np.array([len(which), fewer, sum(_lacks(own[k], theirs[k]) for k in which)])


def _lacks(some: Sequence[FloatArray], others: Sequence[FloatArray]) -> bool:
    """Whether one of the others is not near any of these."""
    return any(all(np.abs(row - one).max() > _SAME for one in some) for row in others)
