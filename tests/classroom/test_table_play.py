"""Offers in turn at the bargaining table: what each party accepts, the best against it by a grid, the terminal."""

import json
from functools import cache
from itertools import product

import numpy as np
import pexpect
import pytest

from command_line import call
from negosim import compile_game, read
from negosim.classroom.table_play import TABLE_OPPONENTS, TablePlay, table_seat

from .test_play import terminal


@cache
def compiled():
    return compile_game(read("march-2025"), "settlement")


def seat(name="proportional", actor="ukraine", rounds=6):
    return table_seat(compiled(), actor, name, rounds)


def test_gains_at_an_agreement_are_those_of_the_model():
    chosen, analysis = seat(), compiled().analyse()
    for solution in analysis.answer.solutions:
        if solution.concept == "nash_agreement":
            settlement = tuple(solution.agreement[issue] for issue in chosen.issues)
            expected = [analysis.figures[f"gain.{party}"] for party in compiled().rules.parties]
            assert np.allclose(chosen.gains(settlement), expected)


def test_the_proportional_party_offers_equal_shares_and_takes_no_smaller_one_than_yours():
    chosen = seat()
    shares = chosen.gains(chosen.offer) / chosen.best
    assert shares[0] == pytest.approx(shares[1], abs=1e-6)
    for offer in product(np.linspace(0, 1, 21), repeat=2):
        gains = chosen.gains(offer) / chosen.best
        if abs(gains[0] - max(gains[1], 0)) > 1e-5:
            assert chosen.accepts(offer, 0) == (gains[0] >= max(gains[1], 0))


def test_the_stubborn_party_gives_nothing_before_the_last_round():
    chosen = seat("stubborn")
    assert abs(chosen.gains(chosen.offer)[chosen.party]) < 1e-9
    assert not chosen.accepts(seat().offer, 1) and chosen.accepts(seat().offer, 5)


@pytest.mark.parametrize("name", TABLE_OPPONENTS)
@pytest.mark.parametrize(("actor", "rounds"), [("ukraine", 6), ("russia", 5), ("russia", 1), ("ukraine", 1)])
def test_no_offer_of_a_grid_beats_the_best(name, actor, rounds):
    chosen = seat(name, actor, rounds)
    grid = np.array(list(product(np.linspace(0, 1, 41), repeat=2)))
    found = [0.0]
    for turn in range(rounds):
        offers = grid[chosen.accepts(grid, turn)] if chosen.proposes(turn) else np.array([chosen.offer])
        found += list(chosen.discount**turn * chosen.gains(offers)[:, chosen.party])
    assert max(found) <= chosen.best_plan + 2e-3 * float(chosen.best[chosen.party])
    assert chosen.best_plan <= float(chosen.best[chosen.party]) + 1e-9


def test_refusing_to_the_end_leaves_both_to_fight_on():
    play = TablePlay(seat(rounds=1))
    play = play.answered("refuse")
    assert play.question is None and play.total == 0 and "both fight on" in " ".join(play.result)


def test_offers_are_made_predicted_answered_and_kept(tmp_path):
    log = tmp_path / "log.jsonl"
    child = terminal("march-2025", "--game", "settlement", "--as", "russia", "--months", "3", "--log", str(log))
    child.expect("the Kursk salient")
    child.expect("Number >")
    child.sendline("2")
    child.expect("type a number from 0 to 1")
    for place in ("1", "1"):
        child.sendline(place)
        child.expect("Number >|Prediction >")
    child.sendline("refuse")
    child.expect("Round 2: Ukraine offers")
    child.expect("Move >")
    child.sendline("accept")
    child.expect("Agreed in round 2")
    child.expect("Predictions: 1 of 1 right")
    child.sendline("")
    child.expect(pexpect.EOF)
    kept = json.loads(log.read_text())
    assert kept["finished"] and kept["points"] > 0 and kept["choices"][1]["option"] == "accept"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["--as", "us"], 2, "--as us: no party at this table"),
        (["--as", "russia", "--opponents", "grim"], 2, "--opponents grim: none of a bargaining table"),
        (["--as", "russia", "--months", "99"], 2, "write a number of rounds from 1 to 60"),
        (["--as", "russia", "--set", "audience.russia.kursk.fixed=1000"], 2, "needs a terminal"),
    ],
)
def test_a_wrong_word_is_refused(words, status, said):
    found = call("play", "march-2025", "--game", "settlement", *words)
    assert found.status == status and said in found.err
