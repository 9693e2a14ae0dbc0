"""Distinct columns of a large table of small whole numbers, found in one sort of one number for each column."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.games import IntArray

_GOLDEN = 0x9E3779B97F4A7C15
"""The odd number nearest to 2^64 over the golden ratio: its multiples are spread evenly (Knuth 1973, section 6.4)."""


def distinct(rows: NDArray[Any]) -> tuple[IntArray, IntArray]:
    """Return where each distinct column of rows[row, column] stands first, and which of them each column is.

    They are numbered in the order in which they appear. Columns are told apart by a sum of their entries with spread
    weights, which is then checked entry by entry.

    >>> first, which = distinct(np.array([[5, 5, 5, 0], [1, 2, 1, 1]]))
    >>> first, which
    (array([0, 1, 3]), array([0, 1, 0, 2]))
    """
    weights = np.arange(1, len(rows) + 1, dtype=np.uint64) * np.uint64(_GOLDEN)
    mixed = (weights ^ (weights >> np.uint64(29))) | np.uint64(1)
    key = np.zeros(rows.shape[1], dtype=np.uint64)
    for weight, row in zip(mixed, rows, strict=True):
        key += weight * row.astype(np.uint64)
    first, which = _in_order(*np.unique(key, return_index=True, return_inverse=True)[1:])
    if (rows[:, first[which]] != rows).any():
        first, which = _in_order(*np.unique(rows, axis=1, return_index=True, return_inverse=True)[1:])
    return first, which


def _in_order(first: IntArray, which: IntArray) -> tuple[IntArray, IntArray]:
    """Number the distinct columns in the order in which they appear."""
    order = np.argsort(first)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return first[order], place[which.reshape(-1)]
