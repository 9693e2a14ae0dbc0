"""Screening: closed forms of the literature, and every optimum against a search over a grid that knows no formula.

Figures: Fearon (1995), Romer and Rosenthal (1978), Chatterjee and Samuelson (1983); the mediator's are worked out by
hand from the first-order conditions in the module's docstring.
"""

from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest

from negosim.models.beliefs import ExponentialBelief, TwoTypes, UniformBelief
from negosim.models.screening.agenda import setter_offer
from negosim.models.screening.bias import least_bias
from negosim.models.screening.mediation import Lever, Mediation, cheapest, demand_after, solve_mediation
from negosim.models.screening.trade import Trade

WIDE = 1e6
"""A cap on what is asked that never binds."""


def a(x):
    return np.array(x, dtype=float)


def example(eagerness, **changes):
    """p = .5, costs uniform on [0, .5] and .1, levers of .25 and .15 with k = .5."""
    levers = Lever(a(0.25), a(0.5)), Lever(a(0.15), a(0.5))
    data = Mediation(a(0.5), a(0.1), UniformBelief(a(0), a(0.5)), *levers, a(eagerness))
    return replace(data, **changes)


def lifted(part):
    """The same data with a new last axis."""
    if is_dataclass(part):
        return type(part)(**{f.name: lifted(getattr(part, f.name)) for f in fields(part)})
    return part[..., None]


def random_data(kind, size, seed):
    rng = np.random.default_rng(seed)
    draw = lambda top=1.0: top * rng.random(size)  # noqa: E731
    low = draw(0.5)
    belief = {
        "uniform": lambda: UniformBelief(low, low + draw(2)),
        "exponential": lambda: ExponentialBelief(0.05 + draw(1.5)),
        "two_types": lambda: TwoTypes(low, low + draw(), draw()),
    }[kind]()
    levers = Lever(draw(), 0.02 + draw()), Lever(draw(), 0.02 + draw())
    return Mediation(draw(), draw(0.5), belief, *levers, draw(2))


# --- the demand on a side of unknown cost -------------------------------------------------------


@pytest.mark.parametrize(
    ("p", "own", "low", "high", "x", "war", "worth"),
    [(0.5, 0.1, 0.0, 0.4, 0.65, 0.375, 0.55625), (0.5, 0.1, 0.1, 0.4, 0.65, 1 / 6, 0.6083333333)],
)
def test_a_demand_on_uniform_costs_is_fearons_risk_return_trade_off(p, own, low, high, x, war, worth):
    belief = UniformBelief(a(low), a(high))
    asked = belief.best(a(own), a(WIDE))
    accepted = belief.accepts(asked)
    assert [p + asked, 1 - accepted] == pytest.approx([x, war], abs=1e-12)
    assert accepted * (p + asked) + (1 - accepted) * (p - own) == pytest.approx(worth, abs=1e-9)


def test_a_demand_on_exponential_costs_sets_the_hazard_rate_equal_to_one_over_the_surplus():
    belief = ExponentialBelief(a(0.2))
    asked = belief.best(a(0.1), a(WIDE))
    assert [0.6 + asked, 1 - belief.accepts(asked)] == pytest.approx([0.7, 1 - np.exp(-0.5)], abs=1e-12)


def test_the_risky_demand_is_made_only_above_the_critical_chance_of_a_weak_type():
    critical = TwoTypes(a(0.1), a(0.4), a(0.4)).critical_chance(a(0.1), a(WIDE))
    assert critical == pytest.approx(0.4)
    chances = a([0.39, 0.4, 0.41])
    assert TwoTypes(a(0.1), a(0.4), chances).best(a(0.1), a(WIDE)).tolist() == [0.1, 0.1, 0.4]


@pytest.mark.parametrize("kind", ["uniform", "exponential", "two_types"])
def test_no_demand_on_a_grid_is_worth_more_than_the_one_that_is_made(kind):
    data = random_data(kind, 200, 3)
    surplus, cap = data.cost, 1 - data.position
    found = data.belief.best(surplus, cap)
    grid = np.minimum(np.linspace(-0.5, 1, 3001)[None, :], cap[:, None])
    wide = lifted(data.belief)
    worth = wide.accepts(grid) * (grid + surplus[:, None])
    best = data.belief.accepts(found) * (found + surplus)
    assert (best >= worth.max(axis=1) - 1e-12).all() and (found <= cap + 1e-12).all()


