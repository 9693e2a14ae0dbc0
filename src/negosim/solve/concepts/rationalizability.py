"""Rationalizable actions: best replies to what a player can think of others who reason likewise (Bernheim 1984;
Pearce 1984).

An action is rationalizable if it is in a family of sets A_i such that every action in A_i is a best reply to some
belief over the others' actions in their A_j. Here a belief may have the others' actions correlated; then these are
exactly the actions that survive iterated elimination of strictly dominated ones (Brandenburger and Dekel 1987), and
are found so. Where beliefs must be independent, of three or more players fewer may be left; with two players it is
the same.
"""

from dataclasses import dataclass, replace
from typing import ClassVar

from negosim.errors import UnsolvedError
from negosim.games import Game, NormalFormGame
from negosim.solve.concepts.iterated_dominance import IteratedDominance
from negosim.solve.result import Result

_CORRELATED = "beliefs may have the others' actions correlated: independent ones could leave fewer"


@dataclass(frozen=True)
class Rationalizability:
    """The rationalizable actions, with correlated beliefs.

    >>> Rationalizability().solve(NormalFormGame([[[-1, -3], [0, -2]], [[-1, 0], [-3, -2]]])).solutions[0].actions
    ((1,), (1,))
    """

    name: ClassVar[str] = "rationalizability"

    def solve(self, game: Game) -> Result:
        """Eliminate what is strictly dominated. Raises UnsolvedError for a tree."""
        if not isinstance(game, NormalFormGame):
            raise UnsolvedError("rationalizability is for simultaneous games; use sequential for a tree")
        why = "with correlated beliefs, what survives iterated strict dominance by mixed strategies, and nothing else"
        notes = (_CORRELATED,) if len(game.players) > 2 else ()
        return replace(IteratedDominance().solve(game), concept=self, why_complete=why, notes=notes)
