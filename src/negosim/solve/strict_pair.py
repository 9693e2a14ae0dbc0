"""The two strict equilibria of a 2x2 game, between which payoff dominance and risk dominance choose.

A pure equilibrium is strict if each player loses by moving alone. Two strict ones of a 2x2 game differ in both actions.
"""

from dataclasses import dataclass

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import FloatArray, Game, NormalFormGame, one_hot, payoff_range
from negosim.solve.certificate import regret
from negosim.solve.result import TIE, Equilibrium


@dataclass(frozen=True, eq=False)
class StrictPair:
    """Both equilibria, with `payoffs[k, player]` and `losses[k, player]` by moving alone, over the payoff range."""

    equilibria: tuple[Equilibrium, Equilibrium]
    payoffs: FloatArray
    losses: FloatArray


def strict_pair(game: Game, concept: str) -> StrictPair:
    """Return the two strict equilibria of a 2x2 game. Raises UnsolvedError, in the name of `concept`, for any other."""
    if not isinstance(game, NormalFormGame) or game.shape != (2, 2):
        raise UnsolvedError(f"{concept} is for two players with two actions each; use nash")
    scaled = game.payoffs / np.maximum(payoff_range(game.payoffs, axis=(1, 2)), np.finfo(float).tiny)[:, None, None]
    # losses[player, a0, a1]: what a player loses if it alone moves away
    losses = np.stack([scaled[k] - np.flip(scaled[k], axis=k) for k in (0, 1)])
    places = np.argwhere((losses > TIE).all(axis=0))
    if len(places) != 2:
        raise UnsolvedError(
            f"{concept} chooses between two strict equilibria, and this game has {len(places)}; use nash"
        )
    found = [_equilibrium(game, int(row), int(column)) for row, column in places]
    at = places.T
    return StrictPair((found[0], found[1]), scaled[:, at[0], at[1]].T, losses[:, at[0], at[1]].T)


def _equilibrium(game: NormalFormGame, row: int, column: int) -> Equilibrium:
    profile = (one_hot(2, row), one_hot(2, column))
    return Equilibrium(profile, game.payoffs[:, row, column], regret(game, profile))
