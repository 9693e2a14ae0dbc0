"""Attrition between two sides, each of which may be of a kind that never gives in.

Side i asks for the share a_i of a pie of 1, with a_1 + a_2 > 1; giving in leaves it 1 - a_j. With probability z_i it
is obstinate and never does. Time is continuous; r_i is its discount rate and c_i what a unit of time costs it.
`help_i` is the rate at which, as i expects, the other side is made to give in by something outside (its support
ends). A side that mixes is indifferent at every moment: what it gains by the other's giving in, at rate h_j + help_i,
is what waiting costs,

    (h_j + help_i) (a_1 + a_2 - 1) = r_i (1 - a_j) + c_i.

So j gives in at the constant rate h_j, and would have turned surely obstinate by -ln(z_j) / h_j. Both must do so at the
same time T, so the side that would take longer, the weak one, gives in at once with probability 1 - z_j exp(h_j T)
(Abreu and Gul 2000, proposition 1, where c_i = help_i = 0). If help_i alone covers the cost of waiting, i never gives
in, and j gives in at once unless it is obstinate.

A less patient j raises h_i, which shortens T where i is the strong side: the weak side then gives in at once more
often. A normal side's payoff is 1 - a_j, plus (a_1 + a_2 - 1) times the chance that the other gives in at once.
Arrays have sides on the last axis: [..., side].
"""

from dataclasses import dataclass

import numpy as np

from negosim.games import FloatArray


@dataclass(frozen=True, eq=False)
class Attrition:
    """What each side asks for, its discount rate, its cost of waiting, its chance of being obstinate, and the rate at
    which it expects the other side to be made to give in: all [..., side]."""

    asks: FloatArray
    rate: FloatArray
    cost: FloatArray
    obstinate: FloatArray
    help: FloatArray

    @property
    def dispute(self) -> FloatArray:
        """What both claim, a_1 + a_2 - 1: shape (...)."""
        return np.asarray(self.asks.sum(axis=-1) - 1.0)


@dataclass(frozen=True, eq=False)
class Concession:
    """How both give in: [..., side], but `end`, the time from which only obstinate sides are left, of shape (...).

    `rates` at which each gives in until then, how long each `alone` would take to be known as obstinate, the chance
    that it gives in `at_once`, the chance that it `wins` because the other gives in first, and the payoff of its
    normal kind.
    """

    rates: FloatArray
    alone: FloatArray
    end: FloatArray
    at_once: FloatArray
    wins: FloatArray
    payoffs: FloatArray


def concede(data: Attrition) -> Concession:
    """Return the equilibrium; NaN throughout where the demands do not exceed the pie.

    >>> two = np.array
    >>> found = concede(Attrition(two([0.7, 0.6]), two([0.05, 0.1]), two([0.0, 0.0]), two([0.1, 0.1]), two([0.0, 0.0])))
    >>> found.rates.round(6).tolist(), found.at_once.round(6).tolist()
    ([0.1, 0.066667], [0.0, 0.535841])
    """
    needed = rates_needed(data)
    never = np.asarray(needed < 0)
    mixes = np.asarray(~never.any(axis=-1))
    rates = np.where(mixes[..., None], _other(np.maximum(needed, 0.0)), 0.0)
    alone = _time_alone(rates, data.obstinate)
    end = np.where(mixes, alone.min(axis=-1), np.where(never.all(axis=-1), np.inf, 0.0))
    yields = np.where(mixes[..., None], alone > end[..., None], never[..., ::-1] & ~never)
    alive = np.exp(rates * np.where(np.isfinite(end), end, 0.0)[..., None])
    left = np.where(np.isfinite(alive), alive, 0.0)
    at_once = np.where(yields & np.isfinite(end)[..., None], 1.0 - data.obstinate * left, 0.0)
    gone = np.asarray(np.isnan(needed).any(axis=-1))
    found = (rates, alone, end, at_once, _wins(data, rates, end, at_once), _payoffs(data, at_once))
    return Concession(*(np.where(gone[..., None] if part is not end else gone, np.nan, part) for part in found))


