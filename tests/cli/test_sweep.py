"""`negosim sweep` as a command: what it writes where, and what it refuses."""

import csv
import sys

import pexpect
import pytest

from command_line import call

COST = "actors.russia.cost_of_fighting"
STAY, LEAVE = "games.alone.payoffs.stay.ann", "games.alone.payoffs.leave.ann"
SMALL = ("sweep", "alone.yaml", "--vary", f"{STAY}=-1:2:7")
GAME_FILE = 'NFG 1 R "g" { "a" } { { "x" "y" } }\n\n{ { "" 1 } { "" 0 } }\n1 2\n'


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["sweep"], 2, "Missing argument 'TARGET'"),
        (["sweep", "alone.yaml"], 2, "a sweep varies 1 to 4 numbers, not 0"),
        (["sweep", "alone.yaml", *["--vary", f"{STAY}=0:1:2"] * 5], 2, "a sweep varies 1 to 4 numbers, not 5"),
        ([*SMALL, "--plot", "map.gif"], 2, "--plot map.gif: a picture ends in .png, .svg or .pdf"),
        ([*SMALL, "--plot", "a.png", "--csv", "./a.png"], 2, "name the same file; give each its own"),
        ([*SMALL, "--lambda", "nan"], 2, "lambda is a finite number from 0 up"),
        (["sweep", "game.nfg", "--vary", "a=0:1:2"], 2, "a Gambit file has none with a path"),
        (["sweep", "alone.yaml", "--vary", "x"], 3, "--vary x: not understood; write PATH=LOW:HIGH:N"),
        (["sweep", "alone.yaml", "--vary", f"{STAY}s=0:1:2"], 3, f"no number at this path; nearest: {STAY}"),
        ([*SMALL, "--vary", f"{STAY}=0,1"], 3, "varies this number already; vary each number once"),
        ([*SMALL, "--game", "along"], 3, "--game along: no such game"),
        ([*SMALL, "--set", "a.b=1"], 3, "--set a.b=1: no number at this path"),
        (["sweep", "alone.yaml", "--vary", f"{STAY}=0:1:99999999999"], 3, "99,999,999,999 points need"),
        (["sweep", "march-2025", "--vary", "actors.russia.resources=1,2"], 3, "`call` does not read"),
        ([*SMALL, "--resume", "alone.yaml"], 3, "--resume alone.yaml: this file holds no sweep"),
        ([*SMALL, "--concept", "stackelberg"], 4, "are solved under pure_nash or nash or logit, not under stackelberg"),
        ([*SMALL, "--csv", "none/t.csv"], 5, "none/t.csv: cannot be written: its folder does not exist"),
        ([*SMALL, "--plot", "folder.png"], 5, "folder.png: cannot be written: is a folder"),
    ],
)
def test_what_cannot_be_swept_is_said_at_once_on_standard_error_alone(folder, words, status, said):
    (folder / "game.nfg").write_text(GAME_FILE)
    (folder / "folder.png").mkdir()
    before = sorted(folder.iterdir())
    found = call(*words)
    assert (found.status, found.out) == (status, "")
    assert said in " ".join(found.err.split()) and "Traceback" not in found.err
    assert sorted(folder.iterdir()) == before


def test_every_output_is_written_and_named(folder):
    found = call(*SMALL, "--vary", f"{LEAVE}=0:1:5", "--csv", "t.csv", "--plot", "map.svg", "--resume", "s.sweep")
    assert found.status == 0
    assert found.err.splitlines() == ["wrote t.csv", "wrote map.svg"]
    assert (folder / "t.csv").read_text().startswith(f"{STAY},{LEAVE},game,concept,n_solutions,outcome,choices,")
    assert "<svg" in (folder / "map.svg").read_text() and (folder / "s.sweep").stat().st_size > 1000
    again = call(*SMALL, "--vary", f"{LEAVE}=0:1:5", "--resume", "s.sweep")
    assert again.out == found.out


def test_a_parquet_file_holds_what_the_csv_holds(folder):
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `parquet` is not installed")
    words = ("--vary", f"{LEAVE}=0:1:5", "--csv", "t.csv", "--parquet", "t.parquet")
    assert call(*SMALL, *words).err.splitlines() == ["wrote t.csv", "wrote t.parquet"]
    columns = parquet.read_table(folder / "t.parquet").to_pydict()
    rows = list(csv.DictReader((folder / "t.csv").read_text().splitlines()))
    assert list(columns) == list(rows[0])
    for k, row in enumerate(rows):
        for name, text in row.items():
            value = columns[name][k]
            assert text == ("" if value is None else value if isinstance(value, str) else str(value))


@pytest.mark.parametrize("paths", [1, 2, 3])
def test_a_picture_is_drawn_of_one_two_and_three_numbers(folder, paths):
    axes = [f"{COST}=0:.2:5", "levers.us_sanctions.strength=0:.3:4", "games.call.horizon=1,3"]
    words = [word for axis in axes[:paths] for word in ("--vary", axis)]
    assert call("sweep", "march-2025", *words, "--plot", "p.png").status == 0
    assert (folder / "p.png").read_bytes().startswith(b"\x89PNG")


def test_a_choice_flips_where_the_other_is_worth_more():
    found = call(*SMALL)
    assert "-1 to 0 Ann leaves Ann 0.0 * 0 to 2 Ann stays Ann 0.0 -> 2.0" in found.flat


def test_numbers_are_set_before_they_are_swept():
    found = call(*SMALL, "--set", f"{LEAVE}=1")
    assert "-1 to 1" in found.flat and f"changed: {LEAVE} = 1" in found.flat


def test_a_hostile_name_cannot_command_the_terminal():
    found = call("sweep", "hostile.yaml", "--vary", "games.alone.payoffs.stay.a=0:1:3")
    assert found.status == 0 and "\x1b" not in found.out


def test_a_bar_is_drawn_on_a_terminal_only(folder):
    command = [sys.executable, "-c", "from negosim.cli import main; main()", *SMALL]
    run = pexpect.spawn(command[0], command[1:], encoding="utf-8", timeout=120, dimensions=(24, 100))
    run.expect(pexpect.EOF)
    run.close()
    assert run.exitstatus == 0 and "7 of 7 points" in run.before and "left" in run.before
    assert call(*SMALL).err == ""
