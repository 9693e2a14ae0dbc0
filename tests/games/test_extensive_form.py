"""Trees: what is taken in, paths, reach, values, and what players know."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brute_force import below, outcome, value
from negosim.games import Chance, Decision, ExtensiveFormGame, InformationSet, Leaf
from negosim.games.extensive_form import (
    descendants,
    has_beliefs_from_chance,
    history_words,
    last_moves,
    leaf_probabilities,
    moves_before,
    own_moves,
    path_to,
    paths_to_nodes,
    reach_probabilities,
    values_at_nodes,
    worth_at_set,
)
from random_games import Move, TreeOfMoves, examples, profiles, trees


def entry(**changes):
    """An entrant goes in or stays out; the incumbent, weak or strong by chance, fights or yields not knowing which."""
    parts = {
        "nodes": (
            Decision(0, (1, 2)),
            Leaf(0),
            Chance(("weak", "strong"), (3, 4), 0),
            Decision(1, (5, 6)),
            Decision(1, (7, 8)),
            Leaf(1),
            Leaf(2),
            Leaf(3),
            Leaf(4),
        ),
        "information_sets": (
            InformationSet(0, "start", ("out", "in"), (0,)),
            InformationSet(1, "in", ("fight", "yield"), (3, 4)),
        ),
        "players": ("entrant", "incumbent"),
        "payoffs": [[0, -1, 1, -2, 1], [2, -1, 1, 3, 1]],
        "chance": [0.75, 0.25],
    }
    return ExtensiveFormGame(**{**parts, **changes})


def test_arrays_are_copied_in_and_cannot_be_written_to():
    with pytest.raises(ValueError, match="read-only"):
        entry().payoffs[0, 0] = 1.0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"nodes": (Decision(0, (1, 9)), *entry().nodes[1:])}, "leads to node 9"),
        ({"nodes": (Decision(0, (0, 2)), *entry().nodes[1:])}, "come after it"),
        ({"nodes": (Decision(0, ()), *entry().nodes[1:])}, "must have children"),
        ({"nodes": (Decision(0, (1, 1)), *entry().nodes[1:])}, "node 1 has 2 parents"),
        ({"nodes": (*entry().nodes, Leaf(5))}, "node 9 has 0 parents"),
        ({"nodes": (*entry().nodes[:-1], Leaf(7))}, "leaves are numbered"),
        ({"nodes": (Decision(2, (1, 2)), *entry().nodes[1:])}, "which does not exist"),
        ({"information_sets": (InformationSet(0, "start", ("in",), (0,)), entry().information_sets[1])}, "2 children"),
        (
            {"information_sets": (entry().information_sets[0], InformationSet(1, "", ("a", "b"), (3,)))},
            "lists the nodes",
        ),
        ({"information_sets": (*entry().information_sets, InformationSet(1, "", ("a",), ()))}, "lists the nodes"),
        (
            {"information_sets": (InformationSet(2, "", ("a", "b"), (0,)), entry().information_sets[1])},
            "of player 2 of 2",
        ),
        ({"payoffs": np.zeros((2, 4))}, "5 leaves"),
        ({"payoffs": np.full((2, 5), np.nan)}, "finite"),
        ({"chance": [0.5, np.inf]}, "finite"),
        ({"chance": [0.5, 0.6]}, "summing to 1"),
        ({"chance": [-0.5, 1.5]}, "summing to 1"),
        ({"chance": [1.0]}, "summing to 1"),
        ({"outcomes": ("peace",)}, "1 outcomes are named for 5 leaves"),
    ],
)
def test_parts_that_make_no_tree_are_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        entry(**changes)


def test_information_is_perfect_where_every_set_is_one_node():
    assert not entry().has_perfect_information
    seen = TreeOfMoves([Move(0, 2), Move(1, 2, frozenset({0}))]).game(np.zeros((2, 4)), 2)
    assert seen.has_perfect_information


def test_paths_and_moves_lead_from_the_root():
    game = entry()
    assert path_to(game, 8) == ((0, 1), (2, 1), (4, 1))
    assert own_moves(game, 8) == ((0, 1), (1, 1))
    assert path_to(game, 0) == ()
    assert (history_words(game, 8), history_words(game, 0)) == ("in / strong / yield", "")


@examples(40)
@given(trees())
def test_every_path_leads_from_parent_to_child(game):
    for number, path in enumerate(paths_to_nodes(game)):
        place = 0
        for passed, branch in path:
            assert passed == place
            place = game.nodes[passed].children[branch]
        assert place == number


@examples(40)
@given(trees())
def test_the_last_move_and_the_number_of_moves_are_those_of_the_path(game):
    owner = [known.player for known in game.information_sets]
    for player in (None, *range(len(game.players))):
        last, before = last_moves(game, player), moves_before(game, player)
        for number in range(len(game.nodes)):
            own = [move for move in own_moves(game, number) if player in (None, owner[move[0]])]
            assert last[number] == (own[-1] if own else None)
            assert before[number] == len(own)


@examples(40)
@given(trees(), st.data())
def test_reach_and_value_are_those_of_a_walk_through_the_tree(game, data):
    profile = data.draw(profiles([len(known.actions) for known in game.information_sets]))
    assert leaf_probabilities(game, profile) == pytest.approx(outcome(game, profile))
    values = values_at_nodes(game, profile)
    assert values[:, 0] == pytest.approx(game.payoffs @ leaf_probabilities(game, profile))
    for number in range(len(game.nodes)):
        assert values[:, number] == pytest.approx(value(game, profile, number))


@examples(40)
@given(trees())
def test_descendants_are_a_node_and_all_below_it_parents_first(game):
    for root in range(len(game.nodes)):
        found = list(descendants(game, root))
        assert sorted(found) == sorted(below(game, root))
        assert all(found.index(game.parents[n][0]) < found.index(n) for n in found if n != root)


def test_what_an_action_is_worth_at_a_set_is_its_mean_over_bayesian_beliefs():
    profile = (np.array([0.0, 1.0]), np.array([1.0, 0.0]))
    assert worth_at_set(entry(), profile, 1).tolist() == [0.75 * -1 + 0.25 * 3, 1.0]


def test_a_batch_of_payoffs_and_chances_is_a_loop_over_them():
    rng = np.random.default_rng(1)
    payoffs = rng.normal(size=(5, 2, 5))
    low = rng.uniform(size=(5, 1))
    batch = entry(payoffs=payoffs, chance=np.hstack([low, 1 - low]))
    profile = (np.array([0.3, 0.7]), np.array([0.6, 0.4]))
    for k in range(5):
        single = entry(payoffs=payoffs[k], chance=batch.chance[k])
        assert reach_probabilities(batch, profile)[k] == pytest.approx(reach_probabilities(single, profile))
        assert values_at_nodes(batch, profile)[k] == pytest.approx(values_at_nodes(single, profile))


@pytest.mark.parametrize(
    ("sees", "from_chance"),
    [(set(), True), ({0}, True), ({1}, False), ({0, 1}, True)],
    ids=["nothing is seen", "the type is seen", "the message is seen", "both are seen"],
)
def test_a_receiver_learns_from_a_message_only_if_it_sees_that_and_not_the_type(sees, from_chance):
    moves = [Move(None, 2), Move(0, 2, frozenset({0})), Move(1, 2, frozenset(sees))]
    tree = TreeOfMoves(moves, shares=[(0.5, 0.5), (), ()]).game(np.zeros((2, 8)), 2)
    hidden_message = 1 not in sees
    assert has_beliefs_from_chance(tree) is (from_chance and not hidden_message)


def test_a_game_may_be_copied_with_other_payoffs():
    changed = replace(entry(), payoffs=np.ones((2, 5)))
    assert changed.payoffs.min() == 1.0
    assert entry().payoffs.min() == -2.0
