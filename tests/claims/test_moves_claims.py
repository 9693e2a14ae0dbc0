"""The signs of the claims that the moves model carries, over the stated ranges of march-2025, and where they fail.

A weak sign must hold in every draw, and somewhere inside the ranges something must change. Where a sign needs a
condition the test asserts it under the condition, and a counterexample outside it is solved too.
"""

import numpy as np
import pytest

from negosim.explain import explanation
from negosim.models import build, compile_game
from negosim.scenario import read
from negosim.solve import solve
from negosim.whatif.answers import PlayTree

OPENINGS = ("broker", "press_kyiv", "press_moscow", "press_both")


def solved(changes, key="call"):
    """The options and the outcome on the path of one changed scenario, solved by itself."""
    scenario = read("march-2025").what_if(changes)
    found = explanation(scenario, solve(build(scenario, key)), flips=False)
    last = found.reasons[-1]
    return {reason.actor: reason for reason in found.reasons}, last.outcomes[0][0]


# --- C1 -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("opening", OPENINGS)
def test_c1_the_costlier_war_is_to_russia_the_fuller_what_it_offers_after_every_opening(m, opening):
    share = m.c1_reply(opening)
    assert share.weak == 1 and share.strict > 0.5


def test_c1_the_outcome_follows_in_nearly_every_draw(m):
    share = m.c1()
    assert 0.99 < share.weak <= 1 and share.strict > 0.5


def test_c1_counterexample_the_united_states_stops_pressing_once_pressure_would_bring_a_full_ceasefire():
    # it would rather see war wear aid away: at a cost of .04 pressure brings a truce, at .045 a full ceasefire
    odd = {
        "actors.us.value_of_deal": 0.127,
        "actors.russia.value_of_deal": 0.026,
        "issues.aid.drift": 0.033,
        "levers.us_sanctions.cost.threaten": 0.031,
        "levers.strikes_on_grid.gain": 0.027,
        "levers.strikes_on_oil.strength": 0.021,
        "games.call.horizon": 5.026,
    }
    cheap, before = solved({**odd, "actors.russia.cost_of_fighting": 0.04})
    dear, after = solved({**odd, "actors.russia.cost_of_fighting": 0.045})
    assert (before, after) == ("energy_truce", "fighting_on")
    assert (cheap["us"].chosen, dear["us"].chosen) == ("press_moscow", "broker")
    pressed = next(other for other in dear["us"].alternatives if other.option == "press_moscow")
    assert dict(pressed.outcomes) == {"full_ceasefire": 1.0} and pressed.worth < dear["us"].worth


# --- C8 -----------------------------------------------------------------------------------------


def test_c8_the_larger_the_penalty_for_refusing_the_more_types_accept(m):
    for knows in m.accepting():
        credit, aid = m.c8(m.CREDIT, knows), m.c8(m.AID, knows)
        assert credit.weak == aid.weak == 1
        # credit is lost over a ceasefire only, and aid only where Kyiv is pressed: there some types change their answer
        assert (credit.strict > 0) == knows.endswith("full_ceasefire")
        assert (aid.strict > 0) == knows.startswith(("press_kyiv", "press_both"))


def test_c8_types_answer_differently_at_numbers_within_the_stated_ranges(m):
    assert 0.02 < m.types_differ() < 0.5


def test_c8_one_such_set_of_numbers_solved_by_itself_and_a_larger_penalty_draws_in_more_types():
    base = read("march-2025")
    apart = {"games.call.terms.unguarded_pause.amount": -0.4, "levers.strikes_on_oil.gain": 0.075}
    for path, value in apart.items():
        assert base.numbers[path].quantity.low <= value <= base.numbers[path].quantity.high
    accepting = []
    for amount in (-0.05, -0.10, -0.20):
        scenario = base.what_if({**apart, "games.call.terms.own_offer.amount": amount})
        (equilibrium,) = solve(build(scenario, "call_private")).equilibria
        game = build(scenario, "call_private")
        rows = zip(game.information_sets, equilibrium.profile, strict=True)
        accepting.append(sum(p[0] == 1 for s, p in rows if s.label.endswith("/ press_moscow / full_ceasefire")))
    assert accepting == sorted(accepting) and 0 < accepting[0] < 5 and accepting[0] < accepting[-1]


