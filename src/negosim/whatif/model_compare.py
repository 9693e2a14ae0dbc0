"""Comparing cases of a game that says figures: its answer, its figures and its reasons, at the scenario's own numbers
and at changed ones.

This is for every model but `moves`, and for the campaign: whatever evaluates to figures, a regime and inequalities.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isfinite, nan

from negosim.errors import Fault, nearest
from negosim.models import Analysis, CompiledModel, Inequality, compile_game
from negosim.scenario import Scenario
from negosim.whatif.compare import Expectation

_MOVED = 1e-9
_REGIME = "regime"


@dataclass(frozen=True, eq=False)
class ModelCase:
    """One side of a comparison: a compiled game under a name, analysed at its scenario's own numbers."""

    name: str
    compiled: CompiledModel

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.compiled.scenario

    @property
    def game(self) -> str:
        """The key of the game."""
        return self.compiled.key

    @cached_property
    def analysis(self) -> Analysis:
        """The game, analysed."""
        return self.compiled.analyse()

    @property
    def answer(self) -> str:
        """The regime."""
        return self.analysis.regime

    @property
    def figures(self) -> Mapping[str, float]:
        """Each figure, NaN where it has no finite value."""
        return self.analysis.figures

    @property
    def inequalities(self) -> Mapping[str, Inequality]:
        """The inequalities behind the answer, by name."""
        return {each.name: each for each in self.analysis.base.inequalities}

    @property
    def closest(self) -> Inequality | None:
        """The inequality that binds, or is nearest to it: of the smallest slack beside its terms. None where there is
        none."""
        found = self.inequalities.values()
        return min(found, key=lambda each: float(each.tightness), default=None)


@dataclass(frozen=True)
class FigureChange:
    """One figure before and after; NaN where it has no finite value, or is not there."""

    name: str
    before: float
    after: float

    @property
    def difference(self) -> float | None:
        """After less before; None where one has no finite value."""
        both = isfinite(self.before) and isfinite(self.after)
        return self.after - self.before if both else None

    @property
    def has_moved(self) -> bool:
        """Whether it is another value now, to rounding, or has one where it had none."""
        if self.difference is None:
            return isfinite(self.before) != isfinite(self.after)
        return abs(self.difference) > _MOVED * max(1.0, abs(self.before))


def figure_changes(before: Mapping[str, float], after: Mapping[str, float]) -> tuple[FigureChange, ...]:
    """Return every figure of either side, in the order of the first."""
    names = dict.fromkeys([*before, *after])
    return tuple(FigureChange(name, before.get(name, nan), after.get(name, nan)) for name in names)


@dataclass(frozen=True)
class TermChange:
    """What one number adds to left less right, before and after."""

    path: str
    before: float
    after: float


@dataclass(frozen=True, eq=False)
class ReasonChange:
    """One inequality before and after, and the terms of left less right that moved, largest first."""

    before: Inequality
    after: Inequality
    moved: tuple[TermChange, ...]

    @property
    def has_turned(self) -> bool:
        """Whether it holds on one side only."""
        return bool(self.before.holds) != bool(self.after.holds)


def reason_changes(before: ModelCase, after: ModelCase) -> tuple[ReasonChange, ...]:
    """Return the inequalities that both cases have, those that turned first, with the terms that moved in each."""
    now = after.inequalities
    both = [(each, now[name]) for name, each in before.inequalities.items() if name in now]
    found = [ReasonChange(one, other, _moved(one, other)) for one, other in both]
    return tuple(sorted(found, key=lambda each: not each.has_turned))


def _moved(before: Inequality, after: Inequality) -> tuple[TermChange, ...]:
    one, other = before.terms(), after.terms()
    paths = dict.fromkeys([*one, *other])
    moved = [TermChange(path, float(one.get(path, 0.0)), float(other.get(path, 0.0))) for path in paths]
    moved = [term for term in moved if abs(term.after - term.before) > _MOVED]
    return tuple(sorted(moved, key=lambda term: -abs(term.after - term.before)))


def expectation_faults(scenario: Scenario) -> list[Fault]:
    """Return a fault for each expectation of the file that names a figure or a regime which its game's model has not,
    where it stands. What games of moves are expected to do is checked as the file is read."""
    found = []
    for name, case in scenario.facts.what_ifs.items():
        for said, word in case.expect.items():
            game, _, figure = said.partition(".")
            compiled = compile_game(scenario, game)
            if isinstance(compiled, CompiledModel):
                place = str(scenario.tree.place(("what_ifs", name, "expect", said)))
                found += [Fault(place, *lack) for lack in _lacks(compiled, figure, word)]
    return found


def _lacks(compiled: CompiledModel, figure: str, word: str) -> list[tuple[str, str]]:
    """Return what is wrong with one expectation, and the fix; nothing where it is sound."""
    if figure == _REGIME:
        known = list(compiled.REGIMES)
        return [] if word in known else [(f"'{word}' is no regime of {compiled.key}", nearest(word, known, "regimes"))]
    known = list(compiled.base.figures)
    if figure in known:
        return []
    return [(f"'{figure}' is no figure of {compiled.key}", nearest(figure, known, "figures"))]


def figure_expectations(before: ModelCase, after: ModelCase, expect: Mapping[str, str]) -> tuple[Expectation, ...]:
    """Hold the expectations that are about this game against what the change did: `GAME.FIGURE: up`, `down` or `same`,
    or `GAME.regime: REGIME`."""
    found = []
    for said, word in expect.items():
        game, _, figure = said.partition(".")
        if game == before.game:
            found.append(_regime(said, word, after) if figure == _REGIME else _figure(said, word, before, after))
    return tuple(found)


def _regime(said: str, word: str, after: ModelCase) -> Expectation:
    return Expectation(said, word, "met" if after.answer == word else "not met")


def _figure(said: str, word: str, before: ModelCase, after: ModelCase) -> Expectation:
    figure = said.partition(".")[2]
    change = FigureChange(figure, before.figures[figure], after.figures.get(figure, nan))
    if change.difference is None:
        return Expectation(said, word, "null", _finite(change.before), _finite(change.after))
    if word == "same":
        verdict = "not met" if change.has_moved else "met"
    elif not change.has_moved:
        verdict = "null"
    else:
        verdict = "met" if (change.difference > 0) == (word == "up") else "not met"
    return Expectation(said, word, verdict, change.before, change.after)


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None
