"""Trembling-hand perfection: a closed form, Selten's and van Damme's reasons, the definition by a program, refusals."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from scipy.optimize import linprog

from brute_force import nash_gains
from negosim.errors import UnsolvedError
from negosim.games import NormalFormGame
from negosim.solve import Complete, solve
from negosim.solve.concepts.nash import Nash
from negosim.solve.concepts.perfect import Perfect
from negosim.solve.two_player import equilibria
from random_games import Move, TreeOfMoves, examples, normal_forms


def least_slip(game, player, own):
    """Return the largest t such that `own` is a best reply to a strategy of the other with all weights at least t.

    Such a strategy mixed into the other's in ever smaller parts is the sequence of the definition: perfect iff t > 0.
    """
    table = np.moveaxis(game.payoffs[player], player, 0)
    rows, columns = table.shape
    bars = [np.append(table[b] - own @ table, 0.0) for b in range(rows)]
    weights = [np.append(-np.eye(columns)[k], 1.0) for k in range(columns)]
    found = linprog(
        np.append(np.zeros(columns), -1.0),
        A_ub=np.array(bars + weights),
        b_ub=np.zeros(rows + columns),
        A_eq=[np.append(np.ones(columns), 0.0)],
        b_eq=[1.0],
        bounds=[(0, 1)] * columns + [(None, None)],
    )
    return -1.0 if found.x is None else found.x[-1]


def is_perfect(game, profile):
    return min(least_slip(game, player, own) for player, own in enumerate(profile)) > 1e-9


def keys(profiles):
    return {tuple(np.round(np.concatenate(profile), 9) + 0.0) for profile in profiles}


def test_an_entrant_is_not_kept_out_by_a_threat_that_one_slip_would_call():
    """Selten (1975): to fight is best only if nobody ever enters by mistake."""
    entry = NormalFormGame(
        [[[1, 1], [2, 0]], [[2, 2], [1, 0]]], ("entrant", "owner"), (("out", "in"), ("share", "fight"))
    )
    result = solve(entry, Perfect())
    (found,) = result.equilibria
    assert [own.tolist() for own in found.profile] == [[0, 1], [1, 0]]
    assert (result.complete, result.components, found.notes) == (Complete.ALL, ((0,),), ())
    assert len(Nash().solve(entry).equilibria) == 3
    assert result.why_complete.startswith("of 3 extreme equilibria those without weakly dominated strategies")


@pytest.mark.parametrize(("lure", "groups"), [(0.0, [3]), (5.0, [2, 2])])
def test_only_what_undominated_mixtures_link_is_one_component(lure, groups):
    """All rows are best against the first column; half top, half bottom pays 1, 1, 1, and the middle row 1, 1.5, 1.5.

    So the edges top-middle and middle-bottom are perfect. Where the middle row lures the other to its second column,
    only what gives that row at most 1 / 5 is left of either edge, and they no longer meet.
    """
    row = np.array([[1, 2, 0], [1, 1.5, 1.5], [1, 0, 2]])
    column = np.array([[1, 0, 0], [1, lure, 0], [1, 0, 0]])
    result = Perfect().solve(NormalFormGame([row, column]))
    assert len(Nash().solve(result.game).components) == 1
    assert [len(members) for members in result.components] == groups
    assert result.complete is Complete.EXTREME
    assert {max(e.profile[0][1] for e in result.equilibria)} == {1.0 if lure == 0 else 0.2}
    assert all(e.profile[0][0] == 0 or e.profile[0][2] == 0 for e in result.equilibria)


@examples(60)
@given(normal_forms(players=(2, 2), low=0, high=2))
def test_what_is_listed_is_what_stands_up_to_slips(game):
    """All extreme equilibria are tried by a program for the definition; mixtures within a component pass it too."""
    result = Perfect().solve(game)
    listed = keys(e.profile for e in result.equilibria)
    nash = Nash().solve(game).equilibria
    assert listed == keys(e.profile for e in nash if is_perfect(game, e.profile)) != set()
    place = {k: c for c, members in enumerate(result.components) for k in members}
    for one, other in combinations(range(len(result.equilibria)), 2):
        pair = [result.equilibria[k].profile for k in (one, other)]
        for mixer in (0, 1):
            if np.array_equal(pair[0][1 - mixer], pair[1][1 - mixer]):
                middle = [(p + q) / 2 for p, q in zip(*pair, strict=True)]
                linked = is_perfect(game, middle)
                assert max(nash_gains(game.payoffs, middle)) < 1e-9
                assert not linked or place[one] == place[other]


@examples(20)
@given(normal_forms(players=(2, 2), low=0, high=2))
def test_units_and_names_do_not_matter(game):
    turned = NormalFormGame(np.stack([3.0 * game.payoffs[1].T - 7.0, 0.5 * game.payoffs[0].T])[:, ::-1])
    expected = keys((e.profile[1][::-1], e.profile[0]) for e in Perfect().solve(game).equilibria)
    assert keys(e.profile for e in Perfect().solve(turned).equilibria) == expected


def test_of_a_list_that_is_not_complete_the_perfect_ones_are_some(monkeypatch):
    monkeypatch.setattr(equilibria, "MAX_VERTICES", 40)
    result = Perfect().solve(NormalFormGame([np.eye(6), np.eye(6)]))
    assert (result.complete, result.components) == (Complete.SOME, ())
    assert all(is_perfect(result.game, e.profile) for e in result.equilibria)


def test_a_tree_and_three_players_are_refused_with_what_would_work():
    tree = TreeOfMoves([Move(0, 2), Move(1, 2, frozenset({0}))]).game(np.zeros((2, 4)), 2)
    with pytest.raises(UnsolvedError, match="use sequential or subgame_perfect for a tree"):
        solve(tree, Perfect())
    with pytest.raises(UnsolvedError, match="nash marks weakly dominated strategies"):
        solve(NormalFormGame(np.zeros((3, 2, 2, 2))), Perfect())
