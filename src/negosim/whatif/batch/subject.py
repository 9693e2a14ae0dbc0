"""Subjects: what is asked of one game of a scenario, again and again at other numbers.

Sweeps, tipping points and sensitivity know nothing else of a game: at many vectors of numbers, what the answer is and
which figures go with it; along a number, what decides the answer; at one vector, the answer by other code.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

import numpy as np

from negosim.games import FloatArray
from negosim.scenario import Scenario
from negosim.whatif.batch.points import Points
from negosim.whatif.scan import NARROW
from negosim.whatif.watch import Watch

_COSTLY, _CLOSE = 50_000, 1e-6


class Subject(ABC):
    """A game of a scenario under a concept, or under what its own model says."""

    @property
    @abstractmethod
    def scenario(self) -> Scenario:
        """The scenario."""

    @property
    @abstractmethod
    def key(self) -> str:
        """The game's key in the scenario."""

    @property
    @abstractmethod
    def reads(self) -> frozenset[str]:
        """The paths of the numbers that the answer depends on."""

    @property
    @abstractmethod
    def concept(self) -> str:
        """The name of the concept."""

    @property
    @abstractmethod
    def parameters(self) -> Mapping[str, Any]:
        """The settings of the concept."""

    @property
    @abstractmethod
    def players(self) -> tuple[str, ...]:
        """Whose payoffs `Points` have."""

    @property
    @abstractmethod
    def figures(self) -> tuple[str, ...]:
        """The names of the figures that `Points` have."""

    @property
    @abstractmethod
    def cells(self) -> int:
        """How many numbers are held at once for each point, which limits how many points are solved together."""

    @property
    @abstractmethod
    def shape(self) -> object:
        """What must be the same all over a sweep: another value means another game."""

    @property
    @abstractmethod
    def answers(self) -> tuple[str, ...]:
        """What the answer can be where there is one solution, each once."""

    @property
    @abstractmethod
    def figure_asked(self) -> str:
        """The figure whose sign is the answer, "" where the answer is the game's own."""

    @property
    @abstractmethod
    def watch(self) -> Watch:
        """What is watched along a number; item 0 is the answer."""

    @abstractmethod
    def solve(self, values: FloatArray) -> Points:
        """Return what is found at vectors of numbers: values[point, number]."""

    @property
    def narrow(self) -> float:
        """To what share of a way a change is looked for: less closely where a point takes long to solve."""
        return _CLOSE if self.is_costly else NARROW

    @property
    def is_costly(self) -> bool:
        """Whether a point takes long to solve."""
        return self.cells >= _COSTLY

    @property
    def named_figures(self) -> tuple[str, ...]:
        """Every figure that can be asked for by name: those of `Points`, and the payoff of each player."""
        return (*self.figures, *(f"payoff_{player}" for player in self.players))

    def figure(self, name: str, points: Points) -> FloatArray:
        """Return a named figure at each point, NaN where it has no single finite value."""
        place = self.named_figures.index(name)
        if place < len(self.figures):
            return points.figures[:, place]
        low, high = (ends[:, place - len(self.figures)] for ends in (points.low, points.high))
        return np.where(low == high, low, np.nan)
