"""Nash equilibrium: a mixed profile from which nobody gains by deviating alone (Nash 1951)."""

from dataclasses import dataclass
from typing import ClassVar

from negosim.errors import UnsolvedError
from negosim.games import Game, NormalFormGame
from negosim.solve.concepts.pure_nash import pure_equilibria
from negosim.solve.result import Complete, Result


@dataclass(frozen=True)
class Nash:
    """Nash equilibria of a normal form."""

    name: ClassVar[str] = "nash"

    def solve(self, game: Game) -> Result:
        """Find them. Raises UnsolvedError for a tree."""
        if not isinstance(game, NormalFormGame):
            raise UnsolvedError("nash is for simultaneous games; use subgame_perfect for a tree")
        return Result(game, self, pure_equilibria(game), Complete.SOME, "pure only so far")
