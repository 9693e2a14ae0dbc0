"""Games of any other model as subjects: the answer is the model's regime, and its figures are its own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from negosim.games import FloatArray
from negosim.models import CompiledModel
from negosim.scenario import Scenario
from negosim.whatif.batch.points import Points
from negosim.whatif.batch.subject import Subject
from negosim.whatif.model_watch import ModelWatch
from negosim.whatif.watch import Look


@dataclass(frozen=True, eq=False)
class ModelSubject(Subject):
    """A game of a formal model, under the model's own concept."""

    compiled: CompiledModel

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.compiled.scenario

    @property
    def key(self) -> str:
        """The game's key in the scenario."""
        return self.compiled.key

    @property
    def reads(self) -> frozenset[str]:
        """The paths of the numbers that the model reads."""
        return self.compiled.reads

    @property
    def concept(self) -> str:
        """The name of the model's first concept."""
        return self.compiled.concept

    @property
    def parameters(self) -> Mapping[str, Any]:
        """No settings."""
        return {}

    @property
    def players(self) -> tuple[str, ...]:
        """Nobody: payoffs are among the figures where a model has them."""
        return ()

    @property
    def figures(self) -> tuple[str, ...]:
        """The model's figures."""
        return tuple(self.compiled.base.figures)

    @property
    def answers(self) -> tuple[str, ...]:
        """The regimes."""
        return tuple(self.compiled.REGIMES)

    @property
    def figure_asked(self) -> str:
        """None."""
        return ""

    @property
    def cells(self) -> int:
        """The numbers of a point and what is made from them, roughly."""
        return self.compiled.cells

    @property
    def shape(self) -> object:
        """Who takes part, and what is said."""
        base = self.compiled.base
        return self.compiled.players, self.figures, [inequality.name for inequality in base.inequalities]

    @property
    def watch(self) -> "_RegimeWatch":
        """Watches the regime."""
        return _RegimeWatch(ModelWatch(self.compiled))

    def solve(self, values: FloatArray) -> Points:
        """Return the regime and the figures at vectors of numbers."""
        found = self.compiled.at(values)
        size = len(values)
        figures = np.empty((size, len(self.figures)))
        for k, name in enumerate(self.figures):
            figures[:, k] = found.figures[name]
        nobody = np.empty((size, 0))
        regime = np.broadcast_to(found.regime, size).astype(np.int64)
        ones, same = np.ones(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
        return Points(ones, regime, same, figures, nobody, nobody, self.answers, ("",))


@dataclass(frozen=True, eq=False)
class _RegimeWatch:
    """Watches the regime alone, by all that decides it."""

    inner: ModelWatch

    def payoffs(self, values: FloatArray) -> FloatArray:
        """Return the slacks and figures at each point, in one row."""
        return self.inner.payoffs(values)

    def look(self, values: FloatArray) -> Look:
        """Return the regime at each point."""
        seen = self.inner.look(values)
        return replace(seen, words=seen.words[:, :1])
