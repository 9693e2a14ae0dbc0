"""The truce of a scenario: the classic's published answers, and march-2025's again from its own numbers, slowly."""

import numpy as np
import pytest

from negosim.models import compile_game
from negosim.scenario import START, read
from negosim.scenario.numbers import month_number
from negosim.scenario.rules import RULES
from negosim.scenario.shared_facts import MONTHS

CLASSIC, TALKS = read("classics/prisoners-truce"), read("march-2025")


def figures(scenario, changes=None, game=None):
    scenario = scenario.what_if(changes) if changes else scenario
    return compile_game(scenario, game).analyse().figures


def halt(changes=None):
    return figures(TALKS, changes, "energy_halt")


def year_of(scenario, party, other, lever, own):
    """A party's loss, answered loss and gain by month, from the text of the file alone."""
    facts = scenario.facts
    hit, mine = facts.levers[lever], facts.levers[own]
    season = facts.time.seasons.get(hit.strength.season) if hit.strength.season else None
    shares = [getattr(season, month).value if season else 1.0 for month in MONTHS]
    floor = hit.strength.floor.value
    loss = np.array([hit.strength.value * (floor + (1 - floor) * share) for share in shares])
    bites = 1 - facts.truce.monitoring.blame[other].value
    return loss, bites * loss, np.full(12, mine.gain.value)


SIDES = {
    "russia": ("ukraine", "strikes_on_oil", "strikes_on_grid"),
    "ukraine": ("russia", "strikes_on_grid", "strikes_on_oil"),
}


def test_axelrods_truce_needs_what_the_literature_says():
    seen = figures(CLASSIC)
    for side in ("north", "south"):
        assert seen[f"critical_discount_factor.{side}"] == pytest.approx(0.5)
        assert seen[f"critical_limited.{side}"] == pytest.approx((5**0.5 - 1) / 2)
        assert seen[f"critical_proportionate.{side}"] == pytest.approx(2 / 3)
        assert seen[f"critical_all_year.{side}"] == pytest.approx(0.5)
    assert np.isnan(seen["expected_life"])
    assert compile_game(CLASSIC).analyse().regime == "held"
    fog = figures(CLASSIC, CLASSIC.facts.what_ifs["fog"].set)
    assert fog["critical_discount_factor.north"] == pytest.approx(0.588235294117647)
    assert (fog["expected_life"], fog["shortest_punishment.north"]) == (10, 2)


def test_three_months_of_punishment_and_one_that_never_suffices():
    assert figures(CLASSIC, {"games.truce.punishment": 3})["critical_limited.north"] == pytest.approx(
        0.5436890126920758
    )
    assert np.isnan(figures(CLASSIC, {"games.truce.punishment": 1})["critical_limited.north"])


@pytest.mark.parametrize("party", SIDES)
def test_slack_month_by_month_is_that_of_value_iteration_over_the_calendar(party):
    other, lever, own = SIDES[party]
    changes = {f"actors.{party}.discount_factor": 0.93, "truce.monitoring.false_alarm": 0.03}
    scenario = TALKS.what_if(changes)
    loss, felt, gain = year_of(scenario, party, other, lever, own)
    d, r, q = 0.93, scenario.facts.truce.monitoring.detect.value, 0.03
    truce, ended = np.zeros(12), np.zeros(12)
    for _ in range(2000):
        nxt, end = np.roll(truce, -1), np.roll(ended, -1)
        truce, ended = d * ((1 - q) * nxt + q * end), gain - felt + d * end
    struck = gain + d * ((1 - r) * np.roll(truce, -1) + r * np.roll(ended, -1))
    seen = halt(changes)
    assert [seen[f"slack_by_month.{party}.{month}"] for month in MONTHS] == pytest.approx(list(truce - struck))
    assert seen[f"slack.{party}"] == pytest.approx((truce - struck)[2])
    assert seen[f"loss_spared.{party}"] == pytest.approx(loss[2])


