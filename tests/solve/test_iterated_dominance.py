"""Iterated strict dominance: cited games, its definition, and the order of elimination."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negosim.errors import UnsolvedError
from negosim.games import NormalFormGame
from negosim.solve import Complete, solve
from negosim.solve.concepts.iterated_dominance import IteratedDominance
from negosim.solve.concepts.pure_nash import pure_equilibria
from negosim.solve.dominance import action_table, is_strictly_dominated
from random_games import Move, TreeOfMoves, examples, normal_forms


def survivors(game):
    (found,) = solve(game, IteratedDominance()).solutions
    return found


def restricted(game, kept):
    return NormalFormGame(game.payoffs[np.ix_(range(len(kept)), *kept)])


def test_elimination_in_two_by_three_leaves_up_and_middle():
    """Gibbons (1992), figure 1.1.1: right goes, then down, then left."""
    game = NormalFormGame(
        [[[1, 1, 0], [0, 0, 2]], [[0, 2, 1], [3, 1, 0]]],
        players=("row", "column"),
        actions=(("up", "down"), ("left", "middle", "right")),
    )
    found = survivors(game)
    assert found.actions == ((0,), (1,))
    assert found.rounds == ("column: right", "row: down", "column: left")


def test_claims_of_travellers_unravel_to_the_lowest_though_only_mixtures_dominate():
    """Basu (1994), with claims 2 to 7 and a reward of 2: the lowest is the one rationalizable claim."""
    claims = np.arange(2, 8)
    own, other = claims[:, np.newaxis], claims
    payoffs = np.minimum(own, other) + 2.0 * np.sign(other - own)
    game = NormalFormGame([payoffs, payoffs.T])
    assert not any((payoffs[a] > payoffs[-1]).all() for a in range(len(claims)))
    assert survivors(game).actions == ((0,), (0,))


def test_nothing_goes_in_matching_pennies():
    assert survivors(NormalFormGame([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])).actions == ((0, 1), (0, 1))


def test_a_lone_player_keeps_its_best_actions():
    assert survivors(NormalFormGame([[1.0, 4.0, 4.0, 0.0]])).actions == ((1, 2),)


@examples(60)
@given(normal_forms())
def test_nothing_that_is_left_is_dominated_and_every_pure_equilibrium_is_left(game):
    result = solve(game, IteratedDominance())
    kept = survivors(game).actions
    left = restricted(game, kept)
    for player, own in enumerate(kept):
        assert not any(is_strictly_dominated(action_table(left, player), row) for row in range(len(own)))
    for found in pure_equilibria(game):
        assert all(int(own.argmax()) in kept[player] for player, own in enumerate(found.profile))
    assert (result.complete, result.components) == (Complete.ALL, ((0,),))


@examples(60)
@given(normal_forms(), st.randoms(use_true_random=False))
def test_eliminating_one_at_a_time_in_any_order_leaves_the_same(game, random):
    """Strict dominance does not depend on the order (Gilboa, Kalai and Zemel 1990)."""
    kept = [list(range(size)) for size in game.shape]
    while True:
        left = restricted(game, kept)
        dominated = [
            (player, action)
            for player, own in enumerate(kept)
            for row, action in enumerate(own)
            if is_strictly_dominated(action_table(left, player), row)
        ]
        if not dominated:
            break
        player, action = random.choice(dominated)
        kept[player].remove(action)
    assert survivors(game).actions == tuple(map(tuple, kept))


@examples(40)
@given(normal_forms(), st.sampled_from([1e-9, 0.3, 1e9]))
def test_what_is_left_does_not_change_with_the_unit_of_payoffs(game, unit):
    assert survivors(NormalFormGame(unit * game.payoffs)).actions == survivors(game).actions


def test_a_tree_is_refused():
    with pytest.raises(UnsolvedError, match="use subgame_perfect"):
        IteratedDominance().solve(TreeOfMoves([Move(0, 2)]).game([[0, 1]], 1))
