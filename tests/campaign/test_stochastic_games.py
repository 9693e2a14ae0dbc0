"""Stochastic games against the literature: Shapley, the Big Match, Rubinstein, a truce kept by patience, stopping."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from negosim.campaign.certificate import certify
from negosim.campaign.choose import Rule
from negosim.campaign.monthly import Lot, MonthlyGame, Stage, markov_game, plain_shape
from negosim.campaign.solve import solve
from negosim.games import Decision, ExtensiveFormGame, InformationSet, Leaf
from negosim.models import compile_game
from negosim.models.stopping.stall import Prospect, Side, stall
from negosim.scenario import read

MIXED = Rule("mixed")


def matrix_game_value(table):
    """The value to the row player, by its linear programme."""
    rows, columns = table.shape
    found = linprog(
        [0.0] * rows + [-1.0],
        A_ub=np.hstack([-table.T, np.ones((columns, 1))]),
        b_ub=np.zeros(columns),
        A_eq=[[1.0] * rows + [0.0]],
        b_eq=[1.0],
        bounds=[(0, None)] * rows + [(None, None)],
    )
    return -found.fun


def zero_sum(payoffs, onward, discount, months=None):
    both = np.stack([payoffs, -payoffs], axis=1)
    return markov_game(both, onward, np.array([discount, discount]), months)


def test_shapleys_value_is_the_fixed_point_of_the_values_of_matrix_games():
    """Shapley (1953): v = val(payoffs + stop-discounted onward v), found here by linear programmes instead."""
    rng = np.random.default_rng(1)
    payoffs, onward = rng.integers(-4, 5, (3, 2, 3)).astype(float), rng.random((3, 2, 3, 3))
    onward /= onward.sum(axis=-1, keepdims=True)
    value = np.zeros(3)
    for _ in range(60):
        value = np.array([matrix_game_value(payoffs[s] + 0.6 * onward[s] @ value) for s in range(3)])
    course = solve(zero_sum(payoffs, onward, 0.6), MIXED)
    assert course.has_converged
    assert course.values[0][0, :, 0] == pytest.approx(value, abs=1e-8)
    assert max(gap.gap for gap in certify(course)) < 1e-8


@pytest.mark.parametrize("discount", [0.5, 0.9])
def test_the_big_match_is_worth_one_half_at_every_discount_factor(discount):
    """Blackwell and Ferguson (1968): guess the other's bit each day; saying 1 ends it. Normalised value 1/2, and the
    first player says 1 with probability (1 - d)/(2 - d), the second mixes evenly."""
    payoffs = np.zeros((3, 2, 2))
    payoffs[0] = [[1, 0], [0, 1]]  # row 0 stops; row 1 goes on and wins when the column is 1
    payoffs[1], payoffs[2] = 1.0, 0.0
    onward = np.zeros((3, 2, 2, 3))
    onward[0, 0, 0, 1] = onward[0, 0, 1, 2] = 1.0
    onward[0, 1, :, 0] = onward[1, :, :, 1] = onward[2, :, :, 2] = 1.0
    course = solve(zero_sum(payoffs * (1 - discount), onward, discount), MIXED)
    assert course.values[0][0, 0, 0] == pytest.approx(0.5, abs=1e-8)
    row, column = (p[0] for p in course.policy(0, 0))
    assert column == pytest.approx([0.5, 0.5], abs=1e-6)
    assert row[0] == pytest.approx((1 - discount) / (2 - discount), abs=1e-6)


def offers(discounts, months, points=201):
    """Alternating offers (Rubinstein 1982) as a sequential stage: the proposer of a month names a share on a grid."""
    shares = np.linspace(0.0, 1.0, points)
    nodes = [Decision(0, tuple(1 + 3 * k for k in range(points)))]
    sets = [InformationSet(0, "offer", tuple(map(str, range(points))), (0,))]
    payoffs = np.zeros((2, 2, 2 * points))
    for k, share in enumerate(shares):
        node = len(nodes)
        nodes += [Decision(1 + k, (node + 1, node + 2)), Leaf(2 * k), Leaf(2 * k + 1)]
        sets.append(InformationSet(1, str(k), ("yes", "no"), (node,)))
        payoffs[0, :, 2 * k] = share, 1 - share
        payoffs[1, :, 2 * k] = 1 - share, share
    game = ExtensiveFormGame(tuple(nodes), tuple(sets), ("proposer", "other"), payoffs[0])
    shape = plain_shape(game)
    swapped = replace(shape, sets=tuple(replace(s, player=1 - s.player) for s in shape.sets))
    no = tuple(range(1, 2 * points, 2))
    swap = [
        Stage(s, payoffs[[k]], (Lot(no, np.ones((1, points)), np.ones((1, 1)), 0),))
        for k, s in enumerate((shape, swapped))
    ]
    return MonthlyGame(
        ("first", "second"),
        ("offers",),
        1,
        np.array([discounts]),
        lambda _, month: swap[month % 2],
        np.zeros((1, 1, 2)),
        months,
    )


def test_finite_alternating_offers_go_to_rubinsteins_division():
    """Stahl (1972) and Rubinstein (1982): x = (1 - d2)/(1 - d1 d2); with T months left exactly Stahl's."""
    d1, d2, months = 0.9, 0.8, 21
    share = 1.0
    for month in reversed(range(months - 1)):
        share = 1.0 - (d2 if month % 2 == 0 else d1) * share
    course = solve(offers((d1, d2), months))
    first = course.values[0][0, 0, 0]
    assert first == pytest.approx(share, abs=0.01)
    assert first == pytest.approx((1 - d2) / (1 - d1 * d2), abs=0.015)
    assert max(gap.gap for gap in certify(course)) < 1e-12


