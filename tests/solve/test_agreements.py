"""Agreements on bargaining problems: cited examples, closed forms, definitions on random problems, and none."""

import numpy as np
import pytest

from negosim.errors import UnsolvedError
from negosim.games import NormalFormGame
from negosim.games.bargaining import BargainingProblem
from negosim.solve.concepts.adjusted_winner import AdjustedWinner
from negosim.solve.concepts.alternating_offers import AlternatingOffers
from negosim.solve.concepts.egalitarian import Egalitarian
from negosim.solve.concepts.kalai_smorodinsky import KalaiSmorodinsky
from negosim.solve.concepts.nash_agreement import NashAgreement
from negosim.solve.concepts.utilitarian import Utilitarian

CONCEPTS = (NashAgreement(), KalaiSmorodinsky(), Egalitarian(), Utilitarian(), AlternatingOffers((0.95, 0.9)))
PIE = [[1.0, 0.0], [0.0, 1.0]]


def payoffs(concept, problem):
    return problem.at(concept.position(problem))


def random_problem(rng, vertices=6):
    """A concave frontier from sorted directions, and a disagreement point inside it."""
    angle = np.sort(rng.random(vertices - 1)) * np.pi / 2
    steps = np.stack([-np.sin(angle), np.cos(angle)], axis=-1) * rng.random((vertices - 1, 1))
    frontier = np.vstack([[0.0, 0.0], np.cumsum(steps, axis=0)])
    d = frontier.mean(axis=0) - rng.random(2) * 0.5 - 0.05
    return BargainingProblem(frontier, d)


def test_on_a_line_nash_kalai_smorodinsky_and_egalitarian_split_the_surplus():
    problem = BargainingProblem(PIE, [0.1, 0.3])
    for concept in CONCEPTS[:3]:
        assert payoffs(concept, problem) == pytest.approx([0.4, 0.6])
    assert payoffs(NashAgreement(0.7), problem)[0] == pytest.approx(0.52)


def test_on_a_parabola_the_agreements_are_those_of_calculus():
    """u2 = 1 - u1^2, d = 0: Nash at 1/sqrt 3, equal utilities at the golden ratio, the largest sum at 1/2."""
    u = np.linspace(1, 0, 1_000_001)
    problem = BargainingProblem(np.stack([u, 1 - u**2], axis=-1), [0, 0])
    golden = (np.sqrt(5) - 1) / 2
    expected = [[3**-0.5, 2 / 3], [golden, golden], [golden, golden], [0.5, 0.75]]
    for concept, each in zip(CONCEPTS[:4], expected, strict=True):
        assert payoffs(concept, problem) == pytest.approx(each, abs=2e-6)


def test_in_a_larger_set_nash_may_give_a_player_less_and_kalai_smorodinsky_does_not():
    small = BargainingProblem([[1, 0], [0.75, 0.75], [0, 1]], [0, 0])
    large = BargainingProblem([[1, 0], [1, 0.7], [0, 1]], [0, 0])
    assert payoffs(NashAgreement(), small) == pytest.approx([0.75, 0.75])
    assert payoffs(NashAgreement(), large) == pytest.approx([1, 0.7])
    assert payoffs(KalaiSmorodinsky(), small) == pytest.approx([0.75, 0.75])
    assert payoffs(KalaiSmorodinsky(), large) == pytest.approx([10 / 13, 10 / 13])


def test_who_is_more_averse_to_risk_gets_less_of_the_pie_in_the_nash_agreement():
    """u1 = x^g, u2 = 1 - x: x = g / (1 + g) (Kihlstrom, Roth and Schmeidler 1981)."""
    x = np.linspace(1, 0, 1_000_001)
    for g in (0.25, 0.5, 0.9):
        problem = BargainingProblem(np.stack([x**g, 1 - x], axis=-1), [0, 0])
        assert 1 - payoffs(NashAgreement(), problem)[1] == pytest.approx(g / (1 + g), abs=1e-6)


@pytest.mark.parametrize(
    ("concept", "d", "expected"),
    [
        (AlternatingOffers((0.9, 0.8)), (0, 0), 0.7142857142857143),
        (AlternatingOffers((0.9, 0.9)), (0, 0), 0.5263157894736843),
        (AlternatingOffers((0.9, 0.9)), (0.1, 0.3), 0.4157894736842105),  # an inside option while disagreeing
        (AlternatingOffers((0.9, 0.9)), (0.2, 0.1), 0.568421052631579),  # a breakdown with chance .1, into (.2, .1)
        (
            AlternatingOffers((0.9, 0.9), (0, 0.3)),
            (0, 0),
            1 - 0.4736842105263158,
        ),  # an outside option that is no threat
        (AlternatingOffers((0.9, 0.9), (0, 0.6)), (0, 0), 0.4),  # one that is
        (AlternatingOffers((np.exp(-0.05e-6), np.exp(-0.15e-6))), (0, 0), 0.75),  # offers follow at once
    ],
)
def test_alternating_offers_divide_a_pie_as_rubinstein_and_his_followers_say(concept, d, expected):
    problem = BargainingProblem(PIE, d)
    found = payoffs(concept, problem)
    assert found[0] == pytest.approx(expected, abs=1e-6)
    assert concept.regret(problem, found) < 1e-9


def test_with_outside_options_for_both_the_one_who_offers_takes_what_the_other_could_leave_for():
    concept = AlternatingOffers((0.5, 0.5), (0.55, 0.1))
    problem = BargainingProblem(PIE, [0, 0])
    found = payoffs(concept, problem)
    assert found == pytest.approx([0.775, 0.225])  # player 1 waits for 1 - .55, worth .225
    assert concept.regret(problem, found) < 1e-9


