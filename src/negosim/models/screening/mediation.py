"""A mediator who wants a deal, and what a demand on a side of unknown cost becomes under its pressure.

A proposer asks for x, a share of one issue, of a responder who has 1 - p by fighting on at a cost c that only it knows;
fighting costs the proposer `cost`. All costs are divided by their owner's stake in the issue. Before, a mediator to
whom a deal is worth e has put effort m_U, m_R from 0 to 1 into levers on the responder and on the proposer: refusing
then costs either l_i m_i more, and the mediator k_i m_i^2 / 2. The responder accepts where c >= x - p - l_U m_U =: z.
With K = cost + l_U m_U + l_R m_R the proposer asks for the z that maximises Pr(c >= z) (z + K), where the demand
p + z + l_U m_U is at most 1, the whole issue.

The mediator maximises e Pr(deal) - k_U m_U^2 / 2 - k_R m_R^2 / 2. Where less than the whole issue is asked for only the
sum M of the pressures l_i m_i matters, since K does; where all of it is, only that on the responder does. The smaller
of the two z is asked, so Pr(deal) is the larger of two curves, and the mediator's optimum the better of two problems in
M. Each has few candidates: no pressure, all of it, just enough for a sure deal, and where the marginal chance of a deal
meets the marginal cost:

    uniform       m_i = e l_i / (2 w k_i) with w = high - low; twice that and m_R = 0 where the whole issue is asked
    exponential   (e / mean) Pr(deal) l_i = k_i m_i. Pr(deal) is convex in M, so that there may be two local optima: one
                  given by the Lambert function, the other at the sure deal
    two types     the chance jumps to 1 where the risky demand stops paying

In the uniform interior (0 < Pr(deal) < 1, m_i < 1, x < 1, low = 0) the excess demand x - p is
(high - cost) / 2 + e / (4 high) (l_U^2 / k_U - l_R^2 / k_R), and Pr(deal) = 1/2 + K / (2 high). So eagerness raises the
demand if and only if l_U^2 / k_U > l_R^2 / k_R, and the chance of a deal always. The proposer gains from it where
Pr l_U^2 / k_U > (1 - Pr) l_R^2 / k_R and the responder where Pr l_R^2 / k_R > (2 - Pr) l_U^2 / k_U; both can, where
Pr > 2/3.

The demand on a side of unknown cost is Fearon (1995), pp. 393 to 395 and 410 to 411; the mediator's stage is derived
here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from negosim.games import BoolArray, FloatArray
from negosim.models.beliefs import Belief, ExponentialBelief, TwoTypes, UniformBelief

Efforts = tuple[FloatArray, FloatArray]
"""The mediator's effort on the responder and on the proposer, each from 0 to 1."""


@dataclass(frozen=True, eq=False)
class Lever:
    """What refusing costs the target more at full effort, and k in the mediator's cost k m^2 / 2 (k above 0)."""

    strength: FloatArray
    effort_cost: FloatArray

    @property
    def weight(self) -> FloatArray:
        """l^2 / k: how far a lever bends the answer in the interior."""
        return np.asarray(self.strength**2 / self.effort_cost)


@dataclass(frozen=True, eq=False)
class Mediation:
    """The model's data: p, the proposer's cost, the belief of the responder's, both levers, and e."""

    position: FloatArray
    cost: FloatArray
    belief: Belief
    on_responder: Lever
    on_proposer: Lever
    eagerness: FloatArray


@dataclass(frozen=True, eq=False)
class Demand:
    """What is asked, with what chance of a deal, after which efforts, and what each has: shares of the issue, but
    the mediator's payoff."""

    efforts: Efforts
    demand: FloatArray
    chance: FloatArray
    margin: FloatArray
    proposer: FloatArray
    responder: FloatArray
    mediator: FloatArray


