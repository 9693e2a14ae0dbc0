"""Cases side by side: margins, and what came of expectations."""

import pytest

from negosim.games.extensive_form import reach_probabilities
from negosim.models import build
from negosim.scenario import read, read_text
from negosim.solve import solve
from negosim.whatif.compare import Case, end_probabilities, expectations

PICK = """
negosim: 1
title: A pick
actors: {north: {name: North}, south: {name: South}}
games:
  pick:
    name: Pick
    model: moves
    moves:
      first: {actor: north, options: {left: {}, right: {}}}
      second: {actor: south, options: {left: {}, right: {}}}
    payoffs:
      left: {left: {north: 3, south: 1}, right: {north: 0, south: 0}}
      right: {left: {north: 1, south: 0}, right: {north: 1, south: 4}}
"""


def of_moves(scenario):
    """The keys of the games that have moves."""
    return [key for key, rules in scenario.facts.games.items() if rules.model == "moves"]


def cases(changes, text=PICK, key="pick"):
    base = read_text(text)
    return Case("base", base, key), Case("changed", base.what_if(changes), key)


def verdict(changes, figure, word):
    (found,) = expectations(*cases(changes), {figure: word})
    return found


LEFT = "games.pick.payoffs.left.left.north"


@pytest.mark.parametrize(
    ("value", "word", "is_met"),
    [
        (4.0, "more_likely", "met"),
        (2.0, "more_likely", "not met"),
        (2.0, "less_likely", "met"),
        (4.0, "less_likely", "not met"),
        (4.0, "same", "not met"),
        (3.0, "same", "met"),
        (3.0, "more_likely", "null"),
        (3.0, "less_likely", "null"),
    ],
)
def test_an_expectation_is_met_if_the_margin_moves_as_expected_and_null_if_it_does_not_move(value, word, is_met):
    found = verdict({LEFT: value}, "pick.north.left", word)
    assert found.verdict == is_met
    assert (found.before, found.after) == (2.0, value - 1.0)  # left 3, right 1: South answers right with right


def test_an_expectation_about_a_move_that_is_not_reached_in_both_cases_is_null():
    # at 0 North goes right, where South has the same option: it is worth 0 there, and 4 the other
    found = verdict({LEFT: 0.0}, "pick.south.left", "less_likely")
    assert found.verdict == "met" and (found.before, found.after) == (1.0, -4.0)
    text = PICK.replace("second: {actor: south,", "second: {actor: south, when: {first: left},")
    text = (
        text[: text.index("    payoffs")]
        + """    outcome_rules: [{when: {first: left, second: left}, outcome: a}, {outcome: b}]
    terms:
      bonus: {actor: north, when: {second: left}, amount: 1}
      gift: {actor: south, when: {second: left}, amount: 1}
outcomes:
  a: {name: a, kind: none, fighting: 0, strikes: 0, deal: 0}
  b: {name: b, kind: none, fighting: 0, strikes: 0, deal: 0}
"""
    )
    before, after = cases({"games.pick.terms.bonus.amount": -1.0}, text)
    (unreached,) = expectations(before, after, {"pick.south.left": "less_likely"})
    assert (unreached.verdict, unreached.before, unreached.after) == ("null", 1.0, None)


def test_an_expected_outcome_is_met_only_if_every_equilibrium_leads_to_it_for_sure():
    base = read("march-2025")
    before = Case("base", base, "call")
    eager = Case("not eager", base.what_if({"actors.us.value_of_deal": 0.0}), "call")
    (met,) = expectations(before, eager, {"call.outcome": "energy_truce"})
    (missed,) = expectations(before, eager, {"call.outcome": "full_ceasefire"})
    assert (met.verdict, missed.verdict) == ("met", "not met")
    several = Case("talk", base, "table_talk")
    assert len(several.result.equilibria) > 1
    for outcome in ("energy_truce", "fighting_on", "full_ceasefire"):
        assert not several.outcome_is(outcome)


def test_expectations_about_other_games_are_left_out():
    base = read("march-2025")
    case = Case("base", base, "call")
    assert expectations(case, case, {"table_talk.us.broker": "same"}) == ()


@pytest.mark.parametrize("name", ["march-2025", "truce-dilemma"])
def test_a_margin_is_recomputed_from_the_worth_of_the_options_that_a_reason_states(name):
    from negosim.explain import explanation

    base = read(name)
    for key in of_moves(base):
        result = solve(build(base, key))
        if key == "call_private":
            continue
        for reason in explanation(base, result, flips=False).reasons:
            case = Case("base", base, key)
            assert case.margins(reason.actor, reason.chosen)[0] == pytest.approx(reason.difference)
            for other in reason.alternatives:
                rest = [reason.worth, *(o.worth for o in reason.alternatives if o is not other)]
                assert case.margins(reason.actor, other.option)[0] == pytest.approx(other.worth - max(rest))
            assert case.choices[reason.actor, reason.at] == reason.chosen


def test_where_types_answer_apart_a_margin_is_their_mean_weighted_by_how_often_each_is_reached():
    from negosim.explain import explanation

    base = read("march-2025")
    case = Case("base", base, "call_private")
    reach = reach_probabilities(case.result.game, case.equilibrium.profile)
    weighted, total = 0.0, 0.0
    reasons = {(r.actor, r.at): r for r in explanation(base, case.result, flips=False).reasons}
    for known in case.result.game.information_sets:
        chance = float(reach[list(known.nodes)].sum())
        if case.result.game.players[known.player] == "ukraine" and chance > 0:
            weighted += chance * reasons["ukraine", known.label].difference
            total += chance
    assert total == pytest.approx(1)
    assert case.margins("ukraine", "accept") == (pytest.approx(weighted),)


def test_an_actor_or_an_option_that_is_not_there_has_no_margin():
    base = read("march-2025")
    case = Case("base", base, "ukraine_russia")
    assert case.margins("us", "broker") == case.margins("russia", "broker") == ()


def test_an_expectation_of_several_equilibria_is_held_against_the_one_that_favours_the_option_most():
    """The dilemma has one equilibrium, both break; a guarantor adds one in which both keep, by a margin of 3 - 2."""
    base = read("truce-dilemma")
    before = Case("base", base, "dilemma")
    after = Case("guarantor", base.what_if(base.facts.what_ifs["guarantor"].set), "dilemma")
    assert sorted(after.margins("north", "keep")) == pytest.approx([-1, 0, 1])  # the mixed one in the middle
    assert before.margins("north", "keep") == (-1,)
    (found,) = expectations(before, after, {"dilemma.north.keep": "more_likely"})
    assert (found.verdict, found.before, found.after) == ("met", -1, 1)


def test_the_probabilities_of_ends_sum_to_one_in_trees_and_tables():
    base = read("march-2025")
    for key in of_moves(base):
        case = Case("base", base, key)
        for equilibrium in case.result.equilibria:
            assert end_probabilities(case.result.game, equilibrium).sum() == pytest.approx(1)


def test_the_answer_of_a_case_is_said_also_where_the_game_cannot_be_solved_in_batches():
    text = """
negosim: 1
extends: march-2025
games:
  half_blind:
    extends: call
    name: Half blind
    moves: {answer: {sees: [opening], when: null}}
"""
    base = read_text(text)
    for key in of_moves(base):
        case = Case("base", base, key)
        outcomes = set(case.answer.split(" or "))
        assert outcomes <= {*base.facts.outcomes, "no pure equilibrium"}
        assert case.outcome_is(case.answer) == (len(case.result.equilibria) == 1 and len(outcomes) == 1)
