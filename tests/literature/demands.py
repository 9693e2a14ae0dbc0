"""Screening, shifting power and signalling."""

from typing import Any

from literature.table import Found, Oracle, a, classic
from negosim.models import compile_game
from negosim.models.beliefs import ExponentialBelief, TwoTypes, UniformBelief
from negosim.models.screening.agenda import setter_offer
from negosim.models.screening.bias import least_bias
from negosim.models.screening.mediation import Lever, Mediation, solve_mediation
from negosim.models.screening.trade import Trade
from negosim.models.shifting_power.commitment import Shift, critical_cost
from negosim.models.signalling.cheap_talk import cuts, most_intervals
from negosim.models.signalling.least_cost import Effort, pooling_limit, separating_efforts
from negosim.scenario import read

NO_LEVER = Lever(a(0.0), a(1.0))


def mediated(eagerness: float) -> Found:
    levers = Lever(a(0.25), a(0.5)), Lever(a(0.15), a(0.5))
    found = solve_mediation(Mediation(a(0.5), a(0.1), UniformBelief(a(0), a(0.5)), *levers, a(eagerness)))
    return {"m_U": found.efforts[0], "m_R": found.efforts[1], "excess": found.demand - 0.5, "deal": found.chance}


def demand(position: float, belief: Any) -> Found:
    found = solve_mediation(Mediation(a(position), a(0.1), belief, NO_LEVER, NO_LEVER, a(0.0)))
    return {"x": found.demand, "war": 1 - found.chance, "worth": found.proposer}


def trade() -> Found:
    found = Trade(a(0), a(1), a(0), a(1))
    scenario = classic("buyer-and-seller")
    return {"gains": found.gains, "most": found.available, "bid": found.bid(a(0.6)), "ask": found.ask(a(0.6)),
            "scenario": scenario["gains"]}  # fmt: skip


def critical(unit: float, power: float, rising: float) -> Found:
    """`unit` is what one unit of cost is in shares of the whole pie: 1 for a flow, 1 - d for a cost that comes once."""
    return {"c": critical_cost(Shift(*map(a, (0.5, 0.6, 0.9, 0.0, rising * unit, power)))) / unit}


def breakfasts() -> Found:
    """Each pure equilibrium: breakfast of the strong and of the weak, reply to beer and to quiche."""
    analysis = compile_game(read("classics/beer-quiche"), "breakfast").analyse()
    short = {"beer": "B", "quiche": "Q", "leave": "N", "duel": "D"}
    found = set()
    for solution in analysis.answer.solutions:
        chosen = [max(at, key=at.__getitem__) for side in ("guest", "bully") for at in solution.profile[side].values()]
        found.add("".join(short[word] for word in chosen))
    return {"equilibria": sorted(found)}


HEALTH = Effort(*map(a, (2.0, 1.0, 0.5, 1.0, 0.5)))

ASKING = [
    *(Oracle("screening", f"a mediator, eagerness {e}", "Fearon 1995 and a mediator's stage, derived",
             lambda e=e: mediated(e), dict(zip(("m_U", "m_R", "excess", "deal"), found, strict=True)), 5e-6)
      for e, found in ((0.0, (0, 0, 0.2, 0.6)), (0.3, (0.15, 0.09, 0.212, 0.651)), (0.6, (0.3, 0.18, 0.224, 0.702)))),
    Oracle("screening", "a demand, costs uniform on [0, .4]", "Fearon 1995, pp. 410 and 411",
           lambda: demand(0.5, UniformBelief(a(0), a(0.4))), {"x": 0.65, "war": 0.375, "worth": 0.55625}, 1e-5),
    Oracle("screening", "a demand, costs uniform on [.1, .4]", "Fearon 1995, pp. 410 and 411",
           lambda: demand(0.5, UniformBelief(a(0.1), a(0.4))), {"x": 0.65, "war": 1 / 6, "worth": 0.6083333333333333}, 1e-5),
    Oracle("screening", "a demand, exponential costs", "Fearon 1995, p. 411",
           lambda: demand(0.6, ExponentialBelief(a(0.2))), {"x": 0.7, "war": 0.3934693402873666}, 1e-5),
    Oracle("screening", "two types", "Fearon 1995; Powell 2004",
           lambda: {"q": TwoTypes(a(0.1), a(0.4), a(0.5)).critical_chance(a(0.1), a(9.0))}, {"q": 0.4}),
    Oracle("screening", "a biased mediator", "after Kydd 2003, condition derived",
           lambda: {"b": least_bias(a(0.9), a(0.3), a(0.9), a(0.6), a(0.5)),
                    "scenario": classic("biased-mediator")["least_bias"]},
           {"b": 0.11538461538461532, "scenario": 0.11538461538461532}),
    Oracle("screening", "an agenda", "Romer and Rosenthal 1978",
           lambda: {"x": setter_offer(a(-2, -0.5, 2), a(0, 0, 0), a(1, 1, 3), a(0))}, {"x": [-1.0, -0.5, 2.0]}, 2e-5),
    Oracle("screening", "a buyer and a seller", "Chatterjee and Samuelson 1983", trade,
           {"gains": 9 / 64, "most": 1 / 6, "bid": 0.4 + 1 / 12, "ask": 0.4 + 1 / 4, "scenario": 9 / 64}),
    Oracle("shifting_power", "a cost in every period", "Fearon 1995, pp. 404 to 408", lambda: critical(1.0, 1.0, 0.0),
           {"c": 0.4}),
    Oracle("shifting_power", "a cost once", "Fearon 1995, p. 406", lambda: critical(0.1, 1.0, 0.0), {"c": 4.0}),
    Oracle("shifting_power", "a large rapid shift", "Powell 2004, 2006", lambda: critical(0.1, 0.0, 0.2), {"c": 0.22}),
    Oracle("signalling", "beer or quiche", "Cho and Kreps 1987", breakfasts, {"equilibria": ["BBND", "QQDN"]}, 0),
    Oracle("signalling", "cheap talk", "Crawford and Sobel 1982, section 4",
           lambda: {"N": most_intervals(a(0.05)), "cuts": cuts(0.05, 3),
                    "scenario": classic("cheap-talk")["intervals"]},
           {"N": 3, "cuts": [2 / 15, 7 / 15], "scenario": 3}, 1e-12),
    Oracle("signalling", "effort that tells types apart", "Spence 1973; Riley 1979",
           lambda: {"e": separating_efforts(HEALTH), "pool": pooling_limit(HEALTH),
                    "scenario": classic("job-market")["least_effort"]},
           {"e": [1.0, 2.0], "pool": 0.5, "scenario": 1.0}),
]  # fmt: skip
