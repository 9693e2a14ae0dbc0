"""Outlasting against Feller's formulas and against the walk itself, as linear systems and as courses of play."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.models.staying_power.ruin import by_period, chance, discounted_chance, expected_length

sides = st.integers(1, 25)
odds = st.floats(0.02, 0.98)


def a(value: float) -> np.ndarray:
    return np.array(float(value))


def walk(total: int, wins: float) -> np.ndarray:
    """The moves between 1 and total - 1 units, of the periods that end nothing."""
    move = np.zeros((total - 1, total - 1))
    for k in range(total - 1):
        if k + 1 < total - 1:
            move[k, k + 1] = wins
        if k > 0:
            move[k, k - 1] = 1 - wins
    return move


def test_four_forts_of_ten() -> None:
    assert float(chance(a(4), a(6), a(0.55))) == pytest.approx(0.6375859553439374, abs=1e-9)
    assert float(expected_length(a(4), a(6), a(0.55))) == pytest.approx(23.75859553439372, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(sides, sides, odds, st.floats(0.5, 0.999))
def test_chance_length_and_worth_solve_the_walks_linear_systems(k: int, m: int, wins: float, d: float) -> None:
    total = k + m
    if total < 2:
        return
    move, last = walk(total, wins), np.zeros(total - 1)
    last[-1] = wins
    still = np.eye(total - 1)
    assert float(chance(a(k), a(m), a(wins))) == pytest.approx(np.linalg.solve(still - move, last)[k - 1], abs=1e-9)
    length = np.linalg.solve(still - move, np.ones(total - 1))[k - 1]
    assert float(expected_length(a(k), a(m), a(wins))) == pytest.approx(length, rel=1e-6)
    worth = np.linalg.solve(still - d * move, d * last)[k - 1]
    assert float(discounted_chance(a(k), a(m), a(wins), a(d))) == pytest.approx(worth, abs=1e-9)


@pytest.mark.parametrize("wins", [0.5, 0.55, 0.4])
def test_the_war_ends_in_each_period_as_often_as_feller_says(wins: float) -> None:
    """Feller XIV.5: the chance of ruin at exactly period n, as a sum of cosines."""
    k, total, periods = 3, 8, 40
    found = by_period(k, total - k, wins, periods)
    v = np.arange(1, total)
    for n in range(1, periods + 1):
        waves = np.cos(np.pi * v / total) ** (n - 1) * np.sin(np.pi * v / total) * np.sin(np.pi * v * k / total)
        exact = 2**n / total * wins ** ((n - k) / 2) * (1 - wins) ** ((n + k) / 2) * waves.sum()
        assert found[n, 1] - found[n - 1, 1] == pytest.approx(exact, abs=1e-12)
    assert np.allclose(found.sum(axis=-1), 1)


def test_in_the_long_run_the_courses_end_as_the_formula_says() -> None:
    found = by_period(4, 6, 0.55, 2000)[-1]
    assert found[0] == pytest.approx(float(chance(a(4), a(6), a(0.55))), abs=1e-9)


@given(st.floats(0.5, 40), st.floats(0.5, 40), st.floats(0, 1), st.floats(0.01, 5))
def test_more_resources_of_one_side_alone_never_lower_its_chance(k: float, m: float, wins: float, more: float) -> None:
    """C10, and strictly where either side can win a period and the chance is not 0 or 1 to rounding."""
    before, after = float(chance(a(k), a(m), a(wins))), float(chance(a(k + more), a(m), a(wins)))
    assert after >= before - 1e-12
    if 0.2 < wins < 0.8 and k < 10 and m < 10:
        assert after > before


def test_more_resources_of_both_lower_the_chance_of_the_side_that_loses_more_periods() -> None:
    """The counterexample to C10 outside its condition: k to 2k, and m to 2m."""
    assert float(chance(a(20), a(10), a(0.45))) < float(chance(a(10), a(5), a(0.45)))
    assert float(chance(a(20), a(10), a(0.55))) > float(chance(a(10), a(5), a(0.55)))


def test_a_side_that_wins_every_period_or_none() -> None:
    assert chance(a(5), a(3), np.array([0.0, 1.0])).tolist() == [0.0, 1.0]
    assert discounted_chance(a(5), a(3), np.array([0.0, 1.0]), a(0.9)) == pytest.approx([0.0, 0.9**3])
    assert expected_length(a(5), a(3), np.array([0.0, 1.0])).tolist() == [5.0, 3.0]


def test_an_even_walk() -> None:
    assert float(chance(a(4), a(6), a(0.5))) == 0.4
    assert float(expected_length(a(4), a(6), a(0.5))) == 24
    near = expected_length(a(4), a(6), np.array([0.5 - 1e-6, 0.5 + 1e-6]))
    assert np.allclose(near, 24, atol=1e-3)
