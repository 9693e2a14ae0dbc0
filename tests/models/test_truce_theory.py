"""The repeated truce against published thresholds, and against slow computations from its definition."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.games import FloatArray
from negosim.models.truce.faith import attributed, posterior
from negosim.models.truce.repeated import (
    PERFECT,
    Dilemma,
    Signal,
    critical_grim,
    critical_limited,
    critical_proportionate,
    expected_life,
    shortest_punishment,
    strikes,
    truce_value,
)
from negosim.models.truce.seasons import critical_all_year, overtakes, slack, spared


def dilemma(*payoffs: float) -> Dilemma:
    return Dilemma(*(np.array(x, dtype=float) for x in payoffs))


def signal(detect: float, false_alarm: float) -> Signal:
    return Signal(np.array(detect, dtype=float), np.array(false_alarm, dtype=float))


AXELROD = dilemma(5, 3, 1, 0)
dilemmas = st.lists(st.floats(0.05, 2), min_size=3, max_size=3).map(
    lambda steps: dilemma(*np.cumsum([0.0, *steps])[::-1])
)
signals = st.tuples(st.floats(0.05, 1), st.floats(0, 0.5)).map(lambda pair: signal(*pair))


def gain_from_striking_once(game: Dilemma, watched: Signal, d: float, months: int, period: int) -> float:
    """What a month's strike brings in period 0 (the truce) of the automaton, by its values in every state.

    States: the truce, and each month of punishment that is left. Grim is the punishment of `months` < 0.
    """
    r, q = float(watched.detect), float(watched.false_alarm)
    states = 2 if months < 0 else months + 1
    move, pay = np.zeros((states, states)), np.full(states, float(game.punishment))
    pay[0], move[0, 0], move[0, states - 1] = float(game.reward), 1 - q, q
    for left in range(1, states):
        move[left, left if months < 0 else left - 1] = 1.0
    values = np.linalg.solve(np.eye(states) - d * move, pay)
    struck = float(game.temptation) + d * ((1 - r) * values[0] + r * values[states - 1])
    return struck - float(values[0])


def best_reply_to_tit_for_tat(game: Dilemma, watched: Signal, d: float) -> set[tuple[int, int]]:
    """The stationary plans (in reply to holding, to a strike) best where the other side was last seen holding."""
    r, q = float(watched.detect), float(watched.false_alarm)
    pay = [[float(game.reward), float(game.sucker)], [float(game.temptation), float(game.punishment)]]
    worth = {}
    for plan in product((0, 1), repeat=2):
        seen = [r if plan[state] else q for state in (0, 1)]
        move = np.array([[1 - s, s] for s in seen])
        flow = np.array([pay[plan[0]][0], pay[plan[1]][1]])
        worth[plan] = np.linalg.solve(np.eye(2) - d * move, flow)[0]
    return {plan for plan, value in worth.items() if value >= max(worth.values()) - 1e-9}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (critical_grim(AXELROD, PERFECT), 0.5),  # Friedman 1971
        (critical_limited(AXELROD, PERFECT, np.array(1.0)), 1.0),  # never, for a factor below 1
        (critical_limited(AXELROD, PERFECT, np.array(2.0)), (np.sqrt(5) - 1) / 2),
        (critical_limited(AXELROD, PERFECT, np.array(3.0)), 0.5436890126920758),
        (critical_grim(AXELROD, signal(0.9, 0.1)), 0.588235294117647),
        (critical_proportionate(AXELROD, PERFECT), 2 / 3),  # Axelrod 1984
        (shortest_punishment(AXELROD, signal(0.9, 0.1), np.array(0.9)), 2),
        (truce_value(AXELROD, signal(0.9, 0.1), np.array(0.9), np.array(2.0)), 2.7079419299743814),
        (expected_life(signal(0.9, 0.1)), 10),
        (posterior(np.array(0.5), np.array(0.6), np.array(0.4), (7, 10)), 0.8350515463917526),
    ],
)
def test_the_thresholds_of_the_literature(found: FloatArray, expected: float) -> None:
    assert float(found) == pytest.approx(expected, abs=1e-9)


def test_no_patience_suffices_where_a_month_of_punishment_is_too_short() -> None:
    assert np.isnan(critical_limited(dilemma(5.1, 3, 1, 0), PERFECT, np.array(1.0)))


def test_a_truce_without_false_alarms_has_no_end() -> None:
    assert np.isnan(expected_life(PERFECT))


@settings(max_examples=60, deadline=None)
@given(dilemmas, signals, st.sampled_from([-1, 1, 2, 3, 7]))
def test_at_the_critical_factor_a_strike_begins_not_to_pay(game: Dilemma, watched: Signal, months: int) -> None:
    found = critical_grim(game, watched) if months < 0 else critical_limited(game, watched, np.array(float(months)))
    pays = [gain_from_striking_once(game, watched, d, months, 0) > 0 for d in np.linspace(0.01, 0.999, 40)]
    if np.isnan(found):
        assert all(pays)
    else:
        assert pays == [d < float(found) for d in np.linspace(0.01, 0.999, 40)]


@settings(max_examples=60, deadline=None)
@given(dilemmas, st.one_of(st.just(PERFECT), signals.filter(lambda s: float(s.false_alarm) > 0.01)))
def test_holding_is_a_best_reply_to_tit_for_tat_from_the_critical_factor_on(game: Dilemma, watched: Signal) -> None:
    found = critical_proportionate(game, watched)
    for d in np.linspace(0.02, 0.99, 25):
        best = best_reply_to_tit_for_tat(game, watched, float(d))
        holds = (0, 0) in best if float(watched.false_alarm) > 0 else bool(best & {(0, 0), (0, 1)})
        if abs(d - float(np.nan_to_num(found, nan=2.0))) > 1e-6:
            assert holds == (d >= np.nan_to_num(found, nan=2.0))


@settings(max_examples=60, deadline=None)
@given(dilemmas, signals, st.floats(0.3, 0.98))
def test_the_shortest_punishment_holds_and_a_shorter_one_does_not(game: Dilemma, watched: Signal, d: float) -> None:
    months = float(shortest_punishment(game, watched, np.array(d)))
    if np.isnan(months):
        assert gain_from_striking_once(game, watched, d, 150, 0) > -1e-9
    elif months < 100:
        assert gain_from_striking_once(game, watched, d, int(months), 0) <= 1e-9
        assert months == 1 or gain_from_striking_once(game, watched, d, int(months) - 1, 0) > -1e-9


WINTER = np.array([2, 2, 2, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 2, 2, 2])
SLACK = [
    *(4.859666157560106, 4.066295730622338, 3.184773034024822, 3.7053033711386885, 4.283670412376322),
    *(4.926300458195913, 5.640333842439901, 6.433704269377666, 7.315226965975185, 6.794696628861313),
    *(6.216329587623688, 5.573699541804098),
]


def test_slack_is_least_at_the_end_of_winter() -> None:
    found = slack(np.full(12, 6.0), WINTER, np.array(0.9), PERFECT)
    assert np.allclose(found, SLACK, atol=1e-9)
    assert found.argmin() == 2


def test_slack_is_the_worth_of_holding_beyond_striking_by_value_iteration() -> None:
    rng = np.random.default_rng(4)
    forgone, gain = rng.normal(1, 1, 12), rng.uniform(0, 3, 12)
    d, r, q = 0.93, 0.8, 0.1
    truce, ended = np.zeros(12), np.zeros(12)
    for _ in range(3000):
        nxt, end = np.roll(truce, -1), np.roll(ended, -1)
        truce, ended = d * ((1 - q) * nxt + q * end), -forgone + d * end
    nxt, end = np.roll(truce, -1), np.roll(ended, -1)
    struck = gain + d * ((1 - r) * nxt + r * end)
    assert np.allclose(slack(gain, forgone, np.array(d), signal(r, q)), truce - struck, atol=1e-9)


def test_a_season_that_stands_gives_the_threshold_without_seasons() -> None:
    game, watched = strikes(np.array(0.6), np.array(2.0)), signal(0.8, 0.05)
    found = critical_all_year(np.full(12, game.gain), np.full(12, game.forgone), watched)
    assert float(found) == pytest.approx(float(critical_grim(game, watched)), abs=1e-9)


def test_a_truce_holds_all_year_from_the_critical_factor_up_even_where_some_months_lose() -> None:
    forgone, gain = WINTER - 0.8, np.full(12, 0.5)
    found = float(critical_all_year(gain, forgone, PERFECT))
    for d in np.linspace(0.05, 0.999, 60):
        assert (slack(gain, forgone, np.array(d), PERFECT).min() >= 0) == (d >= found)


def test_one_month_may_hold_with_little_patience_and_not_with_more() -> None:
    """The counterexample that makes the year's critical factor, not a month's, the one to report."""
    forgone = np.where(np.arange(12) == 0, 3.0, -0.5)
    held = [slack(np.full(12, 0.5), forgone, np.array(d), PERFECT)[11] >= 0 for d in (0.1, 0.5, 0.99)]
    assert held == [False, True, False]


def test_overtaking_is_told_by_the_month_in_which_it_comes_about() -> None:
    ours, theirs = np.array([0.2, 0.3, np.nan, 0.5] * 3), np.array([0.4] * 12)
    assert np.flatnonzero(overtakes(ours, theirs)).tolist() == [2, 6, 10]


def test_the_loss_spared_over_a_month_and_a_half() -> None:
    assert spared(np.arange(12.0), np.array(1.5)).tolist()[:2] == [0.5, 2.0]


def test_the_posterior_is_that_of_all_histories() -> None:
    prior, good, bad, months = 0.3, 0.2, 0.7, 5
    for breaches in range(months + 1):
        weights = {True: 0.0, False: 0.0}
        for history in product((0, 1), repeat=months):
            if sum(history) == breaches:
                for means_it, share, chance in ((True, prior, good), (False, 1 - prior, bad)):
                    weights[means_it] += share * np.prod([chance if hit else 1 - chance for hit in history])
        found = posterior(np.array(prior), np.array(good), np.array(bad), (breaches, months))
        assert float(found) == pytest.approx(weights[True] / sum(weights.values()), abs=1e-12)


@given(
    st.floats(0.05, 0.95), st.floats(0.01, 0.99), st.floats(0.01, 0.99), st.floats(0.01, 0.99), st.floats(0.01, 0.99)
)
def test_an_attributed_breach_lowers_faith_only_where_it_is_likelier_in_bad_faith_and_seen_more_than_imagined(
    prior: float, good: float, bad: float, detect: float, alarm: float
) -> None:
    watched = signal(detect, alarm)
    chances = [attributed(np.array(b), watched) for b in (good, bad)]
    after = float(posterior(np.array(prior), *chances, (1, 1)))
    sign = (bad - good) * (detect - alarm)
    assert (after - prior) * sign <= 1e-12
    assert abs(sign) < 1e-3 or (after < prior) == (sign > 0)


@settings(max_examples=60)
@given(st.floats(0.1, 1), st.floats(0.1, 3), st.floats(0, 0.9), st.floats(0, 0.9), st.floats(0.001, 0.1))
def test_weaker_detection_more_false_alarms_and_a_larger_gain_need_more_patience(
    gain: float, loss: float, alarm: float, apart: float, step: float
) -> None:
    """C2 and C21, wherever detection is likelier than a false alarm; elsewhere no patience suffices."""
    detect = min(alarm + apart, 1.0)
    game = strikes(np.array(gain), np.array(loss))
    before = float(np.nan_to_num(critical_grim(game, signal(detect, alarm)), nan=9.0))
    worse = [
        critical_grim(game, signal(max(detect - step, 0), alarm)),
        critical_grim(game, signal(detect, alarm + step)),
        critical_grim(strikes(np.array(gain + step), np.array(loss)), signal(detect, alarm)),
    ]
    for after in worse:
        assert float(np.nan_to_num(after, nan=9.0)) >= before - 1e-12
    assert np.isnan(critical_grim(game, signal(alarm, detect))) or alarm == detect == 0 or apart == 0
