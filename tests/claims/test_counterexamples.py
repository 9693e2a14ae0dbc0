"""Counterexamples of docs/claims.md that no other test solves: where a sign's condition fails, it fails or nothing
changes."""

import numpy as np
import pytest

from negosim.models import compile_game
from negosim.models.truce.repeated import Signal, strikes, truce_value
from negosim.scenario import START, read

MARCH = read("march-2025")


def figures(game, changes):
    return compile_game(MARCH.what_if(changes), game).analyse().figures


def test_c1_a_costlier_war_need_not_lower_what_russia_must_have_of_the_land_where_it_gives_on_kursk_instead(docs):
    b, signs = docs("measure_bargaining"), docs("signs")
    failing = np.flatnonzero(~b.along(b.TALKS, b.COST, "range_low.territory", -1).weakly)
    numbers, index = MARCH.numbers, MARCH.numbers.index
    compiled = compile_game(MARCH, "settlement")
    gave = 0
    for draw in failing[:40]:
        points = np.repeat(signs.draws()[draw][None], 5, axis=0)
        points[:, index[b.COST]] = np.linspace(numbers[b.COST].quantity.low, numbers[b.COST].quantity.high, 5)
        seen = compiled.figures(points)
        least = {issue: seen[f"range_low.{issue}"] for issue in ("territory", "kursk")}
        if np.isfinite(least["territory"]).all():
            gave += bool(np.ptp(least["kursk"]) > 1e-6)  # the dearer war is paid for in Kursk
    assert gave > 0


def test_c3_strikes_that_know_no_season_cost_ukraine_as_much_in_june_as_in_march():
    flat = {"levers.strikes_on_grid.strength.floor": 1.0}
    march, june = (figures("energy_halt", {**flat, START: month}) for month in ("2025-03", "2025-06"))
    assert march["loss_spared.ukraine"] == pytest.approx(june["loss_spared.ukraine"])
    assert march["slack.ukraine"] == pytest.approx(june["slack.ukraine"])


def test_c6_under_limited_punishment_the_truce_comes_back_after_a_false_alarm():
    game, watched, patient = strikes(np.array(0.2), np.array(1.0)), Signal(np.array(0.9), np.array(0.1)), np.array(0.95)
    assert truce_value(game, watched, patient, np.array(2.0)) > truce_value(game, watched, patient, np.array(np.inf))


def test_c6_blame_on_its_own_answer_leaves_the_patience_that_ukraine_needs():
    clear = {"truce.monitoring.detect": 1, "truce.monitoring.false_alarm": 0, "levers.strikes_on_oil.gain": 0.01}
    needs = [figures("energy_halt", {**clear, "truce.monitoring.blame.ukraine": x}) for x in (0.1, 0.6)]
    ukraine, russia = ([n[f"critical_discount_factor.{side}"] for n in needs] for side in ("ukraine", "russia"))
    assert ukraine[0] == pytest.approx(ukraine[1]) and not russia[0] >= russia[1]


def test_c7_where_neither_has_a_stake_in_aid_its_wearing_away_moves_no_land():
    none = {"stakes.ukraine.aid": 0.0, "stakes.russia.aid": 0.0}
    land = [figures("settlement", {**none, "issues.aid.drift": x})["nash_agreement.territory"] for x in (0.0, 0.05)]
    assert land[0] == pytest.approx(land[1])


def test_c8_where_no_type_would_rather_refuse_a_larger_penalty_changes_nothing():
    assert MARCH.facts.games["reluctance"].model == "signalling"
    yes = [figures("reluctance", {"levers.us_aid.strength": x})["sends_first_most"] for x in (0.3, 0.6)]
    assert yes == [1.0, 1.0]


def test_c18_where_war_costs_ukraine_more_than_it_could_win_a_larger_shift_changes_nothing():
    costly = {"actors.ukraine.cost_of_fighting": 0.2}
    excess = [figures("rearming", {**costly, "games.rearming.later": x})["excess"] for x in (0.85, 0.95)]
    assert excess[0] == pytest.approx(excess[1]) and excess[0] < 0


def test_c20_a_cheaper_threat_that_would_bring_nothing_is_not_made(docs):
    m = docs("measure_claims")
    share = m.c20()
    assert share.strict < 0.05  # in the other draws nobody is pressed at any cost, or is anyway


def test_c24_where_an_offer_is_refused_or_brokering_does_as_well_the_inequalities_do_not_decide(docs):
    m = docs("measure_claims")
    for found in (m.c24_russia(), m.c24_us()):
        assert (~found.weakly & ~found.about).any()
