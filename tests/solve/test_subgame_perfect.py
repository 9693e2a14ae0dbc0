"""Subgame-perfect equilibrium: cited games, its definition, completeness by brute force, stages, ties, invariances."""

from dataclasses import replace
from importlib import import_module
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from brute_force import gains_in_subgames, outcome, profiles_on_a_grid, value
from negosim.errors import UnsolvedError
from negosim.games import Decision, ExtensiveFormGame, InformationSet, Leaf, NormalFormGame
from negosim.solve import Complete, Result, solve
from negosim.solve.concepts.subgame_perfect import SubgamePerfect
from random_games import Move, TreeOfMoves, examples, trees


def seen(*moves, stops=(), shares=()):
    """Return a tree in which everybody sees everything: moves are (player, number of actions)."""
    known = [Move(player, size, frozenset(range(k))) for k, (player, size) in enumerate(moves)]
    return TreeOfMoves(known, frozenset(stops), shares or [()] * len(known))


def outcomes(result):
    return [outcome(result.game, found.profile) for found in result.equilibria]


def is_mixture(target, points):
    """Whether a distribution is a mean of others."""
    equations = np.vstack([np.array(points).T, np.ones(len(points))])
    return linprog(np.zeros(len(points)), A_eq=equations, b_eq=np.append(target, 1.0)).status == 0


def is_covered(result, target):
    """Whether an outcome is one of those that a complete result speaks for."""
    found = outcomes(result)
    if result.complete is Complete.ALL:
        return any(np.allclose(target, other, atol=1e-8) for other in found)
    return any(is_mixture(target, [found[k] for k in component]) for component in result.components)


def centipede(rounds):
    """Rosenthal (1981): a pot grows while nobody takes the larger share of it."""
    nodes, sets, first, second = [], [], [], []
    for k in range(rounds):
        nodes += [Decision(k, (2 * k + 1, 2 * k + 2)), Leaf(k)]
        sets.append(InformationSet(k % 2, str(k), ("take", "pass"), (2 * k,)))
        first.append(k + 2 if k % 2 == 0 else k)
        second.append(k if k % 2 == 0 else k + 2)
    nodes.append(Leaf(rounds))
    payoffs = [[*first, rounds], [*second, rounds]]
    return ExtensiveFormGame(tuple(nodes), tuple(sets), ("a", "b"), payoffs)


def ultimatum(pie):
    """Offers of 0 to `pie` pieces; then the responder takes or refuses."""
    offers = np.arange(pie + 1)
    payoffs = np.zeros((2, 2 * (pie + 1)))
    payoffs[0, ::2], payoffs[1, ::2] = pie - offers, offers
    return seen((0, pie + 1), (1, 2)).game(payoffs, 2)


def outside_option(value_outside):
    """Van Damme (1989): a player takes an outside option or goes on to a battle of the sexes, in which it wants 3."""
    tree = TreeOfMoves([Move(0, 2), Move(0, 2, frozenset({0})), Move(1, 2, frozenset({0}))], frozenset({(0, 0)}))
    return tree.game([[value_outside, 3, 0, 0, 1], [value_outside, 1, 0, 0, 3]], 2)


def test_the_entrant_goes_in_and_is_accommodated():
    """Selten (1978): the threat to fight is not carried out."""
    result = solve(seen((0, 2), (1, 2), stops={(0, 0)}).game([[1, 0, 2], [5, 0, 2]], 2), SubgamePerfect())
    (found,) = result.equilibria
    assert [own.tolist() for own in found.profile] == [[0.0, 1.0], [0.0, 1.0]]
    assert found.payoffs.tolist() == [2.0, 2.0]
    assert (result.complete, result.components, result.notes) == (Complete.ALL, ((0,),), ())
    assert "nobody is indifferent" in result.why_complete


@pytest.mark.parametrize("rounds", [1, 2, 7, 100])
def test_the_centipede_ends_at_once_and_would_end_at_once_everywhere(rounds):
    """Rosenthal (1981)."""
    (found,) = solve(centipede(rounds), SubgamePerfect()).equilibria
    assert all(own[0] == 1.0 for own in found.profile)
    assert found.regret == 0.0


