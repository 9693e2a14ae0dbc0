"""A game of any model but `moves`, compiled once: what it reads, and what it says at any vectors of numbers.

A model is one class: its representation, its tables of figures and regimes, `evaluate`, which says everything that
is said at vectors of numbers, and `answer`, which adds the solutions at the scenario's own numbers. All else is
made from these here and in the layers above.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from typing import Any, ClassVar, Protocol

import numpy as np

from negosim.games import ExtensiveFormGame, FloatArray, IntArray
from negosim.games.choices import OptionForm
from negosim.models.evaluation import Answer, Evaluation, Figure
from negosim.models.formulas import Formulas
from negosim.scenario.names import Names, spaced
from negosim.scenario.rules import Rules
from negosim.scenario.scenario import Scenario
from negosim.solve.result import Manifest
from negosim.version import __version__

ORDINALS = ("first", "second", "third", "fourth")
_IN_KEYS = re.compile(r"\b(first|second|third|fourth)\b")
_IN_TEXTS = re.compile(r"\bthe (first|second|third|fourth)\b(?: (?:side|party|rival|message)\b)?(?! type)")
CHUNK = 20_000
"""Points evaluated at once, so that memory stays bounded."""


class Compiled(Protocol):
    """A compiled game of any model."""

    @property
    def scenario(self) -> Scenario: ...
    @property
    def key(self) -> str: ...
    @property
    def rules(self) -> Rules: ...
    @property
    def reads(self) -> frozenset[str]: ...


@dataclass(frozen=True, eq=False)
class CompiledModel(ABC):
    """A game of a formal model: a scenario, and the key of the game in it."""

    scenario: Scenario
    key: str
    asked: str = ""
    """The one concept whose solutions are asked for; all of the model's where it is empty."""

    MODEL: ClassVar[str]
    """The model's name in scenario files."""
    REPRESENTATION: ClassVar[str]
    """The mathematical type of game that it builds."""
    SAYS: ClassVar[str]
    """The question that the model answers, in one line."""
    SOURCE: ClassVar[str]
    """Where the model comes from: author, year, result."""
    FIGURES: ClassVar[Mapping[str, Figure]]
    """Its figures, by name."""
    REGIMES: ClassVar[Mapping[str, str]]
    """The answer in a word, and what that word means."""
    CONCEPTS: ClassVar[tuple[str, ...]]
    """The concepts that its solutions are of, the default one first."""

    @property
    def concept(self) -> str:
        """The name of the concept asked for, or of the model's default."""
        return self.asked or self.CONCEPTS[0]

    @property
    def rules(self) -> Any:
        """The game as the file gives it."""
        return self.scenario.facts.games[self.key]

    @property
    @abstractmethod
    def players(self) -> tuple[str, ...]:
        """The actors who take part."""

    @abstractmethod
    def evaluate(self, f: Formulas) -> Evaluation:
        """Return what the model says at the vectors of numbers of `f`; every number that matters is read through
        it."""

    @abstractmethod
    def answer(self, base: Evaluation) -> Answer:
        """Return the answer at the scenario's own numbers, at which `base` was evaluated, without batch axes."""

    @property
    def stand_ins(self) -> Mapping[str, str]:
        """What words of the model's tables stand for in this scenario; the first and the second are its first two
        actors unless a model says otherwise."""
        return {}

    def called(self, key: str) -> str:
        """Return what a regime or a figure is called in this scenario: `Russia yields` for `first_yields`."""
        figure = self.FIGURES.get(key)
        return self._named(_IN_KEYS, figure.name if figure and figure.name else spaced(key))

    def means(self, text: str) -> str:
        """Return a text of the model's tables in this scenario's names."""
        for word, name in self.stand_ins.items():
            text = text if word in ORDINALS else text.replace(word, name)
        return self._named(_IN_TEXTS, text)

    def _named(self, first_or_second: "re.Pattern[str]", text: str) -> str:
        actors = map(Names(self.scenario).subject, self.players[:2])
        known = dict(zip(ORDINALS, actors, strict=False)) | dict(self.stand_ins)
        return first_or_second.sub(lambda found: known.get(found[1], found[0]), text)

    def drawing(self, figure: str) -> Any:
        """Return what a picture of this model draws, one of the types that its file in `plots/figures` names; None
        where it has none."""
        return None

    def convertible(self) -> ExtensiveFormGame | OptionForm | None:
        """Return the game as a tree or a conflict that other programs can hold; None where it is neither."""
        return None

    @cached_property
    def reads(self) -> frozenset[str]:
        """The paths of the numbers that the model reads."""
        f = self._formulas(self.scenario.numbers.base)
        self.evaluate(f)
        return frozenset(f.read)

    @property
    def cells(self) -> int:
        """How many numbers are held at once for each vector, roughly."""
        return 8 * len(self.scenario.numbers.base)

    @cached_property
    def base(self) -> Evaluation:
        """What the model says at the scenario's own numbers."""
        return self.at(self.scenario.numbers.base)

    def at(self, values: FloatArray) -> Evaluation:
        """Return what the model says at vectors of numbers: values[..., number]."""
        return self.evaluate(self._formulas(values))

    def figures(self, values: FloatArray) -> dict[str, FloatArray]:
        """Return each figure at vectors of numbers, shape (...); NaN where it has no finite value."""
        shape = values.shape[:-1]
        flat = values.reshape(prod(values.shape[:-1]), values.shape[-1])
        parts = [self.at(flat[k : k + CHUNK]).figures for k in range(0, max(len(flat), 1), CHUNK)]
        return {
            name: np.concatenate([np.broadcast_to(part[name], _size(flat, k)) for k, part in enumerate(parts)]).reshape(
                shape
            )
            for name in parts[0]
        }

    def regime(self, values: FloatArray) -> tuple[tuple[str, ...], IntArray]:
        """Return the model's regimes, and the index of the one at each vector of numbers: shape (...)."""
        flat = values.reshape(prod(values.shape[:-1]), values.shape[-1])
        parts = [self.at(flat[k : k + CHUNK]).regime for k in range(0, max(len(flat), 1), CHUNK)]
        index = np.concatenate([np.broadcast_to(part, _size(flat, k)) for k, part in enumerate(parts)])
        return tuple(self.REGIMES), np.asarray(index.reshape(values.shape[:-1]), dtype=np.int64)

    def analyse(self) -> "Analysis":
        """Return the answer at the scenario's own numbers, with what it was made from."""
        base = self.base
        figures = {name: float(amount) for name, amount in base.figures.items()}
        answer = self.answer(base)
        if self.asked:
            kept = tuple(each for each in answer.solutions if each.concept == self.asked)
            answer = replace(answer, solutions=kept)
        return Analysis(self, figures, tuple(self.REGIMES)[int(base.regime)], base, answer)

    def _formulas(self, values: FloatArray) -> Formulas:
        return Formulas(self.scenario.facts, self.scenario.numbers, values, f"games.{self.key}.horizon")


@dataclass(frozen=True, eq=False)
class Analysis:
    """A game of a model, solved at the scenario's own numbers."""

    compiled: CompiledModel
    figures: Mapping[str, float]
    regime: str
    base: Evaluation
    answer: Answer

    @property
    def manifest(self) -> Manifest:
        """What is needed to get this result again."""
        return Manifest(__version__, self.compiled.scenario.origin, self.compiled.concept, {})


def _size(flat: FloatArray, part: int) -> int:
    """Return the number of points in a part."""
    return len(flat[part * CHUNK : (part + 1) * CHUNK])
