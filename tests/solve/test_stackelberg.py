"""Stackelberg: cited games, bounds from a grid of commitments, and how the four kinds stand to each other."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negosim.errors import UnsolvedError
from negosim.games import NormalFormGame
from negosim.solve import Complete, solve
from negosim.solve.concepts.nash import Nash
from negosim.solve.concepts.stackelberg import Stackelberg
from negosim.solve.dominance import action_table
from negosim.solve.security import security_level
from random_games import Move, TreeOfMoves, examples, normal_forms

KINDS = tuple(product(("pure", "mixed"), ("strong", "weak")))


def worth(game, leader=0, commitment="mixed", ties="strong"):
    (found,) = solve(game, Stackelberg(leader, commitment, ties)).solutions
    return found.figures["leader_payoff"]


def replies_on_a_grid(game, steps=12):
    """For the first player's commitments on a grid: what the best and the worst best reply give it."""
    own, other = game.payoffs
    best, worst = [], []
    for counts in product(range(steps + 1), repeat=game.shape[0]):
        if sum(counts) == steps:
            mixture = np.array(counts) / steps
            gains = mixture @ other
            given_best = (mixture @ own)[gains >= gains.max() - 1e-12]
            best.append(given_best.max())
            worst.append(given_best.min())
    return max(best), max(worst)


def test_commitment_pays_in_conitzer_and_sandholms_game():
    """Conitzer and Sandholm (2006), figure 1: 1 without, 2 with a pure and 2.5 with a mixed commitment."""
    game = NormalFormGame([[[1, 3], [0, 2]], [[1, 0], [0, 1]]])
    assert [e.payoffs[0] for e in solve(game, Nash()).equilibria] == [1]
    assert worth(game, commitment="pure") == 2
    (found,) = solve(game, Stackelberg()).solutions
    assert found.payoffs == pytest.approx([2.5, 0.5])
    assert found.profile[0] == pytest.approx([0.5, 0.5]) and found.profile[1].tolist() == [0, 1]
    assert found.regret > 0.1 and found.figures["follower_regret"] < 1e-9
    weak = solve(game, Stackelberg(ties="weak")).solutions[0]
    assert weak.figures["leader_payoff"] == pytest.approx(2.5)
    assert weak.notes[1].startswith("approached, not attained")


def test_the_leader_of_a_duopoly_makes_half_of_what_a_monopoly_sells_for():
    """Von Stackelberg (1934): price 12 - q1 - q2 and no cost: the leader makes 6 and earns 18, the follower makes 3.

    In whole numbers, ties going against the leader: at 7 a friendly follower would make 2 instead of 3.
    """
    q = np.arange(13.0)
    profit = q[:, np.newaxis] * (12 - q[:, np.newaxis] - q)
    duopoly = NormalFormGame([profit, profit.T])
    (found,) = solve(duopoly, Stackelberg(commitment="pure", ties="weak")).solutions
    assert [int(own.argmax()) for own in found.profile] == [6, 3]
    assert found.payoffs.tolist() == [18, 9]
    assert worth(duopoly, commitment="pure") == 21


def test_whoever_leads_a_battle_of_the_sexes_gets_its_way():
    game = NormalFormGame([[[3, 0], [0, 2]], [[2, 0], [0, 3]]])
    for leader, (commitment, ties) in product((0, 1), KINDS):
        (found,) = solve(game, Stackelberg(leader, commitment, ties)).solutions
        assert found.payoffs[leader] == pytest.approx(3)
        assert found.notes[0] == f"{leader + 1} commits itself first, {2 - leader} replies"


@examples(40)
@given(normal_forms(players=(2, 2)))
def test_a_zero_sum_game_gives_a_leader_who_mixes_its_value(game):
    own = game.payoffs[0]
    level = security_level(own)
    zero_sum = NormalFormGame([own, -own])
    assert worth(zero_sum) == pytest.approx(level, abs=1e-7)
    assert worth(zero_sum, ties="weak") == pytest.approx(level, abs=1e-7)
    assert worth(zero_sum, commitment="pure") == pytest.approx(own.min(axis=1).max())