@pytest.mark.parametrize("kind", ["uniform", "exponential", "two_types"])
def test_what_is_accepted_and_paid_agrees_with_sampled_costs(kind):
    data = random_data(kind, 6, 4)
    rng, asked = np.random.default_rng(5), a([0.05, 0.1, 0.3, 0.5, 0.8, 1.2])
    belief, shape = data.belief, (200_000, 6)
    costs = {
        "uniform": lambda: rng.uniform(belief.low, belief.high, shape),
        "exponential": lambda: rng.exponential(belief.mean, shape),
        "two_types": lambda: np.where(rng.random(shape) < belief.chance_weak, belief.weak, belief.strong),
    }[kind]()
    assert belief.accepts(asked) == pytest.approx((costs >= asked).mean(axis=0), abs=0.006)
    assert belief.mean_below(asked) == pytest.approx(np.minimum(costs, asked).mean(axis=0), abs=0.006)


# --- the mediator -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("eagerness", "efforts", "excess", "deal"),
    [(0.0, (0, 0), 0.2, 0.6), (0.3, (0.15, 0.09), 0.212, 0.651), (0.6, (0.3, 0.18), 0.224, 0.702)],
)
def test_an_eager_mediator_presses_both_and_the_demand_follows_the_stronger_lever(eagerness, efforts, excess, deal):
    found = solve_mediation(example(eagerness))
    assert [*found.efforts, found.demand - 0.5, found.chance] == pytest.approx([*efforts, excess, deal], abs=1e-12)


@pytest.mark.parametrize("kind", ["uniform", "exponential", "two_types"])
def test_no_efforts_on_a_grid_are_worth_more_to_the_mediator_than_those_it_makes(kind):
    data = random_data(kind, 150, 6)
    found = solve_mediation(data)
    effort = np.linspace(0, 1, 61)
    responder, proposer = (grid.reshape(1, -1) for grid in np.meshgrid(effort, effort))
    tried = demand_after(lifted(data), (responder, proposer)).mediator.max(axis=1)
    assert (found.mediator >= tried - 1e-12).all()
    assert (found.mediator <= tried + 0.01).all()  # and it is within reach of the grid
    assert all(((m >= 0) & (m <= 1)).all() for m in found.efforts) and (found.demand <= 1 + 1e-12).all()


def test_a_batch_gives_what_its_points_give_one_by_one():
    data = random_data("exponential", 20, 7)
    whole = solve_mediation(data)
    for k in range(20):
        one = Mediation(
            *(x[k] for x in (data.position, data.cost)),
            ExponentialBelief(data.belief.mean[k]),
            *(Lever(x.strength[k], x.effort_cost[k]) for x in (data.on_responder, data.on_proposer)),
            data.eagerness[k],
        )
        assert float(solve_mediation(one).demand) == pytest.approx(float(whole.demand[k]), abs=1e-9)


def test_the_cheapest_efforts_reach_the_pressure_and_no_others_do_so_at_a_lower_cost():
    levers = Lever(a(0.3), a(0.5)), Lever(a(0.2), a(0.1))
    grid = np.linspace(0, 1, 401)
    for pressure in (0.05, 0.2, 0.35, 0.45, 0.5):
        one, two = cheapest(a(pressure), levers)
        assert 0.3 * one + 0.2 * two == pytest.approx(pressure)
        other = (pressure - 0.3 * grid) / 0.2
        fits = (other >= 0) & (other <= 1)
        costs = 0.5 * grid[fits] ** 2 / 2 + 0.1 * other[fits] ** 2 / 2
        assert 0.5 * one**2 / 2 + 0.1 * two**2 / 2 <= costs.min() + 1e-9


def test_the_proposer_gains_from_eagerness_exactly_where_the_pressure_that_helps_it_weighs_more():
    rng = np.random.default_rng(8)
    size = 4000
    levers = [Lever(0.3 * rng.random(size), 0.3 + rng.random(size)) for _ in range(2)]
    high = 0.4 + 0.3 * rng.random(size)
    data = Mediation(
        np.full(size, 0.2), 0.1 * rng.random(size), UniformBelief(0 * high, high), *levers, rng.random(size)
    )
    now, more = solve_mediation(data), solve_mediation(replace(data, eagerness=data.eagerness + 1e-5))
    inside = (more.chance < 1) & (more.demand < 1) & (np.max(more.efforts, axis=0) < 1)
    on_u, on_r, deal = (x[inside] for x in (levers[0].weight, levers[1].weight, now.chance))
    proposer, responder = ((getattr(more, who) - getattr(now, who))[inside] for who in ("proposer", "responder"))
    clear = np.abs(deal * on_u - (1 - deal) * on_r) > 1e-3
    assert inside.sum() > 1000
    assert ((proposer > 0) == (deal * on_u > (1 - deal) * on_r))[clear].all()
    clear = np.abs(deal * on_r - (2 - deal) * on_u) > 1e-3
    assert ((responder > 0) == (deal * on_r > (2 - deal) * on_u))[clear].all()
    assert ((proposer > 0) & (responder > 0)).any()