def test_c8_at_the_files_own_numbers_every_type_accepts_whatever_the_penalty():
    base = read("march-2025")
    for penalty in (-0.05, -0.20):
        scenario = base.what_if({"games.call.terms.own_offer.amount": penalty})
        game = build(scenario, "call_private")
        (equilibrium,) = solve(game).equilibria
        for known, strategy in zip(game.information_sets, equilibrium.profile, strict=True):
            if known.label.endswith("full_ceasefire"):
                assert known.actions[int(strategy.argmax())] == "accept"


# --- C9 -----------------------------------------------------------------------------------------


def test_c9_the_more_a_partial_deal_counts_the_less_moscow_is_pressed_where_no_answer_moves_with_it(m):
    where = m.c9_where()
    assert where.weak == 1 and where.strict > 0.05 and where.of > 0.5


def test_c9_without_that_condition_the_sign_fails_in_some_draws(m):
    everywhere = m.c9()
    assert 0.8 < everywhere.weak < 1 and everywhere.strict > 0.05


def test_c9_counterexample_a_partial_deal_worth_more_makes_russia_offer_less_so_that_moscow_is_pressed():
    keen = {"actors.russia.value_of_deal": 0.10}
    few, before = solved({**keen, "outcomes.energy_truce.deal": 0.30})
    more, after = solved({**keen, "outcomes.energy_truce.deal": 0.60})
    assert (few["us"].chosen, more["us"].chosen) == ("broker", "press_moscow")
    assert before == after == "full_ceasefire"
    brokered = next(other for other in more["us"].alternatives if other.option == "broker")
    assert dict(brokered.outcomes) == {"energy_truce": 1.0}


# --- C15 ----------------------------------------------------------------------------------------


def test_c15_the_higher_the_cost_at_home_the_more_pressure_russia_needs_before_it_stops_short(m):
    for path in (m.HOME_FIXED, m.HOME_SLOPE):
        pressure, outcome = m.c15(path), m.c15_outcome(path)
        assert pressure.weak == pressure.strict == 1
        assert outcome.weak == 1 and outcome.strict > 0.01


@pytest.mark.parametrize("opening", OPENINGS)
def test_c15_after_every_opening_russia_never_offers_more_for_a_higher_cost_at_home(m, opening):
    share = m.rising(m.swept(m.HOME_FIXED), lambda at: -at.outcome_after(opening))
    assert share.weak == 1 and share.strict > 0.2


def test_c15_the_pressure_needed_rises_one_for_one_with_the_fixed_cost_over_what_a_truce_refuses(m):
    low, high = m.played({m.HOME_FIXED: 0.1}), m.played({m.HOME_FIXED: 0.3})
    apart = m.reservation_strength(high) - m.reservation_strength(low)
    assert apart == pytest.approx(0.2 / low[m.REFUSED])


def test_c15_the_steeper_the_cost_the_more_of_kursk_russia_must_hold_before_it_stops():
    """The reservation value on Kursk itself: the least share retaken at which Russia offers a ceasefire to a broker."""
    base = read("march-2025")
    least = []
    for fixed in (0.12, 0.14, 0.16):
        scenario = base.what_if({"audience.russia.kursk.fixed": fixed, "actors.us.value_of_deal": 0})
        shares = np.linspace(0.5, 1, 201)
        tree = PlayTree(compile_game(scenario, "call").game(scenario.numbers.vary({"issues.kursk.status_quo": shares})))
        (index,) = [k for k, s in enumerate(tree.game.information_sets) if s.label == "broker"]
        offers = tree.choices[:, index] == 0
        assert (np.diff(offers.astype(int)) >= 0).all()  # once it offers a ceasefire it goes on doing so
        least.append(shares[offers.argmax()])
    assert least == sorted(least) and least[0] < least[1] < least[2]


