"""Pure Nash equilibrium: a profile of actions from which nobody gains by moving alone (Nash 1950).

Found by looking at every profile (`negosim.solve.kernels.pure`).
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import FloatArray, Game, NormalFormGame, Profile, one_hot
from negosim.solve.certificate import regret
from negosim.solve.dominance import mark_weakly_dominated
from negosim.solve.kernels.pure import is_pure_equilibrium
from negosim.solve.result import Complete, Equilibrium, Result


@dataclass(frozen=True)
class PureNash:
    """All pure Nash equilibria of a normal form.

    >>> PureNash().solve(NormalFormGame([[[3, 0], [0, 2]], [[2, 0], [0, 3]]])).complete
    <Complete.ALL: 'all'>
    """

    name: ClassVar[str] = "pure_nash"

    def solve(self, game: Game) -> Result:
        """List every pure equilibrium. Raises UnsolvedError for a tree."""
        if not isinstance(game, NormalFormGame):
            raise UnsolvedError("pure_nash is for simultaneous games; use subgame_perfect for a tree")
        found = mark_weakly_dominated(game, pure_equilibria(game))
        why = f"all {int(np.prod(game.shape)):,} pure profiles were looked at"
        return Result(game, self, found, Complete.ALL, why, tuple((k,) for k in range(len(found))))


def pure_equilibria(game: NormalFormGame) -> tuple[Equilibrium, ...]:
    """Return the pure equilibria of one game with their certificates, in C order of the profiles."""
    found = []
    for actions in np.argwhere(is_pure_equilibrium(game.payoffs, len(game.players))):
        profile: Profile = tuple(one_hot(size, int(a)) for size, a in zip(game.shape, actions, strict=True))
        payoffs: FloatArray = game.payoffs[(slice(None), *actions)]
        found.append(Equilibrium(profile, payoffs, regret(game, profile)))
    return tuple(found)