# --- agenda setting, a biased word, buyer and seller --------------------------------------------


def test_a_setter_gets_what_is_nearest_to_its_ideal_among_what_the_veto_player_does_not_refuse():
    cases = a([[1, 0, -2], [1, 0, -0.5], [3, 0, 2]]).T
    found = setter_offer(cases[2], cases[1], cases[0], a(0))
    assert found.tolist() == [-1.0, -0.5, 2.0]
    grid = np.linspace(-4, 4, 8001)
    for q, veto, setter in cases.T:
        allowed = grid[np.abs(grid - veto) <= abs(q - veto) + 1e-12]
        nearest = allowed[np.abs(allowed - setter).argmin()]
        assert setter_offer(a(setter), a(veto), a(q), a(0)) == pytest.approx(nearest, abs=1e-9)


def test_a_word_is_believed_where_saying_it_is_worth_more_to_the_mediator_than_holding_back():
    least = least_bias(*map(a, (0.9, 0.3, 0.9, 0.6, 0.5)))
    assert least == pytest.approx(0.115384615384615, abs=1e-9)
    for bias in (0.0, 0.11, 0.12, 1.0):
        press = bias * (0.9 * 0.9 + 0.1 * 0.5) - 0.1 * 0.3
        assert (press >= bias * 0.6) == (bias >= least)
    assert np.isinf(least_bias(*map(a, (0.5, 0.3, 0.7, 0.65, 0.5))))


def test_buyer_and_seller_trade_where_the_gain_exceeds_a_quarter_and_gain_nine_sixty_fourths():
    trade = Trade(a(0), a(1), a(0), a(1))
    assert [float(x) for x in (trade.gains, trade.available, trade.gap)] == pytest.approx([9 / 64, 1 / 6, 1 / 4])
    grid = (np.arange(397) + 0.5) / 397  # a prime, so that no pair is exactly a quarter apart
    value, cost = np.meshgrid(grid, grid, indexing="ij")
    happens = trade.bid(value) >= trade.ask(cost)
    assert (happens == (value - cost >= 0.25 - 1e-12)).all()
    assert (happens * (value - cost)).mean() == pytest.approx(9 / 64, abs=1e-3)
    assert happens.mean() == pytest.approx(float(trade.chance), abs=3e-3)


@pytest.mark.parametrize("ends", [(0, 1, 0, 1), (1.5, 4, 1, 4), (0.1, 1, 0.2, 1.2)])
def test_each_sides_linear_strategy_is_a_best_reply_among_all_prices_on_a_grid(ends):
    trade = Trade(*map(a, ends))
    assert trade.is_linear
    v0, v1, c0, c1 = ends
    costs, values = (low + (high - low) * (np.arange(4000) + 0.5) / 4000 for low, high in ((c0, c1), (v0, v1)))
    asks, bids = trade.ask(costs), trade.bid(values)
    prices = np.linspace(min(v0, c0), max(v1, c1), 301)
    price = np.append(prices, 0)
    for value in np.linspace(v0, v1, 7):
        price[-1] = trade.bid(a(value))
        gain = np.where(price[:, None] >= asks, value - (price[:, None] + asks) / 2, 0).mean(axis=1)
        assert gain[-1] >= gain.max() - 2e-4
    for cost in np.linspace(c0, c1, 7):
        price[-1] = trade.ask(a(cost))
        gain = np.where(bids >= price[:, None], (price[:, None] + bids) / 2 - cost, 0).mean(axis=1)
        assert gain[-1] >= gain.max() - 2e-4


def test_where_a_side_could_bid_past_the_last_price_of_the_other_no_linear_equilibrium_is_claimed():
    trade = Trade(a(0), a(1), a(0), a(0.5))
    assert not trade.is_linear and np.isnan(trade.chance) and np.isnan(trade.gains)
    # indeed: the highest bid exceeds the highest ask, so that a slightly lower bid loses no trade
    assert trade.bid(a(1)) > trade.ask(a(0.5))
