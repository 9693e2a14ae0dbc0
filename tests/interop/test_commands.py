"""The command line on Gambit's files: solve, check, plot and convert; every other command needs a scenario."""

import json

import numpy as np
import pytest

from negosim.cli.app import run
from negosim.interop import read_efg, read_nfg

CHICKEN = 'NFG 1 R "Chicken" { "1" "2" } { { "dare" "swerve" } { "dare" "swerve" } } 0 0 2/3 3 3 2/3 2 2\n'
CARDS = """EFG 2 R "A card" { "Fred" "Alice" }
c "" 1 "" { "Red" 1/2 "Black" 1/2 } 0
p "" 1 1 "" { "Raise" "Fold" } 0
p "" 2 1 "" { "Meet" "Pass" } 0
t "" 1 "Win Big" { 2, -2 }
t "" 2 "Win" { 1, -1 }
t "" 2 "Win" { 1, -1 }
p "" 1 2 "" { "Raise" "Fold" } 0
p "" 2 1 "" { "Meet" "Pass" } 0
t "" 3 "Lose Big" { -2, 2 }
t "" 2 "Win" { 1, -1 }
t "" 4 "Lose" { -1, 1 }
"""
DOORS = """EFG 2 R "Doors" { "A" "B" }
p "" 1 1 "start" { "Out" "Left" "Right" } 0
t "" 1 "Out" { 2, 2 }
p "" 2 1 "in" { "Meet" "Shun" } 0
t "" 2 "" { 0, 1 }
t "" 3 "" { 3, 0 }
p "" 2 1 "in" { "Meet" "Shun" } 0
t "" 4 "" { 0, 0 }
t "" 5 "" { 3, 1 }
"""
DRIVER = 'EFG 2 R "" { "driver" } p "" 1 1 "" { "on" "exit" } 0 p "" 1 1 0 t "" 1 "" { 1 } t "" 2 "" { 4 } t "" 0'
THREE = 'NFG 1 R "" { "a" "b" "c" } { 1 1 1 } 1 2 3'


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in (("chicken.nfg", CHICKEN), ("cards.efg", CARDS), ("driver.efg", DRIVER), ("three.nfg", THREE)):
        (tmp_path / name).write_text(text)
    return tmp_path


def called(capsys, *words):
    status = run(words)
    said = capsys.readouterr()
    return status, said.out, said.err


def solved(capsys, *words):
    status, out, err = called(capsys, "solve", *words, "--json")
    assert (status, err) == (0, "")
    record = json.loads(out)
    return record, record["results"][0]


def test_a_normal_form_is_solved_as_the_contract_says(capsys):
    record, result = solved(capsys, "chicken.nfg")
    assert record["target"] == "chicken.nfg"
    assert record["manifest"]["title"] == "Chicken"
    assert len(record["manifest"]["file"]) == 10
    assert (result["game"], result["representation"], result["concept"]) == ("game", "normal_form", "nash")
    assert result["actions"] == {"1": ["dare", "swerve"], "2": ["dare", "swerve"]}
    assert (result["complete"], result["components"]) == ("all", [[0], [1], [2]])
    assert all(solution["regret"] < 1e-12 and solution["reasons"] == [] for solution in result["solutions"])


def test_exact_probabilities_are_those_of_the_files_fractions(capsys):
    mixed = solved(capsys, "chicken.nfg", "--exact")[1]["solutions"][1]
    assert mixed["exact"] == {player: {"dare": "3/5", "swerve": "2/5"} for player in "12"}


def test_a_tree_is_solved_as_the_contract_says(capsys):
    result = solved(capsys, "cards.efg")[1]
    assert (result["representation"], result["concept"]) == ("extensive_form", "sequential")
    assert result["actions"] == {
        "Fred": {"1": ["Raise", "Fold"], "2": ["Raise", "Fold"]},
        "Alice": {"1": ["Meet", "Pass"]},
    }
    (only,) = result["solutions"]
    assert only["profile"]["Alice"]["1"] == pytest.approx({"Meet": 2 / 3, "Pass": 1 / 3})
    assert only["profile"]["Fred"]["1"] == {"Raise": 1.0}
    assert only["payoffs"] == pytest.approx({"Fred": 1 / 3, "Alice": -1 / 3})
    assert {entry["outcome"] for entry in only["outcomes"]} == {"Win Big", "Win", "Lose Big", "Lose"}
    assert list(only["beliefs"]) == ["1"] and "off_path_beliefs" not in only
    assert sorted(only["beliefs"]["1"].values()) == pytest.approx([1 / 4, 3 / 4])


