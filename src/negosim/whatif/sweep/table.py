"""The table of a sweep: what was found at every point of its grid."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from negosim.games import IntArray
from negosim.whatif.batch.points import Points
from negosim.whatif.sweep.grid import Plan

MEMORY = 500_000_000
"""The most bytes of a table, so that a sweep keeps within a gigabyte."""


@dataclass(frozen=True, eq=False)
class SweepTable:
    """What a game leads to at every point of a plan, in the order of its points."""

    plan: Plan
    points: Points

    @cached_property
    def regions(self) -> tuple[tuple[str, bool], ...]:
        """The distinct answers, each with whether there are several solutions, those at most points first."""
        return tuple(self._regions[0])

    @property
    def region(self) -> IntArray:
        """Which region each point lies in: shape of the grid."""
        return self._regions[1]

    @cached_property
    def shares(self) -> tuple[float, ...]:
        """The share of the points that lies in each region: of points of this grid, never a chance of anything."""
        counts = np.bincount(self.region.reshape(-1), minlength=len(self.regions))
        return tuple((counts / self.plan.size).tolist())

    @cached_property
    def base_region(self) -> tuple[str, bool]:
        """The region that the scenario's own numbers lie in, which may be none of those on the grid."""
        base = self.plan.base_points
        return base.answers[base.answer[0]], bool(base.count[0] > 1)

    @cached_property
    def _regions(self) -> tuple[list[tuple[str, bool]], IntArray]:
        codes = 2 * self.points.answer.astype(np.int64) + (self.points.count > 1)
        counts = np.bincount(codes, minlength=2 * len(self.points.answers))
        known = sorted(np.flatnonzero(counts).tolist(), key=lambda code: (-counts[code], code))
        place = np.zeros(len(counts), dtype=np.int64)
        place[known] = np.arange(len(known))
        names = [(self.points.answers[code // 2], bool(code % 2)) for code in known]
        return names, place[codes].reshape(self.plan.shape)

    def counts_in(self, region: int) -> tuple[int, int]:
        """Return the least and the most solutions that a point of a region has."""
        counts = self.points.count[self.region.reshape(-1) == region]
        return int(counts.min()), int(counts.max())

    def plays_in(self, region: int) -> tuple[str, ...]:
        """Return what is done at the points of a region, that of most points first.

        Before all others comes what is done at the scenario's own numbers, where those lie in it.
        """
        counts = np.bincount(self.points.play[self.region.reshape(-1) == region], minlength=len(self.points.plays))
        order = sorted(np.flatnonzero(counts).tolist(), key=lambda play: (-counts[play], play))
        plays = [self.points.plays[play] for play in order]
        if self.regions[region] == self.base_region:
            base = self.plan.base_points
            plays.insert(0, base.plays[base.play[0]])
        return tuple(dict.fromkeys(plays))


def bytes_per_point(plan: Plan) -> int:
    """Return how much memory a point of a table takes."""
    return 24 + 8 * (len(plan.subject.figures) + 2 * len(plan.subject.players))


class Filling:
    """A table that is being filled, chunk after chunk."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.filled = 0
        self._labels: tuple[dict[str, int], dict[str, int]] = ({}, {})
        size, players = plan.size, len(plan.subject.players)
        self._codes = np.empty((3, size), dtype=np.int64)
        self._figures = np.empty((size, len(plan.subject.figures)))
        self._low, self._high = np.empty((size, players)), np.empty((size, players))

    def add(self, points: Points) -> None:
        """Take in the points of the next chunk."""
        part = slice(self.filled, self.filled + len(points.count))
        self._codes[0, part] = points.count
        found = ((points.answer, points.answers), (points.play, points.plays))
        for row, (codes, words), known in zip(self._codes[1:], found, self._labels, strict=True):
            places = np.array([known.setdefault(word, len(known)) for word in words])
            row[part] = places[codes]
        self._figures[part], self._low[part], self._high[part] = points.figures, points.low, points.high
        self.filled = part.stop

    def table(self) -> SweepTable:
        """Return the table, filled."""
        count, answer, play = self._codes
        labels = (tuple(known) for known in self._labels)
        return SweepTable(self.plan, Points(count, answer, play, self._figures, self._low, self._high, *labels))
