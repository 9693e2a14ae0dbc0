"""A scenario's stalling: from its numbers to the month of settling, what is held out for, and why."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negosim.games import BoolArray, FloatArray, IntArray
from negosim.models.compiled import CompiledModel
from negosim.models.evaluation import UTILITY, Answer, Evaluation, Figure, Inequality, ModelSolution, Part
from negosim.models.evaluation import Side as Hand
from negosim.models.formulas import Formulas
from negosim.models.line_chart import Line, LineChart
from negosim.models.pie import at_home
from negosim.models.stopping.stall import (
    MONTHS,
    Prospect,
    Side,
    Stall,
    cost_to_settle,
    hazard_to_wait,
    held_out_for,
    stall,
    still_stalling,
    values_of_plans,
)
from negosim.scenario.names import Names
from negosim.solve import Complete

_ACTIONS = ("settles", "fights_on")
_SHOWN = 36
_UTILITY = "utility of the staller"


@dataclass(frozen=True, eq=False)
class CompiledStopping(CompiledModel):
    """A side of a scenario that may stall."""

    MODEL: ClassVar = "stopping"
    REPRESENTATION: ClassVar = "stopping_problem"
    SAYS: ClassVar = "when a side that could settle stops stalling for better terms"
    SOURCE: ClassVar = (
        "monotone optimal stopping (Chow and Robbins 1961); offers that look ahead (Fearon 1995, Powell 2006)"
    )
    CONCEPTS: ClassVar = ("optimal_stopping",)
    FIGURES: ClassVar = {
        "settles_after": Figure("months until it settles if nothing happens before; null where it never does", "month"),
        "expected_months": Figure("the mean length of its stall, cut short by what happens", "month"),
        "value_now": Figure("what settling now is worth", _UTILITY),
        "value_of_stalling": Figure("what the best stall, or settling now if that is better, is worth", _UTILITY),
        "holds_out_for": Figure(
            "the position that is worth as much now; null if the issue does not reach so far", "position"
        ),
        "hazard_to_wait": Figure("the monthly hazard of what it waits for from which a month's wait pays", "per month"),
        "cost_to_settle": Figure("the monthly cost from which a month's wait no longer pays", f"{_UTILITY} per month"),
        "partner_gain": Figure("what offering that now brings the partner over the stall", "utility of the partner"),
    }
    REGIMES: ClassVar = {
        "settles_now": "no stall is worth more to it than settling now",
        "stalls": "it fights on for some months, then settles",
        "waits": "it fights on until what it waits for comes, or it breaks",
        "bought_off": "it would stall, but the partner gains by offering now what it would wait for",
        "not_bought_off": "it stalls, and no offer that both prefer prevents it",
    }

    @property
    def players(self) -> tuple[str, ...]:
        """The staller, and the partner where there is one."""
        return (self.rules.staller, *((self.rules.partner,) if self.rules.partner else ()))

    def evaluate(self, f: Formulas) -> Evaluation:
        """Return the stall, its figures, and the inequalities behind it."""
        ahead, side = self._prospect(f), self._side(f, self.rules.staller)
        partner = self._side(f, self.rules.partner) if self.rules.partner else None
        found = stall(ahead, side, partner)
        now = side.worth(ahead.start)
        ideal = f.ideal(self.rules.staller, self.rules.issue)
        offer = held_out_for(side, found.value, ahead.start, ideal)
        figures = {
            "settles_after": np.where(np.isfinite(found.settles), found.settles, np.nan),
            "expected_months": found.months,
            "value_now": now,
            "value_of_stalling": found.value,
            "holds_out_for": offer,
            "hazard_to_wait": hazard_to_wait(ahead, side),
            "cost_to_settle": cost_to_settle(ahead, side),
        }
        inequalities = [self._first_month(f, ahead, side)]
        regime = np.where(found.settles == 0, 0, np.where(np.isfinite(found.settles), 1, 2))
        details = {"ahead": ahead, "side": side, "found": found}
        if partner is None:
            return Evaluation(figures, regime, tuple(inequalities), details)
        made = np.where(np.isnan(offer), ideal, offer)
        figures["partner_gain"] = partner.worth(made) - found.partner
        inequalities += self._offers(f, (side, partner), found, made)
        bought = inequalities[1].holds & inequalities[2].holds
        return Evaluation(figures, _with_offers(regime, bought), tuple(inequalities), details)

    def answer(self, base: Evaluation) -> Answer:
        """Return the answer in words."""
        names, regime = Names(self.scenario), tuple(self.REGIMES)[int(base.regime)]
        who, issue = names.subject(self.rules.staller), names.issue(self.rules.issue)
        at = {name: float(amount) for name, amount in base.figures.items()}
        words = {
            "settles_now": f"{who} gains nothing by stalling over {issue}",
            "stalls": f"{who} fights on over {issue} for {at['settles_after']:.0f} months, then settles",
            "waits": f"{who} fights on over {issue} in hope of more, {at['expected_months']:.1f} months on average",
            "bought_off": f"{who} would stall over {issue}, and is offered {at['holds_out_for']:.3g} now",
            "not_bought_off": f"{who} stalls over {issue}, and no offer now is better for both",
        }
        why = "backward induction gives each month one best choice; where both are equally good it settles"
        notes = ("What fighting does to other issues, and a deal's worth beside the issue, are not counted here.",)
        return Answer(words[regime], Complete.ALL, why, (self._solution(base),), notes, {self.rules.staller: _ACTIONS})

    def _solution(self, base: Evaluation) -> ModelSolution:
        """Return what the staller does now. Its regret is held against the plans to settle in a fixed month."""
        details = base.details or {}
        found, side = details["found"], details["side"]
        plans = values_of_plans(details["ahead"], side, MONTHS)
        scale = float(np.abs(plans).max())
        regret = max(float(plans.max() - found.value), 0.0) / scale if scale > 0 else 0.0
        payoffs = {self.rules.staller: float(found.value)}
        if self.rules.partner:
            payoffs[self.rules.partner] = float(found.partner)
        does = _ACTIONS[0] if int(base.regime) in (0, 3) else _ACTIONS[1]
        return ModelSolution(self.CONCEPTS[0], payoffs, profile={self.rules.staller: {does: 1.0}}, regret=regret)

    def drawing(self, figure: str) -> LineChart:
        """Return what one more month brings and costs, or the chance of still stalling, month by month."""
        f, names = self._formulas(self.scenario.numbers.base), Names(self.scenario)
        ahead, side = self._prospect(f), self._side(f, self.rules.staller)
        found = stall(ahead, side)
        last = float(found.settles)
        x = np.arange(max(_SHOWN, int(last) + 12 if np.isfinite(last) else 0), dtype=float)
        who = names.subject(self.rules.staller)
        ends = ((last, "settles"),) if np.isfinite(last) else ()
        said = f"settles after {last:.0f} months" if np.isfinite(last) else "waits for as long as it can"
        said = "settles at once" if last == 0 else said
        if figure == "still_stalling":
            chance = Line("still stalling", still_stalling(ahead, found.settles, len(x)), self.rules.staller)
            months = float(found.months)
            title = f"{who} {said}; its stall lasts {months:.1f} months on average"
            return LineChart(title, x, "months from now", "probability", (chance,), ends, top=1.0)
        now = np.array([side.worth(ahead.position(int(month))) for month in range(len(x) + 1)])
        gain = side.discount * (1.0 - ahead.breaking) * (np.diff(now) + ahead.hazard * side.jump)
        cost = (1.0 - side.discount) * now[:-1] + side.cost
        lines = (Line("what a month's wait brings", 100 * gain, self.rules.staller), Line("what it costs", 100 * cost))
        more, less = ("brings", "costs") if last > 0 else ("costs", "brings")
        title = f"{who} {said}: a month's wait {more} more than it {less}"
        return LineChart(title, x, "months from now", f"points of {names.short(self.rules.staller)}", lines, ends)

    def _prospect(self, f: Formulas) -> Prospect:
        rules, shape = self.rules, f.values.shape[:-1]
        start, drift = f.number(f"issues.{rules.issue}.status_quo"), f.number(f"issues.{rules.issue}.drift", 0.0)
        end = np.where(drift >= 0, 1.0, 0.0)
        base = f"games.{self.key}"
        limit = f.number(f"{base}.ceiling") if rules.ceiling is not None else end
        return Prospect(
            start,
            drift,
            f.number(f"{base}.decay", 1.0),
            limit,
            f.number(f"levers.{rules.awaits}.hazard") if rules.awaits else np.zeros(shape),
            f.number(f"actors.{rules.staller}.breaking_point", 0.0),
        )

    def _side(self, f: Formulas, actor: str) -> Side:
        cost, discount = f.number(f"actors.{actor}.cost_of_fighting"), f.number(f"actors.{actor}.discount_factor", 1.0)
        return Side(self._worth(f, actor), cost, discount, self._jump(f, actor))

    def _worth(self, f: Formulas, actor: str) -> Callable[[FloatArray], FloatArray]:
        """Return what settling the issue at a position is worth to an actor: its stake, less what signing costs."""
        issue = self.rules.issue
        stake, ideal = f.number(f"stakes.{actor}.{issue}"), f.ideal(actor, issue)
        has_home_cost = bool(at_home(f, actor, issue, ideal))

        def worth(position: FloatArray) -> FloatArray:
            staked = stake * (1.0 - np.abs(position - ideal))
            if not has_home_cost:
                return np.asarray(staked)
            return np.asarray(staked - sum(part.amount for part in at_home(f, actor, issue, position)))

        return worth

    def _jump(self, f: Formulas, actor: str) -> FloatArray:
        """Return what it means to an actor that another issue goes where the staller wants it."""
        issue = self.rules.awaits_issue
        if issue is None:
            return np.zeros(f.values.shape[:-1])
        now, there = f.number(f"issues.{issue}.status_quo"), f.ideal(self.rules.staller, issue)
        ideal = f.ideal(actor, issue)
        return np.asarray(f.number(f"stakes.{actor}.{issue}") * (np.abs(now - ideal) - np.abs(there - ideal)))

    def _first_month(self, f: Formulas, ahead: Prospect, side: Side) -> Inequality:
        """Return what a month's wait costs against what it brings, if it settles then."""
        rules, share = self.rules, 1.0 - side.discount
        kept = side.discount * (1.0 - ahead.breaking)
        now = side.worth(ahead.start)
        costs = (
            Part(f"stakes.{rules.staller}.{rules.issue}", share * now),
            Part(f"actors.{rules.staller}.cost_of_fighting", side.cost),
        )
        brings = [Part(f"issues.{rules.issue}.status_quo", kept * (side.worth(ahead.position(1)) - now))]
        if f"issues.{rules.issue}.drift" in f.numbers:
            brings = [Part(f"issues.{rules.issue}.drift", brings[0].amount)]
        if rules.awaits:
            brings.append(Part(f"levers.{rules.awaits}.hazard", kept * ahead.hazard * side.jump))
        return Inequality(
            "a_month_costs_more",
            rules.staller,
            "a month's wait costs it at least what it brings",
            "a month's wait brings it more than it costs",
            Hand("what a month's wait costs", costs),
            Hand("what a month's wait brings", tuple(brings)),
            unit=UTILITY,
        )

    def _offers(self, f: Formulas, sides: tuple[Side, Side], found: Stall, made: FloatArray) -> list[Inequality]:
        """Return whether the issue reaches as far as the staller holds out for, and whether the partner gains by it."""
        rules, (side, partner) = self.rules, sides
        most = side.worth(f.ideal(rules.staller, rules.issue))
        waits = f"levers.{rules.awaits}.hazard" if rules.awaits else f"issues.{rules.issue}.status_quo"
        reaches = Inequality(
            "an_offer_suffices",
            rules.staller,
            "some settlement now is worth as much to it as its stall",
            "no settlement of the issue now is worth as much to it as its stall",
            Hand("all that the issue can give it now", (Part(f"stakes.{rules.staller}.{rules.issue}", most),)),
            Hand("its stall", (Part(waits, found.value),)),
            unit=UTILITY,
        )
        pays = Inequality(
            "an_offer_pays",
            rules.partner,
            "it would rather give now what the other side holds out for than bear the stall",
            "it would rather bear the stall than give now what the other side holds out for",
            Hand("the offer now", (Part(f"stakes.{rules.partner}.{rules.issue}", partner.worth(made)),)),
            Hand("the stall", (Part(f"actors.{rules.partner}.cost_of_fighting", found.partner),)),
            unit=UTILITY,
        )
        return [reaches, pays]


def _with_offers(regime: IntArray, bought: BoolArray) -> IntArray:
    """Return the regime where offers look ahead: it settles now, is bought off, or is not."""
    return np.asarray(np.where(regime == 0, 0, np.where(bought, 3, 4)), dtype=np.int64)
