"""The sequence form: a closed form, the definition by every pure plan, a zero-sum value, large trees, failures."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from brute_force import deviations, value
from negosim.errors import UnsolvedError
from negosim.games.exact import fractions_of
from negosim.games.strategic_form import mixed_plans, number_of_plans, strategic_form
from negosim.solve import Complete, lemke, sequence_form, solve
from negosim.solve.certificate import tree_regret
from negosim.solve.concepts.nash import Nash
from negosim.solve.sequence_form import movers, solve_in_sequences
from random_games import Move, TreeOfMoves, examples, trees


def gains(game, profile):
    """Return the most that each player gains at the start by one of its pure plans."""
    base = value(game, profile, 0)
    return [
        max(float(value(game, changed, 0)[p] - base[p]) for changed in deviations(game, profile, p)) for p in (0, 1)
    ]


def poker():
    """One card, high or low, that its holder sees and raises on or folds; the other meets or passes (Myerson 1991)."""
    moves = [Move(None, 2), Move(0, 2, frozenset({0})), Move(1, 2)]
    tree = TreeOfMoves(moves, frozenset(), shares=[(0.5, 0.5), (), ()])
    holder = np.array([[[2, 1], [1, 1]], [[-2, 1], [-1, -1]]]).reshape(-1)
    return tree.game([holder, -holder], 2)


def test_in_the_card_game_a_third_of_low_cards_is_raised_on_and_two_raises_in_three_are_met():
    result = solve_in_sequences(poker(), Nash())
    (found,) = result.equilibria
    high, met, low = found.profile[0], found.profile[1], found.profile[2]
    assert (high[0], met[0], low[0]) == pytest.approx((1, 2 / 3, 1 / 3))
    assert found.payoffs == pytest.approx([1 / 3, -1 / 3])
    assert result.complete is Complete.SOME and result.components == ()
    assert "5 x 3 sequences" in result.why_complete


@examples(30)
@given(trees(players=(2, 2), top=3))
def test_no_pure_plan_gains_on_what_is_found(game):
    assume(len(movers(game)) == 2)
    (found,) = solve_in_sequences(game, Nash()).equilibria
    assert max(gains(game, found.profile)) < 1e-9
    assert found.regret == tree_regret(game, found.profile) < 1e-9


@examples(20)
@given(trees(players=(2, 2)), st.data())
def test_the_regret_of_a_tree_is_the_best_gain_of_any_plan(game, data):
    weights = [np.array(data.draw(st.lists(st.integers(1, 3), min_size=2, max_size=2))) for _ in game.information_sets]
    profile = tuple(own / own.sum() for own in weights)
    spread = np.ptp(game.payoffs, axis=1)
    shares = [max(gain, 0) / size for gain, size in zip(gains(game, profile), spread, strict=True) if size > 0]
    assert tree_regret(game, profile) == pytest.approx(max(shares, default=0.0), abs=1e-12)
    assert tree_regret(game, (*profile, np.ones(1))) == np.inf


def alternating(moves, seen, seed, zero_sum=False):
    """Two players who move in turn between two actions each; they see all earlier moves or only their own."""
    sees = [frozenset(range(k)) if seen else frozenset(range(k % 2, k, 2)) for k in range(moves)]
    tree = TreeOfMoves([Move(k % 2, 2, sees[k]) for k in range(moves)])
    payoffs = np.random.default_rng(seed).random((2, tree.leaves))
    return tree.game([payoffs[0], -payoffs[0]] if zero_sum else payoffs, 2)


@pytest.mark.parametrize("seed", range(3))
def test_a_zero_sum_tree_has_the_value_of_its_strategic_form(seed):
    game = alternating(5, False, seed, zero_sum=True)
    worth = [solve_in_sequences(game, Nash()).equilibria[0].payoffs[0], solve(game, Nash()).equilibria[0].payoffs[0]]
    assert worth[0] == pytest.approx(worth[1], abs=1e-9)


def test_a_tree_with_two_million_pairs_of_plans_has_one_equilibrium_found():
    game = alternating(6, True, 0)
    assert number_of_plans(game) == 2**21
    result = solve(game, Nash())
    (found,) = result.equilibria
    assert found.regret < 1e-12 and result.complete is Complete.SOME
    assert "43 x 85 sequences" in result.why_complete and not found.exact
    (quoted,) = solve(game, Nash(exact=True)).equilibria
    for strategy, shares in zip(quoted.profile, quoted.exact, strict=True):
        assert sum(map(Fraction, shares)) == 1 and [float(Fraction(share)) for share in shares] == strategy.tolist()
    assert quoted.regret < 1e-12


def test_exact_shares_of_the_card_game_are_the_fractions_of_the_book():
    (found,) = solve_in_sequences(poker(), Nash(exact=True), exact=True).equilibria
    assert found.exact == (("1", "0"), ("2/3", "1/3"), ("1/3", "2/3"))


@examples(30)
@given(trees(players=(2, 2), top=3))
def test_exact_shares_leave_nothing_to_gain_in_fractions(game):
    """By the definition, over all plans, with payoffs and chance as the fractions that their floats are."""
    assume(len(movers(game)) == 2)
    (found,) = solve_in_sequences(game, Nash(exact=True), exact=True).equilibria
    profile = tuple(np.array([Fraction(share) for share in own], dtype=object) for own in found.exact)
    form = strategic_form(game, exact=True)
    table = fractions_of(form.game.payoffs, form.game.exact_payoffs)
    x, y = (mixed_plans(own, profile) for own in form.plans)
    assert max(table[0] @ y) == x @ table[0] @ y and max(x @ table[1]) == x @ table[1] @ y


def test_what_is_no_equilibrium_is_never_reported(monkeypatch):
    for wrong in (None, (np.ones(5), np.array([1.0, 1.0, 0.0]))):
        monkeypatch.setattr(sequence_form, "_solution", lambda *_, wrong=wrong: wrong)
        with pytest.raises(UnsolvedError, match="ended without an equilibrium"):
            solve_in_sequences(poker(), Nash())


# Lemke's algorithm


@examples(60)
@given(st.integers(1, 5), st.integers(0, 10_000))
def test_a_problem_with_a_positive_definite_matrix_is_solved(size, seed):
    rng = np.random.default_rng(seed)
    root = rng.integers(-3, 4, (size, size))
    matrix, right = root @ root.T + np.eye(size), rng.integers(-4, 5, size).astype(float)
    z = lemke.complementary_solution(matrix, right)
    w = right + matrix @ z
    assert z.min() >= 0 and w.min() > -1e-8 and abs(z @ w) < 1e-7


def test_a_problem_without_a_solution_ends_on_a_ray_and_a_long_path_is_given_up(monkeypatch):
    assert lemke.complementary_solution(np.array([[0.0]]), np.array([-1.0])) is None
    monkeypatch.setattr(lemke, "_MOST_PIVOTS", 1)
    assert lemke.complementary_solution(np.eye(2), np.array([-1.0, -2.0])) is None
    assert lemke.exact_complementary_solution(np.eye(2, dtype=object), np.array([-1, -2], dtype=object)) is None


def test_a_basis_that_is_singular_or_infeasible_in_exact_numbers_is_never_trusted(monkeypatch):
    """With both z basic one row comes twice, or -1 is a weight; with both w basic the right-hand side is -1."""
    ones, right = np.ones((2, 2), dtype=object), np.array([-1, -1], dtype=object)
    for matrix, basis in ((ones, [2, 3]), (-np.eye(2, dtype=object), [2, 3]), (ones, [0, 1])):
        monkeypatch.setattr(lemke, "_last_basis", lambda *_, basis=basis: (None, np.array(basis)))
        assert lemke.exact_complementary_solution(matrix, right) is None
