"""What-ifs on a campaign: the same machinery as for any game, held against plain scans of its figures."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest

from campaign_cases import RIVER
from command_line import call
from negosim import parallel
from negosim.campaign.figures import campaign_model, turning_value
from negosim.scenario import read
from negosim.whatif.batch import subject, subject_of
from negosim.whatif.flips import can_move, legal_values
from negosim.whatif.sensitivity import sensitivity, solutions
from negosim.whatif.tipping import tipping

HAZARD, WAR = "issues.fort.hazard", "actors.north.cost_of_fighting"


@pytest.fixture(scope="module")
def river(tmp_path_factory):
    """The river on a coarse grid, two of its numbers with a range."""
    file = tmp_path_factory.mktemp("river") / "river.yaml"
    text = RIVER.replace("high: .7, points: 6", "high: .7, points: 3").replace("      points: 6", "      points: 3")
    text = text.replace("hazard: .25", "hazard: {value: .25, low: 0, high: 1}")
    file.write_text(text.replace("{value: .02, per: month}", "{value: .02, low: 0, high: .1, per: month}"))
    return file


@pytest.fixture(scope="module")
def scenario(river):
    return read(str(river))


def test_a_flip_of_the_answer_is_where_half_of_the_paths_end_and_is_borne_out(scenario):
    (tip,) = tipping(subject_of(scenario, "campaign"), [HAZARD]).tips
    assert tip.flips and all(flip.is_certified for flip in tip.flips)
    model = campaign_model(scenario)
    for flip in tip.flips:
        share = model.figures(scenario.numbers.vary({HAZARD: np.array([flip.last, flip.beyond])}))["share.peace"]
        assert (share[0] > 0.5) != (share[1] > 0.5)


def test_the_gain_of_a_stall_passes_zero_where_bisection_says(scenario):
    found = tipping(subject_of(scenario, "campaign", None, "stall_gain.north"), [HAZARD])
    assert found.answer == "positive" and found.flips[0].is_certified
    assert found.flips[0].value == pytest.approx(turning_value(campaign_model(scenario), "north", HAZARD), abs=1e-3)


def test_numbers_in_parts_on_eight_workers_turn_where_all_at_once_do(scenario, monkeypatch):
    paths = [HAZARD, WAR, "issues.bank.status_quo", "time.start", "truce.length"]
    whole = tipping(subject_of(scenario, "campaign"), paths)
    monkeypatch.setattr(subject, "_COSTLY", 0)
    monkeypatch.setattr("negosim.whatif.tipping._FEW", 2)
    monkeypatch.setattr(parallel.order, "PATIENCE", 0.0)
    told = []
    with ThreadPoolExecutor(8) as executor:
        parts = tipping(subject_of(scenario, "campaign"), paths, "", executor, told.append)
    assert told == [2, 4, 5]
    assert [tip.path for tip in parts.tips] == [tip.path for tip in whole.tips]
    assert [f.to for f in parts.flips] == [f.to for f in whole.flips] and whole.flips
    assert [f.value for f in parts.flips] == pytest.approx([f.value for f in whole.flips], abs=1e-5)


def test_a_start_is_looked_at_within_its_grid_and_the_grid_itself_is_not(scenario):
    assert legal_values(scenario.numbers, "issues.bank.status_quo") == (0.0, 0.7)
    assert not can_move("campaign.state.bank.grid.high")


def test_first_months_of_one_batch_are_solved_apart(scenario):
    """Points that start in different months do not share a calendar."""
    model, values = (
        campaign_model(scenario),
        scenario.numbers.vary({"time.start": np.array([24302.0, 24307.0, 24302.0])}),
    )
    together = model.figures(values)
    for k, row in enumerate(values):
        alone = campaign_model(scenario).figures(row)
        assert all(together[name][k] == pytest.approx(alone[name], nan_ok=True) for name in together)


def test_sensitivity_tells_how_many_campaigns_are_solved_and_finds_the_number_that_matters(scenario, monkeypatch):
    monkeypatch.setattr(subject, "_COSTLY", 0)
    asked, told = subject_of(scenario, "campaign", None, "stall.north"), []
    found = sensitivity(asked, 64, 1, tell=told.append)
    assert told[-1] == solutions(asked, 64) and told == sorted(told)
    amounts = asked.amounts(scenario.numbers.vary({HAZARD: np.linspace(0, 1, 5)}))
    assert np.ptp(amounts) > 1 and found.influences[0].path == HAZARD


def test_the_commands_take_the_campaign_in_the_place_of_a_game(river):
    words = (str(river), "--game", "campaign")
    page = call("tipping", *words, "--figure", "stall_gain.north", "--path", HAZARD)
    assert page.status == 0 and "gain by stalling of North above 0" in page.flat
    assert "Gain by stalling of North: what it gains by playing for time at the start" in page.flat
    record = call("tipping", *words, "--path", HAZARD, "--json").record
    assert record["game"] == "campaign" and record["rows"][0]["flips"][0]["certified"]
    page = call("compare", *words, "--set", f"{HAZARD}=0")
    assert page.status == 0 and "stalling by North" in page.flat
    assert call("sensitivity", *words, "--samples", "64").status == 0


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("solve",), 3, "no such game; the campaign is followed by negosim simulate; compare, sweep, tipping and"),
        (("tipping", "--joint"), 2, "--joint looks for changes of the outcome of a game of moves"),
        (
            ("tipping", "--path", "campaign.state.bank.grid.high"),
            3,
            "a grid's end says how finely a campaign is solved",
        ),
        (("tipping", "--figure", "stall.nort"), 2, "`campaign` has no such figure; did you mean 'stall.north'"),
    ],
)
def test_what_cannot_be_asked_of_a_campaign_is_refused_before_it_is_solved(river, words, status, said):
    found = call(words[0], str(river), "--game", "campaign", *words[1:])
    assert found.status == status and said in found.err and found.out == ""


def test_a_page_without_a_figure_has_one_blank_line_below_its_head(river):
    lines = call("tipping", str(river), "--game", "campaign", "--path", HAZARD).lines
    assert all(one or other for one, other in pairwise(lines))


def test_a_comparison_says_whose_reason_to_stall_turned_and_by_which_numbers(river):
    page = call("compare", str(river), "--game", "campaign", "--set", f"{HAZARD}=0")
    assert page.status == 0 and "North: playing for time at the start does not pay; this turned" in page.flat
    record = call("compare", str(river), "--game", "campaign", "--set", f"{HAZARD}=0", "--json").record
    assert "stalls_north" in str(record)
