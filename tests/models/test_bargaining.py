"""Dividing issues: the frontier against a search over settlements, cited closed forms, red lines, linkage, signs."""

from itertools import product

import numpy as np
import pytest

from negosim.errors import InputError
from negosim.models import compile_game
from negosim.models.bargaining import bargaining_range, finite_share, limit_share, rubinstein_share
from negosim.models.bargaining.pieces import Bargain
from negosim.scenario import read, read_text

TALKS = read("march-2025")

TWO = """
negosim: 1
title: Two issues
actors: {a: {name: A, ideal: 1, discount_factor: .9}, b: {name: B, ideal: 0, discount_factor: .8}}
issues:
  land: {name: land, at_0: none, at_1: all, status_quo: %s}
  water: {name: water, at_0: none, at_1: all, status_quo: %s}
stakes: {a: {land: %s, water: %s}, b: {land: %s, water: %s}}
outcomes: {none: {kind: none, fighting: 1, strikes: 0, deal: 0}}
audience: %s
games:
  talk: {name: Talk, model: bargaining, parties: [a, b], issues: [land, water], disagreement: none}
"""


def two(a=(0.7, 0.3), b=(0.3, 0.7), status_quo=(0.3, 0.3), audience="{}"):
    return read_text(TWO % (*status_quo, *a, *b, audience))


def analysed(scenario, key="talk"):
    return compile_game(scenario, key).analyse()


def settlements(scenario, key, steps=41):
    """Every settlement of a grid, and what it is worth to each party by the definition of the payoffs."""
    facts, rules = scenario.facts, scenario.facts.games[key]
    grid = np.array(list(product(np.linspace(0, 1, steps), repeat=len(rules.issues))))
    worth = []
    for actor in rules.parties:
        ideals = {i: (facts.ideals.get(actor, {}).get(i) or facts.actors[actor].ideal).value for i in facts.issues}
        found = facts.actors[actor].value_of_deal.value if facts.actors[actor].value_of_deal else 0.0
        for issue, known in facts.issues.items():
            given = rules.offers[issue].value if issue in rules.offers else known.status_quo.value
            x = grid[:, rules.issues.index(issue)] if issue in rules.issues else given
            stake = facts.stakes[actor].get(issue)
            found = found + (stake.value * (1 - abs(x - ideals[issue])) if stake else 0.0)
            row = facts.audience.get(actor, {}).get(issue)
            if row and "settlement" in row.kinds:
                short = abs(x - ideals[issue]) - abs(row.red_line.value - ideals[issue])
                found = found - row.fixed.value * (short > 1e-12) - row.slope.value * np.maximum(short, 0)
        worth.append(found)
    return grid, np.stack(worth, axis=-1)


@pytest.mark.parametrize(
    ("scenario", "key"),
    [
        (TALKS, "settlement"),
        (TALKS, "settlement_us"),
        (two(audience="{a: {land: {red_line: .6, fixed: .1, slope: .2, kinds: [settlement]}}}"), "talk"),
        (two(audience="{b: {land: {red_line: .5, fixed: .2, slope: 0, kinds: [settlement]}}}"), "talk"),
    ],
    ids=["march", "owner", "a-red-line", "another"],
)
def test_no_settlement_of_a_grid_beats_the_agreements_and_each_is_worth_what_it_says(scenario, key):
    compiled = compile_game(scenario, key)
    base, (grid, worth) = compiled.base, settlements(scenario, key, 41)
    bargain: Bargain = base.details["bargain"]
    d = bargain.disagreement
    gains = worth - d
    inside = (gains >= 0).all(axis=1)
    nash = base.details["agreements"]["nash_agreement"]
    own = nash.payoffs - d
    assert own.prod() >= gains[inside].prod(axis=1).max() - 1e-9
    for k in (0, 1):
        assert bargain.best[k].payoffs[k] >= worth[gains[:, 1 - k] >= 0][:, k].max() - 1e-9
    most = np.array([bargain.best[k].payoffs[k] - d[k] for k in (0, 1)])
    shares = (base.details["agreements"]["kalai_smorodinsky"].payoffs - d) / most
    assert shares.min() >= (gains[inside] / most).min(axis=1).max() - 1e-9
    equal = base.details["agreements"]["egalitarian"].payoffs - d
    assert equal.min() >= gains[inside].min(axis=1).max() - 1e-9
    total = base.details["agreements"]["utilitarian"].payoffs.sum()
    assert total >= worth[inside].sum(axis=1).max() - 1e-9
    for each in base.details["agreements"].values():
        nearest = np.abs(grid - each.settlement).sum(axis=1).argmin()
        if np.abs(grid[nearest] - each.settlement).max() < 1e-12:
            assert each.payoffs == pytest.approx(worth[nearest])


