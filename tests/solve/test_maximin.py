"""Maximin: values of zero-sum games, the definition on both sides of the program, and invariances."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negosim.errors import UnsolvedError
from negosim.games import NormalFormGame
from negosim.solve import solve
from negosim.solve.concepts.maximin import Maximin
from negosim.solve.concepts.nash import Nash
from negosim.solve.dominance import action_table
from negosim.solve.security import largest_least, security_level, security_strategy
from random_games import Move, TreeOfMoves, examples, normal_forms


def maximin(game):
    (found,) = solve(game, Maximin()).solutions
    return found


def test_a_zero_sum_game_has_the_value_of_the_closed_form():
    """For [[a, b], [c, d]] without a saddle point the value is (ad - bc) / (a + d - b - c): here 1/7."""
    own = np.array([[3.0, -1.0], [-2.0, 1.0]])
    found = maximin(NormalFormGame([own, -own]))
    assert found.payoffs == pytest.approx([1 / 7, -1 / 7])
    assert found.profile[0] == pytest.approx([3 / 7, 4 / 7])
    assert found.regret < 1e-9


def test_maximin_may_pay_for_sure_what_the_one_equilibrium_does_and_be_no_equilibrium():
    """The puzzle of Aumann and Maschler (1972), in a game of our own."""
    game = NormalFormGame([[[2, 0], [0, 1]], [[0, 1], [1, 0]]])
    (nash,) = solve(game, Nash()).equilibria
    found = maximin(game)
    assert list(found.figures.values()) == pytest.approx(nash.payoffs.tolist())
    assert found.profile[0] == pytest.approx([1 / 3, 2 / 3])
    assert nash.profile[0] == pytest.approx([1 / 2, 1 / 2])


def test_a_saddle_point_is_played_for_sure():
    own = np.array([[4.0, 2.0, 5.0], [1.0, 0.0, 9.0]])
    found = maximin(NormalFormGame([own, -own]))
    assert [strategy.tolist() for strategy in found.profile] == [[1, 0], [0, 1, 0]]


@examples(80)
@given(normal_forms())
def test_no_strategy_makes_sure_of_more_and_this_one_of_as_much(game):
    """Duality: some lot over the others' profiles holds the player to its level, whatever it does."""
    found = maximin(game)
    for player, (own, level) in enumerate(zip(found.profile, found.figures.values(), strict=True)):
        table = action_table(game, player)
        assert own.min() >= 0 and own.sum() == pytest.approx(1)
        assert (own @ table).min() == pytest.approx(level)
        against = security_strategy(-table.T)
        assert (table @ against).max() == pytest.approx(level, abs=1e-8)


@examples(40)
@given(normal_forms(players=(2, 2)))
def test_every_equilibrium_gives_at_least_the_security_level(game):
    levels = np.array(list(maximin(game).figures.values()))
    assert all((nash.payoffs >= levels - 1e-9).all() for nash in solve(game, Nash()).equilibria)


@examples(40)
@given(normal_forms(), st.sampled_from([1e-9, 0.3, 1e9]), st.sampled_from([-1e6, 0.0, 5.0]))
def test_levels_follow_the_unit_of_payoffs(game, unit, shift):
    for player in range(len(game.players)):
        table = action_table(game, player)
        assert security_level(unit * (table + shift)) / unit - shift == pytest.approx(security_level(table), abs=1e-6)


def test_what_no_mixture_meets_has_no_answer():
    assert largest_least(np.eye(2), -np.ones((2, 1))) is None


def test_a_tree_is_refused():
    with pytest.raises(UnsolvedError, match="maximin is for simultaneous games"):
        Maximin().solve(TreeOfMoves([Move(0, 2)]).game([[0, 1]], 1))
