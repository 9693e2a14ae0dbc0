"""Payoffs as exact numbers: any finite float is one. And near ties among floats, made ties.

Under u -> c u + d with c > 0 a player's best replies do not change, so each player's payoffs are taken to integers
whose least is 1 and whose differences share no factor. If no payoff moves by more than r, no regret grows by more than
2 r.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import floor, gcd, lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.games import FloatArray

Numbers = Sequence[Sequence[Any]] | NDArray[Any]
"""A matrix of ints, floats or Fractions."""
Matrix = list[list[int]]
_SIMPLE = 10**9
_SMALL_DENOMINATOR = 10**5
_COARSEST_BITS = 40


def integer_payoffs(payoffs: Numbers) -> Matrix:
    """Return integers that are an increasing affine function of `payoffs`, least 1 and with coprime differences.

    Raises ValueError unless `payoffs` is a matrix of finite numbers with a row and a column.

    >>> integer_payoffs([[0.5, -1], [2, 2]])
    [[2, 1], [3, 3]]
    """
    try:
        exact = [[Fraction(value) for value in row] for row in getattr(payoffs, "tolist", lambda: payoffs)()]
    except (ValueError, OverflowError, TypeError) as error:
        raise ValueError(f"payoffs must be a matrix of finite numbers: {error}") from None
    if not exact or not exact[0] or len({len(row) for row in exact}) > 1:
        raise ValueError(f"payoffs must be a matrix, at least 1 by 1; its rows have lengths {[*map(len, exact)]}")
    return _reduced(exact)


def are_far_apart(payoffs: Matrix) -> bool:
    """Whether the range of these integers is so few units that none is near another without being equal."""
    return max(map(max, payoffs)) - min(map(min, payoffs)) < _SIMPLE


def from_one_to_two(payoffs: Matrix) -> FloatArray:
    """Return payoffs as floats, affinely taken to the range from 1 to 2."""
    least = min(map(min, payoffs))
    span = max(map(max, payoffs)) - least or 1
    return np.array([[1 + (value - least) / span for value in row] for row in payoffs])


def read_as_fractions(payoffs: Matrix, radius: Fraction) -> Matrix:
    """Take each payoff to the fraction that it stands for, or leave all unchanged where one stands for none.

    Decimals in floating point are meant as fractions: here fractions of the range, with a denominator up to 10^5 and
    within `radius`.

    >>> read_as_fractions(integer_payoffs([[0.1 + 0.2, 0.3], [0.1, 0.2]]), Fraction(1, 10**13))
    [[3, 3], [1, 2]]
    """
    if are_far_apart(payoffs):
        return payoffs
    image: dict[int, Fraction] = {}
    for group, middle, room in _near_ties(payoffs, radius):
        fraction = middle.limit_denominator(_SMALL_DENOMINATOR)
        if abs(fraction - middle) > room:
            return payoffs
        image.update(dict.fromkeys(group, fraction))
    return _reduced([[image[value] for value in row] for row in payoffs])


def without_near_ties(payoffs: Matrix, radius: Fraction) -> Matrix:
    """Make payoffs equal that lie within twice `radius` of the range, moving each by at most `radius` of it.

    >>> without_near_ties([[0, 1], [10**15, 10**15 - 1]], Fraction(1, 10**13))
    [[1, 1], [2, 2]]
    """
    if are_far_apart(payoffs):
        return payoffs
    image: dict[int, Fraction] = {}
    for group, middle, room in _near_ties(payoffs, radius):
        fraction, bits = middle.limit_denominator(_SMALL_DENOMINATOR), _COARSEST_BITS
        while abs(fraction - middle) > room:  # few bits keep the enumeration fast
            fraction, bits = Fraction(round(middle * 2**bits), 2**bits), bits + 1
        image.update(dict.fromkeys(group, fraction))
    return _reduced([[image[value] for value in row] for row in payoffs])


def _near_ties(payoffs: Matrix, radius: Fraction) -> Iterator[tuple[list[int], Fraction, Fraction]]:
    """Yield groups of near payoffs with their middle as a share of the range, and how far from it is near to all."""
    values = sorted({value for row in payoffs for value in row})
    span = values[-1] - values[0]
    width = floor(2 * radius * span)
    group: list[int] = []
    for value, following in zip(values, [*values[1:], values[-1] + width + 1], strict=True):
        group.append(value)
        if following - group[0] >= width:
            middle = Fraction(group[0] + group[-1] - 2 * values[0], 2 * span)
            yield group, middle, radius - Fraction(group[-1] - group[0], 2 * span)
            group = []


def _reduced(exact: list[list[Fraction]]) -> Matrix:
    common = lcm(*(value.denominator for row in exact for value in row))
    scaled = [[value.numerator * (common // value.denominator) for value in row] for row in exact]
    least = min(map(min, scaled))
    factor = gcd(*(value - least for row in scaled for value in row)) or 1
    return [[(value - least) // factor + 1 for value in row] for row in scaled]