def test_an_agreement_is_worth_what_its_settlement_is_worth_by_the_definition():
    for key in ("settlement", "settlement_us"):
        for solution in analysed(TALKS, key).answer.solutions:
            exact = TALKS.facts.games[key]
            x = np.array([solution.agreement[issue] for issue in exact.issues])
            grid, worth = settlements(TALKS, key, 101)
            near = np.argsort(np.abs(grid - x).sum(axis=1))[0]
            slack = 2 * np.abs(grid[near] - x).sum() + 1e-9  # no slope is steeper than 2, and Kursk is settled at 1
            for k, actor in enumerate(exact.parties):
                assert solution.payoffs[actor] == pytest.approx(worth[near, k], abs=slack)
            assert solution.regret is None or solution.regret < 1e-9


def test_linking_issues_lets_each_side_win_what_it_cares_for_most():
    """Sebenius 1983: weights (.7, .3) and (.3, .7), disagreement (.3, .3): (.7, .7) together, (.5, .5) apart."""
    # everything stays at half, and the fight costs each .2, so the disagreement is .3 for each
    text = TWO % (0.5, 0.5, 0.7, 0.3, 0.3, 0.7, "{}")
    text = text.replace("{name: A, ideal: 1", "{name: A, cost_of_fighting: .2, ideal: 1")
    text = text.replace("{name: B, ideal: 0", "{name: B, cost_of_fighting: .2, ideal: 0")
    found = analysed(read_text(text))
    nash = found.answer.solutions[0]
    assert (nash.agreement, nash.payoffs) == ({"land": 1.0, "water": 0.0}, pytest.approx({"a": 0.7, "b": 0.7}))
    assert [found.figures[f"issue_by_issue.{issue}"] for issue in ("land", "water")] == pytest.approx([0.5, 0.5])
    assert [found.figures[f"linkage.{actor}"] for actor in "ab"] == pytest.approx([0.2, 0.2])


def test_c17_linkage_adds_for_both_only_where_the_sides_weigh_the_issues_differently():
    rng = np.random.default_rng(2)
    for _ in range(8):
        one, quo = rng.random(), rng.random(2).round(3)
        same = analysed(two((one, 1 - one), (one, 1 - one), quo)).figures
        assert min(same["linkage.a"], same["linkage.b"]) <= 1e-9
    different = analysed(two((0.8, 0.2), (0.2, 0.8), (0.5, 0.5))).figures
    assert min(different["linkage.a"], different["linkage.b"]) > 0.1


def test_the_closed_forms_of_the_pie_are_those_cited():
    a = np.array
    assert rubinstein_share(a(0.9), a(0.8)) == pytest.approx(0.7142857142857143)
    assert rubinstein_share(a(0.9), a(0.9)) == pytest.approx(0.5263157894736843)
    assert limit_share(a(0.05), a(0.15)) == pytest.approx(0.75)
    assert [float(finite_share(a(0.9), t)) for t in (2, 3, 5)] == pytest.approx([0.1, 0.91, 0.8371], abs=1e-12)
    assert bargaining_range(a(0.6), (a(0.1), a(0.2))) == (pytest.approx(0.5), pytest.approx(0.8))
    assert bargaining_range(a(0.6), (a(0.1), a(0.2)), 0.5) == (pytest.approx(0.25), pytest.approx(0.96))


