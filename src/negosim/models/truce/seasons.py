"""A truce through the year: how much patience is to spare in each month, when what it spares follows the seasons.

Definition. Month m of the year has its own gain g[m] = T - R and its own worth of the truce f[m] = R - P. Under grim
punishment the truce is worth D[m] = f[m] + d(1-q) D[m+1] more than its end, so that

    slack[m] = d(r-q) D[m+1] - g[m],     D[m] = sum over k = 0..11 of c^k f[m+k] / (1 - c^12),     c = d(1-q)

is what holding in month m is worth beyond striking (one-shot deviations in a periodic game, derived here). The truce
holds all year iff no month's slack is negative. Where it does, D > 0 in every month, and then D grows with d: so the
discount factors that hold it all year are all those from one critical one up. A single month's slack need not grow
with d where f changes sign. Slack looks ahead: it is least when the months in which the truce is worth most have just
passed.

Months are the last axis, January first, and twelve of them.
"""

import numpy as np

from negosim.games import BoolArray, FloatArray
from negosim.models.truce.repeated import Signal

YEAR = 12
_STEPS = 34
_MOST = 1.0 - 1e-9


def slack(gain: FloatArray, forgone: FloatArray, discount: FloatArray, signal: Signal) -> FloatArray:
    """Return what holding is worth beyond striking in each month: shape (..., 12); `discount` has shape (...)."""
    return np.asarray(kept_ahead(forgone, discount, signal) - gain)


def kept_ahead(flow: FloatArray, discount: FloatArray, signal: Signal) -> FloatArray:
    """Return d(r-q) D[m+1] for a flow or for one of its terms: what a strike in month m puts at risk of it.

    Where d(1-q) is 1 the sum has no end, and is taken at a factor just below.
    """
    kept = np.minimum(discount * (1.0 - signal.false_alarm), _MOST)
    at_stake = np.asarray(discount * (signal.detect - signal.false_alarm))
    return np.asarray(at_stake[..., np.newaxis] * np.roll(ahead(flow, kept), -1, axis=-1))


def critical_all_year(gain: FloatArray, forgone: FloatArray, signal: Signal) -> FloatArray:
    """Return the least discount factor at which no month's slack is negative; NaN where there is none."""
    shapes = gain.shape[:-1], forgone.shape[:-1], np.shape(signal.detect), np.shape(signal.false_alarm)
    low, high = np.zeros(np.broadcast_shapes(*shapes)), np.full(np.broadcast_shapes(*shapes), _MOST)
    possible = slack(gain, forgone, high, signal).min(axis=-1) >= 0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        holds = slack(gain, forgone, middle, signal).min(axis=-1) >= 0
        low, high = np.where(holds, low, middle), np.where(holds, middle, high)
    return np.where(possible, high, np.nan)


def overtakes(critical: FloatArray, other: FloatArray) -> BoolArray:
    """Return the months in which a side comes to need more patience than the other, and did not the month before.

    `critical[..., month]` are the two sides' critical discount factors; NaN, that none suffices, is more than any.
    """
    ahead = np.where(np.isnan(critical), np.inf, critical) > np.where(np.isnan(other), np.inf, other)
    return np.asarray(ahead & ~np.roll(ahead, 1, axis=-1))


def spared(loss: FloatArray, months: FloatArray) -> FloatArray:
    """Return the loss that a truce of some months spares a side, by the month in which it starts: shape (..., 12).

    A part of a month spares that part of it.
    """
    weights = np.clip(np.asarray(months)[..., np.newaxis] - np.arange(int(np.ceil(np.max(months)))), 0.0, 1.0)
    shifted = [np.roll(loss, -k, axis=-1) * weights[..., k, np.newaxis] for k in range(weights.shape[-1])]
    return np.asarray(np.sum(shifted, axis=0))


def ahead(flow: FloatArray, kept: FloatArray) -> FloatArray:
    """Return sum over k >= 0 of kept^k flow[m+k] for a flow that repeats each year; kept below 1 has shape (...).

    January's sum is nested, and each month before is worth its own flow and what the next one keeps.
    """
    year = np.zeros(np.broadcast_shapes(flow.shape[:-1], kept.shape))
    for month in reversed(range(YEAR)):
        year = flow[..., month] + kept * year
    worth = year / (1.0 - kept**YEAR)
    months = []
    for month in reversed(range(YEAR)):
        worth = flow[..., month] + kept * worth
        months.append(worth)
    return np.stack(months[::-1], axis=-1)
