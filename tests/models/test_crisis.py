"""A crisis of rising costs at home (Fearon 1994): the closed form against indifference, sums over time and sampling."""

import numpy as np
import pytest

from negosim.models.beliefs import ExponentialBelief, TwoTypes, UniformBelief
from negosim.models.crisis.escalation import Crisis, stand_off, still_firm


def pair(one, two):
    return np.array([one, two], dtype=float)


def crisis(prize, slope, low, high):
    """A crisis in which war is worth anything from low to high, equally likely: a result of high less a cost."""
    costs = tuple(UniformBelief(0 * high[..., k], (high - low)[..., k]) for k in (0, 1))
    return Crisis(prize, slope, high, costs)


def example(prize=(1, 1), slope=(2, 1), low=(-2, -2), high=(0, 0)):
    return crisis(*(pair(*x) for x in (prize, slope, low, high)))


def random_case(size, seed, best=1.0, steeper=0.0):
    """Crises in which no type thinks war worth more than `best` of the prize; the first side's slope may be steeper."""
    rng = np.random.default_rng(seed)
    prize, slope = 0.1 + rng.random((size, 2)), rng.random((size, 2))
    high = rng.uniform(-1, best, (size, 2)) * prize
    return crisis(prize, slope + pair(steeper, 0), np.minimum(high, 0) - 0.01 - 3 * rng.random((size, 2)), high)


def test_the_horizon_the_first_concession_and_the_risk_of_war_are_those_of_the_golden_ratio():
    found = stand_off(example())
    golden = (5**0.5 - 1) / 2
    assert found.horizon == pytest.approx(golden, abs=1e-12)
    assert found.at_once == pytest.approx([0, golden / 2], abs=1e-12)
    assert found.war == pytest.approx(golden**2 / 2, abs=1e-12)


def test_backing_down_is_worth_the_same_at_any_time_before_the_horizon():
    for data in (example(), example((0.5, 2), (0.3, 0.4), (-3, -2), (0.1, -0.2))):
        found = stand_off(data)
        for share in (0.1, 0.5, 0.9, 1.0):
            time = np.linspace(0, share * float(found.horizon), 100_001)
            firm = still_firm(data, found, time)
            for side in (0, 1):
                rival = 1 - side
                won = data.prize[side] * (1 - firm[rival, -1])
                lost = firm[rival, -1] * data.slope[side] * time[-1]
                assert won - lost == pytest.approx(float(found.payoffs[side]), abs=1e-9)


def test_at_the_horizon_exactly_those_are_left_who_would_rather_fight():
    data = random_case(500, 1)
    found = stand_off(data)
    left = np.stack([still_firm(part(data, k), part(found, k), found.horizon[k : k + 1])[:, 0] for k in range(500)])
    assert left == pytest.approx(data.rather_fight(found.horizon), abs=1e-9)
    assert (found.at_once >= 0).all() and ((found.at_once > 0).sum(axis=-1) <= 1).all()
    assert found.war == pytest.approx(left.prod(axis=-1))


def part(whole, k):
    """One crisis of a batch, or its equilibrium."""
    values = (value if isinstance(value, tuple) else value[k] for value in vars(whole).values())
    return type(whole)(*values)


def test_who_backs_down_first_is_what_sampled_times_say():
    data, rng, runs = example(), np.random.default_rng(2), 400_000
    found = stand_off(data)
    times = []
    for side in (0, 1):
        rival, level = 1 - side, rng.random(runs)
        firm = np.maximum(level, 1e-12) / (1 - found.at_once[side])  # still firm at t with the chance v / (v + a t)
        time = np.where(firm >= 1, 0.0, data.prize[rival] * (1 / firm - 1) / data.slope[rival])
        times.append(np.where(time >= found.horizon, np.inf, time))
    seen = [(times[0] < times[1]).mean(), (times[1] < times[0]).mean(), np.isinf(np.minimum(*times)).mean()]
    assert [*found.first, found.war] == pytest.approx(seen, abs=0.003)


def test_a_side_that_would_fight_for_sure_is_yielded_to_at_once_by_all_who_would_not():
    found = stand_off(example(low=(0.1, -2), high=(0.2, 0)))
    assert found.horizon == 0 and found.at_once.tolist() == [0, 1] and found.war == 0
    keen = stand_off(example(low=(0.1, -2), high=(0.2, 0.5)))
    assert keen.at_once == pytest.approx([0, 0.8]) and keen.war == pytest.approx(0.2)


@pytest.mark.parametrize(
    "belief",
    [
        ExponentialBelief(np.array(1.5)),
        TwoTypes(np.array(0.3), np.array(2.0), np.array(0.6)),
        TwoTypes(np.array(0.1), np.array(0.2), np.array(0.5)),
        UniformBelief(np.array(0.4), np.array(0.4)),
    ],
)
def test_with_any_belief_those_left_at_the_horizon_are_those_who_would_fight(belief):
    data = Crisis(pair(1, 1), pair(0.8, 0.5), pair(0, 0), (belief, UniformBelief(np.array(0.0), np.array(2.0))))
    found = stand_off(data)
    end = found.horizon
    assert still_firm(data, found, end[None])[:, 0] == pytest.approx(found.left)
    for side in (0, 1):
        before, after = (float(data.would_fight(side, end + step)) for step in (-1e-6, 1e-6))
        assert before - 1e-5 <= found.left[side] <= after + 1e-5  # where the chance jumps, what is left is in between
        if found.at_once[side] > 0:
            assert found.left[side] == pytest.approx(before, abs=1e-5)
    assert found.war == pytest.approx(found.left.prod()) and found.first.sum() + found.war == pytest.approx(1)


def test_where_standing_firm_costs_nobody_anything_at_home_there_is_no_horizon():
    found = stand_off(example(slope=(0, 0)))
    assert np.isnan(found.horizon) and np.isnan(found.war)


def test_c15_a_steeper_cost_at_home_is_weakly_better_for_its_own_side_and_it_yields_less():
    before, after = (stand_off(random_case(20_000, 3, steeper=more)) for more in (0.0, 0.2))
    assert (after.payoffs[:, 0] >= before.payoffs[:, 0] - 1e-12).all() and (
        after.at_once[:, 0] <= before.at_once[:, 0]
    ).all()
    assert (after.payoffs[:, 0] > before.payoffs[:, 0] + 1e-6).mean() > 0.3


def test_c15_counterexample_where_some_think_war_worth_more_than_the_prize_a_steeper_cost_can_hurt():
    before, after = (stand_off(example(slope=(s, 0.1), low=(-3.1, -6.9), high=(1, 2.7))) for s in (0.1, 0.6))
    assert after.payoffs[0] < before.payoffs[0] - 0.1


def test_costs_at_home_that_are_steeper_for_both_only_bring_the_horizon_nearer():
    slow, fast = stand_off(example()), stand_off(example(slope=(6, 3)))
    assert fast.horizon == pytest.approx(slow.horizon / 3) and fast.at_once == pytest.approx(slow.at_once)
    assert fast.war == pytest.approx(slow.war)


def test_a_steeper_cost_lowers_the_risk_of_war_where_prizes_and_supports_are_equal_and_it_is_the_strong_sides():
    risk = [float(stand_off(example(slope=(s, 1))).war) for s in (1.0, 1.5, 2.0, 4.0)]
    assert (np.diff(risk) < 0).all()
    weak = [float(stand_off(example(slope=(2, s))).war) for s in (0.5, 1.0, 1.5)]
    assert (np.diff(weak) > 0).all()
