"""`negosim simulate` on a small campaign: its page, its record, its table and its picture, and what it refuses."""

import csv
import io
from pathlib import Path

import pytest

from campaign_cases import RIVER
from command_line import call
from negosim.campaign.summary import share_of
from negosim.report.campaign_page import share_words

COARSE = Path(__file__).parents[2] / "docs" / "coarse_campaign.yaml"


@pytest.fixture(scope="module")
def river(tmp_path_factory):
    file = tmp_path_factory.mktemp("river") / "river.yaml"
    file.write_text(RIVER)
    return file


def test_page_record_table_and_picture_come_from_one_run(river):
    words = ("simulate", str(river), "--runs", "400", "--seed", "5")
    page = call(*words)
    assert page.status == 0 and page.err == ""
    assert len(page.lines) <= 60 and max(map(len, page.lines)) <= 80
    assert "400 paths" in page.flat and "CHECKED nobody gains by leaving the equilibrium" in page.flat
    table, picture = river.with_name("months.csv"), river.with_name("river.png")
    found = call(*words, "--json", "--csv", str(table), "--plot", str(picture))
    record = found.record
    assert found.status == 0 and record["manifest"]["seed"] == 5 and record["concept"] == "subgame_perfect"
    rows = list(csv.DictReader(io.StringIO(table.read_text())))
    assert [row["month"] for row in rows] == ["2025-03", "2025-04", "2025-05", "2025-06", "2025-07", "2025-08"]
    assert [float(row["share_peace"]) for row in rows] == [row["share_peace"] for row in record["rows"]]
    assert all(abs(sum(row[k] for k in row if k.startswith("share_")) - 1) < 1e-12 for row in record["rows"])
    assert all(gap["gap"] < 1e-9 for gap in record["certificate"]) and record["converged"]
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_the_same_seed_prints_the_same_bytes(river):
    one, two = (call("simulate", str(river), "--runs", "300", "--seed", "2", "--json").out for _ in range(2))
    assert one == two


def test_reasons_in_the_record_add_up(river):
    record = call("simulate", str(river), "--runs", "50", "--set", "issues.fort.hazard=0.9", "--json").record
    assert record["reasons"], "the north waits for the fort to fall"
    for reason in record["reasons"]:
        assert sum(term["amount"] for term in reason["terms"]) == pytest.approx(reason["difference"], abs=1e-9)
        assert reason["now"] + reason["later"] == pytest.approx(reason["difference"], abs=1e-9)


def test_a_campaign_without_a_last_month_is_followed_and_its_reasons_add_up(tmp_path):
    """Worths are then those of a stationary equilibrium, and reasons go on until nothing is left that matters."""
    text = RIVER.replace("months: 6", "months: 6\n  endless: true").replace("swing: .01, later: 3", "swing: .01")
    file = tmp_path / "endless.yaml"
    file.write_text(text.replace("  afterwards: {moves: {offer: no}, months: campaign.numbers.later}\n", ""))
    found = call("simulate", str(file), "--runs", "50", "--json")
    record = found.record
    assert found.status == 0 and record["concept"] == "markov_perfect" and record["converged"]
    assert all(gap["gap"] <= gap["bound"] + 1e-9 and gap["gap"] < 1e-8 for gap in record["certificate"])
    assert record["reasons"]
    for reason in record["reasons"]:
        assert sum(term["amount"] for term in reason["terms"]) == pytest.approx(reason["difference"], abs=1e-8)
    assert "stationary Markov-perfect equilibrium" in call("simulate", str(file), "--runs", "50").flat


def test_a_number_is_found_at_which_playing_for_time_turns(river):
    ranged = river.with_name("ranged.yaml")
    ranged.write_text(RIVER.replace("hazard: .25", "hazard: {value: .25, low: 0, high: 1}"))
    words = ("simulate", str(ranged), "--runs", "20", "--turn", "issues.fort.hazard")
    turned = call(*words, "--json").record["turns"]
    assert turned["north"]["path"] == "issues.fort.hazard" and 0 < turned["north"]["value"] < 0.25
    assert f"turns for North at {turned['north']['value']:.4g} of" in call(*words).flat


def test_fewer_months_and_a_changed_number_are_taken(river):
    found = call("simulate", str(river), "--months", "3", "--runs", "20", "--set", "issues.fort.hazard=0", "--json")
    assert len(found.record["rows"]) == 3 and found.record["manifest"]["changed"] == {"issues.fort.hazard": "0"}


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("--runs", "0"), 2, "--runs 0: write a whole number from 1"),
        (("--turn", "issues.fort.hzard"), 3, "--turn issues.fort.hzard: no number at this path; nearest: issues.fort"),
        (("--turn", "issues.fort.hazard"), 3, "the number has no range to look in"),
        (("--seed", "-1"), 2, "--seed -1: write a whole number from 0 up"),
        (("--months", "0"), 2, "--months 0: write a whole number from 1 to 600"),
        (("--months", "601"), 2, "--months 601: write a whole number from 1 to 600"),
        (("--plot", "x.doc"), 2, "--plot x.doc: a picture ends in"),
        (("--set", "games.talk.horizon=2"), 3, "the campaign does not read games.talk.horizon"),
        (("--set", "issues.bank.status_quo=.9"), 3, "the grid of bank goes from 0.9 to 0.7"),
    ],
)
def test_what_cannot_be_done_is_refused(river, words, status, said):
    found = call("simulate", str(river), *words)
    assert found.status == status and said in found.err and found.out == ""


def test_a_scenario_without_a_campaign_says_so():
    found = call("simulate", "truce-dilemma")
    assert found.status == 3 and "this scenario has no campaign; add a `campaign:` section" in found.err


def test_the_page_says_why_it_may_differ_from_the_game_played_once_where_there_is_a_next_month(river):
    said = "Played once (negosim solve) the same game may be answered otherwise"
    assert said in call("simulate", str(river), "--runs", "5").flat
    assert said not in call("simulate", str(river), "--runs", "5", "--months", "1").flat


def test_actors_that_stall_alike_are_told_of_together_and_truces_that_never_begin_plainly():
    flat = call("simulate", "march-2025", "--with", str(COARSE), "--runs", "50", "--seed", "1").flat
    assert "STALLS Russia and Ukraine each play for time in" in flat and "Ukraine plays for time" not in flat
    assert "TRUCES none begins on any of these paths, so none is broken." in flat and "0.00 begin" not in flat


@pytest.mark.parametrize(
    ("count", "total", "said"),
    [
        (50, 100, "50 % (40.4 to 59.6)"),
        (10_000, 10_000, "100 % (99.96 to 100.00)"),
        (10_000_000, 10_000_000, "100 %"),
    ],
)
def test_an_interval_whose_ends_look_alike_has_a_digit_more_or_is_left_out(count, total, said):
    assert share_words(share_of(count, total)) == said


def test_a_word_in_place_of_a_number_is_refused_in_plain_words(river):
    assert "'--months': write a whole number" in call("simulate", str(river), "--months", "two").err
