"""Exact numbers beside floats: what a file gives where float64 cannot hold it, such as 1/3.

A game computes with float64. Where a number has no float64 of its own, the game also keeps all numbers as fractions,
in the C order of its array; where none are kept, the floats are the exact numbers.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.games.arrays import FloatArray

Fractions = tuple[Fraction, ...]


def fractions_beyond_floats(values: Sequence[Fraction]) -> Fractions | None:
    """Return the values where some of them is no float64, else None. Raises OverflowError where one is too large.

    >>> fractions_beyond_floats([Fraction(1, 2), Fraction(3)]), fractions_beyond_floats([Fraction(1, 3)])
    (None, (Fraction(1, 3),))
    """
    held = all(float(value).as_integer_ratio() == (value.numerator, value.denominator) for value in values)
    return None if held else tuple(values)


def fractions_of(values: FloatArray, exact: Fractions | None) -> NDArray[Any]:
    """Return an array of Fractions in the shape of `values`: those that were kept, or the floats as they are.

    >>> fractions_of(np.array([0.5]), None)
    array([Fraction(1, 2)], dtype=object)
    """
    found = np.empty(values.size, dtype=object)
    found[:] = [Fraction(value) for value in values.reshape(-1).tolist()] if exact is None else exact
    return found.reshape(values.shape)


def check_fractions(values: FloatArray, exact: Fractions | None) -> None:
    """Raise ValueError unless the fractions kept are those that `values` round."""
    if exact is not None and [float(value) for value in exact] != values.reshape(-1).tolist():
        raise ValueError("the exact numbers of a game must be those that its float64 numbers round, in C order")