def test_beliefs_off_the_path_are_given_as_the_corners_of_those_that_support_the_strategies(capsys):
    """Out pays 2 for sure. Who comes in by a door unseen is met if it was the left one, shunned if it was the right."""
    with open("doors.efg", "w") as file:
        file.write(DOORS)
    found = solved(capsys, "doors.efg", "--concept", "sequential")[1]["solutions"]
    kept_out = [solution for solution in found if solution["profile"]["A"]["start"] == {"Out": 1.0}]
    (corners,) = [s["off_path_beliefs"]["in"] for s in kept_out]
    assert sorted(corner["Left"] for corner in corners) == [0.5, 1.0]
    assert all(corner["Left"] + corner["Right"] == 1 for corner in corners)
    assert "B at in, not reached: supported by beliefs Left: 0.5 to 1; Right: 0 to 0.5" in kept_out[0]["notes"]


def test_nash_of_a_tree_is_given_in_fractions_on_request(capsys):
    result = solved(capsys, "cards.efg", "--concept", "nash", "--exact")[1]
    (only,) = result["solutions"]
    assert only["exact"]["Fred"]["2"] == {"Raise": "1/3", "Fold": "2/3"}
    assert only["exact"]["Alice"]["1"] == {"Meet": "2/3", "Pass": "1/3"}


def test_the_page_gives_players_solutions_regret_and_completeness(capsys):
    status, out, _ = called(capsys, "solve", "chicken.nfg", "--exact")
    assert status == 0
    assert "Player 1 and Player 2; at once, 2 x 2 actions" in out
    assert "ANSWER  3 equilibria (nash), no others" in out
    assert "Player 1: dare 3/5, swerve 2/5" in out
    assert out.count("regret") == 3 and "Not a forecast" in out
    _, out, _ = called(capsys, "solve", "cards.efg")
    assert "Alice: at 1 Meet 66.67 %, Pass 33.33 %" in out
    assert max(map(len, out.splitlines())) <= 80


def test_the_page_shows_six_equilibria_unless_all_are_asked_for(capsys, files):
    files.joinpath("three.nfg").write_text('NFG 1 R "" { "a" "b" } { 3 3 } 1 1 0 0 0 0  0 0 1 1 0 0  0 0 0 0 1 1')
    assert "1 more: --full" in called(capsys, "solve", "three.nfg")[1]
    assert "EQUILIBRIUM 7" in called(capsys, "solve", "three.nfg", "--full")[1]


def test_other_concepts_have_a_page(capsys):
    assert "Player 2: dare, swerve" in called(capsys, "solve", "chicken.nfg", "--concept", "iterated_dominance")[1]
    assert "1 equilibrium (logit)" in called(capsys, "solve", "chicken.nfg", "--lambda", "1")[1]
    assert "Player 3: never moves" not in called(capsys, "solve", "three.nfg")[1]


def test_a_player_who_never_moves_is_said_to(capsys, files):
    files.joinpath("one.efg").write_text('EFG 2 R "" { "a" "b" } p "" 1 1 "" { "x" } 0 t "" 1 "" { 1 2 }')
    _, out, _ = called(capsys, "solve", "one.efg")
    assert "b: never moves" in out and "in turns, 1 information set, 1 end" in out
    files.joinpath("one.nfg").write_text('NFG 1 R "" { "a" } { 1 } 3')
    assert "at once, 1 action" in called(capsys, "solve", "one.nfg")[1]


def test_that_there_is_none_is_an_answer(capsys, files):
    files.joinpath("pennies.nfg").write_text('NFG 1 R "" { "a" "b" } { 2 2 } 1 -1 -1 1 -1 1 1 -1')
    status, out, _ = called(capsys, "solve", "pennies.nfg", "--concept", "pure_nash", "--complete")
    assert status == 0
    assert "ANSWER  none (pure nash): all 4 pure profiles were looked at" in " ".join(out.split("\n"))


def test_a_long_tree_is_solved_and_not_drawn(capsys, files):
    stops = "".join(f'p "" {1 + k % 2} {k} "" {{ "stop" "go" }} 0 t "" {k} "" {{ {k} {-k} }} ' for k in range(1, 3_000))
    files.joinpath("long.efg").write_text('EFG 2 R "" { "a" "b" } ' + stops + 't "" 0')
    result = solved(capsys, "long.efg")[1]
    assert (result["complete"], len(result["solutions"])) == ("all", 1)
    status, _, err = called(capsys, "plot", "long.efg", "tree", "-o", "a.png")
    assert status == 2 and "3000 leaves" in err


