"""Reading `.nfg` files: both versions, the order of profiles, labels, and exact numbers."""

from fractions import Fraction

import numpy as np
import pytest

from negosim.games.exact import fractions_of
from negosim.interop import read_nfg

HEAD = 'NFG 1 R "t" { "row" "column" } '


def test_the_first_players_action_changes_fastest():
    game = read_nfg(HEAD + "{ 2 3 }  1 10 2 20  3 30 4 40  5 50 6 60", "f")
    assert game.payoffs[0].tolist() == [[1, 3, 5], [2, 4, 6]]
    assert game.payoffs[1].tolist() == [[10, 30, 50], [20, 40, 60]]


def test_the_order_of_profiles_is_the_same_with_three_players():
    cells = " ".join(f"{a}{b}{c} 0 0" for c in (1, 2) for b in (1, 2, 3) for a in (1, 2))
    game = read_nfg('NFG 1 R "" { "a" "b" "c" } { 2 3 2 } ' + cells, "f")
    assert all(game.payoffs[0, a, b, c] == 100 * a + 10 * b + c + 111 for a, b, c in np.ndindex(2, 3, 2))


def test_outcomes_are_looked_up_and_outcome_0_pays_nothing():
    text = HEAD + '{ { "up" "down" } { "left" "right" } } "a comment" { { "war" 1, 2 } { "peace" 3 4 } } 1 2 0 2'
    game = read_nfg(text, "f")
    assert game.payoffs.tolist() == [[[1, 0], [3, 3]], [[2, 0], [4, 4]]]
    assert game.outcomes == ("war", "0", "peace", "peace")
    assert game.actions == (("up", "down"), ("left", "right"))
    assert (game.name, game.origin.title, game.origin.source) == ("game", "t", "file")


def test_outcomes_without_labels_are_not_named():
    assert read_nfg(HEAD + '{ 1 1 } { { "" 1, 2 } } 1', "f").outcomes == ()


def test_labels_that_do_not_tell_apart_become_numbers():
    game = read_nfg('NFG 1 R "" { "x" "x" "" } { { "" } { "u" "v" "v" } { "2" "" } } ' + "0 " * 18, "f")
    assert game.players == ("1", "2", "3")
    assert game.actions == (("1",), ("u", "2", "3"), ("1", "2"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", 2),
        ("-0.5", Fraction(-1, 2)),
        (".25", Fraction(1, 4)),
        ("3.", 3),
        ("+7", 7),
        ("1e-3", Fraction(1, 1000)),
        ("1/3", Fraction(1, 3)),
        ("-6/4", Fraction(-3, 2)),
        ("1.5E2", 150),
        ("0.1", Fraction(1, 10)),
        ("1e308", 10**308),
    ],
)
def test_a_number_is_read_exactly(text, number):
    game = read_nfg('NFG 1 R "" { "a" } { 1 } ' + text, "f")
    assert fractions_of(game.payoffs, game.exact_payoffs)[0, 0] == number
    assert game.payoffs[0, 0] == float(number)


def test_text_in_quotes_keeps_its_line_breaks_quotes_and_backslashes():
    game = read_nfg('NFG 1 R "one\ntwo \\"three\\" \\four" { "a" } { 1 } 0', "f")
    assert game.origin.title == 'one\ntwo "three" \\four'


def test_a_path_is_opened_and_bytes_are_decoded(tmp_path):
    text = 'NFG 1 R "Zürich" { "a" } { 1 } 0\r\n'
    path = tmp_path / "game.nfg"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read_nfg(path).origin.title == read_nfg(text.encode(), "f").origin.title == "Zürich"
    assert read_nfg(path).origin.digest != read_nfg(text).origin.digest == read_nfg(text.encode()).origin.digest