def test_the_answer_is_whether_any_month_pays_and_its_reasons_add_up_to_the_least_slack():
    analysis = compile_game(TALKS, "energy_halt").analyse()
    for party in SIDES:
        slack = min(analysis.figures[f"slack_by_month.{party}.{month}"] for month in MONTHS)
        reason = next(x for x in analysis.base.inequalities if x.name == f"holds.{party}")
        assert float(reason.slack) == pytest.approx(slack)
    assert analysis.regime == "both_strike"
    assert halt() == pytest.approx(compile_game(TALKS, "energy_halt").analyse().figures, nan_ok=True)


def test_a_batch_of_numbers_gives_what_single_scenarios_give():
    compiled = compile_game(TALKS, "energy_halt")
    gains, starts = [0.01, 0.02, 0.05], ["2025-03", "2025-12"]
    grid = {"levers.strikes_on_grid.gain": np.array(gains)[:, None], START: np.array([month_number(x) for x in starts])}
    seen = compiled.figures(TALKS.numbers.vary(grid))
    for i, gain in enumerate(gains):
        for j, start in enumerate(starts):
            alone = halt({"levers.strikes_on_grid.gain": gain, START: start})
            assert {name: rows[i, j] for name, rows in seen.items()} == pytest.approx(alone, nan_ok=True)


def test_it_reads_strikes_monitoring_seasons_and_patience_and_nothing_else():
    reads = compile_game(TALKS, "energy_halt").reads
    assert {"truce.length", "games.energy_halt.punishment", START} < reads
    allowed = (
        "truce.",
        "levers.strikes_on_",
        "time.",
        "games.energy_halt.",
        "actors.russia.disc",
        "actors.ukraine.disc",
    )
    assert all(path.startswith(allowed) for path in reads)


def test_full_patience_without_false_alarms_is_no_fault():
    changes = {
        "actors.russia.discount_factor": 1,
        "truce.monitoring.false_alarm": 0,
        "truce.monitoring.blame.ukraine": 0,
    }
    compiled = compile_game(TALKS.what_if(changes), "energy_halt")
    analysis = compiled.analyse()
    assert np.isnan(analysis.figures["slack.russia"]) and analysis.regime == "held"


def test_in_december_ukraine_needs_less_patience_than_in_june():
    quiet = {"truce.monitoring.false_alarm": 0.02, "levers.strikes_on_oil.gain": 0.02}
    needs = [halt({**quiet, START: month})["critical_discount_factor.ukraine"] for month in ("2025-12", "2025-06")]
    assert needs[0] < needs[1]


def test_the_months_of_overtaking_are_those_in_which_needed_patience_crosses():
    clear = {"truce.monitoring.detect": 0.95, "truce.monitoring.false_alarm": 0.02}
    changes = {"levers.strikes_on_oil.gain": 0.027, "truce.monitoring.blame.ukraine": 0.3, **clear}
    months = [f"2025-{k:02d}" for k in range(3, 13)] + ["2026-01", "2026-02"]
    needs = {side: [halt({**changes, START: m})[f"critical_discount_factor.{side}"] for m in months] for side in SIDES}
    ahead = np.nan_to_num(needs["ukraine"], nan=9) > np.nan_to_num(needs["russia"], nan=9)
    first = next(k for k in range(12) if ahead[k] and not ahead[k - 1])
    assert halt(changes)["overtakes.ukraine"] == first > 0


def test_what_a_truce_lacks_is_told():
    def lacks(facts, **rules):
        game = RULES["truce"].model_validate({"name": "x", "model": "truce", "punishment": 1, **rules})
        return [lack.what for lack in game.lacks(facts)]

    bare = read("truce-dilemma").facts
    assert lacks(bare) == ["the scenario has no truce"]
    assert lacks(CLASSIC.facts) == [
        "north has no lever on south that scales with strikes",
        "south has no lever on north that scales with strikes",
    ]
    table = {"north": dict.fromkeys(("temptation", "reward", "punishment", "sucker"), 1.0)}
    assert lacks(CLASSIC.facts, payoffs=table)[0].startswith("the payoffs are not those of the truce's parties")
    both = {side: table["north"] for side in ("russia", "ukraine")}
    assert any(what.startswith("blame says") for what in lacks(TALKS.facts, payoffs=both))
