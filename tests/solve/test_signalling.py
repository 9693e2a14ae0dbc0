"""Signalling games: cited games with their sets of beliefs, the definition by trembles, completeness, invariances."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import linprog

from brute_force import gains_at_sets, outcome, profiles_on_a_grid
from negosim.errors import UnsolvedError
from negosim.games import ExtensiveFormGame
from negosim.games.extensive_form import has_beliefs_from_chance, last_moves, reach_probabilities
from negosim.solve import Complete, best_replies, solve
from negosim.solve.concepts.sequential import Sequential
from negosim.solve.signalling import assessments, signalling_form
from negosim.solve.small_trees import supports_of
from random_games import Move, TreeOfMoves, examples, trees


def signalling_game(shares, sender, receiver):
    """Types, messages that the receiver sees alone, replies: sender[type, message, reply] and receiver likewise."""
    types, messages, replies = np.shape(sender)
    moves = [Move(None, types), Move(0, messages, frozenset({0})), Move(1, replies, frozenset({1}))]
    return TreeOfMoves(moves, shares=[shares, (), ()]).game([np.ravel(sender), np.ravel(receiver)], 2)


def sets_after_messages(game):
    return [k for k, known in enumerate(game.information_sets) if known.player == 1]


# Cho and Kreps (1987): a strong type likes beer, a weak one quiche, either wants no duel, and one duels with the weak.
BEER = [[[1, 3], [0, 2]], [[0, 2], [1, 3]]]
DUEL = [[[0, 1], [0, 1]], [[1, 0], [1, 0]]]


@pytest.mark.parametrize("strong", [0.9, 0.6])
def test_beer_and_quiche_are_pooled_on_while_the_other_meal_is_thought_weak_in_half_the_cases_or_more(strong):
    game = signalling_game([strong, 1 - strong], BEER, DUEL)
    result = solve(game)
    assert result.concept == Sequential() and result.complete is Complete.ALL
    assert result.components == ((0,), (1,)) and len(result.equilibria) == 2
    meals = sets_after_messages(game)
    for found in result.equilibria:
        ((index, corners),) = found.off_path_beliefs.items()
        assert sorted(corners.tolist()) == [[0.0, 1.0], [0.5, 0.5]]
        (eaten,) = set(meals) - {index}
        assert found.beliefs[eaten] == pytest.approx([strong, 1 - strong])
        assert found.profile[eaten].tolist() == [0, 1] and found.profile[index].tolist() == [1, 0]
        assert "not reached: supported by beliefs 0 / " in found.notes[0] and ": 0.5 to 1" in found.notes[0]
    assert result.notes == ("equilibria that differ off the path only are one outcome",)


def test_where_the_weak_are_the_more_likely_they_mix_so_that_a_duel_is_a_toss_up():
    """At prior 0.2 strong, of the weak a quarter drinks beer, and over beer there is a duel in half the cases."""
    game = signalling_game([0.2, 0.8], BEER, DUEL)
    (found,) = solve(game).equilibria
    beer, quiche = sets_after_messages(game)
    strong, weak = (own for k, own in enumerate(found.profile) if k not in (beer, quiche))
    assert strong == pytest.approx([1, 0]) and weak == pytest.approx([0.25, 0.75])
    assert found.profile[beer] == pytest.approx([0.5, 0.5]) and found.profile[quiche] == pytest.approx([1, 0])
    assert found.beliefs[beer] == pytest.approx([0.5, 0.5]) and not found.off_path_beliefs


def test_schooling_separates_if_it_costs_the_able_less_than_it_pays_and_the_others_more():
    """Spence (1973): wage 1 or 2 is what a worker is thought worth; schooling costs the able 0.5 and the others 1.5."""
    cost = np.array([[0, 1.5], [0, 0.5]])
    sender = np.array([1.0, 2.0]) - cost[:, :, np.newaxis]
    fit = -np.abs(np.subtract.outer([1.0, 2.0], [1.0, 2.0]))[:, np.newaxis].repeat(2, axis=1)
    result = solve(signalling_game([0.5, 0.5], sender, fit))
    separating = [e for e in result.equilibria if not e.off_path_beliefs]
    assert [own.tolist() for own in separating[0].profile].count([1.0, 0.0]) == 2
    assert separating[0].payoffs[1] == 0 and result.complete in (Complete.ALL, Complete.EXTREME)
    for found in result.equilibria:
        assert all(
            corners.min() >= 0 and corners.sum(axis=1) == pytest.approx(1)
            for corners in found.off_path_beliefs.values()
        )


def test_a_threat_that_no_belief_supports_is_no_sequential_equilibrium():
    """Out, or in by either door: the owner sees no door, and to share is best whatever it thinks."""
    tree = TreeOfMoves([Move(0, 3), Move(1, 2)], frozenset({(0, 0)}))
    game = tree.game([[1, 2, 0, 3, 0], [2, 1, 0, 1, 0]], 2)
    result = solve(game, Sequential())
    assert [found.payoffs.tolist() for found in result.equilibria] == [[3.0, 1.0]]
    tough = replace(game, payoffs=np.array([[1, 2, 0, 3, 0], [2, 1, 0, 0, 1]]))
    kept_out = [e for e in solve(tough, Sequential()).equilibria if e.payoffs[0] == 1]
    assert kept_out and all(corners[:, 1].min() == 0.5 for e in kept_out for corners in e.off_path_beliefs.values())


def units_of(game, index):
    """Return the beliefs that each move before an information set would lead to alone, found from the tree."""
    chance = reach_probabilities(game, tuple(np.ones(len(known.actions)) for known in game.information_sets))
    nodes, last = game.information_sets[index].nodes, last_moves(game)
    found = {}
    for place, number in enumerate(nodes):
        found.setdefault(last[number], np.zeros(len(nodes)))[place] = chance[number]
    return {move: mass for move, mass in found.items() if mass.sum() > 0}


def bayes(game, profile):
    reach = reach_probabilities(game, profile)
    return [reach[list(k.nodes)] / reach[list(k.nodes)].sum() for k in game.information_sets]


def slipped(game, found, slip):
    """Return a fully mixed profile near an equilibrium that leads by Bayes' rule to nearly its beliefs, if any does."""
    extra = [np.full(len(own), slip**2) for own in found.profile]
    for index in found.off_path_beliefs:
        for (h, c), mass in units_of(game, index).items():
            extra[h][c] += slip * found.beliefs[index][mass > 0].sum() / mass.sum()
    return tuple((own + more) / (own + more).sum() for own, more in zip(found.profile, extra, strict=True))


