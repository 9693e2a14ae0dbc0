"""Games of screening, stopping, attrition and crisis: the classics as published, and march-2025 again from its own
numbers, by hand or by slow search."""

import numpy as np
import pytest

from negosim.models import compile_game
from negosim.models.pie import Pie
from negosim.plots.figures.line_chart import line_chart
from negosim.scenario import read
from negosim.scenario.names import Names
from negosim.scenario.rules import RULES

TALKS = read("march-2025")
FACTS = TALKS.facts


def analysed(scenario, changes=None, game=None):
    return compile_game(scenario.what_if(changes) if changes else scenario, game).analyse()


def months_of(actor, path="cost_of_fighting", months=3):
    """What a flow of 1 a month comes to over whole months, with the actor's discounting."""
    return sum(FACTS.actors[actor].discount_factor.value ** t for t in range(months))


# --- the classics -------------------------------------------------------------------------------


def test_a_buyer_and_a_seller_gain_nine_sixty_fourths_of_a_sixth():
    """Chatterjee and Samuelson (1983), and the bound of Myerson and Satterthwaite (1983)."""
    found = analysed(read("classics/buyer-and-seller"))
    assert found.regime == "linear"
    figures = found.figures
    assert [figures[k] for k in ("gains", "available_gains", "trade_gap")] == pytest.approx([9 / 64, 1 / 6, 1 / 4])
    (solution,) = found.answer.solutions
    assert solution.regret < 1e-4 and sum(solution.payoffs.values()) == pytest.approx(9 / 64)
    narrow = analysed(read("classics/buyer-and-seller"), {"games.sale.values.seller.high": 0.5})
    assert narrow.regime == "bunching" and narrow.answer.solutions == ()


def test_fearons_democracy_is_yielded_to_and_equal_costs_at_home_leave_nobody_yielding_at_once():
    """Fearon (1994): the side whose cost at home rises faster is the less likely one to back down."""
    base, golden = read("classics/fearon-crisis"), (5**0.5 - 1) / 2
    found = analysed(base)
    assert found.regime == "second_yields"
    assert found.figures["horizon"] == pytest.approx(golden)
    assert found.figures["backs_down_at_once.autocracy"] == pytest.approx(golden / 2)
    assert found.figures["risk_of_war"] == pytest.approx(golden**2 / 2)
    assert found.figures["backs_down.democracy"] < found.figures["backs_down.autocracy"]
    assert found.answer.solutions[0].regret == pytest.approx(0, abs=1e-9)
    equal = analysed(base, base.facts.what_ifs["equal_costs"].set)
    assert equal.regime == "even" and equal.figures["horizon"] == pytest.approx(1)
    nothing = {f"audience.{side}.prize.slope": 0 for side in ("democracy", "autocracy")}
    assert analysed(base, nothing).regime == "no_costs"


def test_the_less_patient_of_two_obstinate_bargainers_gives_in_at_once_with_the_chance_of_abreu_and_gul():
    """Abreu and Gul (2000), proposition 1."""
    base = read("classics/abreu-gul")
    found = analysed(base)
    assert found.regime == "second_is_weak"
    figures = found.figures
    assert [figures[f"concession_rate.{side}"] for side in ("north", "south")] == pytest.approx([0.1, 1 / 15])
    assert figures["concedes_at_once.south"] == pytest.approx(1 - 0.1 ** (1 / 3))
    assert figures["ends_after"] == pytest.approx(10 * np.log(10))
    assert found.answer.solutions[0].regret == pytest.approx(0, abs=1e-9)
    assert analysed(base, {"games.firmness.demands.south": 0.75}).regime == "no_dispute"


