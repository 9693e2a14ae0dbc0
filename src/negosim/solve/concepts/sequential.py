"""Sequential equilibrium: strategies that are best at every information set given beliefs, and consistent beliefs.

Beliefs are consistent that are limits of Bayes' rule under fully mixed strategies (Kreps and Wilson 1982).

Found where beliefs follow from chance alone: the nodes of each information set differ only in what nature did, so that
every fully mixed profile gives the same beliefs. The sequential equilibria are then the subgame-perfect ones of the
agent tree (`negosim.solve.agent_tree`), with the same ties and the same completeness. A game in which one player learns
from another's choice is refused with the reason.
"""

from dataclasses import dataclass
from typing import ClassVar

from negosim.errors import UnsolvedError
from negosim.games import ExtensiveFormGame, Game, Profile
from negosim.games.extensive_form import has_beliefs_from_chance
from negosim.solve.agent_tree import agent_tree
from negosim.solve.backward import beliefs_from_chance
from negosim.solve.certificate import belief_error, sequential_regret
from negosim.solve.dominance import mark_weakly_dominated, unchecked_dominance
from negosim.solve.plays import find_plays
from negosim.solve.result import Equilibrium, Result


@dataclass(frozen=True)
class Sequential:
    """Sequential equilibria of a tree whose beliefs follow from chance alone, one for each outcome they lead to.

    `most` bounds the number of outcomes followed at any information set.
    """

    most: int = 250
    name: ClassVar[str] = "sequential"

    def solve(self, game: Game) -> Result:
        """Find them. Raises UnsolvedError for a normal form, and where beliefs depend on what players choose."""
        if not isinstance(game, ExtensiveFormGame):
            raise UnsolvedError("sequential is for trees; use nash for a simultaneous game")
        if not has_beliefs_from_chance(game):
            raise UnsolvedError("what some player believes depends on what another chooses; sequential does not apply")
        beliefs = beliefs_from_chance(game)
        search = find_plays(agent_tree(game, beliefs), self.most)
        found = []
        for play in search.plays:
            strategies = play.strategies()
            profile: Profile = tuple(strategies[k] for k in range(len(game.information_sets)))
            gap = max(sequential_regret(game, profile, beliefs), belief_error(game, profile, beliefs))
            found.append(Equilibrium(profile, play.payoffs, gap, beliefs=beliefs))
        marked = mark_weakly_dominated(game, found)
        notes = (*search.notes, *unchecked_dominance(game))
        return Result(game, self, marked, *search.verdict, search.components, notes)
