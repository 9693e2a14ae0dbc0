"""The egalitarian agreement: both gain the same over the disagreement, as much as the set allows.

    u_0 - d_0 = u_1 - d_1,   on the frontier

(Kalai 1977, proportional solutions.) It is monotonic, and it compares the two players' utilities: other units of one
of them give another agreement.
"""

from dataclasses import dataclass
from typing import ClassVar, NoReturn

import numpy as np

from negosim.games import FloatArray, Game
from negosim.games.bargaining import BargainingProblem
from negosim.solve.agreement import distance_to_frontier, proportional, refuse


@dataclass(frozen=True)
class Egalitarian:
    """Equalise gains."""

    name: ClassVar[str] = "egalitarian"

    def position(self, problem: BargainingProblem) -> FloatArray:
        """Return the position of the agreement on the frontier, NaN where no agreement leaves both no worse.

        >>> problem = BargainingProblem([[1, 0], [0, 1]], [0.1, 0.3])
        >>> problem.at(Egalitarian().position(problem)).round(9).tolist()
        [0.4, 0.6]
        """
        return proportional(problem, np.ones(problem.disagreement.shape))

    def regret(self, problem: BargainingProblem, payoffs: FloatArray) -> float:
        """Return by how much an agreement of one problem misses equal gains or the frontier."""
        gains = payoffs - problem.disagreement
        return float(abs(gains[0] - gains[1]) + distance_to_frontier(problem, payoffs))

    def solve(self, game: Game) -> NoReturn:
        """Refuse a game with moves."""
        refuse(game, "the egalitarian agreement")
