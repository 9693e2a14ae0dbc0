"""Sobol indices against closed forms, and that their intervals and seeds are what they say."""

import numpy as np
import pytest

from negosim.whatif.indices import Evaluations, sobol, sobol_estimates
from negosim.whatif.sampling import DESIGNS, unit_points

ROWS = 4096


def evaluated(figure, inputs, design="sobol", rows=ROWS, seed=0):
    unit = unit_points(design, 2 * inputs, rows, np.random.default_rng(seed))
    a, b = unit[:, :inputs], unit[:, inputs:]
    mixed = []
    for k in range(inputs):
        page = a.copy()
        page[:, k] = b[:, k]
        mixed.append(figure(page))
    return Evaluations(figure(a), figure(b), np.array(mixed))


def ishigami(unit):
    x = np.pi * (2 * unit - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


@pytest.mark.parametrize("design", DESIGNS)
def test_the_ishigami_function_has_its_known_indices(design):
    # Ishigami and Homma (1990), with a = 7 and b = 0.1
    a, b = 7.0, 0.1
    alone = [0.5 * (1 + b * np.pi**4 / 5) ** 2, a**2 / 8, 0.0]
    both = 8 * b**2 * np.pi**8 / 225
    variance = sum(alone) + both
    found = sobol(evaluated(ishigami, 3, design), np.random.default_rng(1))
    by_hand = np.array([alone, [alone[0] + both, alone[1], both]]) / variance
    assert found.first == pytest.approx(by_hand[0], abs=0.05)
    assert found.total == pytest.approx(by_hand[1], abs=0.05)


def test_a_linear_threshold_of_two_numbers_has_a_third_alone_and_two_thirds_in_total():
    # f = 1 where x + y > 1: E(f | x) = x, so the first-order index is (1/12) / (1/4)
    found = sobol(evaluated(lambda u: (u[:, 0] + u[:, 1] > 1).astype(float), 3), np.random.default_rng(1))
    assert found.first == pytest.approx([1 / 3, 1 / 3, 0], abs=0.02)
    assert found.total == pytest.approx([2 / 3, 2 / 3, 0], abs=0.02)
    for k, truth in enumerate([2 / 3, 2 / 3, 0]):
        assert found.total_interval[0, k] - 1e-9 <= truth <= found.total_interval[1, k] + 1e-9


def test_one_number_that_decides_alone_has_both_indices_one():
    found = sobol(evaluated(lambda u: (u[:, 1] > 0.35).astype(float), 2), np.random.default_rng(1))
    assert found.first == pytest.approx([0, 1], abs=0.01) and found.total == pytest.approx([0, 1], abs=0.01)


def test_intervals_narrow_with_the_root_of_the_samples_and_hold_the_estimate():
    wide, narrow = (sobol(evaluated(ishigami, 3, rows=rows), np.random.default_rng(1)) for rows in (256, 4096))
    for found in (wide, narrow):
        assert (found.total_interval[0] <= found.total).all() and (found.total <= found.total_interval[1]).all()
    shrunk = np.ptp(narrow.total_interval, axis=0)[:2] / np.ptp(wide.total_interval, axis=0)[:2]
    assert shrunk == pytest.approx([0.25, 0.25], abs=0.1)


def test_the_intervals_are_those_of_a_plain_loop_over_resamples():
    found = evaluated(lambda u: (u[:, 0] + u[:, 1] > 1).astype(float), 2, rows=256)
    quick = sobol(found, np.random.default_rng(3)).total_interval
    rng, slow = np.random.default_rng(4), []
    for _ in range(1000):
        rows = rng.integers(0, 256, 256)
        slow.append(sobol_estimates(Evaluations(found.a[rows], found.b[rows], found.mixed[:, rows]))[1])
    assert quick == pytest.approx(np.quantile(slow, [0.025, 0.975], axis=0), abs=0.02)


def test_the_order_of_the_inputs_changes_nothing():
    found = evaluated(ishigami, 3)
    turned = Evaluations(found.a, found.b, found.mixed[::-1])
    one, other = sobol(found, np.random.default_rng(1)), sobol(turned, np.random.default_rng(1))
    assert (one.first == other.first[::-1]).all()
    assert one.total_interval == pytest.approx(other.total_interval[:, ::-1])


def test_a_figure_that_never_varies_has_no_indices():
    found = sobol(evaluated(lambda u: np.ones(len(u)), 2), np.random.default_rng(1))
    assert not found.total.any() and not found.first.any()


@pytest.mark.parametrize("design", DESIGNS)
def test_a_design_fills_the_cube_evenly_and_again_the_same(design):
    points = unit_points(design, 3, 1024, np.random.default_rng(5))
    assert points.shape == (1024, 3) and (points >= 0).all() and (points < 1).all()
    assert (points == unit_points(design, 3, 1024, np.random.default_rng(5))).all()
    counts = np.stack([np.histogram(column, 16, (0, 1))[0] for column in points.T])
    assert np.abs(counts - 64).max() <= (0 if design != "plain" else 40)


def test_an_unknown_design_is_refused():
    with pytest.raises(ValueError, match="no design 'sobel'; there are sobol, latin, plain"):
        unit_points("sobel", 2, 64, np.random.default_rng(0))
