"""Outlasting as a gambler's ruin: who runs out first, and when.

Definition. Two sides hold k and m units of resources, N = k + m together. Each period the first side wins one unit
from the other with chance p, and loses one with chance q = 1 - p, independently. The war ends when a side has none.
With rho = q/p (Feller, An Introduction to Probability Theory, volume 1, chapter XIV; as a war of forts Smith and Stam
2004):

    chance that the first side outlasts   P = (1 - rho^k) / (1 - rho^N),     k/N at p = 1/2
    expected length                       E[T] = (k - N P) / (q - p),        k m at p = 1/2
    worth of 1 at the end if it outlasts  E[d^T; outlasts] = (x^k - y^k) / (x^N - y^N),
                                          x > y the roots of p d z^2 - z + q d = 0

each from its one-step equation, such as P[k] = p P[k+1] + q P[k-1] with P[0] = 0 and P[N] = 1. P rises with k: more
resources of one side alone raise its chance, strictly where 0 < p < 1. Where both sides have more this need not hold:
doubling k and m lowers the chance of the side that is likelier to lose a period, toward 0. Between whole numbers the
formulas are continued as they stand.
"""

import numpy as np

from negosim.games import FloatArray

_EVEN = 1e-7
"""Within this of q = p the length is that of an even walk: the formula would lose more to rounding."""
_FLAT = 1e-12
"""Below this N |log rho| the chance is that of an even walk."""


def chance(first: FloatArray, second: FloatArray, wins: FloatArray) -> FloatArray:
    """Return the chance that the first side outlasts the second, from both sides' resources and p.

    >>> round(float(chance(np.array(4.0), np.array(6.0), np.array(0.55))), 6)
    0.637586
    """
    first, second, wins = (np.asarray(x, dtype=np.float64) for x in np.broadcast_arrays(first, second, wins))
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.log1p(-wins) - np.log(wins)
        steep = np.abs(slope)
        ratio = np.expm1(-steep * first) / np.expm1(-steep * (first + second))
        found = ratio * np.where(slope > 0, np.exp(-steep * second), 1.0)
        found = np.where(steep * (first + second) < _FLAT, first / (first + second), found)
    return np.where(first <= 0, 0.0, np.where(second <= 0, 1.0, found))


def expected_length(first: FloatArray, second: FloatArray, wins: FloatArray) -> FloatArray:
    """Return the expected number of periods until one side has run out."""
    drift = 1.0 - 2.0 * np.asarray(wins)
    with np.errstate(divide="ignore", invalid="ignore"):
        uneven = (first - (first + second) * chance(first, second, wins)) / drift
    return np.where(np.abs(drift) < _EVEN, first * second, uneven)


def discounted_chance(first: FloatArray, second: FloatArray, wins: FloatArray, discount: FloatArray) -> FloatArray:
    """Return what 1 is worth today that the first side gets when, and if, it outlasts the second: E[d^T; outlasts]."""
    shape = np.broadcast_shapes(*(np.shape(x) for x in (first, second, wins, discount)))
    p, d = np.broadcast_to(wins, shape), np.broadcast_to(discount, shape)
    inside = (p > 0) & (d > 0) & (d < 1)
    safe_p, safe_d = np.where(inside, p, 0.5), np.where(inside, d, 0.5)
    x = (1.0 + np.sqrt(1.0 - 4.0 * safe_p * (1.0 - safe_p) * safe_d**2)) / (2.0 * safe_p * safe_d)
    ratio = (1.0 - safe_p) / (safe_p * x**2)
    total = np.asarray(first) + second
    found = x ** (-np.asarray(second, dtype=np.float64)) * (1.0 - ratio**first) / (1.0 - ratio**total)
    return np.where(inside, found, np.where(d >= 1, chance(first, second, p), 0.0))


def by_period(first: int, second: int, wins: float, periods: int) -> FloatArray:
    """Return, for each number of periods from 0, the chances that (first has outlasted, second has, war goes on).

    Shape (periods + 1, 3), from the walk itself, period by period.
    """
    state = np.zeros(first + second + 1)
    state[first] = 1.0
    rows = [state]
    for _ in range(periods):
        moved = np.zeros_like(state)
        moved[[0, -1]] = state[[0, -1]]
        moved[2:] += wins * state[1:-1]
        moved[:-2] += (1.0 - wins) * state[1:-1]
        rows.append(state := moved)
    walk = np.array(rows)
    return np.stack([walk[:, -1], walk[:, 0], walk[:, 1:-1].sum(axis=-1)], axis=-1)
