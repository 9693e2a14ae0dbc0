"""Correlated equilibrium: cited games, the definition, and what the best one by each objective must be."""

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negosim.errors import UnsolvedError
from negosim.games import NormalFormGame, payoff_range
from negosim.games.normal_form import profile_probabilities
from negosim.solve import Complete, solve
from negosim.solve.certificate import disobedience, regret
from negosim.solve.concepts.correlated import Correlated
from negosim.solve.concepts.nash import Nash
from negosim.solve.dominance import action_table
from negosim.solve.security import security_level
from random_games import Move, TreeOfMoves, examples, normal_forms, profiles

CHICKEN = NormalFormGame([[[6, 2], [7, 0]], [[6, 7], [2, 0]]])


def best(game, objective):
    return solve(game, Correlated((objective,))).solutions


def incentives(game, joint):
    """Every gain of the definition, over the player's payoff range, one pair of actions at a time."""
    found = [0.0]
    for player, own in enumerate(game.payoffs):
        for told, done in permutations(range(game.shape[player]), 2):
            gain = 0.0
            for at in product(*map(range, game.shape)):
                if at[player] == told:
                    instead = (*at[:player], done, *at[player + 1 :])
                    gain += joint[at] * (own[instead] - own[at])
            found.append(gain / (np.ptp(own) or 1.0))
    return found


def test_chicken_has_a_lot_better_than_any_nash_equilibrium():
    """Aumann (1974): the traffic light of chicken; its sum of 10.5 is beyond every mixture of Nash equilibria."""
    (found,) = best(CHICKEN, "welfare")
    assert np.allclose(found.joint, [[0.5, 0.25], [0.25, 0]], atol=1e-9)
    assert found.payoffs.sum() == pytest.approx(10.5)
    assert found.payoffs.sum() > max(e.payoffs.sum() for e in solve(CHICKEN, Nash()).equilibria) + 1
    assert "utilities of different actors" in found.notes[0]


def test_each_players_best_of_chicken_is_its_own_nash_equilibrium():
    first, second = best(CHICKEN, "each_best")
    assert np.allclose([first.payoffs, second.payoffs], [[7, 2], [2, 7]])
    assert (first.notes, second.notes) == (("the best for 1",), ("the best for 2",))


def test_the_most_even_lot_of_chicken_is_the_same_for_both():
    """Both can make sure of 2, and by symmetry the least gain is largest where the sum is: 5.25 each."""
    (found,) = best(CHICKEN, "least_gain")
    assert np.allclose(found.payoffs, 5.25)
    assert found.notes[1] == "gains over the maximin levels: 1 3.25, 2 3.25"


def test_a_zero_sum_game_gives_its_value_by_whatever_objective():
    """In a two-player zero-sum game every correlated equilibrium gives the value (Forges 1990)."""
    scissors = np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])
    result = solve(NormalFormGame([scissors, -scissors]), Correlated())
    assert len(result.solutions) == 4
    assert np.allclose([found.payoffs for found in result.solutions], 0, atol=1e-9)


def test_a_prisoners_dilemma_allows_no_lot_but_the_equilibrium():
    """Impossible case: a strictly dominated action is never recommended."""
    pd = NormalFormGame([[[-1, -3], [0, -2]], [[-1, 0], [-3, -2]]])
    for found in solve(pd, Correlated()).solutions:
        assert np.allclose(found.joint, [[0, 0], [0, 1]])


@examples(60)
@given(normal_forms())
def test_nobody_gains_by_disobeying_and_the_set_is_not_said_to_be_complete(game):
    result = solve(game, Correlated())
    assert len(result.solutions) == 2 + len(game.players)
    assert result.complete is Complete.SOME and result.equilibria == ()
    for found in result.solutions:
        assert found.joint.min() >= 0 and found.joint.sum() == pytest.approx(1)
        assert max(incentives(game, found.joint)) <= 1e-8
        assert found.regret <= 1e-8
        assert np.allclose(found.payoffs, [(found.joint * own).sum() for own in game.payoffs])