def is_sequential(game, profile):
    """Whether beliefs support a profile: by Bayes' rule where a set is reached, else by a program over the units."""
    reach = reach_probabilities(game, profile)
    beliefs = []
    for index, known in enumerate(game.information_sets):
        mass = reach[list(known.nodes)]
        if mass.sum() > 0:
            beliefs.append(mass / mass.sum())
            continue
        units = [own / own.sum() for own in units_of(game, index).values()]
        worth = np.array([game.payoffs[known.player, _leaves(game, n)] for n in known.nodes])  # worth[node, action]
        gains = np.array(units) @ (worth - (worth @ profile[index])[:, np.newaxis])
        solved = linprog(np.zeros(len(units)), gains.T, np.full(gains.shape[1], 1e-10), [np.ones(len(units))], [1.0])
        if solved.x is None:
            return False
        beliefs.append(solved.x @ np.array(units))
    return gains_at_sets(game, profile, tuple(beliefs)).max() < 1e-9


def _leaves(game, number):
    return [game.nodes[child].index for child in game.nodes[number].children]


@st.composite
def signals(draw):
    """Draw a signalling game with payoffs 0 to 2, its message seen or not, its type known to the sender or not."""
    types, messages, replies = draw(st.sampled_from([(2, 2, 2), (2, 3, 2), (3, 2, 2), (2, 2, 3)]))
    knows, seen = draw(st.sampled_from([frozenset({0}), frozenset()])), draw(st.booleans())
    moves = [Move(None, types), Move(0, messages, knows), Move(1, replies, frozenset({1} if seen else ()))]
    stops = frozenset({(1, 0)}) if draw(st.booleans()) else frozenset()
    shares = {2: (0.25, 0.75), 3: (0.25, 0.25, 0.5)}[types]
    tree = TreeOfMoves(moves, stops, shares=[shares, (), ()])
    cells = draw(st.lists(st.integers(0, 2), min_size=2 * tree.leaves, max_size=2 * tree.leaves))
    return tree.game(np.reshape(cells, (2, tree.leaves)), 2)


@examples(25)
@given(signals())
def test_what_is_listed_is_sequential_and_a_limit_of_slips_and_nothing_on_a_grid_is_missing(game):
    result = Sequential().solve(game)
    listed = [outcome(game, found.profile) for found in result.equilibria]
    assert listed
    for found in result.equilibria:
        assert gains_at_sets(game, found.profile, found.beliefs).max() < 1e-9 and found.regret < 1e-9
        near = slipped(game, found, 1e-5)
        for belief, limit in zip(found.beliefs, bayes(game, near), strict=True):
            assert belief == pytest.approx(limit, abs=1e-3)
        for index, corners in found.off_path_beliefs.items():
            for corner in corners:
                changed = (*found.beliefs[:index], corner, *found.beliefs[index + 1 :])
                assert gains_at_sets(game, found.profile, changed).max() < 1e-9
    whole = result.complete is Complete.ALL
    for profile in profiles_on_a_grid(game, 2 if len(game.information_sets) < 4 else 1):
        if (whole or all(own.max() == 1 for own in profile)) and is_sequential(game, profile):
            assert any(np.allclose(outcome(game, profile), other) for other in listed)


@examples(20)
@given(trees(information="any", most_moves=3, players=(2, 3)))
def test_any_small_tree_with_two_choices_on_a_path_is_solved(game):
    form = signalling_form(game)
    assume(form is not None and not has_beliefs_from_chance(game))
    for one in assessments(form).found:
        assert gains_at_sets(game, one.profile, one.beliefs).max() < 1e-9