# --- C18 and C19 --------------------------------------------------------------------------------


def test_c18_with_kursk_settled_what_counts_most_against_a_ceasefire_is_named_and_it_is_not_kursk():
    reasons, outcome = solved({"issues.kursk.status_quo": 1.0})
    worst = min(reasons["russia"].terms, key=lambda term: term.amount)
    assert worst.amount < 0 and "kursk" not in worst.path
    assert outcome == "full_ceasefire"  # it does not bind at the file's own numbers


def test_c18_other_conditions_bar_a_ceasefire_after_kursk_is_settled_in_few_draws_and_are_then_named(m):
    share = m.c18()
    assert 0 < share.weak < 0.1
    settled = m.played({m.KURSK: 1.0})
    binding = np.flatnonzero((settled.outcome_after("broker") < 2) & (settled.chosen("russia", "broker") > 0))[:4]
    assert len(binding)
    numbers = m.scenario().numbers
    for point in binding:
        reads = {path for path in m.compiled("call").reads if not path.startswith("time.")}
        changes = {p: float(settled.values[point, numbers.index[p]]) for p in reads}
        scenario = m.scenario().what_if({p: v for p, v in changes.items() if v != numbers[p].value})
        game = build(scenario, "call")
        (equilibrium,) = solve(game).equilibria
        (k,) = [k for k, s in enumerate(game.information_sets) if s.label == "broker"]
        assert game.information_sets[k].actions[int(equilibrium.profile[k].argmax())] != "full_ceasefire"


def test_c19_a_cost_of_any_foothold_that_is_large_enough_leaves_no_ceasefire_after_any_opening(m):
    share = m.c19()
    assert share.weak == 1 and share.strict > 0.9


def test_c19_kursk_alone_suffices_the_cost_over_the_regions_plays_no_part(m):
    barred = m.played({m.HOME_FIXED: m.PREVAILS, "audience.russia.territory.slope": 0.0})
    assert all((barred.outcome_after(opening) < 2).all() for opening in OPENINGS)
    with_regions, without = m.played(), m.played({"audience.russia.territory.slope": 0.0})
    assert (with_regions.tree.choices == without.tree.choices).all()


def test_c19_with_kursk_gone_no_cost_of_a_foothold_bars_a_ceasefire(m):
    gone = m.played({m.HOME_FIXED: m.PREVAILS, m.KURSK: 1.0})
    assert (gone.outcome == 2).mean() > 0.9


def test_c19_is_not_reproduced_at_the_files_own_numbers_and_is_above_the_threshold_that_is_stated():
    _, outcome = solved({})
    assert outcome == "full_ceasefire"
    scenario = read("march-2025")
    found = explanation(scenario, solve(build(scenario, "call")))
    (flip,) = [flip for flip in found.outcome_flips if flip.path == "audience.russia.kursk.fixed"]
    assert flip.up and solved({flip.path: flip.beyond})[1] == "energy_truce"
    assert solved({flip.path: 0.40})[1] == "energy_truce"


# --- C20 ----------------------------------------------------------------------------------------


def test_c20_withheld_aid_is_worth_something_to_russia_everywhere(m):
    worth = m.worth_of_withheld_aid(m.played())
    assert (worth > 0).all()
    at = m.played()
    room = 1 - np.minimum(1, at["issues.aid.status_quo"] + at["games.call.horizon"] * at["issues.aid.drift"])
    moved = np.minimum(room, at["levers.us_aid.shifts.aid"])
    assert worth == pytest.approx(at["stakes.russia.aid"] * moved)


def test_c20_a_lower_cost_of_threatening_kyiv_never_lowers_the_pressure_on_it_and_somewhere_raises_it(m):
    share = m.c20()
    assert share.weak == 1 and share.strict > 0
    use = m.rising(m.swept(m.WITHHOLD, low=0.0)[::-1], lambda at: at.opens("press_kyiv", "press_both"))
    assert use.weak == 1


# --- C24 ----------------------------------------------------------------------------------------


