"""One conflict analysed: equilibria, what upsets them, prospects, and evolution from the status quo."""

from dataclasses import replace

import numpy as np
import pytest

from conflict_oracle import elmira, is_stable, random_graphs
from negosim.errors import UnsolvedError
from negosim.solve import Complete, solve
from negosim.solve.concepts.nash import Nash
from negosim.solve.concepts.sequential_stability import SequentialStability
from negosim.solve.conflict import GENERAL, NASH, SEQUENTIAL, Conflict


def test_equilibria_are_those_of_any_definition_or_of_the_one_asked_for():
    assert [one.state + 1 for one in Conflict(elmira()).equilibria] == [1, 4, 5, 8, 9]
    assert [one.state + 1 for one in Conflict(elmira(), SEQUENTIAL).equilibria] == [5, 8, 9]


def test_solve_takes_a_conflict_and_gives_its_equilibria():
    any_of_them, sequential = solve(elmira()), solve(elmira(), SequentialStability())
    assert [one.state + 1 for one in any_of_them.solutions] == [1, 4, 5, 8, 9]
    assert [one.state + 1 for one in sequential.solutions] == [5, 8, 9]
    assert any_of_them.complete == Complete.ALL and any_of_them.why_complete == "all 9 states were looked at"


def test_solve_refuses_a_batch_of_conflicts_and_concepts_of_other_games():
    graph = elmira()
    with pytest.raises(ValueError, match="one conflict"):
        solve(replace(graph, ranks=np.stack([graph.ranks, graph.ranks])))
    with pytest.raises(UnsolvedError, match="nash is no concept of a conflict; those are nash_stability, general"):
        solve(graph, Nash())


def test_an_equilibrium_is_upset_by_the_groups_for_which_it_is_not_sequentially_stable():
    for graph in random_graphs(25, players=(3,)):
        conflict = Conflict(graph)
        for one in conflict.equilibria:
            upset = [each.members for each in one.upset_by]
            assert upset == [
                group for group in conflict.table.groups if not is_stable(graph, SEQUENTIAL, group, one.state)
            ]


def test_a_prospect_has_an_answer_under_a_definition_exactly_where_it_is_deterred():
    for graph in random_graphs(25, players=(2, 3)):
        conflict = Conflict(graph)
        for state in range(len(graph.states)):
            found = conflict.prospects(state)
            moves = {(one.player, one.move) for one in found}
            assert moves == {
                tuple(map(int, pair)) for pair in zip(*graph.improvements[:, state].nonzero(), strict=True)
            }
            for name in (NASH, GENERAL, SEQUENTIAL):
                for player in range(len(graph.players)):
                    mine = [one.answers[name] for one in found if one.player == player]
                    assert all(answer is not None for answer in mine) == is_stable(graph, name, (player,), state)


def test_a_conflict_evolves_from_the_status_quo_and_from_nowhere_where_there_is_none():
    evolution = Conflict(elmira()).evolution
    assert {state + 1: len(walk) for state, walk in evolution.improvements.items()} == {5: 1}
    assert set(evolution.moves) == set(range(1, 9))
    assert Conflict(replace(elmira(), status_quo=None)).evolution is None
