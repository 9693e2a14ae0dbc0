"""Every reason is recomputed from the scenario by code that shares nothing with the library but the facts it reads."""

from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from negosim.explain import explanation
from negosim.games import ExtensiveFormGame, NormalFormGame
from negosim.models import build
from negosim.scenario import read, shipped_names
from negosim.solve import solve
from negosim.solve.concepts.logit import Logit
from negosim.solve.concepts.nash import Nash

CLOSE = 1e-9
GAMES = [
    (name, key) for name in shipped_names() for key, rules in read(name).facts.games.items() if rules.model == "moves"
]


def reached(plays, actor, at):
    """The plays in which an actor comes to choose knowing `at`, with their probabilities given that it does."""
    found = [play for play in plays if (actor, at) in play.at]
    total = sum(play.chance for play in found)
    return [(play.chance / total, play) for play in found]


def expected_terms(slow_game, actor, plays):
    """The terms of an actor's expected payoff, by path."""
    found = defaultdict(float)
    for chance, play in plays:
        for path, amount in slow_game.terms(actor, play).items():
            found[path] += chance * amount
    return found


def outcomes_of(slow_game, plays):
    found = defaultdict(float)
    for chance, play in plays:
        found[play.outcome or " / ".join(play.made.values())] += chance
    return {outcome: share for outcome, share in found.items() if share > 1e-12}


def check_reason(slow_game, policy, reason, numbers):
    """Recompute one reason: its two sides, its terms, where it leads, and what the others would do."""
    sides = {}
    for option in (reason.chosen, *(other.option for other in reason.alternatives)):
        plays = reached(list(slow_game.plays(policy, (reason.actor, reason.at, option))), reason.actor, reason.at)
        terms = expected_terms(slow_game, reason.actor, plays)
        sides[option] = (sum(terms.values()), terms, plays)
    worth, terms, plays = sides[reason.chosen]
    assert reason.worth == pytest.approx(worth, abs=CLOSE)
    assert dict(reason.outcomes) == pytest.approx(outcomes_of(slow_game, plays), abs=CLOSE)
    for other in reason.alternatives:
        assert other.worth == pytest.approx(sides[other.option][0], abs=CLOSE)
        assert dict(other.outcomes) == pytest.approx(outcomes_of(slow_game, sides[other.option][2]), abs=CLOSE)
    other_terms = sides[reason.alternative.option][1]
    apart = {path: terms[path] - other_terms[path] for path in {**terms, **other_terms}}
    assert {t.path: t.amount for t in reason.terms} == pytest.approx(
        {path: amount for path, amount in apart.items() if abs(amount) > 1e-12}, abs=CLOSE
    )
    assert sum(t.amount for t in reason.terms) == pytest.approx(reason.difference, abs=CLOSE)
    for term in reason.terms:
        assert (term.status, term.claims) == (numbers[term.path].status, numbers[term.path].claims)


def results(scenario, key):
    game = build(scenario, key)
    return [solve(game), solve(game, Logit(lam=8.0))]


@pytest.mark.parametrize(("name", "key"), GAMES)
def test_every_reason_of_every_shipped_game_is_recomputed_from_the_definition_of_the_payoffs(
    name, key, slow, policy_of
):
    scenario = read(name)
    for result in results(scenario, key):
        assert result.equilibria
        for k, equilibrium in enumerate(result.equilibria):
            policy = policy_of(result.game, equilibrium)
            reasons = explanation(scenario, result, k, flips=False).reasons
            assert reasons
            for reason in reasons:
                check_reason(slow(scenario, key), policy, reason, scenario.numbers)


@pytest.mark.parametrize(("name", "key"), GAMES)
def test_every_move_that_is_reached_has_a_reason_in_order_of_play(name, key, slow, policy_of):
    scenario = read(name)
    result = solve(build(scenario, key))
    for k, equilibrium in enumerate(result.equilibria):
        plays = list(slow(scenario, key).plays(policy_of(result.game, equilibrium)))
        met = {here for play in plays for here in play.at} & choosing(result.game)
        reasons = explanation(scenario, result, k, flips=False).reasons
        assert {(reason.actor, reason.at) for reason in reasons} == met
        order = [(r.actor, r.at) for r in reasons]
        for play in plays:
            asked = [here for here in play.at if here in met]
            assert all(order.index(a) < order.index(b) for a, b in pairwise(asked))


def choosing(game):
    """Where there is more than one option."""
    if isinstance(game, NormalFormGame):
        return {(player, "start") for player, size in zip(game.players, game.shape, strict=True) if size > 1}
    return {(game.players[k.player], k.label) for k in game.information_sets if len(k.actions) > 1}


@pytest.mark.parametrize(("name", "key"), GAMES)
def test_the_chosen_option_is_at_least_as_good_as_every_other_and_the_best_of_these_is_compared(name, key):
    scenario = read(name)
    result = solve(build(scenario, key))
    for k in range(len(result.equilibria)):
        for reason in explanation(scenario, result, k, flips=False).reasons:
            assert all(reason.worth >= other.worth - CLOSE for other in reason.alternatives)
            if not reason.is_mixed:
                assert reason.alternative.worth == max(other.worth for other in reason.alternatives)


