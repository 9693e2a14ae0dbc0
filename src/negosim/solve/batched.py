"""All Nash equilibria of every game in a batch: closed forms by shape, then the solver of single games for the rest."""

from concurrent.futures import Executor

import numpy as np
from numpy.typing import ArrayLike

from negosim.games import FloatArray, NormalFormGame
from negosim.solve.concepts.nash import Nash
from negosim.solve.kernels.batch import DEGREES, BatchEquilibria, Part, Rows, checked_batch, solve_in_turn
from negosim.solve.kernels.bimatrix import separated
from negosim.solve.kernels.closed_forms import kernels_for


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
    return solve_in_turn(taken, (*kernels_for(taken.shape[2:]), _solve_singly), executor)


def _solve_singly(payoffs: FloatArray) -> Part:
    """Settle every game of payoffs[game, player, a0, ...], one at a time."""
    results = [Nash().solve(NormalFormGame(own)) for own in payoffs]
    found = [(number, e) for number, result in enumerate(results) for e in result.equilibria]
    profiles = np.array([np.concatenate(e.profile) for _, e in found]).reshape(len(found), sum(payoffs.shape[2:]))
    rows = Rows(
        profiles.T, np.array([number for number, _ in found], dtype=np.int64), np.array([e.regret for _, e in found])
    )
    complete = np.array([DEGREES.index(result.complete) for result in results], dtype=np.uint8)
    return Part(np.ones(len(results), dtype=np.bool_), complete, *separated(rows, payoffs))
