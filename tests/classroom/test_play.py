"""Playing in a real terminal: predictions, moves, wrong keys, the end of input, an interrupt, narrow windows."""

import json
import os
import sys
from functools import cache

import numpy as np
import pexpect
import pytest

from command_line import call
from negosim import compile_game, read
from negosim.classroom.moves_play import start
from negosim.classroom.moves_seat import Seat
from negosim.classroom.opponents import OPPONENTS, opponents, tree_of
from negosim.errors import UsageError

SCRIPT = "from negosim.cli import main; main()"


def terminal(*words, columns=80, **environment):
    known = {name: text for name, text in os.environ.items() if name not in ("NO_COLOR", "TERM", "COLUMNS")}
    return pexpect.spawn(
        sys.executable,
        ["-c", SCRIPT, "play", *words],
        env=known | {"TERM": "xterm"} | environment,
        encoding="utf-8",
        timeout=60,
        dimensions=(40, columns),
        echo=False,
    )


def seat(game, actor, name="solution", seed=0, target="march-2025", lam=None):
    compiled, tree, others = against(target, game, name, lam)
    return Seat(compiled, tree, actor, others, seed)


@cache
def against(target, game, name, lam):
    compiled = compile_game(read(target), game)
    tree = tree_of(compiled.game(compiled.scenario.numbers.base))
    return compiled, tree, opponents(compiled, tree, name, lam)


def played(chosen, *options):
    """Answer every question: predictions with the first option, moves in turn."""
    play, moves = start(chosen), list(options)
    while (question := play.question) is not None:
        play = play.answered(question.options[0] if question.kind == "predict" else moves.pop(0))
    assert not moves
    return play


def test_a_game_is_played_from_prediction_to_reasons_and_kept(tmp_path):
    log = tmp_path / "class.jsonl"
    child = terminal("march-2025", "--as", "russia", "--log", str(log))
    child.expect("What will the United States do")
    child.sendline("presses m")
    child.expect("So far: the United States presses Moscow")
    child.expect("If Russia offers a full ceasefire, what will Ukraine do")
    child.sendline("1")
    child.expect("If Russia offers an energy truce, what will Ukraine do")
    child.sendline("")
    child.expect("Move >")
    assert "Predictions" not in child.before
    child.sendline("energy_truce")
    child.expect("Your points: 47.1")
    child.expect(r"the\s+best\s+was\s+'offers\s+a\s+full\s+ceasefire',\s+48.1")
    child.expect("Predictions: 2 of 2 right")
    child.expect("Why")
    child.sendline("")
    child.expect("beside offers an energy truce 47.1 +[+]1.0")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    (line,) = log.read_text().splitlines()
    kept = json.loads(line)
    assert kept["choices"] == [{"at": "press_moscow", "option": "energy_truce"}]
    assert kept["finished"] and kept["points"] == pytest.approx(0.471, abs=1e-3)
    assert [guess["predicted"] for guess in kept["predictions"]] == ["press_moscow", "accept", None]


def test_a_wrong_key_is_explained_and_asked_again():
    child = terminal("truce-dilemma", "--as", "north", "--seed", "1")
    child.expect("What will South do")
    for wrong in ("7", "0", "x", "the truce"):
        child.sendline(wrong)
        child.expect("type a number from 1 to 2 or a name, or Enter")
    child.sendline("")
    child.expect("Move >")
    child.sendline("")
    child.expect("type a number from 1 to 2 or a name\r")
    child.sendline("2")
    child.expect("You made no prediction")
    child.sendline("q")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


@pytest.mark.parametrize(("how", "status"), [("end of input", 0), ("interrupt", 130)])
def test_what_was_answered_is_kept_where_a_play_is_stopped(tmp_path, how, status):
    log = tmp_path / "class.jsonl"
    child = terminal("march-2025", "--as", "russia", "--log", str(log))
    child.expect("What will the United States do")
    child.sendline("1")
    child.expect("Prediction >")
    child.expect("Prediction >")
    child.sendeof() if how == "end of input" else child.sendintr()
    child.expect("stopped")
    child.expect("not finished")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == status
    kept = json.loads(log.read_text())
    assert not kept["finished"] and kept["predictions"][0]["predicted"] == "broker" and kept["points"] is None