@pytest.mark.parametrize(("name", "key"), [pair for pair in GAMES if pair[1].startswith("call")])
def test_replies_are_what_the_solution_plays_after_an_alternative(name, key, slow, policy_of):
    scenario = read(name)
    result = solve(build(scenario, key))
    policy = policy_of(result.game, result.equilibria[0])
    for reason in explanation(scenario, result, flips=False).reasons:
        for other in reason.alternatives:
            plays = slow(scenario, key).plays(policy, (reason.actor, reason.at, other.option))
            after = set()
            for _, play in reached(list(plays), reason.actor, reason.at):
                for actor, at in play.at[play.at.index((reason.actor, reason.at)) + 1 :]:
                    best = max(policy[actor, at], key=policy[actor, at].__getitem__)
                    after.add((actor, at, best, policy[actor, at][best]))
            assert {(r.actor, r.at, r.option, r.probability) for r in other.replies} == after


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_reasons_hold_at_numbers_drawn_from_anywhere_in_the_stated_ranges(slow, policy_of, data):
    base = read("march-2025")
    ranged = [e for e in base.numbers.entries if e.quantity.low is not None and not e.is_stake]
    picked = data.draw(st.lists(st.sampled_from(ranged), min_size=1, max_size=8, unique=True))
    change = {e.path: data.draw(st.floats(e.quantity.low, e.quantity.high)) for e in picked}
    scenario = base.what_if({"time.start": f"2025-{data.draw(st.integers(1, 12)):02d}", **change})
    for key in ("call", "call_private"):
        result = solve(build(scenario, key))
        for reason in explanation(scenario, result, flips=False).reasons:
            check_reason(slow(scenario, key), policy_of(result.game, result.equilibria[0]), reason, scenario.numbers)


PENNIES = """
negosim: 1
title: Pennies
actors: {row: {name: Row}, column: {name: Column}}
games:
  pennies:
    name: Pennies
    model: moves
    moves:
      row: {actor: row, sees: [], options: {heads: {}, tails: {}}}
      column: {actor: column, sees: [], options: {heads: {}, tails: {}}}
    payoffs:
      heads: {heads: {row: 3, column: -1}, tails: {row: -1, column: 1}}
      tails: {heads: {row: -1, column: 1}, tails: {row: 1, column: -1}}
"""


def test_a_mixed_strategy_is_explained_by_indifference_and_its_terms_cancel():
    from negosim.scenario import read_text

    scenario = read_text(PENNIES)
    result = solve(build(scenario), Nash())
    found = explanation(scenario, result)
    assert not found.is_searched
    row, column = found.reasons
    for reason in (row, column):
        assert reason.is_mixed and reason.is_indifferent and not reason.flips
        assert reason.difference == pytest.approx(0, abs=CLOSE)
        assert sum(t.amount for t in reason.terms) == pytest.approx(0, abs=CLOSE)
    # Column mixes so that Row is indifferent: 3q - (1-q) = -q + (1-q), so q = 1/3 on heads.
    amounts = {t.path.split("payoffs.")[1]: abs(t.amount) for t in row.terms}
    assert amounts["heads.heads.row"] == pytest.approx(3 * (1 / 3))
    assert amounts["heads.tails.row"] == pytest.approx(2 / 3)


def test_noisy_play_is_not_called_indifference():
    scenario = read("march-2025")
    result = solve(build(scenario, "call"), Logit(lam=8.0))
    found = explanation(scenario, result)
    assert all(reason.is_mixed and not reason.is_indifferent for reason in found.reasons)
    assert not found.is_searched and not found.outcome_flips


def test_a_game_in_which_beliefs_depend_on_choices_is_explained_without_flips():
    from negosim.scenario import read_text

    text = """
negosim: 1
extends: march-2025
games:
  half_blind:
    extends: call
    name: Half blind
    moves: {answer: {sees: [opening], when: null}}
"""
    scenario = read_text(text)
    result = solve(build(scenario, "half_blind"))
    assert isinstance(result.game, ExtensiveFormGame)
    found = explanation(scenario, result)
    assert found.reasons and not found.is_searched and not found.outcome_flips


def test_a_single_option_needs_no_reason():
    from negosim.scenario import read_text

    text = PENNIES.replace("{heads: {}, tails: {}}}\n      column", "{heads: {}}}\n      column").replace(
        "      tails: {heads: {row: -1, column: 1}, tails: {row: 1, column: -1}}\n", ""
    )
    scenario = read_text(text)
    (reason,) = explanation(scenario, solve(build(scenario))).reasons
    assert (reason.actor, reason.chosen, reason.difference) == ("column", "tails", 2.0)


@pytest.mark.parametrize("solution", [1, 7])
def test_an_explanation_of_a_profile_that_is_not_there_is_refused(solution):
    scenario = read("truce-dilemma")
    result = solve(build(scenario))
    with pytest.raises(ValueError, match="profile"):
        explanation(scenario, result, solution)
