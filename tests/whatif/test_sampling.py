"""Draws from the stated ranges: where they lie, how they are spread, and that they can be had again."""

import numpy as np
import pytest

from negosim.models import compile_game
from negosim.scenario import read, read_text
from negosim.whatif.sampling import draw, firmness, held, sampled_paths

MANY = 20_000
TEXT = """
negosim: 1
title: Doubts
actors:
  north:
    name: North
    ideal: 1
    value_of_deal: {value: .2, low: .1, high: .5}
    cost_of_fighting: {value: .2, low: .1, high: .6, dist: triangular, per: month}
    discount_factor: {value: .5, dist: {normal: {sd: .05}}}
  south: {name: South, ideal: 0, value_of_deal: 1}
issues:
  hill: {name: hill, at_0: low, at_1: high, status_quo: .2}
  ford: {name: ford, at_0: low, at_1: high, status_quo: .2}
  mill: {name: mill, at_0: low, at_1: high, status_quo: .2}
stakes:
  north: {hill: {value: .5, low: .3, high: .6}, ford: {value: .3, low: .1, high: .4}, mill: .2}
  south: {hill: .5, ford: .5, mill: 0}
outcomes:
  peace: {name: peace, kind: pause, fighting: 0, strikes: 0, deal: 1}
  war: {name: war, kind: none, fighting: 1, strikes: 0, deal: 0}
games:
  talks:
    name: Talks
    model: moves
    moves:
      north: {actor: north, options: {accept: {}, refuse: {}}}
      south: {actor: south, options: {accept: {}, refuse: {}}}
    outcome_rules: [{when: {north: accept, south: accept}, outcome: peace}, {outcome: war}]
"""


def columns(scenario, seed=0, count=MANY):
    """The draws of every ranged number that the headline game reads, by path."""
    numbers = scenario.numbers
    paths = sampled_paths(numbers, compile_game(scenario).reads)
    values = draw(numbers, paths, count, np.random.default_rng(seed))
    return values, {entry.path: values[:, k] for k, entry in enumerate(numbers.entries)}


def test_every_ranged_number_stays_in_its_range_and_every_other_one_stays_put():
    scenario = read("march-2025")
    _, found = columns(scenario)
    drawn = set(sampled_paths(scenario.numbers, compile_game(scenario).reads))
    for entry in scenario.numbers.entries:
        column = found[entry.path]
        if entry.is_stake:
            assert (column >= 0).all() and (column <= 1).all()
        elif entry.path in drawn:
            assert entry.quantity.low <= column.min() < column.max() <= entry.quantity.high
        else:
            assert (column == entry.value).all()


def test_stakes_sum_to_one_in_every_draw():
    scenario = read("march-2025")
    values, _ = columns(scenario)
    for positions in scenario.numbers.stakes.values():
        assert values[:, positions].sum(axis=1) == pytest.approx(np.ones(MANY))
    _, found = columns(read_text(TEXT))
    total = found["stakes.north.hill"] + found["stakes.north.ford"] + found["stakes.north.mill"]
    assert total == pytest.approx(np.ones(MANY))
    assert found["stakes.north.mill"].min() >= 0  # the weight without a range takes what the drawn ones leave


def test_a_uniform_draw_has_the_moments_of_a_uniform_and_fills_its_range_evenly():
    _, found = columns(read_text(TEXT))
    x = found["actors.north.value_of_deal"]
    assert x.mean() == pytest.approx(0.3, abs=0.004)
    assert x.std() == pytest.approx(0.4 / np.sqrt(12), rel=0.03)
    assert np.histogram(x, 8, (0.1, 0.5))[0] / MANY == pytest.approx(np.full(8, 0.125), abs=0.012)


def test_a_triangular_draw_has_its_peak_at_the_value():
    _, found = columns(read_text(TEXT))
    x, (a, c, b) = found["actors.north.cost_of_fighting"], (0.1, 0.2, 0.6)
    assert x.mean() == pytest.approx((a + b + c) / 3, abs=0.004)
    assert x.var() == pytest.approx((a * a + b * b + c * c - a * b - a * c - b * c) / 18, rel=0.05)
    assert (x <= c).mean() == pytest.approx((c - a) / (b - a), abs=0.012)  # the distribution function at the mode


def test_a_normal_draw_has_its_mean_at_the_value_and_stays_in_the_legal_domain():
    _, found = columns(read_text(TEXT))
    x = found["actors.north.discount_factor"]
    assert x.mean() == pytest.approx(0.5, abs=0.002) and x.std() == pytest.approx(0.05, rel=0.03)
    _, wide = columns(read_text(TEXT.replace("sd: .05", "sd: .6")))
    assert wide["actors.north.discount_factor"].min() >= 0 and wide["actors.north.discount_factor"].max() <= 1


def test_the_same_seed_gives_the_same_draws_and_another_seed_others():
    scenario = read("march-2025")
    first, again, other = (columns(scenario, seed, 50)[0] for seed in (1, 1, 2))
    assert (first == again).all() and (first != other).any()
    assert firmness(compile_game(scenario), 300, 4) == firmness(compile_game(scenario), 300, 4)


def test_firmness_counts_its_ranges_and_its_shares_sum_to_one():
    scenario = read("march-2025")
    for key in ("call", "call_private", "table_talk", "ukraine_russia"):
        compiled = compile_game(scenario, key)
        found = firmness(compiled, 400, 1)
        assert sum(share for _, share in found.shares) == pytest.approx(1)
        ranged = [e for e in scenario.numbers.entries if e.path in compiled.reads and e.quantity.low is not None]
        assert (found.samples, found.ranges, found.seed) == (400, len(ranged), 1)


def test_a_number_that_was_set_is_held_and_not_drawn_from_its_range_again():
    scenario = read("march-2025").what_if({"audience.russia.kursk.fixed": 0.4, "levers.us_sanctions.strength": 0.02})
    assert held(scenario) == {"audience.russia.kursk.fixed", "levers.us_sanctions.strength"}
    base, changed = (firmness(compile_game(s), 2000, 1) for s in (read("march-2025"), scenario))
    assert changed.ranges == base.ranges - 2
    # both stand at the end of their range that is worst for a ceasefire; drawn again they would mostly lie elsewhere
    assert dict(changed.shares)["full_ceasefire"] < dict(base.shares)["full_ceasefire"] - 0.2


def test_setting_one_stake_holds_all_stakes_of_its_actor_since_they_share_one_whole():
    scenario = read("march-2025").what_if({"stakes.russia.kursk": 0.4})
    assert held(scenario) == {f"stakes.russia.{issue}" for issue in ("territory", "kursk", "aid", "sanctions")}
    assert not held(read("march-2025"))


def test_a_game_that_cannot_be_solved_in_batches_has_no_shares_rather_than_wrong_ones():
    text = """
negosim: 1
extends: march-2025
games:
  half_blind:
    extends: call
    name: Half blind
    moves: {answer: {sees: [opening], when: null}}
"""
    found = firmness(compile_game(read_text(text), "half_blind"))
    assert (found.shares, found.samples) == ((), 0) and found.ranges > 40


def test_a_scenario_without_ranges_is_drawn_as_it_stands():
    scenario = read("truce-dilemma")
    compiled = compile_game(scenario)
    assert (draw(scenario.numbers, (), 3, np.random.default_rng(0)) == scenario.numbers.base).all()
    assert firmness(compiled, 10).ranges == 0
