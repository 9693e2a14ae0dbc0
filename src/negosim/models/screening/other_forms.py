"""The two other forms of screening: an offer to a veto player of known cost, and a sale at sealed prices."""

import numpy as np

from negosim.models.evaluation import Evaluation, Inequality, Part, Side
from negosim.models.formulas import Formulas
from negosim.models.pie import fighting_cost, standing
from negosim.models.screening.agenda import setter_offer
from negosim.models.screening.reading import pies
from negosim.models.screening.trade import Trade
from negosim.scenario.rules.screening import ScreeningRules


def evaluate_agenda(f: Formulas, rules: ScreeningRules, regimes: tuple[int, int]) -> Evaluation:
    """Return the setter's offer; `regimes` are those of an ideal that is accepted, and of one that is not."""
    assert rules.issue is not None
    issue = rules.issue
    setter, veto = (f.ideal(side, issue) for side in (rules.proposer, rules.responder))
    now = standing(f, issue, rules.disagreement)
    cost = fighting_cost(f, rules.responder, rules.disagreement) / pies(f, rules)[1].whole * np.abs(setter - veto)
    offer = np.clip(setter_offer(setter, veto, now, cost), 0.0, 1.0)
    path, ideal = f"actors.{rules.responder}.cost_of_fighting", f"ideals.{rules.proposer}.{issue}"
    reach = [Part(f"issues.{issue}.status_quo", np.abs(now - veto))]
    within = Inequality(
        "ideal_within_reach",
        rules.responder,
        "it accepts the setter's ideal",
        "it would refuse the setter's ideal",
        Side("how far from its own ideal it accepts", tuple(reach + ([Part(path, cost)] if path in f.numbers else []))),
        Side(
            "how far the setter's ideal is from its own",
            (Part(ideal if ideal in f.numbers else f"actors.{rules.proposer}.ideal", np.abs(setter - veto)),),
        ),
        unit="of the issue",
    )
    stakes = [f.number(f"stakes.{side}.{issue}") for side in (rules.proposer, rules.responder)]
    figures = {
        "offer": offer,
        "reach": within.left.value,
        "proposer_payoff": stakes[0] * (1.0 - np.abs(offer - setter)),
        "responder_payoff": stakes[1] * (1.0 - np.abs(offer - veto)),
    }
    return Evaluation(figures, np.where(within.holds, *regimes), (within,), {"cost": cost, "status_quo": now})


def trade_of(f: Formulas, rules: ScreeningRules, game: str) -> tuple[Trade, tuple[str, ...]]:
    """Return the supports of both values, and the paths of their ends."""
    sides = (rules.proposer, rules.responder)
    paths = tuple(f"games.{game}.values.{side}.{end}" for side in sides for end in ("low", "high"))
    return Trade(*(f.number(path) for path in paths)), paths


def evaluate_trade(f: Formulas, rules: ScreeningRules, game: str, regimes: tuple[int, int]) -> Evaluation:
    """Return the trade; `regimes` are those of linear prices, and of bids that bunch."""
    trade, (v0, v1, c0, c1) = trade_of(f, rules, game)
    figures = {
        "chance_of_trade": trade.chance,
        "gains": trade.gains,
        "available_gains": trade.available,
        "trade_gap": trade.gap,
        "proposer_payoff": trade.gains / 2.0,
        "responder_payoff": trade.gains / 2.0,
    }
    top = Inequality(
        "highest_value_meets_asks",
        rules.proposer,
        "even its highest bid may be too low",
        "its highest bid would exceed every ask",
        Side("four times the highest cost", (Part(c1, 4 * trade.c1),)),
        Side("three times the highest value, and the lowest cost", (Part(v1, 3 * trade.v1), Part(c0, trade.c0))),
    )
    low = Inequality(
        "lowest_cost_meets_bids",
        rules.responder,
        "even its lowest ask may be too high",
        "its lowest ask would be below every bid",
        Side("the highest value, and three times the lowest cost", (Part(v1, trade.v1), Part(c0, 3 * trade.c0))),
        Side("four times the lowest value", (Part(v0, 4 * trade.v0),)),
    )
    return Evaluation(figures, np.where(trade.is_linear, *regimes), (top, low), {"trade": trade})
