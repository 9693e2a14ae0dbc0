"""Conflict graphs: legal sequences, orders, option form, and walks."""

import itertools

import numpy as np
import pytest

from conflict_oracle import random_graphs, reached
from negosim.games import ConflictGraph, NormalFormGame
from negosim.games.choices import YES, Choice, OptionForm, merged_moves, moves_by_choices, possible_states
from negosim.games.conflict_graph import (
    MOST_STATES,
    fewest_steps,
    graph_of_profiles,
    legal_reach,
    moves_between_profiles,
    ranks_of_payoffs,
    ranks_of_statements,
)
from negosim.games.walks import walks, ways_of

TWO = moves_between_profiles([2])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"moves": TWO[0]}, "are no graph"),
        ({"moves": np.zeros((1, 2, 3))}, "are no graph"),
        ({"moves": np.zeros((0, 2, 2)), "ranks": np.zeros((0, 2))}, "are no graph"),
        ({"ranks": [[1, 2], [3, 4]]}, "are no graph"),
        ({"moves": np.ones((1, 2, 2))}, "no move leads from a state to itself"),
        ({"players": ("a", "b")}, "2 players and 2 states are named"),
        ({"states": ("a",)}, "1 players and 1 states are named"),
        ({"outcomes": ("war",)}, "1 outcomes are named for 2 states"),
        ({"status_quo": 2}, "the status quo 2 is no state from 0 to 1"),
    ],
)
def test_parts_that_make_no_graph_are_refused(arguments, says):
    with pytest.raises(ValueError, match=says):
        ConflictGraph(**{"moves": TWO, "ranks": [[1, 2]], **arguments})


def test_a_graph_has_a_bound_on_its_states():
    size = MOST_STATES + 1
    with pytest.raises(ValueError, match="1,001 states, and a conflict graph has at most 1,000"):
        ConflictGraph(np.zeros((1, size, size), dtype=bool), np.zeros((1, size), dtype=int))
    with pytest.raises(ValueError, match="1,001 profiles"):
        graph_of_profiles(NormalFormGame(np.zeros((1, size))))


def test_nobody_moves_twice_running_even_where_the_moves_do_not_lead_there_at_once():
    chain = np.zeros((2, 3, 3), dtype=bool)
    chain[0, 0, 1] = chain[0, 1, 2] = True
    assert not legal_reach(chain, [0])[0, 2]
    assert not legal_reach(chain, [0, 1])[0, 2]
    chain[1, 1, 0] = True
    assert not legal_reach(chain, [0, 1])[0, 2]  # the other one only takes the first step back
    chain[1, 0, 1] = True
    assert legal_reach(chain, [0, 1])[0, 2]  # the other one takes the first step


def test_legal_sequences_are_those_of_the_definition_and_nobody_reaches_nothing():
    for graph in random_graphs(60):
        for members in ([0], [1], list(range(len(graph.players)))):
            found = legal_reach(graph.moves, members)
            walked = ways_of(graph.moves)
            for state in range(len(graph.states)):
                wanted = reached(graph, members, state)
                assert set(np.flatnonzero(found[state])) == wanted
                assert set(dict(walks(walked, members, state))) == wanted - {state}
        assert not legal_reach(graph.moves, []).any()


def test_a_walk_is_legal_and_no_shorter_one_leads_there():
    for graph in random_graphs(40, players=(3,)):
        within = np.zeros((3, len(graph.states)), dtype=bool)  # within[k]: reached by exactly n steps, the last by k
        shortest = {}
        for number in range(1, 20):
            before = [np.logical_or.reduce([within[j] for j in range(3) if j != k]) for k in range(3)]
            start = np.eye(len(graph.states), dtype=bool)[0]
            within = np.array([((start if number == 1 else before[k]) @ graph.moves[k]) for k in range(3)])
            for state in np.flatnonzero(within.any(axis=0)).tolist():
                shortest.setdefault(state, number)
        found = dict(walks(ways_of(graph.moves), [0, 1, 2], 0))
        shortest.pop(0, None)
        assert {state: len(walk) for state, walk in found.items()} == shortest
        for state, walk in found.items():
            places = [0, *(place for _, place in walk)]
            assert places[-1] == state
            assert all(graph.moves[mover, a, b] for (mover, b), a in zip(walk, places, strict=False))
            assert all(one[0] != other[0] for one, other in itertools.pairwise(walk))


def test_only_the_order_of_payoffs_counts_and_rounding_makes_a_tie():
    payoffs = np.random.default_rng(3).integers(0, 4, (5, 2, 6)).astype(float)
    ranks = ranks_of_payoffs(payoffs)
    assert (ranks_of_payoffs(np.exp(payoffs) * 7 - 3) == ranks).all()
    assert (ranks[..., np.newaxis] > ranks[..., np.newaxis, :]).tolist() == (
        payoffs[..., np.newaxis] > payoffs[..., np.newaxis, :]
    ).tolist()
    assert ranks_of_payoffs(np.array([0.1 + 0.2, 0.3, 0.0])).tolist() == [1, 1, 0]
    assert ranks_of_payoffs(np.array([1e-300, 0.0])).tolist() == [1, 0]
    assert ranks_of_payoffs(np.zeros(3)).tolist() == [0, 0, 0]


