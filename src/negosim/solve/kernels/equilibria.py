"""All Nash equilibria of every game in a batch: closed forms by shape, then the solver of single games for the rest."""

from concurrent.futures import Executor

import numpy as np
from numpy.typing import ArrayLike

from negosim.games import FloatArray
from negosim.solve.kernels.batch import BatchEquilibria, Kernel, checked_batch, solve_in_turn
from negosim.solve.kernels.bimatrix import solve_with_ties, solve_without_ties
from negosim.solve.kernels.signs import MOST_ACTIONS
from negosim.solve.kernels.singly import leave_unknown, solve_singly
from negosim.solve.kernels.three_pairs import SHAPE, solve_three_pairs
from negosim.solve.kernels.two_by_two import solve_tied_two_by_two, solve_two_by_two


def all_equilibria(payoffs: ArrayLike, executor: Executor | None = None) -> BatchEquilibria:
    """Return the equilibria of each game of payoffs[game, player, a0, a1, ...]: the extreme ones where there are ties.

    Raises ValueError where the axes do not fit or a payoff is not finite.

    >>> found = all_equilibria([[[[3, 0], [0, 2]], [[2, 0], [0, 3]]], [[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]])
    >>> found.count
    array([3, 1])
    >>> found.of(1)
    ((array([0.5, 0.5]), array([0.5, 0.5])),)
    """
    taken = checked_batch(payoffs)
    return solve_in_turn(taken, (*_quick_kernels(taken.shape[2:]), solve_singly), executor)


def closed_form(payoffs: FloatArray) -> BatchEquilibria:
    """Return the equilibria of one game payoffs[player, a0, ...] by closed forms, or none and `unknown`."""
    return solve_in_turn(payoffs[np.newaxis], (*_quick_kernels(payoffs.shape[1:]), leave_unknown), None)


def _quick_kernels(shape: tuple[int, ...]) -> tuple[Kernel, ...]:
    if shape == (2, 2):
        return solve_two_by_two, solve_tied_two_by_two
    if len(shape) == 2 and max(shape) <= MOST_ACTIONS:
        return solve_without_ties, solve_with_ties
    if shape == SHAPE:
        return (solve_three_pairs,)
    return ()
