"""The vertices of a simple polytope {z >= 0 : C z <= 1}, C > 0, found in floating point and proved complete.

Definition: the labels of a vertex are its tight inequalities: label k for z_k = 0, label (columns of C) + j for
(C z)_j = 1. A polytope is simple where each vertex has exactly as many labels as there are columns. Its vertices are
then the feasible bases, each label is left along one edge, and the graph of edges is connected (Balinski 1961).

The proof: the search starts at 0 and keeps only bases certified as nondegenerate vertices. Of a certified vertex each
edge leads to exactly one other vertex, and the search ends when each such end is itself certified: then the list is
closed under edges, so by connectedness it is complete. A basis B with an approximate inverse W is certified by
E = W B - 1: with |E| <= d < 1 the basic variables differ from W 1 by at most d / (1 - d) |W 1| (Rump 2010,
section 10), where d includes every rounding error and a move of each entry of C by `radius`. Where a basis is not
certified nothing is proved, and the search gives up.
"""

from dataclasses import dataclass

import numpy as np

from negosim.games import BoolArray, FloatArray, IntArray

MAX_LABELS = 62
"""Labels fit the bits of one integer."""
MAX_CELLS = 8_000_000
"""Numbers held at once, for one level of the search."""
_UNIT = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False)
class LabelSets:
    """The labels of each vertex as bits of one integer, and whether these are all vertices."""

    masks: IntArray
    complete: bool


@dataclass(frozen=True, eq=False)
class _Level:
    """Bases at one distance from 0.

    `columns[basis, k, row]` is the dictionary's column of the label `nonbasic[basis, k]`, and the last column holds the
    values of the labels `basic[basis, row]`. `masks` has the nonbasic labels as bits.
    """

    columns: FloatArray
    basic: IntArray
    nonbasic: IntArray
    masks: IntArray


def simple_vertices(matrix: FloatArray, radius: float, limit: int) -> LabelSets | None:
    """List the vertices of {z >= 0 : matrix z <= 1}, or None where they are not certified to be simple.

    What is listed holds for every matrix with entries within `radius` of this one. It stops early after `limit`
    vertices or MAX_CELLS numbers. Cost: about 3 microseconds and 8 bytes per vertex at 12 by 12.
    """
    rows, size = matrix.shape
    if rows + size > MAX_LABELS or matrix.size > MAX_CELLS:
        return None
    bits = np.left_shift(np.int64(1), np.arange(rows + size))
    level = _Level(
        np.concatenate([matrix.T, np.ones((1, rows))])[np.newaxis],
        np.arange(size, size + rows)[np.newaxis],
        np.arange(size)[np.newaxis],
        bits[:size].sum(keepdims=True),
    )
    found, before = [level.masks], np.empty(0, dtype=np.int64)
    while True:
        if not _are_simple(_dictionaries(level), matrix, radius).all():
            return None
        with np.errstate(all="ignore"):  # an overflow here is caught by the certificate of the next level
            leaving = np.argmax(level.columns[:, :-1] / level.columns[:, -1:], axis=2)
        reached = level.masks[:, np.newaxis] - bits[level.nonbasic]
        reached += bits[level.basic[np.arange(len(leaving))[:, np.newaxis], leaving]]
        fresh, first = _first_of_each(reached.reshape(-1), (before, level.masks))
        if fresh.size == 0:
            return LabelSets(np.concatenate(found), complete=True)
        if sum(map(len, found)) + fresh.size > limit or fresh.size * (size + 1) * rows > MAX_CELLS:
            return LabelSets(np.concatenate(found), complete=False)
        origin, entering = np.divmod(first, size)
        before, level = level.masks, _pivoted(level, origin, entering, leaving[origin, entering], fresh)
        found.append(fresh)


