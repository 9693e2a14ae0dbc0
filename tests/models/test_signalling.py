"""Signals in a scenario: four classics as published, and march-2025 against a search over its own payoffs."""

from itertools import product

import numpy as np
import pytest

from negosim.models import compile_game
from negosim.scenario import read, read_text
from negosim.scenario.rules import RULES

TALKS = read("march-2025")


def analysed(target, changes=None, game=None):
    scenario = read(target) if isinstance(target, str) else target
    return compile_game(scenario.what_if(changes) if changes else scenario, game).analyse()


def test_beer_is_the_one_intuitive_breakfast_of_two_equilibria():
    analysis = analysed("classics/beer-quiche")
    assert (analysis.figures["equilibria"], analysis.figures["intuitive_equilibria"]) == (2, 1)
    assert analysis.regime == "pooling_on_first"
    beer, quiche = analysis.answer.solutions
    assert beer.profile["bully"] == {"beer": {"leave": 1.0}, "quiche": {"duel": 1.0}}
    assert quiche.profile["bully"] == {"beer": {"duel": 1.0}, "quiche": {"leave": 1.0}}
    assert beer.regret == quiche.regret == 0
    assert "fails the intuitive criterion" in quiche.notes


def test_with_few_strong_guests_the_weak_mix():
    classic = read("classics/beer-quiche")
    analysis = analysed(classic, classic.facts.what_ifs["few_strong"].set)
    assert analysis.regime == "semi_separating"
    weak = analysis.answer.solutions[0].profile["guest"]["type=weak"]
    assert weak == pytest.approx({"beer": 1 / 9, "quiche": 8 / 9})


def test_schooling_separates_as_spence_and_riley_say():
    figures = analysed("classics/job-market").figures
    assert (figures["least_effort"], figures["largest_effort"], figures["pooling_limit"]) == (1, 2, 0.5)
    market = read("classics/job-market")
    assert analysed(market).regime == "worth_it"
    assert analysed(market, market.facts.what_ifs["many_able"].set).regime == "dear"


def test_an_adviser_with_a_bias_of_a_twentieth_tells_three_intervals():
    compiled = compile_game(read("classics/cheap-talk"))
    assert compiled.analyse().figures["intervals"] == 3
    assert compiled.drawing("signals").cuts.tolist() == pytest.approx([2 / 15, 7 / 15])
    assert analysed("classics/cheap-talk", {"actors.adviser.ideal": 0.25}).regime == "untold"
    assert np.isnan(analysed("classics/cheap-talk", {"actors.adviser.ideal": 0}).figures["intervals"])


def payoff(facts, kind, message, reply):
    """Both payoffs at one end of march-2025's game, from the numbers of the file."""
    own = facts.games["call"].terms
    aid = facts.levers["us_aid"]
    ukraine = facts.actors["ukraine"].value_of_deal.value if message == "accept" else own["own_offer"].amount.value
    us = facts.actors["us"].value_of_deal.value if message == "accept" else 0.0
    if (kind, message) == ("unwilling", "accept"):
        ukraine += own["unguarded_pause"].amount.value
    if reply == "withhold":
        ukraine -= aid.strength.value * (1 - aid.replaced.value)
        us -= aid.cost.threaten.value + aid.cost.use.value
        if kind == "unwilling":
            us += facts.stakes["us"]["aid"].value * aid.shifts["aid"].value
        elif message == "accept":
            us -= facts.actors["us"].value_of_deal.value
    return ukraine, us


@pytest.mark.parametrize("pause", [-0.05, -0.1, -0.3])
def test_march_2025_pools_or_separates_as_going_through_all_pure_plans_says(pause):
    changes = {"games.call.terms.unguarded_pause.amount": pause}
    scenario = TALKS.what_if(changes)
    facts, analysis = scenario.facts, analysed(scenario, None, "reluctance")
    kinds, messages, replies = ("unwilling", "willing"), ("accept", "refuse"), ("back", "withhold")
    chance = facts.actors["ukraine"].obstinate.value
    pure = set()
    for plan in product(messages, repeat=2):
        for answer in product(replies, repeat=2):
            does = dict(zip(messages, answer, strict=True))
            honest = all(
                payoff(facts, kind, said, does[said])[0] >= max(payoff(facts, kind, m, does[m])[0] for m in messages)
                for kind, said in zip(kinds, plan, strict=True)
            )
            held = True
            for m in messages:
                senders = [kind for kind, said in zip(kinds, plan, strict=True) if said == m]
                beliefs = {2: [chance], 1: [float(senders == ["unwilling"])], 0: [0.0, 1.0]}[len(senders)]
                ends = {a: [payoff(facts, kind, m, a)[1] for kind in kinds] for a in replies}
                worth = [{a: b * x + (1 - b) * y for a, (x, y) in ends.items()} for b in beliefs]
                held &= any(each[does[m]] >= max(each.values()) for each in worth)
            if honest and held:
                pure.add(plan)
    found = {
        tuple(next(iter(s.profile["ukraine"][f"type={kind}"])) for kind in kinds)
        for s in analysis.answer.solutions
        if all(len(mix) == 1 for mix in s.profile["ukraine"].values())
    }
    assert found == pure
    assert all(s.regret < 1e-12 for s in analysis.answer.solutions)


