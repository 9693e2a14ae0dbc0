"""Nash equilibria of trees through their strategic form: closed forms, the definition, and what is refused."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given

from negosim.errors import UnsolvedError
from negosim.games.strategic_form import number_of_plans, strategic_form
from negosim.solve import Complete
from negosim.solve.certificate import subgame_regret
from negosim.solve.concepts.nash import Nash
from negosim.solve.concepts.subgame_perfect import SubgamePerfect
from negosim.solve.plans import solve_in_plans
from random_games import Move, TreeOfMoves, examples, trees

PENNIES = [[1, -1, -1, 1], [-1, 1, 1, -1]]


def in_the_dark(payoffs):
    """Two players move, the second without seeing the first's move."""
    return TreeOfMoves([Move(0, 2), Move(1, 2)]).game(payoffs, 2)


def test_matching_pennies_as_a_tree_has_its_one_equilibrium():
    result = Nash(exact=True).solve(in_the_dark(PENNIES))
    (only,) = result.equilibria
    assert only.exact == (("1/2", "1/2"), ("1/2", "1/2"))
    assert (result.complete, result.components, only.regret) == (Complete.ALL, ((0,),), 0.0)
    assert "2 x 2 plans" in result.why_complete
    assert result.notes == ()


def test_a_threat_that_is_not_credible_is_a_nash_equilibrium_that_is_not_subgame_perfect():
    # Selten (1978), one market of the chain store: the entrant goes in or stays out, the incumbent fights or yields
    tree = TreeOfMoves([Move(0, 2), Move(1, 2, frozenset({0}))], frozenset({(0, 1)})).game([[-1, 1, 0], [-1, 1, 2]], 2)
    found = Nash().solve(tree)
    assert found.complete is Complete.EXTREME
    played = {tuple(np.argmax(strategy) for strategy in e.profile) for e in found.equilibria if max(e.profile[1]) == 1}
    assert played == {(0, 1), (1, 0)}
    (perfect,) = SubgamePerfect().solve(tree).equilibria
    assert [strategy.tolist() for strategy in perfect.profile] == [[1, 0], [0, 1]]


def test_mixtures_of_plans_that_play_alike_are_one_equilibrium():
    # matching pennies played once after heads and once after tails: four plans each, mixed in many ways
    moves = [Move(None, 2), Move(0, 2, frozenset({0})), Move(1, 2, frozenset({0}))]
    tree = TreeOfMoves(moves, shares=[(0.5, 0.5), (), ()]).game([[*own, *own] for own in PENNIES], 2)
    assert len(Nash().solve(strategic_form(tree).game).equilibria) == 4
    found = Nash().solve(tree)
    (only,) = found.equilibria
    assert [strategy.tolist() for strategy in only.profile] == [[0.5, 0.5]] * 4
    assert (found.complete, found.components) == (Complete.ALL, ((0,),))


def test_what_a_player_would_do_after_its_own_other_move_is_not_said():
    tree = TreeOfMoves([Move(0, 2), Move(0, 2, frozenset({0}))]).game([[0, 1, 2, 3]], 1)
    found = Nash().solve(tree)
    (only,) = found.equilibria
    assert [strategy.tolist() for strategy in only.profile] == [[0, 1], [1, 0], [0, 1]]
    assert "what it would do is not said" in found.notes[0]


def test_exact_probabilities_follow_from_the_fractions_of_a_file():
    # nature's odds are 1/3 to 2/3; the informed player bluffs so that the other is indifferent
    third = Fraction(1, 3)
    moves = [Move(None, 2), Move(0, 2, frozenset({0})), Move(1, 2, frozenset({1}))]
    tree = TreeOfMoves(moves, frozenset({(1, 1)}), [(1 / 3, 2 / 3), (), ()]).game(
        [[2, 1, 1, -2, 1, -1], [-2, -1, -1, 2, -1, 1]], 2
    )
    (only,) = Nash(exact=True).solve(replace(tree, exact_chance=(third, 2 * third))).equilibria
    assert only.exact == (("1", "0"), ("2/3", "1/3"), ("1/6", "5/6"))


@examples(60)
@given(trees(players=(1, 2), most_sets=4, actions=3))
def test_every_profile_listed_is_an_equilibrium_and_subgame_perfect_ones_play_like_listed_ones(game):
    assume(number_of_plans(game) <= 64)
    found = Nash().solve(game)
    assert found.complete in (Complete.ALL, Complete.EXTREME)
    assert found.equilibria
    assert all(equilibrium.regret <= 1e-9 for equilibrium in found.equilibria)
    assert {k for component in found.components for k in component} == set(range(len(found.equilibria)))
    worth = np.array([equilibrium.payoffs for equilibrium in found.equilibria])
    perfect = SubgamePerfect().solve(game)
    for equilibrium in perfect.equilibria:
        assert subgame_regret(game, equilibrium.profile) <= 1e-9
        assert (worth.min(axis=0) - 1e-9 <= equilibrium.payoffs).all()
        assert (equilibrium.payoffs <= worth.max(axis=0) + 1e-9).all()


def test_a_game_without_perfect_recall_is_refused():
    with pytest.raises(UnsolvedError, match="imperfect recall"):
        Nash().solve(TreeOfMoves([Move(0, 2), Move(0, 2)]).game([[1, 0, 0, 1]], 1))


def test_a_tree_with_too_many_plans_is_refused():
    moves = [Move(k % 3, 2, frozenset(range(k))) for k in range(7)]
    tree = TreeOfMoves(moves).game(np.zeros((3, 128)), 3)
    with pytest.raises(UnsolvedError, match="more than 200,000 profiles of plans"):
        solve_in_plans(tree, Nash())
    with pytest.raises(UnsolvedError, match="profiles of plans are too many for nash"):
        Nash().solve(tree)


def test_exact_probabilities_of_three_players_are_refused():
    tree = TreeOfMoves([Move(0, 2), Move(1, 2), Move(2, 2)]).game(np.zeros((3, 8)), 3)
    with pytest.raises(UnsolvedError, match="two players only"):
        Nash(exact=True).solve(tree)