def test_c24_russia_leaves_the_truce_exactly_where_pressure_exceeds_what_the_truce_is_better_by(m):
    share = m.c24_russia()
    assert share.weak == 1 and 0 < share.strict < 1 and share.of > 0.5


def test_c24_the_united_states_pulls_sanctions_exactly_where_the_added_value_exceeds_their_cost(m):
    share = m.c24_us()
    assert share.weak == 1 and 0 < share.strict < 1 and share.of > 0.1


def test_c24_both_inequalities_at_the_files_own_numbers_recomputed_by_hand(m):
    v = {entry.path: entry.value for entry in read("march-2025").numbers.entries}
    t, d = 3, v["actors.russia.discount_factor"]
    months = 1 + d + d**2
    truce_strikes = v["outcomes.energy_truce.strikes"]
    # a truce instead of a ceasefire: fighting and some strikes go on, and land and aid move the way that Russia wants
    war = -v["actors.russia.cost_of_fighting"] * months
    strikes = truce_strikes * months * (v["levers.strikes_on_grid.gain"] - v["levers.strikes_on_oil.strength"])
    land = v["stakes.russia.territory"] * t * v["issues.territory.drift"]
    aid = v["stakes.russia.aid"] * t * v["issues.aid.drift"]
    left = 1 - v["issues.kursk.status_quo"]
    kursk = v["stakes.russia.kursk"] * left * (1 - (1 - v["issues.kursk.hazard"]) ** t)
    home = v["audience.russia.kursk.fixed"] + v["audience.russia.kursk.slope"] * left
    goodwill = -v["actors.russia.value_of_deal"] * (1 - v["outcomes.energy_truce.deal"])
    apart = war + strikes + land + aid + kursk + home + goodwill
    at = m.Played(m.compiled("call"), read("march-2025").numbers.base[None])
    assert (m.reservation_strength(at) * at[m.REFUSED])[0] == pytest.approx(apart)
    pressure = v["levers.us_sanctions.strength"] * v["games.call.moves.reply.options.energy_truce.refuses"]
    worn = v["stakes.us.aid"] * t * v["issues.aid.drift"]  # war brings aid nearer to what the United States wants
    added = v["actors.us.value_of_deal"] * (1 - v["outcomes.energy_truce.deal"]) - worn
    assert m.added_value(at)[0] == pytest.approx(added)
    assert pressure > apart and added > v["levers.us_sanctions.cost.threaten"]
    reasons, outcome = solved({})
    assert (reasons["us"].chosen, outcome) == ("press_moscow", "full_ceasefire")
    # the first inequality turns exactly where the strength of sanctions flips the headline
    scenario = read("march-2025")
    found = explanation(scenario, solve(build(scenario, "call")))
    (flip,) = [flip for flip in found.outcome_flips if flip.path == "levers.us_sanctions.strength"]
    assert flip.value == pytest.approx(apart / v["games.call.moves.reply.options.energy_truce.refuses"], abs=1e-8)


# --- C30 ----------------------------------------------------------------------------------------


def test_c30_with_no_value_of_a_deal_kyiv_is_not_pressed_where_the_level_of_aid_does_not_move(m):
    share = m.c30_where()
    assert share.weak == 1 and share.strict > 0


def test_c30_holds_in_most_draws_without_that_condition_and_not_in_all(m):
    share = m.c30()
    assert 0.95 < share.weak < 1 and share.strict > 0


def test_c30_counterexample_kyiv_is_pressed_into_a_truce_so_that_war_goes_on_wearing_aid_away():
    reasons, outcome = solved({"actors.us.value_of_deal": 0, "levers.strikes_on_oil.gain": 0.10})
    assert (reasons["us"].chosen, outcome) == ("press_kyiv", "energy_truce")
    brokered = next(other for other in reasons["us"].alternatives if other.option == "broker")
    assert dict(brokered.outcomes) == {"full_ceasefire": 1.0}
    gains = max(reasons["us"].terms, key=lambda term: term.amount)
    assert gains.path == "stakes.us.aid"