def solve_mediation(data: Mediation) -> Demand:
    """Return the demand after the mediator's best efforts; of equally good ones those that cost least.

    >>> half, one = np.array(0.5), np.array
    >>> data = Mediation(half, one(0.1), UniformBelief(one(0.0), half), Lever(one(0.25), half), Lever(one(0.15), half),
    ...                  one(0.3))
    >>> found = solve_mediation(data)
    >>> [round(float(m), 6) for m in (*found.efforts, found.demand - 0.5, found.chance)]
    [0.15, 0.09, 0.212, 0.651]
    """
    best = demand_after(data, _no_effort(data))
    for efforts in _candidates(data):
        other = demand_after(data, efforts)
        better = other.mediator > best.mediator + 1e-13 * (1.0 + np.abs(best.mediator))
        best = _choose(better, other, best)
    return best


def demand_after(data: Mediation, efforts: Efforts) -> Demand:
    """Return the proposer's best demand, given the mediator's efforts."""
    on_responder = data.on_responder.strength * efforts[0]
    on_proposer = data.on_proposer.strength * efforts[1]
    surplus = data.cost + on_responder + on_proposer
    margin = data.belief.best(surplus, 1.0 - data.position - on_responder)
    chance = data.belief.accepts(margin)
    spent = (data.on_responder.effort_cost * efforts[0] ** 2 + data.on_proposer.effort_cost * efforts[1] ** 2) / 2
    return Demand(
        efforts,
        data.position + margin + on_responder,
        chance,
        margin,
        data.position - data.cost - on_proposer + chance * (margin + surplus),
        1.0 - data.position - on_responder - data.belief.mean_below(margin),
        data.eagerness * chance - spent,
    )


def without_eagerness(data: Mediation) -> Demand:
    """Return the demand of a proposer whose mediator sees no value in a deal."""
    return solve_mediation(replace(data, eagerness=np.zeros_like(data.eagerness)))


def _no_effort(data: Mediation) -> Efforts:
    shape = np.broadcast_shapes(
        *(np.shape(x) for x in (data.position, data.cost, data.eagerness, data.belief.least)),
        *(np.shape(lever.strength * lever.effort_cost) for lever in (data.on_responder, data.on_proposer)),
    )
    return np.zeros(shape), np.zeros(shape)


def _candidates(data: Mediation) -> Iterator[Efforts]:
    """Yield efforts among which the mediator's best ones are."""
    both = (data.on_responder, data.on_proposer)
    alone = (data.on_responder, replace(data.on_proposer, strength=np.zeros_like(data.on_proposer.strength)))
    for levers in (both, alone):
        yield cheapest(levers[0].strength + levers[1].strength, levers)
    room = 1.0 - data.position
    if isinstance(data.belief, TwoTypes):
        yield from _jumps(data, data.belief)
        return
    yield cheapest(room - data.belief.least, alone)
    if isinstance(data.belief, UniformBelief):
        yield cheapest(data.belief.high - 2.0 * data.belief.least - data.cost, both)
        width = data.belief.high - data.belief.low
        rate = np.divide(data.eagerness, width, out=_zeros(data.eagerness, width), where=width > 0)
        yield _at_price(rate / 2, both)
        yield _at_price(rate, alone)
        return
    yield cheapest(data.belief.mean - data.cost, both)
    scale = data.eagerness / data.belief.mean
    yield from _lambert(data.belief, scale * np.exp(data.cost / data.belief.mean - 1.0), both)
    yield from _lambert(data.belief, scale * np.exp(-room / data.belief.mean), alone)


def cheapest(pressure: FloatArray, levers: tuple[Lever, Lever]) -> Efforts:
    """Return the least costly efforts m_i <= 1 with l_U m_U + l_R m_R = `pressure`, or all where it is out of reach.

    At the least cost k_i m_i = price l_i for every lever below its cap; the lever with the smaller k / l is capped
    first.
    """
    first, second = (_ratio(lever.effort_cost, lever.strength) for lever in levers)
    weights = levers[0].weight + levers[1].weight
    price = _ratio(np.maximum(pressure, 0.0), weights)
    responder_first = first <= second
    capped = np.where(responder_first, levers[0].strength, levers[1].strength)
    other = np.where(responder_first, levers[1].weight, levers[0].weight)
    over = price > np.minimum(first, second)
    return _at_price(np.where(over, _ratio(pressure - capped, other), price), levers)


