"""Iterated weak dominance: games in which the order matters and does not, and the definition of each end."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negosim.errors import UnsolvedError
from negosim.games import NormalFormGame
from negosim.solve import Complete, solve
from negosim.solve.concepts.iterated_dominance import IteratedDominance
from negosim.solve.concepts.iterated_weak_dominance import IteratedWeakDominance
from negosim.solve.dominance import action_table, is_weakly_dominated
from random_games import Move, TreeOfMoves, examples, normal_forms

ORDERED = NormalFormGame([[[1, 1, 0], [1, 1, 2], [0, 2, 1]], [[1, 1, 0], [1, 1, 1], [0, 1, 1]]])


def ends(game):
    return [left.actions for left in solve(game, IteratedWeakDominance()).solutions]


def test_the_order_matters_in_osborne_and_rubinsteins_game():
    """Osborne and Rubinstein (1994), section 4.3: T then L leaves (2, 1), B then R leaves (1, 1)."""
    game = NormalFormGame(
        [[[1, 0], [1, 2], [0, 2]], [[1, 0], [1, 1], [0, 1]]], ("1", "2"), (("T", "M", "B"), ("L", "R"))
    )
    result = solve(game, IteratedWeakDominance())
    left = {found.actions for found in result.solutions}
    assert {((1, 2), (1,)), ((0, 1), (0,))} <= left
    assert result.solutions[0].actions == ((1,), (0, 1)) and result.solutions[0].rounds == ("1: T; 1: B",)
    assert result.notes[0].startswith("the order matters: 3 different sets")
    assert result.complete is Complete.ALL and len(result.components) == 3


def test_a_second_price_auction_keeps_true_values_and_strikes_out_bids_above_both():
    """Vickrey (1961): values 2 and 1, bids 0 to 3, ties to the first; to bid more than the object is worth is
    dominated."""
    bids = np.arange(4)
    wins = bids[:, np.newaxis] >= bids
    game = NormalFormGame([np.where(wins, 2 - bids, 0), np.where(wins, 0, 1 - bids[:, np.newaxis])])
    found = solve(game, IteratedWeakDominance()).solutions[0]
    assert 2 in found.actions[0] and 3 not in found.actions[0]
    assert 1 in found.actions[1] and 3 not in found.actions[1]


def test_a_game_without_weak_dominance_is_left_whole():
    """Impossible case: nothing goes in matching pennies, in any order."""
    result = solve(NormalFormGame([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]), IteratedWeakDominance())
    assert [found.actions for found in result.solutions] == [((0, 1), (0, 1))]
    assert result.notes == ("the order does not matter",)


def test_actions_that_are_alike_both_stay():
    assert ends(NormalFormGame(np.ones((2, 2, 2)))) == [((0, 1), (0, 1))]


@examples(50)
@given(normal_forms())
def test_each_end_has_nothing_dominated_and_is_within_what_strict_dominance_leaves(game):
    (strict,) = solve(game, IteratedDominance()).solutions
    result = solve(game, IteratedWeakDominance())
    assert len({found.actions for found in result.solutions}) == len(result.solutions)
    for found in result.solutions:
        left = NormalFormGame(game.payoffs[np.ix_(range(len(game.shape)), *found.actions)])
        for player, own in enumerate(found.actions):
            table = action_table(left, player)
            assert not any(is_weakly_dominated(table, row) for row in table)
            assert own and set(own) <= set(strict.actions[player])


@examples(40)
@given(normal_forms(), st.randoms(use_true_random=False))
def test_every_order_drawn_by_lot_leads_to_an_end_that_is_listed(game, random):
    kept = [list(range(size)) for size in game.shape]
    while True:
        left = NormalFormGame(game.payoffs[np.ix_(range(len(kept)), *kept)])
        tables = [action_table(left, player) for player in range(len(kept))]
        steps = [
            (player, own[k])
            for player, own in enumerate(kept)
            for k, row in enumerate(tables[player])
            if is_weakly_dominated(tables[player], row)
        ]
        if not steps:
            break
        player, action = random.choice(steps)
        kept[player].remove(action)
    assert tuple(map(tuple, kept)) in ends(game)


@examples(30)
@given(normal_forms(), st.sampled_from([1e-9, 0.3, 1e9]))
def test_ends_do_not_change_with_the_unit_of_payoffs(game, unit):
    assert ends(NormalFormGame(unit * game.payoffs)) == ends(game)


def test_where_too_many_sets_are_reached_there_may_be_other_ends():
    result = solve(ORDERED, IteratedWeakDominance(most_sets=1))
    assert result.complete is Complete.SOME and result.components == ()
    assert result.notes == ("no order that was followed leaves anything else",)
    with pytest.raises(ValueError, match="at least 1"):
        IteratedWeakDominance(most_sets=0)


def test_a_tree_is_refused():
    with pytest.raises(UnsolvedError, match="iterated_weak_dominance is for simultaneous games"):
        IteratedWeakDominance().solve(TreeOfMoves([Move(0, 2)]).game([[0, 1]], 1))
