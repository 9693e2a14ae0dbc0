"""Logit quantal response: closed forms, cited examples, its definition, turning points, what changes it."""

import sys
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp
from scipy.optimize import brentq, minimize_scalar

from brute_force import nash_gains, value
from negosim.errors import UnsolvedError
from negosim.games import NormalFormGame, payoff_range
from negosim.solve import Complete, solve
from negosim.solve.certificate import logit_error, regret
from negosim.solve.concepts.logit import Logit, logit_choice, principal_branch_at
from negosim.solve.principal_branch import count_crossings, principal_branch
from random_games import Move, TreeOfMoves, examples, normal_forms, trees

# A game, found by search, whose principal branch turns back before lambda 1 and only then goes on.
TURNING = np.array([[[-3, 3, -5], [4, 5, -4], [-5, -5, -1]], [[-3, 2, -4], [-3, 3, 5], [-1, -1, 5]]], dtype=float)
OCHS = [[[1.1141, 0], [0, 0.2785]], [[0, 1.1141], [1.1141, 0]]]


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def largest_range(game):
    return float(payoff_range(game.payoffs, axis=tuple(range(1, game.payoffs.ndim))).max())


def first_point_by_integration(payoffs, lam):
    """Return (p, q) where the branch z = lam * u(softmax(z)) first reaches `lam`: its tangents integrated, slowly."""
    size = payoffs.shape[1]

    def softmax(z):
        return np.exp(z - z.max()) / np.exp(z - z.max()).sum()

    def strategies(place):
        return softmax(place[:size]), softmax(place[size:-1])

    def zeros(place):
        p, q = strategies(place)
        return place[:-1] - place[-1] * np.append(payoffs[0] @ q, p @ payoffs[1])

    up = np.append(np.zeros(2 * size), 1.0)

    def tangent(_, place):
        nonlocal up
        steps = 1e-6 * np.eye(len(place))
        slopes = np.array([(zeros(place + h) - zeros(place - h)) / 2e-6 for h in steps]).T
        along = np.linalg.svd(slopes)[2][-1]
        up = along * np.sign(along @ up)
        return up

    def reached(_, place):
        return place[-1] - lam

    reached.terminal = True
    found = solve_ivp(tangent, (0, 200), np.zeros(2 * size + 1), rtol=1e-8, atol=1e-9, max_step=0.2, events=reached)
    return strategies(found.y_events[0][0])


def test_a_lone_player_chooses_in_proportion_to_the_exponential_of_its_payoffs():
    payoffs = np.array([0.3, -1.0, 2.0])
    (found,) = principal_branch_at(NormalFormGame([payoffs]), 1.7)
    weights = np.exp(1.7 * payoffs)
    assert found == pytest.approx(weights / weights.sum(), abs=1e-12)


@pytest.mark.parametrize("p", [0.51, 0.6, 0.75, 0.9, 0.99, 1 - 1e-6])
def test_in_a_symmetric_coordination_game_lambda_is_a_closed_form_of_the_probability(p):
    """log(p / (1 - p)) = lambda * (2 p - (1 - p)), which rises with p from the centre on."""
    lam = np.log(p / (1 - p)) / (3 * p - 1)
    game = NormalFormGame([[[2, 0], [0, 1]], [[2, 0], [0, 1]]])
    for own in principal_branch_at(game, lam):
        assert own == pytest.approx([p, 1 - p], abs=1e-10)


@pytest.mark.parametrize("lam", [0.1, 0.4, 2.0, 20.0])
def test_in_asymmetric_pennies_both_probabilities_solve_one_equation(lam):
    """Row gains 9 by heads on heads or 1 by tails on tails, column 1 by mismatch: one equation in p, by bisection."""
    game = NormalFormGame([[[9, 0], [0, 1]], [[0, 1], [1, 0]]])

    def reply(p):
        return sigmoid(lam * (1 - 2 * p))

    p = brentq(lambda x: x - sigmoid(lam * (10 * reply(x) - 1)), 0, 1, xtol=1e-15)
    row, column = principal_branch_at(game, lam)
    assert (row[0], column[0]) == pytest.approx((p, reply(p)), abs=1e-10)