def test_complete_asks_for_every_equilibrium(capsys):
    assert called(capsys, "solve", "chicken.nfg", "--complete")[0] == 0
    assert called(capsys, "solve", "chicken.nfg", "--lambda", "1", "--complete")[0] == 4


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["solve", "driver.efg"], 4, "absent-mindedness"),
        (["solve", "driver.efg", "--lambda", "1"], 4, "absent-mindedness"),
        (["solve", "none.nfg"], 2, "'none.nfg' is no file"),
        (["solve", "chicken.nfg", "--set", "a=1"], 2, "a Gambit file has none"),
        (["solve", "chicken.nfg", "--with", "a"], 2, "a Gambit file has none"),
        (
            ["solve", "chicken.nfg", "--game", "call"],
            3,
            "--game call: no such game; a Gambit file holds one, named game",
        ),
        (["solve", "cards.efg", "--steps"], 2, "negosim plot FILE tree --step K"),
        (["compare", "chicken.nfg"], 2, "needs a scenario"),
        (["show", "cards.efg"], 2, "needs a scenario"),
        (["report", "cards.efg", "-o", "memo.md"], 2, "needs a scenario"),
        (["plot", "chicken.nfg", "tree", "-o", "a.png"], 2, "no figure 'tree' of chicken.nfg"),
        (["plot", "chicken.nfg", "payoff_table"], 2, "negosim plot chicken.nfg payoff_table -o"),
        (["plot", "chicken.nfg", "payoff_table", "-o", "a.png", "--step", "1"], 2, "--step goes with the figure tree"),
        (["convert", "chicken.nfg", "-o", "a.txt"], 2, "ends in .nfg or .efg"),
        (["convert", "chicken.nfg", "-o", "a.efg"], 2, "is a simultaneous game"),
        (["convert", "chicken.nfg", "-o", "none/a.nfg"], 5, "cannot be written"),
        (["convert", "cards.efg", "--set", "a=1", "-o", "a.nfg"], 2, "a Gambit file has none"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(capsys, words, status, said):
    found, out, err = called(capsys, *words)
    assert (found, out) == (status, "")
    assert said in err and err.count("\n") == 1


def test_a_file_is_checked(capsys, files):
    assert called(capsys, "check", "cards.efg") == (0, "", "")
    files.joinpath("bad.nfg").write_text("NFG 2")
    status, _, err = called(capsys, "check", "bad.nfg")
    assert (status, err) == (3, "bad.nfg:1:5: found '2' where version 1 of the format should stand; write 1\n")
    assert json.loads(called(capsys, "check", "bad.nfg", "--json")[1])["rows"][0]["where"] == "bad.nfg:1:5"


def test_figures_that_need_no_scenario_are_drawn(capsys, files):
    games = {"chicken.nfg": ("payoff_table", "learning_path", "outcome_shares"), "cards.efg": ("tree",)}
    for target, figure in ((target, figure) for target, figures in games.items() for figure in figures):
        assert figure in called(capsys, "plot", target)[1]
        assert called(capsys, "plot", target, figure, "-o", "a.png") == (0, "", "wrote a.png\n")
        assert files.joinpath("a.png").read_bytes().startswith(b"\x89PNG")
        files.joinpath("a.png").unlink()


def test_a_tree_is_converted_to_a_table_of_plans_with_its_fractions(capsys, files):
    files.joinpath("cards.efg").write_text(CARDS.replace('"Red" 1/2 "Black" 1/2', '"Red" 1/3 "Black" 2/3'))
    assert called(capsys, "convert", "cards.efg", "-o", "cards.nfg") == (0, "", "wrote cards.nfg\n")
    game = read_nfg(files / "cards.nfg")
    assert game.shape == (4, 2)
    assert game.exact_payoffs is not None
    assert "model output, not a forecast" in files.joinpath("cards.nfg").read_text()
    assert called(capsys, "convert", "cards.efg", "-o", "cards.efg")[0] == 0
    assert read_efg(files / "cards.efg").exact_chance is not None


def test_the_games_of_a_scenario_are_converted(capsys, files):
    assert called(capsys, "convert", "truce-dilemma", "-o", "dilemma.nfg")[0] == 0
    assert read_nfg(files / "dilemma.nfg").players == ("north", "south")
    assert called(capsys, "convert", "march-2025", "--game", "call", "-o", "call.efg")[0] == 0
    from negosim import build, read

    game, again = build(read("march-2025"), "call"), read_efg(files / "call.efg")
    assert again.information_sets == game.information_sets
    assert again.outcomes == game.outcomes
    assert np.array_equal(again.payoffs, game.payoffs)
