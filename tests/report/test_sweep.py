"""The page and the tables of a sweep."""

import csv
import io
import json

import numpy as np
import pytest

from command_line import call, called
from negosim import plots
from negosim.report.sweep_pictures import map_finding, regime_line
from negosim.scenario import read
from negosim.whatif.sweep.regimes import edges, regimes
from negosim.whatif.sweep.run import sweep
from negosim.whatif.sweep.vary import sweep_plan

COST, SANCTIONS = "actors.russia.cost_of_fighting", "levers.us_sanctions.strength"
LINE = ("sweep", "march-2025", "--vary", f"{COST}=0:0.2:41")
MAP = (*LINE, "--vary", f"{SANCTIONS}=0:0.3:31")
SWEEPS = {
    "line": LINE,
    "line of several": ("sweep", "march-2025", "--game", "table_talk", "--vary", f"{COST}=0:0.2:41"),
    "months": ("sweep", "march-2025", "--vary", "time.start=2025-03..2026-02"),
    "off the line": ("sweep", "march-2025", "--vary", f"{COST}=0.1:0.2:3"),
    "logit": (*LINE, "--lambda", "20"),
    "map": MAP,
    "map of several": ("sweep", "march-2025", "--game", "table_talk", *MAP[2:]),
    "map of types": ("sweep", "march-2025", "--game", "call_private", "--vary", f"{COST}=0,0.1", *MAP[4:]),
    "cube": (*MAP, "--vary", "games.call.horizon=1:6:3"),
    "four": (*MAP, "--vary", "games.call.horizon=1:6:3", "--vary", "stakes.russia.kursk=0,1"),
    "table": (
        *("sweep", "truce-dilemma", "--vary", "games.dilemma.payoffs.break.keep.north=0:6:7"),
        *("--vary", "games.dilemma.payoffs.keep.break.south=0:6:7"),
    ),
    "changed": (*LINE, "--set", "actors.us.value_of_deal=0.1"),
}


@pytest.fixture(params=SWEEPS)
def page(request):
    found = called(*SWEEPS[request.param])
    assert (found.status, found.err) == (0, "")
    return found


def test_a_page_fits_a_terminal_and_is_no_forecast(page):
    assert len(page.lines) <= 50 and max(map(len, page.lines)) <= 80
    assert page.lines[-1] == "Not a forecast and no advice: only what follows from these assumptions."
    assert "other numbers as in the scenario" in page.flat


def test_a_page_says_where_the_scenario_stands(page):
    assert "* The scenario has " in page.flat or "@ The scenario itself: " in page.flat


def test_regimes_are_named_with_their_exact_ends_and_what_each_actor_gets():
    text = called(*LINE).flat
    assert "0 to 0.04647 Energy truce" in text and "* 0.04647 to 0.2 Full ceasefire" in text
    assert "US presses Moscow, Russia offers a full ceasefire, Ukraine accepts" in text
    assert "Russia 66.8 -> 53.1" in text


def test_a_flip_is_the_same_number_on_every_page_and_picture():
    pages = [called(*words).flat for words in (("solve", "march-2025"), ("tipping", "march-2025"), LINE, MAP)]
    table = table_of(LINE[3])
    pages.append(regime_line(table, regimes(table.plan)).finding)
    table = table_of(MAP[3], MAP[5])
    pages.append(map_finding(table, edges(table.plan)))
    assert all("0.04647" in page and "0.04648" not in page for page in pages)


def test_several_equilibria_are_counted_and_each_is_said():
    text = called(*SWEEPS["line of several"]).flat
    assert "Fighting on or an energy truce (2 equilibria)" in text
    assert "US 91.6 or 111.6" in text


def test_a_scenario_off_the_line_is_said_to_be():
    assert "The scenario has 0.05, which lies off it." in called(*SWEEPS["off the line"]).flat