def test_a_tree_is_felled_when_its_growth_falls_to_what_money_earns():
    """Fisher (1930): at .01 / .02 = .5 of its full worth, which it passes after 40 months."""
    base = read("classics/fisher-tree")
    found = analysed(base)
    assert (found.regime, found.figures["settles_after"]) == ("stalls", 40)
    assert found.figures["cost_to_settle"] == pytest.approx((0.01 - 0.02 * 0.105) / 1.02)
    assert found.answer.solutions[0].regret == pytest.approx(0, abs=1e-12)
    assert analysed(base, {"issues.worth.drift": 0.002}).regime == "settles_now"


# --- march-2025 ---------------------------------------------------------------------------------


def test_russias_demand_and_the_mediators_efforts_are_the_best_by_search_over_all_of_them():
    """Everything again from the file: shares of the four regions, costs over three months divided by stakes."""
    levers, us = FACTS.levers, FACTS.actors["us"]
    stake = {side: FACTS.stakes[side]["territory"].value for side in ("russia", "ukraine")}
    start = FACTS.issues["territory"].status_quo.value + 3 * FACTS.issues["territory"].drift.value
    own = 0.05 * months_of("russia") / stake["russia"]
    high = 0.40 * months_of("ukraine") / stake["ukraine"]
    bite = {
        "us_aid": levers["us_aid"].strength.value * (1 - levers["us_aid"].replaced.value) / stake["ukraine"],
        "us_sanctions": levers["us_sanctions"].strength.value / stake["russia"],
    }
    cost = {key: number.value for key, number in FACTS.games["demand"].effort_cost.items()}
    demands = np.linspace(start, 1, 801)

    def after(aid, sanctions):
        pressed = bite["us_aid"] * aid
        accepted = np.clip((high - (demands - start - pressed)) / high, 0, 1)
        worth = accepted * demands + (1 - accepted) * (start - own - bite["us_sanctions"] * sanctions)
        best = worth.argmax()
        spent = cost["us_aid"] * aid**2 / 2 + cost["us_sanctions"] * sanctions**2 / 2
        return us.value_of_deal.value * accepted[best] - spent, demands[best], accepted[best], worth[best]

    grid = np.linspace(0, 1, 61)
    value, demand, chance, worth = max(after(aid, sanctions) for aid in grid for sanctions in grid)
    found = analysed(TALKS, game="demand")
    figures = found.figures
    assert figures["mediator_payoff"] == pytest.approx(value, abs=1e-3) and figures["mediator_payoff"] >= value - 1e-12
    assert figures["demand"] == pytest.approx(demand, abs=2e-3)
    assert figures["chance_of_deal"] == pytest.approx(chance, abs=5e-3)
    assert figures["proposer_payoff"] == pytest.approx(worth * stake["russia"], abs=2e-3)
    assert found.answer.solutions[0].regret < 1e-6


def test_the_demand_is_on_the_side_of_each_inequality_that_the_page_says():
    compiled = compile_game(TALKS, "demand")
    rng = np.random.default_rng(2)
    paths = ["actors.ukraine.cost_of_fighting.belief.uniform.high", "stakes.russia.territory", "games.demand.horizon",
             "issues.territory.status_quo", "actors.us.value_of_deal", "levers.us_aid.strength"]  # fmt: skip
    spread = [(0.01, 0.5), (0.2, 0.9), (1, 6), (0, 0.99), (0, 0.8), (0, 0.5)]
    values = TALKS.numbers.vary({p: rng.uniform(*s, 2000) for p, s in zip(paths, spread, strict=True)})
    seen = compiled.at(values)
    less, risk, _ = seen.inequalities
    words = np.array(tuple(compiled.REGIMES))[seen.regime]
    kind = np.char.replace(words, "_capped", "")
    assert set(kind) == {"interior", "sure_deal", "whole_issue"} and (words != kind).any()
    assert less.holds[kind == "interior"].all() and risk.holds[kind == "interior"].all()
    assert (less.slack[kind == "whole_issue"] <= 1e-9).all()
    inside = (kind == "sure_deal") & (seen.figures["demand"] < 1 - 1e-9)
    assert inside.any() and (risk.slack[inside] <= 1e-9).all()
    free = less.right.value[kind == "interior"]
    assert seen.figures["demand"][kind == "interior"] == pytest.approx(free)