def test_in_a_volunteers_dilemma_lambda_is_a_closed_form_of_the_probability():
    """Diekmann (1985) with cost 1/4: log(p / (1 - p)) = lambda * ((1 - p)^2 - 1/4), p the chance to volunteer."""
    counts = np.indices((2, 2, 2))
    game = NormalFormGame((counts.sum(axis=0) > 0) - 0.25 * counts)
    for lam in (0.5, 3.0, 10.0):
        p = brentq(lambda x, lam=lam: np.log(x / (1 - x)) - lam * ((1 - x) ** 2 - 0.25), 1e-9, 1 - 1e-9, xtol=1e-15)
        for own in principal_branch_at(game, lam):
            assert own == pytest.approx([1 - p, p], abs=1e-10)


def test_mckelvey_and_palfrey_on_the_games_of_ochs():
    """McKelvey and Palfrey (1995): a game of Ochs (1995); the point at lambda 1 was computed independently."""
    row, column = principal_branch_at(NormalFormGame(OCHS), 1.0)
    assert (row[0], column[0]) == pytest.approx((0.5867840366637898, 0.45180703138950107), abs=1e-10)


def test_the_lambda_that_fits_the_play_of_ochs_best_is_mckelvey_and_palfreys():
    """McKelvey and Palfrey (1995): 128 plays, 52.7 % up and 36.6 % left; the fit was computed independently."""
    game, shares, plays = NormalFormGame(OCHS), np.array([0.527, 0.366]), 128

    def log_likelihood(lam):
        chosen = np.array([own[0] for own in principal_branch_at(game, lam)])
        return plays * float((shares * np.log(chosen) + (1 - shares) * np.log(1 - chosen)).sum())

    best = minimize_scalar(lambda lam: -log_likelihood(lam), bounds=(0.5, 5.0), options={"xatol": 1e-8}).x
    assert best == pytest.approx(1.8456097536855862, abs=2e-5)
    assert log_likelihood(best) == pytest.approx(-174.76453191087447, abs=2e-5)
    row, column = principal_branch_at(game, best)
    assert (row[0], column[0]) == pytest.approx((0.615651314427859, 0.3832909400456291), abs=2e-5)
    far = principal_branch_at(game, 1e5)
    assert (far[0][0], far[1][0]) == pytest.approx((0.5, 0.2785 / (1.1141 + 0.2785)), abs=1e-4)  # its Nash equilibrium


@pytest.mark.parametrize(("reward", "mean"), [(5, 283.0159994741962), (180, 180.0000046143675)])
def test_travellers_claim_high_or_low_with_the_reward(reward, mean):
    """Capra, Goeree, Gomez and Holt (1999), claims 180 to 300, logit error 8.5; means computed independently."""
    claims = np.arange(180, 301)
    own, other = claims[:, np.newaxis], claims
    payoffs = np.minimum(own, other) + float(reward) * np.sign(other - own)
    for found in principal_branch_at(NormalFormGame([payoffs, payoffs.T]), 1 / 8.5):
        assert found @ claims == pytest.approx(mean, abs=1e-4)


def test_the_branch_ends_at_the_risk_dominant_of_two_equilibria():
    """Turocy (2005): in 2x2 coordination games the branch selects by risk, not by payoff."""
    stag_hunt = NormalFormGame([[[4, 0], [3, 2]], [[4, 3], [0, 2]]])
    for own in principal_branch_at(stag_hunt, 50.0):
        assert own[1] > 1 - 1e-9


@pytest.mark.parametrize("lam", [1.0, 2.0, 3.0, 100.0])
def test_a_symmetric_branch_goes_straight_on_where_others_cross_it(lam):
    """With payoffs 1 or 0 for meeting, two more branches leave the centre at lambda 2."""
    assert np.array(principal_branch_at(NormalFormGame([[[1, 0], [0, 1]]] * 2), lam)) == pytest.approx(0.5)


def test_the_first_point_is_found_before_and_after_a_turning_point():
    """Lambda rises to 0.642, falls, and rises again: two integrations of the tangent field say where."""
    game = NormalFormGame(TURNING)
    for lam in (0.63, 0.66):
        expected = first_point_by_integration(TURNING, lam)
        for own, other in zip(principal_branch_at(game, lam), expected, strict=True):
            assert own == pytest.approx(other, abs=1e-6)


def test_the_branch_jumps_only_where_it_turns():
    game = NormalFormGame(TURNING)
    lambdas = np.linspace(0.6, 0.7, 101)
    rows = np.array([row for row, _ in principal_branch(game, lambdas)])
    jumps = np.abs(np.diff(rows, axis=0)).max(axis=1)
    assert (jumps > 0.1).sum() == 1
    assert lambdas[jumps.argmax()] == pytest.approx(0.642, abs=1e-3)


