"""What a class's log shows: counts, the fit of lambda, faults of the log with their line."""

import json

import numpy as np
import pytest

from command_line import call
from negosim import compile_game, read
from negosim.classroom.class_results import class_results
from negosim.classroom.log import Played, append
from negosim.classroom.opponents import tree_of
from negosim.errors import OutputError
from negosim.solve import concept, solve

TALKS = read("march-2025")
LAMBDA = 20.0


def record(option, at="press_moscow", **changes):
    return {
        "game": "call",
        "actor": "russia",
        "opponents": "solution",
        "lambda": None,
        "seed": 0,
        "finished": True,
        "predictions": [{"actor": "us", "at": "start", "predicted": "press_moscow"}],
        "choices": [{"at": at, "option": option}],
        "points": 0.5,
        "outcome": "full_ceasefire",
    } | changes


def write(file, records):
    for each in records:
        append(file, Played("march-2025", (), (), TALKS.digest), each)


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    """Choices of Russia at each opening, drawn from the logit response at a known lambda."""
    file = tmp_path_factory.mktemp("class") / "class.jsonl"
    tree = tree_of(compile_game(TALKS, "call").game(TALKS.numbers.base))
    profile = solve(tree, concept("logit")(lam=LAMBDA)).equilibria[0].profile
    draw = np.random.default_rng(4)
    for known, strategy in zip(tree.information_sets, profile, strict=True):
        if tree.players[known.player] == "russia":
            write(file, [record(known.actions[draw.choice(3, p=strategy)], known.label) for _ in range(150)])
    return file


def again(target, sets, withs):
    return read(target, withs).what_if(dict(pair.split("=") for pair in sets))


def test_the_fit_finds_the_lambda_that_the_choices_were_drawn_with(log):
    found = class_results(log, again)
    assert found.fit is not None and found.fit.low is not None and found.fit.high is not None
    assert found.fit.low <= LAMBDA <= found.fit.high and found.fit.high / found.fit.low < 3
    assert found.plays == found.finished == 600 and (found.predictions, found.right) == (600, 600)


def test_no_lambda_nearby_is_likelier_than_the_fit(log):
    found = class_results(log, again)
    tree = tree_of(found.result.game)
    counts = {(d.actor, d.at): np.array([c.count for c in d.choices]) for d in found.decisions}

    def likelihood(lam):
        profile = solve(tree, concept("logit")(lam=lam)).equilibria[0].profile
        sets = zip(tree.information_sets, profile, strict=True)
        return sum(
            counts[tree.players[k.player], k.label] @ np.log(p)
            for k, p in sets
            if (tree.players[k.player], k.label) in counts
        )

    best = likelihood(found.fit.lam)
    assert all(likelihood(found.fit.lam * factor) <= best + 1e-9 for factor in (0.8, 0.95, 1.05, 1.25))


def test_page_json_and_picture_show_the_counts(log, tmp_path):
    found = call("class-results", str(log), "--json").record
    (row,) = [r for r in found["rows"] if (r["at"], r["option"]) == ("press_moscow", "full_ceasefire")]
    assert row["equilibria"] == [1.0] and 0 < row["share"] < 1
    page = call("class-results", str(log), "--plot", str(tmp_path / "class.svg"))
    assert page.status == 0 and f"{row['count']} ({100 * row['share']:.0f} %)" in page.flat
    assert "Not a forecast" in page.out and (tmp_path / "class.svg").stat().st_size > 1000
    assert call("class-results", str(log), "--plot", str(tmp_path / "class.gif")).status == 2


def test_a_class_of_one_mind_has_no_upper_bound_of_lambda(tmp_path):
    file = tmp_path / "log.jsonl"
    write(file, [record("full_ceasefire") for _ in range(30)])
    assert class_results(file, again).fit.high is None


def test_a_log_without_choices_says_so(tmp_path):
    file = tmp_path / "log.jsonl"
    write(file, [record("full_ceasefire", choices=[], finished=False)])
    assert "holds no choice" in call("class-results", str(file)).flat
    assert call("class-results", str(file), "--plot", str(tmp_path / "a.png")).status == 2


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("", ":1:1: the file holds no play"),
        ("{}\n", ":1:1: this play has no sound 'target'"),
        ("GOOD\n[1]\n", ":2:1: this line is no JSON object"),
        ("GOOD\n{'a'\n", ":2:2: this line is no JSON object"),
        ("GOOD\n" + "[" * 100_000 + "\n", "this line is no JSON object"),
        ("GOOD\nOTHER\n", ":2:1: a play of another game or scenario than line 1"),
        ("CHANGED\n", ":1:1: the plays are of scenario 0000000000"),
        ("WRONG\n", ":1:1: this play makes a choice that the game does not have"),
        ("NOGAME\n", ":1:1: the scenario has no game 'nothing'"),
    ],
)
def test_a_broken_log_is_refused_at_its_line(tmp_path, lines, said):
    head = {"negosim": "0.1.0", "target": "march-2025", "set": [], "with": [], "scenario": TALKS.digest}
    words = {
        "GOOD": head | record("full_ceasefire"),
        "OTHER": head | record("full_ceasefire", game="table_talk"),
        "CHANGED": head | record("full_ceasefire") | {"scenario": "0000000000"},
        "WRONG": head | record("full_ceasefires"),
        "NOGAME": head | record("full_ceasefire", game="nothing"),
    }
    for word, play in words.items():
        lines = lines.replace(word, json.dumps(play))
    file = tmp_path / "log.jsonl"
    file.write_text(lines)
    found = call("class-results", str(file))
    assert found.status == 3 and said in found.err and found.out == ""


def test_what_cannot_be_opened_or_written_is_refused_by_name(tmp_path):
    assert call("class-results", str(tmp_path / "none.jsonl")).status == 3
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    assert "not text" in call("class-results", str(tmp_path / "binary")).err
    with pytest.raises(OutputError):
        append(tmp_path, Played("march-2025", (), (), ""), record("full_ceasefire"))
