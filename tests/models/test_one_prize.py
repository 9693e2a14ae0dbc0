"""The war of attrition over one prize in a scenario: published answers, sampled wars, and what it refuses."""

import numpy as np
import pytest

from negosim.errors import InputError
from negosim.models import compile_game
from negosim.models.attrition.one_prize import Months, prize_regret
from negosim.scenario import read, read_text

CONTEST = read("classics/animal-contest")
UNIFORM = """
negosim: 1
extends: classics/animal-contest
games: {unknown: {worth: {exponential: null, uniform: {low: 10, high: 60}}}}
"""
RUNS = 200_000


def figures(game, scenario=CONTEST):
    return compile_game(scenario, game).analyse().figures


def test_with_private_values_each_waits_as_long_as_bishop_cannings_and_maynard_smith_say():
    found = figures("unknown")
    assert [found[f"worth.{side}"] for side in ("first", "second")] == pytest.approx([50, 20])
    assert [found[f"stops_after.{side}"] for side in ("first", "second")] == pytest.approx([12.5, 2])


@pytest.mark.parametrize(
    ("scenario", "draw"),
    [
        (CONTEST, lambda rng: (rng.exponential(100, RUNS), lambda v: v**2 / 200)),
        (read_text(UNIFORM), lambda rng: (rng.uniform(10, 60, RUNS), lambda v: 10 - v - 60 * np.log((60 - v) / 50))),
    ],
    ids=["exponential", "uniform"],
)
def test_its_chance_payoff_and_length_are_those_of_sampled_wars(scenario, draw):
    rng = np.random.default_rng(1)
    rivals, time = draw(rng)
    found, own = figures("unknown", scenario), 50.0
    lost, stops = time(rivals), float(time(own))
    assert found["stops_after.first"] == pytest.approx(stops)
    assert found["wins.first"] == pytest.approx((lost < stops).mean(), abs=0.005)
    payoff = np.where(lost < stops, own - lost, -stops).mean()
    assert found["payoff.first"] == pytest.approx(0.01 * payoff, abs=0.002)
    others, _ = draw(rng)
    assert found["expected_length"] == pytest.approx(np.minimum(lost, time(others)).mean(), rel=0.02)


def test_where_both_know_the_values_the_side_with_more_at_stake_wins_less_often():
    found = figures("known")
    assert [found[f"concession_rate.{side}"] for side in ("first", "second")] == pytest.approx([1 / 20, 1 / 50])
    assert (found["wins.first"], found["expected_length"]) == pytest.approx((2 / 7, 100 / 7))
    dearer = figures("known", CONTEST.what_if({"actors.second.cost_of_fighting": 0.02}))
    assert dearer["wins.second"] > found["wins.second"]  # what waiting costs it more, it wins more often


def test_each_equilibrium_that_is_shown_is_one_and_others_are_not():
    for game in ("unknown", "known"):
        answer = compile_game(CONTEST, game).analyse().answer
        assert all(each.regret < 1e-6 for each in answer.solutions) and answer.complete == "some"
    impatient = Months(np.zeros(1), np.array([60.0]), np.array([60.0]))

    class Hasty(Months):
        def stops(self, worth):
            return super().stops(worth) / 3

    assert prize_regret(np.array([50.0, 20.0]), impatient) < 1e-6
    assert prize_regret(np.array([50.0, 20.0]), Hasty(np.zeros(1), np.array([60.0]), np.array([60.0]))) > 0.01


def test_a_value_beyond_what_is_believed_never_stops_and_one_below_stops_at_once():
    found = figures("unknown", read_text(UNIFORM).what_if({"actors.first.cost_of_fighting": 0.005}))
    assert np.isnan(found["stops_after.first"]) and found["wins.first"] == 1.0
    low = figures("unknown", read_text(UNIFORM).what_if({"actors.second.cost_of_fighting": 0.05}))
    assert low["stops_after.second"] == low["wins.second"] == low["payoff.second"] == 0.0


def test_a_side_to_which_fighting_costs_nothing_is_not_worn_down():
    for game in ("unknown", "known"):
        analysis = compile_game(CONTEST.what_if({"actors.first.cost_of_fighting": 0}), game).analyse()
        assert analysis.regime == "no_cost" and analysis.answer.solutions == ()


@pytest.mark.parametrize(
    ("rules", "fault"),
    [
        ("{unknown: {worth: null}}", "takes a uniform or an exponential belief"),
        ("{unknown: {demands: {first: .9}}}", "`demands` is of the form reputation"),
        ("{known: {worth: {exponential: {mean: 3}}}}", "`worth` is of the form private_values"),
        ("{known: {sides: [first, first]}}", "both sides are the same actor"),
    ],
)
def test_what_a_form_does_not_read_or_lacks_is_a_fault(rules, fault):
    with pytest.raises(InputError, match=fault):
        read_text(f"negosim: 1\nextends: classics/animal-contest\ngames: {rules}\n")


def test_a_side_without_a_cost_of_fighting_is_a_fault():
    with pytest.raises(InputError, match="first has no cost of fighting"):
        read_text("negosim: 1\nextends: classics/animal-contest\nactors: {first: {cost_of_fighting: null}}\n")
