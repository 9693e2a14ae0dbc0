"""Risk dominance: of two strict equilibria of a 2x2 game, that with the larger losses (Harsanyi, Selten 1988, 3.9).

In each equilibrium take what either player loses by moving alone, and multiply. The one with the larger product
risk-dominates: where the players are unsure which one the others play, it is the best reply to more beliefs. Products
do not change with the units of payoffs, nor with what is added to a player's payoffs for an action of the other's.
"""

from dataclasses import dataclass, replace
from typing import ClassVar

from negosim.games import Game
from negosim.solve.result import TIE, Complete, Result
from negosim.solve.strict_pair import strict_pair


@dataclass(frozen=True)
class RiskDominance:
    """The strict equilibrium with the larger product of losses from moving alone; none where the products are equal.

    >>> from negosim.games import NormalFormGame
    >>> stag = NormalFormGame([[[4, 0], [3, 3]], [[4, 3], [0, 3]]])
    >>> RiskDominance().solve(stag).equilibria[0].payoffs
    array([3., 3.])
    """

    name: ClassVar[str] = "risk_dominance"

    def solve(self, game: Game) -> Result:
        """Compare the products. Raises UnsolvedError unless the game is 2x2 with two strict equilibria."""
        pair = strict_pair(game, self.name)
        one, other = (float(losses.prod()) for losses in pair.losses)
        if abs(one - other) <= TIE:
            return Result(game, self, (), Complete.ALL, "both strict equilibria have the same product of losses")
        best = pair.equilibria[0 if one > other else 1]
        note = f"product of losses over the payoff ranges: {max(one, other):.4g}; of the other: {min(one, other):.4g}"
        found = replace(best, notes=(*best.notes, note))
        return Result(game, self, (found,), Complete.ALL, "its product of losses is the larger", ((0,),))
