"""Scenario discovery: the box of assumptions under which an outcome happens, by the patient rule induction method.

Peeling (Friedman and Fisher 1999): from all points, cut off again and again the twentieth at one end of one number that
leaves the largest share of hits. Of the boxes passed through, the one with the best balance of coverage, the share of
all hits that it holds, and density, the share of its points that are hits, is kept: the largest harmonic mean of the
two. Then limits are dropped, the least significant first, while the quasi-p-value is above 0.05: the chance of as many
hits as the box has, or more, were its points drawn from the box without that limit (Bryant and Lempert 2010). There is
no pasting. Coverage and density are given for other points than those that the box was found with.
"""

from dataclasses import dataclass

import numpy as np

from negosim.games import BoolArray, FloatArray

PEEL = 0.05
SIGNIFICANT = 0.05
_LEAST = 0.05
_FEWEST = 20


@dataclass(frozen=True)
class Limit:
    """One side of a box: column `number` must be at least `low`, at most `high`, -inf and inf where it is open."""

    number: int
    low: float
    high: float
    quasi_p: float


@dataclass(frozen=True)
class Box:
    """Limits on some numbers. `coverage` is the share of all hits that are inside, `density` the share of hits among
    the points inside, `mass` the share of points inside; of points that the box was not found with."""

    limits: tuple[Limit, ...]
    coverage: float
    density: float
    mass: float


def find_box(points: FloatArray, hits: BoolArray, fresh: FloatArray, fresh_hits: BoolArray) -> Box | None:
    """Find a box of points[point, number] in which hits are frequent; measure it on fresh points.

    Return None where there are too few hits to peel for, or no limit is significant.
    """
    if hits.sum() < _FEWEST or hits.all():
        return None
    low, high = _peeled(points, hits)
    limits = _significant(points, hits, low, high)
    if not limits:
        return None
    inside = _inside(fresh, limits)
    caught = int((inside & fresh_hits).sum())
    density = caught / max(1, int(inside.sum()))
    return Box(limits, caught / max(1, int(fresh_hits.sum())), density, float(inside.mean()))


def _peeled(points: FloatArray, hits: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Return the ends of the best balanced box on the way of peeling."""
    low, high = np.full(points.shape[1], -np.inf), np.full(points.shape[1], np.inf)
    best, kept = 0.0, (low.copy(), high.copy())
    inside, own = points, hits
    while True:
        balance = 2 * own.sum() / (hits.sum() + len(own))  # the harmonic mean of coverage and density
        if balance > best:
            best, kept = float(balance), (low.copy(), high.copy())
        ends = np.quantile(inside, [PEEL, 1 - PEEL], axis=0)
        stays = np.stack([inside >= ends[0], inside <= ends[1]])
        count = stays.sum(axis=1)
        caught = (stays & own[:, np.newaxis]).sum(axis=1)
        share = np.where(count < len(own), caught / np.maximum(count, 1), -1)
        side, number = np.unravel_index(int(share.argmax()), share.shape)
        if share[side, number] < 0 or count[side, number] < max(_LEAST * len(points), _FEWEST):
            return kept
        (low if side == 0 else high)[number] = ends[side, number]
        inside, own = inside[stays[side, :, number]], own[stays[side, :, number]]


def _significant(points: FloatArray, hits: BoolArray, low: FloatArray, high: FloatArray) -> tuple[Limit, ...]:
    """Return the limits that are left when those that may be due to chance are dropped one by one."""
    numbers = [int(k) for k in np.flatnonzero(np.isfinite(low) | np.isfinite(high))]
    while numbers:
        limits = [Limit(k, float(low[k]), float(high[k]), 0.0) for k in numbers]
        p_values = [_quasi_p(points, hits, limits, k) for k in range(len(limits))]
        worst = int(np.argmax(p_values))
        if p_values[worst] <= SIGNIFICANT:
            found = [Limit(x.number, x.low, x.high, p) for x, p in zip(limits, p_values, strict=True)]
            return tuple(sorted(found, key=lambda limit: (limit.quasi_p, limit.number)))
        del numbers[worst]
    return ()


def _quasi_p(points: FloatArray, hits: BoolArray, limits: list[Limit], dropped: int) -> float:
    """Return the chance of as many hits as the box has among as many points of the box without one limit."""
    from scipy.stats import binom

    inside = _inside(points, tuple(limits))
    wider = _inside(points, tuple(limits[:dropped] + limits[dropped + 1 :]))
    return float(binom.sf(int((inside & hits).sum()) - 1, int(inside.sum()), float(hits[wider].mean())))


def _inside(points: FloatArray, limits: tuple[Limit, ...]) -> BoolArray:
    inside = np.ones(len(points), dtype=np.bool_)
    for limit in limits:
        inside &= (points[:, limit.number] >= limit.low) & (points[:, limit.number] <= limit.high)
    return inside
