"""A scenario's shift of power: what war now and peace are worth to the declining side, and whether a deal is left."""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from negosim.games import FloatArray
from negosim.models.compiled import CompiledModel
from negosim.models.evaluation import Answer, Evaluation, Figure, Inequality, Part, Side
from negosim.models.formulas import Formulas
from negosim.models.shifting_power.commitment import (
    Shift,
    critical_cost,
    critical_later,
    excess,
    fewest_periods,
    share_needed_now,
)
from negosim.scenario.names import Names, capitalised
from negosim.solve import Complete

_SHARE = "share of the issue"
_LEAST_STAKE = 1e-6


@dataclass(frozen=True)
class ShiftCurve:
    """What war now and the best peace bring the declining side, by the other side's later share, for a picture."""

    rising: str
    declining: str
    issue: str
    later: FloatArray
    war_now: FloatArray
    best_peace: FloatArray
    now: tuple[float, float]
    range: tuple[float, float] | None


@dataclass(frozen=True, eq=False)
class CompiledShift(CompiledModel):
    """A shift of power of a scenario."""

    MODEL: ClassVar = "shifting_power"
    REPRESENTATION: ClassVar = "bargaining_problem"
    SAYS: ClassVar = "whether a shift of power leaves any deal that both sides prefer to war"
    SOURCE: ClassVar = "commitment problems: Fearon (1995), Powell (2004, 2006)"
    CONCEPTS: ClassVar = ("subgame_perfect",)
    FIGURES: ClassVar = {
        "result_now": Figure("what a war fought now brings the rising side", _SHARE),
        "war_now": Figure("what a war fought now is worth to the declining side, its cost taken off", _SHARE),
        "best_peace": Figure("the most that peace can give the declining side", _SHARE),
        "excess": Figure("by how much war now beats the best peace for the declining side", _SHARE),
        "needed_until_shift": Figure(
            "the share of the issue that it must have until power has shifted; above 1: no deal", _SHARE
        ),
        "critical_later": Figure("the rising side's later share above which no deal is left", _SHARE),
        "critical_cost": Figure("the declining side's whole cost of war at which a deal begins to exist", _SHARE),
        "fewest_periods": Figure("over how many such delays the shift must be spread for a deal in each", "delays"),
    }
    REGIMES: ClassVar = {
        "deal": "some division keeps the peace",
        "no_deal": "no division keeps the peace, though one would if the declining side had the later bargaining power",
        "no_deal_at_all": "no division keeps the peace, whoever has the later bargaining power",
    }

    @property
    def players(self) -> tuple[str, ...]:
        """The rising and the declining side."""
        return (self.rules.rising, self.rules.declining)

    def evaluate(self, f: Formulas) -> Evaluation:
        """Return what war and peace are worth, and the two inequalities: Fearon's and Powell's."""
        shift = self._shift(f)
        figures = {
            "result_now": shift.now,
            "war_now": shift.war_now,
            "best_peace": shift.best_peace,
            "excess": excess(shift),
            "needed_until_shift": share_needed_now(shift),
            "critical_later": critical_later(shift),
            "critical_cost": critical_cost(shift),
            "fewest_periods": fewest_periods(shift),
        }
        most = self._inequality(f, "any_deal", shift, "as bargaining power stands")
        best = replace(shift, power=np.zeros_like(shift.power))
        least = self._inequality(f, "any_bargaining", best, "if it has all of the later bargaining power")
        regime = np.where(most.holds, 0, np.where(least.holds, 1, 2))
        return Evaluation(figures, regime, (most, least))

    def _shift(self, f: Formulas) -> Shift:
        """Return the shift, in shares of the issue; costs are over the length of a war and over the side's stake."""
        rules, base = self.rules, f"games.{self.key}"
        position = f.position(rules.issue, rules.war)
        now = 1.0 - np.abs(position - f.ideal(rules.rising, rules.issue))
        costs = [self._cost(f, side) for side in (rules.declining, rules.rising)]
        discount = f.number(f"actors.{rules.declining}.discount_factor", 1.0) ** f.number(f"{base}.delay")
        power = f.number(f"{base}.power", 1.0)
        return Shift(now, f.number(f"{base}.later"), discount, costs[0], costs[1], power)

    def _cost(self, f: Formulas, side: str) -> FloatArray:
        """Return what a war costs a side, in shares of the issue; a stake of nothing counts as the least of stakes."""
        path, stake = f"actors.{side}.cost_of_fighting", f.number(f"stakes.{side}.{self.rules.issue}", 0.0)
        quantity = self.scenario.facts.actors[side].cost_of_fighting
        if quantity is None:
            return np.zeros(f.values.shape[:-1])
        fighting = f.number(f"outcomes.{self.rules.war}.fighting")
        whole = f.amount(path, quantity, side) * fighting
        return np.asarray(whole / np.maximum(stake, _LEAST_STAKE))

    def _inequality(self, f: Formulas, name: str, shift: Shift, how: str) -> Inequality:
        """Return whether the best peace is worth a war now to the declining side."""
        rules = self.rules
        at_start = 1.0 - np.abs(f.number(f"issues.{rules.issue}.status_quo") - f.ideal(rules.rising, rules.issue))
        until = Part(f"actors.{rules.declining}.discount_factor", 1.0 - shift.discount)
        after = Part(f"games.{self.key}.later", shift.discount * shift.peace_later)
        war = [
            Part(f"issues.{rules.issue}.status_quo", 1.0 - at_start),
            Part(f"actors.{rules.declining}.cost_of_fighting", -shift.cost_declining),
        ]
        moved = next((w for w in ("drift", "hazard") if f"issues.{rules.issue}.{w}" in f.numbers), None)
        if moved is not None:
            war.append(Part(f"issues.{rules.issue}.{moved}", at_start - shift.now))
        peace = tuple(part for part in (until, after) if part.path in f.numbers)
        war = [part for part in war if part.path in f.numbers]
        return Inequality(
            name, rules.declining,
            f"peace can give it at least what a war now would, {how}",
            f"peace cannot give it what a war now would, {how}",
            Side("the whole issue until power has shifted, and what it gets then", peace),
            Side("a war now", tuple(war)), unit="of the issue",
        )  # fmt: skip

    def answer(self, base: Evaluation) -> Answer:
        """Return whether a deal is left; the condition is exact, so the answer is the only one."""
        names, regime = Names(self.scenario), tuple(self.REGIMES)[int(base.regime)]
        side, issue = names.subject(self.rules.declining), names.issue(self.rules.issue)
        needed, limit = (float(base.figures[word]) for word in ("needed_until_shift", "critical_later"))
        later = self.scenario.numbers[f"games.{self.key}.later"].value
        if regime == "deal":
            said = f"{side} would take peace for {100 * needed:.0f} % of {issue} until power has shifted"
            if float(base.figures["war_now"]) < 0:
                said = f"a war now would cost {side} more than what it would keep of {issue}, so a deal is left"
        else:
            said = f"peace cannot give {side} what a war now would"
        if not np.isnan(limit):
            said += f"; no deal is left where the other side's later share exceeds {limit:.3f} (it is {later:.3f})"
        why = "no deal exists exactly where war now beats the best peace for the declining side"
        return Answer(capitalised(said), Complete.ALL, why, (), ("The issue is taken to be divisible without loss.",))

    def drawing(self, figure: str) -> ShiftCurve:
        """Return what war and peace are worth over later shares from 0 to 1, all other numbers held."""
        numbers, path = self.scenario.numbers, f"games.{self.key}.later"
        later = np.linspace(0.0, 1.0, 201)
        seen, entry = self.figures(numbers.vary({path: later})), numbers[path]
        low, high = entry.quantity.low, entry.quantity.high
        stated = (low, high) if low is not None and high is not None else None
        now = (entry.value, float(self.base.figures["best_peace"]))
        rules, issue = self.rules, Names(self.scenario).issue(self.rules.issue)
        return ShiftCurve(rules.rising, rules.declining, issue, later, seen["war_now"], seen["best_peace"], now, stated)
