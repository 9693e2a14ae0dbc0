"""Backward induction in batches, beliefs from chance, and the agent tree."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brute_force import gains_at_sets, outcome, value
from negosim.errors import UnsolvedError
from negosim.games.extensive_form import leaf_probabilities
from negosim.solve.agent_tree import agent_tree
from negosim.solve.backward import beliefs_from_chance, best_action, induce
from negosim.solve.certificate import belief_error
from random_games import Move, TreeOfMoves, examples, profiles, trees


@examples(60)
@given(trees(information="chance", top=4))
def test_what_is_found_backwards_leaves_nothing_to_gain_at_any_set(game):
    found = induce(game)
    assert gains_at_sets(game, found.profile, found.beliefs).max() < 1e-9
    assert belief_error(game, found.profile, found.beliefs) < 1e-12
    for number in range(len(game.nodes)):
        assert found.values[:, number] == pytest.approx(value(game, found.profile, number))
    for index, known in enumerate(game.information_sets):
        mean = found.values[known.player, list(known.nodes)] @ found.beliefs[index]
        assert found.worth[index].max() == pytest.approx(mean)


@examples(30)
@given(trees(information="chance"), st.integers(0, 2**32 - 1))
def test_a_batch_is_a_loop(game, seed):
    rng = np.random.default_rng(seed)
    payoffs = rng.integers(0, 3, size=(4, *game.payoffs.shape)).astype(float)
    batch = induce(replace(game, payoffs=payoffs))
    for k in range(4):
        single = induce(replace(game, payoffs=payoffs[k]))
        assert batch.values[k].tolist() == single.values.tolist()
        assert [own[k].tolist() for own in batch.profile] == [own.tolist() for own in single.profile]
        assert [own[k].tolist() for own in batch.worth] == [own.tolist() for own in single.worth]


def test_a_batch_of_chances_is_a_loop():
    moves = [Move(None, 2), Move(0, 2), Move(1, 2, frozenset({0, 1}))]
    game = TreeOfMoves(moves, shares=[(0.5, 0.5), (), ()]).game(np.arange(16).reshape(2, 8) % 5, 2)
    low = np.linspace(0, 1, 5)[:, np.newaxis]
    batch = induce(replace(game, chance=np.hstack([low, 1 - low])))
    for k in range(5):
        single = induce(replace(game, chance=[low[k, 0], 1 - low[k, 0]]))
        assert batch.values[k] == pytest.approx(single.values)
        assert all(np.array_equal(own[k], other) for own, other in zip(batch.profile, single.profile, strict=True))


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
@pytest.mark.parametrize("shift", [0.0, 1e6])
def test_a_tie_is_equality_within_rounding_of_the_payoff_range(scale, shift):
    def first_best(gap):
        payoffs = np.array([[0.0, 1.0, 1.0 + gap]]) * scale + shift * scale
        return int(induce(TreeOfMoves([Move(0, 3)]).game(payoffs, 1)).profile[0].argmax())

    assert first_best(0.0) == 1
    assert first_best(1e-7) == 2


def test_the_first_of_equally_good_actions_is_taken():
    assert best_action(np.array([[1.0, 3.0, 3.0], [2.0, 1.0, 0.0]])).tolist() == [[0, 1, 0], [1, 0, 0]]
    assert best_action(np.array([1.0, 1.0 + 1e-13]), 1e-12).tolist() == [1, 0]


def test_a_rule_of_choice_may_be_given():
    game = TreeOfMoves([Move(0, 2), Move(1, 2, frozenset({0}))]).game([[3, 0, 2, 2], [1, 0, 1, 0]], 2)
    even = induce(game, lambda worth: np.full(worth.shape, 1 / worth.shape[-1]))
    assert even.values[:, 0] == pytest.approx(game.payoffs.mean(axis=1))


def test_where_a_receiver_learns_from_a_message_backward_induction_does_not_apply():
    moves = [Move(None, 2), Move(0, 2, frozenset({0})), Move(1, 2, frozenset({1}))]
    game = TreeOfMoves(moves, shares=[(0.5, 0.5), (), ()]).game(np.zeros((2, 8)), 2)
    with pytest.raises(UnsolvedError, match="depends on what another chooses"):
        induce(game)


def test_beliefs_are_even_where_chance_rules_a_whole_set_out():
    moves = [Move(None, 2), Move(None, 2), Move(0, 2, frozenset({0}))]
    game = TreeOfMoves(moves, shares=[(1.0, 0.0), (0.25, 0.75), ()]).game(np.zeros((1, 8)), 1)
    assert [belief.tolist() for belief in beliefs_from_chance(game)] == [[0.25, 0.75], [0.5, 0.5]]


@examples(60)
@given(trees(information="chance"), st.data())
def test_the_agent_tree_has_perfect_information_and_the_same_outcomes(game, data):
    tree = agent_tree(game, beliefs_from_chance(game))
    profile = data.draw(profiles([len(known.actions) for known in game.information_sets]))
    assert tree.has_perfect_information
    assert leaf_probabilities(tree, profile) == pytest.approx(outcome(game, profile))


@examples(60)
@given(trees(information="chance"), st.data())
def test_an_action_is_worth_as_much_in_the_agent_tree(game, data):
    beliefs = beliefs_from_chance(game)
    tree = agent_tree(game, beliefs)
    profile = data.draw(profiles([len(known.actions) for known in game.information_sets]))
    for index, known in enumerate(game.information_sets):
        (place,) = tree.information_sets[index].nodes
        if any(reach > 0 for reach in leaf_probabilities(tree, profile)[_leaves_below(tree, place)]):
            mean = sum(b * value(game, profile, n) for b, n in zip(beliefs[index], known.nodes, strict=True))
            assert value(tree, profile, place) == pytest.approx(mean)


def _leaves_below(tree, place):
    stack, found = [place], []
    while stack:
        node = tree.nodes[stack.pop()]
        found += [node.index] if hasattr(node, "index") else []
        stack += getattr(node, "children", ())
    return found
