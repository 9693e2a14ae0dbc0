"""The signs of the claims that screening, stopping, attrition and crisis carry, over march-2025's ranges.

A weak sign must hold in every draw, and somewhere inside the ranges something must change. Where the file's numbers
contradict a sign the test asserts where it does hold. Counterexamples outside a condition stand in tests/models.
"""

import numpy as np
import pytest

from negosim.models import compile_game
from negosim.scenario import read


@pytest.fixture(scope="module")
def d(docs):
    """The measures of these models."""
    return docs("measure_demands")


WHOLE = {"C7": 2, "C11": 2, "C14": 1, "C15": 2, "C20": 1, "C29": 1, "C30": 1}
"""How many signs of each claim hold in every draw, and change something in more than 3 %."""


@pytest.mark.parametrize("claim", WHOLE)
def test_the_sign_holds_in_every_draw_and_somewhere_changes_something(d, claim):
    shares = [sign.measured() for sign in d.SIGNS if sign.claim == claim]
    assert all(share.weak == 1 for share in shares)
    assert sum(share.strict > 0.02 for share in shares) >= WHOLE[claim]


def test_c5_and_c9_eagerness_raises_the_demand_where_aid_is_the_stronger_lever_and_lowers_it_where_it_is_not(d):
    for stronger in (True, False):
        share = d.eager_demand(stronger)
        assert share.weak == share.strict == 1 and share.of > 0.02
    assert 0.9 < d.moves_with(d.DEMAND, d.WISH, "demand").weak < 1
    likelier = d.moves_with(d.DEMAND, d.WISH, "chance_of_deal")
    assert likelier.weak == 1 and likelier.strict > 0.9


def test_c5_counterexample_with_sanctions_the_stronger_lever_a_keener_mediator_lowers_the_demand():
    inside = {
        "actors.ukraine.cost_of_fighting.belief.uniform.high": 0.10,
        "games.demand.effort_cost.us_aid": 0.30,
        "games.demand.effort_cost.us_sanctions": 0.30,
        "levers.us_aid.strength": 0.02,
        "levers.us_sanctions.strength": 0.02,
    }
    talks = read("march-2025").what_if(inside)
    for sanctions, rises in ((0.001, True), (0.05, False)):
        demands = []
        for wish in (0.1, 0.4):
            changes = {"actors.us.value_of_deal": wish, "levers.us_sanctions.strength": sanctions}
            found = compile_game(talks.what_if(changes), "demand").analyse()
            assert found.regime == "interior"
            demands.append(found.figures["demand"])
        assert (demands[1] > demands[0]) == rises


def test_c12_costlier_war_lowers_the_demand_and_a_likelier_breaking_point_shortens_the_stall(d):
    inside = d.moves_against(d.DEMAND, d.COST, "demand", d.NARROW)
    assert inside.weak == 1 and inside.strict > 0.9
    stall = d.moves_against(d.STALL, d.BREAKING, "expected_months", d.CHEAP)
    assert stall.weak == 1 and stall.strict > 0.5


def test_c4_russia_does_not_stall_at_the_files_numbers_and_where_war_is_cheap_the_stall_is_not_monotone(d):
    assert compile_game(read("march-2025"), "stall").analyse().regime == "settles_now"
    longer = d.moves_with(d.STALL, d.DRIFT, "settles_after", d.CHEAP)
    assert 0.1 < longer.strict < longer.weak < 0.9
    assert d.bought_off().weak == 1
    cheap = d.bought_off(d.CHEAP)
    assert 0.99 < cheap.weak < 1 and cheap.strict > 0.5


def test_c4_no_stall_is_left_exactly_where_the_issue_reaches_what_is_held_out_for_and_the_partner_gains(d):
    seen = d.at(d.STALL, {**d.CHEAP, d.ENDS: 0.15, "stakes.russia.aid": 0.5})
    names = list(d.compiled(d.STALL).REGIMES)
    left = seen["regime"] == names.index("not_bought_off")
    waits = seen["value_of_stalling"] > seen["value_now"] + 1e-9
    reaches = np.isfinite(seen["holds_out_for"]) & (seen["partner_gain"] >= -1e-9)
    assert (left == (waits & ~reaches)).all() and left.any() and (waits & reaches).any()


def test_c25_the_worth_and_the_states_of_waiting_grow_and_the_wait_as_it_comes_to_pass_mostly_shortens(d):
    for figure in ("value_of_stalling", "settles_after"):
        share = d.moves_with(d.STALL, d.ENDS, figure, d.CHEAP)
        assert share.weak == 1 and share.strict > 0.5
    assert d.moves_with(d.STALL, d.ENDS, "expected_months", d.CHEAP).weak < 0.5
    firm = d.moves_with(d.FIRMNESS, d.ENDS, "payoff.russia")
    assert firm.weak == 1 and 0.5 < firm.strict < 1


def test_c11_where_russia_leaves_ukraine_nothing_patience_weighs_nothing_and_only_cost_counts(d):
    assert d.moves_against(d.FIRMNESS, d.PATIENCE, "concedes_at_once.ukraine").strict == 0


def test_counterexample_where_the_whole_issue_is_asked_for_neither_levers_nor_costs_move_the_demand(d):
    base = read("march-2025")
    moved = {d.AID: 0.40, d.PRESSING: 0.30, d.REPLACED: 0.30, d.COST: 0.01}
    for path, value in moved.items():
        found = compile_game(base.what_if({path: value}), "demand").analyse()
        assert found.figures["demand"] == pytest.approx(1)


def test_c25_counterexamples_an_end_that_russia_does_not_gain_from_and_a_weak_russia_whose_payoff_stays(d):
    base = read("march-2025").what_if({**d.CHEAP, "stakes.russia.aid": 0})
    worth = [compile_game(base.what_if({d.ENDS: h}), "stall").analyse().figures for h in (0.01, 0.15)]
    assert worth[1]["value_of_stalling"] == pytest.approx(worth[0]["value_of_stalling"])
    dear = read("march-2025").what_if({d.COST: 0.15})
    found = [compile_game(dear.what_if({d.ENDS: h}), "firmness").analyse() for h in (0.01, 0.05)]
    assert all(each.regime == "first_is_weak" for each in found)
    assert found[0].figures["payoff.russia"] == pytest.approx(found[1].figures["payoff.russia"])
