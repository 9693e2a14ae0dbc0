"""All equilibria of every game in a batch of small two-player games: up to three actions each.

In a game without ties both strategies of an equilibrium have equally many actions (von Stengel 2002, section 2.3), and
two sets of actions are the supports of one iff each player has a mixture there (`gain_signs`). So the signs of the gains and minors
of each player look up a set of supports in a table, the equilibria are in both sets, and their weights are gains or
minors. A game in which some sign is not certain is left to `bimatrix_ties`.
"""

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negosim.games import BoolArray, FloatArray
from negosim.solve.kernels.batch import (
    MOST_REGRET,
    BatchEquilibria,
    Part,
    Rows,
    certified,
    checked_batch,
    games_last,
    range_bound,
    solve_in_chunks,
)
from negosim.solve.kernels.bimatrix_ties import is_certain, solve_singly, solve_ties
from negosim.solve.kernels.gain_signs import MOST_ACTIONS, Bits, Seat, gains_and_minors, mixtures, table
from negosim.solve.kernels.two_by_two import solve_tied_two_by_two, solve_two_by_two


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
    is_smallest = taken.shape[2:] == (2, 2)
    quick = (solve_two_by_two, solve_tied_two_by_two) if is_smallest else (solve_signs, solve_ties)
    return solve_in_chunks(taken, (*quick, solve_singly), executor)


def solve_signs(payoffs: FloatArray) -> Part:
    """Find the equilibria of those games of payoffs[game, player, i, j] in which every sign is certain."""
    tables = games_last(payoffs)
    first, second = _view(tables[0], is_second=False), _view(tables[1].swapaxes(0, 1), is_second=True)
    settled = first.certain & second.certain
    both = (first.supports & second.supports) * settled
    size = first.seat.own * first.seat.other
    mixed = _mixed(tables, (first, second), (both >> np.uint32(size)).astype(np.uint16))
    failed = mixed.game[~(mixed.regret <= MOST_REGRET)]
    if len(failed):
        settled[failed] = False
        both *= settled
        mixed = mixed.of_games(settled)
    pure = (both & (np.uint32(1) << np.arange(size, dtype=np.uint32)[:, np.newaxis])).astype(np.bool_)
    return Part(pure, mixed, np.flatnonzero(~settled), np.arange(0))


def _view(own: FloatArray, *, is_second: bool) -> _Side:
    """Read the signs of one player's gains and minors from payoffs own[i, j, game]."""
    seat = Seat(*own.shape[:2], is_second)
    values = gains_and_minors(own)
    certain = is_certain(values, range_bound(own), seat).all(axis=0)
    place = np.zeros(own.shape[2], dtype=np.uint16)
    for number, is_positive in enumerate(values > 0):
        place |= is_positive.astype(np.uint16) << np.uint16(number)
    return _Side(seat, values, table(seat)[place], certain)


def _mixed(tables: FloatArray, sides: tuple[_Side, _Side], supports: NDArray[np.uint16]) -> Rows:
    """Return the mixed equilibria, from the supports of each game as bits, and payoffs tables[player, i, j, game]."""
    first, second = sides
    place = np.flatnonzero(np.unpackbits(supports.view(np.uint8), bitorder="little").view(np.bool_))
    game, support = place >> 4, (place & 15) + first.seat.own * first.seat.other
    x, y = mixtures(second.values, support, game, second.seat), mixtures(first.values, support, game, first.seat)
    return certified(tables, np.concatenate([x, y]), game)
