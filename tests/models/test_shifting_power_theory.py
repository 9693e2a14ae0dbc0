"""Shifts of power against the published conditions and against a game of offers solved backwards."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.models.shifting_power.commitment import (
    Shift,
    critical_cost,
    critical_later,
    excess,
    fewest_periods,
    has_deal,
    share_needed_now,
)


def shift(now: float, later: float, d: float, costs: tuple[float, float], power: float) -> Shift:
    return Shift(*(np.array(x, dtype=float) for x in (now, later, d, *costs, power)))


shifts = st.builds(
    lambda now, rise, d, cost, other, power: shift(now, now + rise * (1 - now), d, (cost, other), power),
    *(st.floats(0.01, 0.9), st.floats(0.05, 1), st.floats(0.1, 0.99), st.floats(0, 0.5), st.floats(0, 0.5)),
    st.floats(0, 1),
)


def worth_later(case: Shift, periods: int = 4000) -> float:
    """What the declining side gets from the next period on, by backward induction over offers.

    In each period one side, drawn by bargaining power, makes a take-it-or-leave-it offer of a whole settlement that the
    other meets with war; the settlement is then kept. A settlement is a share from 0 to 1.
    """
    war_declining = 1 - float(case.later) - float(case.cost_declining)
    war_rising = float(case.later) - float(case.cost_rising)
    least_for_declining = min(max(war_declining, 0.0), 1.0)
    most_for_declining = min(max(1 - war_rising, 0.0), 1.0)
    return float(case.power) * least_for_declining + (1 - float(case.power)) * most_for_declining


@pytest.mark.parametrize(
    ("unit", "power", "rising", "critical"),
    [(1.0, 1.0, 0.0, 0.4), (0.1, 1.0, 0.0, 4.0), (0.1, 0.0, 0.2, 0.22)],
    ids=["a cost in every period, Fearon 1995", "a cost once, Fearon 1995", "Powell 2006"],
)
def test_the_critical_cost_of_the_literature(unit: float, power: float, rising: float, critical: float) -> None:
    """`unit` is what one unit of cost is in shares of the whole pie: 1 for a flow, 1 - d for a cost that comes once."""
    found = critical_cost(shift(0.5, 0.6, 0.9, (0, rising * unit), power))
    assert float(found) / unit == pytest.approx(critical, abs=1e-9)


@given(shifts)
def test_the_printed_condition_where_the_later_share_is_not_cut(case: Shift) -> None:
    d, p1, p2, c, other, a = (
        float(x) for x in (case.discount, case.now, case.later, case.cost_declining, case.cost_rising, case.power)
    )
    later = 1 - p2 - c + (1 - a) * (c + other)
    if 0 <= later <= 1:
        assert float(excess(case)) == pytest.approx(d * p2 - p1 - (1 - d) * c - d * (1 - a) * (c + other), abs=1e-12)


@settings(max_examples=80)
@given(shifts)
def test_no_deal_is_the_absence_of_any_share_of_today_that_beats_war(case: Shift) -> None:
    if float(case.power) not in (0.0, 1.0):
        case = Shift(*[*list(vars(case).values())[:5], np.round(case.power)])
    later, d = worth_later(case), float(case.discount)
    war = 1 - float(case.now) - float(case.cost_declining)
    shares = np.linspace(0, 1, 2001)
    accepted = shares[(1 - d) * shares + d * later >= war - 1e-12]
    if abs(float(excess(case))) > 1e-9:
        assert bool(has_deal(case)) == (len(accepted) > 0)
    if len(accepted):
        assert float(share_needed_now(case)) == pytest.approx(accepted[0], abs=1e-3)


@given(shifts)
def test_a_deal_exists_from_the_critical_cost_on(case: Shift) -> None:
    found = float(critical_cost(case))
    for cost in np.linspace(0, 1, 21):
        trial = Shift(case.now, case.later, case.discount, np.array(cost), case.cost_rising, case.power)
        if abs(cost - np.nan_to_num(found)) > 1e-9 and abs(float(excess(trial))) > 1e-12:
            assert bool(has_deal(trial)) == (cost > np.nan_to_num(found))


@given(shifts)
def test_no_deal_exists_beyond_the_critical_later_share(case: Shift) -> None:
    """C18: a large shift removes every deal, where a shift up to 1 can."""
    found = float(critical_later(case))
    for later in np.linspace(float(case.now), 1, 21):
        trial = Shift(case.now, np.array(later), case.discount, case.cost_declining, case.cost_rising, case.power)
        if abs(float(excess(trial))) > 1e-9:
            assert bool(has_deal(trial)) == (np.isnan(found) or later < found)


def test_what_no_bargaining_saves_no_bargaining_power_saves() -> None:
    """Powell's condition implies Fearon's, and not the other way round."""
    powers = np.linspace(0, 1, 5)
    case = Shift(*(np.array(x) for x in (0.3, 0.7, 0.9, 0.1, 0.1)), powers)
    assert np.all(np.diff(excess(case)) >= 0)
    between = Shift(*(np.array(x) for x in (0.5, 0.7, 0.9, 0.1, 0.1)), np.array([0.0, 1.0]))
    assert has_deal(between).tolist() == [True, False]


def test_a_large_shift_leaves_a_deal_if_war_is_costly_the_future_is_light_or_the_shift_is_slow() -> None:
    """The counterexamples to C18 outside its condition."""
    assert not has_deal(shift(0.2, 0.9, 0.9, (0.05, 0), 1))
    assert has_deal(shift(0.2, 0.9, 0.9, (0.75, 0), 1))
    assert has_deal(shift(0.2, 0.9, 0.2, (0.05, 0), 1))
    steps = int(fewest_periods(shift(0.2, 0.9, 0.9, (0.05, 0), 1)))
    for n, holds in ((steps, True), (steps - 1, False)):
        path = np.linspace(0.2, 0.9, n + 1)
        each = Shift(path[:-1], path[1:], *(np.array(x) for x in (0.9, 0.05, 0, 1)))
        assert has_deal(each).all() == holds


def test_arrays_give_what_one_case_at_a_time_gives() -> None:
    later = np.array([0.55, 0.6, 0.9])
    batch = Shift(np.array(0.5), later, *(np.array(x) for x in (0.9, 0.02, 0.1, 0.5)))
    for figure in (excess, critical_cost, critical_later, fewest_periods, share_needed_now):
        alone = [float(figure(shift(0.5, x, 0.9, (0.02, 0.1), 0.5))) for x in later]
        assert np.allclose(np.broadcast_to(figure(batch), (3,)), alone, equal_nan=True)