@pytest.mark.parametrize("concept", CONCEPTS, ids=lambda concept: concept.name)
def test_an_agreement_fits_its_definition_and_is_no_worse_than_disagreement(concept):
    rng = np.random.default_rng(7)
    for _ in range(30):
        problem = random_problem(rng)
        found = payoffs(concept, problem)
        assert concept.regret(problem, found) < 1e-7
        assert (found >= problem.disagreement - 1e-9).all()
        low, high = (float(end) for end in problem.ends)
        others = [problem.at(np.array(share * low + (1 - share) * high)) for share in (0.1, 0.9)]
        assert max(concept.regret(problem, other) for other in others) > 1e-6


@pytest.mark.parametrize("concept", CONCEPTS[:2], ids=lambda concept: concept.name)
def test_other_units_of_either_player_change_nothing(concept):
    rng = np.random.default_rng(8)
    for _ in range(10):
        problem = random_problem(rng)
        scale, shift = 0.1 + 5 * rng.random(2), rng.normal(size=2)
        other = BargainingProblem(problem.frontier * scale + shift, problem.disagreement * scale + shift)
        assert payoffs(concept, other) == pytest.approx(payoffs(concept, problem) * scale + shift)


@pytest.mark.parametrize("concept", CONCEPTS[:4], ids=lambda concept: concept.name)
def test_the_players_may_trade_names_and_all_have_another_unit(concept):
    """Those that compare utilities too: one unit and any zero, which for equal gains need not be common."""
    rng = np.random.default_rng(10)
    for _ in range(10):
        problem = random_problem(rng)
        swapped = BargainingProblem(problem.frontier[::-1, ::-1], problem.disagreement[::-1])
        assert payoffs(concept, swapped)[::-1] == pytest.approx(payoffs(concept, problem))
        zero = rng.normal(size=2)
        other = BargainingProblem(7.0 * problem.frontier + zero, 7.0 * problem.disagreement + zero)
        assert payoffs(concept, other) == pytest.approx(7.0 * payoffs(concept, problem) + zero)


def test_a_batch_gives_what_each_problem_gives():
    rng = np.random.default_rng(9)
    problems = [random_problem(rng) for _ in range(12)]
    both = BargainingProblem(np.stack([p.frontier for p in problems]), np.stack([p.disagreement for p in problems]))
    for concept in CONCEPTS:
        alone = [float(concept.position(problem)) for problem in problems]
        assert concept.position(both) == pytest.approx(alone)


@pytest.mark.parametrize("concept", CONCEPTS, ids=lambda concept: concept.name)
def test_there_is_no_agreement_where_the_range_is_empty(concept):
    assert np.isnan(concept.position(BargainingProblem(PIE, [0.6, 0.6])))


def test_offers_between_two_who_never_tire_of_waiting_single_out_nothing():
    assert np.isnan(AlternatingOffers((1.0, 1.0)).position(BargainingProblem(PIE, [0, 0])))


def test_a_range_of_one_point_has_that_agreement_and_no_gain():
    problem = BargainingProblem(PIE, [0.5, 0.5])
    found = payoffs(NashAgreement(), problem)
    assert found == pytest.approx([0.5, 0.5])
    assert NashAgreement().regret(problem, found) == 0.0


def test_adjusted_winner_divides_camp_david_as_brams_and_togman_say():
    """Israel and Egypt, 1978: Sinai, recognition, West Bank, linkage, Palestinian rights, Jerusalem."""
    points = np.array([[35.0, 10, 20, 10, 5, 20], [55.0, 5, 10, 5, 20, 5]])
    share = AdjustedWinner().shares(points)
    assert share[0] == pytest.approx(1 / 6, abs=1e-6)
    assert share[1:] == pytest.approx([1, 1, 1, 0, 1])
    assert points[0] @ share == pytest.approx(65.83333333333333)
    assert points[1] @ (1 - share) == pytest.approx(65.83333333333333)


def test_adjusted_winner_is_the_best_equal_number_of_points_that_a_linear_program_finds():
    from scipy.optimize import linprog

    rng = np.random.default_rng(10)
    for _ in range(20):
        points = rng.random((2, 5))
        points /= points.sum(axis=1, keepdims=True)
        share = AdjustedWinner().shares(points)
        one, two = points[0] @ share, points[1] @ (1 - share)
        rows = [[*-points[0], 1.0], [*points[1], 1.0]]
        best = linprog([0.0] * 5 + [-1.0], A_ub=rows, b_ub=[0.0, points[1].sum()], bounds=[(0, 1)] * 5 + [(None, None)])
        assert one == pytest.approx(two)
        assert one == pytest.approx(-best.fun)
        assert ((share > 1e-9) & (share < 1 - 1e-9)).sum() <= 1
        assert AdjustedWinner().regret(points, share) < 1e-12
        assert AdjustedWinner().regret(points, np.full(5, 0.5)) > 1e-3  # both like to exchange
        assert AdjustedWinner().regret(points, np.ones(5)) == pytest.approx(1.0)


@pytest.mark.parametrize("concept", [*CONCEPTS, AdjustedWinner()], ids=lambda concept: concept.name)
def test_a_game_with_moves_is_refused(concept):
    with pytest.raises(UnsolvedError, match="is an agreement on a bargaining problem"):
        concept.solve(NormalFormGame([[[1.0]], [[1.0]]]))
