"""The signs that the campaign of march-2025 carries, at fewer draws than docs/campaign.md, and what the page says."""

import re

import numpy as np
import pytest

DRAWS = 6


@pytest.fixture(scope="module")
def c(docs):
    return docs("measure_campaign")


@pytest.fixture(scope="module")
def writer(docs):
    return docs("write_campaign")


@pytest.fixture(scope="module")
def rows(writer):
    lines = writer.part(writer.PAGE.read_text(encoding="utf-8"), "measured").splitlines()[2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [(row[0], row[1], int(row[2][:-2]), int(row[3][:-2])) for row in cells]


def test_c4_a_costlier_war_never_lengthens_the_stall_and_a_foothold_at_home_enlarges_where_it_is_waited(c):
    assert c.c4_cost(DRAWS).weak == 1.0
    home = c.c4_home(DRAWS)
    assert home.weak == 1.0 and home.strict > 0


def test_c4_a_faster_front_hardly_ever_changes_the_stall(c):
    """What the page says of it: neither way in nearly all draws."""
    faster = c.along(c.points(c.DRIFT, 12), lambda s: s.months_of["stall"])
    assert (np.ptp(faster, axis=1) > 1e-9).mean() <= 0.25


def test_c18_with_kursk_settled_russia_hardly_ever_stalls_in_the_first_month(c):
    assert c.c18(24).weak <= 0.25


def test_c23_a_breach_that_is_seen_lowers_the_belief_in_good_faith_in_every_draw(c):
    assert (c.c23(30).weak, c.c23(30).strict) == (1.0, 1.0)


def test_c23_needs_a_breach_to_be_likelier_in_bad_faith(c):
    """The counterexample: where bad faith breaks less often, a breach raises the belief."""
    numbers = c.scenario().numbers
    good = "truce.good_faith.russia.breach_if_good"
    values = numbers.vary({good: 0.95, "truce.good_faith.russia.breach_if_bad": 0.4})[np.newaxis, np.newaxis]
    before, after = c.along(values, c._belief_after)[0, 0]
    assert (after >= before - 1e-12).all() and (after > before + 1e-9).any()


def test_c25_support_that_may_end_makes_the_campaign_worth_more_to_russia(c):
    found = c.c25_worth(DRAWS)
    assert found.weak == 1.0 and found.strict > 0


def test_c27_where_kursk_cannot_fall_a_partial_deal_that_counts_more_brings_more_months_of_it(c):
    found = c.c27(DRAWS, c.STUCK)
    assert found.weak == 1.0 and found.strict > 0


def test_c28_losing_kursk_never_slows_the_front_and_with_nothing_held_back_changes_nothing(c):
    found = c.c28(DRAWS)
    assert found.weak == 1.0 and found.strict > 0
    values = c.scenario().numbers.vary({c.HOLDS_BACK: 0.0})[np.newaxis, np.newaxis]
    held, lost = c.along(values, c._advances)[0, 0]
    assert held == pytest.approx(lost, abs=1e-12)


def test_c29_a_ukraine_that_dreads_a_pause_takes_it_in_fewer_states_the_more_others_make_good(c):
    """One point at which the lever decides: with all made good it decides nothing, so fewer states are taken."""
    values = np.stack([c.scenario().numbers.vary({c.REPLACED: share, **c.WARY}) for share in (0.0, 1.0)])
    taken = c.along(values[np.newaxis], c.Solved.takes)[0]
    assert taken[1].sum() < taken[0].sum() and not (taken[1] & ~taken[0]).any()


def test_the_page_holds_a_row_for_every_claim_and_its_verdicts_follow_from_the_rows(rows, writer):
    text = writer.PAGE.read_text(encoding="utf-8")
    found = dict(re.findall(r"^- \*\*(C\d+)\*\*(.*?)(?=^- |\Z|^## )", text, re.M | re.S))
    assert set(found) == {row[0] for row in rows} == {"C4", "C18", "C23", "C25", "C27", "C28", "C29"}
    for claim in ("C23", "C28"):
        assert "reproduced" in found[claim] and all(row[2:] == (100, 100) for row in rows if row[0] == claim)
    first = {claim: next(row[2:] for row in rows if row[0] == claim) for claim in found}
    assert ": reproduced but for 2 of 100" in found["C25"] and first["C25"][0] == 98 and first["C25"][1] > 0
    assert ": reproduced" in found["C27"] and first["C27"][0] == 100 and first["C27"][1] > 0
    assert "never contradicted" in found["C29"] and first["C29"] == (100, 0)
    assert "hardly reproduced" in found["C4"] and first["C4"] == (98, 6)
    assert "not reproduced" in found["C18"] and first["C18"][0] < 50


def test_what_is_held_out_is_what_is_found_now(writer):
    text = writer.PAGE.read_text(encoding="utf-8")
    assert writer.part(text, "held out") == writer.held_out(), "run: python docs/write_campaign.py"


def test_every_number_that_moves_the_state_says_what_it_means_and_where_its_size_comes_from(c):
    scenario = c.scenario()
    for change in scenario.facts.campaign.changes:
        for path in filter(None, (change.chance, change.add, change.spread)):
            quantity = scenario.numbers[path].quantity
            assert quantity.note and quantity.means, path