def test_the_crossings_are_those_of_a_closed_form(monkeypatch):
    """In symmetric coordination lambda(p) = log(p / (1 - p)) / (3 p - 1) rises along the branch: one crossing each.

    The turning game's branch passes lambda 0.63 three times, as it rises to 0.642, falls and rises again.
    """
    game = NormalFormGame([[[2, 0], [0, 1]], [[2, 0], [0, 1]]])
    assert [count_crossings(game, lam)[0] for lam in (0.0, 0.5, 3.0, 50.0)] == [1, 1, 1, 1]
    turning = NormalFormGame(TURNING)
    lambdas = [0.1, 0.63, 0.66, 5.0]
    assert [count_crossings(turning, lam)[0] for lam in lambdas] == [1, 3, 1, 1]
    assert [crossings_of_a_dense_path(TURNING, lam) for lam in lambdas[1:3]] == [3, 1]
    assert count_crossings(turning, 0.63)[1] >= 100
    monkeypatch.setattr(sys.modules[principal_branch.__module__], "_MOST_STEPS", 3)
    assert count_crossings(turning, 5.0)[1] < 0.7  # followed no further, and said so


def crossings_of_a_dense_path(payoffs, lam):
    """Count them on a slow path of small steps of Euler and Newton, with derivatives by differences."""
    size = payoffs.shape[1]

    def zeros(place):
        p, q = (np.exp(z - z.max()) / np.exp(z - z.max()).sum() for z in (place[:size], place[size:-1]))
        return place[:-1] - place[-1] * np.append(payoffs[0] @ q, p @ payoffs[1])

    place, along, signs = np.zeros(2 * size + 1), np.append(np.zeros(2 * size), 1.0), []
    while place[-1] < 1.0:
        for _ in range(3):
            slopes = np.array([(zeros(place + h) - zeros(place - h)) / 2e-6 for h in 1e-6 * np.eye(len(place))]).T
            place = place - np.linalg.pinv(slopes) @ zeros(place)
        direction = np.linalg.svd(slopes)[2][-1]
        along = direction * np.sign(direction @ along)
        place = place + 0.02 * along
        signs.append(place[-1] > lam)
    return int(np.abs(np.diff(np.array(signs, dtype=int))).sum())


@examples(40)
@given(normal_forms(), st.floats(0, 1000))
def test_each_probability_is_the_logit_response_to_the_others(game, steepness):
    lam = steepness / (largest_range(game) or 1.0)
    profile = principal_branch_at(game, lam)
    assert all(own.sum() == pytest.approx(1.0) and own.min() >= 0 for own in profile)
    assert logit_error(game, profile, lam) < 1e-10


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (2, 2, 2), (3, 3, 3)])
def test_ordinary_games_are_followed_to_where_choice_is_nearly_best_reply(shape):
    rng = np.random.default_rng(7)
    for _ in range(15):
        game = NormalFormGame(rng.normal(size=(len(shape), *shape)))
        lam = 1000 / largest_range(game)
        profile = principal_branch_at(game, lam)
        assert logit_error(game, profile, lam) < 1e-10
        # An action worse by x has odds of at most exp(-lam * x), and costs x * exp(-lam * x) <= 1 / (e * lam).
        assert nash_gains(game.payoffs, profile).max() <= (max(shape) - 1) / (np.e * lam)


def test_several_lambdas_in_one_trace_are_those_found_one_by_one():
    game = NormalFormGame(OCHS)
    lambdas = (3.0, 0.0, 1.0, 1.0, 40.0)
    for profile, lam in zip(principal_branch(game, lambdas), lambdas, strict=True):
        for own, other in zip(profile, principal_branch_at(game, lam), strict=True):
            assert own == pytest.approx(other, abs=1e-10)


def test_at_lambda_0_choice_is_uniform_and_constant_payoffs_keep_it_so():
    for own in principal_branch_at(NormalFormGame(TURNING), 0.0):
        assert own == pytest.approx(1 / 3)
    assert principal_branch_at(NormalFormGame([[[7, 7]], [[2, 2]]]), 9.0)[1].tolist() == [0.5, 0.5]


