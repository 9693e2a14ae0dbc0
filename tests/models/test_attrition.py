"""Attrition: Abreu and Gul (2000) and the war of attrition, against indifference, simulation and a small-step game."""

import numpy as np
import pytest

from negosim.models.attrition.concession import Attrition, concede, rates_needed, still_firm, thought_obstinate
from negosim.models.attrition.private_values import (
    mixing_rates,
    stopping_time_exponential,
    stopping_time_uniform,
)


def pair(one, two):
    return np.array([one, two], dtype=float)


def example(asks=(0.7, 0.6), rate=(0.05, 0.1), cost=(0, 0), obstinate=(0.1, 0.1), helped=(0, 0)):
    return Attrition(*(pair(*x) for x in (asks, rate, cost, obstinate, helped)))


def random_case(size, seed, helped=0.0):
    draw = np.random.default_rng(seed).random
    asks = 0.55 + 0.4 * draw((size, 2))
    return Attrition(
        asks,
        0.01 + 0.1 * draw((size, 2)),
        0.1 * draw((size, 2)),
        0.05 + 0.9 * draw((size, 2)),
        helped * draw((size, 2)),
    )


def test_the_weak_side_concedes_at_once_as_abreu_and_gul_say():
    found = concede(example())
    assert found.rates == pytest.approx([0.1, 1 / 15], abs=1e-12)
    assert found.end == pytest.approx(10 * np.log(10), abs=1e-9)
    assert found.at_once == pytest.approx([0, 1 - 0.1 * 0.1 ** (-2 / 3)], abs=1e-12)


def payoff_of_giving_in_at(data, found, side, time, steps=200_000):
    """What a normal side gets if it plans to give in at a time, by summing over small steps of time."""
    rival = 1 - side
    left, cost, rate = 1 - data.asks[rival], data.cost[side], data.rate[side]
    edge = np.linspace(0, time, steps + 1)
    firm = still_firm(found, edge)[rival] * np.exp(-data.help[side] * edge)  # the rival has neither given in nor had to
    forced = np.exp(-data.help[rival] * edge)
    alive, waited = firm * forced, np.exp(-rate * edge)
    ends = -np.diff(firm) * forced[:-1]
    made = -np.diff(forced) * firm[:-1]
    flow = (waited[:-1] * alive[:-1] * -cost).sum() * (edge[1] - edge[0])
    won = found.at_once[rival] * data.asks[side] + (waited[:-1] * ends).sum() * data.asks[side]
    return won + flow + (waited[:-1] * made).sum() * left + waited[-1] * alive[-1] * left


@pytest.mark.parametrize(
    "data", [example(), example(cost=(0.02, 0.05)), example(cost=(0.02, 0.01), helped=(0.03, 0.02))]
)
def test_a_normal_side_is_as_well_off_whenever_it_gives_in_before_the_end(data):
    found = concede(data)
    for side in (0, 1):
        worth = [
            payoff_of_giving_in_at(data, found, side, share * float(found.end)) for share in (1e-6, 0.2, 0.6, 0.99)
        ]
        assert worth == pytest.approx([float(found.payoffs[side])] * 4, abs=2e-5)
        needed = rates_needed(data)[side]
        gain = (found.rates[1 - side] + data.help[side]) * data.dispute
        assert gain - data.rate[side] * (1 - data.asks[1 - side]) - data.cost[side] == pytest.approx(0, abs=1e-12)
        assert needed == pytest.approx(found.rates[1 - side])


def test_at_the_end_only_obstinate_sides_are_left_and_before_it_normal_ones_are():
    data = random_case(200, 1)
    found = concede(data)
    ends = np.stack([0.5 * found.end, found.end], axis=-1)
    thought = np.stack([thought_obstinate(*one(data, found, k), ends[k]) for k in range(200)])
    assert thought[..., 1] == pytest.approx(np.ones((200, 2)), abs=1e-9)
    assert (thought[..., 0] < 1).all()
    assert ((found.at_once > 0).sum(axis=-1) == 1).all() and (found.at_once >= 0).all()


def one(data, found, k):
    words = ("asks", "rate", "cost", "obstinate", "help")
    parts = (getattr(found, w)[k] for w in ("rates", "alone", "end", "at_once", "wins", "payoffs"))
    return Attrition(*(getattr(data, w)[k] for w in words)), type(found)(*parts)


def test_who_gives_in_first_is_what_sampled_times_say():
    data = example(cost=(0.02, 0.01), helped=(0.03, 0.02))
    found, rng, runs = concede(data), np.random.default_rng(2), 400_000
    times = []
    for side in (0, 1):
        own = rng.exponential(1 / found.rates[side], runs)
        own[own > found.end] = np.inf
        own[rng.random(runs) < found.at_once[side]] = 0
        times.append(np.minimum(own, rng.exponential(1 / data.help[1 - side], runs)))
    assert found.wins == pytest.approx([(times[1] < times[0]).mean(), (times[0] < times[1]).mean()], abs=0.003)


