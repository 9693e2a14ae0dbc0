"""Scanning: out from where a number stands, up and down, until what is watched changes.

Between two values of a number let every payoff be affine in it, and let every choice anywhere in the game, reached or
not, be the same at both. Then nothing changes between them: given the choices after it, the margin of each choice
over any other is affine, and it is not negative at the ends. Such an interval is *quiet*. So is one at whose ends
every margin exceeds four times the bend, by how much some payoff departs from its chord. The bend is seen at one
value inside; it is a check of the number's formula, not a proof.

Other intervals are split: where choices differ, at the value at which their margins cross and in the middle, down to
`NARROW` of the whole way, or what a way says instead; where payoffs only bend, down to `COARSE` of it. So every change
is found along a number in which payoffs are affine piece by piece, up to changes that are undone within that;
elsewhere, and where a watch knows of no choices that decide its words, a change that is undone within `COARSE` may be
passed over.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from negosim.games import BoolArray, FloatArray, IntArray
from negosim.scenario import Numbers
from negosim.whatif.watch import Look, Watch

NARROW = 1e-9
COARSE = 1 / 64
_PROBE = 0.382
_ROUNDS = 60
_STRAIGHT = 1e-11
_BATCH, _MOST_PARTS = 128, 31
"""About how many points to look at in one round, and the most inside one interval."""


@dataclass(frozen=True)
class Way:
    """One number going one way: from `start` to `stop`, in at least so many parts. Where it is `whole` it takes
    integers only. A change is told to `narrow` of the way."""

    path: str
    start: float
    stop: float
    whole: bool = False
    parts: int = 4
    narrow: float = NARROW

    @property
    def length(self) -> float:
        """How far it goes."""
        return abs(self.stop - self.start)


@dataclass(frozen=True)
class Change:
    """The first change of one item along one way: it is as before at `last`, and `to` at `first`."""

    way: int
    item: int
    last: float
    first: float
    to: str


def first_changes(numbers: Numbers, ways: Sequence[Way], watch: Watch) -> tuple[Change, ...]:
    """Return the first change of each watched item along each way, where there is one."""
    if not ways:
        return ()
    scan = _Scan(numbers, tuple(ways), watch)
    scan.run()
    return tuple(scan.changes())


class _Scan:
    """The points looked at so far, by way and distance, and the intervals between them that are still open."""

    def __init__(self, numbers: Numbers, ways: tuple[Way, ...], watch: Watch) -> None:
        self.numbers, self.ways, self.watch = numbers, ways, watch
        self.signs = np.array([np.sign(way.stop - way.start) for way in ways])
        self.starts = np.array([way.start for way in ways])
        self.narrow = np.array([1.0 if way.whole else way.narrow * way.length for way in ways])
        self.coarse = np.array([1.0 if way.whole else COARSE * way.length for way in ways])
        self.home = watch.look(self._values(np.arange(len(ways)), np.zeros(len(ways))))
        self.first = np.full((len(ways), self.home.words.shape[1]), np.inf)
        grids = [np.arange(way.length + 1) if way.whole else np.linspace(0, way.length, way.parts + 1) for way in ways]
        self.way = np.concatenate([np.full(len(grid), k) for k, grid in enumerate(grids)])
        self.distance = np.concatenate(grids)
        self.seen = self._look(self.way, self.distance)
        same = np.flatnonzero(self.way[1:] == self.way[:-1])
        self.near, self.far = same, same + 1

    def run(self) -> None:
        """Split open intervals until none is left that matters."""
        for _ in range(_ROUNDS):
            self._close()
            if not len(self.near):
                return
            self._split()

    def changes(self) -> list[Change]:
        """Return the first change along each way of each item."""
        order = np.lexsort((self.distance, self.way))
        found = []
        for way, item in np.argwhere(np.isfinite(self.first)):
            own = order[self.way[order] == way]
            here = int(np.argmax(self.seen.words[own, item] != self.home.words[way, item]))
            last, first = (float(self.starts[way] + self.signs[way] * self.distance[own[k]]) for k in (here - 1, here))
            found.append(Change(int(way), int(item), last, first, str(self.seen.words[own[here], item])))
        return found

    def _values(self, way: IntArray, distance: FloatArray) -> FloatArray:
        """Return the vectors of numbers at distances along ways."""
        values = np.empty((len(way), len(self.numbers.base)))
        for k in np.unique(way):
            own = way == k
            values[own] = self.numbers.vary({self.ways[k].path: self.starts[k] + self.signs[k] * distance[own]})
        return values

    def _look(self, way: IntArray, distance: FloatArray) -> Look:
        """Look at points, and note the nearest change seen of each item along each way."""
        seen = self.watch.look(self._values(way, distance))
        point, item = np.nonzero(seen.words != self.home.words[way])
        np.minimum.at(self.first, (way[point], item), distance[point])
        return seen

    def _close(self) -> None:
        """Drop the intervals beyond the first change of every item, the narrow ones and the quiet ones."""
        way = self.way[self.near]
        width = self.distance[self.far] - self.distance[self.near]
        differs = self._differs()
        matters = self.distance[self.near] < self.first.max(axis=1)[way]
        is_open = matters & (width > np.where(differs, self.narrow[way], self.coarse[way]))
        bending = np.flatnonzero(is_open & ~differs)
        is_open[bending] = ~self._is_quiet(self.near[bending], self.far[bending])
        self.near, self.far = self.near[is_open], self.far[is_open]

    def _differs(self) -> BoolArray:
        """Whether some choice, or some watched item, differs between the ends of each open interval."""
        unlike = (self.seen.choices[self.near] != self.seen.choices[self.far]).any(axis=1)
        return np.asarray(unlike | (self.seen.words[self.near] != self.seen.words[self.far]).any(axis=1))

    def _is_quiet(self, near: IntArray, far: IntArray) -> BoolArray:
        """Whether nothing can change between points at which all choices are the same."""
        if not len(near) or not self.seen.choices.shape[1]:
            return np.zeros(len(near), dtype=np.bool_)
        inside = self.distance[near] + _PROBE * (self.distance[far] - self.distance[near])
        ends = [(self.way[near], self.distance[near]), (self.way[near], self.distance[far]), (self.way[near], inside)]
        low, high, probe = (self.watch.payoffs(self._values(way, distance)) for way, distance in ends)
        bend = np.abs(probe - (1 - _PROBE) * low - _PROBE * high).max(axis=1)
        straight = bend <= _STRAIGHT * np.abs(low).max(axis=1)
        margin = np.minimum(self._least_margin(near), self._least_margin(far))
        return np.asarray(straight | (margin / 4 > bend))

    def _least_margin(self, points: IntArray) -> FloatArray:
        """Return the least margin of a best action over the next best, over all sets."""
        best = np.sort(self.seen.worth[points], axis=-1)
        if best.shape[-1] < 2:
            return np.full(len(points), np.inf)
        return np.asarray((best[..., -1] - best[..., -2]).min(axis=-1))

    def _split(self) -> None:
        """Look inside each open interval: at both sides of where margins cross, and at points evenly spaced."""
        way, low, high = self.way[self.near], self.distance[self.near], self.distance[self.far]
        cross = low + self._crossing() * (high - low)
        step = self.narrow[way] / 4
        parts = 1 + min(_MOST_PARTS, max(1, _BATCH // len(way)))
        even = [low + k / parts * (high - low) for k in range(1, parts)]
        inner = np.sort(np.clip([cross - step, cross + step, *even], low, high), axis=0)
        rows = np.arange(len(self.way), len(self.way) + inner.size).reshape(inner.shape)
        where = np.tile(way, len(inner))
        self.way = np.concatenate([self.way, where])
        self.distance = np.concatenate([self.distance, inner.reshape(-1)])
        self.seen = self.seen.joined(self._look(where, inner.reshape(-1)))
        steps = [self.near, *rows, self.far]
        self.near, self.far = np.concatenate(steps[:-1]), np.concatenate(steps[1:])

    def _crossing(self) -> FloatArray:
        """Return, as a share of each open interval, where first two choices that differ are worth the same."""
        near, far = self.seen.choices[self.near], self.seen.choices[self.far]
        lead = self._lead(self.near, near, far)
        lag = self._lead(self.far, far, near)
        share = np.divide(lead, lead + lag, out=np.full(lead.shape, 0.5), where=lead + lag > 0)
        nearest = np.where(near != far, share, np.inf).min(axis=1, initial=np.inf)
        return np.asarray(np.where(np.isfinite(nearest), np.clip(nearest, 0.0, 1.0), 0.5))

    def _lead(self, points: IntArray, chosen: IntArray, other: IntArray) -> FloatArray:
        """Return by how much one action beats another at each set: shape (points, sets)."""
        worth = self.seen.worth[points]
        best, rest = (np.take_along_axis(worth, a[..., np.newaxis], axis=-1)[..., 0] for a in (chosen, other))
        return np.asarray(best - rest)
