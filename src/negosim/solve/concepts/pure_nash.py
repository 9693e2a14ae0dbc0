"""Pure Nash equilibrium: a profile of actions from which nobody gains by moving alone (Nash 1950).

Found by looking at every profile; one pass of array comparisons serves a whole batch of games.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import BoolArray, FloatArray, Game, NormalFormGame, Profile, one_hot
from negosim.solve.certificate import regret
from negosim.solve.dominance import mark_weakly_dominated
from negosim.solve.result import TIE, Complete, Equilibrium, Result


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


def is_pure_equilibrium(payoffs: FloatArray, players: int) -> BoolArray:
    """Say of every profile whether nobody gains by moving alone: payoffs[..., player, a0, ...] to (..., a0, ...).

    Payoffs that differ by less than 1e-12 of the player's range are equal.
    """
    axes = tuple(range(payoffs.ndim - players, payoffs.ndim))
    spread = payoffs.max(axis=axes, keepdims=True) - payoffs.min(axis=axes, keepdims=True)
    rows = zip(*(np.moveaxis(part, -players - 1, 0) for part in (payoffs, TIE * spread)), strict=True)
    stable = [own >= own.max(axis=k - players, keepdims=True) - slack for k, (own, slack) in enumerate(rows)]
    return np.asarray(np.logical_and.reduce(stable))
