"""When a side stops stalling: optimal stopping in months, by backward induction.

A side may settle in month t for what the issue stands at, worth s_t to it, or fight on for a month at a cost c and
look again; d is its discount factor. Fighting moves the issue by g, g r, g r^2, ... up to a limit. In each month it
waits, `hazard` is the chance that an event comes (the other side's support ends) that adds `jump` to all that it can
settle for, and `breaking` that it can no longer go on and must settle at what it held before that month. With V after
and W before the event,

    V_t = max(s_t + jump, -c + d [(1 - breaking) V_(t+1) + breaking (s_t + jump)])
    W_t = max(s_t,        -c + d [(1 - breaking) ((1 - hazard) W_(t+1) + hazard V_(t+1)) + breaking s_t]).

Where the steps of s_t never grow, s_t never falls and the jump is no loss, one step ahead decides (Chow and Robbins
1961): it settles in the first month in which

    d (1 - breaking) (s_(t+1) - s_t + hazard jump) <= (1 - d) s_t + c.

So a larger first step (with shrinking steps and s_0 + c / (1 - d) > 0) or a larger hazard never shortens the wait for
itself, and a larger breaking point never lengthens it; with a limit the wait first grows with the step and then falls,
as the limit is reached sooner. Where positions worsen the rule need not hold; backward induction does not use it.
A year's cost written as a rate c' of a perpetuity is c = (1 - d) c' here.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from negosim.games import BoolArray, FloatArray

MONTHS = 240
"""A stall is followed for twenty years: a side that has not settled by then settles, and counts as waiting for ever."""
SAME = 1e-12
"""Waiting that is better by no more is not worth it."""


@dataclass(frozen=True, eq=False)
class Prospect:
    """Where fighting takes the issue: from `start` by `drift` in the first month, `decay` times that in the next and
    so on, never past `limit`; and the monthly chances of the event and of the side's own breaking point."""

    start: FloatArray
    drift: FloatArray
    decay: FloatArray
    limit: FloatArray
    hazard: FloatArray
    breaking: FloatArray

    def position(self, month: int) -> FloatArray:
        """Return where the issue stands after some months."""
        shrinks = self.decay < 1
        rate = np.where(shrinks, 1.0 - self.decay, 1.0)
        steps = np.where(shrinks, (1.0 - self.decay**month) / rate, float(month))
        there = self.start + self.drift * steps
        up = np.minimum(there, np.maximum(self.limit, self.start))
        return np.asarray(np.where(self.drift >= 0, up, np.maximum(there, np.minimum(self.limit, self.start))))


@dataclass(frozen=True, eq=False)
class Side:
    """What a settlement at a position is worth to a side, what a month of fighting costs it, its discount factor, and
    what the event adds to its payoff."""

    worth: Callable[[FloatArray], FloatArray]
    cost: FloatArray
    discount: FloatArray
    jump: FloatArray


@dataclass(frozen=True, eq=False)
class Stall:
    """What the stalling side does from now on: the month in which it settles if nothing happens before (infinite
    where it waits for ever), how many months pass on average, and what all this is worth to it and to its partner."""

    settles: FloatArray
    months: FloatArray
    value: FloatArray
    waiting: FloatArray
    partner: FloatArray


def stall(prospect: Prospect, side: Side, partner: Side | None = None) -> Stall:
    """Return when the side settles, by backward induction from the last month that is followed.

    >>> one = np.array
    >>> shrinking = Prospect(one(0.4), one(0.05), one(0.8), one(np.inf), one(0.0), one(0.0))
    >>> float(stall(shrinking, Side(lambda x: x, one(0.01), one(0.98), one(0.0))).settles)
    4.0
    """
    sides = (side, *((partner,) if partner else ()))
    now = _worths(prospect, sides)
    jump, discount, cost = (_stacked(sides, word, now.shape[2:]) for word in ("jump", "discount", "cost"))
    stays, breaks = 1.0 - prospect.breaking, discount * prospect.breaking
    goes_on, comes = stays * (1.0 - prospect.hazard), stays * prospect.hazard
    before, after = now[MONTHS], now[MONTHS] + jump
    length = after_length = np.zeros(now.shape[2:])
    settles, waiting = np.full(now.shape[2:], np.inf), before[0]
    for month in range(MONTHS - 1, -1, -1):
        at = now[month]
        held = discount * (goes_on * before + comes * after) + breaks * at - cost
        held_after = discount * stays * after + breaks * (at + jump) - cost
        length = 1.0 + goes_on * length + comes * after_length
        after_length = 1.0 + stays * after_length
        waiting, stops, stops_after = (
            held[0],
            _is_no_better(held[0], at[0]),
            _is_no_better(held_after[0], (at + jump)[0]),
        )
        before, after = np.where(stops, at, held), np.where(stops_after, at + jump, held_after)
        length, after_length = np.where(stops, 0.0, length), np.where(stops_after, 0.0, after_length)
        settles = np.where(stops, float(month), settles)
    return Stall(settles, length, before[0], waiting, before[-1])


