"""What a formal model says at vectors of a scenario's numbers: figures, a regime, and inequalities made of named terms.

Everything that is said of a model's game, its figures, why they are so and what would flip them, is made from one
`Evaluation`, with any leading batch axes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from negosim.games import BoolArray, FloatArray, IntArray
from negosim.solve import Complete

UTILITY = "utility"
"""The unit of what an actor wants: 1 is everything on every issue where it has stakes, else a payoff as the file gives
it."""
BINDS = 1e-9
"""An inequality binds where its slack is at most this share of its terms."""


@dataclass(frozen=True)
class Figure:
    """One figure of a model: what it means, and its unit. A figure that stands for each actor or issue has its key
    behind a dot: `critical_discount_factor.russia`. Pages call it by its `name`, by its key where it has none."""

    means: str
    unit: str = ""
    name: str = ""


@dataclass(frozen=True, eq=False)
class Part:
    """One named term of a side of an inequality: the path of the number that scales it, and its amount at each
    point."""

    path: str
    amount: FloatArray


@dataclass(frozen=True, eq=False)
class Side:
    """One side of an inequality: what it is in words, and the terms that it is the sum of."""

    says: str
    parts: tuple[Part, ...]

    @property
    def value(self) -> FloatArray:
        """The sum of the terms at each point."""
        return np.asarray(sum(part.amount for part in self.parts) + 0.0)


@dataclass(frozen=True, eq=False)
class Inequality:
    """`left >= right`, for an actor whose condition it is, or for nobody where it is the model's own.

    `name` is its key, `says` the sentence that is true where it holds, `fails` the one that is true where it does not.
    `unit` is that of both sides: UTILITY, of the actor whose condition it is, or another one in words.
    """

    name: str
    actor: str | None
    says: str
    fails: str
    left: Side
    right: Side
    unit: str = ""

    @property
    def slack(self) -> FloatArray:
        """Left minus right at each point."""
        return np.asarray(self.left.value - self.right.value)

    @property
    def holds(self) -> BoolArray:
        """Whether it holds at each point, to rounding."""
        return np.asarray(self.slack >= -BINDS * self._size)

    @property
    def binds(self) -> BoolArray:
        """Whether both sides are equal at each point, to rounding."""
        return np.asarray(np.abs(self.slack) <= BINDS * self._size)

    @property
    def tightness(self) -> FloatArray:
        """How far it is from binding at each point: its slack as a share of the sum of its terms, without signs."""
        size = self._size
        return np.divide(np.abs(self.slack), size, out=np.zeros(np.broadcast(self.slack, size).shape), where=size > 0)

    def terms(self) -> dict[str, FloatArray]:
        """Return what each number adds to left less right, by path."""
        found: dict[str, FloatArray] = {}
        for side, sign in ((self.left, 1.0), (self.right, -1.0)):
            for part in side.parts:
                found[part.path] = found.get(part.path, np.zeros(())) + sign * part.amount
        return found

    @property
    def _size(self) -> FloatArray:
        return np.asarray(sum(np.abs(part.amount) for part in (*self.left.parts, *self.right.parts)) + 0.0)


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What a model says at each point of a batch: `regime[...]` are indices into the model's regimes.

    A figure is NaN where it has no finite value. `details` are arrays that the model's own solutions and pictures are
    made from.
    """

    figures: Mapping[str, FloatArray]
    regime: IntArray
    inequalities: tuple[Inequality, ...] = ()
    details: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class ModelSolution:
    """One solution of a model's game under one concept.

    `agreement` is the settlement of each issue; `state` the option that each decision maker takes in a state of a
    conflict, with the `stability` concepts that hold there; `profile` the chances of what each actor does, of a game in
    steps by information set, and `beliefs` what is thought there. `outcomes` are the chances of the scenario's
    outcomes, `payoffs` in units of utility, by actor. `regret` is the most that an actor gains by doing otherwise,
    computed from the definition.
    """

    concept: str
    payoffs: Mapping[str, float]
    agreement: Mapping[str, float] | None = None
    state: Mapping[str, Any] | None = None
    profile: Mapping[str, Mapping[str, Any]] | None = None
    beliefs: Mapping[str, Mapping[str, float]] | None = None
    outcomes: Mapping[str, float] = field(default_factory=dict)
    regret: float | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What a model's game leads to at the scenario's own numbers: the answer in one sentence, and the solutions.

    `actions` are what each actor may do, where a solution has a profile; of a game in steps, by information set.
    """

    headline: str
    complete: Complete
    why_complete: str
    solutions: tuple[ModelSolution, ...]
    notes: tuple[str, ...] = ()
    actions: Mapping[str, tuple[str, ...] | Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
