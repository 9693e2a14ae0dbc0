"""The last kernel: each game by the solver of single games."""

import numpy as np

from negosim.games import FloatArray, NormalFormGame
from negosim.solve.kernels.batch import DEGREES, Part, Rows
from negosim.solve.kernels.bimatrix import separated


def solve_singly(payoffs: FloatArray) -> Part:
    """Settle every game of payoffs[player, a0, ..., game], one at a time."""
    from negosim.solve.concepts.nash import Nash  # which needs the kernel of pure equilibria

    results = [Nash().solve(NormalFormGame(own)) for own in np.moveaxis(payoffs, -1, 0)]
    found = [(number, e) for number, result in enumerate(results) for e in result.equilibria]
    profiles = np.array([np.concatenate(e.profile) for _, e in found]).reshape(len(found), sum(payoffs.shape[1:-1]))
    rows = Rows(
        profiles.T, np.array([number for number, _ in found], dtype=np.int64), np.array([e.regret for _, e in found])
    )
    complete = np.array([DEGREES.index(result.complete) for result in results], dtype=np.uint8)
    return Part(np.ones(len(results), dtype=np.bool_), complete, *separated(rows, payoffs.shape[1:]))
