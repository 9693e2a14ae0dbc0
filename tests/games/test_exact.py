"""Exact numbers: fractions are kept where floats cannot hold them, and only there."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from negosim.games import NormalFormGame
from negosim.games.exact import fractions_beyond_floats, fractions_of
from negosim.games.strategic_form import strategic_form
from random_games import Move, TreeOfMoves

THIRD = Fraction(1, 3)


def lottery():
    """Nature draws one of two, a third to two thirds; then a player, who has not seen it, guesses."""
    tree = TreeOfMoves([Move(None, 2), Move(0, 2)], shares=[(1 / 3, 2 / 3), ()])
    return tree.game([[1, 0, 0, 1]], 1)


def test_fractions_are_kept_only_where_a_float_is_another_number():
    assert fractions_beyond_floats([Fraction(1, 2), Fraction(-3)]) is None
    assert fractions_beyond_floats([Fraction(1, 2), THIRD]) == (Fraction(1, 2), THIRD)
    assert fractions_of(np.array([[0.1]]), None)[0, 0] == Fraction(0.1) != Fraction(1, 10)
    assert fractions_of(np.array([[1 / 3]]), (THIRD,))[0, 0] == THIRD


def test_fractions_that_the_floats_do_not_round_are_refused():
    payoffs = np.full((1, 2), 1 / 3)
    assert NormalFormGame(payoffs, exact_payoffs=(THIRD, THIRD)).exact_payoffs == (THIRD, THIRD)
    for wrong in ((THIRD,), (THIRD, Fraction(1, 2))):
        with pytest.raises(ValueError, match="exact numbers"):
            NormalFormGame(payoffs, exact_payoffs=wrong)


def test_the_exact_strategic_form_of_a_lottery_over_thirds_is_in_thirds():
    game = replace(lottery(), exact_chance=(THIRD, 2 * THIRD))
    assert strategic_form(game, exact=True).game.exact_payoffs == (THIRD, 2 * THIRD)
    assert strategic_form(game).game.exact_payoffs is None
