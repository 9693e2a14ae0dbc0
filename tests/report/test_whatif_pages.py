"""The pages of tipping and sensitivity: they fit, they say what was found, and they say no more."""

import json

import pytest

from command_line import call, called
from small_scenarios import STAKES, home

TIPPINGS = [
    ["march-2025"],
    ["march-2025", "--joint"],
    ["march-2025", "--game", "table_talk"],
    ["march-2025-long-war", "--toward", "energy_truce"],
    ["march-2025", "--path", "levers.us_sanctions.strength"],
    ["march-2025", "--path", "time.start"],
    ["march-2025", "--set", "levers.us_sanctions.strength=0.2"],
    ["truce-dilemma"],
]
SENSITIVITIES = [
    ["march-2025"],
    ["march-2025", "--game", "table_talk", "--samples", "256"],
    ["march-2025", "--design", "latin", "--samples", "256"],
    ["march-2025", "--set", "levers.us_sanctions.strength=0.2", "--samples", "128"],
    ["truce-dilemma"],
]


@pytest.mark.parametrize(
    "words", [["tipping", *w] for w in TIPPINGS] + [["sensitivity", *w] for w in SENSITIVITIES], ids=" ".join
)
def test_a_page_fits_and_ends_with_what_it_is_not(words):
    found = called(*words)
    assert (found.status, found.err) == (0, "")
    assert len(found.lines) <= 50 and max(map(len, found.lines)) <= 80
    assert found.lines[-1] == "Not a forecast and no advice: only what follows from these assumptions."
    assert "recommend" not in found.out and "probability" not in found.out


def test_the_tipping_page_says_what_flips_nearest_first_and_what_never_does():
    found, record = called("tipping", "march-2025"), called("tipping", "march-2025", "--json").record
    assert "Which single number changes the answer, now a full ceasefire?" in found.flat
    first = record["rows"][0]
    assert first["path"] == "actors.russia.cost_of_fighting" and first["flips"][0]["certified"]
    assert "Russia's cost of fighting          0.05 below 0.04647       2 % Energy truce" in found.out
    never = sum(not row["flips"] for row in record["rows"])
    assert f"{never} of {len(record['rows'])} numbers" in found.flat
    assert "each solved again on both sides, alone and by other code." in found.flat
    assert record["answer"] == "full_ceasefire" and record["joint"] is None and record["toward"] is None


def test_the_sensitivity_page_says_which_sets_it_drew_and_that_those_of_solve_are_others():
    found = called("sensitivity", "march-2025", "--samples", "128", "--seed", "3", "--design", "latin")
    assert "Design latin, seed 3: not the sets that negosim solve draws, so its shares differ a little." in found.flat


def test_a_row_that_was_not_borne_out_bears_a_sign(tmp_path):
    same = STAKES.replace(".6, low", ".5, low").replace(".4, low", ".5, low")
    moves = "pick: {actor: north, options: {hill: {}, ford: {}}}"
    same = same.replace(moves, f"{moves}, say: {{actor: south, options: {{'yes': {{}}, 'no': {{}}}}}}")
    same = same.replace("{when: {pick: hill}", "{when: {say: 'no'}, outcome: hill}, {when: {pick: hill}")
    (tmp_path / "tied.yaml").write_text(same, encoding="utf-8")
    found, record = (called("tipping", str(tmp_path / "tied.yaml"), *more) for more in ((), ("--json",)))
    rows = record.record["rows"]
    flips = [flip for row in rows for flip in [*row["flips"], *([row["play"]] if row["play"] else [])]]
    bad = sum(not flip["certified"] for flip in flips)
    assert bad > 0 and f"which did not bear out {bad} of {len(flips)}, marked ? where shown" in found.flat
    assert sum("? " in line and " 0.5 " in line for line in found.lines) == bad


