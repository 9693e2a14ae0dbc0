"""The reduced strategic form: plans, payoffs, and Kuhn's theorem in both directions."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brute_force import outcome
from negosim.errors import UnsolvedError
from negosim.games import Decision, ExtensiveFormGame, InformationSet, Leaf
from negosim.games.strategic_form import mixed_plans, number_of_plans, plans_of, strategic_form
from random_games import Move, TreeOfMoves, examples, profiles, trees


def twice_alone() -> ExtensiveFormGame:
    """One player stops or goes on, and if it goes on stops or goes on again."""
    tree = TreeOfMoves([Move(0, 2), Move(0, 2, frozenset({0}))], frozenset({(0, 0)}))
    return tree.game([[1, 2, 3]], 1)


def absent_minded_driver() -> ExtensiveFormGame:
    """Piccione and Rubinstein (1997), figure 1: two exits, and the driver cannot tell which one it is at."""
    nodes = (Decision(0, (1, 2)), Leaf(0), Decision(0, (3, 4)), Leaf(1), Leaf(2))
    sets = (InformationSet(0, "an exit", ("exit", "go on"), (0, 2)),)
    return ExtensiveFormGame(nodes, sets, ("driver",), [[0, 4, 1]])


def forgetful() -> ExtensiveFormGame:
    """A player moves twice and does not know at the second move what it did at the first."""
    return TreeOfMoves([Move(0, 2), Move(0, 2)]).game([[1, 0, 0, 1]], 1)


def test_plans_that_differ_only_where_own_moves_rule_play_out_are_one_plan():
    form = strategic_form(twice_alone())
    assert form.plans == ((((0, 0),), ((0, 1), (1, 0)), ((0, 1), (1, 1))),)
    assert form.game.payoffs.tolist() == [[1.0, 2.0, 3.0]]


def test_a_player_without_a_move_has_one_plan():
    form = strategic_form(TreeOfMoves([Move(0, 2)]).game(np.zeros((2, 2)), 2))
    assert form.plans[1] == ((),)
    assert form.game.actions[1] == ("no move",)


@examples(60)
@given(trees(most_sets=6))
def test_the_number_of_plans_is_counted_without_writing_them_out(game):
    assert number_of_plans(game) == np.prod([len(plans_of(game, player)) for player in range(len(game.players))])


@examples(60)
@given(trees(most_sets=6))
def test_the_payoffs_of_a_profile_of_plans_are_those_of_playing_it(game):
    form = strategic_form(game)
    for chosen in product(*map(range, form.game.shape)):
        actions = dict(move for plans, k in zip(form.plans, chosen, strict=True) for move in plans[k])
        profile = tuple(np.eye(len(known.actions))[actions.get(k, 0)] for k, known in enumerate(game.information_sets))
        assert form.game.payoffs[(slice(None), *chosen)] == pytest.approx(game.payoffs @ outcome(game, profile))


@examples(60)
@given(trees(most_sets=6), st.data())
def test_a_profile_of_mixed_plans_and_its_behaviour_lead_to_the_same_outcome(game, data):
    """Kuhn (1953): under perfect recall behaviour does whatever mixtures of plans do."""
    form = strategic_form(game)
    mixed = data.draw(profiles(form.game.shape))
    expected = np.zeros(game.payoffs.shape[1])
    for chosen in product(*map(range, form.game.shape)):
        weight = np.prod([own[k] for own, k in zip(mixed, chosen, strict=True)])
        pure = tuple(np.eye(size)[k] for size, k in zip(form.game.shape, chosen, strict=True))
        expected += weight * outcome(game, form.behaviour(pure))
    assert outcome(game, form.behaviour(mixed)) == pytest.approx(expected)


@examples(60)
@given(trees(most_sets=6), st.data())
def test_behaviour_and_the_mixture_of_plans_that_plays_it_lead_to_the_same_outcome(game, data):
    form = strategic_form(game)
    behaviour = data.draw(profiles([len(known.actions) for known in game.information_sets]))
    mixed = tuple(mixed_plans(own, behaviour) for own in form.plans)
    assert all(own.sum() == pytest.approx(1.0) for own in mixed)
    assert outcome(game, form.behaviour(mixed)) == pytest.approx(outcome(game, behaviour))


@pytest.mark.parametrize("game", [absent_minded_driver(), forgetful()], ids=["absent-minded", "forgetful"])
def test_a_game_in_which_a_player_forgets_is_refused(game):
    with pytest.raises(UnsolvedError, match="only games with perfect recall are solved"):
        strategic_form(game)


def test_a_form_that_is_too_large_is_refused_before_it_is_written_out():
    """A player moves without knowing a move of the other, but knows which of 18 types it is."""
    wide = TreeOfMoves([Move(None, 18), Move(0, 2), Move(1, 2, frozenset({0}))], shares=[(1 / 18,) * 18, (), ()])
    large = wide.game(np.zeros((2, 72)), 2)
    assert number_of_plans(large) == 2 * 2**18
    with pytest.raises(UnsolvedError, match="more than 200,000 profiles of plans"):
        strategic_form(large)
