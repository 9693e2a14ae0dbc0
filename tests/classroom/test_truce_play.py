"""Truces over several months: the best plan against slow computation, reports by their chances, the terminal."""

import json
from functools import cache
from itertools import product

import numpy as np
import pexpect
import pytest

from command_line import call
from negosim import compile_game, read
from negosim.classroom.truce_play import TRUCE_OPPONENTS, TrucePlay, truce_seat
from negosim.explain.words import points

from .test_play import terminal

DILEMMA = "classics/prisoners-truce"


@cache
def truce(target, **changes):
    scenario = read(target)
    return compile_game(scenario, next(key for key, rules in scenario.facts.games.items() if rules.model == "truce"))


def seat(name="grim", months=4, seed=0, target=DILEMMA, actor=None):
    compiled = truce(target)
    return truce_seat(compiled, actor or compiled.players[0], name, months, seed)


def played(chosen, moves):
    play = TrucePlay(chosen)
    for move in moves:
        play = play.answered("strike").answered("strike" if move else "hold")
    assert play.question is None
    return play


def worth_of_plan(chosen, plan, month=0, state=0):
    """What a plan brings on average, by following every course of reports: plan[month] of the actor alone."""
    if month == chosen.months:
        return 0.0
    action, chance = plan[month], chosen.rule.strikes(state)
    now = (1 - chance) * chosen.payoffs[month, action, 0] + chance * chosen.payoffs[month, action, 1]
    seen = chosen.reported[action]
    later = [worth_of_plan(chosen, plan, month + 1, chosen.rule.after(state, breach)) for breach in (False, True)]
    return now + chosen.discount * ((1 - seen) * later[0] + seen * later[1])


@pytest.mark.parametrize("name", TRUCE_OPPONENTS)
def test_where_reports_are_certain_the_best_plan_is_the_best_of_all_plans(name):
    chosen = seat(name, months=5)
    assert chosen.reported == (0.0, 1.0)
    plans = [worth_of_plan(chosen, plan) for plan in product((0, 1), repeat=5)]
    assert chosen.ahead[0, 0].max() == pytest.approx(max(plans), abs=1e-12)


@pytest.mark.parametrize("name", TRUCE_OPPONENTS)
def test_under_noise_no_fixed_plan_beats_the_best_one(name):
    chosen = seat(name, months=4, target="march-2025", actor="russia")
    assert 0 < chosen.reported[0] < chosen.reported[1] < 1
    plans = [worth_of_plan(chosen, plan) for plan in product((0, 1), repeat=4)]
    assert max(plans) <= chosen.ahead[0, 0].max() + 1e-12


def test_payoffs_are_those_of_the_months_dilemma():
    chosen = seat()
    assert np.allclose(chosen.payoffs, [[3, 0], [5, 1]])
    play = played(seat("always_strike", 3), [1, 0, 1])
    assert play.total == pytest.approx(1 + 0 * play.seat.discount + play.seat.discount**2)


def test_each_rule_does_what_it_says():
    ends = {
        name: [int("strikes" in line[40:56]) for line in played(seat(name, 4), [0, 1, 0, 0]).result[2:6]]
        for name in ("grim", "tit_for_tat", "always_hold", "always_strike", "limited")
    }
    assert ends == {
        "grim": [0, 0, 1, 1],
        "tit_for_tat": [0, 0, 1, 0],
        "always_hold": [0, 0, 0, 0],
        "always_strike": [1, 1, 1, 1],
        "limited": [0, 0, 1, 1],
    }


def test_reports_come_with_their_chances():
    chosen = seat(months=120, target="march-2025", actor="russia", seed=7)
    for action, chance in enumerate(chosen.reported):
        play = played(chosen, [action] * 120)
        seen = np.mean([play._is_reported(month, action, 1) for month in range(120)])
        assert abs(seen - chance) < 4 * np.sqrt(chance * (1 - chance) / 120)


def test_the_solution_is_grim_only_where_grim_holds_the_truce():
    assert "holds this truce" in seat("solution").rule.says
    assert "does not hold this truce" in seat("solution", target="march-2025", actor="ukraine").rule.says


def test_a_truce_is_played_in_the_terminal_and_kept(tmp_path):
    log = tmp_path / "class.jsonl"
    child = terminal(DILEMMA, "--as", "south", "--months", "2", "--opponents", "tit_for_tat", "--log", str(log))
    for move in ("strike", "hold"):
        child.expect("Prediction >")
        child.sendline("hold")
        child.expect("Move >")
        child.sendline(move)
    child.expect("Predictions: 1 of 2 right")
    child.expect("Why")
    child.sendline("")
    child.expect(pexpect.EOF)
    kept = json.loads(log.read_text())
    assert [choice["option"] for choice in kept["choices"]] == ["strike", "hold"] and kept["finished"]
    assert call("class-results", str(log)).status == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--as", "nobody"], "--as nobody: no party of this truce"),
        (["--as", "north", "--opponents", "logit"], "--opponents logit: none of a truce"),
        (["--as", "north", "--months", "0"], "--months 0: write a number from 1 to 120"),
        (["--as", "north", "--lambda", "1"], "--lambda goes with --opponents logit"),
    ],
)
def test_a_wrong_word_is_refused(words, said):
    found = call("play", DILEMMA, *words)
    assert found.status == 2 and said in found.err


def test_the_best_plan_is_an_average_only_where_reports_or_the_other_side_are_random():
    noisy = seat("grim", target="march-2025", actor="russia")
    for chosen, average in ((seat("grim"), ""), (seat("random"), " on average"), (noisy, " on average")):
        play = played(chosen, [0] * 4)
        assert f"brings {points(float(chosen.ahead[0, 0].max()), scale=chosen.scale)}{average}." in " ".join(
            play.result
        )
        assert play.reasons[0].startswith(f"What was better each month{average}, all later")
