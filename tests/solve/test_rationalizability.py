"""Rationalizability: a cited game, its definition by best replies, and what it says of three players."""

import numpy as np
import pytest
from hypothesis import given
from scipy.optimize import linprog

from negosim.errors import UnsolvedError
from negosim.games import NormalFormGame
from negosim.solve import Complete, solve
from negosim.solve.concepts.rationalizability import Rationalizability
from negosim.solve.dominance import action_table
from random_games import Move, TreeOfMoves, examples, normal_forms


def rationalizable(game):
    (found,) = solve(game, Rationalizability()).solutions
    return found.actions


def is_best_reply_to_some_belief(table, action):
    """Whether some distribution over the columns makes a row best: a program of its own, as an oracle."""
    spread = np.ptp(table) or 1.0
    solved = linprog(
        np.zeros(table.shape[1]),
        A_ub=(table - table[action]) / spread,
        b_ub=np.full(len(table), 1e-9),
        A_eq=np.ones((1, table.shape[1])),
        b_eq=[1.0],
    )
    return solved.status == 0


def test_bernheims_game_leaves_three_actions_of_each():
    """Bernheim (1984); Osborne and Rubinstein (1994), section 4.1: b4 goes, then a4; the rest is rationalizable."""
    row = [[0, 2, 7, 0], [5, 3, 5, 0], [7, 2, 0, 0], [0, 0, 0, 10]]
    column = [[7, 5, 0, 1], [2, 3, 2, 1], [0, 5, 7, 1], [0, -2, 0, -1]]
    assert rationalizable(NormalFormGame([row, column])) == ((0, 1, 2), (0, 1, 2))


def test_cournots_duopoly_is_solved_by_reasoning_alone():
    """Bernheim (1984): with two firms and linear demand only the equilibrium is left; price 9 - q1 - q2, no cost."""
    q = np.arange(10.0)
    profit = q[:, np.newaxis] * (9 - q[:, np.newaxis] - q)
    left = rationalizable(NormalFormGame([profit, profit.T]))
    assert left[0] == left[1] and 3 in left[0] and set(left[0]) <= {2, 3, 4}


@examples(60)
@given(normal_forms())
def test_each_action_left_is_a_best_reply_to_what_is_left_and_no_other_could_be_added(game):
    kept = rationalizable(game)
    left = NormalFormGame(game.payoffs[np.ix_(range(len(kept)), *kept)])
    for player, own in enumerate(kept):
        everything = [own if k == player else kept[k] for k in range(len(kept))]
        everything[player] = tuple(range(game.shape[player]))
        against = NormalFormGame(game.payoffs[np.ix_(range(len(kept)), *everything)])
        table = action_table(against, player)
        assert action_table(left, player).shape[1] == table.shape[1]
        assert [a for a in range(len(table)) if is_best_reply_to_some_belief(table, a)] == list(own)


def test_only_with_three_players_does_it_matter_that_beliefs_are_correlated():
    two, three = (solve(NormalFormGame(np.zeros((n, *[2] * n))), Rationalizability()) for n in (2, 3))
    assert two.notes == () and "correlated" in three.notes[0]
    assert two.complete is Complete.ALL and two.concept.name == "rationalizability"


def test_a_tree_is_refused():
    with pytest.raises(UnsolvedError, match="rationalizability is for simultaneous games"):
        Rationalizability().solve(TreeOfMoves([Move(0, 2)]).game([[0, 1]], 1))
