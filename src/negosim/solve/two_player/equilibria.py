"""All Nash equilibria of a two-player game: the extreme points of every component, and the components.

Definition: a profile (x, y) is an equilibrium if each strategy is a best reply to the other (Nash 1951). The set of
equilibria is a union of maximal Nash subsets X x Y, each a product of two polytopes. Their vertices are the extreme
equilibria: the pairs of vertices of the two best-response polytopes that between them have every label. A vertex has
the label of an action where that is unplayed or a best reply (Mangasarian 1964; von Stengel 2002, theorem 2.14). The
maximal Nash subsets are the maximal complete bipartite parts of the graph that links x with y where (x, y) is such a
pair, and the components of the set are those of the graph (Winkels 1979; Avis, Rosenberg, Savani and von Stengel 2010).

Two searches, both complete: `nondegenerate` in floating point with a proof, and where that gives up `vertices` in
integers over both polytopes. Every profile is checked in integers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from negosim.games import FloatArray
from negosim.solve.result import TIE
from negosim.solve.two_player.nondegenerate import support_pairs
from negosim.solve.two_player.rationals import (
    Matrix,
    Numbers,
    are_far_apart,
    from_one_to_two,
    integer_payoffs,
    read_as_fractions,
    without_near_ties,
)
from negosim.solve.two_player.simple_vertices import MAX_CELLS, are_simple_bases
from negosim.solve.two_player.vertices import Vertices, all_vertices, vertex_with

MixedStrategy = tuple[Fraction, ...]
Indices = tuple[int, ...]

MAX_VERTICES = 200_000
_RADIUS = Fraction(TIE) * Fraction(499, 1000)  # regret from moves of payoffs is at most twice this
_FEW_CELLS = 20
_BLOCK = 2**22
_ZERO = Fraction(0)


@dataclass(frozen=True)
class ExtremeEquilibria:
    """The extreme equilibria of a two-player game.

    `profiles` are exact, sorted and distinct. `components` holds the indices of profiles that belong to one connected
    set of equilibria; it is empty unless the list is complete. `count` is the number found, which exceeds the number
    of profiles where `limit` cut the list. `why` says what was proved. `regular`: at each profile the unused actions
    are worse than the used ones, and the equations of either support have one solution, now and after any small change.
    """

    profiles: tuple[tuple[MixedStrategy, MixedStrategy], ...]
    components: tuple[Indices, ...]
    count: int
    complete: bool
    why: str
    regular: bool = False


def extreme_equilibria(
    row: Numbers, column: Numbers, *, exact: bool = False, limit: int = 100_000
) -> ExtremeEquilibria:
    """List the extreme equilibria of the game with payoffs `row[i, j]` and `column[i, j]`, in exact numbers.

    With `exact` the payoffs, which may be Fractions, are taken as they are: a float is the binary number it is. Without
    it, decimals are read as the fractions that they stand for, and unless the game is certified to keep its supports
    when payoffs move by half of 1e-12 of their range, near ties are made ties first. The profiles are then exact
    equilibria of a game so near that their regret in the given one is below 1e-12.

    It keeps at most `limit` profiles, and stops after 200,000 vertices of a polytope, more than any 12 by 12 game has,
    or where one level of the search would hold some four million numbers.
    What it cannot do: larger games can have exponentially many vertices, and the list is then marked as not complete.
    Cost: about 50 ms for a random 12 by 12 game, 1 to 3 s where both players' payoffs are full of ties. Raises
    ValueError where the payoffs are not two matrices of one shape with finite numbers.

    >>> found = extreme_equilibria([[3, 0], [0, 2]], [[2, 0], [0, 3]])
    >>> [[str(weight) for weight in x + y] for x, y in found.profiles]
    [['0', '1', '0', '1'], ['3/5', '2/5', '2/5', '3/5'], ['1', '0', '1', '0']]
    >>> found.components, found.complete
    (((0,), (1,), (2,)), True)
    """
    given = integer_payoffs(row), integer_payoffs(column)
    shapes = [(len(payoffs), len(payoffs[0])) for payoffs in given]
    if shapes[0] != shapes[1]:
        raise ValueError(f"row has shape {shapes[0]} and column {shapes[1]}; both must be payoffs[i, j]")
    if limit < 1:
        raise ValueError(f"limit is {limit}; it must be at least 1")
    if not exact:
        given = read_as_fractions(given[0], _RADIUS), read_as_fractions(given[1], _RADIUS)
    found = None
    if shapes[0][0] * shapes[0][1] > _FEW_CELLS:
        found = _isolated(*given, 0.0 if exact else TIE / 2, limit)
    return found or _enumerated(*_polytopes_without_near_ties(*given, exact), limit)


def maximal_nash_subsets(found: ExtremeEquilibria) -> tuple[Indices, ...]:
    """Group profiles by maximal Nash subset: all products of a mixture of its x and a mixture of its y are equilibria.

    A profile can be in several. Empty where `found` is not complete. Cost: a component with k strategies of the row
    player can have 2^k - 2 maximal Nash subsets, and all are listed.

    >>> maximal_nash_subsets(extreme_equilibria([[1, 1], [1, 0]], [[1, 1], [1, 0]]))
    ((0, 2), (1, 2))
    """
    subsets = [subset for component in found.components for subset in _bicliques(found, component)]
    return tuple(sorted(subsets))


def _isolated(row: Matrix, column: Matrix, radius: float, limit: int) -> ExtremeEquilibria | None:
    """Solve a game of which at least one best-response polytope is certified simple; None where that fails."""
    transposed = _transposed(column), _transposed(row)
    found, own, other = support_pairs(row, column, radius, MAX_VERTICES), row, transposed[0]
    swapped = found is None
    if found is None:
        found, own, other = support_pairs(*transposed, radius, MAX_VERTICES), transposed[0], row
    if found is None:
        return None
    profiles = []
    for support, replies in found.pairs[:limit]:
        first, second = vertex_with(other, support, replies), vertex_with(own, replies, support)
        if first is None or second is None:
            return None
        pair = _strategy(first), _strategy(second)
        profiles.append((pair[1], pair[0]) if swapped else pair)
    ordered = tuple(sorted(profiles, key=lambda profile: _order(profile[0] + profile[1])))
    complete = found.complete and len(found.pairs) <= limit
    why = "a best-response polytope is simple, its list of vertices is closed under edges, each was paired or excluded"
    return ExtremeEquilibria(
        ordered,
        tuple((index,) for index in range(len(ordered))) if complete else (),
        len(found.pairs),
        complete,
        why if complete else _why_not(found.complete, len(found.pairs), limit),
        regular=True,
    )


def _polytopes_without_near_ties(row: Matrix, column: Matrix, exact: bool) -> tuple[Vertices, Vertices]:
    """List the vertices of both best-response polytopes, near ties made ties unless `exact` or nothing hangs on it."""
    if exact or (are_far_apart(row) and are_far_apart(column)):
        return _polytopes(row, column)
    if len(row) * len(row[0]) <= _FEW_CELLS:
        first, second = _polytopes(row, column)
        if _keeps_labels(first, from_one_to_two(column).T) and _keeps_labels(second, from_one_to_two(row)):
            return first, second
    return _polytopes(without_near_ties(row, _RADIUS), without_near_ties(column, _RADIUS))


def _polytopes(row: Matrix, column: Matrix) -> tuple[Vertices, Vertices]:
    cells = MAX_CELLS // 2  # integers take more room than floats
    return all_vertices(_transposed(column), MAX_VERTICES, cells), all_vertices(row, MAX_VERTICES, cells)


def _keeps_labels(vertices: Vertices, matrix: FloatArray) -> bool:
    """Whether the vertices are certified to have the same labels when entries of the matrix move by half of TIE."""
    rows, size = matrix.shape
    return are_simple_bases(_lacks(vertices, size, rows) == 1, matrix, TIE / 2)


def _enumerated(first: Vertices, second: Vertices, limit: int) -> ExtremeEquilibria:
    """Solve any game, degenerate ones too, by pairing the vertices of both best-response polytopes."""
    count, pairs = 0, list[tuple[int, int]]()
    for block in _completely_labelled(first, second):
        count += len(block)
        pairs.extend(block[: limit - len(pairs)])
    ones, others = list(first.points.values()), list(second.points.values())
    xs = {index: _strategy(ones[index]) for index in {pair[0] for pair in pairs}}
    ys = {index: _strategy(others[index]) for index in {pair[1] for pair in pairs}}
    x_place, y_place = _places(xs), _places(ys)
    pairs.sort(key=lambda pair: (x_place[pair[0]], y_place[pair[1]]))
    all_found = first.complete and second.complete
    complete = all_found and count <= limit
    return ExtremeEquilibria(
        tuple((xs[one], ys[other]) for one, other in pairs),
        _components(pairs) if complete else (),
        count,
        complete,
        "all bases of both best-response polytopes were visited in integers"
        if complete
        else _why_not(all_found, count, limit),
    )


def _why_not(all_vertices_found: bool, count: int, limit: int) -> str:
    kept = f"; {limit:,} are kept" if count > limit else ""
    if all_vertices_found:
        return f"there are {count:,} extreme equilibria{kept}"
    many = f"a best-response polytope has too many vertices to list: {MAX_VERTICES:,}, or too many to hold at once"
    return f"{many}; {count:,} extreme equilibria were found{kept}"


def _completely_labelled(first: Vertices, second: Vertices) -> Iterator[list[tuple[int, int]]]:
    """Yield, block by block, the numbers of the vertices x and y that between them have every label."""
    m, n = (len(next(iter(vertices.points.values()))) for vertices in (first, second))
    lacks_x = _lacks(first, m, n)
    lacks_y = np.roll(_lacks(second, n, m), m, axis=1)  # y numbers its own labels first
    lacks_x[0] = lacks_y[0] = 1  # 0 is no strategy
    step = max(1, _BLOCK // len(lacks_y))
    for start in range(0, len(lacks_x), step):
        places = np.argwhere(lacks_x[start : start + step] @ lacks_y.T == 0)
        yield [(start + one, two) for one, two in places.tolist()]


def _lacks(vertices: Vertices, own: int, other: int) -> NDArray[np.float32]:
    """Return lacks[vertex, label], 1 where the vertex has not the label."""
    lacks = [[~labels >> label & 1 for label in range(own + other)] for labels in vertices.points]
    return np.array(lacks, dtype=np.float32)


def _strategy(point: tuple[int, ...]) -> MixedStrategy:
    total = sum(point)
    return tuple(Fraction(weight, total) if weight else _ZERO for weight in point)


def _order(weights: MixedStrategy) -> tuple[float | Fraction, ...]:
    """Return a sorting key: each weight as a float, which is fast to compare, then exact where floats are equal."""
    return tuple(key for weight in weights for key in (float(weight), weight))


def _places(strategies: dict[int, MixedStrategy]) -> dict[int, int]:
    """Return the place of each strategy in the order."""
    return {index: place for place, index in enumerate(sorted(strategies, key=lambda k: _order(strategies[k])))}


def _transposed(matrix: Matrix) -> Matrix:
    return [list(column) for column in zip(*matrix, strict=True)]


def _components(pairs: list[tuple[int, int]]) -> tuple[Indices, ...]:
    """Group pairs that are linked by a shared x or a shared y."""
    linked: dict[tuple[str, int], list[int]] = {}
    for index, (x, y) in enumerate(pairs):
        linked.setdefault(("x", x), []).append(index)
        linked.setdefault(("y", y), []).append(index)
    groups: list[Indices] = []
    seen: set[int] = set()
    for index in range(len(pairs)):
        group, ahead = set[int](), {index} - seen
        while ahead:
            group |= ahead
            sides = {side for one in ahead for side in zip("xy", pairs[one], strict=True)}
            ahead = {one for side in sides for one in linked.pop(side, [])} - group
        if group:
            groups.append(tuple(sorted(group)))
            seen |= group
    return tuple(groups)


def _bicliques(found: ExtremeEquilibria, component: Indices) -> list[Indices]:
    """Return the maximal complete bipartite parts of a component: intersections of the y of some x, each with its x."""
    replies: dict[MixedStrategy, dict[MixedStrategy, int]] = {}
    for index in component:
        x, y = found.profiles[index]
        replies.setdefault(x, {})[y] = index
    closed: set[frozenset[MixedStrategy]] = set()
    for ys in map(frozenset, replies.values()):
        closed |= {ys & other for other in closed} | {ys}
    return [
        tuple(sorted(linked[y] for linked in replies.values() if ys <= linked.keys() for y in ys))
        for ys in closed
        if ys
    ]
