"""Certificates against brute force: every pure plan of every player in every subgame."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brute_force import gains_at_sets, gains_in_subgames, nash_gains, roots_of_subgames
from negosim.games import NormalFormGame
from negosim.solve.backward import beliefs_from_chance
from negosim.solve.certificate import (
    belief_error,
    logit_error,
    regret,
    sequential_regret,
    subgame_regret,
    subgame_roots,
)
from random_games import Move, TreeOfMoves, examples, normal_forms, profiles, trees


def share_of_range(gains, payoffs):
    spread = np.ptp(payoffs.reshape(len(gains), -1), axis=1)
    return max((gain / size for gain, size in zip(gains, spread, strict=True) if size > 0), default=0.0)


def entry_deterrence():
    """Selten (1978): an entrant stays out or goes in, and the incumbent then fights or yields."""
    tree = TreeOfMoves([Move(0, 2), Move(1, 2, frozenset({0}))], frozenset({(0, 0)}))
    return tree.game([[1, 0, 2], [5, 0, 2]], 2)


def sizes(game):
    return [len(known.actions) for known in game.information_sets]


@examples(60)
@given(normal_forms(), st.data())
def test_regret_is_the_largest_gain_over_the_payoff_range(game, data):
    profile = data.draw(profiles(game.shape))
    assert regret(game, profile) == pytest.approx(share_of_range(nash_gains(game.payoffs, profile), game.payoffs))


@examples(60)
@given(trees(), st.data())
def test_subgame_regret_is_the_largest_gain_from_any_plan_in_any_subgame(game, data):
    profile = data.draw(profiles(sizes(game)))
    expected = share_of_range(gains_in_subgames(game, profile), game.payoffs)
    assert subgame_regret(game, profile) == pytest.approx(expected, abs=1e-12)


@examples(60)
@given(trees())
def test_a_subgame_starts_where_no_information_set_lies_partly_below(game):
    assert list(subgame_roots(game)) == roots_of_subgames(game)


@examples(60)
@given(trees(information="chance"), st.data())
def test_no_single_deviation_gains_iff_no_plan_does(game, data):
    """The one-deviation principle (Hendon, Jacobsen and Sloth 1996)."""
    profile = data.draw(profiles(sizes(game)))
    beliefs = beliefs_from_chance(game)
    gains = gains_at_sets(game, profile, beliefs)
    found = sequential_regret(game, profile, beliefs)
    assert (found < 1e-9) == (gains.max() < 1e-9)
    assert found <= share_of_range(gains, game.payoffs) + 1e-9


def test_a_threat_that_would_not_be_carried_out_is_nash_and_not_subgame_perfect():
    game = entry_deterrence()
    deterred = (np.array([1.0, 0.0]), np.array([1.0, 0.0]))
    accommodated = (np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    assert subgame_regret(game, deterred) == pytest.approx(2 / 5)
    assert sequential_regret(game, deterred, (np.ones(1), np.ones(1))) == pytest.approx(2 / 5)
    assert subgame_regret(game, accommodated) == 0.0


def test_what_is_no_profile_of_distributions_has_infinite_regret():
    pennies = NormalFormGame([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
    tree, even = entry_deterrence(), np.array([0.5, 0.5])
    bad = [np.array([1.5, -0.5]), np.array([0.5, 0.4]), np.array([1.0]), np.array([0.5, np.nan])]
    for own in bad:
        assert regret(pennies, (own, even)) == np.inf
        assert subgame_regret(tree, (own, even)) == np.inf
        assert sequential_regret(tree, (own, even), (np.ones(1), np.ones(1))) == np.inf
    assert sequential_regret(tree, (even, even), (np.ones(1), np.zeros(1))) == np.inf
    assert regret(pennies, (even,)) == np.inf


def test_a_player_with_constant_payoffs_has_no_regret():
    assert regret(NormalFormGame([[[7, 7], [7, 7]]] * 2), (np.array([0.3, 0.7]), np.array([1.0, 0.0]))) == 0.0
    assert subgame_regret(TreeOfMoves([Move(0, 2)]).game([[4, 4]], 1), (np.array([0.5, 0.5]),)) == 0.0


def test_a_game_without_moves_has_no_subgame_and_no_regret():
    assert subgame_regret(TreeOfMoves([]).game([[4], [5]], 2), ()) == 0.0


def test_beliefs_are_compared_with_bayes_rule_where_a_set_is_reached():
    moves = [Move(None, 2), Move(0, 2), Move(1, 2, frozenset({1}))]
    game = TreeOfMoves(moves, frozenset({(1, 0)}), [(0.25, 0.75), (), ()]).game(np.zeros((2, 6)), 2)
    goes_on, stops = np.array([0.0, 1.0]), np.array([1.0, 0.0])
    beliefs = (np.array([0.25, 0.75]), np.array([0.5, 0.5]))
    assert belief_error(game, (goes_on, stops), beliefs) == pytest.approx(0.25)
    assert belief_error(game, (stops, stops), beliefs) == 0.0


def test_the_logit_response_to_even_pennies_is_even():
    pennies = NormalFormGame([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
    even, odds = np.array([0.5, 0.5]), np.array([0.75, 0.25])
    assert logit_error(pennies, (even, even), 3.0) == 0.0
    # Against 3:1 the two actions differ by one, so the odds of the response are e^3 to 1.
    assert logit_error(pennies, (even, odds), 3.0) == pytest.approx(1 / (1 + np.exp(-3.0)) - 0.5)
