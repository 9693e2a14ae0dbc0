"""The last kernels: each game by the solver of single games, or none of them."""

import math

import numpy as np

from negosim.games import FloatArray, NormalFormGame
from negosim.solve.kernels.batch import DEGREES, Part, Rows
from negosim.solve.kernels.bimatrix import separated
from negosim.solve.result import Complete


def solve_singly(payoffs: FloatArray) -> Part:
    """Settle every game of payoffs[game, player, a0, ...], one at a time."""
    from negosim.solve.concepts.nash import Nash  # which needs the kernel of pure equilibria

    results = [Nash().solve(NormalFormGame(own)) for own in payoffs]
    found = [(number, e) for number, result in enumerate(results) for e in result.equilibria]
    profiles = np.array([np.concatenate(e.profile) for _, e in found]).reshape(len(found), sum(payoffs.shape[2:]))
    rows = Rows(
        profiles.T, np.array([number for number, _ in found], dtype=np.int64), np.array([e.regret for _, e in found])
    )
    complete = np.array([DEGREES.index(result.complete) for result in results], dtype=np.uint8)
    return Part(np.ones(len(results), dtype=np.bool_), complete, *separated(rows, payoffs))


def leave_unknown(payoffs: FloatArray) -> Part:
    """Say of every game of payoffs[game, player, a0, ...] that its equilibria are unknown."""
    games, shape = len(payoffs), payoffs.shape[2:]
    nothing = Rows(np.empty((sum(shape), 0)), np.empty(0, dtype=np.int64), np.empty(0))
    complete = np.full(games, DEGREES.index(Complete.UNKNOWN), dtype=np.uint8)
    return Part(np.ones(games, dtype=np.bool_), complete, np.zeros((math.prod(shape), games), dtype=np.bool_), nothing)