def are_simple_bases(is_basic: BoolArray, matrix: FloatArray, radius: float) -> bool:
    """Certify that each basis is a nondegenerate vertex of {z >= 0 : matrix z <= 1} for all matrices within `radius`.

    `is_basic[basis, label]` says which labels a vertex has not.
    """
    rows = len(matrix)
    if not (is_basic.sum(axis=1) == rows).all():
        return False
    labels = np.nonzero(is_basic)[1].reshape(-1, rows)
    columns = np.concatenate([matrix.T, np.eye(rows)])  # columns[label, row]
    try:
        inverses = np.swapaxes(np.linalg.inv(np.swapaxes(columns[labels], 1, 2)), 1, 2)
    except np.linalg.LinAlgError:
        return False
    dictionaries = np.concatenate([matrix.T @ inverses, inverses], axis=1)
    dictionaries[np.arange(len(labels))[:, np.newaxis], labels] = np.eye(rows)
    return bool(_are_simple(dictionaries, matrix, radius).all())


def _are_simple(dictionaries: FloatArray, matrix: FloatArray, radius: float) -> BoolArray:
    """Certify bases of {z >= 0 : matrix z <= 1} as nondegenerate vertices, for each matrix within `radius`.

    `dictionaries[basis, label, row]` is W (matrix, 1) with an approximate inverse W of each basis; columns of basic
    labels are unit vectors. Any other numbers are allowed there: bad ones are not certified.
    """
    rows, size = matrix.shape
    inverses = dictionaries[:, size:]  # inverses[basis, j, row] is column j of W
    error = matrix.T @ inverses
    error -= dictionaries[:, :size]
    np.abs(error, out=error)
    norms = _sums(np.abs(inverses))
    slip = size * (radius + 4 * (rows + 4) * _UNIT * float(np.abs(matrix).max()))
    with np.errstate(all="ignore"):
        distance = (_sums(error) * 1.01 + norms * slip).max(axis=1)
        values = _sums(inverses)
        doubt = 1.01 * distance / (1 - distance) * np.abs(values).max(axis=1) + 2 * rows * _UNIT * norms.max(axis=1)
        return np.asarray((distance < 0.5) & (values.min(axis=1) > doubt))


def _sums(columns: FloatArray) -> FloatArray:
    """Return columns[basis, :, row] summed: much faster as a product than as a sum over a short axis."""
    return np.asarray((np.ones((1, columns.shape[1])) @ columns)[:, 0])


def _dictionaries(level: _Level) -> FloatArray:
    """Return dictionaries[basis, label, row] with the unit columns of basic labels in place."""
    count, rows = level.basic.shape
    full = np.zeros((count, level.nonbasic.shape[1] + rows, rows))
    at = np.arange(count)[:, np.newaxis]
    full[at, level.nonbasic] = level.columns[:, :-1]
    full[at, level.basic, np.arange(rows)] = 1.0
    return full


def _first_of_each(masks: IntArray, known: tuple[IntArray, ...]) -> tuple[IntArray, IntArray]:
    """Return the sorted distinct masks that are not known, and one place of each."""
    order = np.argsort(masks, kind="stable")
    ordered = masks[order]
    fresh = np.append(True, ordered[1:] != ordered[:-1])
    for old in known:
        if old.size:
            place = np.minimum(np.searchsorted(old, ordered), old.size - 1)
            fresh &= old[place] != ordered
    return ordered[fresh], order[fresh]


def _pivoted(level: _Level, origin: IntArray, entering: IntArray, leaving: IntArray, masks: IntArray) -> _Level:
    """Exchange one label at each basis `origin`: column `entering` for row `leaving`."""
    columns, basic, nonbasic = level.columns[origin], level.basic[origin], level.nonbasic[origin]
    at = np.arange(len(origin))
    pivot_column = columns[at, entering]
    pivots = pivot_column[at, leaving]
    columns[at, entering] = 0.0
    columns[at, entering, leaving] = 1.0
    pivot_row = columns[at, :, leaving] / pivots[:, np.newaxis]
    pivot_column[at, leaving] = 0.0
    columns -= pivot_row[:, :, np.newaxis] * pivot_column[:, np.newaxis, :]
    columns[at, :, leaving] = pivot_row
    swapped = basic[at, leaving]
    basic[at, leaving] = nonbasic[at, entering]
    nonbasic[at, entering] = swapped
    return _Level(columns, basic, nonbasic, masks)
