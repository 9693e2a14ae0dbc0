"""Lots and singled-out profiles on the page and in JSON, as the contract has them."""

import json

import numpy as np
import pytest

from command_line import called
from negosim import plots
from negosim.games import NormalFormGame
from negosim.report.finding import find
from negosim.report.records import solved
from negosim.report.solutions import result_lines
from negosim.scenario import read
from negosim.scenario.names import Names
from negosim.solve import solve
from negosim.solve.concepts.correlated import Correlated
from negosim.solve.concepts.maximin import Maximin
from negosim.solve.concepts.pareto_efficient import ParetoEfficient
from negosim.solve.concepts.stackelberg import Stackelberg

CHICKEN = NormalFormGame(
    [[[6, 2], [7, 0]], [[6, 7], [2, 0]]],
    ("north", "south"),
    (("swerve", "dare"),) * 2,
    ("calm", "south wins", "north wins", "crash"),
)


def test_a_lot_has_the_profiles_that_it_may_draw_with_their_probabilities():
    record = solved(solve(CHICKEN, Correlated(("welfare",))))["solutions"][0]
    drawn = {(row["actions"]["north"], row["actions"]["south"]): row["probability"] for row in record["joint"]}
    assert drawn == pytest.approx({("swerve", "swerve"): 0.5, ("swerve", "dare"): 0.25, ("dare", "swerve"): 0.25})
    assert {row["outcome"]: row["probability"] for row in record["outcomes"]} == pytest.approx(
        {"calm": 0.5, "south wins": 0.25, "north wins": 0.25}
    )
    assert record["payoffs"] == pytest.approx({"north": 5.25, "south": 5.25})
    assert "profile" not in record and record["regret"] < 1e-9 and len(record["notes"]) == 1


def test_a_singled_out_profile_has_its_strategies_and_the_concepts_own_figures():
    record = solved(solve(CHICKEN, Maximin()))["solutions"][0]
    assert record["profile"] == {"north": {"swerve": 1.0}, "south": {"swerve": 1.0}}
    assert record["figures"] == {"security_level_north": 2.0, "security_level_south": 2.0}
    assert record["outcomes"] == [{"outcome": "calm", "probability": 1.0}]
    assert record["regret"] == pytest.approx(1 / 7)


@pytest.mark.parametrize("concept", [Correlated(), Maximin(), ParetoEfficient(), Stackelberg()], ids=lambda c: c.name)
def test_every_record_can_be_written_as_json_without_nan(concept):
    for game in (CHICKEN, NormalFormGame(np.zeros((2, 2, 3)))):
        json.dumps(solved(solve(game, concept)), allow_nan=False)


def test_the_page_says_what_is_drawn_and_puts_equal_lots_together():
    lines = result_lines(solve(CHICKEN, Correlated()))
    text = " ".join(" ".join(lines).split())
    assert "50 %: north swerve, south swerve 25 %: north swerve, south dare" in text
    assert text.count("payoffs in units of utility") == 3
    assert "utilities of different actors" in text and "the best for south" in text


def test_the_page_says_who_does_what_in_a_singled_out_profile():
    game = NormalFormGame([[[1, 3], [0, 2]], [[1, 0], [0, 1]]])
    text = " ".join(" ".join(result_lines(solve(game, Stackelberg()))).split())
    assert "Player 1: 1 (50 %) or 2 (50 %) Player 2: 2" in text
    assert "leader payoff: 2.5" in text and "would gain by moving alone" in text


def test_notes_of_a_result_come_last_and_efficient_profiles_stay_apart():
    lines = result_lines(solve(CHICKEN, ParetoEfficient()))
    assert sum("payoffs in units" in line for line in lines) == 3
    assert max(map(len, lines)) <= 80


def test_names_of_a_scenario_stand_in_place_of_keys():
    scenario = read("march-2025")
    finding = find(scenario, "ukraine_russia", Maximin())
    text = " ".join(result_lines(finding.result, Names(scenario)))
    assert "Russia: strikes the grid" in text and "security level of Russia" in text and "russia:" not in text


def test_a_payoff_table_of_such_a_result_does_not_say_that_there_is_no_equilibrium():
    title = plots.payoff_table(solve(CHICKEN, Correlated())).get_figure(root=True).get_suptitle()
    assert title == "What every combination of choices gives to each"


def test_the_answer_counts_what_differs_and_shows_payoffs_as_the_other_pages_do():
    found = called("solve", "march-2025", "--game", "table_talk", "--concept", "correlated")
    assert "ANSWER a correlated equilibrium (there may be others)" in found.flat
    assert "best by the 5 objectives named below" in found.flat and "the best for Russia" in found.flat
    assert "payoffs in points, each on its own scale: US 111.6, Russia 52.1," in found.flat


def test_a_page_of_another_game_than_the_first_says_so():
    found = called("solve", "march-2025", "--concept", "maximin")
    assert "NOTE `call` has no answer here" in found.flat
    assert "negosim convert TARGET --game GAME -o GAME.nfg" in found.flat and found.err.count("no answer") == 1