@examples(40)
@given(normal_forms(players=(2, 2)))
def test_each_objective_is_at_least_what_every_nash_equilibrium_gives(game):
    levels = [security_level(action_table(game, player)) for player in (0, 1)]
    spread = payoff_range(game.payoffs, axis=(1, 2))
    unit = np.where(spread > 0, spread, np.inf)
    (sums,), (least,), own = (best(game, name) for name in ("welfare", "least_gain", "each_best"))
    for nash in solve(game, Nash()).equilibria:
        assert sums.payoffs.sum() >= nash.payoffs.sum() - 1e-7
        assert min((least.payoffs - levels) / unit) >= min((nash.payoffs - levels) / unit) - 1e-7
        assert all(own[k].payoffs[k] >= nash.payoffs[k] - 1e-7 for k in (0, 1))


@examples(30)
@given(normal_forms(), st.sampled_from([1e-9, 0.3, 1e9]), st.sampled_from([-1e6, 0.0, 5.0]))
def test_what_each_would_pick_follows_the_unit_of_payoffs(game, unit, shift):
    moved = NormalFormGame(unit * (game.payoffs + shift))
    for name in ("least_gain", "each_best"):
        for k, (one, other) in enumerate(zip(best(game, name), best(moved, name), strict=True)):
            wanted = one.payoffs[k] if name == "each_best" else min(_shares(game, one))
            got = other.payoffs[k] / unit - shift if name == "each_best" else min(_shares(moved, other))
            assert got == pytest.approx(wanted, abs=1e-5)


def _shares(game, found):
    """What each player gains over its maximin level, in shares of its payoff range; 0 where all its payoffs are
    alike."""
    spread = payoff_range(game.payoffs.reshape(len(game.players), -1), axis=1)
    levels = [security_level(action_table(game, player)) for player in range(len(spread))]
    some = spread > 0
    return [*((found.payoffs - levels)[some] / spread[some])] or [0.0]


@examples(30)
@given(normal_forms(players=(2, 3)), st.randoms(use_true_random=False))
def test_renamed_players_get_the_same_sum(game, random):
    order = list(range(len(game.players)))
    random.shuffle(order)
    renamed = NormalFormGame(np.transpose(game.payoffs[order], [0, *(1 + np.array(order))]))
    (one,), (other,) = best(game, "welfare"), best(renamed, "welfare")
    assert other.payoffs.sum() == pytest.approx(one.payoffs.sum(), abs=1e-7)


@examples(60)
@given(st.data())
def test_the_certificate_of_a_product_of_strategies_is_zero_exactly_at_nash_equilibria(data):
    game = data.draw(normal_forms())
    profile = data.draw(profiles(game.shape))
    joint = profile_probabilities(game, profile).reshape(game.shape)
    assert disobedience(game, joint) == pytest.approx(regret(game, profile), abs=1e-12)
    assert disobedience(game, joint) >= max(incentives(game, joint)) - 1e-12


@pytest.mark.parametrize("joint", [[[0.5, 0.5], [0.5, 0.5]], [[1.5, 0], [0, -0.5]], [[1.0, 0]]])
def test_what_is_no_distribution_has_infinite_regret(joint):
    assert disobedience(CHICKEN, np.array(joint)) == float("inf")


def test_payoffs_that_are_all_alike_allow_everything():
    for found in solve(NormalFormGame(np.full((2, 2, 2), 3.0)), Correlated()).solutions:
        assert np.allclose(found.payoffs, 3) and found.regret == 0


@pytest.mark.parametrize("objectives", [(), ("fairness",)])
def test_an_objective_that_is_not_known_is_refused(objectives):
    with pytest.raises(ValueError, match="objectives are of welfare"):
        Correlated(objectives)


def test_a_tree_and_a_very_large_game_are_refused():
    with pytest.raises(UnsolvedError, match="use subgame_perfect"):
        Correlated().solve(TreeOfMoves([Move(0, 2)]).game([[0, 1]], 1))
    with pytest.raises(UnsolvedError, match="20,000 profiles"):
        Correlated().solve(NormalFormGame(np.zeros((2, 150, 150))))
