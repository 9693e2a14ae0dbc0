"""Cells: products of simplices, one simplex per player, that together cover the strategy profiles on a support.

A point of a cell is written in barycentric coordinates: player i plays sum_v weight[i, v] * corners[i][v] with
weights that are not negative and sum to one. A multilinear function on a cell takes its extremes at tuples of
corners, and its values there are its Bernstein coefficients (Garloff 1986), so bounds on a cell need the corners
only. A bisection replaces one corner by the middle of an edge; a contraction by lower bounds on the weights gives a
smaller simplex.

Supports of several sizes share one array: a simplex with too few corners repeats its first one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from negosim.games import BoolArray, FloatArray, IntArray, Profile

ROUNDING = 2.0**-53
"""Largest relative error of one rounded operation."""

THINNEST = 1 / 32
"""The least width of a simplex in a contracted cell, as a share of the widest."""


@dataclass(frozen=True, eq=False)
class Faces:
    """Supports searched together.

    `order[i][support]` lists the actions of player i, those of the support first; `size[support, i]` says how many
    these are; `corners[i]` is the largest of these numbers.
    """

    order: tuple[IntArray, ...]
    size: IntArray
    corners: tuple[int, ...]

    @cached_property
    def starts(self) -> list[int]:
        """Where the actions of each player start when all players' actions are laid in one row."""
        return [0, *np.cumsum([order.shape[1] for order in self.order]).tolist()]

    def used(self, support: IntArray, player: int, count: int) -> BoolArray:
        """Whether each of the first `count` actions in order is in the support: [cell, action]."""
        return np.asarray(np.arange(count) < self.size[support, player][:, np.newaxis])


@dataclass(frozen=True, eq=False)
class Cells:
    """A batch: `corners[i][cell, corner, action]`, the support and the number of cuts behind each cell."""

    corners: tuple[FloatArray, ...]
    support: IntArray
    depth: IntArray

    def __len__(self) -> int:
        return len(self.support)

    def take(self, which: BoolArray | IntArray | slice) -> "Cells":
        """Return the chosen cells."""
        return Cells(tuple(c[which] for c in self.corners), self.support[which], self.depth[which])


def make_faces(members: Sequence[BoolArray]) -> Faces:
    """Return the faces of these supports: `members[i][support, action]`."""
    order = tuple(np.argsort(~inside, axis=1, kind="stable") for inside in members)
    size = np.stack([inside.sum(axis=1) for inside in members], axis=1)
    return Faces(order, size, tuple(size.max(axis=0).tolist()))


def unit_corners(faces: Faces, support: IntArray) -> tuple[FloatArray, ...]:
    """Return the pure strategies of each support: [cell, corner, action] per player."""
    corners = []
    for i, order in enumerate(faces.order):
        first = order[support, : faces.corners[i]]
        used = faces.used(support, i, faces.corners[i])
        corners.append(np.eye(order.shape[1])[np.where(used, first, first[:, :1])])
    return tuple(corners)


def whole_faces(faces: Faces) -> Cells:
    """Return one cell per support: all of it."""
    support = np.arange(len(faces.size))
    return Cells(unit_corners(faces, support), support, np.zeros_like(support))


def cells_around(faces: Faces, support: IntArray, profile: Profile, radius: FloatArray) -> Cells:
    """Return cells with edges `radius[cell]` whose corners have `profile[i][cell, action]` as their mean."""
    units = unit_corners(faces, support)
    shifted = (c - c.mean(axis=1, keepdims=True) for c in units)
    corners = tuple(
        p[:, np.newaxis] + radius[:, np.newaxis, np.newaxis] * c for p, c in zip(profile, shifted, strict=True)
    )
    return Cells(corners, support, np.zeros_like(support))


def join(batches: Sequence[Cells]) -> Cells:
    """Return all cells of the batches as one batch."""
    corners = tuple(np.concatenate(parts) for parts in zip(*(b.corners for b in batches), strict=True))
    return Cells(corners, np.concatenate([b.support for b in batches]), np.concatenate([b.depth for b in batches]))


def widths(cells: Cells) -> FloatArray:
    """Return the longest edge of each player's simplex, in probability: [cell, player]."""
    return np.stack([np.ptp(c, axis=1).max(axis=1) for c in cells.corners], axis=1)


def contract(cells: Cells, lows: Sequence[FloatArray]) -> tuple[Cells, FloatArray]:
    """Keep the points whose weights are at least `lows[i][cell, corner]`, or more of them; also return the share kept.

    No simplex becomes thinner than THINNEST times the widest: a flat cell cannot hold the cell that certifies a root.
    """
    width = widths(cells)
    floors = THINNEST * width.max(axis=1, keepdims=True) / np.where(width > 0, width, np.inf)
    corners, kept = [], np.ones(len(cells))
    for corner, low, floor in zip(cells.corners, lows, floors.T, strict=True):
        total = low.sum(axis=1)
        taken = np.minimum(total, 1.0 - np.minimum(floor, 1.0))
        low = low * (taken / np.where(total > 0, total, 1.0))[:, np.newaxis]
        corners.append(low[:, np.newaxis] @ corner + (1.0 - taken)[:, np.newaxis, np.newaxis] * corner)
        kept *= (1.0 - taken) ** (corner.shape[1] - 1)
    return Cells(tuple(corners), cells.support, cells.depth + 1), kept


def bisect(cells: Cells, faces: Faces, player: IntArray) -> Cells:
    """Cut each cell in two across the longest edge of `player[cell]`'s simplex."""
    halves = [[c.copy() for c in cells.corners], [c.copy() for c in cells.corners]]
    for i, corner in enumerate(cells.corners):
        mine = np.flatnonzero(player == i)
        edges = np.array(list(combinations(range(corner.shape[1]), 2)))
        if not len(mine) or not len(edges):
            continue
        length = np.abs(corner[mine][:, edges[:, 0]] - corner[mine][:, edges[:, 1]]).max(axis=2)
        cut = edges[length.argmax(axis=1)]
        middle = (corner[mine, cut[:, 0]] + corner[mine, cut[:, 1]]) / 2
        spare = ~faces.used(cells.support[mine], i, corner.shape[1])
        for side, half in enumerate(halves):
            half[i][mine, cut[:, side]] = middle
            half[i][mine] = np.where(spare[:, :, np.newaxis], half[i][mine, :1], half[i][mine])
    return join([Cells(tuple(half), cells.support, cells.depth) for half in halves])


def weights_of(cells: Cells, faces: Faces, profile: Profile) -> tuple[FloatArray, FloatArray]:
    """Return each profile's smallest weight in its cell, and how far a change of 1 in a probability moves weights.

    The smallest weight is negative outside the cell.
    """
    smallest, scale = np.full(len(cells), np.inf), np.zeros(len(cells))
    for i, corner in enumerate(cells.corners):
        count = corner.shape[1]
        columns = faces.order[i][cells.support, :count]
        used = faces.used(cells.support, i, count)
        square = np.take_along_axis(corner, columns[:, np.newaxis], axis=2)
        square = np.where(used[:, :, np.newaxis], square, np.eye(count))
        inverse = np.linalg.pinv(square)
        weight = (np.take_along_axis(profile[i], columns, axis=1)[:, np.newaxis] @ inverse)[:, 0]
        smallest = np.minimum(smallest, np.where(used, weight, np.inf).min(axis=1))
        scale = np.maximum(scale, np.abs(inverse).sum(axis=1).max(axis=1))
    return smallest, scale
