"""The utilitarian agreement: the largest sum of utilities among the agreements that leave both no worse.

    max  u_0 + u_1   over the agreements with u >= d

It compares the two players' utilities, and is not unique where the frontier has an edge of slope -1: the end of that
edge that is better for player 0 is given.
"""

from dataclasses import dataclass
from typing import ClassVar, NoReturn

import numpy as np

from negosim.games import FloatArray, Game
from negosim.games.bargaining import BargainingProblem
from negosim.solve.agreement import refuse, within


@dataclass(frozen=True)
class Utilitarian:
    """Maximise the sum of utilities."""

    name: ClassVar[str] = "utilitarian"

    def position(self, problem: BargainingProblem) -> FloatArray:
        """Return the position of the agreement on the frontier, NaN where no agreement leaves both no worse.

        >>> problem = BargainingProblem([[1, 0], [0.75, 0.75], [0, 1]], [0, 0])
        >>> float(Utilitarian().position(problem))
        1.0
        """
        total = problem.frontier.sum(axis=-1)
        best = total.max(axis=-1, keepdims=True)
        top = (total >= best - 1e-12 * np.maximum(1.0, np.abs(best))).argmax(axis=-1)
        return within(problem, top.astype(np.float64))

    def regret(self, problem: BargainingProblem, payoffs: FloatArray) -> float:
        """Return by how much another vertex, or an end of the range, of one problem has a larger sum."""
        ends = [problem.at(end) for end in problem.ends]
        points = [*problem.frontier[(problem.gains >= 0).all(axis=-1)], *ends]
        return float(max(0.0, max(point.sum() for point in points) - payoffs.sum()))

    def solve(self, game: Game) -> NoReturn:
        """Refuse a game with moves."""
        refuse(game, "the utilitarian agreement")
