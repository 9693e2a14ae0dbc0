"""A scenario's attrition: from its numbers to who gives in, when, and why."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negosim.games import FloatArray
from negosim.models.attrition.concession import (
    Attrition,
    Concession,
    concede,
    rates_needed,
    still_firm,
    worth_of_giving_in,
)
from negosim.models.attrition.one_prize import evaluate_prize
from negosim.models.attrition.prize_answer import answer_prize, draw_prize
from negosim.models.compiled import CompiledModel
from negosim.models.evaluation import Answer, Evaluation, Figure, Inequality, ModelSolution, Part, Side
from negosim.models.formulas import Formulas
from negosim.models.line_chart import Line, LineChart
from negosim.models.pie import Pie
from negosim.scenario.names import Names
from negosim.solve import Complete

_LONG = 120.0
_LEAST = 1e-12
"""Discount factors and survival chances are taken to be at least this, so that rates stay finite."""


@dataclass(frozen=True, eq=False)
class CompiledAttrition(CompiledModel):
    """Two sides of a scenario that wear each other down."""

    MODEL: ClassVar = "attrition"
    REPRESENTATION: ClassVar = "war_of_attrition"
    SAYS: ClassVar = "who gives in first when each side may be of a kind that never does"
    SOURCE: ClassVar = (
        "Abreu and Gul (2000), proposition 1, with a cost of fighting and an outside event added; one prize: Maynard "
        "Smith (1974), Bishop, Cannings and Maynard Smith (1978)"
    )
    CONCEPTS: ClassVar = ("perfect_bayesian",)
    FIGURES: ClassVar = {
        "concession_rate": Figure("the rate at which a side gives in, if it is not obstinate", "per month"),
        "concedes_at_once": Figure("the chance that a side gives in at once", "probability"),
        "known_obstinate_after": Figure("how long a side takes to be known as obstinate; null if for ever", "month"),
        "ends_after": Figure("from when on only obstinate sides are left; null if never", "month"),
        "wins": Figure("the chance that the other side gives in first", "probability"),
        "payoff": Figure("the payoff of a side that is not obstinate", "utility of the side"),
        "worth": Figure("how much of its own fighting the one prize is worth to a side", "month"),
        "stops_after": Figure("when a side gives in; null if never", "month"),
        "expected_length": Figure("how long a war over one prize lasts on average, before it is fought", "month"),
    }
    REGIMES: ClassVar = {
        "first_is_weak": "the first side may give in at once",
        "second_is_weak": "the second side may give in at once",
        "even": "neither gives in at once",
        "first_waits_for_ever": "outside events alone make it worth the first side's while to wait",
        "second_waits_for_ever": "outside events alone make it worth the second side's while to wait",
        "both_wait_for_ever": "outside events alone make it worth both sides' while to wait",
        "no_dispute": "what they insist on can both be had",
        "first_lasts": "over one prize the first side lasts longer, or is the likelier to where both mix",
        "second_lasts": "over one prize the second side lasts longer, or is the likelier to where both mix",
        "no_cost": "fighting costs a side nothing, so nothing wears it down",
    }

    @property
    def players(self) -> tuple[str, ...]:
        """Both sides."""
        return tuple(self.rules.sides)

    def evaluate(self, f: Formulas) -> Evaluation:
        """Return the equilibrium, its figures, and the inequalities behind it."""
        if self.rules.form != "reputation":
            return evaluate_prize(self, f)
        data = self._data(f)
        found = concede(data)
        pies = self._pies(f)
        figures: dict[str, FloatArray] = {"ends_after": _finite(found.end)}
        for k, side in enumerate(self.rules.sides):
            figures |= {
                f"concession_rate.{side}": found.rates[..., k],
                f"concedes_at_once.{side}": found.at_once[..., k],
                f"known_obstinate_after.{side}": _finite(found.alone[..., k]),
                f"wins.{side}": found.wins[..., k],
                f"payoff.{side}": found.payoffs[..., k] * pies[k].whole,
            }
        never = rates_needed(data) < 0
        one, two = never[..., 0], never[..., 1]
        weak = [found.at_once[..., k] > 0 for k in (0, 1)]
        cases = [~(data.dispute > 0), one & two, one, two, weak[0], weak[1]]
        regime = np.select(cases, [6, 5, 3, 4, 0, 1], default=2)
        return Evaluation(figures, np.asarray(regime, dtype=np.int64), self._inequalities(f, data, found))

    def answer(self, base: Evaluation) -> Answer:
        """Return the answer in words."""
        if self.rules.form != "reputation":
            return answer_prize(self, base, self._formulas(self.scenario.numbers.base))
        names, regime = Names(self.scenario), tuple(self.REGIMES)[int(base.regime)]
        sides, issue = self.rules.sides, names.issue(self.rules.issue)
        one, two = (names.subject(side) for side in sides)
        at = {name: float(amount) for name, amount in base.figures.items()}
        once = [at[f"concedes_at_once.{side}"] for side in sides]
        weak = f"{{}} is the weak side over {issue}: it gives in at once with a chance of {{:.2f}}"
        words = {
            "first_is_weak": weak.format(one, once[0]),
            "second_is_weak": weak.format(two, once[1]),
            "even": f"neither gives in at once over {issue}",
            "first_waits_for_ever": f"{one} waits for outside events; {two} gives in at once unless it is obstinate",
            "second_waits_for_ever": f"{two} waits for outside events; {one} gives in at once unless it is obstinate",
            "both_wait_for_ever": "both wait for outside events",
            "no_dispute": f"what both insist on over {issue} can be had",
        }
        why = "with obstinate kinds on both sides the equilibrium is unique (Abreu and Gul 2000)"
        notes = ("A chance is one in the model, not of an event.",)
        does = {side: {"gives_in": chance, "insists": 1.0 - chance} for side, chance in zip(sides, once, strict=True)}
        if regime == "no_dispute":
            return Answer(words[regime], Complete.UNKNOWN, "there is nothing to solve", (), notes)
        payoffs = {side: at[f"payoff.{side}"] for side in sides}
        solution = ModelSolution(self.CONCEPTS[0], payoffs, profile=does, regret=self._regret())
        return Answer(words[regime], Complete.ALL, why, (solution,), notes, {side: tuple(does[side]) for side in sides})

    def _regret(self) -> float:
        """Return the most that a normal side gains, as a share of the pie, by giving in at another time."""
        data = self._data(self._formulas(self.scenario.numbers.base))
        found = concede(data)
        end = float(found.end)
        worth = worth_of_giving_in(data, found, np.linspace(0.0, end if np.isfinite(end) else _LONG, 401))
        return max(float((worth - found.payoffs[:, None]).max()), 0.0)

    def drawing(self, figure: str) -> LineChart:
        """Return the chance that each side is still firm, month by month, until only obstinate sides are left."""
        if self.rules.form != "reputation":
            return draw_prize(self, self._formulas(self.scenario.numbers.base))
        data = self._data(self._formulas(self.scenario.numbers.base))
        found, names = concede(data), Names(self.scenario)
        end = float(found.end)
        until = end if np.isfinite(end) and end > 0 else 12.0
        x = np.linspace(0.0, 1.15 * until, 300)
        firm = still_firm(found, x)
        sides = self.rules.sides
        lines = tuple(Line(names.short(side), firm[k], side) for k, side in enumerate(sides))
        marks = ((end, "only obstinate sides left"),) if np.isfinite(end) and end > 0 else ()
        said = self.analyse().answer.headline
        return LineChart(
            said[:1].upper() + said[1:], x, "months from now", "still firm, probability", lines, marks, top=1.0
        )

    def _pies(self, f: Formulas) -> tuple[Pie, Pie]:
        one, two = self.rules.sides
        return Pie(f, self.rules.issue, one, two), Pie(f, self.rules.issue, two, one)

    def _data(self, f: Formulas) -> Attrition:
        rules, pies = self.rules, self._pies(f)
        asks, rates, costs, kinds, helps = [], [], [], [], []
        for pie, side in zip(pies, rules.sides, strict=True):
            asks.append(pie.share(f.number(f"games.{self.key}.demands.{side}")))
            rates.append(-np.log(np.maximum(f.number(f"actors.{side}.discount_factor", 1.0), _LEAST)))
            costs.append(f.number(f"actors.{side}.cost_of_fighting", 0.0) / pie.whole)
            kinds.append(f.number(f"actors.{side}.obstinate"))
            helps.append(self._help(f, side))
        return Attrition(*(_pair(rows) for rows in (asks, rates, costs, kinds, helps)))

    def _help(self, f: Formulas, side: str) -> FloatArray:
        """Return the rate at which a side expects the other's support to end."""
        if self.rules.support is None or f.facts.levers[self.rules.support].target == side:
            return np.zeros(f.values.shape[:-1])
        return np.asarray(-np.log(np.maximum(1.0 - f.number(f"levers.{self.rules.support}.hazard"), _LEAST)))

    def _inequalities(self, f: Formulas, data: Attrition, found: Concession) -> tuple[Inequality, ...]:
        """Return who is known as obstinate sooner, and for each side whether waiting costs more than events bring."""
        one, two = self.rules.sides
        names = Names(self.scenario)
        last = np.nan_to_num(found.alone, posinf=1e6)
        sooner = Inequality(
            "first_is_known_sooner",
            None,
            f"{names.subject(one)} is known as obstinate sooner, so {names.subject(two)} is the weak side",
            f"{names.subject(two)} is known as obstinate sooner, so {names.subject(one)} is the weak side",
            Side(f"months that {names.subject(two)} takes", (Part(f"actors.{two}.obstinate", last[..., 1]),)),
            Side(f"months that {names.subject(one)} takes", (Part(f"actors.{one}.obstinate", last[..., 0]),)),
            unit="months",
        )
        return (sooner, *(self._waiting(f, data, k) for k in (0, 1)))

    def _waiting(self, f: Formulas, data: Attrition, k: int) -> Inequality:
        """Return whether a month of waiting costs a side at least what outside events bring it, in shares of the
        pie."""
        side, other = self.rules.sides[k], self.rules.sides[1 - k]
        path = f"actors.{side}.discount_factor"
        delay = data.rate[..., k] * (1.0 - data.asks[..., 1 - k])
        costs = [Part(path if path in f.numbers else f"games.{self.key}.demands.{other}", delay)]
        if f"actors.{side}.cost_of_fighting" in f.numbers:
            costs.append(Part(f"actors.{side}.cost_of_fighting", data.cost[..., k]))
        helped = self.rules.support is not None and f.facts.levers[self.rules.support].target != side
        event = f"levers.{self.rules.support}.hazard" if helped else f"games.{self.key}.demands.{side}"
        return Inequality(
            f"waiting_costs_{side}",
            side,
            "waiting costs it at least what outside events bring, so it waits only if the other side may give in",
            "outside events alone are worth waiting for",
            Side("what a month's wait costs, as a share of the issue", tuple(costs)),
            Side("what outside events bring", (Part(event, data.help[..., k] * np.maximum(data.dispute, 0.0)),)),
            unit="of the issue",
        )


def _pair(rows: list[FloatArray]) -> FloatArray:
    return np.stack(np.broadcast_arrays(*rows), axis=-1)


def _finite(amount: FloatArray) -> FloatArray:
    return np.where(np.isfinite(amount), amount, np.nan)
