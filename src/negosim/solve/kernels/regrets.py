"""The regret of many profiles of many games at once, recomputed from the payoffs by the definition alone.

Regret is the largest gain from deviating over that player's payoff range, as in `negosim.solve.certificate`; nothing
here is used to find a solution. Rows are the last axis: payoffs[player, a0, ..., row], profiles[action, row].
"""

import math
import string
from collections.abc import Sequence

import numpy as np

from negosim.games import FloatArray, IntArray
from negosim.solve.kernels.batch import Rows

_ROUNDING = 1e-9


def certified(payoffs: FloatArray, profiles: FloatArray, game: IntArray) -> Rows:
    """Return profiles[action, row] of the games game[row] of a chunk with their regrets."""
    own = np.take(payoffs.reshape(-1, payoffs.shape[-1]), game, axis=1)
    return Rows(profiles, game, regrets(own.reshape(*payoffs.shape[:-1], len(game)), profiles))


def regrets(payoffs: FloatArray, profiles: FloatArray) -> FloatArray:
    """Return the regret of each row; infinite where a row is no profile of distributions.

    >>> pennies = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])[..., np.newaxis]
    >>> regrets(pennies, np.array([[0.5], [0.5], [1.0], [0.0]]))
    array([0.5])
    """
    strategies = np.split(profiles, np.cumsum(payoffs.shape[1:-1])[:-1])
    worst = np.zeros(profiles.shape[1])
    for player, own in enumerate(payoffs):
        np.maximum(worst, _regret(own, strategies, player), out=worst)
        is_distribution = np.abs(strategies[player].sum(axis=0) - 1.0) <= _ROUNDING
        if not is_distribution.all() or strategies[player].min(initial=0.0) < -_ROUNDING:
            worst[~is_distribution | (strategies[player] < -_ROUNDING).any(axis=0)] = np.inf
    return worst


def action_values(payoffs: FloatArray, strategies: Sequence[FloatArray], player: int) -> FloatArray:
    """Return what each action gives a player: its payoffs[a0, ..., row] to values[action, row]."""
    worth, left = payoffs, string.ascii_lowercase[: len(strategies)]
    for other, letter in reversed(list(enumerate(left))):
        if other != player:
            rest = left.replace(letter, "")
            worth = np.einsum(f"{left}Z,{letter}Z->{rest}Z", worth, strategies[other])
            left = rest
    return worth


def _regret(payoffs: FloatArray, strategies: Sequence[FloatArray], player: int) -> FloatArray:
    """Return what one player gains by its best deviation over its range; 0 where the range is 0."""
    worth = action_values(payoffs, strategies, player)
    cells = payoffs.reshape(math.prod(payoffs.shape[:-1]), payoffs.shape[-1])
    spread = cells.max(axis=0) - cells.min(axis=0)
    spread[spread == 0] = np.inf
    gain = worth.max(axis=0) - np.einsum("ar,ar->r", worth, strategies[player])
    return np.asarray(gain / spread)
