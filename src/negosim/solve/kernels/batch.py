"""Batches: many games of one shape, solved in chunks that fit the processor's cache.

Within a chunk a kernel turns what it works on so that the games are the last axis, and each step of numpy runs along
contiguous memory. A kernel settles the games of a chunk that it is sure of and leaves the others to the next kernel,
the last of which is the solver of single games. What comes out does not depend on chunks or workers.
"""

import math
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negosim.games import BoolArray, FloatArray, IntArray, Profile, one_hot
from negosim.solve.result import Complete

DEGREES = tuple(Complete)
"""How complete a list is, by its number in `BatchEquilibria.complete`."""
ALL, EXTREME = DEGREES.index(Complete.ALL), DEGREES.index(Complete.EXTREME)
MOST_REGRET = 1e-9
"""A game with a profile of more regret, as a share of the payoff range, is left to the next kernel."""
_CELLS = 2**18
"""Payoffs in a chunk: two megabytes."""

np.empty(8 * _CELLS)  # made and freed: glibc then keeps that much for the arrays of the next chunk (man 3 mallopt)


@dataclass(frozen=True, eq=False)
class BatchEquilibria:
    """The Nash equilibria of each game of a batch of one shape.

    `pure[game, a0, a1, ...]` says which pure profiles are equilibria; their regret is at most 1e-12, the tolerance of
    the comparisons that find them. Each row of `mixed[row, action]` is an equilibrium in which somebody mixes, the
    players' strategies side by side; `game[row]`, in rising order, is its game, and `regret[row]` its certificate, as
    in `negosim.solve.certificate.regret`. `complete[game]` is a place in `DEGREES`: what the list holds.
    """

    pure: BoolArray
    mixed: FloatArray
    game: IntArray
    regret: FloatArray
    complete: NDArray[np.uint8]

    @cached_property
    def count(self) -> IntArray:
        """The number of equilibria listed for each game."""
        mixed = np.bincount(self.game, minlength=len(self.pure))
        return np.asarray(mixed + self.pure.sum(axis=tuple(range(1, self.pure.ndim))))

    def of(self, game: int) -> tuple[Profile, ...]:
        """Return the equilibria listed for one game, pure ones first."""
        shape = self.pure.shape[1:]
        pure = [tuple(map(one_hot, shape, actions)) for actions in np.argwhere(self.pure[game]).tolist()]
        start, end = np.searchsorted(self.game, [game, game + 1])
        return (*pure, *(tuple(np.split(row, np.cumsum(shape)[:-1])) for row in self.mixed[start:end]))

    def components(self, game: int) -> tuple[tuple[int, ...], ...]:
        """Group the places in `of(game)` that belong to one connected set of equilibria; empty unless that is known.

        Equilibria that differ in one player's strategy only are joined by a line of equilibria: to be one is linear in
        that strategy. Where the extreme points of every set are listed, such lines join all that belong together.
        """
        if self.complete[game] > EXTREME:
            return ()
        found = self.of(game)
        groups = [{place} for place in range(len(found))]
        for one, other in combinations(range(len(found)), 2):
            differing = sum(not np.array_equal(p, q) for p, q in zip(found[one], found[other], strict=True))
            mine, theirs = (next(group for group in groups if place in group) for place in (one, other))
            if differing == 1 and mine is not theirs:
                mine |= theirs
                groups.remove(theirs)
        return tuple(sorted(tuple(sorted(group)) for group in groups))


@dataclass(frozen=True, eq=False)
class Rows:
    """Profiles in which somebody mixes: `profiles[action, row]`, `game[row]` and `regret[row]`."""

    profiles: FloatArray
    game: IntArray
    regret: FloatArray

    def chosen(self, rows: BoolArray) -> "Rows":
        """Return the chosen rows."""
        which = np.flatnonzero(rows)
        return Rows(np.take(self.profiles, which, axis=1), self.game[which], self.regret[which])


@dataclass(frozen=True, eq=False)
class Part:
    """What a kernel found in a chunk: `pure[profile, game]`, profiles in C order, `complete[game]`, and mixed `rows`.

    `settled[game]` is false for the games that are left to the next kernel; what is here of these does not count.
    """

    settled: BoolArray
    complete: NDArray[np.uint8]
    pure: BoolArray
    rows: Rows


Kernel = Callable[[FloatArray], Part]
"""From payoffs[game, player, a0, a1, ...] to what was found."""


