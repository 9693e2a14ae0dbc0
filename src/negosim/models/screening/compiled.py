"""A scenario's screening: from its numbers to the demand, the chance of a deal, and which inequality decides."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negosim.games import FloatArray
from negosim.models.compiled import CompiledModel
from negosim.models.evaluation import Answer, Evaluation, Figure, ModelSolution
from negosim.models.formulas import Formulas
from negosim.models.line_chart import Line, LineChart
from negosim.models.screening.advice import answer_advice, draw_advice, evaluate_advice
from negosim.models.screening.certificate import agenda_regret, demand_regret, trade_regret
from negosim.models.screening.demand import evaluate_demand
from negosim.models.screening.other_forms import evaluate_agenda, evaluate_trade, trade_of
from negosim.scenario.names import Names
from negosim.solve import Complete

_SIDES = ("proposer", "responder")
_Said = tuple[str, Complete, str, dict[str, dict[str, float]], float]
"""The answer in words, whether it is complete and why, what each does with what chance, and the regret."""


@dataclass(frozen=True, eq=False)
class CompiledScreening(CompiledModel):
    """A demand, an agenda, a trade or an advice of a scenario."""

    MODEL: ClassVar = "screening"
    REPRESENTATION: ClassVar = "bayesian_game"
    SAYS: ClassVar = "what is asked of a side of unknown cost, and what a mediator who wants a deal changes"
    SOURCE: ClassVar = (
        "Fearon (1995) and a mediator's stage derived here; Romer and Rosenthal (1978); Chatterjee and Samuelson (1983)"
    )
    CONCEPTS: ClassVar = ("perfect_bayesian",)
    FIGURES: ClassVar = {
        "demand": Figure("where the proposer asks that the issue ends", "position"),
        "excess": Figure("what it asks for beyond the share that it has by fighting", "share of the issue"),
        "chance_of_deal": Figure("the chance, in the proposer's belief, that it is accepted", "probability"),
        "effort": Figure("the mediator's effort with a lever, from 0 to 1", "share"),
        "proposer_payoff": Figure("the proposer's expected payoff from the issue", "utility of the proposer"),
        "responder_payoff": Figure("the responder's expected payoff from the issue", "utility of the responder"),
        "mediator_payoff": Figure(
            "a deal's worth times its chance, less the cost of effort", "utility of the mediator"
        ),
        "proposer_gain": Figure("what the mediator's eagerness brings the proposer", "utility of the proposer"),
        "responder_gain": Figure("what the mediator's eagerness brings the responder", "utility of the responder"),
        "critical_chance": Figure("the chance of a weak type above which the risky demand is made", "probability"),
        "offer": Figure("what the setter offers and the veto player accepts", "position"),
        "reach": Figure("how far from its ideal the veto player accepts an offer", "share of the issue"),
        "chance_of_trade": Figure("the chance of a trade; null where bids bunch", "probability"),
        "gains": Figure("the expected gains from trade; null where bids bunch", "price"),
        "available_gains": Figure("the expected gains if every gainful trade were made", "price"),
        "trade_gap": Figure("by how much the value must exceed the cost for a trade", "price"),
        "bias": Figure(
            "what the whole issue in the proposer's hands is worth to a mediator", "utility of the mediator"
        ),
        "least_bias": Figure("the least bias with which `weak` is believed; null if none", "utility of the mediator"),
        "largest_bias": Figure("the bias from which it says `weak` anyway; null if none", "utility of the mediator"),
        "chance_if_weak": Figure("the chance of a weak type if the mediator saw one", "probability"),
        "chance_if_strong": Figure("the chance of a weak type if the mediator saw a strong one", "probability"),
        "demand_if_weak": Figure("what the proposer asks for if told `weak`", "position"),
        "demand_if_strong": Figure("what the proposer asks for if told `strong`", "position"),
    }
    REGIMES: ClassVar = {
        "interior": "it asks for so much that some types refuse, and less than the whole issue",
        "sure_deal": "it asks for what every type accepts",
        "whole_issue": "it asks for the whole issue, and some types refuse",
        "risky": "it asks for what only the weak type accepts",
        "interior_capped": "as interior, with the mediator's effort at its cap",
        "sure_deal_capped": "as sure_deal, with the mediator's effort at its cap",
        "whole_issue_capped": "as whole_issue, with the mediator's effort at its cap",
        "risky_capped": "as risky, with the mediator's effort at its cap",
        "ideal": "the setter gets its ideal",
        "limit": "the setter takes what the veto player just accepts",
        "linear": "buyer and seller name prices linear in what they know",
        "bunching": "the linear prices are no equilibrium: some types trade for sure",
        "believed": "a mediator says what it saw, and is believed",
        "holds_back": "a mediator's bias is too small for its `weak` to be believed",
        "cries_wolf": "a mediator's bias is so large that it would say `weak` whatever it saw",
        "no_use": "the proposer asks for the same whatever a mediator says",
    }

    @property
    def players(self) -> tuple[str, ...]:
        """The mediator, where there is one, and both sides."""
        return (*((self.rules.mediator,) if self.rules.mediator else ()), self.rules.proposer, self.rules.responder)

    def evaluate(self, f: Formulas) -> Evaluation:
        """Return the demand, the offer, the trade or the advice, and the inequalities behind it."""
        if self.rules.form == "agenda":
            return evaluate_agenda(f, self.rules, self._regimes("ideal", "limit"))
        if self.rules.form == "trade":
            return evaluate_trade(f, self.rules, self.key, self._regimes("linear", "bunching"))
        if self.rules.form == "advice":
            return evaluate_advice(self, f)
        return evaluate_demand(f, self.rules, self.key)

    def _regimes(self, one: str, two: str) -> tuple[int, int]:
        words = tuple(self.REGIMES)
        return words.index(one), words.index(two)

    def answer(self, base: Evaluation) -> Answer:
        """Return the answer in words, and the choices that it is made of with their regret."""
        if self.rules.form == "advice":
            return answer_advice(self, base)
        said, complete, why, does, regret = {
            "demand": self._demand_answer,
            "agenda": self._agenda_answer,
            "trade": self._trade_answer,
        }[self.rules.form](base)
        sides = (self.rules.proposer, self.rules.responder)
        payoffs = {side: float(base.figures[f"{w}_payoff"]) for side, w in zip(sides, _SIDES, strict=True)}
        if "mediator_payoff" in base.figures:
            payoffs[self.rules.mediator] = float(base.figures["mediator_payoff"])
        notes = ("A chance is one in the proposer's belief, not of an event.",) if self.rules.form == "demand" else ()
        solution = ModelSolution(self.CONCEPTS[0], payoffs, profile=does, regret=regret)
        actions = {actor: tuple(options) for actor, options in does.items()}
        return Answer(said, complete, why, (solution,) if complete is not Complete.UNKNOWN else (), notes, actions)

    def _demand_answer(self, base: Evaluation) -> _Said:
        names, rules, details = Names(self.scenario), self.rules, base.details or {}
        demand, chance = (float(base.figures[name]) for name in ("demand", "chance_of_deal"))
        said = f"{names.subject(rules.proposer)} asks for {demand:.3g} on {names.issue(rules.issue)}, which "
        said += f"{names.subject(rules.responder)} accepts with a chance of {chance:.2f} in the model"
        why = "each stage has one best choice; of equally good ones that which more types accept, or that costs less"
        does = {rules.proposer: {"asks": 1.0}, rules.responder: {"accepts": chance, "refuses": 1.0 - chance}}
        if rules.mediator:
            presses = float(max(details["found"].efforts) > 0)
            does[rules.mediator] = {"presses": presses, "stands_by": 1.0 - presses}
        return said, Complete.ALL, why, does, demand_regret(details["data"], details["found"])

    def _agenda_answer(self, base: Evaluation) -> _Said:
        names, rules, numbers = Names(self.scenario), self.rules, self.scenario.numbers
        f = self._formulas(numbers.base)
        ideals = [float(f.ideal(side, rules.issue)) for side in (rules.proposer, rules.responder)]
        offer, reach = (float(base.figures[name]) for name in ("offer", "reach"))
        said = f"{names.subject(rules.proposer)} offers {offer:.3g} on {names.issue(rules.issue)}, and "
        said += f"{names.subject(rules.responder)} accepts"
        does = {rules.proposer: {"offers": 1.0}, rules.responder: {"accepts": 1.0}}
        why = "the acceptable point that is nearest to an ideal is unique"
        return said, Complete.ALL, why, does, agenda_regret(offer, ideals[0], ideals[1], reach)

    def _trade_answer(self, base: Evaluation) -> _Said:
        names, rules, trade = Names(self.scenario), self.rules, (base.details or {})["trade"]
        at = {name: float(amount) for name, amount in base.figures.items()}
        does = {rules.proposer: {"bids": 1.0}, rules.responder: {"asks": 1.0}}
        who = f"{names.subject(rules.proposer)} and {names.subject(rules.responder)}"
        if not bool(trade.is_linear):
            return f"{who} have no linear prices", Complete.UNKNOWN, "only linear prices are sought", does, 0.0
        said = f"{who} trade where the value exceeds the cost by {at['trade_gap']:.3g}, and gain {at['gains']:.4g} of "
        said += f"the {at['available_gains']:.4g} that there is"
        why = "linear prices are one equilibrium of several; no other is sought"
        return said, Complete.SOME, why, does, trade_regret(trade)

    def drawing(self, figure: str) -> LineChart:
        """Return the demand and the chance of a deal against the mediator's eagerness, or the bids of a trade."""
        if self.rules.form == "trade":
            return self._bids()
        if self.rules.form == "advice":
            return draw_advice(self)
        rules, numbers = self.rules, self.scenario.numbers
        path = f"actors.{rules.mediator}.value_of_deal"
        if rules.form != "demand" or path not in numbers:
            path = f"issues.{rules.issue}.status_quo"
        entry = numbers[path]
        low, high = entry.quantity.low, entry.quantity.high
        most = 1.0 if path.endswith("status_quo") else max(2 * entry.value, high or 0.0, 0.1)
        x = np.linspace(0.0, most, 201)
        seen, names = self.figures(numbers.vary({path: x})), Names(self.scenario)
        issue = names.issue(rules.issue)
        stated = (low, high) if low is not None and high is not None else None
        if rules.form == "agenda":
            line = Line("offer", seen["offer"], rules.proposer)
            title = f"What {names.subject(rules.proposer)} can take on {issue} as the status quo moves"
            return LineChart(title, x, f"status quo of {issue}", "position", (line,), (), entry.value, stated, 1.0)
        lines = (Line("demand", seen["demand"], rules.proposer), Line("chance of a deal", seen["chance_of_deal"]))
        label = f"status quo of {issue}" if path.endswith("status_quo") else "value of a deal to the mediator"
        return LineChart(self._finding(seen), x, label, "position, probability", lines, (), entry.value, stated, 1.0)

    def _finding(self, seen: dict[str, FloatArray]) -> str:
        """Say what the picture shows."""
        names, demand, chance = Names(self.scenario), seen["demand"], seen["chance_of_deal"]
        who = names.subject(self.rules.proposer)
        moves = [np.ptp(x) > 1e-9 for x in (demand, chance)]
        if self.rules.mediator is None or not any(moves):
            return f"What {who} asks for, and the chance of a deal"
        first = (
            f"{who} asks for {'more' if demand[-1] > demand[0] else 'less'}" if moves[0] else f"{who} asks for the same"
        )
        second = (
            f"a deal is {'likelier' if chance[-1] > chance[0] else 'less likely'}" if moves[1] else "a deal as likely"
        )
        return f"With a keener mediator {first}, and {second}"

    def _bids(self) -> LineChart:
        f, names = self._formulas(self.scenario.numbers.base), Names(self.scenario)
        trade, _ = trade_of(f, self.rules, self.key)
        x = np.linspace(float(min(trade.v0, trade.c0)), float(max(trade.v1, trade.c1)), 201)
        inside = [(x >= low) & (x <= high) for low, high in ((trade.v0, trade.v1), (trade.c0, trade.c1))]
        rows = zip((self.rules.proposer, self.rules.responder), (trade.bid(x), trade.ask(x)), inside, strict=True)
        lines = tuple(Line(names.short(side), np.where(there, y, np.nan), side) for side, y, there in rows)
        title = f"Each shades its price; they trade where the value exceeds the cost by {float(trade.gap):.3g}"
        return LineChart(title, x, "value or cost", "price named", lines)