def test_a_ratification_red_line_ties_the_hands_only_where_it_binds():
    """A body at home vetoes shares below r: patient bargaining gives max(1/2, r) (Schelling 1960; Putnam 1988)."""
    for r in (0.3, 0.6):
        veto = f"{{b: {{land: {{red_line: {1 - r}, fixed: 5, slope: 0, kinds: [settlement]}}}}}}"
        text = TWO % (0.5, 0.5, 1, 0, 1, 0, veto)
        text = text.replace("ideal: 1, discount_factor: .9", "ideal: 1, cost_of_fighting: .5")
        text = text.replace("ideal: 0, discount_factor: .8", "ideal: 0, cost_of_fighting: .5")
        found = analysed(read_text(text)).figures
        assert 1 - found["nash_agreement.land"] == pytest.approx(max(0.5, r), abs=1e-9)


LEAVING = """
negosim: 1
extends: classics/deal-me-out
outcomes: {first_leaves: {name: leaving first, kind: settlement, fighting: 0, strikes: 0, deal: 0, settles: {pie: %s}}}
games: {offers: {outside: {first: first_leaves}}}
"""


def test_an_outside_option_of_either_party_matters_only_where_it_binds():
    free = analysed(read("classics/deal-me-out"), "offers").figures["patient.pie"]
    for first, second in ((0.2, 0.9), (0.7, 0.9), (0.2, 0.2), (0.55, 0.6)):
        scenario = read_text(LEAVING % first).what_if({"outcomes.second_leaves.settles.pie": second})
        found = analysed(scenario, "offers")
        assert found.figures["patient.pie"] == pytest.approx(np.clip(free, first, second))
        assert [found.figures[f"outside.{side}"] for side in ("first", "second")] == pytest.approx([first, 1 - second])
        reasons = {each.name: bool(each.holds) for each in found.base.inequalities}
        assert reasons["outside_second"] == (1 - second <= 0.9 / 1.9 + 1e-9)
        quick = scenario.what_if({f"actors.{side}.discount_factor": 1 - 1e-6 for side in ("first", "second")})
        offered = analysed(quick, "offers").figures["alternating_offers.pie"]
        assert offered == pytest.approx(np.clip(free, first, second), abs=1e-5)


def test_where_both_would_rather_leave_offers_in_turn_lead_nowhere():
    scenario = read_text(LEAVING % 0.7).what_if({"outcomes.second_leaves.settles.pie": 0.4})
    found = analysed(scenario, "offers").figures
    assert np.isnan(found["alternating_offers.pie"]) and np.isnan(found["patient.pie"])
    assert found["nash_agreement.pie"] == pytest.approx(0.5)


def test_an_outside_option_of_somebody_else_is_a_fault():
    with pytest.raises(InputError, match="third is neither party; name first or second"):
        read_text(LEAVING.replace("first: first_leaves", "third: first_leaves") % 0.2)


def test_offers_in_turn_are_certified_too():
    for scenario, key in ((TALKS, "settlement"), (TALKS, "settlement_us"), (read("classics/rubinstein-pie"), "offers")):
        solutions = {each.concept: each.regret for each in analysed(scenario, key).answer.solutions}
        assert solutions["alternating_offers"] < 1e-9 and solutions["patient"] < 1e-9


def figures(game, path, low, high, count=13):
    values = TALKS.numbers.vary({path: np.linspace(low, high, count)})
    compiled = compile_game(TALKS, game)
    return compiled.figures(values), np.array(compiled.regime(values)[1])


def share_of_land(seen):
    return seen["nash_agreement.territory"]


def test_c1_the_costlier_the_war_is_for_russia_the_less_it_holds_out_for():
    seen, _ = figures("settlement", "actors.russia.cost_of_fighting", 0.01, 0.20)
    assert (np.diff(seen["range_low.territory"]) < 0).all()
    assert (np.diff(share_of_land(seen)) < 0).all()


def test_c26_a_better_expected_result_of_fighting_raises_russias_share():
    seen, _ = figures("settlement", "issues.territory.drift", 0.0018, 0.0067)
    assert (np.diff(share_of_land(seen)) > 0).all()
    assert (np.diff(seen["range_low.territory"]) > 0).all()


