"""One named figure of a game as a subject: its sign is the answer, and its values are what varies.

Along a number the figure passes zero where what it is made of does, or jumps where the game's own answer changes; both
are looked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from negosim.games import FloatArray, IntArray
from negosim.scenario import Scenario
from negosim.whatif.batch.points import Points
from negosim.whatif.batch.subject import Subject
from negosim.whatif.watch import Look, Watch

SIGNS = ("positive", "zero", "negative", "none")
"""The answers: `none` where solutions differ in the figure, or it has no finite value."""
_ZERO = 1e-12


@dataclass(frozen=True, eq=False)
class FigureSubject(Subject):
    """A figure of another subject, by its name. What is done at a point is here the answer of that subject."""

    inner: Subject
    name: str

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.inner.scenario

    @property
    def key(self) -> str:
        """The game's key in the scenario."""
        return self.inner.key

    @property
    def reads(self) -> frozenset[str]:
        """The paths of the numbers that the game reads."""
        return self.inner.reads

    @property
    def concept(self) -> str:
        """The name of the concept."""
        return self.inner.concept

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The settings of the concept, and the figure."""
        return {**self.inner.parameters, "figure": self.name}

    @property
    def players(self) -> tuple[str, ...]:
        """Whose payoffs `Points` have."""
        return self.inner.players

    @property
    def figures(self) -> tuple[str, ...]:
        """The names of the figures that `Points` have."""
        return self.inner.figures

    @property
    def answers(self) -> tuple[str, ...]:
        """The signs."""
        return SIGNS

    @property
    def figure_asked(self) -> str:
        """Its name."""
        return self.name

    @property
    def cells(self) -> int:
        """As many numbers as the game has."""
        return self.inner.cells

    @property
    def shape(self) -> object:
        """The shape of the game."""
        return self.inner.shape

    @property
    def watch(self) -> Watch:
        """Watches the sign."""
        return _SignWatch(self, self.inner.watch)

    def solve(self, values: FloatArray) -> Points:
        """Return the sign of the figure at each point, and for what is done the answer of the game."""
        found = self.inner.solve(values)
        sign = _sign(self.figure(self.name, found))
        return replace(found, answer=sign, answers=SIGNS, play=found.answer, plays=found.answers)

    def amounts(self, values: FloatArray) -> FloatArray:
        """Return the figure at vectors of numbers: values[point, number]."""
        return self.figure(self.name, self.inner.solve(values))


def _sign(amounts: FloatArray) -> IntArray:
    """Return the place of each amount's sign in `SIGNS`."""
    return np.select([np.isnan(amounts), np.abs(amounts) <= _ZERO, amounts < 0], [3, 1, 2], 0)


def sign_word(amount: float) -> str:
    """Return the sign of one amount.

    >>> sign_word(-2.0), sign_word(float("nan"))
    ('negative', 'none')
    """
    return SIGNS[int(_sign(np.array(amount)))]


@dataclass(frozen=True, eq=False)
class _SignWatch:
    """Watches the sign of a figure: the comparison of the figure with zero, beside those that decide the answer."""

    subject: FigureSubject
    inner: Watch

    def payoffs(self, values: FloatArray) -> FloatArray:
        """Return what decides the answer, and the figure, at each point in one row."""
        amounts = np.nan_to_num(self.subject.amounts(values))
        return np.concatenate([self.inner.payoffs(values), amounts[:, np.newaxis]], axis=1)

    def look(self, values: FloatArray) -> Look:
        """Return the sign at each point."""
        seen, amounts = self.inner.look(values), self.subject.amounts(values)
        sign = _sign(amounts)
        words = np.array(SIGNS)[sign][:, np.newaxis]
        if not seen.choices.shape[1]:
            return replace(seen, words=words)
        own = np.full((len(values), 1, max(2, seen.worth.shape[2])), -np.inf)
        own[:, 0, 0], own[:, 0, 1] = np.nan_to_num(amounts), 0.0
        wide = np.full((*seen.worth.shape[:2], own.shape[2]), -np.inf)
        wide[..., : seen.worth.shape[2]] = seen.worth
        choices = np.concatenate([seen.choices, (sign != 0).astype(np.int64)[:, np.newaxis]], axis=1)
        return Look(words, choices, np.concatenate([wide, own], axis=1))
