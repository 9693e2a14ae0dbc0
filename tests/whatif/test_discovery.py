"""Boxes of assumptions: known ones are found again, chance ones are not."""

import numpy as np
import pytest

from negosim.whatif.discovery import find_box


def drawn(hit, count=4000, numbers=6, seed=0):
    """Points to find a box with, and fresh ones, with whether each is a hit."""
    rng = np.random.default_rng(seed)
    points, fresh = rng.random((count, numbers)), rng.random((count, numbers))
    return points, hit(points), fresh, hit(fresh)


def test_a_box_is_found_again_with_its_ends():
    found = find_box(*drawn(lambda x: (x[:, 1] < 0.4) & (x[:, 4] > 0.3)))
    assert sorted(limit.number for limit in found.limits) == [1, 4]
    ends = {limit.number: (limit.low, limit.high) for limit in found.limits}
    assert ends[1][1] == pytest.approx(0.4, abs=0.03) and ends[1][0] == -np.inf
    assert ends[4][0] == pytest.approx(0.3, abs=0.03) and ends[4][1] == np.inf
    assert found.density > 0.93 and found.coverage > 0.93
    assert found.mass == pytest.approx(0.28, abs=0.03)


def test_a_box_with_two_ends_on_one_number_is_found():
    found = find_box(*drawn(lambda x: np.abs(x[:, 0] - 0.5) < 0.2))
    (limit,) = found.limits
    assert (limit.number, limit.low, limit.high) == (0, pytest.approx(0.3, abs=0.03), pytest.approx(0.7, abs=0.03))


def test_hits_by_chance_alone_give_no_box_or_one_no_better_than_chance():
    rng = np.random.default_rng(1)
    for seed in range(5):
        points, _, fresh, _ = drawn(lambda x: x[:, 0] > 2, seed=seed)
        hits, fresh_hits = (rng.random(len(points)) < 0.3 for _ in range(2))
        found = find_box(points, hits, fresh, fresh_hits)
        assert found is None or found.density == pytest.approx(0.3, abs=0.08)


def test_limits_that_chance_could_explain_are_dropped():
    # only number 2 matters, and only a little noise beside it: no other limit stays
    rng = np.random.default_rng(2)
    found = find_box(*drawn(lambda x: (x[:, 2] < 0.3) & (rng.random(len(x)) < 0.9)))
    assert [limit.number for limit in found.limits] == [2] and found.limits[0].quasi_p < 1e-6


def test_too_few_hits_or_nothing_but_hits_give_no_box():
    assert find_box(*drawn(lambda x: x[:, 0] < 0.002)) is None
    assert find_box(*drawn(lambda x: x[:, 0] < 2)) is None


def test_the_order_of_the_numbers_changes_nothing():
    points, hits, fresh, fresh_hits = drawn(lambda x: (x[:, 1] < 0.4) & (x[:, 4] > 0.3))
    one = find_box(points, hits, fresh, fresh_hits)
    other = find_box(points[:, ::-1], hits, fresh[:, ::-1], fresh_hits)
    assert (one.coverage, one.density, one.mass) == (other.coverage, other.density, other.mass)
    assert {(x.number, x.low, x.high) for x in one.limits} == {(5 - x.number, x.low, x.high) for x in other.limits}