def test_c15_a_steeper_audience_cost_raises_what_russia_must_have_of_the_land():
    seen, _ = figures("settlement", "audience.russia.territory.slope", 0.2, 0.8)
    assert (np.diff(seen["range_low.territory"]) > 0).all()
    # the counterexample: what it gives on another issue may rise, so that its side as a whole gets less
    assert np.diff(seen["gain.russia"]).max() < 0


def test_c7_the_more_ukraine_depends_on_aid_the_smaller_its_share():
    """Aid is not theirs to give, war wears it away, and what fighting costs is at least as much as before."""
    seen, _ = figures("settlement", "stakes.ukraine.aid", 0.20, 0.45)
    assert (np.diff(seen["miss.ukraine"]) == 0).all()
    held = TALKS.numbers.vary({"issues.aid.drift": np.linspace(0.0, 0.05, 9)})
    land = compile_game(TALKS, "settlement").figures(held)["nash_agreement.territory"]
    assert (np.diff(land) > 0).all()  # the faster aid wears away, the more land Ukraine signs away


def test_c19_a_large_enough_cost_of_any_foothold_empties_the_range_only_where_kursk_is_not_on_the_table():
    text = "extends: march-2025\ngames: {settlement: {issues: [territory]}}"
    kept = read_text(text)
    costs = np.linspace(0.05, 1.5, 30)
    values = kept.numbers.vary({"audience.russia.kursk.fixed": costs})
    compiled = compile_game(kept, "settlement")
    labels, regime = compiled.regime(values)
    empty = np.array(labels)[regime] == "no_range"
    assert not empty[0] and empty[-1] and (np.diff(empty.astype(int)) >= 0).all()
    on_the_table, regime = figures("settlement", "audience.russia.kursk.fixed", 0.05, 1.5)
    assert (regime == 0).all() and (on_the_table["nash_agreement.kursk"] == 1).all()


def test_an_empty_range_says_by_how_much_each_side_misses():
    costs = {f"actors.{actor}.cost_of_fighting": 0.0 for actor in ("russia", "ukraine")}
    calm = TALKS.what_if({**costs, "audience.russia.territory.slope": 0.8})
    found = analysed(calm, "settlement")
    assert found.regime == "no_range"
    assert np.isnan(found.figures["nash_agreement.territory"])
    d = found.base.details["bargain"].disagreement
    gains = settlements(calm, "settlement", 201)[1] - d
    for k, actor in enumerate(("russia", "ukraine")):
        best = gains[gains[:, 1 - k] >= 0][:, k].max()
        assert found.figures[f"miss.{actor}"] == pytest.approx(-best, abs=0.01)  # a grid of settlements, 1/200 apart
        assert found.figures[f"miss.{actor}"] > 0


def test_the_owner_gives_only_where_that_is_worth_it_to_it():
    compiled = compile_game(TALKS, "settlement_us")
    values = TALKS.numbers.vary({"actors.us.value_of_deal": np.linspace(0.0, 0.8, 33)})
    labels, regime = compiled.regime(values)
    gain = compiled.figures(values)["owner_gain"]
    words = np.array(labels)[regime]
    assert (words == np.where(gain >= -1e-12, "agreement", "owner_refuses")).all()
    assert words[0] == "owner_refuses" and words[-1] == "agreement"


def test_what_a_bargaining_game_lacks_is_told_at_its_place():
    for change, said in [
        ("parties: [russia, russia]", "both parties are one actor; name two actors"),
        ("issues: [territory, aid]", "us alone controls aid, and is no party"),
        ("issues: [territory, territory]", "the issues are none, or one comes twice"),
        ("offers: {territory: .5}", "territory is no issue that a missing owner alone controls"),
        ("parties: [us, ukraine]", "us has no ideal on"),
    ]:
        text = f"extends: march-2025\nideals: {{us: null}}\ngames: {{settlement: {{{change}}}}}"
        with pytest.raises(InputError) as caught:
            read_text(text)
        assert said in str(caught.value)
