"""Dividing a pie of 1, in closed form, for arrays of any shape: the cited results that the general code is held to."""

import numpy as np

from negosim.games import FloatArray


def rubinstein_share(delta_1: FloatArray, delta_2: FloatArray) -> FloatArray:
    """Return the share of the first to offer, (1 - d2) / (1 - d1 d2) (Rubinstein 1982).

    >>> round(float(rubinstein_share(np.array(0.9), np.array(0.8))), 6)
    0.714286
    """
    return np.asarray((1.0 - delta_2) / (1.0 - delta_1 * delta_2))


def limit_share(rate_1: FloatArray, rate_2: FloatArray) -> FloatArray:
    """Return the first player's share as offers follow without delay, r2 / (r1 + r2) with delta = exp(-r)."""
    return np.asarray(rate_2 / (rate_1 + rate_2))


def finite_share(delta: FloatArray, rounds: int) -> FloatArray:
    """Return the share of the first to offer where the last of so many rounds is the end, both with one discount factor
    (Stahl 1972): whoever offers last takes all, so 1 - d + d^2 - ... with as many terms as rounds.

    >>> float(finite_share(np.array(0.9), 3).round(9))
    0.91
    """
    return np.asarray(sum((-delta) ** k for k in range(rounds)) + 0.0 * delta)


def bargaining_range(
    win: FloatArray, costs: tuple[FloatArray, FloatArray], power: float = 1.0
) -> tuple[FloatArray, FloatArray]:
    """Return the least and the largest share of the first side that both prefer to a war which it wins with probability
    `win`, at costs of each, where a share is worth share ** power (Fearon 1995); a concave worth widens the range.

    >>> [float(end.round(9)) for end in bargaining_range(np.array(0.6), (np.array(0.1), np.array(0.2)), 0.5)]
    [0.25, 0.96]
    """
    low = np.maximum(win - costs[0], 0.0) ** (1.0 / power)
    high = 1.0 - np.maximum(1.0 - win - costs[1], 0.0) ** (1.0 / power)
    return np.asarray(low), np.asarray(high)
