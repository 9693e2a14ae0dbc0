"""Sensitivity of whole scenarios: closed forms where one or two numbers have ranges, and the first scenario."""

import numpy as np
import pytest

from negosim.errors import UnsolvedError
from negosim.models import compile_game
from negosim.scenario import read, read_text
from negosim.whatif.batch import MovesSubject
from negosim.whatif.sampling import DESIGNS
from negosim.whatif.sensitivity import sensitivity
from small_scenarios import home

ONE = home(fixed=".2")


def of(text, samples=1024, **how):
    return sensitivity(MovesSubject(compile_game(read_text(text))), samples, **how)


@pytest.mark.parametrize("design", DESIGNS)
def test_a_game_with_one_threshold_is_decided_by_its_one_number(design):
    # North accepts above .24, in a range from .1 to .5
    found = of(ONE, design=design)
    shares = {share.answer: share for share in found.shares}
    assert shares["none"].share == pytest.approx(0.35, abs=0.05 if design == "plain" else 0.002)
    assert shares["none"].low < 0.35 < shares["none"].high
    (influence,) = found.influences
    assert influence.first == pytest.approx(1, abs=0.05) and influence.total == pytest.approx(1, abs=0.05)
    assert found.deciding.paths == ("actors.north.value_of_deal",) and found.deciding.share > 0.95
    boxes = {each.answer: each.box for each in found.boxes}
    (limit,) = boxes["none"].limits
    assert limit.high == pytest.approx(0.24, abs=0.02) and limit.low == -np.inf
    assert boxes["none"].density > 0.9 and boxes["none"].coverage > 0.9


def test_two_numbers_that_share_a_gap_have_the_indices_of_a_threshold_on_their_difference():
    # peace where .1 + .4 u - .4 v > .04, that is u - v > -.15: share 1 - .85^2 / 2
    found = of(home(), 4096)
    share = 1 - 0.85**2 / 2
    assert {x.answer: x.share for x in found.shares}["peace"] == pytest.approx(share, abs=0.002)
    given = np.minimum(1, (np.arange(100_000) + 0.5) / 100_000 + 0.15)  # E(peace | u)
    alone = given.var() / (share * (1 - share))
    for influence in found.influences:
        assert influence.first == pytest.approx(alone, abs=0.02)
        assert influence.total == pytest.approx(1 - alone, abs=0.02)
        assert influence.first_interval[0] <= alone <= influence.first_interval[1]
    assert len(found.deciding.paths) == 2 and found.deciding.share == pytest.approx(1, abs=0.05)


def test_a_number_that_a_what_if_set_is_held():
    scenario = read_text(home()).what_if({"audience.north.hill.fixed": 0.2})
    found = sensitivity(MovesSubject(compile_game(scenario)), 256)
    assert found.paths == ("actors.north.value_of_deal",)


def test_where_the_answer_never_changes_nothing_decides():
    found = of(home(value="{value: .3, low: .28, high: .5}", fixed=".2"), 64)
    assert [(share.answer, share.share) for share in found.shares] == [("peace", 1.0)]
    assert (found.influences, found.deciding, found.boxes) == ((), None, ()) and found.shares[0].low < 1


def test_without_any_range_there_is_one_set_of_numbers_again_and_again():
    found = sensitivity(MovesSubject(compile_game(read("truce-dilemma"))), 64)
    assert found.paths == () and [share.share for share in found.shares] == [1.0] and not found.influences


def test_the_same_seed_gives_the_same_and_another_seed_a_little_else():
    compiled = compile_game(read("march-2025"))
    first, again, other = (sensitivity(MovesSubject(compiled), 64, seed) for seed in (1, 1, 2))
    assert first == again != other


def test_designs_and_halves_agree_on_the_first_scenario_within_their_intervals():
    compiled = compile_game(read("march-2025"))
    found = [sensitivity(MovesSubject(compiled), 512, 3, design) for design in DESIGNS]
    for one in found:
        assert sum(share.share for share in one.shares) == pytest.approx(1)
        assert one.answer == "full_ceasefire" and one.solved == 512 * (len(one.paths) + 2 + 8)
        totals = [influence.total for influence in one.influences]
        assert totals == sorted(totals, reverse=True) and not one.is_converged and one.drift < 0.2
    leading = [{x.path for x in one.influences[:3]} for one in found]
    assert leading[0] == leading[1] == leading[2]
    shares = [{x.answer: x for x in one.shares}["full_ceasefire"] for one in found]
    assert max(x.low for x in shares) < min(x.high for x in shares)


@pytest.mark.parametrize("samples", [0, 1, 63, 100, 1000])
def test_samples_that_are_no_power_of_two_are_refused_with_one_that_is(samples):
    with pytest.raises(ValueError, match=r"a power of two from 64 up, such as (64|128|1024), not"):
        of(ONE, samples)


def test_a_game_whose_beliefs_depend_on_choices_is_refused():
    text = """
negosim: 1
extends: march-2025
games:
  half_blind:
    extends: call
    name: Half blind
    moves: {answer: {sees: [opening], when: null}}
"""
    with pytest.raises(UnsolvedError, match="half_blind: what somebody believes"):
        sensitivity(MovesSubject(compile_game(read_text(text), "half_blind")), 64)
