"""Sequential equilibrium where beliefs follow from chance: cited games, its definition, completeness, and limits."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brute_force import gains_at_sets, outcome, profiles_on_a_grid
from negosim.errors import UnsolvedError
from negosim.games import NormalFormGame
from negosim.solve import Complete, solve
from negosim.solve.backward import beliefs_from_chance
from negosim.solve.concepts.sequential import Sequential
from negosim.solve.concepts.subgame_perfect import SubgamePerfect
from random_games import Move, TreeOfMoves, examples, trees


def outcomes(result):
    return [outcome(result.game, found.profile) for found in result.equilibria]


def offer_to_a_private_type(low_share, costs):
    """One offers 1 or 3 of 4; the other, who alone knows its cost, takes the offer or fights on for 4 less its cost."""
    moves = [Move(None, 2), Move(0, 2), Move(1, 2, frozenset({0, 1}))]
    tree = TreeOfMoves(moves, shares=[(low_share, 1 - low_share), (), ()])
    mediator, responder = [], []
    for cost in costs:
        for offer in (1, 3):
            mediator += [4 - offer, 0]
            responder += [offer, 4 - cost]
    return tree.game([mediator, responder], 2)


@pytest.mark.parametrize("weak_share", [0.1, 0.3, 0.35, 0.9])
def test_an_uninformed_proposer_screens_iff_the_weak_are_more_than_a_third(weak_share):
    """The weak lose 3.5 by fighting and take an offer of 1, the strong lose 1.5 and take 3 only."""
    (found,) = (result := solve(offer_to_a_private_type(1 - weak_share, costs=(1.5, 3.5)), Sequential())).equilibria
    offers_1 = found.profile[0][0] == 1.0
    assert offers_1 == (3 * weak_share > 1)
    assert found.beliefs[0] == pytest.approx([1 - weak_share, weak_share])
    assert (result.complete, result.components) == (Complete.ALL, ((0,),))


def test_a_proposer_who_is_indifferent_has_two_outcomes_and_their_mixtures():
    """Where one responder in three is weak both offers are worth 1."""
    result = solve(offer_to_a_private_type(2 / 3, costs=(1.5, 3.5)), Sequential())
    assert [found.payoffs[0] for found in result.equilibria] == pytest.approx([1.0, 1.0])
    assert (result.complete, result.components) == (Complete.EXTREME, ((0, 1),))


def test_a_tie_of_a_type_that_has_no_weight_does_not_change_what_is_known():
    """A type that fights or takes the offer with the same worth, and that nature never draws."""
    result = solve(offer_to_a_private_type(0.0, costs=(3.0, 3.5)), Sequential())
    assert len(result.equilibria) == 1
    assert result.complete is Complete.ALL
    assert "ties at" in result.notes[0]


@examples(60)
@given(trees(information="chance", top=2))
def test_what_is_listed_is_sequential_and_what_is_complete_misses_nothing(game):
    """Against every profile of probabilities 0, 1/2 and 1, with the beliefs that follow from chance."""
    beliefs = beliefs_from_chance(game)
    result = solve(game, Sequential())
    listed = outcomes(result)
    for found in result.equilibria:
        assert gains_at_sets(game, found.profile, found.beliefs).max() < 1e-9
        assert found.regret < 1e-9
        assert all(np.array_equal(one, other) for one, other in zip(found.beliefs, beliefs, strict=True))
    for profile in profiles_on_a_grid(game, 2):
        is_pure = all(own.max() == 1.0 for own in profile)
        if (is_pure or result.complete is Complete.ALL) and gains_at_sets(game, profile, beliefs).max() < 1e-9:
            assert any(np.allclose(outcome(game, profile), other) for other in listed)


@examples(60)
@given(trees(information="perfect"))
def test_under_perfect_information_it_is_subgame_perfection(game):
    """Kreps and Wilson (1982): with one node in each set beliefs are trivial."""
    one, other = solve(game, Sequential()), solve(game, SubgamePerfect())
    assert {tuple(o) for o in outcomes(one)} == {tuple(o) for o in outcomes(other)}
    assert one.complete is other.complete
    assert [len(component) for component in one.components] == [len(component) for component in other.components]


@examples(40)
@given(trees(information="chance"), st.sampled_from([1e-6, 0.3, 1e6]), st.sampled_from([0.0, -7.0, 1e3]))
def test_outcomes_do_not_change_with_each_players_unit_and_zero(game, unit, zero):
    units = np.geomspace(1.0, unit, len(game.players))[:, np.newaxis]
    before, after = solve(game, Sequential()), solve(replace(game, payoffs=units * (game.payoffs + zero)), Sequential())
    assert {tuple(np.round(o, 8)) for o in outcomes(after)} == {tuple(np.round(o, 8)) for o in outcomes(before)}
    assert after.complete is before.complete


def test_a_normal_form_is_refused():
    with pytest.raises(UnsolvedError, match="use nash"):
        Sequential().solve(NormalFormGame([[1.0]]))


def test_an_equilibrium_in_a_weakly_dominated_strategy_is_marked():
    """Stopping gives 1; going on gives 1 or 2 as the other pleases, so to stop is never better and may be worse."""
    tree = TreeOfMoves([Move(0, 2), Move(1, 2, frozenset({0}))], frozenset({(0, 0)}))
    stops, *goes_on = solve(tree.game([[1, 1, 2], [0, 5, 5]], 2), Sequential()).equilibria
    assert stops.notes == ("uses a weakly dominated strategy: player 0",)
    assert [found.notes for found in goes_on] == [(), ()]