@examples(40)
@given(normal_forms(players=(2, 2)))
def test_a_follower_who_does_not_care_helps_or_harms_as_much_as_it_can(game):
    """Impossible to steer: strong gives the leader its best payoff, weak its security level."""
    own = game.payoffs[0]
    careless = NormalFormGame([own, np.zeros_like(own)])
    assert worth(careless) == pytest.approx(own.max())
    assert worth(careless, ties="weak") == pytest.approx(security_level(own), abs=1e-7)


@examples(80)
@given(normal_forms(players=(2, 2)))
def test_no_commitment_on_a_grid_does_better_and_the_one_found_does_as_well(game):
    best, worst = replies_on_a_grid(game)
    strong, weak = worth(game), worth(game, ties="weak")
    assert strong >= best - 1e-7
    assert weak >= worst - 1e-7
    for ties in ("strong", "weak"):
        (found,) = solve(game, Stackelberg(ties=ties)).solutions
        gains = found.profile[0] @ game.payoffs[1]
        assert gains @ found.profile[1] == pytest.approx(gains.max(), abs=1e-7)
        assert found.payoffs[0] == pytest.approx(found.figures["leader_payoff"])


@examples(60)
@given(normal_forms(players=(2, 2)))
def test_a_weak_leader_can_be_sure_of_nearly_its_payoff(game):
    """From near the commitment found, some mixture holds every best reply to within a thousandth of it."""
    (found,) = solve(game, Stackelberg(ties="weak")).solutions
    own, other = game.payoffs
    corners = [np.eye(game.shape[0]), np.full((1, game.shape[0]), 1 / game.shape[0])]
    grid = [np.array(c) / 6 for c in product(range(7), repeat=game.shape[0]) if sum(c) == 6]
    nearby = [found.profile[0], *(0.9999 * found.profile[0] + 0.0001 * x for x in [*np.vstack(corners), *grid])]
    sure = []
    for mixture in nearby:
        gains = mixture @ other
        sure.append((mixture @ own)[gains >= gains.max() - 1e-9].min())
    assert max(sure) >= found.payoffs[0] - 0.001 * (np.ptp(own) or 1.0)


@examples(60)
@given(normal_forms(players=(2, 2)))
def test_mixing_and_a_friendly_follower_never_hurt_the_leader(game):
    pure, pure_weak, mixed, mixed_weak = (worth(game, 0, commitment, ties) for commitment, ties in KINDS)
    assert mixed >= max(pure, mixed_weak) - 1e-7 and pure >= pure_weak - 1e-7
    assert mixed_weak >= max(pure_weak, security_level(action_table(game, 0))) - 1e-7
    assert all(mixed >= nash.payoffs[0] - 1e-7 for nash in solve(game, Nash()).equilibria)


@examples(40)
@given(normal_forms(players=(2, 2)), st.sampled_from(KINDS), st.sampled_from([1e-9, 0.3, 1e9]))
def test_the_leaders_payoff_follows_its_unit_and_not_who_is_named_first(game, kind, unit):
    swapped = NormalFormGame(unit * np.transpose(game.payoffs[::-1], (0, 2, 1)))
    assert worth(swapped, 1, *kind) / unit == pytest.approx(worth(game, 0, *kind), abs=1e-6)


def test_another_commitment_may_give_as_much():
    assert solve(NormalFormGame(np.zeros((2, 2, 2))), Stackelberg()).complete is Complete.SOME


@pytest.mark.parametrize("how", [{"leader": 2}, {"commitment": "half"}, {"ties": "even"}])
def test_options_that_are_not_known_are_refused(how):
    with pytest.raises(ValueError, match="stackelberg takes leader 0 or 1"):
        Stackelberg(**how)


@pytest.mark.parametrize("game", [TreeOfMoves([Move(0, 2)]).game([[0, 1]], 1), NormalFormGame(np.zeros((3, 2, 2, 2)))])
def test_a_tree_and_three_players_are_refused(game):
    with pytest.raises(UnsolvedError, match="two players in a simultaneous game"):
        Stackelberg().solve(game)
