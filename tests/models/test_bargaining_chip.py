"""The price of a wasting chip: its closed form against value iteration, its signs, and the swap that it pays for."""

import numpy as np
import pytest

from negosim.errors import InputError
from negosim.models import compile_game
from negosim.models.bargaining_chip import hazard_at_price, largest_return, price, worth_of_waiting
from negosim.scenario import read, read_text
from negosim.scenario.rules import RULES

TALKS = read("march-2025")


def by_iteration(worth, hazard, cost, discount):
    """The most that the buyer pays, with the worth of the right to wait found by iterating its recursion."""
    value = 0.0
    for _ in range(20_000):
        value = max(0.0, -cost + discount * (hazard * worth + (1 - hazard) * value))
    return worth - value


@pytest.mark.parametrize(
    ("hazard", "expected"),
    [(0.02, 0.35), (0.05, 0.24637681159420274)],
)
def test_the_price_is_that_of_the_closed_form_and_of_value_iteration(hazard, expected):
    """V = .35, d = .98, c = .01: [V (1 - d) + c] / [1 - d (1 - h)] where waiting is worth something, V otherwise."""
    found = float(price(*map(np.array, (0.35, hazard, 0.01, 0.98))))
    assert found == pytest.approx(expected, abs=1e-9)
    assert found == pytest.approx(by_iteration(0.35, hazard, 0.01, 0.98), abs=1e-9)


def test_the_price_equals_value_iteration_everywhere_it_was_looked():
    rng = np.random.default_rng(3)
    worth, hazard, cost, discount = rng.random((4, 40)) * np.array([[1.0], [1.0], [0.2], [0.97]])
    found = price(worth, hazard, cost, discount)
    slow = [by_iteration(*each) for each in zip(worth, hazard, cost, discount, strict=True)]
    assert found == pytest.approx(slow, abs=1e-9)


def test_the_hazard_at_a_price_gives_that_price_and_none_is_given_at_the_cap():
    worth, cost, discount = np.array(0.35), np.array(0.01), np.array(0.98)
    wanted = np.array([0.2, 0.3, 0.35, 0.01])
    hazard = hazard_at_price(wanted, worth, cost, discount)
    assert price(worth, hazard[:2], cost, discount) == pytest.approx(wanted[:2])
    assert np.isnan(hazard[2:]).all()  # the price is at its cap, and never below what a month of war costs


@pytest.mark.parametrize("room", [-0.1, 0.0, 0.05])
def test_the_largest_return_is_the_largest_share_that_its_cost_allows(room):
    rng = np.random.default_rng(5)
    grid = np.linspace(0.0, 0.8, 80_001)
    for value, stake, fixed, slope in rng.random((40, 4)) * [0.4, 0.5, 0.2, 0.5]:
        cost = stake * grid + np.where(grid > room, fixed + slope * (grid - room), 0.0)
        affordable = grid[cost <= value]
        found = float(largest_return(*map(np.array, (value, stake)), (fixed, slope), np.array(room), np.array(0.8)))
        assert found == pytest.approx(affordable.max() if len(affordable) else 0.0, abs=2e-5)


def test_c13_the_price_falls_as_the_hazard_rises_strictly_below_its_cap_and_not_at_it():
    compiled = compile_game(TALKS, "chip")
    hazard = np.linspace(0.33, 0.96, 40)
    seen = compiled.figures(TALKS.numbers.vary({"issues.kursk.hazard": hazard}))
    assert (np.diff(seen["price"]) < 0).all()
    # the counterexample outside the condition: at the cap, where nobody waits, the hazard changes nothing
    low = compiled.figures(TALKS.numbers.vary({"issues.kursk.hazard": np.linspace(0, 0.2, 9)}))
    assert (low["waiting"] == 0).all() and np.ptp(low["price"]) == 0


def test_c16_the_swap_is_refused_exactly_while_the_price_is_below_what_the_red_line_makes_it_cost():
    compiled = compile_game(TALKS, "chip")
    slope = np.linspace(0.0, 0.8, 81)
    values = TALKS.numbers.vary({"audience.russia.territory.slope": slope})
    labels, regime = compiled.regime(values)
    seen = compiled.figures(values)
    refused = np.array(labels)[regime] == "refused"
    assert (refused == (seen["price"] < seen["swap_cost"])).all()
    assert refused[-1] and not refused[0]  # without a red line the swap would be taken


def test_c16_with_the_red_line_where_the_front_is_the_largest_return_is_the_price_over_stake_plus_slope():
    at_front = TALKS.what_if({"audience.russia.territory.red_line": TALKS.facts.issues["territory"].status_quo.value})
    figures = compile_game(at_front, "chip").analyse().figures
    assert figures["largest_return"] == pytest.approx(figures["price"] / (0.5 + 0.4))


def test_the_answer_takes_the_price_apart_by_the_definition_of_what_the_chip_is_worth():
    """V = stake (1 - x) + fixed + slope (1 - x), computed again from the file's own numbers."""
    facts, figures = TALKS.facts, compile_game(TALKS, "chip").analyse().figures
    left = 1 - facts.issues["kursk"].status_quo.value
    home = facts.audience["russia"]["kursk"]
    worth = facts.stakes["russia"]["kursk"].value * left + home.fixed.value + home.slope.value * left
    russia = facts.actors["russia"]
    numbers = (facts.issues["kursk"].hazard.value, russia.cost_of_fighting.value, russia.discount_factor.value)
    assert figures["cap"] == pytest.approx(worth)
    assert figures["price"] == pytest.approx(by_iteration(worth, *numbers))
    settled = facts.outcomes["swap"].settles["territory"].value
    land = facts.stakes["russia"]["territory"].value * (facts.issues["territory"].status_quo.value - settled)
    assert figures["swap_cost"] == pytest.approx(
        land + facts.audience["russia"]["territory"].slope.value * (1 - settled)
    )
    assert float(worth_of_waiting(np.array(worth), *map(np.array, numbers))) == pytest.approx(figures["waiting"])


def test_a_war_that_costs_nothing_is_waited_for_and_one_without_a_month_is_told():
    alone = read_text("extends: march-2025\ngames: {stall: null}")  # which needs the cost
    free = alone.what_if({"actors.russia.cost_of_fighting": None})
    figures = compile_game(free, "chip").analyse().figures
    assert figures["price"] == pytest.approx(by_iteration(figures["cap"], 0.75, 0.0, 0.98))
    once = "extends: march-2025\nactors: {russia: {cost_of_fighting: {per: null}}}"
    with pytest.raises(InputError, match="what fighting costs russia is no cost of a month"):
        read_text(once)


def test_what_a_chip_lacks_is_told_where_the_game_names_it():
    lacks = (
        RULES["bargaining_chip"]
        .model_validate({"name": "x", "model": "bargaining_chip", "chip": "territory", "buyer": "us", "swap": "swap"})
        .lacks(TALKS.facts)
    )
    told = {lack.at: lack.what for lack in lacks}
    assert told == {
        ("chip",): "us has no ideal on territory",
        ("swap",): "outcome swap does not settle what is paid with",
    }