SMALL = """
negosim: 1
title: A demand
actors:
  asker: {name: Asker, ideal: IDEAL, cost_of_fighting: .1}
  holder: {name: Holder, ideal: 0, cost_of_fighting: {value: .2, belief: BELIEF}}
issues: {land: {name: the land, at_0: kept, at_1: given, status_quo: .5}}
stakes: {asker: {land: 1}, holder: {land: 1}}
games: {demand: {name: Demand, model: screening, form: FORM, proposer: asker, responder: holder, issue: land}}
"""


def small(folder, belief="{uniform: {low: 0, high: .4}}", form="demand", ideal="1"):
    """A demand at p = .5 with c_A = .1, the example of Fearon (1995)."""
    place = folder / "small.yaml"
    place.write_text(SMALL.replace("BELIEF", belief).replace("FORM", form).replace("IDEAL", ideal))
    return read(place)


def test_each_belief_and_an_agenda_are_read_from_the_language(tmp_path):
    figures = analysed(small(tmp_path)).figures
    assert [figures["demand"], figures["chance_of_deal"]] == pytest.approx([0.65, 0.625])
    figures = analysed(small(tmp_path, "{exponential: {mean: .2}}")).figures
    assert [figures["demand"], figures["chance_of_deal"]] == pytest.approx([0.6, np.exp(-0.5)])
    types = "{types: {weak: {value: .4, probability: Q}, strong: {value: .1, probability: 1-Q}}}"
    for chance, regime, demand in ((0.39, "sure_deal", 0.6), (0.41, "risky", 0.9)):
        found = analysed(small(tmp_path, types.replace("1-Q", f"{1 - chance}").replace("Q", f"{chance}")))
        assert found.figures["critical_chance"] == pytest.approx(0.4)
        assert (found.regime, found.figures["demand"]) == (regime, pytest.approx(demand))
        assert found.answer.solutions[0].regret < 1e-9
    for ideal, regime, offer in (("1", "limit", 0.7), (".6", "ideal", 0.6)):
        found = analysed(small(tmp_path, form="agenda", ideal=ideal))
        assert found.figures["reach"] == pytest.approx(0.7)
        assert (found.regime, found.figures["offer"]) == (regime, pytest.approx(offer))
        assert found.answer.solutions[0].regret < 1e-3


def test_russia_settles_now_exactly_where_a_month_more_brings_less_than_it_costs():
    """From the file: d (1 - b) [(stake + slope) drift + h stake_aid (1 - aid)] against (1 - d) s + c."""
    found = analysed(TALKS, game="stall")
    russia, x = FACTS.actors["russia"], FACTS.issues["territory"].status_quo.value
    stake, slope = FACTS.stakes["russia"]["territory"].value, FACTS.audience["russia"]["territory"].slope.value
    now = stake * x - slope * (1 - x)
    jump = FACTS.stakes["russia"]["aid"].value * (1 - FACTS.issues["aid"].status_quo.value)
    kept = russia.discount_factor.value * (1 - russia.breaking_point.value)
    brings = kept * (
        (stake + slope) * FACTS.issues["territory"].drift.value + FACTS.levers["us_aid"].hazard.value * jump
    )
    threshold = brings - (1 - russia.discount_factor.value) * now
    assert found.figures["cost_to_settle"] == pytest.approx(threshold)
    assert (found.regime == "settles_now") == (russia.cost_of_fighting.value >= threshold)
    for cost, settles in ((threshold + 1e-5, True), (threshold - 1e-5, False)):
        changed = analysed(TALKS, {"actors.russia.cost_of_fighting": cost}, "stall")
        assert (changed.regime == "settles_now") == settles