def test_a_map_marks_the_scenario_and_names_the_nearest_edges():
    found = called(*MAP)
    drawn = [line for line in found.lines if "|" in line]
    assert sum("@" in line for line in drawn) == 1 and {len(line) for line in drawn} == {len(drawn[0])}
    assert "Russia's cost of fighting below 0.04647: Energy truce" in found.flat
    assert "A@ " in found.flat and "shares of the points of this grid, no chances of anything" in found.flat


def test_the_legend_of_the_scenarios_own_region_names_first_what_is_done_in_the_scenario_itself():
    lines = called(*MAP).lines
    (own,) = (k for k, line in enumerate(lines) if line.startswith("  A@ "))
    assert "US presses Moscow, Russia offers a full ceasefire" in lines[own + 1]
    assert "(and 1 other way)" in " ".join(lines[own + 1 : own + 4])
    table = table_of(MAP[3], MAP[5])
    assert table.plays_in(0)[0] == "us=press_moscow; russia=full_ceasefire; ukraine=accept"
    counts = np.bincount(table.points.play[table.region.reshape(-1) == 0])
    assert table.points.plays[counts.argmax()] != table.plays_in(0)[0]  # what is done at most points comes after


def test_a_map_that_nothing_changes_says_so():
    found = called("sweep", "march-2025", "--game", "ukraine_russia", "--vary", f"{COST}=0,0.1", *MAP[4:4])
    assert "Nothing on this line changes the answer." in found.flat
    both = ("--vary", f"{COST}=0,0.1", "--vary", "levers.strikes_on_grid.strength=0.1,0.3")
    found = called("sweep", "march-2025", "--game", "ukraine_russia", *both)
    assert "From there no single one of these numbers changes the answer within the grid." in found.flat


def test_more_regions_than_letters_are_counted(monkeypatch):
    monkeypatch.setattr("negosim.report.sweep_page._MOST", 1)
    assert "1 smaller region" in call(*MAP).flat
    many = call(*LINE)
    assert many.status == 0


# Tables


def table_of(*texts, game="call"):
    return sweep(sweep_plan(read("march-2025"), game, texts))


def rows_of(tmp_path, words):
    assert call(*words, "--csv", str(tmp_path / "t.csv")).status == 0
    data = (tmp_path / "t.csv").read_bytes()
    assert b"\r" not in data and data.endswith(b"\n")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"))))


def test_the_csv_has_the_columns_of_the_contract_and_gives_back_every_number(tmp_path):
    rows = rows_of(tmp_path, MAP)
    head = ["game", "concept", "n_solutions", "outcome", "choices"]
    assert list(rows[0])[:7] == [COST, SANCTIONS, *head]
    table = table_of(MAP[3], MAP[5])
    assert len(rows) == table.plan.size == 41 * 31
    for k, place in enumerate(np.ndindex(41, 31)):
        row = rows[k]
        assert [float(row[axis.path]) for axis in table.plan.axes] == [
            axis.values[at] for axis, at in zip(table.plan.axes, place, strict=True)
        ]
        assert row["outcome"] == table.points.answers[table.points.answer[k]]
        assert (row["game"], row["concept"], row["n_solutions"]) == ("call", "subgame_perfect", "1")
        assert [float(row[f"payoff_{who}"]) for who in ("us", "russia", "ukraine")] == table.points.low[k].tolist()
        assert [float(row[name]) for name in table.plan.subject.figures] == table.points.figures[k].tolist()


def test_a_figure_in_which_solutions_differ_is_left_empty(tmp_path):
    (row, *_) = rows_of(tmp_path, SWEEPS["line of several"])
    assert row["n_solutions"] == "2" and row["payoff_us"] == "" == row["probability_energy_truce"]
    assert row["probability_full_ceasefire"] == "0.0"
    assert row["choices"].split(" or ")[0] == "us=broker; russia=energy_truce; ukraine=accept"


def test_months_are_written_as_months(tmp_path):
    rows = rows_of(tmp_path, SWEEPS["months"])
    assert [row["time.start"] for row in rows][-2:] == ["2026-01", "2026-02"]


