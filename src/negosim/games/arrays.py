"""Types of arrays, and how an array is taken in: copied, made float64 and read-only."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
Profile = tuple[FloatArray, ...]


def frozen(values: ArrayLike) -> FloatArray:
    """Return a read-only float64 copy of `values`.

    >>> frozen([1, 2]).flags.writeable
    False
    """
    array = np.array(values, dtype=np.float64)
    array.flags.writeable = False
    return array


def one_hot(size: int, index: int) -> FloatArray:
    """Return the distribution over `size` actions that puts all weight on `index`.

    >>> one_hot(3, 1)
    array([0., 1., 0.])
    """
    return frozen(np.arange(size) == index)


def payoff_range(payoffs: NDArray[Any], axis: int | tuple[int, ...] | None = None) -> FloatArray:
    """Return largest minus smallest payoff along `axis`: the unit of regret and of ties."""
    return np.asarray(np.max(payoffs, axis=axis) - np.min(payoffs, axis=axis), dtype=np.float64)
