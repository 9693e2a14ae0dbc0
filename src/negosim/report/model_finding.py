"""What there is to report of a game of any model but `moves`: its answer, what is behind it, and how firm it is."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from negosim.explain.conditions import Condition, conditions
from negosim.models import Analysis, CompiledModel
from negosim.scenario import Scenario
from negosim.whatif.flips import Flip
from negosim.whatif.model_watch import ModelFlips, model_flips
from negosim.whatif.sampling import Firmness, firmness, sampled_paths


@dataclass(frozen=True, eq=False)
class ModelFinding:
    """One analysed game of a scenario. Flips and firmness are worked out when they are first asked for."""

    scenario: Scenario
    compiled: CompiledModel
    analysis: Analysis
    is_searched: ClassVar = True

    @property
    def game(self) -> str:
        """The key of the game."""
        return self.compiled.key

    @cached_property
    def flips(self) -> ModelFlips:
        """The nearest flips of the regime and of each inequality."""
        return model_flips(self.compiled)

    @property
    def outcome_flips(self) -> tuple[Flip, ...]:
        """The nearest flips of the regime."""
        return self.flips.regime

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The inequalities behind the answer, with what would turn each."""
        return conditions(self.analysis, self.flips)

    @cached_property
    def firmness(self) -> Firmness:
        """The share of assumption sets within the stated ranges that gives each regime."""
        return firmness(self.compiled)

    @cached_property
    def has_ranges(self) -> bool:
        """Whether any number that the game reads states a range."""
        return bool(sampled_paths(self.scenario.numbers, self.compiled.reads))


def find_model(compiled: CompiledModel) -> ModelFinding:
    """Analyse one game of a scenario at the scenario's own numbers."""
    return ModelFinding(compiled.scenario, compiled, compiled.analyse())
