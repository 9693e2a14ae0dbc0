"""Perfect recall: who forgets what is named."""

import pytest
from hypothesis import given

from negosim.errors import UnsolvedError
from negosim.games import Decision, ExtensiveFormGame, InformationSet, Leaf
from negosim.games.recall import check_perfect_recall
from random_games import examples, trees


def test_a_player_who_cannot_tell_whether_it_has_been_there_is_absent_minded():
    nodes = (Decision(0, (1, 2)), Leaf(0), Decision(0, (3, 4)), Leaf(1), Leaf(2))
    game = ExtensiveFormGame(nodes, (InformationSet(0, "exit", ("off", "on"), (0, 2)),), ("driver",), [[0, 4, 1]])
    with pytest.raises(UnsolvedError, match="'driver' at information set 'exit' cannot tell whether it has been there"):
        check_perfect_recall(game)


def test_a_player_who_does_not_know_its_own_last_move_has_imperfect_recall():
    nodes = (Decision(0, (1, 4)), Decision(1, (2, 3)), Leaf(0), Leaf(1), Decision(1, (5, 6)), Leaf(2), Leaf(3))
    sets = (InformationSet(0, "first", ("l", "r"), (0,)), InformationSet(0, "then", ("l", "r"), (1, 4)))
    with pytest.raises(UnsolvedError, match="'guard' at information set 'then' has forgotten what it did or knew"):
        check_perfect_recall(ExtensiveFormGame(nodes, sets, ("guard",), [[1, 0, 0, 1]]))


@examples(30)
@given(trees())
def test_a_game_in_which_everybody_remembers_passes(game):
    check_perfect_recall(game)
