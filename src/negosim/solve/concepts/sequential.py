"""Sequential equilibrium: strategies that are best at every information set given beliefs, and beliefs that are limits of
Bayes' rule under fully mixed strategies (Kreps and Wilson 1982).

Found where beliefs follow from chance alone: the nodes of each information set differ only in what nature did, so that every
fully mixed profile gives the same beliefs, and backward induction on expected payoffs finds the equilibria. A game in which one player
learns from another's choice is refused with the reason.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import ExtensiveFormGame, Game, payoff_range
from negosim.games.extensive_form import leaf_probabilities
from negosim.solve.backward import best_action, induce
from negosim.solve.certificate import belief_error, sequential_regret
from negosim.solve.result import TIE, Complete, Equilibrium, Result


@dataclass(frozen=True)
class Sequential:
    """The sequential equilibrium of a tree whose beliefs follow from chance alone."""

    name: ClassVar[str] = "sequential"

    def solve(self, game: Game) -> Result:
        """Find it. Raises UnsolvedError for a normal form, and where beliefs depend on what players choose."""
        if not isinstance(game, ExtensiveFormGame):
            raise UnsolvedError("sequential is for trees; use nash for a simultaneous game")
        found = induce(game, best_action)
        slack = TIE * payoff_range(game.payoffs, axis=-1)
        tied = [
            k
            for k, worth in enumerate(found.worth)
            if (worth >= worth.max() - slack[game.information_sets[k].player]).sum() > 1
        ]
        error = belief_error(game, found.profile, found.beliefs)
        gap = max(sequential_regret(game, found.profile, found.beliefs), error)
        payoffs = np.asarray(game.payoffs @ leaf_probabilities(game, found.profile))
        solution = Equilibrium(found.profile, payoffs, gap, beliefs=found.beliefs)
        if tied:
            why = f"somebody is indifferent at {len(tied)} information sets; the first best action is taken there"
            return Result(game, self, (solution,), Complete.SOME, why)
        why = "beliefs follow from chance alone, and nobody is indifferent at any information set"
        return Result(game, self, (solution,), Complete.ALL, why, ((0,),))
