"""The Nash agreement: it maximises the product of the players' gains over the disagreement.

    max  (u_0 - d_0)^a (u_1 - d_1)^(1 - a)   over the agreements with u >= d

With a = 1/2 it is the only agreement that is efficient, symmetric, independent of irrelevant alternatives and of each
player's units (Nash 1950); other weights drop symmetry (Kalai 1977). On each edge of the frontier the maximum is in
closed form, and the best edge is taken: exact, linear in the number of vertices. A larger set may give a player less.
"""

from dataclasses import dataclass
from typing import ClassVar, NoReturn

import numpy as np

from negosim.games import FloatArray, Game
from negosim.games.bargaining import BargainingProblem
from negosim.solve.agreement import refuse, within


@dataclass(frozen=True)
class NashAgreement:
    """Maximise the product of gains; `weight` is player 0's bargaining weight."""

    name: ClassVar[str] = "nash_agreement"
    weight: float = 0.5

    def position(self, problem: BargainingProblem) -> FloatArray:
        """Return the position of the agreement on the frontier, NaN where no agreement leaves both no worse.

        >>> problem = BargainingProblem([[1, 0], [0, 1]], [0.1, 0.3])
        >>> problem.at(NashAgreement().position(problem)).round(9).tolist()
        [0.4, 0.6]
        """
        return weighted_nash(problem, np.full(problem.disagreement.shape[:-1], self.weight))

    def regret(self, problem: BargainingProblem, payoffs: FloatArray) -> float:
        """Return by how much an agreement of one problem misses the definition.

        At the maximum the plane a (u_0 - d_0)/g_0 + (1 - a) (u_1 - d_1)/g_1 = 1 supports the set, where g are the gains
        that it gives. Where one gains nothing that is right only if the range is a single point.
        """
        gains = payoffs - problem.disagreement
        if (gains <= 0).any():
            return float(problem.ends[1] - problem.ends[0])
        weights = np.array([self.weight, 1.0 - self.weight])
        return float(max(0.0, (problem.gains / gains @ weights).max() - 1.0))

    def solve(self, game: Game) -> NoReturn:
        """Refuse a game with moves."""
        refuse(game, "the Nash agreement")


def weighted_nash(problem: BargainingProblem, weight: FloatArray) -> FloatArray:
    """Return the position of the Nash agreement with player 0's weight[...] at each problem of a batch."""
    gains, a = problem.gains, weight[..., np.newaxis]
    near, far = gains[..., :-1, :], gains[..., 1:, :]
    loss, gain = near[..., 0] - far[..., 0], far[..., 1] - near[..., 1]
    top, bottom = (1.0 - a) * gain * near[..., 0] - a * loss * near[..., 1], loss * gain
    share = np.clip(np.divide(top, bottom, out=np.zeros(bottom.shape), where=bottom > 0), 0.0, 1.0)
    share = np.where((bottom <= 0) & (gain > 0), 1.0, share)
    u0, u1 = near[..., 0] - share * loss, near[..., 1] + share * gain
    positive = (u0 > 0) & (u1 > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        worth = np.where(positive, a * np.log(u0) + (1.0 - a) * np.log(u1), -np.inf)
    edge = worth.argmax(axis=-1)
    found = edge + np.take_along_axis(share, edge[..., np.newaxis], axis=-1)[..., 0]
    return within(problem, np.where(positive.any(axis=-1), found, problem.ends[0]))