def test_a_narrow_window_without_colour_gets_narrow_lines_without_colour():
    child = terminal("march-2025", "--as", "ukraine", columns=40, NO_COLOR="1")
    child.expect("Prediction >")
    lines = child.before.split("\r\n")
    assert max(map(len, lines)) <= 40 and "\x1b[" not in child.before
    child.close(force=True)


def test_without_a_terminal_it_says_what_to_do_instead():
    found = call("play", "march-2025", "--as", "russia")
    assert found.status == 2 and "negosim solve" in found.err and "negosim handout" in found.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--as", "rusia"], "did you mean 'russia'"),
        (["--as", "russia", "--opponents", "solutions"], "did you mean 'solution'"),
        (["--as", "russia", "--lambda", "2"], "--lambda goes with --opponents logit"),
        (["--as", "russia", "--game", "ukraine_russia", "--opponents", "firm"], "no option of this game refuses"),
    ],
)
def test_a_wrong_word_is_refused_with_the_right_one(words, said):
    found = call("play", "march-2025", *words)
    assert found.status == 2 and said in found.err


@pytest.mark.parametrize("name", OPPONENTS)
@pytest.mark.parametrize(("game", "actor"), [("call", "ukraine"), ("table_talk", "us"), ("call_private", "ukraine")])
def test_every_actor_plays_against_every_kind_of_opponent_and_is_never_told_to_do_worse(name, game, actor):
    chosen = seat(game, actor, name, seed=5)
    play = start(chosen)
    while (question := play.question) is not None:
        play = play.answered(question.options[-1])
    told = " ".join(play.result)
    assert "Your points" in told and "Predictions" in told and "Not a forecast" in told
    assert play.record["finished"] and (play.reasons or not play.own_moves)


def test_the_best_reply_to_the_solution_is_the_solution():
    play = played(seat("call", "russia"), "full_ceasefire")
    assert any("was a best reply" in line for line in play.result)


def test_opponents_by_the_solution_do_what_it_says_off_its_path_too():
    play = played(seat("call", "us"), "broker")
    assert play.record["outcome"] == "energy_truce"


def test_firm_opponents_refuse_and_yielding_ones_do_not():
    assert played(seat("table_talk", "us", "firm"), "broker").record["outcome"] == "fighting_on"
    assert played(seat("table_talk", "us", "yielding"), "broker").record["outcome"] == "full_ceasefire"


def test_the_same_seed_gives_the_same_play_and_draws_follow_the_chances():
    ends = [played(seat("call", "us", "random", seed), "broker").record["outcome"] for seed in range(300)]
    assert ends[:5] == [played(seat("call", "us", "random", s), "broker").record["outcome"] for s in range(5)]
    share = np.mean([end == "full_ceasefire" for end in ends])
    assert abs(share - 1 / 6) < 4 * np.sqrt(1 / 6 * 5 / 6 / 300)


def test_nothing_is_told_that_the_actor_does_not_see():
    play = start(seat("table_talk", "ukraine"))
    while (question := play.question) is not None and question.kind == "predict":
        assert play.news == []
        play = play.answered(None)
    assert play.news == []


def test_a_private_type_is_told_to_its_actor_only():
    assert "cost of fighting" in " ".join(start(seat("call_private", "ukraine")).news)
    play = start(seat("call_private", "russia"))
    while play.question is not None:
        assert "type" not in " ".join(play.news)
        play = play.answered(play.question.options[0])


def test_opponents_that_do_not_exist_are_refused():
    with pytest.raises(UsageError, match="no such opponents"):
        seat("call", "us", "nobody")


@pytest.mark.parametrize(
    ("game", "name", "is_random"),
    [
        ("call", "solution", False),
        ("call", "random", True),
        ("call_private", "solution", True),
        ("call", "logit", True),
    ],
)
def test_worth_is_called_an_average_only_where_chance_or_the_others_mix(game, name, is_random):
    chosen = seat(game, "us", name)
    play = played(chosen, "press_moscow")
    assert ("on average" in " ".join(play.result)) == is_random == chosen.is_random
