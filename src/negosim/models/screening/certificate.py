"""Regrets of screening from the definitions: what any other demand, effort, offer or price would have brought.

These search grids and know no closed form.
"""

import numpy as np

from negosim.games import FloatArray
from negosim.models.screening.mediation import Demand, Mediation, demand_after
from negosim.models.screening.trade import Trade

_DEMANDS, _EFFORTS, _PRICES, _TYPES = 2001, 41, 201, 9


def demand_regret(data: Mediation, found: Demand) -> float:
    """Return the most that the proposer or the mediator gains by another demand or effort, as a share of its stake in
    the matter: the whole issue, and the value of a deal. `data` is without batch axes."""
    on_responder = float(data.on_responder.strength * found.efforts[0])
    on_proposer = float(data.on_proposer.strength * found.efforts[1])
    x = np.append(np.linspace(0.0, 1.0, _DEMANDS), float(found.demand))
    accepted = data.belief.accepts(x - float(data.position) - on_responder)
    payoffs = accepted * x + (1.0 - accepted) * (float(data.position - data.cost) - on_proposer)
    proposer = float(payoffs.max()) - float(found.proposer)
    efforts = np.linspace(0.0, 1.0, _EFFORTS)
    grid = np.meshgrid(efforts, efforts)
    mediator = float(demand_after(data, (grid[0], grid[1])).mediator.max()) - float(found.mediator)
    eagerness = float(data.eagerness)
    return max(proposer, mediator / eagerness if eagerness > 0 else 0.0, 0.0)


def trade_regret(trade: Trade) -> float:
    """Return the most that a buyer or a seller of some type gains by another price, as a share of the largest gain.

    The other side's prices are those of its types, at the middles of equal bins.
    """
    v0, v1, c0, c1 = (float(x) for x in (trade.v0, trade.v1, trade.c0, trade.c1))
    share = (np.arange(2000) + 0.5) / 2000
    asks, bids = np.asarray(trade.ask(c0 + share * (c1 - c0))), np.asarray(trade.bid(v0 + share * (v1 - v0)))
    prices = np.linspace(min(v0, c0), max(v1, c1), _PRICES)
    worst = 0.0
    for value in np.linspace(v0, v1, _TYPES):
        named = np.append(prices, trade.bid(np.array(value)))[:, None]
        worst = max(worst, _gain(np.where(named >= asks, value - (named + asks) / 2.0, 0.0)))
    for cost in np.linspace(c0, c1, _TYPES):
        named = np.append(prices, trade.ask(np.array(cost)))[:, None]
        worst = max(worst, _gain(np.where(bids >= named, (named + bids) / 2.0 - cost, 0.0)))
    return worst / (v1 - c0)


def agenda_regret(offer: float, ideal: float, veto: float, reach: float) -> float:
    """Return how much nearer to its ideal some other point is that the veto player accepts."""
    x = np.linspace(0.0, 1.0, _DEMANDS)
    allowed = np.abs(x - veto) <= reach + 1e-12
    near = np.abs(x[allowed] - ideal).min(initial=np.inf)
    return max(abs(offer - ideal) - float(near), 0.0)


def _gain(payoffs: FloatArray) -> float:
    """Return the mean payoff of the best price less that of the last one."""
    means = payoffs.mean(axis=1)
    return float(means.max() - means[-1])