def test_a_side_whose_waiting_is_paid_by_help_never_gives_in_and_the_other_does_at_once_unless_obstinate():
    found = concede(example(helped=(0.2, 0)))
    assert found.at_once.tolist() == [0, 0.9] and found.end == 0 and found.rates.tolist() == [0, 0]
    waiting = 0.2 * 0.7 / (0.05 + 0.2)
    assert waiting > 0.4 and found.payoffs[0] == pytest.approx(0.9 * 0.7 + 0.1 * waiting)
    both = concede(example(helped=(0.2, 0.2)))
    assert both.at_once.tolist() == [0, 0] and np.isinf(both.end) and both.wins == pytest.approx([0.5, 0.5])


def test_demands_that_fit_into_the_pie_leave_nothing_to_wait_for():
    found = concede(example(asks=(0.5, 0.4)))
    assert np.isnan(found.rates).all() and np.isnan(found.end)


def test_a_side_that_demands_everything_gives_a_patient_rival_no_reason_to_give_in_but_the_cost_of_waiting():
    free, dear = concede(example(asks=(1, 0.6))), concede(example(asks=(1, 0.6), cost=(0, 0.06)))
    assert free.rates[0] == 0 and free.at_once == pytest.approx([0.9, 0])
    assert dear.rates[0] == pytest.approx(0.1)


# --- the war of attrition -----------------------------------------------------------------------


def test_private_values_are_fought_for_until_the_time_of_bishop_cannings_and_maynard_smith():
    one = np.array(1.0)
    assert stopping_time_exponential(np.array(0.5), one, one) == 0.125
    grid = np.linspace(0, 0.8, 100_001)
    by_hand = (grid / (1 - grid)).sum() * (grid[1] - grid[0]) / 2
    assert stopping_time_uniform(np.array(0.8), one, np.array(2.0)) == pytest.approx(by_hand, abs=1e-4)
    assert np.isinf(stopping_time_uniform(one, one, one))


@pytest.mark.parametrize("value", [0.3, 1.0, 2.0])
def test_no_other_stopping_time_is_worth_more_to_a_side_of_any_value(value):
    rivals = np.sort(
        stopping_time_exponential(-np.log(1 - (np.arange(200_000) + 0.5) / 200_000), np.array(1.0), np.array(1.0))
    )
    own = float(stopping_time_exponential(np.array(value), np.array(1.0), np.array(1.0)))
    times = np.append(np.linspace(0, 4, 400), own)
    worth = [np.where(rivals < t, value - rivals, -t).mean() for t in times]
    assert worth[-1] >= max(worth) - 1e-4


def test_with_known_values_both_mix_at_the_others_ratio_and_the_stronger_side_wins_less_often():
    rates = mixing_rates(pair(10, 5), pair(1, 2))
    assert rates == pytest.approx([0.4, 0.1])
    rng = np.random.default_rng(3)
    one, two = (rng.exponential(1 / h, 400_000) for h in rates)
    assert (two < one).mean() == pytest.approx(0.2, abs=0.003) and np.minimum(one, two).mean() == pytest.approx(
        2, abs=0.02
    )
    for time in (0.5, 1.0, 5.0):  # the payoff of quitting at any time is 0
        for value, cost, h in ((10, 1, rates[1]), (5, 2, rates[0])):
            assert value * (1 - np.exp(-h * time)) - cost * (1 - np.exp(-h * time)) / h == pytest.approx(0, abs=1e-12)


# --- signs --------------------------------------------------------------------------------------


def test_c11_a_less_patient_side_gives_in_at_once_weakly_more_often_strictly_where_it_is_weak():
    data = random_case(4000, 4)
    hasty = Attrition(data.asks, data.rate * pair(1, 1.3), data.cost, data.obstinate, data.help)
    before, after = concede(data), concede(hasty)
    assert (after.at_once[:, 1] >= before.at_once[:, 1] - 1e-12).all()
    weak = before.at_once[:, 1] > 0
    assert weak.any() and (after.at_once[:, 1] > before.at_once[:, 1])[weak].all()


def test_c11_counterexample_with_known_values_the_side_that_waiting_costs_more_wins_more_often():
    cheap, dear = mixing_rates(pair(10, 5), pair(1, 2)), mixing_rates(pair(10, 5), pair(1, 4))
    wins = [rates[0] / rates.sum() for rates in (cheap, dear)]  # the second side wins where the first gives in
    assert wins[1] > wins[0]


def test_c25_a_likelier_end_of_the_others_support_raises_what_a_side_holds_out_for():
    data = random_case(4000, 5, helped=0.05)
    more = Attrition(data.asks, data.rate, data.cost, data.obstinate, data.help + pair(0.03, 0))
    before, after = concede(data), concede(more)
    assert (after.payoffs[:, 0] >= before.payoffs[:, 0] - 1e-9).all()
    assert (after.at_once[:, 1] >= before.at_once[:, 1] - 1e-9).all()
    assert (after.payoffs[:, 0] > before.payoffs[:, 0] + 1e-6).any()