def test_the_first_statement_that_tells_two_states_apart_decides():
    holds = np.random.default_rng(4).random((5, 20)) < 0.5
    ranks = ranks_of_statements(holds)
    for one in range(20):
        for other in range(20):
            differing = np.flatnonzero(holds[:, one] != holds[:, other])
            expected = 0 if not differing.size else (1 if holds[differing[0], one] else -1)
            assert np.sign(ranks[one] - ranks[other]) == expected
    assert ranks_of_statements(np.zeros((0, 3), dtype=bool)).tolist() == [0, 0, 0]
    many = np.zeros((200, 2), dtype=bool)  # more than a number of 64 bits holds
    many[199, 1] = True
    assert ranks_of_statements(many).tolist() == [0, 1]


def test_in_option_form_a_player_changes_its_own_options_and_never_what_is_final():
    choices = [Choice(0, "strike", final=frozenset([YES])), Choice(1, "leave"), Choice(0, "talk")]
    table = possible_states(choices)
    moves = moves_by_choices(table, choices, 2)
    for one, before in enumerate(table.tolist()):
        for other, after in enumerate(table.tolist()):
            mine = before[1] == after[1] and before != after and not (before[0] and not after[0])
            assert moves[0, one, other] == mine
            assert moves[1, one, other] == (before[0] == after[0] and before[2] == after[2] and before != after)
    assert [row @ [1, 2, 4] for row in table] == list(range(8))


def test_states_taken_for_one_have_the_moves_of_each():
    moves = np.zeros((1, 4, 4), dtype=bool)
    moves[0, 0, 2] = moves[0, 3, 1] = moves[0, 2, 3] = True
    merged = merged_moves(moves, [0, 1, 2], np.array([0, 1, 2, 2]))
    assert [tuple(pair) for pair in np.argwhere(merged[0])] == [(0, 2), (2, 1)]


def test_a_normal_form_keeps_its_names_and_its_profiles_in_order():
    game = NormalFormGame(
        [[[3, 2], [4, 1]], [[3, 4], [2, 1]]], ("a", "b"), (("c", "d"), ("e", "f")), ("1", "2", "3", "4")
    )
    graph = graph_of_profiles(game)
    assert graph.states == ("c / e", "c / f", "d / e", "d / f")
    assert (graph.players, graph.outcomes, graph.ranks.tolist()) == (
        ("a", "b"),
        game.outcomes,
        [[2, 1, 3, 0], [2, 3, 1, 0]],
    )
    assert np.argwhere(graph.moves[0]).tolist() == [[0, 2], [1, 3], [2, 0], [3, 1]]


def test_impossible_states_are_left_out_whatever_the_order_in_which_choices_are_looked_at():
    rng = np.random.default_rng(9)
    choices = [Choice(0, "a", ("x", "y", "z")), Choice(1, "b"), Choice(0, "c"), Choice(1, "d", ("u", "v", "w"))]
    for _ in range(20):
        patterns = [
            {int(c): frozenset(rng.integers(0, 3, 2).tolist()) for c in rng.permutation(4)[: rng.integers(1, 4)]}
            for _ in range(3)
        ]
        wanted = [
            [a, b, c, d]
            for d in range(3)
            for c in range(2)
            for b in range(2)
            for a in range(3)
            if not any(all([a, b, c, d][k] in values for k, values in pattern.items()) for pattern in patterns)
        ]
        assert possible_states(choices, patterns).tolist() == wanted
    assert len(possible_states(choices, [{}])) == 0
    with pytest.raises(ValueError, match="more than 100,000 states are not looked at"):
        possible_states([Choice(0, str(k)) for k in range(17)])


def test_the_option_form_says_what_each_player_has_chosen():
    choices = (Choice(0, "strike"), Choice(1, "leave"))
    table = possible_states(choices)
    form = OptionForm(
        ConflictGraph(moves_by_choices(table, choices, 2), np.zeros((2, 4)), ("us", "them")), choices, table
    )
    assert form.chosen(1) == {"us": {"strike": "yes"}, "them": {"leave": "no"}}


def test_the_fewest_steps_from_a_state_are_those_of_a_shortest_walk_in_a_batch_too():
    for graph in random_graphs(40, players=(2, 3)):
        members = list(range(len(graph.players)))
        both = np.stack([graph.moves, graph.improvements])
        found = fewest_steps(both, members, 0)
        for steps, row in zip(both, found, strict=True):
            wanted = {state: len(walk) for state, walk in walks(ways_of(steps), members, 0)} | {0: 0}
            assert {state: n for state, n in enumerate(row.tolist()) if n >= 0} == wanted