def test_of_whole_pieces_none_or_one_is_offered_and_more_may_follow_from_mixing():
    """Refusing 0 is as good as taking it, so that 1 may have to be offered."""
    result = solve(ultimatum(4), SubgamePerfect())
    assert {tuple(found.payoffs) for found in result.equilibria} == {(4.0, 0.0), (3.0, 1.0)}
    assert result.complete is Complete.SOME
    assert result.components == ()
    assert "a choice depends on how a tie below it is broken" in result.why_complete


def test_mixing_at_a_tie_supports_an_outcome_that_no_pure_choice_does():
    """Why the ultimatum is `some`: 0 taken three times in four is worth as much as 1 taken for sure."""
    game = ultimatum(4)
    often = [np.eye(2)[0]] * 5
    often[0] = np.array([0.75, 0.25])
    profile = (np.eye(5)[0], *often)
    assert gains_in_subgames(game, profile).max() == 0.0
    listed = outcomes(solve(game, SubgamePerfect()))
    assert not any(np.allclose(outcome(game, profile), other) for other in listed)


def test_a_tie_off_the_path_leaves_one_outcome_and_all_of_them():
    """The second mover does not care, and the first would stop whatever it did."""
    result = solve(seen((0, 2), (1, 2), stops={(0, 0)}).game([[9, 1, 2], [0, 4, 4]], 2), SubgamePerfect())
    assert len(result.equilibria) == 1
    assert result.complete is Complete.ALL
    assert "ties at 1 moves" in result.why_complete
    assert result.notes == ("ties at 1 moves; equilibria that differ off the path only are one outcome",)


def test_a_tie_on_the_path_gives_the_extreme_points_of_one_component():
    result = solve(seen((0, 2)).game([[3, 3], [0, 5]], 2), SubgamePerfect())
    assert [list(o) for o in outcomes(result)] == [[1.0, 0.0], [0.0, 1.0]]
    assert (result.complete, result.components) == (Complete.EXTREME, ((0, 1),))


def test_two_ties_behind_chance_give_every_combination():
    tree = seen((None, 2), (0, 2), shares=[(0.25, 0.75), ()])
    result = solve(tree.game([[1, 1, 1, 1], [0, 1, 2, 3]], 2), SubgamePerfect())
    assert {tuple(found.payoffs) for found in result.equilibria} == {(1, 1.5), (1, 2.25), (1, 1.75), (1, 2.5)}
    assert (result.complete, result.components) == (Complete.EXTREME, ((0, 1, 2, 3),))


def test_twice_repeated_prisoners_confess_in_every_history():
    """Benoit and Krishna (1985): a stage game with one equilibrium is repeated without any other outcome."""
    moves = [Move(0, 2), Move(1, 2), Move(0, 2, frozenset({0, 1})), Move(1, 2, frozenset({0, 1}))]
    stage = np.array([[[2, 0], [3, 1]], [[2, 3], [0, 1]]], dtype=float)
    totals = [stage[:, a, b] + stage[:, c, d] for a, b, c, d in product(range(2), repeat=4)]
    result = solve(TreeOfMoves(moves).game(np.transpose(totals), 2), SubgamePerfect())
    (found,) = result.equilibria
    assert all(own[1] == 1.0 for own in found.profile)
    assert result.complete is Complete.ALL


def test_an_outside_option_is_taken_where_one_of_two_bad_equilibria_would_follow():
    """Van Damme (1989): three equilibria of the battle, of which only the one worth 3 beats an option worth 2."""
    result = solve(outside_option(2), SubgamePerfect())
    assert {tuple(found.payoffs) for found in result.equilibria} == {(2.0, 2.0), (3.0, 1.0)}
    assert (result.complete, len(result.components)) == (Complete.ALL, 2)


def test_an_outside_option_worth_as_much_as_an_equilibrium_may_be_mixed_with_it():
    """At an option worth 3 staying out and the battle won are tied, and joined to one component."""
    result = solve(outside_option(3), SubgamePerfect())
    assert {tuple(found.payoffs) for found in result.equilibria} == {(3.0, 3.0), (3.0, 1.0)}
    assert (result.complete, result.components) == (Complete.EXTREME, ((0, 1),))