def test_a_stall_is_bought_off_where_the_partner_gains_by_it_and_the_issue_reaches_so_far():
    patient = {"actors.russia.cost_of_fighting": 0.0}
    bought = analysed(TALKS, patient, "stall")
    assert bought.regime == "bought_off" and bought.figures["partner_gain"] > 0
    assert FACTS.issues["territory"].status_quo.value < bought.figures["holds_out_for"] < 1
    huge = {**patient, "stakes.russia.aid": 0.80, "levers.us_aid.hazard": 0.5}
    stalls = analysed(TALKS, huge, "stall")
    assert stalls.regime == "not_bought_off" and np.isnan(stalls.figures["holds_out_for"])
    assert stalls.answer.solutions[0].regret == pytest.approx(0, abs=1e-12)


def test_who_gives_in_first_is_worked_out_again_from_the_files_rates():
    figures = analysed(TALKS, game="firmness").figures
    disputed = 1 - FACTS.games["firmness"].demands["ukraine"].value
    stake = {side: FACTS.stakes[side]["territory"].value for side in ("russia", "ukraine")}
    rate = {side: -np.log(FACTS.actors[side].discount_factor.value) for side in stake}
    cost = {side: FACTS.actors[side].cost_of_fighting.value / stake[side] for side in stake}
    event = -np.log(1 - FACTS.levers["us_aid"].hazard.value)
    russia_gives_in = cost["ukraine"] / disputed
    ukraine_gives_in = (rate["russia"] * (1 - disputed) + cost["russia"]) / disputed - event
    assert figures["concession_rate.russia"] == pytest.approx(russia_gives_in)
    assert figures["concession_rate.ukraine"] == pytest.approx(ukraine_gives_in)
    end = min(-np.log(0.3) / russia_gives_in, -np.log(0.3) / ukraine_gives_in)
    assert figures["ends_after"] == pytest.approx(end)
    assert figures["concedes_at_once.ukraine"] == pytest.approx(1 - 0.3 * np.exp(ukraine_gives_in * end))


def test_the_crisis_ends_where_those_left_of_both_sides_are_those_who_would_fight():
    """The horizon by bisection on the definition, from the file's own numbers."""
    figures = analysed(TALKS, game="escalation").figures
    asked, land = FACTS.games["escalation"].demands, FACTS.issues["territory"]
    war = land.status_quo.value + 3 * land.drift.value
    disputed = asked["russia"].value - asked["ukraine"].value
    stake = {side: FACTS.stakes[side]["territory"].value for side in ("russia", "ukraine")}
    home = {"russia": 0.40 * (1 - asked["ukraine"].value), "ukraine": 0.40 * (1 - 0)}
    top = {"russia": 0.20 * months_of("russia"), "ukraine": 0.40 * months_of("ukraine")}
    gain = {"russia": stake["russia"] * (war - asked["ukraine"].value), "ukraine": stake["ukraine"] * (1 - war)}

    def left(side, time):
        return min((gain[side] + 0.10 * home[side] * time) / top[side], 1)

    def firm(side, time):
        other = {"russia": "ukraine", "ukraine": "russia"}[side]
        prize = stake[other] * disputed
        return prize / (prize + 0.10 * home[other] * time)

    def alone(side):
        low, high = 0.0, 1000.0
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (middle, high) if left(side, middle) < firm(side, middle) else (low, middle)
        return low

    end = min(alone("russia"), alone("ukraine"))
    assert figures["horizon"] == pytest.approx(end)
    assert figures["risk_of_war"] == pytest.approx(left("russia", end) * left("ukraine", end))
    for side in ("russia", "ukraine"):
        assert figures[f"backs_down_at_once.{side}"] == pytest.approx(1 - left(side, end) / firm(side, end), abs=1e-9)


# --- what a game lacks, and its pictures --------------------------------------------------------


