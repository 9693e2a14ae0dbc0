"""All vertices of a polytope {z >= 0 : C z <= b}, in integers: degenerate ones too. b is 1 unless said.

Definition: the labels of a vertex are its tight inequalities: label k for z_k = 0, label (columns of C) + j for
(C z)_j = b_j. Where a vertex has more labels than there are columns, several bases describe it. Moving the right-hand
sides to b_j + e^(j+1) for an infinitesimal e makes the polytope simple (Charnes 1952), and every vertex is the limit of
one of its vertices. The search visits all feasible bases of the moved polytope along its edges, which connect them
(Balinski 1961), so it misses none. Dictionaries are kept in integers over one common denominator (Edmonds 1967; Avis
2000 for the enumeration of vertices), so nothing is rounded.

Cost: a simple polytope of d dimensions and N inequalities has at most C(N - ceil(d/2), N - d) +
C(N - floor(d/2) - 1, N - d) bases (McMullen 1970): 24,752 in a 12 by 12 game, at about 0.1 ms each; random ones have
some 5,000.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from negosim.solve.two_player.rationals import Matrix


@dataclass(frozen=True)
class Vertices:
    """`points[labels]` is the vertex with exactly these labels (bits of one integer), times `scales[labels]` > 0.

    The first is 0.
    """

    points: Mapping[int, tuple[int, ...]]
    scales: Mapping[int, int]
    complete: bool


@dataclass(frozen=True)
class _Dictionary:
    """A basis: row i says that `basic[i]` is (rows[i][-1] - sum of rows[i][k] * nonbasic[k]) / denominator."""

    basic: list[int]
    nonbasic: list[int]
    rows: Matrix
    denominator: int


def all_vertices(matrix: Matrix, limit: int, cells: int, right: Sequence[int] = ()) -> Vertices:
    """List the vertices of {z >= 0 : matrix z <= right} by their labels; `right` is positive, and 1 unless given.

    Equal inequalities are one to the search, and a vertex at which it is tight has the labels of all. It stops early
    after `limit` bases, or where one level of the search would hold more than `cells` integers.
    """
    size = len(matrix[0])
    alike: dict[tuple[int, ...], int] = {}
    for label, (row, bound) in enumerate(zip(matrix, right or [1] * len(matrix), strict=True), size):
        alike[*row, bound] = alike.get((*row, bound), 0) | 1 << label
    found = _search([list(row) for row in alike], size, limit, cells)
    return found if len(alike) == len(matrix) else _with_labels_of_all(found, size, list(alike.values()))


def _search(rows: Matrix, size: int, limit: int, cells: int) -> Vertices:
    """List the vertices of {z >= 0 : C z <= b}, rows (C, b) all different."""
    start = _Dictionary(list(range(size, size + len(rows))), list(range(size)), rows, 1)
    seen = {_bits(start.nonbasic)}
    points = dict([_vertex(start, size)])
    scales = {labels: 1 for labels in points}
    level = [start]
    while level:
        following: list[_Dictionary] = []
        for dictionary in level:
            for entering, leaving, basis in _edges(dictionary, size):
                if basis in seen:
                    continue
                if len(seen) >= limit or len(following) * len(rows) * (size + 1) >= cells:
                    return Vertices(points, scales, complete=False)
                seen.add(basis)
                following.append(_pivoted(dictionary, leaving, entering))
        for dictionary in following:
            labels, point = _vertex(dictionary, size)
            points[labels], scales[labels] = point, dictionary.denominator
        level = following
    return Vertices(points, scales, complete=True)


def _with_labels_of_all(found: Vertices, size: int, alike: Sequence[int]) -> Vertices:
    """Give each tight inequality size + j the labels `alike[j]`."""
    own = (1 << size) - 1
    labels = {
        bits: sum((bits >> size + j & 1) * every for j, every in enumerate(alike)) | bits & own for bits in found.points
    }
    points = {labels[bits]: point for bits, point in found.points.items()}
    return Vertices(points, {labels[bits]: scale for bits, scale in found.scales.items()}, found.complete)


def vertex_with(matrix: Matrix, support: list[int], tight: list[int]) -> tuple[int, ...] | None:
    """Return the z, times a positive number, with z_k > 0 just on `support` and (matrix z)_j = 1 just on `tight`.

    None where there is no such vertex of {z >= 0 : matrix z <= 1}, or it is degenerate.
    """
    rows = [[*(matrix[j][k] for k in support), 1] for j in tight]
    scale = solved(rows)
    if scale == 0:
        return None
    point = [0] * len(matrix[0])
    for label, row in zip(support, rows, strict=True):
        point[label] = row[-1] if scale > 0 else -row[-1]
    slacks = [abs(scale) - sum(row[k] * point[k] for k in support) for row in matrix]
    is_inside = all(point[k] > 0 for k in support) and min(slacks) >= 0
    return tuple(point) if is_inside and [j for j, slack in enumerate(slacks) if slack == 0] == tight else None


def solved(rows: Matrix) -> int:
    """Solve a square system with its right-hand side as last column, in place, without fractions (Bareiss 1968).

    Leaves each row with its unknown alone, and returns the common denominator, 0 where the system is singular.
    """
    denominator = 1
    for place in range(len(rows)):
        pivot_at = next((number for number in range(place, len(rows)) if rows[number][0]), None)
        if pivot_at is None:
            return 0
        rows[place], rows[pivot_at] = rows[pivot_at], rows[place]
        pivot, *tail = rows[place]
        for number, (slope, *rest) in enumerate(rows):
            if number != place:
                rows[number] = [(v * pivot - slope * w) // denominator for v, w in zip(rest, tail, strict=True)]
        rows[place] = tail
        denominator = pivot
    return denominator


def _bits(labels: list[int]) -> int:
    return sum(1 << label for label in labels)


def _vertex(dictionary: _Dictionary, size: int) -> tuple[int, tuple[int, ...]]:
    """Return the labels and the coordinates of the vertex that a basis describes."""
    point = [0] * size
    labels = _bits(dictionary.nonbasic)
    for label, row in zip(dictionary.basic, dictionary.rows, strict=True):
        if row[-1] == 0:
            labels |= 1 << label
        elif label < size:
            point[label] = row[-1]
    return labels, tuple(point)


def _edges(dictionary: _Dictionary, size: int) -> Iterator[tuple[int, int, int]]:
    """Yield for each edge the column that enters, the row that leaves and the labels of the basis at the other end."""
    bits = _bits(dictionary.nonbasic)
    rows = dictionary.rows
    for column, label in enumerate(dictionary.nonbasic):
        tied: list[int] = []
        bound, step = 1, 0  # the least ratio is bound / step
        for number, row in enumerate(rows):
            slope = row[column]
            if slope > 0:
                less = row[-1] * step - bound * slope if step else -1
                if less < 0:
                    bound, step, tied = row[-1], slope, [number]
                elif less == 0:
                    tied.append(number)
        leaving = _first_to_leave(dictionary, column, tied, size)
        yield column, leaving, bits ^ (1 << label) ^ (1 << dictionary.basic[leaving])


def _first_to_leave(dictionary: _Dictionary, column: int, tied: list[int], size: int) -> int:
    """Return the row whose ratio is least lexicographically in e, e^2, ...: a single one, as bases are regular."""
    rows, basic, nonbasic = dictionary.rows, dictionary.basic, dictionary.nonbasic
    slacks = iter(range(size, size + len(rows)))
    while len(tied) > 1:
        slack = next(slacks)
        if slack in nonbasic:
            place = nonbasic.index(slack)
            moves = {number: rows[number][place] for number in tied}
        else:
            moves = {number: dictionary.denominator * (basic[number] == slack) for number in tied}
        best = tied[0]
        for number in tied:
            if moves[number] * rows[best][column] < moves[best] * rows[number][column]:
                best = number
        tied = [n for n in tied if moves[n] * rows[best][column] == moves[best] * rows[n][column]]
    return tied[0]


def _pivoted(dictionary: _Dictionary, leaving: int, entering: int) -> _Dictionary:
    """Exchange two labels; every division is without remainder."""
    pivot_row, old = dictionary.rows[leaving], dictionary.denominator
    pivot = pivot_row[entering]
    rows = []
    for number, row in enumerate(dictionary.rows):
        if number == leaving:
            fresh = pivot_row.copy()
            fresh[entering] = old
        elif slope := row[entering]:
            fresh = [(value * pivot - slope * other) // old for value, other in zip(row, pivot_row, strict=True)]
            fresh[entering] = -slope
        else:
            fresh = [value * pivot // old for value in row]
        rows.append(fresh)
    basic, nonbasic = dictionary.basic.copy(), dictionary.nonbasic.copy()
    basic[leaving], nonbasic[entering] = nonbasic[entering], basic[leaving]
    return _Dictionary(basic, nonbasic, rows, pivot)
