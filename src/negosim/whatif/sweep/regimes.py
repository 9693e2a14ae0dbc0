"""Regimes: between which values of one number the answer stays the same, exactly and not to the nearest grid point.

`negosim.whatif.scan` says what such a search can miss: nothing along a number in which payoffs are affine piece by
piece, up to a billionth of the way.
"""

from dataclasses import dataclass, replace

import numpy as np

from negosim.whatif.batch.moves import SEVERAL_MARK
from negosim.whatif.batch.points import Points
from negosim.whatif.scan import Change, Way, first_changes
from negosim.whatif.sweep.grid import Axis, Plan
from negosim.whatif.watch import Watch

_DECIMALS = 16
_PARTS = 256


@dataclass(frozen=True, eq=False)
class Regime:
    """The answer from `low` to `high` of one number, all others held.

    `inside` holds what is found at three points: just inside of both ends, and in the middle.
    """

    low: float
    high: float
    answer: str
    is_several: bool
    inside: Points


@dataclass(frozen=True)
class Edge:
    """Where the answer changes as one number of a plan moves up or down from where the scenario has it.

    `beyond` is a value just past `value`, where the answer is `to`.
    """

    axis: Axis
    now: float
    value: float
    beyond: float
    to: str
    is_several: bool

    @property
    def share(self) -> float:
        """How far it is, as a share of the axis."""
        return abs(self.value - self.now) / (self.axis.high - self.axis.low)


def regimes(plan: Plan) -> tuple[Regime, ...]:
    """Return the regimes along the single axis of a plan, in ascending order. Cost: some hundred points for each."""
    (axis,) = plan.axes
    watch, found, start, low = plan.subject.watch, [], axis.low, axis.low
    while True:
        change = _next(plan, watch, _way(plan, axis, start, axis.high))
        last = change.last if change else axis.high
        high = _boundary(axis, change) if change else axis.high
        middle = round((start + last) / 2) if axis.is_whole else (start + last) / 2
        inside = plan.solve_at({axis.path: np.array([start, middle, last])})
        is_several = bool(inside.count[1] > 1)
        found.append(Regime(low, last if axis.is_whole else high, inside.answers[inside.answer[1]], is_several, inside))
        if change is None:
            return tuple(found)
        start, low = change.first, high


def edges(plan: Plan) -> tuple[Edge, ...]:
    """Return where the answer changes along each axis, up and down from the scenario's own numbers, nearest first.

    Axes that do not reach over the scenario's own number have none.
    """
    watch, found = plan.subject.watch, []
    for axis in plan.axes:
        now = plan.now(axis)
        for end in (axis.low, axis.high):
            change = _next(plan, watch, _way(plan, axis, now, end)) if axis.holds(now) else None
            if change:
                to = change.to.removesuffix(SEVERAL_MARK)
                found.append(Edge(axis, now, _boundary(axis, change), change.first, to, change.to != to))
    return tuple(sorted(found, key=lambda edge: edge.share))


def _way(plan: Plan, axis: Axis, start: float, stop: float) -> Way:
    """Return a way along an axis; where only the answers themselves are known in about as many parts as it has."""
    way = Way(axis.path, start, stop, axis.is_whole, narrow=plan.subject.narrow)
    return replace(way, parts=min(_PARTS, len(axis.values) + way.parts)) if plan.subject.concept == "nash" else way


def _next(plan: Plan, watch: Watch, way: Way) -> Change | None:
    """Return the first change along a way, or None."""
    return next(iter(first_changes(plan.scenario.numbers, [way], watch)), None) if way.length else None


def _boundary(axis: Axis, change: Change) -> float:
    """Return the value between the two sides of a change; the far side where it happens only there."""
    is_there = axis.is_whole or change.first in (axis.low, axis.high)
    return change.first if is_there else _shortest(*sorted((change.last, change.first)))


def _shortest(low: float, high: float) -> float:
    """Return the number between two that has the fewest decimals.

    >>> _shortest(0.02499999, 0.02500001), _shortest(-1e-10, 1e-10)
    (0.025, 0.0)
    """
    middle = (low + high) / 2
    rounded = (round(middle, digits) + 0.0 for digits in range(_DECIMALS))
    return next((number for number in rounded if low <= number <= high), middle)
