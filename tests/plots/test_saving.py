"""Saving: PNG, SVG and PDF, the same bytes for the same input, whole files or none."""

import os
import subprocess
import sys

import pytest
from matplotlib.figure import Figure

from negosim import plots
from negosim.errors import OutputError, UsageError
from negosim.games import Origin
from negosim.plots.style import foot_text
from negosim.solve import Manifest

MANIFEST = Manifest("0.1.0", Origin("talks", "0123456789"), "nash", {})
STARTS = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
SCRIPT = """
import sys
from negosim import plots
from negosim.models import build
from negosim.scenario import read
from negosim.scenario.names import Names
from negosim.solve import solve
talks = read("truce-dilemma")
result = solve(build(talks))
ax = plots.payoff_table(result, names=Names(talks))
plots.save(ax.figure, sys.argv[1], result.manifest)
assert "matplotlib.pyplot" not in sys.modules
"""


@pytest.fixture
def figure(answer) -> Figure:
    result, names = answer("truce-dilemma", "dilemma")
    return plots.payoff_table(result, names=names).figure


@pytest.mark.parametrize("suffix", STARTS)
def test_the_suffix_says_what_is_written(figure, tmp_path, suffix):
    plots.save(figure, tmp_path / f"table.{suffix}", MANIFEST)
    assert (tmp_path / f"table.{suffix}").read_bytes().startswith(STARTS[suffix])


@pytest.mark.parametrize("suffix", STARTS)
def test_the_same_input_gives_the_same_bytes_in_another_process(tmp_path, suffix):
    contents = []
    for seed in ("1", "2"):
        file = tmp_path / f"{seed}.{suffix}"
        environment = os.environ | {"PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", SCRIPT, str(file)], check=True, env=environment)
        contents.append(file.read_bytes())
    assert contents[0] == contents[1]


@pytest.mark.parametrize("name", ["table.gif", "table", "table.jpg"])
def test_another_suffix_is_refused_and_nothing_is_written(figure, tmp_path, name):
    with pytest.raises(UsageError, match=r"a picture ends in \.png, \.svg or \.pdf"):
        plots.save(figure, tmp_path / name, MANIFEST)
    assert not list(tmp_path.iterdir())


def test_a_file_is_replaced_whole_and_nothing_else_is_left(figure, tmp_path):
    (tmp_path / "table.svg").write_text("old")
    plots.save(figure, tmp_path / "table.svg", MANIFEST)
    assert [file.name for file in tmp_path.iterdir()] == ["table.svg"]
    assert (tmp_path / "table.svg").read_bytes() != b"old"


def test_where_a_file_cannot_be_written_the_old_one_stays(figure, tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "table.png").write_text("old")
    monkeypatch.setattr("negosim.plots.style.os.replace", full)
    with pytest.raises(OutputError, match="No space left on device"):
        plots.save(figure, tmp_path / "table.png", MANIFEST)
    assert [file.read_text() for file in tmp_path.iterdir()] == ["old"]


def test_a_folder_that_is_not_there_is_an_output_error(figure, tmp_path):
    with pytest.raises(OutputError, match=r"none/table\.png: cannot be written"):
        plots.save(figure, tmp_path / "none" / "table.png", MANIFEST)


def test_a_figure_of_ones_own_gets_a_foot_once_and_room_for_it(tmp_path):
    figure = Figure(figsize=(5, 4))
    figure.add_subplot().set_xlabel("time")
    for _ in range(2):
        plots.save(figure, tmp_path / "own.png", MANIFEST)
    feet = [text for text in figure.texts if text.get_gid() == "foot"]
    assert len(feet) == 1 and "scenario 0123456789" in feet[0].get_text()
    assert figure.get_figheight() > 4


def test_the_foot_lists_changed_numbers_up_to_three():
    changes = tuple((f"levers.l{k}.strength", "0.5") for k in range(5))
    lines = foot_text("0.1.0", Origin("talks", "0123456789", changes), 12.0).split("\n")
    assert lines[:2] == ["talks", "negosim 0.1.0, scenario 0123456789, model output, not a forecast"]
    assert lines[2].startswith("changed: levers.l0.strength = 0.5, ") and lines[2].endswith("and 2 more")


def test_the_foot_of_a_changed_scenario_says_what_was_changed(facts, tmp_path):
    talks = facts("march-2025").what_if({"levers.us_sanctions.strength": 0.2})
    figure = plots.leverage(talks).figure
    plots.save(figure, tmp_path / "leverage.svg", plots.manifest_of(talks))
    foot = next(text.get_text() for text in figure.texts if text.get_gid() == "foot")
    assert talks.digest in foot and "changed: levers.us_sanctions.strength = 0.2" in foot


def test_importing_the_plots_imports_no_matplotlib():
    code = "import sys, negosim.plots; assert not any(m.startswith('matplotlib') for m in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