def test_a_mixed_equilibrium_of_a_hidden_move_is_found():
    """Matching pennies, one after the other and unseen."""
    (found,) = solve(TreeOfMoves([Move(0, 2), Move(1, 2)]).game([[1, -1, -1, 1], [-1, 1, 1, -1]], 2)).equilibria
    assert [own.tolist() for own in found.profile] == [[0.5, 0.5], [0.5, 0.5]]
    assert found.payoffs.tolist() == [0.0, 0.0]


def test_a_player_who_only_watches_a_stage_does_not_make_it_harder():
    tree = TreeOfMoves([Move(2, 2), Move(0, 2, frozenset({0})), Move(1, 2, frozenset({0}))])
    payoffs = [[1, -1, -1, 1] * 2, [-1, 1, 1, -1] * 2, [0, 0, 0, 0, 1, 2, 3, 4]]
    result = solve(tree.game(payoffs, 3), SubgamePerfect())
    assert result.equilibria[0].payoffs == pytest.approx([0.0, 0.0, 2.5])
    assert result.complete is Complete.ALL


@pytest.mark.parametrize(("price", "buys"), [(2.9, 1.0), (3.1, 0.0)])
def test_a_buyer_who_does_not_see_the_quality_buys_below_its_mean(price, buys):
    """A thing is worth 9 one time in four and else 1: chance inside a stage is weighed."""
    tree = TreeOfMoves([Move(None, 2), Move(0, 2)], shares=[(0.25, 0.75), ()])
    (found,) = solve(tree.game([[0, 9 - price, 0, 1 - price]], 1), SubgamePerfect()).equilibria
    assert found.profile[0][1] == buys


def test_a_stage_that_depends_on_how_a_tie_is_broken_says_so():
    """Two move at once; after one pair of moves a third, indifferent, decides what the first gets."""
    moves = [Move(0, 2), Move(1, 2), Move(2, 2, frozenset({0, 1}))]
    rng = np.random.default_rng(4)
    payoffs = rng.integers(0, 9, size=(3, 8)).astype(float)
    payoffs[2] = 1.0
    result = solve(TreeOfMoves(moves).game(payoffs, 3), SubgamePerfect())
    assert result.complete is Complete.SOME
    assert "a simultaneous stage depends on how a tie below it is broken" in result.why_complete
    assert max(found.regret for found in result.equilibria) < 1e-9


def unproved(complete, found):
    class Stub:
        name = "nash"

        def solve(self, game):
            equilibria = solve(game).equilibria if found else ()
            return Result(game, self, equilibria, complete, "because of a test")

    return Stub


@pytest.mark.parametrize("complete", [Complete.SOME, Complete.UNKNOWN])
def test_a_stage_whose_equilibria_are_not_proved_complete_leaves_the_whole_unproved(monkeypatch, complete):
    monkeypatch.setattr(import_module("negosim.solve.plays"), "Nash", unproved(complete, found=True))
    result = solve(outside_option(2), SubgamePerfect())
    assert result.complete is complete
    assert "because of a test" in result.why_complete
    assert len(result.equilibria) == 2


def test_a_stage_without_an_equilibrium_found_is_no_answer(monkeypatch):
    monkeypatch.setattr(import_module("negosim.solve.plays"), "Nash", unproved(Complete.SOME, found=False))
    with pytest.raises(UnsolvedError, match="no equilibrium was found of a simultaneous stage"):
        solve(outside_option(2), SubgamePerfect())


def test_a_search_that_is_cut_says_so():
    tied = seen(*[(k % 2, 2) for k in range(4)]).game(np.zeros((2, 16)), 2)
    whole = solve(tied, SubgamePerfect(most=16))
    assert (len(whole.equilibria), whole.complete) == (16, Complete.EXTREME)
    cut = solve(tied, SubgamePerfect(most=10))
    assert (len(cut.equilibria), cut.complete) == (10, Complete.SOME)
    assert "more than 10 outcomes" in cut.why_complete
    behind = seen((None, 2), (0, 3), shares=[(0.5, 0.5), ()]).game(np.zeros((1, 6)), 1)
    assert solve(behind, SubgamePerfect(most=8)).complete is Complete.SOME


