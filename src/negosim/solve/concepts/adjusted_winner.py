"""Adjusted Winner: two players share out divisible issues by points, efficiently, equitably and without envy.

Each spreads the same number of points over the issues. Every issue first goes to whoever put more on it; then the
player with more points hands over parts of issues, those first on which the ratio of its points to the other's is
smallest, until both have equally many of their own points (Brams and Taylor 1996). At most one issue is divided. It is
the egalitarian agreement on the problem whose payoffs are points and whose disagreement is nothing.
"""

from dataclasses import dataclass
from typing import ClassVar, NoReturn

import numpy as np

from negosim.games import FloatArray, Game
from negosim.solve.agreement import refuse


@dataclass(frozen=True)
class AdjustedWinner:
    """Divide issues by the points that both put on them."""

    name: ClassVar[str] = "adjusted_winner"

    def shares(self, points: FloatArray) -> FloatArray:
        """Return the share of each issue that player 0 gets: points[..., player, issue] to (..., issue).

        >>> AdjustedWinner().shares(np.array([[60.0, 40.0], [30.0, 70.0]])).round(4).tolist()
        [1.0, 0.0909]
        """
        first, second = points[..., 0, :], points[..., 1, :]
        ratio = np.divide(second, first, out=np.full(first.shape, np.inf), where=first > 0)
        order = np.argsort(ratio, axis=-1, kind="stable")
        own, other = np.take_along_axis(first, order, -1), np.take_along_axis(second, order, -1)
        # with the first k issues in that order player 0 has `before`, and player 1 the rest
        before, rest = np.cumsum(own, -1) - own, np.cumsum(other[..., ::-1], -1)[..., ::-1]
        step = own + other
        share = np.divide(rest - before, step, out=np.zeros(step.shape), where=step > 0)
        taken = np.clip(share, 0.0, 1.0)
        back = np.argsort(order, axis=-1, kind="stable")
        return np.asarray(np.take_along_axis(taken, back, axis=-1))

    def regret(self, points: FloatArray, shares: FloatArray) -> float:
        """Return by how much one division misses the definition: points that differ, or an exchange that both like.

        Both like to exchange some of an issue that player 0 holds against some of one that it lacks where the first has
        the lower ratio of its points to the other's.
        """
        own, other = points[0] @ shares, points[1] @ (1.0 - shares)
        held, lacking = shares > 0, shares < 1
        likes = (
            points[0][lacking][:, np.newaxis] * points[1][held] - points[0][held] * points[1][lacking][:, np.newaxis]
        )
        return float(abs(own - other) + max(0.0, likes.max(initial=0.0)))

    def solve(self, game: Game) -> NoReturn:
        """Refuse a game with moves."""
        refuse(game, "Adjusted Winner")