@pytest.mark.parametrize(("discount", "is_kept"), [(0.45, False), (0.55, True)])
def test_a_truce_with_grim_punishment_is_kept_from_the_critical_patience_on(discount, is_kept):
    """A prisoner's dilemma of 3, 5, 1, 0: keeping it is an equilibrium iff d >= (5 - 3)/(5 - 1) = 1/2. The state says
    whether anybody has ever broken the truce; `efficient` keeps where it can."""
    stage = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])
    onward = np.zeros((2, 2, 2, 2))
    onward[:, :, :, 1] = 1.0
    onward[0, 0, 0] = 1.0, 0.0
    game = markov_game(np.stack([stage, stage]), onward, np.array([discount, discount]))
    course = solve(game, Rule("nash", "efficient"))
    kept = course.policy(0, 0)[0][0, 0] == 1.0
    assert course.has_converged and max(gap.gap for gap in certify(course)) < 1e-8
    assert kept == is_kept
    assert course.policy(0, 0)[0][1, 0] == 0.0, "after a breach nobody keeps it"


@pytest.mark.parametrize("months", [0, 2])
def test_the_truce_model_names_the_patience_from_which_on_a_truce_is_kept(months):
    """Its closed forms for the payoffs 5, 3, 1, 0: for ever (0 here) after a breach, or two months of punishment, in
    which what is done moves nothing. A hundredth less patience breaks the truce, a hundredth more keeps it."""
    figures = compile_game(read("classics/prisoners-truce"), "truce").base.figures
    critical = float(figures["critical_limited.north" if months else "critical_discount_factor.north"])
    table = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])
    size = 1 + max(months, 1)
    onward = np.zeros((size, 2, 2, size))
    onward[0, :, :, 1] = 1.0
    onward[0, 0, 0] = np.eye(size)[0]
    for state in range(1, size):
        onward[state, :, :, (state + 1) % size if months else state] = 1.0
    for discount, is_kept in ((critical - 0.01, False), (critical + 0.01, True)):
        game = markov_game(np.stack([table] * size), onward, np.array([discount, discount]))
        course = solve(game, Rule("nash", "efficient"))
        assert course.has_converged and (course.policy(0, 0)[0][0, 0] == 1.0) == is_kept