def test_a_joint_change_is_in_the_record_with_its_norm_and_what_stands_behind_it():
    found, record = (
        called("tipping", "march-2025", "--joint"),
        called("tipping", "march-2025", "--joint", "--json").record,
    )
    joint = record["joint"]
    assert joint["certified"] and not joint["exact"] and joint["tried_nearer"] == 4096
    assert f"each moved by at most {100 * joint['size']:.2g} % of its range" in found.flat
    assert "so that none is smaller is not proved" in found.flat
    assert {move["path"] for move in joint["moves"]} <= {row["path"] for row in record["rows"]}


def test_where_payoffs_are_linear_the_page_says_that_no_smaller_change_does_it(tmp_path):
    file = tmp_path / "home.yaml"
    file.write_text(home())
    assert "no smaller change does it" in call("tipping", str(file), "--joint").flat
    wanted = call("tipping", str(file), "--toward", "none")
    assert "Which single number brings none about? Now: peace." in wanted.flat and "JOINT" in wanted.out


def test_a_change_that_no_joint_move_makes_is_said_not_to_be_proved_impossible(tmp_path):
    file = tmp_path / "home.yaml"
    file.write_text(home(value="{value: .3, low: .29, high: .5}", fixed=".2"))
    found = call("tipping", str(file), "--joint")
    assert (
        "no joint change within the stated ranges was found that does; that there is none is not proved" in found.flat
    )


def test_one_path_is_told_alone_with_how_far_it_was_looked_at():
    found = called("tipping", "march-2025", "--path", "levers.us_sanctions.strength")
    assert "Looked at from 0 to 1.6, no farther." in found.out and "below 0.07929" in found.out
    never = called("tipping", "march-2025", "--path", "time.start")
    assert "No value changes the answer by itself." in never.flat
    (row,) = called("tipping", "march-2025", "--path", "time.start", "--json").record["rows"]
    assert row["flips"] == [] and not row["searched"]["whole"]


def test_the_sensitivity_page_speaks_of_shares_of_assumption_sets_only():
    found, record = called("sensitivity", "march-2025"), called("sensitivity", "march-2025", "--json").record
    share = next(each for each in record["shares"] if each["answer"] == record["answer"])
    said = f"A full ceasefire in {100 * share['share_of_samples']:.0f} % of the assumption sets within these ranges"
    assert said in found.flat and "three numbers decide" in found.flat
    assert "Shares are of assumption sets, never the chance of an event." in found.flat
    assert share["interval"][0] < share["share_of_samples"] < share["interval"][1]
    assert len(record["deciding"]["paths"]) == 3
    assert [row["path"] for row in record["rows"][:3]] == record["deciding"]["paths"]
    assert all(0 <= box["density"] <= 1 and box["limits"] for box in record["boxes"])
    assert record["settings"] == {"samples": 1024, "seed": 0, "design": "sobol", "solved": 1024 * (45 + 2 + 8)}
    assert f"--samples {2**14} would do" in found.flat or "Converged" in found.flat or "would do" in found.flat


def test_a_single_number_decides_in_the_singular(tmp_path):
    file = tmp_path / "home.yaml"
    file.write_text(home(fixed=".2"))
    assert "One number decides: North's value of a deal. Known, it accounts for" in call("sensitivity", str(file)).flat
    file.write_text(STAKES.replace("low: .3", "low: .55").replace("high: .7", "high: .45"))
    firm = call("sensitivity", str(file))
    assert "within them no number matters" in firm.flat or "decide" in firm.flat


def test_the_same_seed_prints_the_same_bytes_and_another_does_not():
    words = ["sensitivity", "march-2025", "--samples", "64", "--json"]
    assert call(*words, "--seed", "1").out == call(*words, "--seed", "1").out != call(*words, "--seed", "2").out
    tips = ["tipping", "march-2025", "--game", "ukraine_russia", "--joint", "--json"]
    assert call(*tips).out == call(*tips).out


def test_no_share_of_samples_is_called_a_probability_in_json():
    assert "probability" not in json.dumps(called("sensitivity", "march-2025", "--json").record["shares"])
