"""The Kalai-Smorodinsky agreement: each gains the same share of the most that it could gain.

    (u_0 - d_0) / (b_0 - d_0) = (u_1 - d_1) / (b_1 - d_1),   on the frontier

where b_i is the most that i can have while the other is no worse than in the disagreement. It is efficient, symmetric,
independent of units, and monotonic: a set that is larger in i's favour never gives i less (Kalai and Smorodinsky 1975).
"""

from dataclasses import dataclass
from typing import ClassVar, NoReturn

import numpy as np

from negosim.games import FloatArray, Game
from negosim.games.bargaining import BargainingProblem
from negosim.solve.agreement import distance_to_frontier, proportional, refuse


@dataclass(frozen=True)
class KalaiSmorodinsky:
    """Equalise gains as shares of the most that each could gain."""

    name: ClassVar[str] = "kalai_smorodinsky"

    def position(self, problem: BargainingProblem) -> FloatArray:
        """Return the position of the agreement on the frontier, NaN where no agreement leaves both no worse.

        >>> problem = BargainingProblem([[1, 0.7], [0, 1]], [0, 0])
        >>> problem.at(KalaiSmorodinsky().position(problem)).round(6).tolist()
        [0.769231, 0.769231]
        """
        return proportional(problem, problem.aspirations - problem.disagreement)

    def regret(self, problem: BargainingProblem, payoffs: FloatArray) -> float:
        """Return by how much an agreement of one problem misses equal shares or the frontier."""
        most = problem.aspirations - problem.disagreement
        shares = np.divide(payoffs - problem.disagreement, most, out=np.zeros(2), where=most > 0)
        return float(abs(shares[0] - shares[1]) + distance_to_frontier(problem, payoffs))

    def solve(self, game: Game) -> NoReturn:
        """Refuse a game with moves."""
        refuse(game, "the Kalai-Smorodinsky agreement")
