"""The regret of many profiles of many games at once, recomputed from the payoffs by the definition alone.

Regret is the largest gain from deviating over that player's payoff range, as in `negosim.solve.certificate`; nothing
here is used to find a solution. Rows are the last axis: payoffs[player, a0, ..., row], profiles[action, row].
"""

import math
import string
from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np

from negosim.games import FloatArray, IntArray
from negosim.solve.kernels.batch import Rows, games_last

_ROUNDING = 1e-9


def certified(payoffs: FloatArray, profiles: FloatArray, game: IntArray) -> Rows:
    """Return profiles[action, row] of the games game[row] of payoffs[game, player, a0, ...] with their regrets."""
    return Rows(profiles, game, regrets(games_last(np.take(payoffs, game, axis=0)), profiles))


def regrets(payoffs: FloatArray, profiles: FloatArray) -> FloatArray:
    """Return the regret of each row; infinite where a row is no profile of distributions.

    >>> pennies = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])[..., np.newaxis]
    >>> regrets(pennies, np.array([[0.5], [0.5], [1.0], [0.0]]))
    array([0.5])
    """
    strategies = _by_player(profiles, payoffs.shape[1:-1])
    worst = np.zeros(profiles.shape[1])
    for player, own in enumerate(payoffs):
        np.maximum(worst, _regret(own, strategies, player), out=worst)
    for mine in strategies:
        total = mine.sum(axis=0)
        least, most = total.min(initial=1.0), total.max(initial=1.0)
        if not (least >= 1.0 - _ROUNDING and most <= 1.0 + _ROUNDING and mine.min(initial=0.0) >= -_ROUNDING):
            worst[~(np.abs(total - 1.0) <= _ROUNDING) | (mine < -_ROUNDING).any(axis=0)] = np.inf
    return worst


def _by_player(profiles: FloatArray, shape: Sequence[int]) -> list[FloatArray]:
    """Return each player's part of profiles[action, row]."""
    ends = list(accumulate(shape, initial=0))
    return [profiles[start:end] for start, end in pairwise(ends)]


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
    gain = worth.max(axis=0)
    gain -= np.einsum("ar,ar->r", worth, strategies[player])
    cells = payoffs.reshape(math.prod(payoffs.shape[:-1]), payoffs.shape[-1])
    spread = cells.max(axis=0)
    spread -= cells.min(axis=0)
    if not spread.min(initial=1.0) > 0:
        spread[spread == 0] = np.inf
    return np.asarray(np.divide(gain, spread, out=gain))
