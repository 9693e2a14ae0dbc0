"""Pareto efficiency: pure profiles such that no other is better for somebody and worse for nobody (Pareto 1906).

An efficient outcome need be no equilibrium, and an equilibrium need not be efficient. Only pure profiles are compared
with one another: a lot over several may be better for all than an efficient pure one. Utilities are never added up.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import BoolArray, FloatArray, Game, NormalFormGame, one_hot, payoff_range
from negosim.solve.certificate import regret
from negosim.solve.result import AS_TABLE, TIE, Complete, Result, Selection

_MOST_PROFILES = 20_000


@dataclass(frozen=True)
class ParetoEfficient:
    """All efficient pure profiles, in C order; a note says which of them are Nash equilibria.

    >>> pd = NormalFormGame([[[-1, -3], [0, -2]], [[-1, 0], [-3, -2]]])
    >>> [tuple(s.payoffs.tolist()) for s in ParetoEfficient().solve(pd).solutions]
    [(-1.0, -1.0), (-3.0, 0.0), (0.0, -3.0)]
    """

    name: ClassVar[str] = "pareto_efficient"

    def solve(self, game: Game) -> Result:
        """Compare every profile with every other. Raises UnsolvedError for a tree and above 20,000 profiles."""
        if not isinstance(game, NormalFormGame):
            raise UnsolvedError(f"pareto_efficient is for simultaneous games; {AS_TABLE}")
        count = int(np.prod(game.shape))
        if count > _MOST_PROFILES:
            raise UnsolvedError(f"pareto_efficient compares up to {_MOST_PROFILES:,} profiles, not {count:,}")
        efficient = is_efficient(game.payoffs.reshape(len(game.players), -1)).reshape(game.shape)
        found = tuple(_selected(game, tuple(map(int, at))) for at in np.argwhere(efficient))
        why = f"all {count:,} pure profiles were compared"
        return Result(game, self, found, Complete.ALL, why, tuple((k,) for k in range(len(found))))


def is_efficient(payoffs: FloatArray) -> BoolArray:
    """Say of every column of `payoffs[player, profile]` whether no other is better for one and worse for none.

    Payoffs that differ by less than 1e-12 of the player's range are equal. Cost: quadratic in the profiles.
    """
    slack = TIE * payoff_range(payoffs, axis=1)[:, np.newaxis]
    efficient = np.ones(payoffs.shape[1], dtype=np.bool_)
    for k in range(payoffs.shape[1]):
        gains = payoffs - payoffs[:, [k]]
        efficient[k] = not ((gains >= -slack).all(axis=0) & (gains > slack).any(axis=0)).any()
    return efficient


def _selected(game: NormalFormGame, actions: tuple[int, ...]) -> Selection:
    profile = tuple(one_hot(size, action) for size, action in zip(game.shape, actions, strict=True))
    gap = regret(game, profile)
    notes = ("a Nash equilibrium",) if gap <= TIE else ()
    place = int(np.ravel_multi_index(actions, game.shape))
    payoffs = game.payoffs.reshape(len(actions), -1)[:, place]
    return Selection(profile, payoffs, gap, notes=notes)
