"""What is swept: axes, each a number of the scenario with the values that it takes, and the points of their grid.

Points are numbered in C order, the last axis running fastest. They are solved in chunks whose size is fixed by the
problem, so that nothing depends on how many workers there are or on where a sweep was stopped.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod

import numpy as np

from negosim.games import FloatArray
from negosim.scenario import START, Scenario
from negosim.scenario.numbers import month_text
from negosim.solve import Concept
from negosim.version import __version__
from negosim.whatif.batch import subject_of
from negosim.whatif.batch.points import Points
from negosim.whatif.batch.subject import Subject

MOST_PATHS = 4
_CHUNK, _CELLS = 8192, 4_000_000
"""The most points of a chunk, and the most numbers in one: small enough for the processor's own memory."""


@dataclass(frozen=True)
class Axis:
    """One number and the values that it takes, in ascending order. Months are counted since the year 0."""

    path: str
    values: tuple[float, ...]

    def text(self, k: int) -> str:
        """Return value k as a table gives it: a month as YYYY-MM, a number with all its digits."""
        return month_text(self.values[k]) if self.path == START else repr(self.values[k])

    @property
    def low(self) -> float:
        """The least value."""
        return self.values[0]

    @property
    def high(self) -> float:
        """The greatest value."""
        return self.values[-1]

    def holds(self, value: float) -> bool:
        """Whether a value lies between the ends."""
        return self.low <= value <= self.high

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers make sense: months."""
        return self.path == START


@dataclass(frozen=True, eq=False)
class Plan:
    """A sweep to be made: a game of a scenario, answered at every point of a grid.

    `asked` is a concept, None for what the game is solved under at many points unless asked. Where a `figure` is named
    its sign is the answer. Two plans are equal where their digests are.
    """

    scenario: Scenario
    game: str
    axes: tuple[Axis, ...]
    asked: Concept | None = None
    figure: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Plan) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __getstate__(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in ("scenario", "game", "axes", "asked", "figure", "chunk")}

    @cached_property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that change with anything that the results depend on."""
        concept = (self.subject.concept, self.subject.parameters)
        axes = [(axis.path, axis.values) for axis in self.axes]
        whole = json.dumps([__version__, self.scenario.digest, self.game, concept, axes, self.chunk], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    @cached_property
    def subject(self) -> Subject:
        """What is asked at each point."""
        return subject_of(self.scenario, self.game, self.asked, self.figure)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many values each axis has."""
        return tuple(len(axis.values) for axis in self.axes)

    @property
    def size(self) -> int:
        """How many points there are."""
        return prod(self.shape)

    @cached_property
    def chunk(self) -> int:
        """How many points a chunk has."""
        return min(_CHUNK, max(1, _CELLS // self.subject.cells))

    @property
    def chunks(self) -> int:
        """How many chunks of points there are."""
        return -(-self.size // self.chunk)

    def positions(self, start: int, stop: int) -> tuple[np.ndarray[tuple[int], np.dtype[np.intp]], ...]:
        """Return where points stand on each axis, from one number of a point up to another."""
        return np.unravel_index(np.arange(start, stop), self.shape)

    def solve_chunk(self, number: int) -> Points:
        """Solve one chunk of points."""
        places = self.positions(number * self.chunk, min((number + 1) * self.chunk, self.size))
        columns = {a.path: np.array(a.values)[at] for a, at in zip(self.axes, places, strict=True)}
        return self.solve_at(columns)

    def solve_at(self, columns: dict[str, FloatArray]) -> Points:
        """Solve the game at points at which the numbers of some paths are set, the others as in the scenario."""
        return self.subject.solve(self.scenario.numbers.vary(columns))

    @cached_property
    def base_points(self) -> Points:
        """What is found at the scenario's own numbers."""
        return self.solve_at({axis.path: np.array([self.now(axis)]) for axis in self.axes})

    def now(self, axis: Axis) -> float:
        """Return where the scenario itself has the number of an axis."""
        return self.scenario.numbers[axis.path].value

    def corners(self) -> Iterator[dict[str, float]]:
        """Yield the corners of the grid."""
        for values in product(*({axis.low, axis.high} for axis in self.axes)):
            yield {axis.path: value for axis, value in zip(self.axes, values, strict=True)}
