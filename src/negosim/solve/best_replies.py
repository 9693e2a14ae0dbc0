"""The polytope of best replies of a product of simplices, and its vertices.

Several choosers each mix among actions: together they pick z in a product of simplices. Several others each compare
values that are affine in z. The vertices of {(z, v) : v_h >= value[h, c](z) for every other h and action c} are the z
that matter: on a face of it the same actions are best replies (von Stengel 2002, section 3.10, for the sequence form of
Koller, Megiddo and von Stengel 1996). With one chooser and one other it is that of a game in strategic form.

With v_h = K_h - s_h for K_h above all values and the first action of each chooser left out, it is
{(z, s) >= 0 : C (z, s) <= b} with b > 0, and what that adds, the vertices with s_h = 0, have no best reply of h.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from negosim.solve.two_player.vertices import Vertices, all_vertices

MOST_BASES = 20_000
MOST_CELLS = 4_000_000

Affine = tuple[Fraction, list[list[Fraction]]]
"""A value: what it is apart from z, and what it gains with each action of each chooser."""


@dataclass(frozen=True)
class BestReplies:
    """The vertices `points[vertex][chooser][action]`; `best[vertex][h][c]`: whether action c of h is a best reply."""

    points: tuple[tuple[tuple[Fraction, ...], ...], ...]
    best: tuple[tuple[tuple[bool, ...], ...], ...]
    complete: bool


def best_replies(sizes: Sequence[int], values: Sequence[Sequence[Affine]]) -> BestReplies:
    """List the vertices for choosers with these numbers of actions and `values[h][c]` of the others' actions.

    >>> pennies = [[(Fraction(0), [[Fraction(a == b) for a in (0, 1)]]) for b in (0, 1)]]
    >>> found = best_replies([2], pennies)
    >>> sorted((str(point[0][0]), best[0]) for point, best in zip(found.points, found.best))
    [('0', (False, True)), ('1', (True, False)), ('1/2', (True, True))]
    """
    count = sum(sizes) - len(sizes)
    matrix, right = [], []
    start = 0
    for size in sizes:
        matrix.append([int(start <= k < start + size - 1) for k in range(count + len(values))])
        right.append(1)
        start += size - 1
    for h, others in enumerate(values):
        rows, bounds = _rows(others)
        mark = [int(k == h) for k in range(len(values))]
        matrix += [[*row, *mark] for row in rows]
        right += bounds
    found = all_vertices(matrix, MOST_BASES, MOST_CELLS, right)
    return _read(found, sizes, [len(others) for others in values])


def _rows(others: Sequence[Affine]) -> tuple[list[list[int]], list[int]]:
    """Return the rows and bounds of one other's inequalities, in integers, without its own slack."""
    rows = [[gain - own[0] for own in gains for gain in own[1:]] for _, gains in others]
    bases = [apart + sum((own[0] for own in gains), Fraction(0)) for apart, gains in others]
    most = [
        base + sum((max(gain - own[0] for gain in own) for own in gains), Fraction(0))
        for base, (_, gains) in zip(bases, others, strict=True)
    ]
    bounds = [max(most) + 1 - base for base in bases]
    common = lcm(*(value.denominator for row in (*rows, bounds) for value in row))
    return [[int(value * common) for value in row] for row in rows], [int(bound * common) for bound in bounds]


def _read(found: Vertices, sizes: Sequence[int], counts: Sequence[int]) -> BestReplies:
    """Read the points and the best replies off the vertices and their labels."""
    free = sum(sizes) - len(sizes)
    first_label = free + len(counts) + len(sizes)  # coordinates, then one row for each chooser, come before
    points, best = [], []
    for labels, numbers in found.points.items():
        shares = iter([Fraction(number, found.scales[labels]) for number in numbers[:free]])
        point = []
        for size in sizes:
            own = [next(shares) for _ in range(size - 1)]
            point.append((1 - sum(own, Fraction(0)), *own))
        tight = iter([bool(labels >> first_label + row & 1) for row in range(sum(counts))])
        replies = tuple(tuple(next(tight) for _ in range(count)) for count in counts)
        if all(map(any, replies)):
            points.append(tuple(point))
            best.append(replies)
    return BestReplies(tuple(points), tuple(best), found.complete)
