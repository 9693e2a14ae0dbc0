"""Pure Nash equilibrium: cited games, its definition, invariances, and a batch against a loop."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brute_force import nash_gains
from negosim.errors import UnsolvedError
from negosim.games import NormalFormGame, one_hot
from negosim.solve import Complete, solve
from negosim.solve.concepts.pure_nash import PureNash, pure_equilibria
from negosim.solve.kernels import is_pure_equilibrium
from random_games import Move, TreeOfMoves, examples, normal_forms


def equilibria(game):
    return {tuple(int(own.argmax()) for own in found.profile) for found in pure_equilibria(game)}


def test_the_prisoners_have_one_equilibrium_and_both_confess():
    """Luce and Raiffa (1957), section 5.4."""
    result = solve(NormalFormGame([[[-1, -10], [0, -8]], [[-1, 0], [-10, -8]]]), PureNash())
    (found,) = result.equilibria
    assert [own.tolist() for own in found.profile] == [[0.0, 1.0], [0.0, 1.0]]
    assert found.payoffs.tolist() == [-8.0, -8.0]
    assert found.regret == 0.0
    assert (result.complete, result.components) == (Complete.ALL, ((0,),))


def test_matching_pennies_has_none_and_that_is_proved():
    result = solve(NormalFormGame([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]), PureNash())
    assert (result.solutions, result.complete) == ((), Complete.ALL)


def test_in_a_volunteers_dilemma_exactly_one_volunteers():
    """Diekmann (1985): a volunteer bears a cost of 1/4, and everybody gets 1 if there is one."""
    counts = np.indices((2, 2, 2))
    payoffs = (counts.sum(axis=0) > 0) - 0.25 * counts
    assert equilibria(NormalFormGame(payoffs)) == {(1, 0, 0), (0, 1, 0), (0, 0, 1)}


def test_where_payoffs_are_constant_every_profile_is_an_equilibrium():
    assert len(equilibria(NormalFormGame(np.full((2, 2, 3), 7.0)))) == 6


def test_a_lone_player_takes_any_best_action():
    assert equilibria(NormalFormGame([[2.0, 5.0, 5.0]])) == {(1,), (2,)}
    assert equilibria(NormalFormGame([[[1.0, 3.0]], [[0.0, 0.0]]])) == {(0, 0), (0, 1)}


@examples(80)
@given(normal_forms())
def test_a_profile_is_listed_iff_nobody_gains_by_moving_alone(game):
    expected = set()
    for at in np.ndindex(*game.shape):
        profile = tuple(one_hot(size, a) for size, a in zip(game.shape, at, strict=True))
        if nash_gains(game.payoffs, profile).max() == 0:
            expected.add(at)
    assert equilibria(game) == expected


@examples(60)
@given(normal_forms(), st.data())
def test_equilibria_do_not_change_with_each_players_unit_and_zero(game, data):
    axes = (-1, *[1] * len(game.shape))
    units = np.array([data.draw(st.sampled_from([1e-9, 0.3, 1e9])) for _ in game.players]).reshape(axes)
    zeros = np.array([data.draw(st.sampled_from([0.0, -7.0, 1e3])) for _ in game.players]).reshape(axes)
    assert equilibria(NormalFormGame(units * (game.payoffs + zeros))) == equilibria(game)


@examples(60)
@given(normal_forms(), st.randoms(use_true_random=False))
def test_equilibria_follow_when_players_are_renamed_and_actions_reordered(game, random):
    seats = list(range(len(game.players)))
    random.shuffle(seats)
    seated = np.moveaxis(game.payoffs[seats], [1 + seat for seat in seats], range(1, 1 + len(seats)))
    orders = [random.sample(range(size), size) for size in seated.shape[1:]]
    moved = seated[np.ix_(range(len(seats)), *orders)]
    expected = {
        tuple(order.index(at[seat]) for seat, order in zip(seats, orders, strict=True)) for at in equilibria(game)
    }
    assert equilibria(NormalFormGame(moved)) == expected


@pytest.mark.parametrize("shape", [(2,), (2, 3), (2, 2, 2)])
def test_a_batch_is_a_loop(shape):
    rng = np.random.default_rng(0)
    payoffs = rng.integers(0, 3, size=(3, 5, len(shape), *shape)).astype(float)
    found = is_pure_equilibrium(payoffs, len(shape))
    for i, j in np.ndindex(3, 5):
        assert found[i, j].tolist() == is_pure_equilibrium(payoffs[i, j], len(shape)).tolist()


def test_a_tie_is_equality_within_rounding_of_the_players_payoff_range():
    def count(gap):
        return len(equilibria(NormalFormGame([[0.0, 1e6, 1e6 * (1 + gap)]])))

    assert (count(1e-13), count(1e-11)) == (2, 1)


def test_a_tree_is_refused():
    with pytest.raises(UnsolvedError, match="use subgame_perfect"):
        PureNash().solve(TreeOfMoves([Move(0, 2)]).game([[0, 1]], 1))
