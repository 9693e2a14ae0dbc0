"""Normal forms: what is taken in, and expected payoffs under mixed profiles."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negosim.games import NormalFormGame, Origin, frozen, one_hot, payoff_range
from negosim.games.normal_form import action_payoffs, expected_payoffs, profile_probabilities
from random_games import examples, normal_forms, profiles

PENNIES = [[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]


def test_arrays_are_copied_in_and_cannot_be_written_to():
    source = np.zeros((2, 2, 2))
    game = NormalFormGame(source)
    source[:] = 1.0
    assert not game.payoffs.any()
    with pytest.raises(ValueError, match="read-only"):
        game.payoffs[0, 0, 0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        one_hot(3, 1)[0] = 1.0
    assert frozen([1, 2]).dtype == np.float64


def test_names_are_numbers_unless_given():
    game = NormalFormGame(np.zeros((2, 3, 2)))
    assert game.players == ("1", "2")
    assert game.actions == (("1", "2", "3"), ("1", "2"))
    assert game.shape == (3, 2)
    assert game.origin == Origin()


def test_the_number_of_players_follows_from_names_of_actions_in_a_batch():
    batch = np.zeros((7, 2, 3, 2))
    assert NormalFormGame(batch, actions=(("a", "b", "c"), ("d", "e"))).players == ("1", "2")


@pytest.mark.parametrize(
    ("payoffs", "names", "message"),
    [
        (np.zeros((3, 2, 2)), {}, "no payoffs"),
        (np.zeros(()), {}, "no payoffs"),
        (np.zeros(4), {"players": ("a",) * 3}, "no payoffs"),
        (np.zeros((2, 2, 2)), {"actions": (("a",), ("b", "c"))}, "actions name"),
        (np.zeros((2, 2, 0)), {}, "needs an action"),
        (np.full((2, 2, 2), np.nan), {}, "finite"),
        (np.full((2, 2, 2), np.inf), {}, "finite"),
        (np.zeros((2, 2, 2)), {"outcomes": ("peace",)}, "1 outcomes are named for 4 profiles"),
    ],
)
def test_parts_that_do_not_fit_are_refused(payoffs, names, message):
    with pytest.raises(ValueError, match=message):
        NormalFormGame(payoffs, **names)


def test_in_matching_pennies_the_even_mixture_of_one_makes_the_other_indifferent():
    even = np.array([0.5, 0.5])
    assert action_payoffs(NormalFormGame(PENNIES), (even, even), 0).tolist() == [0.0, 0.0]


@examples(60)
@given(normal_forms(players=(1, 3)), st.data())
def test_an_expected_payoff_is_the_mean_over_pure_profiles(game, data):
    profile = data.draw(profiles(game.shape))
    weights = np.array([np.prod([p[a] for p, a in zip(profile, at, strict=True)]) for at in np.ndindex(*game.shape)])
    means = game.payoffs.reshape(len(game.players), -1) @ weights
    assert profile_probabilities(game, profile) == pytest.approx(weights)
    assert expected_payoffs(game, profile) == pytest.approx(means)
    for player, own in enumerate(profile):
        assert action_payoffs(game, profile, player) @ own == pytest.approx(means[player])


def test_a_batch_of_games_and_profiles_is_a_loop_over_them():
    rng = np.random.default_rng(5)
    payoffs = rng.normal(size=(4, 3, 2, 3, 2))
    names = ("a", "b", "c")
    mixed = tuple(rng.dirichlet(np.ones(m), size=4) for m in (2, 3, 2))
    game = NormalFormGame(payoffs, names)
    for k in range(4):
        single, own = NormalFormGame(payoffs[k]), tuple(p[k] for p in mixed)
        assert expected_payoffs(game, mixed)[k] == pytest.approx(expected_payoffs(single, own))
        assert profile_probabilities(game, mixed)[k] == pytest.approx(profile_probabilities(single, own))
        for player in range(3):
            assert action_payoffs(game, mixed, player)[k] == pytest.approx(action_payoffs(single, own, player))


def test_the_payoff_range_is_largest_less_smallest():
    payoffs = np.array([[1.0, 4.0], [2.0, 2.0]])
    assert payoff_range(payoffs) == 3.0
    assert payoff_range(payoffs, axis=-1).tolist() == [3.0, 0.0]


def test_a_profile_of_pure_strategies_is_certain():
    game = NormalFormGame(np.zeros((2, 2, 3)))
    for index, (a, b) in enumerate(product(range(2), range(3))):
        assert profile_probabilities(game, (one_hot(2, a), one_hot(3, b))).argmax() == index
