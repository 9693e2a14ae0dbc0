"""The signs of the claims that truce, staying_power, shifting_power and signalling carry, over march-2025's ranges.

A weak sign must hold in every draw, and somewhere inside the ranges something must change. Where the file's numbers
contradict a sign the test asserts where it does hold, and a counterexample outside that is solved too.
"""

import numpy as np
import pytest

from negosim.models import compile_game
from negosim.scenario import START, read


@pytest.fixture(scope="module")
def t(docs):
    """The measures of these models."""
    return docs("measure_truce")


def figures(changes, key="energy_halt"):
    return compile_game(read("march-2025").what_if(changes), key).analyse().figures


WHOLE = {
    "C2": 4,
    "C6": 3,
    "C8": 2,
    "C10": 1,
    "C14": 2,
    "C21": 2,
    "C23": 1,
}
"""How many signs of each claim hold in every draw, and change something in some."""


@pytest.mark.parametrize("claim", WHOLE)
def test_the_sign_holds_in_every_draw_and_somewhere_changes_something(t, claim):
    shares = [sign.measured() for sign in t.SIGNS if sign.claim == claim]
    whole = [share for share in shares if share.weak == 1 and share.of == 1 and share.strict > 0.05]
    assert len(whole) == WHOLE[claim]


def test_c2_where_a_false_alarm_is_likelier_than_detection_no_patience_suffices(t):
    seen = t.at(t.HALT, {t.DETECT: 0.1, t.ALARM: 0.2})
    assert all(np.isnan(seen[f"critical_discount_factor.{side}"]).all() for side in ("russia", "ukraine"))


def test_c3_the_loss_spared_falls_everywhere_and_slack_rises_where_winter_counts(t):
    assert t.spares_less().strict == 1 and t.russia_stays().weak == 1
    assert 0.5 < t.slack_rises().weak < 1
    assert t.slack_rises_where().weak == 1 and t.slack_rises_where().about.sum() > 50


def test_c3_counterexample_with_many_false_alarms_winter_is_too_far_and_slack_falls():
    near = {"truce.monitoring.false_alarm": 0.4, "actors.ukraine.discount_factor": 0.9}
    far = {"truce.monitoring.false_alarm": 0.02, "actors.ukraine.discount_factor": 0.98}
    for changes, rises in ((near, False), (far, True)):
        march, june = (figures({**changes, START: month})["slack.ukraine"] for month in ("2025-03", "2025-06"))
        assert (june > march) == rises


def test_c6_past_the_threshold_no_patience_holds_russia_and_below_it_with_good_monitoring_some_does():
    clear = {"truce.monitoring.detect": 1, "truce.monitoring.false_alarm": 0}
    gain, loss = 0.02, 0.05
    needs = [
        figures({**clear, "truce.monitoring.blame.ukraine": 1 - gain / loss + step})["critical_discount_factor.russia"]
        for step in (-0.01, 0.01)
    ]
    assert needs[0] < 1 and np.isnan(needs[1])


def test_c8_counterexample_a_heavy_penalty_may_also_hold_both_types_to_a_no(t):
    least = t.accepts_more(t.PENALTIES[0], "sends_first_least")
    assert 0.5 < least.weak < 1
    k = int(np.flatnonzero(~least.weakly)[0])
    ends = [t.at(t.RELUCTANCE, {t.PENALTIES[0]: x})["sends_first_least"][k] for x in t.steps(t.PENALTIES[0])[[0, -1]]]
    assert ends[0] > ends[1]


def test_c18_a_large_shift_removes_every_deal_only_where_war_is_cheap(t):
    assert t.removes_deals().weak < 0.05 < 0.2 < t.removes_deals_where().weak
    share = t.larger_shift()
    assert share.weak == 1 and 0 < share.strict < 1


def test_c22_ukraine_overtakes_russia_in_spring_exactly_where_the_ratios_of_gain_to_answered_loss_say_so(t):
    """The region: Russia's ratio between Ukraine's of March and of June, as far as some patience suffices at all."""
    assert 0 < t.overtakes_in_spring().weak < 0.2
    clear = {t.DETECT: 1.0, t.ALARM: 0.0}
    ratio = {}
    for side, other in (("russia", "ukraine"), ("ukraine", "russia")):
        for month in (t.MARCH, t.JUNE):
            loss = t.at(t.HALT, {START: month})[f"loss_spared.{side}"]
            bites = 1 - t.column(t.HALT, f"truce.monitoring.blame.{other}")
            ratio[side, month] = np.minimum(t.column(t.HALT, t.GAIN[side]) / (bites * loss), 1)
    region = (ratio["ukraine", t.MARCH] <= ratio["russia", t.MARCH]) & (
        ratio["ukraine", t.JUNE] > ratio["russia", t.JUNE]
    )
    needs = {
        month: [
            np.nan_to_num(t.at(t.HALT, {**clear, START: month})[f"critical_discount_factor.{side}"], nan=1.0)
            for side in ("ukraine", "russia")
        ]
        for month in (t.MARCH, t.JUNE)
    }
    crosses = (needs[t.MARCH][0] <= needs[t.MARCH][1]) & (needs[t.JUNE][0] > needs[t.JUNE][1])
    assert np.array_equal(region, crosses) and crosses.any()
    assert t.none_past_loss().weak == 1


def test_c23_counterexample_where_false_alarms_are_likelier_than_detection_a_breach_raises_faith(t):
    seen = t.at(t.HALT, {t.DETECT: 0.1, t.ALARM: 0.3})
    assert (seen["posterior.russia.1"] > t.column(t.HALT, "truce.good_faith.russia.prior")).all()