def rates_needed(data: Attrition) -> FloatArray:
    """Return the rate at which the other side must give in for each to be indifferent; below 0 it waits for ever."""
    dispute = np.where(data.dispute > 0, data.dispute, np.nan)[..., None]
    return np.asarray((data.rate * (1.0 - _other(data.asks)) + data.cost) / dispute - data.help)


def worth_of_giving_in(data: Attrition, found: Concession, times: FloatArray) -> FloatArray:
    """Return the payoff of a normal side that gives in at each time up to the end: [..., side, time].

    From the definition: until then the other side gives in, or either is made to, at constant rates.
    """
    times = times[..., None, :]
    theirs, helped, left = (x[..., None] for x in (_other(found.rates), data.help, 1.0 - _other(data.asks)))
    forced, asks, cost = _other(data.help)[..., None], data.asks[..., None], data.cost[..., None]
    total = data.rate[..., None] + theirs + helped + forced
    flow = (theirs + helped) * asks + forced * left - cost
    waits = np.divide(-np.expm1(-total * times), total, out=0.0 * total + times, where=total > 0)
    later = flow * waits + np.exp(-total * times) * left
    once = _other(found.at_once)[..., None]
    return np.asarray(once * asks + (1.0 - once) * later)


def still_firm(found: Concession, times: FloatArray) -> FloatArray:
    """Return the chance that each side has not given in of itself by each time: [..., side, time]."""
    until = np.minimum(times, found.end[..., None])[..., None, :]
    return np.asarray((1.0 - found.at_once)[..., None] * np.exp(-found.rates[..., None] * until))


def thought_obstinate(data: Attrition, found: Concession, times: FloatArray) -> FloatArray:
    """Return the chance, at each time, that a side that has not given in is obstinate: [..., side, time]."""
    firm = still_firm(found, times)
    return np.asarray(np.divide(data.obstinate[..., None], firm, out=np.full(firm.shape, np.nan), where=firm > 0))


def _time_alone(rates: FloatArray, obstinate: FloatArray) -> FloatArray:
    """Return -ln(z) / h: 0 for a side that is surely obstinate, infinite for one that never gives in."""
    with np.errstate(divide="ignore"):
        evidence = -np.log(obstinate)
    takes = np.divide(evidence, rates, out=np.full(np.broadcast(evidence, rates).shape, np.inf), where=rates > 0)
    return np.where(obstinate >= 1, 0.0, takes)


def _wins(data: Attrition, rates: FloatArray, end: FloatArray, at_once: FloatArray) -> FloatArray:
    """Return the chance that the other side gives in first, of itself or made to."""
    helped = data.help.sum(axis=-1)
    total = rates.sum(axis=-1) + helped
    with np.errstate(invalid="ignore"):
        left = np.where(total > 0, np.exp(-total * np.where(total > 0, end, 0.0)), 1.0)
    later = _share(_other(rates) + data.help, total) * (1.0 - left)[..., None]
    later = later + _share(data.help, helped) * left[..., None]
    return np.asarray(_other(at_once) + np.prod(1.0 - at_once, axis=-1)[..., None] * later)


def _payoffs(data: Attrition, at_once: FloatArray) -> FloatArray:
    """Return a normal side's payoff: the better of giving in and of waiting for help for ever, or its demand at
    once."""
    left, helped = 1.0 - _other(data.asks), data.help.sum(axis=-1)[..., None]
    flow = data.help * data.asks + _other(data.help) * left - data.cost
    for_ever = np.divide(flow, data.rate + helped, out=np.full(flow.shape, -np.inf), where=data.rate + helped > 0)
    return np.asarray((1.0 - _other(at_once)) * np.maximum(left, for_ever) + _other(at_once) * data.asks)


def _share(part: FloatArray, total: FloatArray) -> FloatArray:
    whole = np.broadcast_to(total[..., None], part.shape)
    return np.asarray(np.divide(part, whole, out=np.zeros(part.shape), where=whole > 0))


def _other(pair: FloatArray) -> FloatArray:
    """Return the pair with the two sides exchanged."""
    return pair[..., ::-1]
