"""A game that is written and read again is the same game; a file that is read and written stays as it is."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gambit_games import labelled_tables, labelled_trees
from negosim.errors import OutputError
from negosim.games import Chance, Decision, ExtensiveFormGame, InformationSet, Leaf, NormalFormGame, Origin
from negosim.games.exact import fractions_of
from negosim.interop import read_efg, read_nfg, write_efg, write_nfg
from random_games import examples


def same_decimals(game, again):
    """The numbers read are those written: fractions as they are, and floats as the decimals that name them."""
    assert np.array_equal(game.payoffs, again.payoffs)
    if game.exact_payoffs is not None:
        assert again.exact_payoffs == game.exact_payoffs
    else:
        decimals = [Fraction(repr(value)) for value in game.payoffs.reshape(-1).tolist()]
        assert fractions_of(again.payoffs, again.exact_payoffs).reshape(-1).tolist() == decimals


@examples(150)
@given(labelled_tables())
def test_a_normal_form_is_read_as_it_was_written(game):
    text = write_nfg(game)
    again = read_nfg(text, "again.nfg")
    assert (again.players, again.actions, again.outcomes) == (game.players, game.actions, game.outcomes)
    same_decimals(game, again)
    assert write_nfg(again) == text


@examples(150)
@given(labelled_trees())
def test_a_tree_is_read_as_it_was_written(game):
    text = write_efg(game)
    again = read_efg(text, "again.efg")
    assert again.players == game.players
    assert again.outcomes == game.outcomes
    assert again.information_sets == game.information_sets
    same_decimals(game, again)
    assert np.array_equal(again.chance, game.chance)
    assert again.nodes == game.nodes
    assert write_efg(again) == text


@examples(100)
@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=7))
def test_probabilities_in_floats_are_written_so_that_they_sum_to_one(weights):
    shares = np.array(weights) / sum(weights)
    ends = range(len(weights))
    nodes = (Chance(tuple(map(str, ends)), tuple(k + 1 for k in ends), 0), *(Leaf(k) for k in ends))
    game = ExtensiveFormGame(nodes, (), ("all",), [list(ends)], shares)
    text = write_efg(game)
    again = read_efg(text, "again.efg")
    assert again.chance == pytest.approx(shares, abs=1e-15)
    assert write_efg(again) == text


@pytest.mark.parametrize(
    "text",
    [
        'NFG 1 D "a \\"quoted\\" title" { "x" "x" "" } { 2 1 2 } "with a comment" 1 2 3 .5 -.25 1e-3 1/3 -2/6 +4 0 0 0',
        'NFG 1 R "" { "x" "y" } { { "u" "u" } { "" "v" } } { { "o" 1, 2 } { "" 3 4 } { "o" 5, 6 } } 1 2 0 3',
        'NFG 1 R "" { "x" } { { "1" } } { } 0',
    ],
)
def test_a_normal_form_keeps_its_text_from_the_second_time_on(text):
    once = write_nfg(read_nfg(text, "once.nfg"))
    assert write_nfg(read_nfg(once, "twice.nfg")) == once


@pytest.mark.parametrize(
    "text",
    [
        'EFG 2 R "t" { "a" "b" } "comment" t "" 0',
        'EFG 2 D "t" { "a" } c "r" 7 "" { "x" 0.25 "x" 3/4 } 0 p "n" 1 9 { "l" "r" } 1 "fee" { -1 } t "" 1 t "" 0'
        ' c "" 7 0 t "" 2 "" { 1e3 } t "" 0',
    ],
)
def test_a_tree_keeps_its_text_from_the_second_time_on(text):
    once = write_efg(read_efg(text, "once.efg"))
    assert write_efg(read_efg(once, "twice.efg")) == once


def test_a_title_and_a_comment_with_quotes_and_backslashes_are_written():
    game = NormalFormGame([[1.0]], origin=Origin('say "no" \\ or \\"yes\\"'))
    text = write_nfg(game, 'a "comment"')
    assert read_nfg(text, "f").origin.title == game.origin.title
    assert '"a \\"comment\\""' in text


def test_what_the_format_cannot_hold_is_refused():
    with pytest.raises(OutputError, match="ends in a backslash"):
        write_nfg(NormalFormGame([[1.0]], actions=(("C:\\",),)))
    with pytest.raises(ValueError, match="one game"):
        write_nfg(NormalFormGame(np.zeros((3, 1, 2)), players=("a",)))
    nodes = (Decision(0, (1,)), Leaf(0))
    batch = ExtensiveFormGame(nodes, (InformationSet(0, "", ("go",), (0,)),), ("a",), np.zeros((3, 1, 1)))
    with pytest.raises(ValueError, match="one game"):
        write_efg(batch)
