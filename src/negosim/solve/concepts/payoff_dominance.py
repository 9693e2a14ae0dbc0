"""Payoff dominance: of two strict equilibria of a 2x2 game, the one that is better for both (Harsanyi and Selten 1988).

Where they disagree, neither payoff-dominates. Harsanyi and Selten put it before risk dominance; play in experiments and
evolution more often goes by risk.
"""

from dataclasses import dataclass
from typing import ClassVar

from negosim.games import Game
from negosim.solve.result import TIE, Complete, Result
from negosim.solve.strict_pair import strict_pair


@dataclass(frozen=True)
class PayoffDominance:
    """The strict equilibrium that gives both players more than the other one does, if there is one.

    >>> from negosim.games import NormalFormGame
    >>> stag = NormalFormGame([[[4, 0], [3, 3]], [[4, 3], [0, 3]]])
    >>> PayoffDominance().solve(stag).equilibria[0].payoffs
    array([4., 4.])
    """

    name: ClassVar[str] = "payoff_dominance"

    def solve(self, game: Game) -> Result:
        """Compare the payoffs. Raises UnsolvedError unless the game is 2x2 with two strict equilibria."""
        pair = strict_pair(game, self.name)
        gains = pair.payoffs[0] - pair.payoffs[1]
        found = tuple(e for e, sign in zip(pair.equilibria, (1, -1), strict=True) if (sign * gains > TIE).all())
        why = "both players are better off in it" if found else "neither strict equilibrium is better for both players"
        return Result(game, self, found, Complete.ALL, why, tuple((k,) for k in range(len(found))))
