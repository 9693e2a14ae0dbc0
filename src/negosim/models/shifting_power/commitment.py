"""A shift of power as a commitment problem: when it removes every deal.

Definition. A pie of 1 is shared for ever at the common discount factor d per period; its whole worth is 1. In each
period a share of that period's pie, d's complement 1 - d, is agreed, or a war is fought once for all. War now gives
the rising side an expected share p1 of the whole pie, war from the next period on p2; it costs each side c, in shares
of the whole pie. The rising side cannot bind itself: from the next period on the declining side gets

    L = 1 - p2 - c_D + (1 - a)(c_D + c_R), cut to lie between 0 and 1,

its worth of war and 1 - a of what peace saves, where a in [0, 1] is the rising side's bargaining power then. The most
that peace can give the declining side is all of today's pie and L later. So no deal exists iff

    1 - p1 - c_D > (1 - d) + d L,    that is where L is not cut:    d p2 - p1 > (1 - d) c_D + d (1 - a)(c_D + c_R).

At a = 1 this is Fearon (1995, pages 404 to 408): with a war that costs once c' in units of a period's pie, c = (1-d)
c' and the condition is d p2 - p1 > c'(1-d)^2; with a cost c' in every period, c = c' and it is d p2 - p1 > c'(1-d).
At a = 0 the declining side gets all that peace saves, and what remains is Powell (2004, 2006): the two minmax values
M = p/(1-d) - c' of now and next period exceed the pie, d p2 - p1 > (1-d)(c_D' + d c_R'). Powell's condition implies
Fearon's: where it holds no bargaining procedure saves the peace. The printed condition lets L fall below 0; a side
that is to lose more by a war than it could win cannot be given less than nothing, so L is cut here. At L = 0 both
readings agree.

A large shift alone is not enough: spread over n periods, each step d p[t+1] - p[t] must be judged by itself, and
every shift leaves a deal if it is slow enough, provided war costs something or the present is discounted.
"""

from dataclasses import dataclass

import numpy as np

from negosim.games import BoolArray, FloatArray


@dataclass(frozen=True, eq=False)
class Shift:
    """A shift of power: expected shares of the rising side now and later, costs of war, patience, bargaining power.

    Costs are in shares of the whole pie; arrays broadcast against each other.
    """

    now: FloatArray
    later: FloatArray
    discount: FloatArray
    cost_declining: FloatArray
    cost_rising: FloatArray
    power: FloatArray

    @property
    def war_now(self) -> FloatArray:
        """What war now is worth to the declining side: 1 - p1 - c_D."""
        return np.asarray(1.0 - self.now - self.cost_declining)

    @property
    def peace_later(self) -> FloatArray:
        """What the declining side will get later, L."""
        saved = (1.0 - self.power) * (self.cost_declining + self.cost_rising)
        return np.asarray(np.clip(1.0 - self.later - self.cost_declining + saved, 0.0, 1.0))

    @property
    def best_peace(self) -> FloatArray:
        """The most that peace can give the declining side: all of today's pie, and L later."""
        return np.asarray(1.0 - self.discount + self.discount * self.peace_later)


def excess(shift: Shift) -> FloatArray:
    """Return by how much war now beats the best peace for the declining side; no deal exists where it is positive."""
    return np.asarray(shift.war_now - shift.best_peace)


def has_deal(shift: Shift) -> BoolArray:
    """Return whether some division keeps the peace."""
    return np.asarray(excess(shift) <= 0)


def share_needed_now(shift: Shift) -> FloatArray:
    """Return the share of today's pie that the declining side must be given; above 1 where no deal exists."""
    missing = np.maximum(shift.war_now - shift.discount * shift.peace_later, 0.0)
    today = np.broadcast_to(1.0 - shift.discount, missing.shape)
    endless = np.where(missing > 0, np.inf, 0.0)
    return np.asarray(np.divide(missing, today, out=endless, where=today > 0))


def critical_cost(shift: Shift) -> FloatArray:
    """Return the declining side's cost of war at and above which a deal exists; NaN where it exists at no cost.

    The excess falls with the cost, in straight pieces: where L is uncut, and where L is cut to 0 or to 1.
    """
    d, p1, p2, a, rising = shift.discount, shift.now, shift.later, shift.power, shift.cost_rising
    falls = 1.0 - d * a
    with np.errstate(divide="ignore", invalid="ignore"):
        uncut = np.where(falls > 0, (d * p2 - p1 - d * (1.0 - a) * rising) / falls, np.inf)
    later = np.where(np.isfinite(uncut), 1.0 - p2 - a * uncut + (1.0 - a) * rising, -1.0)
    cost = np.where(later < 0, d - p1, np.where(later > 1, -p1, uncut))
    return np.where(cost > 0, cost, np.nan)


def critical_later(shift: Shift) -> FloatArray:
    """Return the later share of the rising side above which no deal exists; NaN where there is none up to 1."""
    d, cost = shift.discount, shift.cost_declining
    saved = (1.0 - shift.power) * (cost + shift.cost_rising)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (shift.now + (1.0 - d) * cost + d * saved) / d
    is_cut = 1.0 - found - cost + saved < 0
    return np.where((found <= 1.0) & ~is_cut, found, np.nan)


def fewest_periods(shift: Shift) -> FloatArray:
    """Return over how many equal steps the shift must be spread for a deal to exist in each; NaN where none are enough.

    The first step is the hardest, since d p[t+1] - p[t] falls as p[t] rises by equal steps.
    """
    limit = critical_later(shift)
    room = limit - shift.now
    steps = np.ceil(np.round((shift.later - shift.now) / np.where(room > 0, room, np.nan), 9))
    return np.where(np.isnan(limit) | has_deal(shift), np.where(has_deal(shift), 1.0, np.nan), np.maximum(steps, 1.0))