@pytest.mark.parametrize("name", ["map", "line of several", "months", "map of types"])
def test_the_rows_of_the_json_are_those_of_the_csv(tmp_path, name, monkeypatch):
    monkeypatch.setattr("negosim.report.sweep_records._ROWS", 100)
    words = SWEEPS[name]
    record, rows = call(*words, "--json").record, rows_of(tmp_path, words)
    assert record["manifest"]["notice"] == "model output, not a forecast"
    assert record["points"] == len(record["rows"]) == len(rows)
    assert sum(region["share_of_points"] for region in record["regions"]) == pytest.approx(1.0)
    for one, other in zip(record["rows"], rows, strict=True):
        assert list(one) == list(other)
        for key, value in one.items():
            assert other[key] == ("" if value is None else value if isinstance(value, str) else repr(value))


def test_the_json_of_a_line_has_its_regimes():
    regimes = called(*LINE, "--json").record["regimes"]
    assert [regime["outcome"] for regime in regimes] == ["energy_truce", "full_ceasefire"]
    assert regimes[0]["high"] == regimes[1]["low"] == pytest.approx(0.046478625, abs=1e-8)


def test_a_game_without_equilibrium_has_empty_figures(tmp_path):
    file = tmp_path / "pennies.yaml"
    file.write_text(
        "negosim: 1\ntitle: Pennies\nactors: {a: {name: A}, b: {name: B}}\ngames:\n  p:\n    moves:\n"
        "      m: {actor: a, sees: [], options: {h: {}, t: {}}}\n"
        "      n: {actor: b, sees: [], options: {h: {}, t: {}}}\n"
        "    name: Pennies\n    payoffs:\n"
        "      h: {h: {a: 1, b: -1}, t: {a: -1, b: 1}}\n      t: {h: {a: -1, b: 1}, t: {a: 1, b: -1}}\n"
    )
    words = ("sweep", str(file), "--vary", "games.p.payoffs.h.h.a=0,1,2")
    rows = rows_of(tmp_path, words)
    assert {row["n_solutions"] for row in rows} == {"0"} and {row["payoff_a"] for row in rows} == {""}
    assert {row["outcome"] for row in rows} == {"no pure equilibrium"}
    found = call(*words, "--plot", str(tmp_path / "p.png"))
    assert found.status == 0 and "No pure equilibrium" in found.out and "A none; B none" in found.flat


def test_the_same_sweep_gives_the_same_bytes(tmp_path):
    for k in range(2):
        assert call(*MAP, "--csv", str(tmp_path / f"{k}.csv"), "--plot", str(tmp_path / f"{k}.png")).status == 0
    for kind in ("csv", "png"):
        assert (tmp_path / f"0.{kind}").read_bytes() == (tmp_path / f"1.{kind}").read_bytes()
    assert json.loads(call(*LINE, "--json").out) == json.loads(call(*LINE, "--json").out)


def test_a_figure_that_steps_is_said_to_change_between_two_points_and_every_point_is_a_dot():
    """An equilibrium's payoffs are affine piece by piece, but the chance of an outcome is 0 or 1."""
    words = ("--figure", "probability_full_ceasefire")
    text = called("sweep", "march-2025", "--vary", f"{COST}=0:0.2:11", *words).flat
    plan = sweep_plan(read("march-2025"), "call", [f"{COST}=0:0.2:11"], figure=words[1])
    table = sweep(plan)
    chance = plan.subject.figure(words[1], table.points)
    (step,) = np.flatnonzero(np.diff(chance))
    low, high = (f"{plan.axes[0].values[k]:g}" for k in (step, step + 1))
    assert f"probability of a full ceasefire changes only between {low} and {high} (0 -> 1)." in text
    assert "changes only" not in called(*LINE[:3], f"{COST}=0:0.2:11", "--lambda", "20", *words).flat
    ax = plots.regime_line(regime_line(table, regimes(plan)))
    dots = np.concatenate([line.get_xdata() for line in ax.lines if line.get_marker() == "o"])
    assert set(plan.axes[0].values) <= set(dots.tolist())
    assert "Dots: where it was computed" in " ".join(text.get_text().replace("\n", " ") for text in ax.texts)