def test_a_normal_form_and_a_player_who_forgets_are_refused():
    with pytest.raises(UnsolvedError, match="use nash"):
        SubgamePerfect().solve(NormalFormGame([[1.0]]))
    with pytest.raises(UnsolvedError, match="perfect recall"):
        solve(TreeOfMoves([Move(0, 2), Move(0, 2)]).game([[1, 0, 0, 1]], 1), SubgamePerfect())


def test_a_game_that_is_over_has_one_outcome():
    (found,) = solve(TreeOfMoves([]).game([[4], [5]], 2), SubgamePerfect()).equilibria
    assert (found.profile, found.payoffs.tolist()) == ((), [4.0, 5.0])


@examples(60)
@given(trees(information="perfect"))
def test_under_perfect_information_the_outcomes_are_those_of_all_pure_equilibria(game):
    found = {tuple(o) for o in outcomes(solve(game, SubgamePerfect()))}
    pure = [p for p in profiles_on_a_grid(game, 1) if gains_in_subgames(game, p).max() < 1e-9]
    assert found == {tuple(outcome(game, profile)) for profile in pure}


@examples(60)
@given(trees(most_moves=3))
def test_what_is_listed_is_subgame_perfect_and_what_is_complete_misses_nothing(game):
    """Against every profile of probabilities 0, 1/2 and 1."""
    result = solve(game, SubgamePerfect())
    for found in result.equilibria:
        assert gains_in_subgames(game, found.profile).max() < 1e-9
        assert found.payoffs == pytest.approx(value(game, found.profile, 0))
        assert found.regret < 1e-9
    assert len({tuple(np.round(o, 8)) for o in outcomes(result)}) == len(result.equilibria)
    if result.complete in (Complete.ALL, Complete.EXTREME):
        assert sorted(k for component in result.components for k in component) == list(range(len(result.equilibria)))
        for profile in profiles_on_a_grid(game, 2):
            if gains_in_subgames(game, profile).max() < 1e-9:
                assert is_covered(result, outcome(game, profile))


def reversed_actions(game):
    """Return the game with the actions of every information set in reverse order."""
    nodes = tuple(Decision(n.information_set, n.children[::-1]) if isinstance(n, Decision) else n for n in game.nodes)
    sets = tuple(replace(known, actions=known.actions[::-1]) for known in game.information_sets)
    return replace(game, nodes=nodes, information_sets=sets)


def renamed(game):
    """Return the game with its players in reverse order."""
    last = len(game.players) - 1
    sets = tuple(replace(known, player=last - known.player) for known in game.information_sets)
    return replace(game, information_sets=sets, players=game.players[::-1], payoffs=game.payoffs[::-1])


@examples(40)
@given(trees(), st.sampled_from([1e-6, 0.3, 1e6]), st.sampled_from([0.0, -7.0, 1e3]))
def test_outcomes_do_not_change_with_names_order_unit_or_zero(game, unit, zero):
    units = np.geomspace(1.0, unit, len(game.players))[:, np.newaxis]
    before = solve(game, SubgamePerfect())
    expected = {tuple(np.round(o, 8)) for o in outcomes(before)}
    affine = replace(game, payoffs=units * (game.payoffs + zero))
    for changed in (reversed_actions(game), renamed(game), affine):
        after = solve(changed, SubgamePerfect())
        assert {tuple(np.round(o, 8)) for o in outcomes(after)} == expected
        assert after.complete is before.complete


def test_a_tree_of_ten_thousand_leaves_and_one_of_five_thousand_moves_are_solved():
    rng = np.random.default_rng(0)
    wide = seen((0, 10), (1, 10), (2, 10), (0, 10))
    (found,) = solve(wide.game(rng.normal(size=(3, 10_000)), 3), SubgamePerfect()).equilibria
    assert found.regret == 0.0
    (deep,) = solve(centipede(5_000), SubgamePerfect()).equilibria
    assert deep.payoffs.tolist() == [2.0, 0.0]
