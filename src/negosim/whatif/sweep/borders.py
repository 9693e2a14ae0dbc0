"""Borders: where, between neighbouring points of a plane of a sweep, one answer gives way to another.

Each is bracketed by halving the step between the two points. Where a third answer lies between them, the border is
that of the point with the lower number.
"""

from dataclasses import dataclass, field

import numpy as np

from negosim.games import BoolArray, FloatArray, IntArray
from negosim.whatif.sweep.grid import Plan
from negosim.whatif.sweep.table import SweepTable

_HALVINGS = 16
_MOST_POINTS, _MOST_BORDERS = 201, 20_000


@dataclass(frozen=True, eq=False)
class Plane:
    """The first two axes of a sweep at places on the others: regions and where they end.

    `x` and `y` are values of the axes, those of a fine axis thinned out. `region[x, y]` is an index into the regions of
    the table. `across[x, y]` says where the answer changes between (x, y) and (x + 1, y), as a share of the step, and
    `up[x, y]` between (x, y) and (x, y + 1); a half where it does not.
    `levels[x, y]` are the values of the figure that the sweep is of, of no points where it is of none.
    """

    places: tuple[int, ...]
    x: FloatArray
    y: FloatArray
    region: IntArray
    across: FloatArray
    up: FloatArray
    levels: FloatArray = field(default_factory=lambda: np.empty((0, 0)))


def plane_of(table: SweepTable, places: tuple[int, ...] = ()) -> Plane:
    """Return a plane of a table at places on the axes after the first two, its borders bracketed."""
    axes = table.plan.axes
    rows = [_thinned(len(axis.values)) for axis in axes[:2]]
    region = table.region[(*np.ix_(*rows), *places)]
    x, y = (np.array(axis.values)[at] for axis, at in zip(axes, rows, strict=False))
    fixed = {axis.path: axis.values[k] for axis, k in zip(axes[2:], places, strict=True)}
    points = np.broadcast_to(x[:, np.newaxis], region.shape), np.broadcast_to(y, region.shape)
    across, up = (_crossings(_Brackets(table, fixed, number), region, points) for number in (0, 1))
    return Plane(places, x, y, region, across, up, _levels(table, rows, places))


def _levels(table: SweepTable, rows: list[IntArray], places: tuple[int, ...]) -> FloatArray:
    """Return the values of the plan's figure at the points of a plane."""
    plan = table.plan
    if not plan.figure:
        return np.empty((0, 0))
    amounts = plan.subject.figure(plan.figure, table.points).reshape(plan.shape)
    return np.asarray(amounts[(*np.ix_(*rows), *places)])


def _crossings(brackets: "_Brackets", region: IntArray, points: tuple[FloatArray, FloatArray]) -> FloatArray:
    """Return where the regions of neighbours along an axis give way to each other, as shares of the steps."""
    low, high = ([np.delete(part, end, axis=brackets.along) for part in (region, *points)] for end in (-1, 0))
    differs = low[0] != high[0]
    found = np.full(differs.shape, 0.5)
    is_whole = brackets.table.plan.axes[brackets.along].is_whole
    if not is_whole and 0 < differs.sum() <= _MOST_BORDERS:
        found[differs] = brackets.shares(*([part[differs] for part in side[1:]] for side in (low, high)))
    return found


def _thinned(size: int) -> IntArray:
    return np.rint(np.linspace(0, size - 1, min(size, _MOST_POINTS))).astype(np.int64)


@dataclass(frozen=True, eq=False)
class _Brackets:
    """Halves steps between points along one of the first two axes, the further ones fixed."""

    table: SweepTable
    fixed: dict[str, float]
    along: int

    def shares(self, low: list[FloatArray], high: list[FloatArray]) -> FloatArray:
        """Return at which share of the way from low to high points the answer of the low ones ends."""
        plan = self.table.plan
        first = self._codes(plan, low)
        near, far = np.zeros(len(first)), np.ones(len(first))
        for _ in range(_HALVINGS):
            middle = (near + far) / 2
            at = [start + middle * (end - start) for start, end in zip(low, high, strict=True)]
            stays: BoolArray = np.asarray(self._codes(plan, at) == first)
            near, far = np.where(stays, middle, near), np.where(stays, far, middle)
        return np.asarray((near + far) / 2)

    def _codes(self, plan: Plan, at: list[FloatArray]) -> FloatArray:
        """Return a number for each distinct answer of points."""
        columns = {axis.path: part for axis, part in zip(plan.axes, at, strict=False)}
        found = plan.solve_at(columns | {path: np.full(len(at[0]), value) for path, value in self.fixed.items()})
        known = {word: k for k, word in enumerate(self.table.points.answers)}
        words = np.array([known.get(word, -1) for word in found.answers], dtype=np.float64)
        return np.asarray(2 * words[found.answer] + (found.count > 1))
