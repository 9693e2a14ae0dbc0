"""Stopping: the one-step rule in its monotone case, and a search over all plans where it is not."""

import numpy as np
import pytest

from negosim.models.stopping.stall import (
    MONTHS,
    Prospect,
    Side,
    cost_to_settle,
    hazard_to_wait,
    stall,
    still_stalling,
)


def a(x):
    return np.array(x, dtype=float)


def same(x):
    return x


def prospect(start=0.4, drift=0.05, decay=0.8, limit=np.inf, hazard=0.0, breaking=0.0):
    return Prospect(*map(a, (start, drift, decay, limit, hazard, breaking)))


def side(cost=0.01, discount=0.98, jump=0.0):
    return Side(same, a(cost), a(discount), a(jump))


def random_case(size, seed, worst=0.0):
    rng = np.random.default_rng(seed)
    draw = rng.random
    ahead = Prospect(
        draw(size), worst + (0.1 - worst) * draw(size), draw(size), 0.5 + draw(size), 0.2 * draw(size), 0.2 * draw(size)
    )
    return ahead, Side(same, 0.1 * draw(size) ** 2, 0.9 + 0.095 * draw(size), 0.5 * draw(size))


def first_by_one_step(ahead, who):
    """The first month in which waiting for one more month does not pay."""
    found = np.full(ahead.start.shape, np.inf)
    for month in range(MONTHS - 1, -1, -1):
        now = ahead.position(month)
        step = ahead.position(month + 1) - now
        gain = who.discount * (1 - ahead.breaking) * (step + ahead.hazard * who.jump)
        found = np.where(gain <= (1 - who.discount) * now + who.cost + 1e-12, month, found)
    return found


def test_a_side_whose_gains_shrink_settles_when_one_more_month_no_longer_pays():
    # d g_t <= (1 - d) (s_t + c'), c' = .5 the rate of a perpetuity: t = 4 (Chow and Robbins 1961)
    assert stall(prospect(), side(cost=0.02 * 0.5)).settles == 4


def test_the_month_is_that_of_the_one_step_rule_wherever_steps_never_grow_and_the_jump_is_no_loss():
    ahead, who = random_case(3000, 1)
    found, rule = stall(ahead, who).settles, first_by_one_step(ahead, who)
    assert (found == rule).all() and len(np.unique(found)) > 10 and np.isinf(found).any()


def test_no_plan_that_settles_in_a_fixed_month_is_worth_more_and_the_best_one_is_worth_as_much():
    ahead, who = random_case(300, 2)
    ahead = Prospect(ahead.start, ahead.drift, ahead.decay, ahead.limit, 0 * ahead.hazard, 0 * ahead.breaking)
    months = np.arange(MONTHS)
    paid = who.cost * (1 - who.discount ** months[:, None]) / (1 - who.discount)
    plans = who.discount ** months[:, None] * np.array([ahead.position(m) for m in months]) - paid
    assert stall(ahead, who).value == pytest.approx(plans.max(axis=0), abs=1e-12)


def test_its_value_and_its_length_are_the_means_of_simulated_stalls():
    ahead, who = prospect(drift=0.004, decay=1.0, limit=1.0, hazard=0.06, breaking=0.03), side(0.005, 0.99, 0.3)
    found = stall(ahead, who)
    assert np.isinf(found.settles)
    rng, runs = np.random.default_rng(3), 40_000
    worth, length = np.zeros(runs), np.zeros(runs)
    open_, event = np.ones(runs, bool), np.zeros(runs, bool)
    after = stall(prospect(float(ahead.start) + 0.3, 0.004, 1.0, 1.3, 0.0, 0.03), who)
    assert after.settles == 0  # so that it settles as soon as the event has come
    for month in range(400):
        worth[open_] -= 0.005 * 0.99**month
        length[open_] += 1
        breaks = open_ & (rng.random(runs) < 0.03)
        worth[breaks] += 0.99 ** (month + 1) * ahead.position(month)
        event = open_ & ~breaks & (rng.random(runs) < 0.06)
        worth[event] += 0.99 ** (month + 1) * (ahead.position(month + 1) + 0.3)
        open_ &= ~breaks & ~event
    assert found.value == pytest.approx(worth.mean(), abs=4 * worth.std() / runs**0.5)
    assert found.months == pytest.approx(length.mean(), abs=4 * length.std() / runs**0.5)


