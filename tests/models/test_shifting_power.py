"""A shift of power in a scenario: Fearon's condition as published, and march-2025 again from its own numbers."""

import numpy as np
import pytest

from negosim.models import compile_game
from negosim.scenario import read
from negosim.scenario.rules import RULES

WAR, TALKS = read("classics/preventive-war"), read("march-2025")


def analysed(scenario, changes=None, game=None):
    return compile_game(scenario.what_if(changes) if changes else scenario, game).analyse()


def test_fearons_declining_state_fights_where_war_costs_less_than_four_periods_of_the_land():
    figures = analysed(WAR).figures
    assert figures["critical_cost"] / (1 - 0.9) == pytest.approx(4)
    assert [analysed(WAR, {"actors.declining.cost_of_fighting": c}).regime for c in (0.39, 0.41)] == ["no_deal", "deal"]


def test_the_printed_condition_decides_the_classic_for_any_shift():
    d, p1, c = 0.9, 0.5, 0.2
    for p2 in (0.55, 0.57, 0.58, 0.6, 0.7):
        no_deal = d * p2 - p1 > c / (1 - d) * (1 - d) ** 2
        assert (analysed(WAR, {"games.shift.later": p2}).regime != "deal") == no_deal


def test_with_all_later_bargaining_power_the_declining_state_takes_peace_unless_powells_condition_holds():
    assert analysed(WAR, WAR.facts.what_ifs["declining_sets_the_terms"].set).regime == "deal"
    cheap = {f"actors.{side}.cost_of_fighting": 0.01 for side in ("rising", "declining")}
    assert 0.9 * 0.6 - 0.5 > 0.01 + 0.9 * 0.01
    assert analysed(WAR, cheap).regime == "no_deal_at_all"


def test_march_2025_again_from_its_own_numbers():
    facts, rules = TALKS.facts, TALKS.facts.games["rearming"]
    months, territory = int(rules.horizon.value), facts.issues["territory"]
    now = territory.status_quo.value + months * territory.drift.value
    cost = {}
    for side in ("russia", "ukraine"):
        actor = facts.actors[side]
        flow = sum(actor.discount_factor.value**t for t in range(months)) * actor.cost_of_fighting.value
        cost[side] = flow / facts.stakes[side]["territory"].value
    d = facts.actors["ukraine"].discount_factor.value ** rules.delay.value
    saved = (1 - rules.power.value) * (cost["russia"] + cost["ukraine"])
    later = min(max(1 - rules.later.value - cost["ukraine"] + saved, 0), 1)
    figures = analysed(TALKS, game="rearming").figures
    assert figures["result_now"] == pytest.approx(now)
    assert figures["war_now"] == pytest.approx(1 - now - cost["ukraine"])
    assert figures["best_peace"] == pytest.approx(1 - d + d * later)
    assert figures["excess"] == pytest.approx(figures["war_now"] - figures["best_peace"])


def test_each_reason_adds_up_to_the_excess():
    analysis = analysed(TALKS, game="rearming")
    assert float(analysis.base.inequalities[0].slack) == pytest.approx(-analysis.figures["excess"])


def test_c18_a_large_shift_removes_every_deal_where_war_is_cheap_and_no_shift_does_where_it_is_not():
    """March-2025 as it stands is on the other side: a month of war costs Ukraine more than it could win."""
    large = {"games.rearming.later": 1.0}
    assert analysed(TALKS, large, "rearming").regime == "deal"
    cheap = {"actors.ukraine.cost_of_fighting": 0.005, "games.rearming.delay": 1}
    assert analysed(TALKS, cheap, "rearming").regime == "deal"
    assert analysed(TALKS, large | cheap, "rearming").regime != "deal"


def test_a_batch_gives_what_single_scenarios_give_at_the_ends_of_what_is_legal_too():
    grid = {
        "games.shift.later": np.array([0.0, 0.6, 1.0]),
        "actors.declining.discount_factor": np.array([1.0, 0.9, 0.0]),
    }
    seen = compile_game(WAR).figures(WAR.numbers.vary(grid))
    for k in range(3):
        alone = analysed(WAR, {path: float(x[k]) for path, x in grid.items()}).figures
        assert {name: rows[k] for name, rows in seen.items()} == pytest.approx(alone, nan_ok=True)


def test_a_number_that_is_not_given_counts_as_nothing():
    none = {f"actors.declining.{word}": None for word in ("discount_factor", "cost_of_fighting")}
    figures = analysed(WAR, none).figures
    assert (figures["war_now"], figures["best_peace"]) == (0.5, pytest.approx(0.4))


def test_what_a_shift_lacks_is_told():
    game = {"name": "x", "model": "shifting_power", "rising": "us", "declining": "us", "issue": "kursk"}
    game |= {"war": "fighting_on", "horizon": 1, "later": 1, "delay": 1}
    told = [lack.what for lack in RULES["shifting_power"].model_validate(game).lacks(TALKS.facts)]
    assert set(told) == {"us has no ideal on kursk", "the same actor rises and declines"}
