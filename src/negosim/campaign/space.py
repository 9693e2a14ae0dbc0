"""The states of a campaign: grids of its state variables and beliefs, at one or more points of the scenario's
numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod

import numpy as np

from negosim.games import FloatArray, IntArray
from negosim.scenario.campaign import Campaign
from negosim.scenario.numbers import Numbers

_SNAP = 1e-9
Spread = list[tuple[FloatArray, FloatArray]]
"""Values with their probabilities, one of each per place: (probability, value)."""
Split = list[tuple[FloatArray, IntArray]]
"""Indices with their probabilities, one of each per place: (probability, index)."""


@dataclass(frozen=True, eq=False)
class Axis:
    """One coordinate of the states: `points` evenly spaced values between low[point] and high[point]."""

    key: str
    points: int
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, eq=False)
class Space:
    """The places of a campaign: for each scenario point the grid, the last axis fastest.

    `base[point, number]` are the scenario's numbers; state variables come before beliefs in `axes`. Without beliefs
    there is one place for each state, at which numbers are what they are at every place of that state.
    """

    campaign: Campaign
    numbers: Numbers
    base: FloatArray
    has_beliefs: bool = True

    @cached_property
    def states(self) -> "Space":
        """The same without beliefs."""
        return replace(self, has_beliefs=False)

    @cached_property
    def beliefs(self) -> int:
        """How many places each state has, one beside the other."""
        return prod(axis.points for axis in self.axes[len(self.campaign.state) :])

    @cached_property
    def state(self) -> IntArray:
        """The state of every place: its place in `states`."""
        return np.arange(self.size) // self.beliefs

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """The coordinates: state variables, then beliefs."""
        found = []
        for key, part in self.campaign.state.items():
            found.append(Axis(key, part.grid.points, self.end(key, "low"), self.end(key, "high")))
        none, all_ = np.zeros(len(self.base)), np.ones(len(self.base))
        believed = self.campaign.beliefs if self.has_beliefs else {}
        found += [Axis(key, belief.points, none, all_) for key, belief in believed.items()]
        return tuple(found)

    def end(self, key: str, word: str) -> FloatArray:
        """Return an end of a state variable's grid at each scenario point: where it starts, unless the file says."""
        given = f"campaign.state.{key}.grid.{word}"
        return self.at_point(given if given in self.numbers else self.campaign.state[key].path)

    def at_point(self, path: str) -> FloatArray:
        """Return a number at each scenario point."""
        return np.asarray(self.base[:, self.numbers.index[path]])

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """How many values each axis has."""
        return tuple(axis.points for axis in self.axes)

    @property
    def grid(self) -> int:
        """How many places there are for one scenario point."""
        return prod(self.shape)

    @property
    def size(self) -> int:
        """How many places there are."""
        return len(self.base) * self.grid

    @cached_property
    def index(self) -> tuple[IntArray, ...]:
        """The index of every place on each axis."""
        found = np.unravel_index(np.arange(self.grid), self.shape) if self.shape else ()
        return tuple(np.tile(k, len(self.base)) for k in found)

    @cached_property
    def point(self) -> IntArray:
        """The scenario point of every place."""
        return np.repeat(np.arange(len(self.base)), self.grid)

    def coordinate(self, key: str) -> FloatArray:
        """Return the value of a state variable or belief at every place."""
        k = [axis.key for axis in self.axes].index(key)
        axis = self.axes[k]
        low, high = axis.low[self.point], axis.high[self.point]
        return np.asarray(low + (high - low) * self.index[k] / (axis.points - 1))

    @cached_property
    def values(self) -> FloatArray:
        """The scenario's numbers at every place, its state variables set: (places, numbers), each number contiguous."""
        values = np.repeat(np.ascontiguousarray(self.base.T), self.grid, axis=1)
        for key, part in self.campaign.state.items():
            values[self.numbers.index[part.path]] = self.coordinate(key)
        return values.T

    def number(self, path: str) -> FloatArray:
        """Return a number at every place."""
        return np.asarray(self.values[:, self.numbers.index[path]])

    def split(self, k: int, values: Spread) -> Split:
        """Return a distribution on the axis's own indices with the same mean, cut to its ends: each value is split
        between its two neighbours."""
        axis = self.axes[k]
        low, high = axis.low[self.point], axis.high[self.point]
        found: Split = []
        for chance, value in values:
            width = np.where(high > low, high - low, 1.0)
            place = np.where(high > low, np.clip((value - low) / width, 0.0, 1.0), 1.0) * (axis.points - 1)
            near = np.rint(place)
            place = np.where(np.abs(place - near) < _SNAP * axis.points, near, place)
            below = np.floor(place).astype(np.int64)
            above = place - below
            next_up = np.minimum(below + 1, axis.points - 1)
            found += [(chance * (1.0 - above), below), (chance * above, next_up)]
        return [(chance, index) for chance, index in found if chance.any()]

    def start(self) -> FloatArray:
        """Return the probability of each place in the first month: (places,), summing to one for each point."""
        here = self.point * self.grid
        found: Split = [(np.ones(self.size), np.zeros(self.size, dtype=np.int64))]
        for k, (axis, first) in enumerate(zip(self.axes, self._first(), strict=True)):
            split = self.split(k, [(np.ones(self.size), first[self.point])])
            found = [(p * q, place * axis.points + index) for p, place in found for q, index in split]
        start = np.zeros(self.size)
        firsts = np.arange(len(self.base)) * self.grid
        for chance, place in found:
            np.add.at(start, (here + place)[firsts], chance[firsts])
        return start

    def _first(self) -> Sequence[FloatArray]:
        own = [self.at_point(part.path) for part in self.campaign.state.values()]
        return [*own, *(self.at_point(belief.prior) for belief in self.campaign.beliefs.values())]