def values_of_plans(prospect: Prospect, side: Side, months: int) -> FloatArray:
    """Return the worth of each plan to settle in a fixed month, or as soon as the event comes: (months, ...).

    Summed forward over what may happen in each month, without the recursion of `stall`: it is for checking that.
    """
    open_, worth, found = np.ones(np.shape(prospect.start)), np.zeros(np.shape(prospect.start)), []
    for month in range(months):
        now, then = side.worth(prospect.position(month)), side.worth(prospect.position(month + 1))
        found.append(worth + open_ * now)
        ends = prospect.breaking * now + (1.0 - prospect.breaking) * prospect.hazard * (then + side.jump)
        worth = worth + open_ * (side.discount * ends - side.cost)
        open_ = open_ * side.discount * (1.0 - prospect.breaking) * (1.0 - prospect.hazard)
    return np.array(found)


def still_stalling(prospect: Prospect, settles: FloatArray, months: int) -> FloatArray:
    """Return the chance that it still waits at the start of each month: (..., months), neither settled, nor broken, nor
    met by the event."""
    stays = (1.0 - prospect.hazard) * (1.0 - prospect.breaking)
    month = np.arange(months)
    return np.where(month < settles[..., None], stays[..., None] ** month, 0.0)


def hazard_to_wait(prospect: Prospect, side: Side) -> FloatArray:
    """Return the monthly hazard from which waiting for a month and then settling is better than settling now; NaN where
    no hazard from 0 to 1 is."""
    now, step = _first_step(prospect, side)
    needed = ((1.0 - side.discount) * now + side.cost) / _positive(side.discount * (1.0 - prospect.breaking))
    hazard = (needed - step) / _positive(side.jump)
    return np.where(hazard <= 1.0, np.maximum(hazard, 0.0), np.nan)


def cost_to_settle(prospect: Prospect, side: Side) -> FloatArray:
    """Return the monthly cost from which settling now is better than waiting for a month and then settling."""
    now, step = _first_step(prospect, side)
    gain = side.discount * (1.0 - prospect.breaking) * (step + prospect.hazard * side.jump)
    return np.asarray(gain - (1.0 - side.discount) * now)


def held_out_for(side: Side, value: FloatArray, start: FloatArray, ideal: FloatArray) -> FloatArray:
    """Return the position from `start` to the side's ideal whose settlement now is worth `value` to it, by bisection;
    NaN where none is worth as much. Worth does not fall toward the ideal."""
    low, high = np.zeros(np.shape(value)), np.ones(np.shape(value))
    for _ in range(60):
        middle = (low + high) / 2.0
        enough = side.worth(start + middle * (ideal - start)) >= value - SAME
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    at = np.where(side.worth(start) >= value - SAME, 0.0, high)
    return np.where(side.worth(ideal) >= value - SAME, start + at * (ideal - start), np.nan)


def _first_step(prospect: Prospect, side: Side) -> tuple[FloatArray, FloatArray]:
    now = side.worth(prospect.position(0))
    return now, side.worth(prospect.position(1)) - now


def _worths(prospect: Prospect, sides: tuple[Side, ...]) -> FloatArray:
    """Return what settling in each month is worth to each side: worths[month, side, ...]."""
    parts = [part for side in sides for part in (side.cost, side.discount, side.jump)]
    shape = np.broadcast(prospect.position(1), prospect.hazard, prospect.breaking, *parts).shape
    worths = np.empty((MONTHS + 1, len(sides), *shape))
    for month in range(MONTHS + 1):
        at = prospect.position(month)
        for k, side in enumerate(sides):
            worths[month, k] = side.worth(at)
    return worths


def _stacked(sides: tuple[Side, ...], word: str, shape: tuple[int, ...]) -> FloatArray:
    """Return a number of each side: (side, ...)."""
    return np.stack([np.broadcast_to(getattr(side, word), shape) for side in sides])


def _is_no_better(waiting: FloatArray, now: FloatArray) -> BoolArray:
    return np.asarray(waiting <= now + SAME * (1.0 + np.abs(now)))


def _positive(amount: FloatArray) -> FloatArray:
    return np.where(amount > 0, amount, np.nan)
