"""Stability in the graph model: the definitions, published conflicts, implications, reasons and inverse analysis."""

from dataclasses import replace
from itertools import permutations, product

import numpy as np
import pytest

from conflict_oracle import elmira, is_stable, random_graphs
from negosim.errors import UnsolvedError
from negosim.games import ConflictGraph, NormalFormGame
from negosim.games.conflict_graph import graph_of_profiles, moves_between_profiles
from negosim.solve import concept, solve
from negosim.solve.concepts.pure_nash import is_pure_equilibrium
from negosim.solve.deterrence import Walker
from negosim.solve.inverse import requirements
from negosim.solve.stability import DEFINITIONS, StabilityTable
from random_games import Move, TreeOfMoves

NAMES = [definition.name for definition in DEFINITIONS]
R, GMR, SMR, SEQ = NAMES


def found(rows, first=1):
    """Return the states marked, numbered as in print."""
    return {name: (np.flatnonzero(row) + first).tolist() for name, row in rows.items()}


def test_the_elmira_conflict_has_the_published_equilibria():
    # Hipel, Fang, Kilgour and Haight 1993; Kilgour, Hipel, Fang and Peng 2001: states 5, 8 and 9
    assert found(StabilityTable(elmira()).equilibria) == {
        R: [5, 8, 9],
        GMR: [1, 4, 5, 8, 9],
        SMR: [1, 4, 5, 8, 9],
        SEQ: [5, 8, 9],
    }


def test_at_elmira_the_ministry_and_uniroyal_together_leave_the_fifth_state_for_the_eighth():
    # Kilgour, Hipel, Fang and Peng 2001: the equilibrium 5 is upset by a coalition, 8 and 9 are not
    table = StabilityTable(elmira())
    assert table.groups == ((0, 1), (0, 2), (1, 2), (0, 1, 2))
    assert {name: rows[0, 4] for name, rows in table.stable_for_groups.items()} == dict.fromkeys(NAMES, False)
    assert found(table.coalition_equilibria)[R] == [8, 9]
    (upset,) = Walker(table.graph).deterrences(SEQ, (0, 1), 4)
    assert (upset.improvement[-1][1], upset.answer) == (7, None)


def test_cooperation_in_the_prisoners_dilemma_is_stable_for_whoever_looks_ahead():
    # Fang, Hipel and Kilgour 1993, chapter 3
    dilemma = ConflictGraph(moves_between_profiles([2, 2]), [[3, 1, 4, 2], [3, 4, 1, 2]])
    assert found(StabilityTable(dilemma).equilibria) == {R: [4], GMR: [1, 4], SMR: [1, 4], SEQ: [1, 4]}


def test_the_cuban_missile_crisis_ends_with_a_withdrawal():
    # Fraser and Hipel 1984: strike 1, blockade 2; withdraw 4, escalate 8; not both of the last; equilibria 4 and 6
    states = [s for s in range(16) if s & 12 != 12]
    orders = [[4, 6, 5, 7, 2, 1, 3, 0, 11, 9, 10, 8], [0, 4, 6, 2, 5, 1, 7, 3, 11, 9, 10, 8]]
    ranks = [[-order.index(s) for s in states] for order in orders]
    moves = [[[s != t and s & held == t & held for t in states] for s in states] for held in (12, 3)]
    equilibria = StabilityTable(ConflictGraph(moves, ranks)).equilibria
    assert [states[k] for k in np.flatnonzero(equilibria[SEQ])] == [4, 6]
    assert not equilibria[R].any()


@pytest.mark.parametrize("graph", [random_graphs(150)], ids=["150 graphs"])
def test_the_matrices_and_the_walks_say_what_the_definitions_say(graph):
    for one in graph:
        table, walker = StabilityTable(one), Walker(one)
        parties = [*((i,) for i in range(len(one.players))), *table.groups]
        for name in NAMES:
            stable = np.concatenate([table.stable[name], table.stable_for_groups[name]])
            for members, row in zip(parties, stable, strict=True):
                wanted = [is_stable(one, name, members, state) for state in range(len(one.states))]
                assert row.tolist() == wanted
                for state, is_one in enumerate(wanted):
                    answers = [each.answer for each in walker.deterrences(name, members, state)]
                    assert all(answer is not None for answer in answers) == is_one
            for state in range(len(one.states)):
                assert walker.is_equilibrium(name, state) == table.equilibria[name][state]


def test_a_reason_is_an_improvement_and_an_answer_that_does_not_leave_it_one():
    for graph in random_graphs(60, players=(3,)):
        walker = Walker(graph)
        for name, state in product(NAMES, range(len(graph.states))):
            for one in walker.deterrences(name, (0,), state):
                ((mover, target),) = one.improvement
                assert mover == 0 and graph.improvements[0, state, target]
                if one.answer is None:
                    continue
                places = [target, *(place for _, place in one.answer)]
                steps = graph.improvements if name == SEQ else graph.moves
                assert all(steps[i, a, b] for (i, b), a in zip(one.answer, places, strict=False))
                assert all(a[0] != b[0] for a, b in zip(one.answer, one.answer[1:], strict=False))
                assert 0 not in [i for i, _ in one.answer]
                assert graph.ranks[0, places[-1]] <= graph.ranks[0, state]
                if name == SMR:
                    assert not (graph.moves[0, places[-1]] & (graph.ranks[0] > graph.ranks[0, state])).any()


def test_what_one_definition_implies_holds_for_every_decision_maker_and_every_group():
    for graph in random_graphs(150, players=(2, 3, 4), most=8):
        table = StabilityTable(graph)
        for stable in (table.stable, table.stable_for_groups, table.equilibria, table.coalition_equilibria):
            for weaker in (GMR, SMR, SEQ):
                assert (~stable[R] | stable[weaker]).all()
            assert (~(stable[SMR] | stable[SEQ]) | stable[GMR]).all()


