"""Links of a chain are recomputed from the two scenarios, before and after, by the slow reading of the game."""

import pytest

from negosim.explain.chain import chain
from negosim.explain.reasons import explanation
from negosim.explain.words import choosing_sentence, reply_sentence
from negosim.models import build
from negosim.scenario import read, read_text
from negosim.solve import solve
from negosim.whatif.compare import Case

CLOSE = 1e-9
WHAT_IFS = sorted(read("march-2025").facts.what_ifs)


def case_of(name, what_if, key):
    base = read(name)
    return Case("base", base, key), Case(what_if, base.what_if(base.facts.what_ifs[what_if].set), key)


def difference(slow_game, policy, link):
    """payoff(chosen) - payoff(other) of one link, by path, in one scenario."""
    sides = []
    for option in (link.chosen, link.other):
        plays = [p for p in slow_game.plays(policy, (link.actor, link.at, option)) if (link.actor, link.at) in p.at]
        if not plays:  # the move is not reached after the change: take it as if it were
            plays = list(slow_game.plays({**policy, **arrive(link, policy)}, (link.actor, link.at, option)))
            plays = [p for p in plays if (link.actor, link.at) in p.at]
        total = sum(p.chance for p in plays)
        terms = {}
        for play in plays:
            for path, amount in slow_game.terms(link.actor, play).items():
                terms[path] = terms.get(path, 0.0) + amount * play.chance / total
        sides.append(terms)
    return {path: sides[0].get(path, 0.0) - sides[1].get(path, 0.0) for path in {**sides[0], **sides[1]}}


def arrive(link, policy):
    """The choices that lead to a link's move: what its mover has seen, taken for sure."""
    seen = [] if link.at == "start" else [word for word in link.at.split(" / ") if not word.startswith("type=")]
    found = {}
    for position, option in enumerate(seen):
        at = " / ".join(seen[:position]) or "start"
        (here,) = [key for key in policy if key[1] == at and option in policy[key]]
        found[here] = {option: 1.0}
    return found


@pytest.mark.parametrize("what_if", WHAT_IFS)
def test_each_link_compares_the_same_two_options_before_and_after_and_its_moved_terms_make_up_the_shift(
    what_if, slow, policy_of
):
    before, after = case_of("march-2025", what_if, "call")
    links = chain(before, after)
    policies = [policy_of(case.result.game, case.equilibrium) for case in (before, after)]
    assert [link.actor for link in links] == ["ukraine", "russia", "us"]  # last mover first
    for link in links:
        parts = [difference(slow(c.scenario, "call"), p, link) for c, p in zip((before, after), policies, strict=True)]
        assert link.before == pytest.approx(sum(parts[0].values()), abs=CLOSE)
        assert link.after == pytest.approx(sum(parts[1].values()), abs=CLOSE)
        moved = {p: (parts[0].get(p, 0.0), parts[1].get(p, 0.0)) for p in {**parts[0], **parts[1]}}
        moved = {p: pair for p, pair in moved.items() if abs(pair[1] - pair[0]) > 1e-9}
        assert {t.share.path for t in link.moved} == set(moved)
        for term in link.moved:
            assert (term.before, term.after) == pytest.approx(moved[term.share.path], abs=CLOSE)
        assert sum(t.after - t.before for t in link.moved) == pytest.approx(link.after - link.before, abs=CLOSE)
        assert policies[0][link.actor, link.at][link.chosen] == policies[1][link.actor, link.at][link.now] == 1
        assert link.has_flipped == (link.after < 0)


def test_a_change_that_no_term_of_the_chain_reads_moves_nothing():
    before, after = case_of("march-2025", "others_step_in", "call")
    assert all(not link.moved and link.before == link.after for link in chain(before, after)[:2])


def test_a_chain_of_a_simultaneous_game_holds_the_others_choices_on_each_side(slow, policy_of):
    before, after = case_of("truce-dilemma", "guarantor", "dilemma")
    links = chain(before, after)
    assert {link.actor for link in links} == {"north", "south"}
    for link in links:
        assert (link.chosen, link.before) == ("break", 1.0)


