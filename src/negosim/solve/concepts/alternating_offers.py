"""Alternating offers: the agreement that two players reach at once when each may refuse and make the next offer.

In a stationary subgame-perfect equilibrium player 0 always offers x and player 1 always offers y, both on the frontier,
and each accepts what is just worth as much as waiting for its own offer:

    u_1(x) - d_1 = delta_1 (u_1(y) - d_1),      u_0(y) - d_0 = delta_0 (u_0(x) - d_0)

where d is what disagreement gives while it lasts (an inside option). On a pie this is Rubinstein's (1982) share, (1 -
delta_1) / (1 - delta_0 delta_1) for the first to offer, and the equilibrium is the only one. As offers follow each
other faster it goes to the Nash agreement with weights in the proportion of the players' patience, 1/r_0 : 1/r_1 with
delta = exp(-r) (Binmore, Rubinstein and Wolinsky 1986). Found by bisection: x gives player 0 the more, the higher it
is, relative to what player 1 could refuse it for. Where neither minds waiting every division is an equilibrium, and
none is given.
"""

from dataclasses import dataclass
from typing import ClassVar, NoReturn

import numpy as np

from negosim.games import BoolArray, FloatArray, Game
from negosim.games.bargaining import BargainingProblem, crossing
from negosim.solve.agreement import refuse

_HALVINGS = 60


@dataclass(frozen=True)
class AlternatingOffers:
    """Player 0 offers first; `discounts` are the players' discount factors from one offer to the next, below 1.

    A risk q that a refusal ends the talks multiplies them by 1 - q. `outside` are payoffs that each may leave for
    instead of making its own offer; they matter only where they exceed what waiting gives (Binmore, Shaked and Sutton
    1989).
    """

    name: ClassVar[str] = "alternating_offers"
    discounts: tuple[float, float] = (0.9, 0.9)
    outside: tuple[float, float] = (-np.inf, -np.inf)

    def position(self, problem: BargainingProblem) -> FloatArray:
        """Return the position of player 0's offer on the frontier, NaN where no agreement leaves both no worse.

        >>> pie = BargainingProblem([[1, 0], [0, 1]], [0, 0])
        >>> pie.at(AlternatingOffers((0.9, 0.8)).position(pie)).round(9).tolist()
        [0.714285714, 0.285714286]
        """
        shape = problem.disagreement.shape[:-1]
        delta_0, delta_1 = (np.full(shape, delta) for delta in self.discounts)
        return first_offer(problem, delta_0, delta_1, self.outside)

    def regret(self, problem: BargainingProblem, payoffs: FloatArray) -> float:
        """Return by how much an offer of player 0, in one problem, misses what makes both indifferent, the answer to it
        looked up on the frontier by interpolation. Where player 0 can have no more, player 1 may have more than its
        due."""
        order = np.argsort(problem.frontier[:, 0], kind="stable")
        curve = problem.frontier[order]
        d, (delta_0, delta_1) = problem.disagreement, self.discounts
        answer_0 = max(d[0] + delta_0 * (payoffs[0] - d[0]), self.outside[0])
        answer_1 = np.interp(answer_0, curve[:, 0], curve[:, 1])
        beyond = payoffs[1] - max(d[1] + delta_1 * (answer_1 - d[1]), self.outside[1])
        has_all = payoffs[0] >= curve[-1, 0] - 1e-12
        return float(max(0.0, -beyond) if has_all else abs(beyond))

    def solve(self, game: Game) -> NoReturn:
        """Refuse a game with moves."""
        refuse(game, "the agreement of alternating offers")


def first_offer(
    problem: BargainingProblem,
    delta_0: FloatArray,
    delta_1: FloatArray,
    outside: tuple[FloatArray | float, FloatArray | float] = (-np.inf, -np.inf),
) -> FloatArray:
    """Return the position of player 0's offer, with discount factors and outside options at each problem of a batch."""
    start, stop = problem.ends
    low, high = start.copy(), np.maximum(start, stop)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        is_too_good = _waits(problem, middle, (delta_0, delta_1), outside)
        low, high = np.where(is_too_good, middle, low), np.where(is_too_good, high, middle)
    return np.where(problem.is_empty | (delta_0 * delta_1 >= 1.0), np.nan, high)


def _waits(
    problem: BargainingProblem,
    position: FloatArray,
    deltas: tuple[FloatArray, FloatArray],
    outside: tuple[FloatArray | float, FloatArray | float],
) -> BoolArray:
    """Whether player 1 would refuse an offer of player 0, in order to offer what player 0 would just accept or to
    leave."""
    d = problem.disagreement
    offered = problem.at(position)
    answer_0 = np.maximum(d[..., 0] + deltas[0] * (offered[..., 0] - d[..., 0]), outside[0])
    last = problem.frontier.shape[-2] - 1
    answer = last - crossing(problem.frontier[..., ::-1, 0], answer_0)
    waiting = d[..., 1] + deltas[1] * (problem.at(answer)[..., 1] - d[..., 1])
    return np.asarray(offered[..., 1] < np.maximum(waiting, outside[1]))
