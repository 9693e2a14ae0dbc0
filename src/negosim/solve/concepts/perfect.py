"""Trembling-hand perfect equilibrium: one that small mistakes do not upset (Selten 1975).

A profile is perfect if each strategy is a best reply not only to the others' but also to a sequence of fully mixed
profiles that tends to theirs. With two players these are the Nash equilibria in which nobody uses a weakly dominated
strategy (van Damme 1991, theorem 3.2.2): an undominated one is a best reply to some fully mixed strategy of the other,
and so to every mixture of that with what the other plays.

Undominated strategies make up whole faces of the simplex, so the perfect part of a component of equilibria is a union
of faces. Its extreme points are the perfect ones among the component's, and two that share a strategy are linked where
a mixture of the other strategies is undominated.

With more players no weakly dominated strategy is necessary but not enough, and the concept is refused: `nash` marks
weakly dominated strategies.
"""

from dataclasses import dataclass, replace
from itertools import combinations
from typing import ClassVar

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import BoolArray, FloatArray, Game, NormalFormGame
from negosim.solve.concepts.nash import Nash
from negosim.solve.dominance import action_table, are_dominated, dominated_users
from negosim.solve.result import TIE, Complete, Result

_SAME = 1e-9


@dataclass(frozen=True)
class Perfect:
    """The trembling-hand perfect equilibria of a simultaneous game of two players: their extreme points.

    >>> from negosim.solve.concepts.nash import Nash
    >>> entry = NormalFormGame([[[1, 1], [2, 0]], [[2, 2], [1, 0]]])  # out or in; accept or fight
    >>> len(Nash().solve(entry).solutions), len(Perfect().solve(entry).solutions)
    (3, 1)
    """

    name: ClassVar[str] = "perfect"

    def solve(self, game: Game) -> Result:
        """Find them. Raises UnsolvedError for a tree, and where there are not two players."""
        if not isinstance(game, NormalFormGame):
            raise UnsolvedError("perfect is for simultaneous games; use sequential or subgame_perfect for a tree")
        if len(game.players) != 2:
            raise UnsolvedError("perfect is for two players; nash marks weakly dominated strategies, of any number")
        nash = Nash().solve(game)
        kept = np.flatnonzero(~dominated_users(game, nash.equilibria).any(axis=1)).tolist()
        perfect = tuple(replace(nash.equilibria[k], notes=()) for k in kept)
        components: tuple[tuple[int, ...], ...] = ()
        complete = nash.complete
        if nash.components:
            components = _components(game, [found.profile for found in perfect])
            complete = Complete.ALL if len(components) == len(perfect) else Complete.EXTREME
        why = f"of {len(nash.equilibria)} extreme equilibria those without weakly dominated strategies"
        return Result(game, self, perfect, complete, f"{why}; {nash.why_complete}", components)


def _components(game: NormalFormGame, profiles: list[tuple[FloatArray, ...]]) -> tuple[tuple[int, ...], ...]:
    """Group profiles that a chain of undominated mixtures connects."""
    group = list(range(len(profiles)))
    for mixer in (0, 1):
        pairs = [
            (one, other)
            for one, other in combinations(range(len(profiles)), 2)
            if np.abs(profiles[one][1 - mixer] - profiles[other][1 - mixer]).max() < _SAME
        ]
        if not pairs:
            continue
        supports: BoolArray = np.array([(profiles[a][mixer] > TIE) | (profiles[b][mixer] > TIE) for a, b in pairs])
        for (one, other), dominated in zip(pairs, are_dominated(action_table(game, mixer), supports), strict=True):
            if not dominated and group[one] != group[other]:
                group = [group[one] if g == group[other] else g for g in group]
    return tuple(tuple(k for k, g in enumerate(group) if g == name) for name in dict.fromkeys(group))
