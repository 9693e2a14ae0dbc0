"""Outlasting in a scenario: ten forts as published, and whether staying pays by a walk solved as a linear system."""

import numpy as np
import pytest

from negosim.models import compile_game
from negosim.scenario import read, read_text
from negosim.scenario.rules import RULES

FORTS, TALKS = read("classics/ten-forts"), read("march-2025")


def test_four_of_ten_forts_take_all_as_often_as_smith_and_stam_say():
    analysis = compile_game(FORTS).analyse()
    assert analysis.figures["chance.attacker"] == pytest.approx(0.6375859553439374)
    assert analysis.figures["chance.defender"] == pytest.approx(1 - 0.6375859553439374)
    assert analysis.figures["expected_length"] == pytest.approx(23.75859553439372)
    assert analysis.regime == "first_outlasts"
    even = compile_game(FORTS.what_if(FORTS.facts.what_ifs["even"].set)).analyse()
    assert even.figures["chance.attacker"] == pytest.approx(0.4) and even.regime == "second_outlasts"


def test_whether_staying_pays_is_what_the_walk_says_round_by_round():
    """E[d^T] and the cost until the end, from a linear system over all states, for both sides."""
    rules, facts = TALKS.facts.games["outlasting"], TALKS.facts
    length, wins = rules.round.value, rules.wins.value
    units = {side: round(facts.actors[side].resources.value / length) for side in rules.sides}
    total = sum(units.values())
    figures = compile_game(TALKS, "outlasting").analyse().figures
    for side, better in zip(rules.sides, (wins, 1 - wins), strict=True):
        d = facts.actors[side].discount_factor.value
        step = d**length
        monthly = facts.actors[side].cost_of_fighting.value * (1 - step) / (1 - d)
        system, pay = np.eye(total + 1), np.zeros((total + 1, 3))
        pay[total, 0] = pay[0, 1] = 1.0
        for k in range(1, total):
            system[k, k + 1] -= step * better
            system[k, k - 1] -= step * (1 - better)
            pay[k, 2] = monthly
        gets, loses, cost = np.linalg.solve(system, pay)[units[side]]
        stake, held = facts.stakes[side]["territory"].value, facts.issues["territory"].status_quo.value
        own = 1 - held if side == "russia" else held
        assert figures[f"prize.{side}"] == pytest.approx(stake * (own * gets + (1 - own) * (1 - loses)))
        assert figures[f"cost.{side}"] == pytest.approx(cost)


def test_cheap_enough_fighting_makes_staying_worth_it_to_both():
    changes = {f"actors.{side}.cost_of_fighting": 0.0005 for side in ("russia", "ukraine")}
    assert compile_game(TALKS.what_if(changes), "outlasting").analyse().regime == "worth_it_to_both"


def test_a_side_without_impatience_counts_whole_months():
    figures = compile_game(TALKS.what_if({"actors.russia.discount_factor": 1}), "outlasting").analyse().figures
    assert figures["cost.russia"] == pytest.approx(0.05 * figures["expected_length"])


def test_a_batch_gives_what_single_scenarios_give():
    path, values = "actors.russia.resources", np.array([12.0, 36.0, 70.0])
    seen = compile_game(TALKS, "outlasting").figures(TALKS.numbers.vary({path: values}))
    for k, value in enumerate(values):
        alone = compile_game(TALKS.what_if({path: float(value)}), "outlasting").analyse().figures
        assert {name: rows[k] for name, rows in seen.items()} == pytest.approx(alone)


FREE = """
negosim: 1
title: A war that costs one side nothing
actors:
  first: {name: First, ideal: 1, discount_factor: .9, resources: 3}
  second: {name: Second, ideal: 0, discount_factor: .9, resources: 2, cost_of_fighting: {value: .4, per: month}}
issues: {land: {name: the land, at_0: all second's, at_1: all first's, status_quo: .5}}
stakes: {first: {land: 1}, second: {land: 1}}
games: {war: {name: War, model: staying_power, sides: [first, second], wins: .5, issue: land}}
"""


def test_a_cost_that_is_not_given_counts_as_nothing():
    analysis = compile_game(read_text(FREE)).analyse()
    assert analysis.figures["cost.first"] == 0 and analysis.figures["cost.second"] > 0
    assert analysis.regime == "not_worth_it_to_second"


def test_what_outlasting_lacks_is_told():
    game = {"name": "x", "model": "staying_power", "sides": ["us", "us"], "issue": "kursk", "wins": 0.5}
    told = [lack.what for lack in RULES["staying_power"].model_validate(game).lacks(TALKS.facts)]
    assert "us has no resources to lose" in told and "both sides are the same actor" in told
    assert "us has no ideal on kursk" in told
