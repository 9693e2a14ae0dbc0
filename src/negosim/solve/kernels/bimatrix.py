"""All equilibria of every game in a batch of small two-player games: up to three actions each.

In a game without ties both strategies of an equilibrium have equally many actions (von Stengel 2002, section 2.3), and
two sets of actions are the supports of one iff each player has a mixture there (`gain_signs`). So the signs of the gains and minors
of each player look up a set of supports in a table, the equilibria are in both sets, and their weights are gains or
minors. A game in which some sign is not certain is left to `bimatrix_ties`.
"""

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from negosim.games import BoolArray, FloatArray
from negosim.solve.kernels.batch import (
    MOST_REGRET,
    BatchEquilibria,
    Part,
    Rows,
    certified,
    checked_batch,
    games_last,
    solve_in_chunks,
    spreads,
)
from negosim.solve.kernels.bimatrix_ties import is_certain, solve_singly, solve_ties
from negosim.solve.kernels.gain_signs import MOST_ACTIONS, Bits, Seat, candidates, gains_and_minors, mixtures, table


@dataclass(frozen=True, eq=False)
class _Side:
    """One player's view: gains and minors [number, game], the supports with a mixture, and where that is certain."""

    seat: Seat
    values: FloatArray
    supports: Bits
    certain: BoolArray


def bimatrix_equilibria(payoffs: ArrayLike, executor: Executor | None = None) -> BatchEquilibria:
    """Return all equilibria of each game of payoffs[game, player, i, j]: the extreme ones where there are ties.

    Raises ValueError for more than two players or three actions; `negosim.solve.two_player` solves those one by one.

    >>> found = bimatrix_equilibria([[[[3, 0], [0, 2]], [[2, 0], [0, 3]]], [[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]])
    >>> found.count
    array([3, 1])
    >>> found.of(1)
    ((array([0.5, 0.5]), array([0.5, 0.5])),)
    """
    taken = checked_batch(payoffs)
    if taken.shape[1] != 2 or max(taken.shape[2:]) > MOST_ACTIONS:
        raise ValueError(f"games of shape {taken.shape[2:]} are not solved in batches: two players, up to 3 actions each")
    return solve_in_chunks(taken, (solve_signs, solve_ties, solve_singly), executor)


def solve_signs(payoffs: FloatArray) -> Part:
    """Find the equilibria of those games of payoffs[game, player, i, j] in which every sign is certain."""
    tables = games_last(payoffs)
    first, second = _view(tables[0], is_second=False), _view(tables[1].swapaxes(0, 1), is_second=True)
    settled = first.certain & second.certain
    found = _regular(tables, first, second, settled)
    failed = found.game[~(found.regret <= MOST_REGRET)]
    if len(failed):
        settled[failed] = False
        found = found.take(settled[found.game])
    return Part(found, np.flatnonzero(~settled), np.zeros(len(payoffs), dtype=np.bool_))


def _view(own: FloatArray, *, is_second: bool) -> _Side:
    """Read the signs of one player's gains and minors from payoffs own[i, j, game]."""
    seat = Seat(*own.shape[:2], is_second)
    values = gains_and_minors(own)
    certain = is_certain(values, spreads(own[np.newaxis])[0], seat).all(axis=0)
    place = np.zeros(own.shape[2], dtype=np.uint16)
    for number, is_positive in enumerate(values > 0):
        place |= is_positive.astype(np.uint16) << np.uint16(number)
    return _Side(seat, values, table(seat)[place], certain)


def _regular(tables: FloatArray, first: _Side, second: _Side, certain: BoolArray) -> Rows:
    """Return the equilibria of the games that are certain, payoffs tables[player, i, j, game]."""
    both = (first.supports & second.supports) * certain
    bits = np.unpackbits(both.view(np.uint8), bitorder="little")
    place = np.flatnonzero(bits)
    game, support = place // 32, place % 32
    sides = mixtures(second.values, support, game, second.seat), mixtures(first.values, support, game, first.seat)
    return certified(tables, np.concatenate(sides, axis=1), game)