def lacks(model, **rules):
    found = RULES[model].model_validate({"name": "x", "model": model, **rules}).lacks(FACTS)
    return {lack.at: lack.what for lack in found}


def test_what_a_game_lacks_is_told_where_the_game_names_it():
    demand = {"proposer": "russia", "responder": "ukraine", "issue": "territory"}
    assert lacks("screening", **demand) == {}
    assert lacks("screening", **demand | {"issue": "sanctions"}) == {
        ("issue",): "ukraine has no stake in sanctions",
    }
    assert lacks("screening", **demand | {"on_responder": "us_sanctions", "effort_cost": {"us_sanctions": 1}}) == {
        (): "it has levers but no mediator who uses them",
        ("on_responder",): "lever us_sanctions acts on russia",
    }
    assert lacks("screening", form="trade", proposer="russia", responder="ukraine") == {
        ("values",): "nothing says what ukraine may value the good at"
    }
    assert lacks("stopping", staller="us", issue="territory", awaits="us_sanctions") == {
        ("staller",): "us has no monthly cost of fighting",
        ("issue",): "us has no ideal on territory",
        ("awaits",): "lever us_sanctions has no hazard",
        (): "`awaits` and `awaits_issue` go together",
    }
    sides = {"sides": ["russia", "ukraine"], "issue": "territory"}
    assert lacks("attrition", **sides, demands={"russia": 1, "us": 0}, support="strikes_on_oil") == {
        ("demands",): "nothing says what ukraine insists on",
        ("demands", "us"): "us is neither side",
        ("support",): "lever strikes_on_oil has no hazard",
    }
    assert lacks("crisis", sides=["russia", "ukraine"], issue="aid", demands={"russia": 1, "ukraine": 0}, rise={}) == {
        ("rise",): "nothing says how fast the cost at home of ukraine rises",
        ("issue",): "ukraine has no cost at home of a settlement on aid",
    }


def test_shares_of_two_sides_sum_to_one_and_a_share_is_at_the_position_that_it_came_from():
    f = compile_game(TALKS, "demand")._formulas(TALKS.numbers.base)
    one, two = Pie(f, "territory", "russia", "ukraine"), Pie(f, "territory", "ukraine", "russia")
    x = np.array([0.0, 0.3, 1.0])
    assert one.share(x) + two.share(x) == pytest.approx(np.ones(3))
    assert two.position(two.share(x)) == pytest.approx(x)


@pytest.mark.parametrize(
    ("game", "figure"),
    [("demand", "mediation"), ("stall", "stalling"), ("stall", "still_stalling"), ("firmness", "concession"),
     ("escalation", "escalation")],
)  # fmt: skip
def test_the_lines_of_a_picture_are_those_of_the_drawing_and_its_labels_do_not_overlap(game, figure):
    drawing = compile_game(TALKS, game).drawing(figure)
    ax = line_chart(drawing, names=Names(TALKS))
    drawn = [line.get_ydata() for line in ax.lines if len(line.get_xdata()) == len(drawing.x)]
    assert [list(y) for y in drawn] == [list(line.y) for line in drawing.lines]
    assert ax.get_figure().get_suptitle().replace("\n", " ") == drawing.title
    labels = [text for text in ax.texts if text.get_text() in {line.label for line in drawing.lines}]
    boxes = [text.get_window_extent() for text in labels]
    assert len(boxes) == len(drawing.lines)
    assert not any(one.overlaps(two) for k, one in enumerate(boxes) for two in boxes[k + 1 :])


def test_the_picture_of_the_mediator_shows_the_demand_and_the_chance_at_each_eagerness():
    drawing = compile_game(TALKS, "demand").drawing("mediation")
    for k in (0, 100, 200):
        figures = analysed(TALKS, {"actors.us.value_of_deal": float(drawing.x[k])}, "demand").figures
        assert [line.y[k] for line in drawing.lines] == pytest.approx([figures["demand"], figures["chance_of_deal"]])