def test_games_with_different_moves_are_not_compared():
    base = read("march-2025")
    with pytest.raises(ValueError, match="moves"):
        chain(Case("base", base, "call"), Case("other", base, "table_talk"))


def test_a_chain_needs_a_solution_on_both_sides():
    base = read("truce-dilemma")
    empty = Case("base", base, "dilemma")
    empty.__dict__["result"] = type("Result", (), {"equilibria": ()})()
    assert chain(empty, Case("other", base, "dilemma")) == ()


HUNT = """
negosim: 1
title: A hunt
actors: {north: {name: North}, south: {name: South}}
games:
  hunt:
    name: Hunt
    model: moves
    moves:
      north: {actor: north, sees: [], options: {stag: {}, hare: {}}}
      south: {actor: south, sees: [], options: {stag: {}, hare: {}}}
    payoffs:
      stag: {stag: {north: GOOD, south: GOOD}, hare: {north: 0, south: 2}}
      hare: {stag: {north: 2, south: 0}, hare: {north: 2, south: 2}}
"""


@pytest.mark.parametrize(
    ("good", "end"), [("4", "all of them prefer equilibrium"), ("2", "there is none that all of them prefer.")]
)
def test_several_equilibria_are_said_to_need_a_word_and_named_where_every_actor_prefers_one(good, end):
    scenario = read_text(HUNT.replace("GOOD", good))
    result = solve(build(scenario))
    said = choosing_sentence(result)
    assert said.startswith(f"{len(result.equilibria)} equilibria") and "nobody gains by moving alone" in said
    assert end in said
    if good == "4":
        best = max(range(len(result.equilibria)), key=lambda k: result.equilibria[k].payoffs[0])
        assert said.endswith(f"all of them prefer equilibrium {best + 1} to every other.")


def test_opposed_preferences_over_equilibria_are_said_to_be_opposed():
    scenario = read_text(HUNT.replace("GOOD", "4").replace("north: 2, south: 2}", "north: 5, south: 2}"))
    result = solve(build(scenario))
    payoffs = [tuple(e.payoffs) for e in result.equilibria]
    best = [
        k for k, p in enumerate(payoffs) if all(a > b for o in payoffs if o != p for a, b in zip(p, o, strict=True))
    ]
    assert not best and choosing_sentence(result).endswith("there is none that all of them prefer.")


def test_one_equilibrium_needs_no_choosing():
    assert choosing_sentence(solve(build(read("truce-dilemma")))) == ""


def test_a_tree_with_several_outcomes_is_not_said_to_need_a_word():
    text = HUNT.replace(
        "sees: [], options: {stag: {}, hare: {}}}\n    payoffs", "options: {stag: {}, hare: {}}}\n    payoffs"
    )
    scenario = read_text(text.replace("GOOD", "2").replace("hare: {north: 0, south: 2}", "hare: {north: 0, south: 2}"))
    result = solve(build(scenario))
    assert len(result.equilibria) > 1
    said = choosing_sentence(result)
    assert said.startswith(f"{len(result.equilibria)} outcomes") and "talk first" not in said


def test_types_that_reply_differently_are_joined_by_or():
    base = read("march-2025")
    scenario = base.what_if({"games.call.terms.unguarded_pause.amount": -0.4, "games.call.terms.own_offer.amount": 0})
    result = solve(build(scenario, "call_private"))
    split = 0
    for reason in explanation(scenario, result, flips=False).reasons:
        for other in reason.alternatives:
            replies = {reply.option for reply in other.replies if reply.actor == "ukraine"}
            said = reply_sentence(reason, other, scenario, "call_private")
            split += len(replies) == 2
            if len(replies) == 2:
                assert "Ukraine refuses or accepts" in said or "Ukraine accepts or refuses" in said
            assert said.count("Ukraine") <= 1 + (reason.actor == "ukraine")
    assert split