def checked_batch(payoffs: ArrayLike) -> FloatArray:
    """Return payoffs[game, player, a0, a1, ...] as float64. Raises ValueError where axes do not fit, or for NaN or inf.

    >>> checked_batch([[[3, 0], [0, 2]]])
    Traceback (most recent call last):
    ...
    ValueError: payoffs of shape (1, 2, 2) are no payoffs[game, player, a0, a1, ...]: 2 players need 2 axes of actions
    """
    taken = np.asarray(payoffs, dtype=np.float64)
    players = taken.shape[1] if taken.ndim > 1 else 0
    if taken.ndim != players + 2 or 0 in taken.shape[1:]:
        axes = f"{players} players need {players} axes of actions"
        raise ValueError(f"payoffs of shape {taken.shape} are no payoffs[game, player, a0, a1, ...]: {axes}")
    with np.errstate(all="ignore"):
        total = taken.sum()  # without room for a mask; too large a total is looked at again
    if not np.isfinite(total) and not (is_finite := np.isfinite(taken)).all():
        game = int(np.argwhere(~is_finite)[0][0])
        raise ValueError(f"game {game} of the batch has a payoff that is not finite; every payoff must be a number")
    return taken


def cut(games: int, cells: int) -> list[slice]:
    """Cut a batch of games, of so many numbers each, into chunks.

    >>> cut(3, 2**17)
    [slice(0, 2, None), slice(2, 4, None)]
    """
    size = max(_CELLS // cells, 1)
    return [slice(start, start + size) for start in range(0, games, size)]


def games_last(payoffs: FloatArray) -> FloatArray:
    """Return payoffs[game, player, ...] as payoffs[player, ..., game], contiguous."""
    turned = np.empty((math.prod(payoffs.shape[1:]), len(payoffs)))
    np.copyto(turned, payoffs.reshape(len(payoffs), len(turned)).T)  # half the time of ascontiguousarray
    return turned.reshape(*payoffs.shape[1:], len(payoffs))


def range_bound(payoffs: FloatArray) -> float:
    """Return a number that no player's payoff range in a chunk exceeds: twice the Euclidean norm of all its payoffs.

    It takes one pass over contiguous memory. Infinite, or NaN, where that overflows or a payoff is not finite.
    """
    flat = payoffs.ravel()
    with np.errstate(all="ignore"):
        return float(2.0 * np.sqrt(np.dot(flat, flat)))


def solve_in_turn(payoffs: FloatArray, kernels: Sequence[Kernel], executor: Executor | None) -> BatchEquilibria:
    """Solve payoffs[game, player, a0, ...] by the first kernel, a chunk at a time, and what each leaves by the next.

    The last must settle every game. `executor` does the chunks, if given.
    """
    shape = payoffs.shape[2:]
    pure = np.zeros((int(np.prod(shape)), len(payoffs)), dtype=np.bool_)
    complete = np.zeros(len(payoffs), dtype=np.uint8)
    found = [Rows(np.empty((sum(shape), 0)), np.arange(0), np.empty(0))]
    left: IntArray | None = None  # all
    for kernel in kernels:
        chunks = cut(len(payoffs) if left is None else len(left), payoffs[:1].size or 1)
        games = [chunk if left is None else left[chunk] for chunk in chunks]
        tables = (payoffs[chosen] for chosen in games)
        parts = (executor.map if executor else map)(partial(_settle, kernel), tables)
        ahead = [np.arange(0)]
        for chosen, chunk, part in zip(games, chunks, parts, strict=True):
            numbers = np.arange(*chunk.indices(len(payoffs))) if left is None else left[chunk]
            pure[:, chosen] = part.pure
            complete[chosen] = part.complete
            ahead.append(numbers[~part.settled])
            found.append(Rows(part.rows.profiles, numbers[part.rows.game], part.rows.regret))
        left = np.concatenate(ahead)
    return _gathered(np.moveaxis(pure.reshape(*shape, -1), -1, 0), found, complete)


def _settle(kernel: Kernel, payoffs: FloatArray) -> Part:
    """Use a kernel on payoffs[game, player, ...], and drop the rows of the games that it leaves."""
    with np.errstate(all="ignore"):  # what overflows is in doubt, and left
        part = kernel(payoffs)
    is_settled = part.settled[part.rows.game]
    return part if is_settled.all() else replace(part, rows=part.rows.chosen(is_settled))


def _gathered(pure: BoolArray, found: Sequence[Rows], complete: NDArray[np.uint8]) -> BatchEquilibria:
    """Return one result, its rows in the order of the games."""
    game = np.concatenate([rows.game for rows in found])
    profiles = np.concatenate([rows.profiles for rows in found], axis=1)
    regret = np.concatenate([rows.regret for rows in found])
    if (game[1:] < game[:-1]).any():
        order = np.argsort(game, kind="stable")
        game, profiles, regret = game[order], np.take(profiles, order, axis=1), regret[order]
    return BatchEquilibria(pure, profiles.T, game, regret, complete)