def test_each_reason_weighs_what_a_plan_brings_against_the_other_message():
    analysis = analysed(TALKS, None, "reluctance")
    by_name = {x.name: x for x in analysis.base.inequalities}
    facts = TALKS.facts
    gains = [
        payoff(facts, kind, "accept", "back")[0] - payoff(facts, kind, "refuse", "withhold")[0]
        for kind in ("unwilling", "willing")
    ]
    assert float(by_name["pooling.accept"].slack) == pytest.approx(min(gains))
    refuses = payoff(facts, "unwilling", "refuse", "withhold")[0] - payoff(facts, "unwilling", "accept", "back")[0]
    assert float(by_name["separating.refuse_accept"].slack) == pytest.approx(refuses)
    chance = facts.actors["ukraine"].obstinate.value
    worth = [
        chance * payoff(facts, "unwilling", "accept", a)[1] + (1 - chance) * payoff(facts, "willing", "accept", a)[1]
        for a in ("back", "withhold")
    ]
    assert float(by_name["replies.accept"].slack) == pytest.approx(worth[0] - worth[1])


def test_the_unwilling_type_turns_where_its_dislike_exceeds_the_penalty_for_refusing():
    """C8: what it is worth to accept, less the dislike, against credit lost and aid withheld."""
    facts = TALKS.facts
    bite = facts.levers["us_aid"].strength.value * (1 - facts.levers["us_aid"].replaced.value)
    limit = facts.actors["ukraine"].value_of_deal.value - facts.games["call"].terms["own_offer"].amount.value + bite
    path = "games.call.terms.unguarded_pause.amount"
    assert analysed(TALKS, {path: -limit + 1e-6}, "reluctance").regime == "pooling_on_first"
    assert analysed(TALKS, {path: -limit - 1e-6}, "reluctance").regime == "separating"


def test_c14_a_boast_tells_something_only_where_the_ideals_are_less_than_a_quarter_apart():
    regimes = [analysed(TALKS, {"ideals.us.aid": x}, "boast").regime for x in (0.5, 0.74, 0.76, 1.0)]
    assert regimes == ["untold", "untold", "told", "told"]


def test_a_batch_gives_what_single_scenarios_give():
    compiled = compile_game(TALKS, "reluctance")
    path, values = "actors.ukraine.obstinate", np.array([0.0, 0.1, 0.3, 0.9, 1.0])
    seen = compiled.figures(TALKS.numbers.vary({path: values}))
    for k, value in enumerate(values):
        alone = analysed(TALKS, {path: float(value)}, "reluctance").figures
        assert {name: rows[k] for name, rows in seen.items()} == pytest.approx(alone, nan_ok=True)


def test_a_number_that_is_not_given_counts_as_nothing():
    regimes = [analysed(TALKS, {"actors.us.value_of_deal": x}, "reluctance") for x in (None, 0)]
    assert regimes[0].figures == regimes[1].figures


def test_what_a_signal_lacks_is_told():
    def lacks(**rules):
        game = {"name": "x", "model": "signalling", "sender": "us", "receiver": "ukraine", **rules}
        return [(lack.at, lack.what) for lack in RULES["signalling"].model_validate(game).lacks(TALKS.facts)]

    assert lacks() == [(("model",), "a signal has exactly one of types, talk_about and effort")]
    told = lacks(
        types={"one": {}},
        messages={"a": {}, "b": {}},
        replies={"x": {"uses": ["us_aid"]}},
        terms={"t": {"actor": "russia", "of": "no.such", "when": {"message": "c"}}},
    )
    assert told == [
        (("types",), "types are 1, not two"),
        (("replies",), "replies are 1, not from two to four"),
        (("sender",), "us has no chance of being the first type"),
        (("replies", "x", "uses", 0), "lever us_aid is not one of ukraine on us"),
        (("terms", "t", "actor"), "russia is neither sender nor receiver"),
        (("terms", "t", "of", 0), "no number can stand at no.such"),
        (("terms", "t", "when", "message", 0), "c is no message of this game"),
    ]
    assert lacks(talk_about="kursk") == [(("sender",), "us has no ideal on kursk")]


def test_a_third_breakfast_and_a_third_reply_are_read_from_the_language():
    """Porridge, by which the strong would be known and gain: the strong take it, and the weak their quiche."""
    third = read_text(
        "negosim: 1\nextends: classics/beer-quiche\ngames:\n  breakfast:\n"
        "    messages: {porridge: {name: has porridge}}\n    replies: {joke: {name: makes a joke}}\n"
        "    terms:\n"
        "      porridge_for_the_strong: {actor: guest, when: {type: strong, message: porridge}, times: 1.5}\n"
        "      porridge_for_the_weak: {actor: guest, when: {type: weak, message: porridge}, times: -2}\n"
        "      no_joke: {actor: bully, when: {reply: joke}, times: -1}\n"
    )
    analysis = analysed(third)
    assert (
        analysis.regime == "separating" and analysis.answer.complete == "some"
    )  # the weak like beer as much as a duel
    (first, *others) = analysis.answer.solutions
    assert first.profile["guest"] == {"type=strong": {"porridge": 1.0}, "type=weak": {"quiche": 1.0}}
    assert first.profile["bully"]["porridge"] == {"leave": 1.0}
    assert all("fails the intuitive criterion" in each.notes for each in others)
    assert {name for name in analysis.figures if name.startswith("indifference")} == set()
    reasons = {each.name: bool(each.holds) for each in analysis.base.inequalities}
    assert [name for name in reasons if not name.startswith("replies")] == [
        "pooling.beer", "pooling.quiche", "separating.porridge_quiche"
    ] and all(reasons.values())  # fmt: skip
