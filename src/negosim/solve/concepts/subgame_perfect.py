"""Subgame-perfect equilibrium: a profile that is a Nash equilibrium of every subgame (Selten 1965).

Solved from the ends (`negosim.solve.plays`): each stage between subgames is one move, or a small tree that is solved
as a game in strategic form. Where a mover is indifferent, every choice that some equilibrium supports is followed; one
outcome with ties off its path stays one outcome. One equilibrium is listed for each outcome.

What it cannot find: outcomes that need a mixture below a choice that depends on it; the result is then marked `some`.
Cost: one pass over the tree; with ties, the product of the outcomes below. At most `most` outcomes are kept.
"""

from dataclasses import dataclass
from typing import ClassVar

from negosim.errors import UnsolvedError
from negosim.games import ExtensiveFormGame, Game, Profile
from negosim.solve.certificate import subgame_regret
from negosim.solve.dominance import mark_weakly_dominated, unchecked_dominance
from negosim.solve.plays import find_plays
from negosim.solve.result import Equilibrium, Result


@dataclass(frozen=True)
class SubgamePerfect:
    """Subgame-perfect equilibria of a tree, one for each outcome they lead to.

    `most` bounds the number of outcomes followed at any node.
    """

    most: int = 250
    name: ClassVar[str] = "subgame_perfect"

    def solve(self, game: Game) -> Result:
        """Find the equilibria. Raises UnsolvedError for a normal form, and for a stage that is too large."""
        if not isinstance(game, ExtensiveFormGame):
            raise UnsolvedError("subgame_perfect is for trees; use nash for a simultaneous game")
        search = find_plays(game, self.most)
        found = []
        for play in search.plays:
            strategies = play.strategies()
            profile: Profile = tuple(strategies[k] for k in range(len(game.information_sets)))
            found.append(Equilibrium(profile, play.payoffs, subgame_regret(game, profile)))
        marked = mark_weakly_dominated(game, found)
        notes = (*search.notes, *unchecked_dominance(game))
        return Result(game, self, marked, *search.verdict, search.components, notes)