@examples(20)
@given(signals(), st.sampled_from([1e-6, 3.0]), st.sampled_from([0.0, -7.5]))
def test_outcomes_do_not_change_with_units(game, unit, zero):
    def outcomes(one):
        return {tuple(np.round(outcome(one, e.profile), 8)) for e in Sequential().solve(one).equilibria}

    scale = np.array([[unit], [1.0]])
    assert outcomes(replace(game, payoffs=scale * (game.payoffs + zero))) == outcomes(game)


def test_near_ties_and_decimals_are_the_ties_that_they_stand_for():
    game = signalling_game([1 / 3, 2 / 3], np.array(BEER) * (0.1 + 0.2), np.array(DUEL) * 0.3)
    tied = signalling_game([1 / 3, 2 / 3], BEER, DUEL)
    one, other = (assessments(signalling_form(g)) for g in (game, tied))
    assert len(one.found) == len(other.found) and one.components == other.components


def test_exact_shares_and_beliefs_are_the_fractions_of_the_closed_form_and_a_near_tie_is_none():
    """As above with prior 1/5 strong: a quarter of the weak drinks beer, so that half of the beer drinkers are weak."""
    game = replace(
        signalling_game([0.2, 0.8], BEER, DUEL), exact_chance=(Fraction(1, 5), Fraction(4, 5)), exact_payoffs=None
    )
    (found,) = solve(game, Sequential(exact=True)).equilibria
    beer, quiche = sets_after_messages(game)
    strong, weak = (own for k, own in enumerate(found.exact) if k not in (beer, quiche))
    assert (strong, weak) == (("1", "0"), ("1/4", "3/4"))
    assert found.exact[beer] == ("1/2", "1/2") and found.exact_beliefs[beer] == ("1/2", "1/2")
    assert found.exact_beliefs[quiche] == ("0", "1")
    near = signalling_game([0.5, 0.5], [[[0, 0], [-1e-13, -1e-13]], [[1, 1], [0, 0]]], [[[1, 0], [1, 0]], [[0, 1]] * 2])
    assert len(solve(near).equilibria) > 1
    ((*_, first),) = {tuple(map(tuple, e.profile[:1])) for e in solve(near, Sequential(exact=True)).equilibria}
    assert first == (1, 0)


def test_exact_sequential_equilibria_of_other_trees_are_refused():
    game = TreeOfMoves([Move(0, 2)]).game([[1, 2]], 1)
    with pytest.raises(UnsolvedError, match="exact sequential equilibria are given for signalling games"):
        solve(game, Sequential(exact=True))


@examples(15)
@given(signals())
def test_the_beliefs_of_slips_support_just_what_a_program_over_the_senders_actions_supports(game):
    """The search for small trees knows nothing of signalling."""
    for profile in profiles_on_a_grid(game, 2 if len(game.information_sets) < 4 else 1)[::3]:
        assert (supports_of(game, profile) is not None) == is_sequential(game, profile)


def test_games_of_other_kinds_have_no_such_form():
    three = TreeOfMoves([Move(0, 2), Move(1, 2), Move(0, 2, frozenset({0}))]).game(np.zeros((2, 8)), 2)
    excluded = signalling_game([1.0, 0.0], BEER, DUEL)
    moves = [Move(0, 2), Move(None, 2), Move(1, 2, frozenset({1}))]
    seen_twice = TreeOfMoves(moves, shares=[(), (0.5, 0.5), ()]).game(np.zeros((2, 8)), 2)
    for game in (three, excluded, seen_twice):
        assert isinstance(game, ExtensiveFormGame) and signalling_form(game) is None
    with pytest.raises(UnsolvedError, match="this is no signalling game"):
        Sequential().solve(excluded)


def test_a_list_that_may_lack_vertices_is_some(monkeypatch):
    for most in (1, 12):
        monkeypatch.setattr(best_replies, "MOST_BASES", most)
        result = Sequential().solve(signalling_game([0.9, 0.1], BEER, DUEL))
        assert (result.complete, result.components) == (Complete.SOME, ())
        assert "too many vertices" in result.why_complete


def test_one_chooser_and_one_other_are_a_game_in_strategic_form():
    """Between rock, paper and scissors each vertex has as many best replies as it has actions."""
    win = [[0, -1, 1], [1, 0, -1], [-1, 1, 0]]
    values = [[(Fraction(0), [[Fraction(v) for v in row]]) for row in win]]
    found = best_replies.best_replies([3], values)
    assert (Fraction(1, 3),) * 3 in [point[0] for point in found.points]
    for point, best in zip(found.points, found.best, strict=True):
        worth = np.array(win) @ np.array([float(p) for p in point[0]])
        assert np.array_equal(best[0], worth > worth.max() - 1e-12)
        assert sum(best[0]) >= sum(p > 0 for p in point[0])
