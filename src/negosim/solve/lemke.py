"""Lemke's algorithm (1965): one solution of a linear complementarity problem.

Find z >= 0 with w = right + matrix z >= 0 and z_k w_k = 0 for every k. An artificial variable z0, of which every row
gets as much, makes the start feasible; then the complement of what left enters, until z0 leaves. Ties are broken
lexicographically, so that no basis comes twice (Eaves 1971). It can end on a ray, without a solution; for the sequence
form of a game it does not (Koller, Megiddo and von Stengel 1996, theorem 4.1). In floating point: check what it finds,
or solve again for the variables that are not 0 in exact numbers.
"""

from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.games import FloatArray, IntArray
from negosim.solve.two_player.vertices import solved

_ZERO = 1e-11
_DECIMALS = 9
_MOST_PIVOTS = 20_000


def complementary_solution(matrix: FloatArray, right: FloatArray) -> FloatArray | None:
    """Return z, or None where the path ends on a ray or is too long. Cost: one pivot is the size of the matrix.

    >>> complementary_solution(np.array([[1.0]]), np.array([-2.0]))
    array([2.])
    """
    found = _last_basis(matrix, right)
    return None if found is None else _values(*found)


def exact_complementary_solution(matrix: NDArray[Any], right: NDArray[Any]) -> NDArray[Any] | None:
    """Return z in exact numbers, from arrays of ints and Fractions; None where the path or the check fails.

    The path is taken in floats; its last basis is solved in integers, and the solution checked. Cost: beside the path,
    elimination among the variables of the basis.

    >>> exact_complementary_solution(np.array([[Fraction(3)]]), np.array([Fraction(-1)]))
    array([Fraction(1, 3)], dtype=object)
    """
    found = _last_basis(matrix.astype(np.float64), right.astype(np.float64))
    if found is None:
        return None
    size = len(right)
    basic = np.sort(found[1][found[1] >= size]) - size
    tight = np.setdiff1d(np.arange(size), found[1])
    rows = []
    for own in np.column_stack([matrix[np.ix_(tight, basic)], -right[tight]]).tolist():
        scale = lcm(*(value.denominator for value in own))
        rows.append([int(value * scale) for value in own])
    scale = solved(rows)
    if scale == 0:
        return None
    z = np.full(size, Fraction(0), dtype=object)
    z[basic] = [Fraction(row[-1], scale) for row in rows]
    slack = right + matrix[:, basic] @ z[basic] if len(basic) else right
    return z if min(z.min(), slack.min()) >= 0 and not slack[tight].any() else None


def _last_basis(matrix: FloatArray, right: FloatArray) -> tuple[FloatArray, IntArray] | None:
    """Return the table and the basic variables at the end of the path: k for w_k, size + k for z_k."""
    size = len(right)
    if right.min() >= 0:
        return right[:, np.newaxis], np.arange(size)
    artificial = 2 * size
    table = np.hstack([np.eye(size), -matrix, -np.ones((size, 1)), right[:, np.newaxis]])
    basic = list(range(size))
    entering, leaving = artificial, _last_least(table, size)
    for _ in range(_MOST_PIVOTS):
        _pivot(table, leaving, entering)
        gone, basic[leaving] = basic[leaving], entering
        if gone == artificial:
            return table, np.array(basic)
        entering = (gone + size) % artificial
        row = _first_to_leave(table, entering, basic.index(artificial))
        if row is None:
            return None
        leaving = row
    return None


def _last_least(table: FloatArray, size: int) -> int:
    """Return the row whose right-hand side, moved lexicographically, is least: it stays the only one below 0."""
    right = table[:, -1]
    return int(np.flatnonzero(right <= right.min() + _ZERO)[-1])


def _first_to_leave(table: FloatArray, entering: int, artificial_row: int) -> int | None:
    """Return the row with the lexicographically least ratio, z0's where it is among the least; None on a ray."""
    column = table[:, entering]
    rows = np.flatnonzero(column > _ZERO)
    if not len(rows):
        return None
    ratios = table[rows, -1] / column[rows]
    rows = rows[ratios <= ratios.min() + _ZERO]
    if artificial_row in rows:
        return artificial_row
    moves = np.round(table[rows, : len(table)] / column[rows, np.newaxis], _DECIMALS)
    return int(rows[np.lexsort(moves.T[::-1])[0]])


def _pivot(table: FloatArray, row: int, column: int) -> None:
    """Make a column a unit vector, in place."""
    table[row] /= table[row, column]
    factors = table[:, column].copy()
    factors[row] = 0.0
    table -= np.outer(factors, table[row])


def _values(table: FloatArray, basic: IntArray) -> FloatArray:
    found = np.zeros(2 * len(table))
    found[basic] = table[:, -1]
    return found[len(table) :].clip(min=0.0)
