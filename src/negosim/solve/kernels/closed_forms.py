"""The closed forms for each shape of game, in the order in which they are tried."""

import math

import numpy as np

from negosim.games import FloatArray
from negosim.solve.kernels.batch import DEGREES, BatchEquilibria, Kernel, Part, Rows, solve_in_turn
from negosim.solve.kernels.bimatrix import solve_with_ties, solve_without_ties
from negosim.solve.kernels.signs import MOST_ACTIONS
from negosim.solve.kernels.three_pairs import SHAPE, solve_three_pairs
from negosim.solve.kernels.two_by_two import solve_tied_two_by_two, solve_two_by_two
from negosim.solve.result import Complete


def kernels_for(shape: tuple[int, ...]) -> tuple[Kernel, ...]:
    """Return the closed forms for games of a shape; none for most shapes."""
    if shape == (2, 2):
        return solve_two_by_two, solve_tied_two_by_two
    if len(shape) == 2 and max(shape) <= MOST_ACTIONS:
        return solve_without_ties, solve_with_ties
    if shape == SHAPE:
        return (solve_three_pairs,)
    return ()


def closed_form(payoffs: FloatArray) -> BatchEquilibria:
    """Return the equilibria of one game payoffs[player, a0, ...] by closed forms, or none and `unknown`."""
    return solve_in_turn(payoffs[np.newaxis], (*kernels_for(payoffs.shape[1:]), _leave_unknown), None)


def _leave_unknown(payoffs: FloatArray) -> Part:
    """Say of every game of payoffs[game, player, a0, ...] that its equilibria are unknown."""
    games, shape = len(payoffs), payoffs.shape[2:]
    nothing = Rows(np.empty((sum(shape), 0)), np.empty(0, dtype=np.int64), np.empty(0))
    complete = np.full(games, DEGREES.index(Complete.UNKNOWN), dtype=np.uint8)
    return Part(np.ones(games, dtype=np.bool_), complete, np.zeros((math.prod(shape), games), dtype=np.bool_), nothing)
