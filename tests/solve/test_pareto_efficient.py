"""Pareto efficiency: cited games, its definition profile by profile, and invariances."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negosim.errors import UnsolvedError
from negosim.games import NormalFormGame
from negosim.solve import Complete, solve
from negosim.solve.concepts.pareto_efficient import ParetoEfficient
from random_games import Move, TreeOfMoves, examples, normal_forms


def efficient(game):
    return {tuple(int(own.argmax()) for own in found.profile) for found in solve(game, ParetoEfficient()).solutions}


def test_all_but_the_equilibrium_of_a_prisoners_dilemma_are_efficient():
    """Luce and Raiffa (1957): the one equilibrium is the one inefficient outcome."""
    game = NormalFormGame([[[-1, -3], [0, -2]], [[-1, 0], [-3, -2]]])
    assert efficient(game) == {(0, 0), (0, 1), (1, 0)}
    assert all(found.notes == () and found.regret > 0 for found in solve(game, ParetoEfficient()).solutions)


def test_a_zero_sum_game_has_efficient_outcomes_only():
    own = np.arange(12.0).reshape(3, 4) % 5
    assert len(efficient(NormalFormGame([own, -own]))) == 12


def test_an_outcome_that_is_best_for_all_is_the_only_efficient_one():
    game = NormalFormGame([[[4, 0], [3, 3]], [[4, 3], [0, 3]]])
    result = solve(game, ParetoEfficient())
    assert efficient(game) == {(0, 0)}
    assert result.solutions[0].notes == ("a Nash equilibrium",)
    assert result.complete is Complete.ALL and result.components == ((0,),)


@examples(80)
@given(normal_forms())
def test_what_is_listed_is_what_no_other_profile_improves_on(game):
    every = list(product(*map(range, game.shape)))
    worth = {at: tuple(own[at] for own in game.payoffs) for at in every}
    better = {
        at: any(worth[o] != worth[at] and all(x >= y for x, y in zip(worth[o], worth[at], strict=True)) for o in every)
        for at in every
    }
    assert efficient(game) == {at for at in every if not better[at]}


@examples(30)
@given(normal_forms(), st.sampled_from([1e-9, 0.3, 1e9]), st.sampled_from([0.0, 5.0]))
def test_efficiency_does_not_change_with_the_unit_of_payoffs(game, unit, shift):
    assert efficient(NormalFormGame(unit * (game.payoffs + shift))) == efficient(game)


@examples(30)
@given(normal_forms(players=(2, 3)), st.randoms(use_true_random=False))
def test_efficiency_does_not_change_with_the_order_of_players(game, random):
    order = list(range(len(game.players)))
    random.shuffle(order)
    renamed = NormalFormGame(np.transpose(game.payoffs[order], [0, *(1 + np.array(order))]))
    assert efficient(renamed) == {tuple(at[k] for k in order) for at in efficient(game)}


def test_a_tree_and_a_very_large_game_are_refused():
    with pytest.raises(UnsolvedError, match="simultaneous games"):
        ParetoEfficient().solve(TreeOfMoves([Move(0, 2)]).game([[0, 1]], 1))
    with pytest.raises(UnsolvedError, match="not 22,500"):
        ParetoEfficient().solve(NormalFormGame(np.zeros((2, 150, 150))))
