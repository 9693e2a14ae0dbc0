"""What each command gives: list, show, new, check, schema, solve, compare, plot, and completion by the shell."""

import json
import os
import subprocess
import sys

import jsonschema
import pytest

from command_line import call, called
from negosim.solve import CONCEPTS

SCRIPT = "from negosim.cli import main; main()"


def test_list_names_every_shipped_scenario():
    found = called("list")
    for row in called("list", "--json").record["rows"]:
        assert f"{row['title']}. {row['question']}" in found.flat
        (line,) = [line for line in found.lines if line.startswith(f"{row['name']} ")]
        assert line.index(row["title"][:12]) == found.lines[0].index("Two obstinate")


def test_show_lists_every_number_with_its_value_status_and_meaning():
    found, rows = called("show", "march-2025"), called("show", "march-2025", "--json").record["rows"]
    assert len(rows) > 50
    for row in rows:
        (line,) = [line for line in found.lines if line.startswith(f"  {row['path']} = ")]
        if row["path"] != "time.start":
            assert float(line.split(" = ")[1].split()[0]) == pytest.approx(row["value"], rel=1e-5)
        assert row["status"] in found.out
        assert " ".join((row["means"] or "").split()) in found.flat


def test_show_finds_numbers_by_a_word():
    rows = called("show", "march-2025", "sanctions", "--json").record["rows"]
    found = called("show", "march-2025", "sanctions")
    shown = [line.split()[0] for line in found.lines if line.startswith("  ") and " = " in line]
    assert shown == [row["path"] for row in rows]
    every = called("show", "march-2025", "--json").record["rows"]
    assert 0 < len(rows) < len(every)
    for row in every:
        text = " ".join([row["path"], row["means"] or "", row["source"] or "", *row["claims"]]).lower()
        assert ("sanctions" in text) == (row in rows)


def test_show_takes_several_words_and_finds_claims_with_how_they_are_read():
    assert "actors.russia.cost_of_fighting = " in called("show", "march-2025", "cost", "of", "fighting").out
    claim = called("show", "march-2025", "C10").out
    assert claim.startswith("[claims]\n  C10   Russia has more men") and "read as: " in claim and "source: " in claim
    assert call("show", "march-2025", "C999").out == ""


def test_show_of_a_game_lists_what_that_game_reads():
    rows = called("show", "march-2025", "--game", "ukraine_russia", "--json").record["rows"]
    every = called("show", "march-2025", "--json").record["rows"]
    assert rows == [row for row in every if "ukraine_russia" in row["read_by"]]
    assert 0 < len(rows) < len(every)


def test_show_shows_changed_values():
    (row,) = called(
        "show", "march-2025", "us_sanctions.strength", "--set", "levers.us_sanctions.strength=0.2", "--json"
    ).record["rows"]
    assert row["value"] == 0.2


def test_a_word_that_nothing_has_is_said_on_standard_error():
    found = called("show", "march-2025", "zebra")
    assert (found.status, found.out) == (0, "")
    assert "no number or claim of march-2025 has 'zebra'" in found.err


def test_a_new_scenario_can_be_checked_solved_compared_edited_and_reported(folder):
    assert call("new", "talks.yaml").status == 0
    assert call("check", "talks.yaml") == call("check", "alone.yaml")
    first = call("solve", "talks.yaml")
    assert (first.status, first.err) == (0, "")
    assert len(first.lines) <= 50
    assert call("new", "talks.yaml").status == 5
    row = next(row for row in call("show", "talks.yaml", "--json").record["rows"] if row["read_by"] and row["high"])
    change = f"{row['path']}={row['high']}"
    assert call("compare", "talks.yaml", "--set", change).status == 0
    assert "CHANGED NUMBERS" in call("solve", "talks.yaml", "--set", change).out
    assert call("report", "talks.yaml", "-o", "memo.md").status == 0
    text = (folder / "talks.yaml").read_text()
    (folder / "talks.yaml").write_text(text.replace("actors:", "actrs:", 1))
    found = call("check", "talks.yaml")
    assert found.status == 3
    assert "talks.yaml:" in found.err and "did you mean 'actors'?" in found.err


def test_the_schema_is_one_that_the_shipped_scenarios_meet(folder):
    schema = called("schema").record
    jsonschema.Draft202012Validator.check_schema(schema)
    assert call("new", "talks.yaml").status == 0
    assert json.loads((folder / "negosim.schema.json").read_text()) == schema