def test_the_stopping_model_stalls_where_the_campaign_of_two_states_does():
    """Random shares, hazards and costs: the model's month of settling is the first one or none, as the course is."""
    draw = np.random.default_rng(5).random
    held, hazard, cost = 0.2 + 0.6 * draw(60), 0.4 * draw(60), 0.1 * draw(60)
    nothing, d = np.zeros(60), np.full(60, 0.9)
    ahead = Prospect(held, nothing, nothing, np.full(60, np.inf), hazard, nothing)
    settles = stall(ahead, Side(lambda x: x, cost, d, 1.0 - held)).settles
    waits = []
    for s, h, c in zip(held, hazard, cost, strict=True):
        onward = np.zeros((2, 2, 2))
        onward[0, 1], onward[1, 1] = (1 - h, h), (0, 1)
        course = solve(markov_game(np.array([[[s, -c]], [[1.0, -c]]]), onward, np.array([0.9])))
        waits.append(course.policy(0, 0)[0][0, 1] == 1.0)
    assert (np.array(waits) == (settles > 0)).all() and 5 < sum(waits) < 55


@pytest.mark.parametrize("hazard", [0.05, 0.3])
def test_a_stall_ends_when_the_chance_of_a_better_hand_no_longer_pays(hazard):
    """Two states: now a deal is worth s, after a jump with chance h it is worth 1. Stalling at a cost c pays iff
    d h (1 - s) > (1 - d) s + c (one-step look-ahead; Chow and Robbins 1961)."""
    d, cost = 0.9, 0.02
    threshold = (d * hazard - cost) / (1 - d + d * hazard)
    for settled, waits in ((threshold - 0.01, True), (threshold + 0.01, False)):
        payoffs = np.array([[[settled, -cost]], [[1.0, -cost]]])
        onward = np.zeros((2, 2, 2))
        onward[0, 1] = 1 - hazard, hazard
        onward[1, 1, 1] = 1.0
        course = solve(markov_game(payoffs, onward, np.array([d])))
        assert (course.policy(0, 0)[0][0, 1] == 1.0) == waits
        stall = (d * hazard - cost) / (1 - d * (1 - hazard))
        assert course.values[0][0, 0, 0] == pytest.approx(max(settled, stall), abs=1e-9)


def test_the_certificate_finds_the_whole_gain_of_a_deviation_that_no_single_month_shows():
    """Staying out is forever; entering costs one now and pays three a month later."""
    payoffs = np.array([[[0.0, -1.0]], [[3.0, 3.0]]])
    onward = np.zeros((2, 2, 2))
    onward[0, 0, 0] = onward[0, 1, 1] = 1.0
    course = solve(markov_game(payoffs, onward, np.array([0.5]), months=2))
    lazy = tuple(((np.array([[1.0, 0.0], [1.0, 0.0]]),),) for _ in range(2))
    (gap,) = certify(replace(course, policies=lazy))
    assert gap.gap == pytest.approx(0.5) and gap.one_shot == pytest.approx(0.5)
    assert certify(course)[0].gap == 0.0


def test_random_equilibria_have_no_gap_and_a_spoiled_policy_has_the_one_that_brute_force_finds():
    rng = np.random.default_rng(3)
    payoffs, onward = rng.random((3, 2, 2, 2)), rng.random((3, 2, 2, 3))
    onward /= onward.sum(axis=-1, keepdims=True)
    course = solve(markov_game(payoffs, onward, np.array([0.7, 0.8]), months=3), MIXED)
    assert max(gap.gap for gap in certify(course)) < 1e-9
    mixed = tuple((tuple(rng.dirichlet(np.ones(2), 3) for _ in range(2)),) for _ in range(3))
    gaps = certify(replace(course, policies=mixed))

    def worth(player, policies):
        later = np.zeros(3)
        for month in reversed(range(3)):
            x, y = policies[month]
            now = np.einsum("sab,sa,sb->s", payoffs[:, player], x, y)
            ahead = np.einsum("sabt,t,sa,sb->s", onward, later, x, y)
            later = now + (0.7, 0.8)[player] * ahead
        return later

    own = [month[0] for month in mixed]
    plans = [np.eye(2)[list(choice)] for choice in product((0, 1), repeat=3)]
    best = np.max([worth(0, [(x, own[t][1]) for t, x in enumerate(each)]) for each in product(plans, repeat=3)], axis=0)
    assert gaps[0].gap >= (best - worth(0, own)).max() - 1e-12
    last = np.max([worth(0, [own[0], own[1], (x, own[2][1])]) for x in plans], axis=0)
    assert gaps[0].gap >= (last - worth(0, own)).max() - 1e-12
    assert gaps[0].one_shot <= gaps[0].gap + 1e-12
