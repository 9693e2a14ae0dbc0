"""Dominance by mixtures: closed forms, duality with beliefs (Pearce 1984), and the mark on equilibria."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from negosim.games import NormalFormGame
from negosim.games.strategic_form import all_plans, mixed_plans, plan_payoffs
from negosim.solve import solve
from negosim.solve.concepts.nash import Nash
from negosim.solve.concepts.pure_nash import PureNash
from negosim.solve.concepts.subgame_perfect import SubgamePerfect
from negosim.solve.dominance import action_table, is_strictly_dominated, is_weakly_dominated, mark_weakly_dominated
from random_games import Move, TreeOfMoves, examples, trees

tables = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda shape: st.lists(st.integers(-3, 3), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]).map(
        lambda cells: np.reshape(np.array(cells, float), shape)
    )
)


def most_even_belief(table, row):
    """Return the least probability in the most even belief against which `row` is best; -1 if there is none."""
    rows, columns = table.shape
    solved = linprog(
        np.append(np.zeros(columns), -1.0),
        A_ub=np.vstack(
            [np.hstack([table - row, np.zeros((rows, 1))]), np.hstack([-np.eye(columns), np.ones((columns, 1))])]
        ),
        b_ub=np.zeros(rows + columns),
        A_eq=[[1.0] * columns + [0.0]],
        b_eq=[1.0],
    )
    return solved.x[-1] if solved.status == 0 else -1.0


@pytest.mark.parametrize(("x", "dominated"), [(1.0, True), (1.499, True), (1.5, False), (1.501, False), (3.0, False)])
def test_only_a_mixture_dominates_a_safe_action_and_only_below_its_mean(x, dominated):
    """The even mixture of (3, 0) and (0, 3) is worth 1.5 everywhere, and neither beats (x, x) alone."""
    table = np.array([[3.0, 0.0], [0.0, 3.0], [x, x]])
    assert is_strictly_dominated(table, 2) is dominated
    assert not is_strictly_dominated(table, 0)


@pytest.mark.parametrize(("x", "dominated"), [(1.9, True), (2.0, True), (2.1, False)])
def test_only_a_mixture_dominates_weakly_and_up_to_its_mean(x, dominated):
    """The even mixture of (4, 0, 1) and (0, 4, 1) gives (2, 2, 1) against (x, x, 0)."""
    table = np.array([[4.0, 0.0, 1.0], [0.0, 4.0, 1.0], [x, x, 0.0]])
    assert is_weakly_dominated(table, table[2]) is dominated
    assert is_strictly_dominated(table, 2) is (x < 2.0)


def test_an_even_mixture_of_undominated_actions_may_be_dominated():
    """Top and bottom are best against left and right; the middle beats the half of each in both columns."""
    table = np.array([[3.0, 0.0], [2.0, 2.0], [0.0, 3.0]])
    assert not any(is_weakly_dominated(table, row) for row in table)
    assert is_weakly_dominated(table, (table[0] + table[2]) / 2)


def test_payoffs_that_no_mixture_reaches_are_not_dominated():
    table = np.array([[1.0, -1.0], [-1.0, 1.0]])
    assert not is_weakly_dominated(table, np.array([0.5, 0.5]))
    assert not is_weakly_dominated(table, np.array([2.0, 2.0]))


@examples(150)
@given(tables, st.data())
def test_an_action_is_strictly_dominated_iff_it_is_best_against_no_belief(table, data):
    """Pearce (1984), lemma 3."""
    action = data.draw(st.integers(0, len(table) - 1))
    assert is_strictly_dominated(table, action) == (most_even_belief(table, table[action]) < 0)


@examples(150)
@given(tables, st.data())
def test_a_strategy_is_weakly_dominated_iff_it_is_best_against_no_belief_that_excludes_nothing(table, data):
    """Pearce (1984), lemma 4, for mixed strategies too."""
    weights = np.array(data.draw(st.lists(st.integers(0, 2), min_size=len(table), max_size=len(table)).filter(any)))
    row = weights / weights.sum() @ table
    assert is_weakly_dominated(table, row) == (most_even_belief(table, row) < 1e-9)


@examples(60)
@given(tables, st.sampled_from([1e-9, 0.37, 1e9]), st.sampled_from([0.0, -41.5, 1e3]))
def test_dominance_does_not_change_with_the_unit_or_the_zero_of_payoffs(table, unit, zero):
    for action in range(len(table)):
        changed = unit * (table + zero)
        assert is_strictly_dominated(changed, action) == is_strictly_dominated(table, action)
        assert is_weakly_dominated(changed, changed[action]) == is_weakly_dominated(table, table[action])


@examples(60)
@given(tables, st.randoms(use_true_random=False))
def test_dominance_does_not_change_with_the_order_of_rows_and_columns(table, random):
    rows, columns = list(range(table.shape[0])), list(range(table.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    moved = table[np.ix_(rows, columns)]
    for place, action in enumerate(rows):
        assert is_strictly_dominated(moved, place) == is_strictly_dominated(table, action)
        assert is_weakly_dominated(moved, moved[place]) == is_weakly_dominated(table, table[action])


def test_nothing_dominates_a_lone_action_or_one_among_constants():
    assert not is_strictly_dominated(np.array([[1.0, 2.0]]), 0)
    assert not is_weakly_dominated(np.array([[1.0, 2.0]]), np.array([1.0, 2.0]))
    constant = np.full((3, 2), 5.0)
    assert not is_strictly_dominated(constant, 1)
    assert not is_weakly_dominated(constant, constant[1])


def test_a_table_that_is_too_large_for_mixtures_is_still_searched_for_single_rows():
    rng = np.random.default_rng(2)
    columns = 20_001
    left = np.arange(columns) < columns // 2
    table = np.array([np.where(left, 4.0, 0.0), np.where(left, 0.0, 4.0), rng.uniform(0.5, 1.0, columns)])
    assert not is_weakly_dominated(table, table[2])
    assert is_weakly_dominated(np.vstack([table, table[2] + 0.1]), table[2])


def test_an_action_table_has_the_others_profiles_as_columns():
    payoffs = np.arange(3 * 2 * 3 * 2, dtype=float).reshape(3, 2, 3, 2)
    table = action_table(NormalFormGame(payoffs), 1)
    assert table.shape == (3, 4)
    assert table[2].tolist() == payoffs[1, :, 2, :].reshape(-1).tolist()


def test_of_two_equilibria_the_one_in_weakly_dominated_strategies_is_marked():
    """Mas-Colell, Whinston and Green (1995), section 8.F: (down, right) is one only while nobody trembles."""
    found = PureNash().solve(NormalFormGame([[[1, 0], [0, 0]], [[1, 0], [0, 0]]], players=("ann", "bob"))).equilibria
    assert [equilibrium.payoffs.tolist() for equilibrium in found] == [[1.0, 1.0], [0.0, 0.0]]
    assert found[0].notes == ()
    assert found[1].notes == (
        "uses a weakly dominated strategy: ann",
        "uses a weakly dominated strategy: bob",
    )


def test_there_is_nothing_to_mark_where_there_is_no_equilibrium():
    assert mark_weakly_dominated(NormalFormGame([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]), ()) == ()


@examples(60)
@given(trees())
def test_in_a_tree_it_is_the_mixture_of_plans_that_is_marked(game):
    plans = all_plans(game)
    payoffs = plan_payoffs(game, plans)
    for found in solve(game, SubgamePerfect()).equilibria:
        for player, own in enumerate(plans):
            table = np.moveaxis(payoffs[player], player, 0).reshape(len(own), -1)
            mark = f"uses a weakly dominated strategy: {game.players[player]}"
            row = mixed_plans(own, found.profile) @ table
            assert (mark in found.notes) == (most_even_belief(table, row) < 1e-9)


def test_a_tree_with_too_many_plans_is_left_unmarked_and_says_so():
    wide = TreeOfMoves([Move(None, 18), Move(0, 2, frozenset({0}))], shares=[(1 / 18,) * 18, ()])
    result = solve(wide.game(np.arange(36.0)[np.newaxis] % 5, 1), SubgamePerfect())
    assert "weak dominance was not checked: too many plans" in result.notes
    assert result.equilibria[0].notes == ()


def test_many_supports_are_judged_as_one_by_one():
    """Each equilibrium of a game with many has the note just where a program of its own finds it dominated."""
    payoffs = np.random.default_rng(4).integers(0, 3, (2, 5, 4)).astype(float)
    game = NormalFormGame(payoffs)
    found = Nash().solve(game).equilibria
    noted = 0
    for equilibrium in found:
        for player, (name, own) in enumerate(zip(game.players, equilibrium.profile, strict=True)):
            table = action_table(game, player)
            is_noted = f"uses a weakly dominated strategy: {name}" in equilibrium.notes
            assert is_noted == is_weakly_dominated(table, own @ table)
            noted += is_noted
    assert 0 < noted < 2 * len(found)
