"""Learning: cited paths, what each rule says of every step, and that nothing but the generator decides by lot."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negosim.errors import UnsolvedError
from negosim.games import NormalFormGame
from negosim.solve.certificate import regret
from negosim.solve.kernels import is_pure_equilibrium
from negosim.solve.learning import BestResponses, FictitiousPlay, Replicator
from random_games import Move, TreeOfMoves, examples, normal_forms

PENNIES = NormalFormGame([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
COORDINATION = NormalFormGame([[[3, 0], [0, 2]], [[2, 0], [0, 3]]])
SHAPLEY = NormalFormGame([[[0, 1, 0], [0, 0, 1], [1, 0, 0]], [[0, 0, 1], [1, 0, 0], [0, 1, 0]]])
RULES = (FictitiousPlay(rounds=40), Replicator(time=5.0, steps=20), BestResponses(moves=20))


def draw(seed=0):
    return np.random.default_rng(seed)


def two_players(**how):
    return normal_forms(players=(2, 2), **how)


# Fictitious play


def test_fictitious_play_of_a_zero_sum_game_nears_its_value():
    """Robinson (1951): in a zero-sum game the shares converge to optimal strategies."""
    path = FictitiousPlay(rounds=4000, start=(0, 0)).learn(PENNIES, draw())
    assert path.regret < 0.05
    assert np.allclose(path.end, 0.5, atol=0.03)


def test_fictitious_play_of_shapleys_game_never_comes_to_rest():
    """Shapley (1964): play runs in ever longer cycles, and the shares stay away from the one equilibrium."""
    path = FictitiousPlay(rounds=4000, start=(0, 0)).learn(SHAPLEY, draw())
    assert path.drift > 0.1
    assert path.regret > 0.05


def test_fictitious_play_stays_at_a_strict_equilibrium():
    path = FictitiousPlay(rounds=30, start=(1, 1)).learn(COORDINATION, draw())
    assert (path.strategies[0] == [0, 1]).all() and (path.strategies[1] == [0, 1]).all()
    assert (path.regret, path.drift) == (0, 0)


@examples(40)
@given(two_players(), st.integers(0, 9))
def test_in_each_round_of_fictitious_play_both_reply_best_to_the_shares_before(game, seed):
    path = FictitiousPlay(rounds=12).learn(game, draw(seed))
    counts = [own * path.times[:, np.newaxis] for own in path.strategies]
    plays = [np.diff(own, axis=0) for own in counts]
    for k in range(len(path.times) - 1):
        for player, worth in enumerate(
            (game.payoffs[0] @ path.strategies[1][k], path.strategies[0][k] @ game.payoffs[1])
        ):
            assert plays[player][k].sum() == pytest.approx(1)
            assert worth @ plays[player][k] == pytest.approx(worth.max(), abs=1e-9)


@examples(20)
@given(two_players(), st.sampled_from([2.0**-30, 4.0, 2.0**30]))
def test_fictitious_play_does_not_change_with_the_unit_of_payoffs(game, unit):
    one = FictitiousPlay(rounds=20).learn(game, draw())
    other = FictitiousPlay(rounds=20).learn(NormalFormGame(unit * game.payoffs), draw())
    assert all((a == b).all() for a, b in zip(one.strategies, other.strategies, strict=True))


def test_one_round_with_a_start_is_the_start():
    path = FictitiousPlay(rounds=1, start=(1, 0)).learn(PENNIES, draw())
    assert [own.tolist() for own in path.end] == [[0, 1], [1, 0]]


# Replicator dynamics


def test_one_population_of_hawks_and_doves_mixes_as_the_closed_form_says():
    """Maynard Smith and Price (1973): with value 2 and cost 4, half of the population are hawks."""
    own = np.array([[-1.0, 2.0], [0.0, 1.0]])
    path = Replicator(time=60.0, populations=1, start=((0.9, 0.1), (0.9, 0.1))).learn(
        NormalFormGame([own, own.T]), draw()
    )
    assert np.allclose(path.end, 0.5, atol=1e-4)
    assert path.strategies[0] is path.strategies[1]


def test_the_share_of_a_dominated_action_follows_the_logistic_curve():
    """With payoffs 1 and 0 whatever the other does, x / (1 - x) grows as exp(t)."""
    game = NormalFormGame([[[1, 1], [0, 0]], [[0, 0], [0, 0]]])
    path = Replicator(time=8.0, steps=50, start=((0.1, 0.9), (0.5, 0.5))).learn(game, draw())
    odds = np.exp(path.times) / 9
    assert np.allclose(path.strategies[0][:, 0], odds / (1 + odds), atol=1e-6)
    assert np.allclose(path.strategies[1], 0.5)


@examples(25)
@given(two_players(), st.sampled_from([1e-9, 0.3, 1e9]))
def test_replicator_dynamics_do_not_change_with_the_unit_of_payoffs(game, unit):
    one = Replicator(time=5.0, steps=20).learn(game, draw())
    other = Replicator(time=5.0, steps=20).learn(NormalFormGame(unit * game.payoffs), draw())
    assert all(np.allclose(a, b, atol=1e-6) for a, b in zip(one.strategies, other.strategies, strict=True))


@examples(25)
@given(two_players())
def test_replicator_dynamics_rest_at_every_mixture_of_equally_good_actions(game):
    """A pure profile is a rest point, equilibrium or not: an action that nobody plays does not appear."""
    start = tuple(tuple(float(a == 0) for a in range(size)) for size in game.shape)
    path = Replicator(time=5.0, steps=10, start=start).learn(game, draw())
    assert all(np.allclose(own, own[0]) for own in path.strategies)


@pytest.mark.parametrize("start", [((1.0,), (1.0,)), ((0.5, 0.6), (0.5, 0.5)), ((1.5, -0.5), (0.5, 0.5))])
def test_a_start_that_is_no_pair_of_distributions_is_refused(start):
    with pytest.raises(ValueError, match="a distribution over"):
        Replicator(start=start).learn(PENNIES, draw())


@pytest.mark.parametrize("payoffs", [COORDINATION.payoffs, np.zeros((2, 1, 2))])
def test_one_population_needs_a_symmetric_game(payoffs):
    with pytest.raises(UnsolvedError, match="two populations"):
        Replicator(populations=1).learn(NormalFormGame(payoffs), draw())


# Best responses


def test_best_responses_to_cournots_duopoly_lead_to_the_equilibrium_from_anywhere():
    """Cournot (1838): price 12 - q1 - q2 and no cost; each makes 4."""
    q = np.arange(13.0)
    profit = q[:, np.newaxis] * np.maximum(12 - q[:, np.newaxis] - q, 0)
    for start in [(0, 0), (12, 1), (3, 11)]:
        path = BestResponses(start=start).learn(NormalFormGame([profit, profit.T]), draw())
        assert regret(path.game, path.end) == 0
        assert all(3 <= int(own.argmax()) <= 5 for own in path.end)


def test_best_responses_go_round_and_round_in_matching_pennies():
    path = BestResponses(moves=9, start=(0, 0)).learn(PENNIES, draw())
    assert len(path.times) == 10
    assert path.strategies[1][:5, 0].tolist() == [1, 0, 0, 1, 1]


@examples(60)
@given(two_players(), st.integers(0, 9))
def test_a_path_of_best_responses_is_of_improvements_and_ends_in_a_pure_equilibrium_or_not_at_all(game, seed):
    path = BestResponses(moves=30).learn(game, draw(seed))
    at = [tuple(int(own[k].argmax()) for own in path.strategies) for k in range(len(path.times))]
    for before, after in pairwise(at):
        (mover,) = [k for k in (0, 1) if before[k] != after[k]]
        column = game.payoffs[mover].take(before[1 - mover], axis=1 - mover)
        assert column[after[mover]] == column.max() > column[before[mover]]
    assert is_pure_equilibrium(game.payoffs, 2)[at[-1]] or len(at) == 31


# All rules


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_generator_decides_and_numpys_own_state_is_left_alone(rule):
    tied = NormalFormGame(np.zeros((2, 3, 2)))
    np.random.seed(7)
    expected = np.random.random(3)
    np.random.seed(7)
    one = rule.learn(tied, draw(5))
    assert (np.random.random(3) == expected).all()
    other = rule.learn(tied, draw(5))
    assert all((a == b).all() for a, b in zip(one.strategies, other.strategies, strict=True))


def test_another_seed_draws_ties_otherwise():
    paths = [FictitiousPlay(rounds=20).learn(NormalFormGame(np.zeros((2, 3, 3))), draw(seed)) for seed in (1, 2)]
    assert (paths[0].strategies[0] != paths[1].strategies[0]).any()


@examples(25)
@given(two_players(), st.sampled_from(RULES))
def test_every_step_of_every_path_is_a_distribution(game, rule):
    path = rule.learn(game, draw())
    for own, size in zip(path.strategies, game.shape, strict=True):
        assert own.shape == (len(path.times), size)
        assert own.min() >= 0 and np.allclose(own.sum(axis=1), 1)
        assert not own.flags.writeable


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_tree_and_three_players_are_refused(rule):
    for game in (TreeOfMoves([Move(0, 2)]).game([[0, 1]], 1), NormalFormGame(np.zeros((3, 2, 2, 2)))):
        with pytest.raises(UnsolvedError, match="two players"):
            rule.learn(game, draw())


@pytest.mark.parametrize("start", [(2, 0), (0, -1), (0,)])
def test_a_start_must_be_an_action_of_each(start):
    for rule in (FictitiousPlay(start=start), BestResponses(start=start)):
        with pytest.raises(ValueError, match="an action by number"):
            rule.learn(PENNIES, draw())


@pytest.mark.parametrize(
    "make", [lambda: FictitiousPlay(rounds=0), lambda: Replicator(time=0), lambda: BestResponses(moves=-1)]
)
def test_options_out_of_range_are_refused(make):
    with pytest.raises(ValueError, match="take"):
        make()