def test_a_batch_is_solved_as_each_of_its_conflicts():
    (graph,) = random_graphs(1, players=(3,), most=6)
    ranks = np.random.default_rng(5).integers(0, 4, (2, 3, *graph.ranks.shape))
    whole = StabilityTable(replace(graph, ranks=ranks))
    for at in np.ndindex(2, 3):
        single = StabilityTable(replace(graph, ranks=ranks[at]))
        for name in NAMES:
            assert (whole.stable[name][at] == single.stable[name]).all()
            assert (whole.coalition_equilibria[name][at] == single.coalition_equilibria[name]).all()


def test_the_order_of_decision_makers_and_states_does_not_matter():
    rng = np.random.default_rng(6)
    for graph in random_graphs(30):
        players, states = rng.permutation(len(graph.players)), rng.permutation(len(graph.states))
        moved = ConflictGraph(graph.moves[players][:, states][:, :, states], graph.ranks[players][:, states])
        for name in NAMES:
            here, there = StabilityTable(graph).stable[name], StabilityTable(moved).stable[name]
            assert (here[players][:, states] == there).all()


def test_one_decision_maker_is_deterred_by_nobody():
    alone = ConflictGraph(moves_between_profiles([3]), [[0, 2, 2]])
    table = StabilityTable(alone)
    assert found(table.equilibria, 0) == {key: [1, 2] for key in NAMES}
    assert table.groups == () and found(table.coalition_equilibria, 0) == {key: [1, 2] for key in NAMES}


def test_groups_are_left_out_where_there_are_too_many():
    table = StabilityTable(ConflictGraph(np.zeros((9, 2, 2), dtype=bool), np.zeros((9, 2), dtype=int)))
    assert table.groups == ()


def test_nash_stable_profiles_are_the_pure_equilibria():
    rng = np.random.default_rng(7)
    for shape in ([2, 2], [3, 4], [2, 3, 2]):
        for _ in range(20):
            game = NormalFormGame(rng.integers(0, 4, (len(shape), *shape)))
            stable = StabilityTable(graph_of_profiles(game)).equilibria[R].reshape(shape)
            assert (stable == is_pure_equilibrium(game.payoffs, len(shape))).all()


def test_a_simultaneous_game_is_solved_by_the_stability_of_its_profiles():
    chicken = NormalFormGame([[[3, 2], [4, 1]], [[3, 4], [2, 1]]])
    nash = solve(chicken, concept(R)())
    assert [[int(np.argmax(own)) for own in one.profile] for one in nash.solutions] == [[0, 1], [1, 0]]
    assert {one.notes for one in nash.solutions} == {("a Nash equilibrium",)}
    ahead = solve(chicken, concept(GMR)())  # swerving is stable for both where whoever dares fears that the other will
    assert [one.payoffs.tolist() for one in ahead.solutions] == [[3, 3], [2, 4], [4, 2]]
    assert (ahead.solutions[0].notes, ahead.solutions[0].regret) == ((), pytest.approx(1 / 3))
    assert ahead.complete == "all" and ahead.components == ((0,), (1,), (2,))


def test_in_chicken_both_swerve_only_for_fear_of_a_threat_that_would_hurt_who_carries_it_out():
    # Fang, Hipel and Kilgour 1993, chapter 3: swerving by both is GMR and SMR, not SEQ
    chicken = ConflictGraph(moves_between_profiles([2, 2]), [[3, 2, 4, 1], [3, 4, 2, 1]])
    assert found(StabilityTable(chicken).equilibria) == {R: [2, 3], GMR: [1, 2, 3], SMR: [1, 2, 3], SEQ: [2, 3]}


@pytest.mark.parametrize("name", NAMES)
def test_a_tree_and_a_large_game_are_refused(name):
    tree = TreeOfMoves([Move(0, 2), Move(1, 2, frozenset({0}))]).game(np.zeros((2, 4)), 2)
    with pytest.raises(UnsolvedError, match="is for simultaneous games"):
        solve(tree, concept(name)())
    with pytest.raises(UnsolvedError, match="looks at up to 1,000 profiles, not 1,024"):
        solve(NormalFormGame(np.zeros((10, *[2] * 10))), concept(name)())


def test_a_state_is_stable_exactly_where_the_order_meets_every_requirement():
    rng = np.random.default_rng(8)
    for graph in random_graphs(12, players=(2, 3), most=4):
        states = len(graph.states)
        orders = [np.array(order) for order in permutations(range(states))] + [
            rng.integers(0, 3, states) for _ in range(6)
        ]
        for name in NAMES:
            asked = [one for one in requirements(graph, 0, name) if one.player == 0]
            for order in orders:
                other = replace(graph, ranks=np.vstack([order, graph.ranks[1:]]))
                met = all(any(all(order[x] <= order[0] for x in choice) for choice in one.choices) for one in asked)
                assert met == is_stable(other, name, (0,), 0)


def test_a_requirement_says_what_it_lacks_and_the_nearest_choice_first():
    for name in NAMES:
        for wanted in range(9):
            asked = requirements(elmira(), wanted, name)
            stable = StabilityTable(elmira()).equilibria[name][wanted]
            assert all(one.is_met for one in asked) == stable
            for one in asked:
                lacks = [len(missing) for missing in one.missing]
                assert lacks == sorted(lacks)
                assert all(
                    set(missing) <= set(choice) for missing, choice in zip(one.missing, one.choices, strict=True)
                )
    (move,) = [one for one in requirements(elmira(), 2, R) if one.player == 1]
    assert (move.move, move.choices, move.missing) == (8, ((8,),), ((8,),))  # Uniroyal would rather abandon