@pytest.mark.parametrize("name", CONCEPTS)
@pytest.mark.parametrize("game", ["ukraine_russia", "call_private"])
def test_every_concept_gives_an_answer_or_says_why_not(name, game):
    found = called("solve", "march-2025", "--game", game, "--concept", name)
    if found.status == 0:
        assert "ANSWER  " in found.out and found.err == ""
        assert max(map(len, found.lines)) <= 80
    else:
        assert (found.status, found.out) == (4, "")
        assert found.err.startswith("negosim: ") and found.err.count("\n") == 1


def test_steps_tell_each_move_from_the_last_to_the_first():
    found = called("solve", "march-2025", "--steps")
    steps = [line for line in found.lines if line.startswith("STEP")]
    assert steps == ["STEP 1  Ukraine chooses", "STEP 2  Russia chooses", "STEP 3  The United States chooses"]
    assert "if the United States presses Moscow and Russia offers a full ceasefire: " in found.flat
    assert "after start" not in found.out


def test_an_overlay_that_changes_unread_numbers_too_is_used_and_those_are_named():
    found = called("compare", "march-2025", "--with", "march-2025-long-war")
    assert found.status == 0
    assert found.err.startswith("--with march-2025-long-war: `call` does not read ")


def test_a_change_that_no_game_asked_for_reads_is_refused_with_the_games_that_do():
    rows = called("show", "march-2025", "--json").record["rows"]
    path = next(row["path"] for row in rows if row["read_by"] and "ukraine_russia" not in row["read_by"])
    for command in ("solve", "compare", "plot"):
        found = call(command, "march-2025", "--game", "ukraine_russia", "--set", f"{path}=0.1")
        assert (found.status, found.out) == (3, "")
        assert f"`ukraine_russia` does not read {path}; it is read by: " in found.err


def test_a_later_set_of_one_path_counts():
    path = "games.alone.payoffs.leave.ann"
    twice = call("solve", "alone.yaml", "--set", f"{path}=5", "--set", f"{path}=0.5", "--json").record
    once = call("solve", "alone.yaml", "--set", f"{path}=0.5", "--json").record
    assert twice == once


def test_a_number_outside_its_stated_range_is_used_and_said_to_be(folder):
    found = called("solve", "march-2025", "--game", "call", "--set", "actors.russia.cost_of_fighting=5")
    assert found.status == 0
    assert found.err.startswith("--set actors.russia.cost_of_fighting=5: outside the range that the file calls")
    assert call("solve", "march-2025", "--game", "call", "--set", "actors.russia.cost_of_fighting=0.1").err == ""


def test_setting_a_stake_says_that_the_others_are_rescaled():
    page = called("solve", "march-2025", "--game", "call", "--set", "stakes.russia.kursk=0.6").out
    assert "the other stakes of Russia rescaled" in " ".join(page.split())


def test_what_a_reader_wrote_at_the_end_of_a_memo_is_kept(folder):
    assert call("report", "alone.yaml", "-o", "memo.md").status == 0
    memo = folder / "memo.md"
    first = memo.read_text()
    memo.write_text(first + "\nMine: \u017eluty.\n", encoding="utf-8")
    found = call("report", "alone.yaml", "-o", "memo.md")
    assert memo.read_text(encoding="utf-8") == first + "\nMine: \u017eluty.\n"
    assert found.err.endswith("; what you wrote at its end is kept\n")


def test_figures_that_can_be_drawn_are_listed_and_drawn(folder):
    names = [line.split()[0] for line in called("plot", "truce-dilemma").lines[1:] if not line.startswith("   ")]
    assert "payoff_table" in names and "leverage" not in names
    for name in names:
        found = call("plot", "truce-dilemma", name, "-o", f"{name}.svg")
        assert (found.status, found.out, found.err) == (0, "", f"wrote {name}.svg\n")
        assert b"model output, not a forecast" in (folder / f"{name}.svg").read_bytes()


def completed(line):
    words = line.split(" ")
    environment = os.environ | {
        "_NEGOSIM_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    process = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, timeout=60
    )
    return process.stdout.split()


def test_the_shell_completes_commands_options_and_shipped_scenarios():
    assert completed("negosim so") == ["solve"]
    assert "--concept" in completed("negosim solve --con")
    assert completed("negosim solve march-2025-") == ["march-2025-long-war"]


def test_the_completion_script_can_be_shown():
    environment = os.environ | {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    words = [sys.executable, "-c", SCRIPT, "--show-completion", "bash"]
    process = subprocess.run(words, capture_output=True, text=True, env=environment, timeout=60)
    assert process.returncode == 0
    assert "_NEGOSIM_COMPLETE=complete_bash" in process.stdout
