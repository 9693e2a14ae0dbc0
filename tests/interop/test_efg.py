"""Reading `.efg` files: nodes in order, information sets, chance, and outcomes that add up along a path."""

from fractions import Fraction

import numpy as np

from negosim.games import Chance, Decision, Leaf
from negosim.interop import read_efg, write_efg

HEAD = 'EFG 2 R "t" { "a" "b" } '


def test_the_children_of_a_node_follow_it_in_order():
    game = read_efg(
        HEAD + 'p "" 1 1 "" { "in" "out" } 0  p "" 2 1 "" { "fight" "yield" } 0'
        '  t "" 1 "" { -1, -1 }  t "" 2 "" { 1, 1 }  t "" 3 "" { 0, 2 }',
        "f",
    )
    assert game.nodes == (Decision(0, (1, 4)), Decision(1, (2, 3)), Leaf(0), Leaf(1), Leaf(2))
    assert game.payoffs.tolist() == [[-1, 1, 0], [-1, 1, 2]]


def test_payoffs_add_up_along_a_path_and_the_last_outcome_names_the_leaf():
    game = read_efg(
        HEAD + 'c "" 1 "" { "x" 1/2 "y" 1/2 } 1 "stake" { -1, -1/3 }'
        '  p "" 1 1 "" { "l" "r" } 2 "bet" { -2, 0 }  t "" 3 "win" { 10, 0 }  t "" 0'
        '  p "" 1 1 "" { "l" "r" } 0  t "" 3  t "" 2',
        "f",
    )
    assert game.outcomes == ("win", "bet", "win", "bet")
    assert game.payoffs[0].tolist() == [7, -3, 9, -3]
    assert set(game.exact_payoffs[4:]) == {Fraction(-1, 3)}


def test_an_information_set_may_be_described_once_and_referred_to_later():
    long = HEAD + 'c "" 1 "" { "x" 1/2 "y" 1/2 } 0 ' + 'p "" 2 7 "seen" { "l" "r" } 0 t "" 0 t "" 0 ' * 2
    short = long[: long.rindex('"seen"')] + '0 t "" 0 t "" 0'
    for text in (long, short):
        (known,) = read_efg(text, "f").information_sets
        assert (known.player, known.label, known.actions, known.nodes) == (1, "seen", ("l", "r"), (1, 4))


def test_information_sets_without_a_label_of_their_own_are_called_by_their_place_among_their_players():
    text = HEAD + "".join(f'p "" {player} {number} "{label}" {{ "l" "r" }} 0 t "" 0 ' for player, number, label in SETS)
    labels = [(known.player, known.label) for known in read_efg(text + 't "" 0', "f").information_sets]
    assert labels == [(0, "1"), (1, "1"), (0, "two"), (1, "2"), (1, "3")]


SETS = [(1, 8, ""), (2, 8, ""), (1, 3, "two"), (2, 1, "same"), (2, 2, "same")]


def test_chance_nodes_of_one_number_share_their_probabilities():
    game = read_efg(
        HEAD + 'p "" 1 1 "" { "l" "r" } 0 c "" 5 "dice" { "a" 1/3 "a" 2/3 } 0 t "" 0 t "" 0 c "" 5 0 t "" 0 t "" 0', "f"
    )
    assert game.nodes[1] == Chance(("1", "2"), (2, 3), 0)
    assert game.nodes[4] == Chance(("1", "2"), (5, 6), 0)
    assert game.exact_chance == (Fraction(1, 3), Fraction(2, 3))
    assert np.array_equal(game.chance, [1 / 3, 2 / 3])


def test_a_tree_may_be_one_leaf():
    game = read_efg(HEAD + 't "end" 4 "war" { 1, 2 }', "f")
    assert game.payoffs.tolist() == [[1], [2]]
    assert game.outcomes == ("war",)


def test_a_game_without_perfect_recall_is_read():
    driver = 'p "" 1 1 "" { "on" "exit" } 0 p "" 1 1 "" { "on" "exit" } 0 t "" 1 "" { 1 0 } t "" 2 "" { 4 0 } t "" 0'
    (known,) = read_efg(HEAD + driver, "f").information_sets
    assert known.nodes == (0, 1)


def test_a_tree_may_be_deep():
    text = HEAD + 'p "" 1 1 "" { "go" "stop" } 1 "" { 1 0 } ' + 'p "" 1 1 1 ' * 9_999 + 't "" 0 ' * 10_001
    game = read_efg(text, "f")
    assert game.payoffs[0, 0] == 10_000
    assert read_efg(write_efg(game), "f").nodes == game.nodes
