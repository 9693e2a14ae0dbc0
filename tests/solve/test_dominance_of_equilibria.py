"""Payoff dominance and risk dominance between the two strict equilibria of a 2x2 game."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from negosim.errors import UnsolvedError
from negosim.games import NormalFormGame
from negosim.solve import Complete, solve
from negosim.solve.concepts.payoff_dominance import PayoffDominance
from negosim.solve.concepts.risk_dominance import RiskDominance
from random_games import Move, TreeOfMoves, examples

STAG_HUNT = NormalFormGame([[[9, 0], [8, 7]], [[9, 8], [0, 7]]])
BATTLE = NormalFormGame([[[3, 0], [0, 2]], [[2, 0], [0, 3]]])
CONCEPTS = (PayoffDominance(), RiskDominance())


def chosen(game, concept):
    return [int(found.profile[0].argmax()) for found in solve(game, concept).equilibria]


@st.composite
def coordination(draw):
    """A 2x2 game with strict equilibria where both choose the first or both the second action."""
    numbers = st.integers(0, 9)
    losses = np.array(draw(st.lists(st.integers(1, 9), min_size=4, max_size=4))).reshape(2, 2)
    base = np.array(draw(st.lists(numbers, min_size=4, max_size=4))).reshape(2, 2)
    own = np.array([[base[0, 0] + losses[0, 0], base[0, 1]], [base[0, 0], base[0, 1] + losses[0, 1]]])
    other = np.array([[base[1, 0] + losses[1, 0], base[1, 0]], [base[1, 1], base[1, 1] + losses[1, 1]]])
    return NormalFormGame([own, other]), losses


def test_payoff_and_risk_dominance_point_apart_in_aumanns_stag_hunt():
    """Aumann (1990): (9, 9) is better for both, (7, 7) is safer."""
    assert chosen(STAG_HUNT, PayoffDominance()) == [0]
    assert chosen(STAG_HUNT, RiskDominance()) == [1]
    note = solve(STAG_HUNT, RiskDominance()).equilibria[0].notes[0]
    assert note == "product of losses over the payoff ranges: 0.6049; of the other: 0.01235"


def test_neither_dominates_in_a_symmetric_battle_of_the_sexes():
    """Impossible case: the players disagree, and the losses are the same."""
    for concept in CONCEPTS:
        result = solve(BATTLE, concept)
        assert (result.solutions, result.complete) == ((), Complete.ALL)


@examples(80)
@given(coordination())
def test_the_products_of_losses_decide_about_risk(drawn):
    game, losses = drawn
    one, other = losses[:, 0].prod(), losses[:, 1].prod()
    assert chosen(game, RiskDominance()) == ([] if one == other else [0] if one > other else [1])


@examples(60)
@given(coordination())
def test_in_a_symmetric_game_the_risk_dominant_action_is_best_against_a_fair_coin(drawn):
    """Harsanyi and Selten (1988): where both players' losses are alike."""
    game, _ = drawn
    own = game.payoffs[0]
    found = chosen(NormalFormGame([own, own.T]), RiskDominance())
    means = own.mean(axis=1)
    assume(means[0] != means[1])
    assert found == [int(means.argmax())]


@examples(80)
@given(coordination())
def test_the_payoff_dominant_equilibrium_is_better_for_both(drawn):
    game, _ = drawn
    first, second = game.payoffs[:, 0, 0], game.payoffs[:, 1, 1]
    wanted = [0] if (first > second).all() else [1] if (second > first).all() else []
    assert chosen(game, PayoffDominance()) == wanted


@examples(40)
@given(coordination(), st.sampled_from([1e-9, 0.3, 1e9]), st.booleans())
def test_neither_changes_with_units_or_with_the_order_of_players_and_actions(drawn, unit, is_swapped):
    game, _ = drawn
    scaled = NormalFormGame(game.payoffs * np.array([unit, 3.0])[:, np.newaxis, np.newaxis])
    swapped = NormalFormGame(np.transpose(scaled.payoffs[::-1], (0, 2, 1))) if is_swapped else scaled
    mirrored = NormalFormGame(swapped.payoffs[:, ::-1, ::-1])
    for concept in CONCEPTS:
        assert chosen(swapped, concept) == chosen(game, concept)
        assert chosen(mirrored, concept) == [1 - k for k in chosen(game, concept)]


def test_strict_equilibria_may_lie_off_the_diagonal():
    """Chicken: with 0 for a crash and 7 for daring alone, neither of its two equilibria dominates in any way."""
    chicken = NormalFormGame([[[6, 2], [7, 0]], [[6, 7], [2, 0]]])
    assert [chosen(chicken, concept) for concept in CONCEPTS] == [[], []]
    first = NormalFormGame(np.add(chicken.payoffs, [[[0, 1], [0, 0]], [[0, 0], [0, 0]]]))
    assert chosen(first, RiskDominance()) == [0]


@pytest.mark.parametrize(
    "payoffs",
    [np.zeros((2, 2, 2)), [[[-1, -3], [0, -2]], [[-1, 0], [-3, -2]]], [[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]],
)
def test_a_game_without_two_strict_equilibria_is_refused(payoffs):
    for concept in CONCEPTS:
        with pytest.raises(UnsolvedError, match=f"{concept.name} chooses between two strict equilibria"):
            concept.solve(NormalFormGame(payoffs))


@pytest.mark.parametrize("game", [TreeOfMoves([Move(0, 2)]).game([[0, 1]], 1), NormalFormGame(np.zeros((2, 2, 3)))])
def test_a_tree_and_other_shapes_are_refused(game):
    for concept in CONCEPTS:
        with pytest.raises(UnsolvedError, match="two actions each"):
            concept.solve(game)