@examples(30)
@given(normal_forms(), st.randoms(use_true_random=False))
def test_the_branch_follows_when_players_are_renamed_and_actions_reordered(game, random):
    seats = random.sample(range(len(game.players)), len(game.players))
    seated = np.moveaxis(game.payoffs[seats], [1 + seat for seat in seats], range(1, 1 + len(seats)))
    orders = [random.sample(range(size), size) for size in seated.shape[1:]]
    moved = NormalFormGame(seated[np.ix_(range(len(seats)), *orders)])
    profile = principal_branch_at(game, 0.3)
    for place, own in enumerate(principal_branch_at(moved, 0.3)):
        assert own == pytest.approx(profile[seats[place]][orders[place]], abs=1e-9)


@examples(30)
@given(normal_forms(), st.sampled_from([1e-6, 0.3, 1e6]), st.sampled_from([0.0, -5.0, 100.0]))
def test_only_the_product_of_lambda_and_the_common_unit_matters(game, unit, zero):
    changed = NormalFormGame(unit * (game.payoffs + zero))
    for own, other in zip(principal_branch_at(changed, 0.3 / unit), principal_branch_at(game, 0.3), strict=True):
        assert own == pytest.approx(other, abs=1e-9)


def test_a_unit_of_ones_own_is_another_game():
    """Lambda is per unit of payoff as given: the same error weighs less against stakes that are ten times as large."""
    own_units = np.array([10.0, 1.0])[:, np.newaxis, np.newaxis]
    before = principal_branch_at(NormalFormGame(OCHS), 1.0)
    after = principal_branch_at(NormalFormGame(own_units * np.array(OCHS)), 1.0)
    assert abs(after[0][0] - before[0][0]) > 0.01
    assert abs(after[1][0] - before[1][0]) > 0.01


@pytest.mark.parametrize("lam", [-1.0, np.inf, np.nan])
def test_a_lambda_that_is_no_number_from_0_up_is_refused(lam):
    with pytest.raises(ValueError, match="finite number from 0 up"):
        Logit(lam)


def test_a_lambda_beyond_what_floats_can_follow_is_refused():
    with pytest.raises(UnsolvedError, match="could not be followed to lambda 1e\\+300"):
        principal_branch_at(NormalFormGame(OCHS), 1e300)


def test_a_result_says_that_other_branches_were_not_looked_for():
    result = solve(NormalFormGame(OCHS), Logit(1.0))
    (found,) = result.equilibria
    assert result.complete is Complete.SOME
    assert "first point of the principal branch" in result.why_complete
    assert found.regret == regret(result.game, found.profile) > 0.1
    assert "logit response to one another" in result.notes[0]
    assert "crosses this lambda 1 time on" in result.notes[1]


def test_in_a_tree_the_agent_form_is_solved_from_the_ends():
    """McKelvey and Palfrey (1998): the first mover weighs what it expects of the second's noisy choice."""
    game = TreeOfMoves([Move(0, 2), Move(1, 2, frozenset({0}))], frozenset({(0, 0)})).game([[1, 0, 2], [5, 0, 2]], 2)
    result = solve(game, Logit(1.5))
    (found,) = result.equilibria
    yields = sigmoid(1.5 * 2)
    assert found.profile[1] == pytest.approx([1 - yields, yields])
    assert found.profile[0][1] == pytest.approx(sigmoid(1.5 * (2 * yields - 1)))
    assert (result.complete, result.components) == (Complete.ALL, ((0,),))


@examples(40)
@given(trees(information="chance"), st.floats(0, 50))
def test_in_a_tree_each_set_responds_to_what_its_actions_are_worth(game, lam):
    (found,) = solve(game, Logit(lam)).equilibria
    for index, known in enumerate(game.information_sets):
        worth = sum(
            belief * np.array([value(game, found.profile, child)[known.player] for child in game.nodes[n].children])
            for belief, n in zip(found.beliefs[index], known.nodes, strict=True)
        )
        assert found.profile[index] == pytest.approx(logit_choice(worth, lam), abs=1e-10)


def test_choice_does_not_overflow():
    assert logit_choice(np.array([0.0, 1000.0]), 1000.0).tolist() == [0.0, 1.0]


@pytest.mark.parametrize(("shape", "bound"), [((2, 2), 0.01), ((3, 3, 3), 0.1)])
def test_a_trace_takes_milliseconds(shape, bound):
    """Processor time of the median of nine games at a lambda of 5 over the payoff range, with three times the room."""
    rng = np.random.default_rng(3)
    times = []
    for _ in range(9):
        game = NormalFormGame(rng.normal(size=(len(shape), *shape)))
        start = time.process_time()
        principal_branch_at(game, 5 / largest_range(game))
        times.append(time.process_time() - start)
    assert sorted(times)[4] < 3 * bound