def test_the_chance_of_still_stalling_falls_by_both_hazards_until_it_settles():
    ahead = prospect(hazard=0.1, breaking=0.2)
    assert still_stalling(ahead, a(2), 4).tolist() == pytest.approx([1, 0.72, 0, 0])


def test_the_figures_that_flip_waiting_do_so():
    ahead, who = random_case(500, 4)
    hazard, cost = hazard_to_wait(ahead, who), cost_to_settle(ahead, who)
    inside = (hazard > 0.001) & (hazard < 0.98)
    for change, waits in ((-1e-4, False), (1e-4, True)):
        moved = Prospect(
            *(getattr(ahead, f) for f in ("start", "drift", "decay", "limit")), hazard + change, ahead.breaking
        )
        assert ((first_by_one_step(moved, who) > 0) == waits)[inside].all()
        dearer = Side(same, np.maximum(cost, 0) - change, who.discount, who.jump)
        assert ((first_by_one_step(ahead, dearer) > 0) == waits)[cost > 0.001].all()


# --- signs --------------------------------------------------------------------------------------


def test_c4_a_larger_first_gain_never_shortens_the_stall_where_gains_shrink():
    gains = np.linspace(0.001, 0.3, 60)
    months = stall(prospect(drift=gains), side()).settles
    assert (np.diff(months) >= 0).all() and months[0] < months[-1]


def test_c4_counterexample_a_side_for_which_settling_is_worse_than_waiting_for_ever_waits_less_for_a_larger_gain():
    small, large = stall(prospect(start=-0.5, drift=a([0.02, 0.4])), side(cost=0.0001)).settles
    assert large < small


def test_c4_with_a_ceiling_the_stall_is_hump_shaped():
    months = stall(prospect(drift=np.linspace(0.0005, 0.2, 200), decay=1.0, limit=0.8), side(cost=0.004)).settles
    top = int(months.argmax())
    assert 0 < top < 199 and months[0] < months[top] > months[-1]
    assert (np.diff(months[:top]) >= 0).all() and (np.diff(months[top:]) <= 0).all()


def test_c12_a_likelier_breaking_point_never_lengthens_the_stall():
    ahead, who = random_case(2000, 5)
    more = Prospect(ahead.start, ahead.drift, ahead.decay, ahead.limit, ahead.hazard, ahead.breaking + 0.05)
    before, after = stall(ahead, who), stall(more, who)
    assert (after.settles <= before.settles).all() and (after.settles < before.settles).any()
    assert (after.months <= before.months + 1e-9).all()


def test_c12_counterexample_where_positions_worsen_breaking_down_freezes_them_and_is_worth_waiting_for():
    rare, often = (stall(prospect(-0.2, -0.02, 1.0, -np.inf, breaking=b), side(0.001)) for b in (0.5, 0.9))
    assert rare.settles == 0 and often.settles > 0


def test_c25_a_higher_hazard_raises_what_waiting_is_worth_and_the_states_in_which_it_waits():
    ahead, who = random_case(2000, 6)
    more = Prospect(ahead.start, ahead.drift, ahead.decay, ahead.limit, ahead.hazard + 0.05, ahead.breaking)
    before, after = stall(ahead, who), stall(more, who)
    assert (after.value >= before.value - 1e-12).all() and (after.settles >= before.settles).all()
    assert (after.settles > before.settles).any()


def test_c25_the_realised_wait_may_shorten_since_the_event_ends_it():
    rare, often = (stall(prospect(0.4, 0.0, 1.0, 1.0, hazard=h), side(0.002, 0.99, 0.4)) for h in (0.05, 0.5))
    assert np.isinf(rare.settles) and np.isinf(often.settles) and often.months < rare.months