def _at_price(price: FloatArray, levers: tuple[Lever, Lever]) -> Efforts:
    """Return the efforts min(1, price l_i / k_i)."""
    found = []
    for lever in levers:
        ratio, ask = np.broadcast_arrays(lever.strength / lever.effort_cost, price)
        product = np.multiply(ratio, ask, out=np.zeros(ratio.shape), where=ratio > 0)
        found.append(np.asarray(np.minimum(1.0, product)))
    return found[0], found[1]


def _lambert(belief: ExponentialBelief, scale: FloatArray, levers: tuple[Lever, Lever]) -> Iterator[Efforts]:
    """Yield where `scale` exp(M / mean) meets the price of pressure: with no lever capped, and with either one capped.

    With a lever of strength s capped and the others of weight a, the price is (M - s) / a, so that t = M - s solves
    t = a scale exp(s / mean) exp(t / mean); the smaller root is the local optimum.
    """
    from scipy.special import lambertw

    zero = np.zeros_like(levers[0].strength)
    rows = [(zero, levers[0].weight + levers[1].weight)]
    rows += [(one.strength, two.weight) for one, two in (levers, levers[::-1])]
    for capped, weight in rows:
        at = -weight * scale * np.exp(capped / belief.mean) / belief.mean
        real = at >= -np.exp(-1.0)
        root = -belief.mean * np.real(lambertw(np.where(real, at, 0.0)))
        yield cheapest(np.where(real, capped + root, 0.0), levers)


def _jumps(data: Mediation, belief: TwoTypes) -> Iterator[Efforts]:
    """Yield the least efforts after which a demand that both types accept is made.

    It beats z = weak where (1 - q) K >= q weak - strong, and the whole issue where
    l_U m_U + (1 - q) l_R m_R >= q (1 - p) - strong - (1 - q) cost; or both types yield the whole issue.
    """
    q, rest = belief.chance_weak, 1.0 - belief.chance_weak
    room = 1.0 - data.position
    both = (data.on_responder, data.on_proposer)
    yield cheapest(_ratio(q * belief.weak - belief.strong, rest) - data.cost, both)
    weaker = replace(data.on_proposer, strength=rest * data.on_proposer.strength)
    yield cheapest(q * room - belief.strong - rest * data.cost, (data.on_responder, weaker))
    none = replace(data.on_proposer, strength=np.zeros_like(data.on_proposer.strength))
    yield cheapest(room - belief.strong, (data.on_responder, none))


def _choose(better: BoolArray, new: Demand, old: Demand) -> Demand:
    """Return the new demand where it is better, the old one elsewhere."""

    def pick(one: FloatArray, two: FloatArray) -> FloatArray:
        return np.asarray(np.where(better, one, two))

    efforts = pick(new.efforts[0], old.efforts[0]), pick(new.efforts[1], old.efforts[1])
    words = ("demand", "chance", "margin", "proposer", "responder", "mediator")
    return Demand(efforts, *(pick(getattr(new, word), getattr(old, word)) for word in words))


def _ratio(top: FloatArray, bottom: FloatArray) -> FloatArray:
    """Return top / bottom, infinite with the sign of `top` where the bottom is 0 (and 0 where both are)."""
    none = np.where(np.asarray(top) > 0, np.inf, np.where(np.asarray(top) < 0, -np.inf, 0.0))
    shape = np.broadcast(top, bottom).shape
    return np.asarray(np.divide(top, bottom, out=np.array(np.broadcast_to(none, shape)), where=np.asarray(bottom) > 0))


def _zeros(*arrays: FloatArray) -> FloatArray:
    return np.zeros(np.broadcast(*arrays).shape)
