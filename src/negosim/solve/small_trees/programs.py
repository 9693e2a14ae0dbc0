"""The programs behind `consistency`: bounds of two nodes' odds, a belief inside, orders and logarithms of weights."""

import numpy as np

from negosim.games import FloatArray
from negosim.solve.result import TIE

_SAME = 1e-9
_FAR = 60.0
"""Logarithms of weights stay within this."""
_PRECISE = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}


def share_bounds(gains: FloatArray) -> tuple[float, float]:
    """Return the least and the largest weight of the first of two nodes that meets gains[condition, node] >= 0."""
    slope, at_zero = gains[:, 0] - gains[:, 1], gains[:, 1]
    flat = np.abs(slope) <= TIE
    if (at_zero[flat] < -TIE).any():
        return 1.0, 0.0
    edges = -at_zero[~flat] / slope[~flat]
    low, high = max([0.0, *edges[slope[~flat] > 0]]), min([1.0, *edges[slope[~flat] < 0]])
    if high < low <= high + _SAME:
        low = high = (low + high) / 2
    return float(low), float(high)


def log_odds(share: float) -> float:
    return -np.inf if share <= 0 else np.inf if share >= 1 else float(np.log(share / (1 - share)))


def inside(gains: FloatArray) -> FloatArray | None:
    """Return a belief with weight on every node that meets gains[condition, node] >= 0, if there is one."""
    size = gains.shape[1]
    free = np.append(np.zeros(size), -1.0)  # the least weight is made large
    rows = np.vstack(
        [np.append(gains, np.zeros((len(gains), 1)), axis=1), np.append(np.eye(size), -np.ones((size, 1)), axis=1)]
    )
    total = np.append(np.ones(size), 0.0)
    found = least(
        free,
        np.vstack([rows, total]),
        np.append(np.zeros(len(rows)), 1.0),
        np.append(np.full(len(rows), np.inf), 1.0),
        (0.0, 1.0),
    )
    return found[:size] if found is not None and found[size] > _SAME else None


def logs_within(objective: FloatArray, rows: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray | None:
    """Return logarithms within their bounds, near 0, or where an objective is least; None where there are none."""
    size = len(objective)
    cost = np.concatenate([objective, -objective]) if objective.any() else np.ones(2 * size)
    found = least(cost, np.hstack([rows, -rows]), low, high, (0.0, _FAR))
    return None if found is None else found[:size] - found[size:]


def least(
    cost: FloatArray, rows: FloatArray, low: FloatArray, high: FloatArray, bounds: tuple[float, float | None]
) -> FloatArray | None:
    """Return the unknowns within `bounds` that make cost least with low <= rows @ unknowns <= high, if any do."""
    from scipy.optimize import linprog

    if not len(cost):
        return np.zeros(0)
    above, below = np.isfinite(high), np.isfinite(low)
    solved = linprog(
        cost,
        A_ub=np.vstack([rows[above], -rows[below]]),
        b_ub=np.concatenate([high[above], -low[below]]),
        bounds=bounds,
        options=_PRECISE,
    )
    return None if solved.x is None else np.asarray(solved.x)


def share_of(odds: float) -> float:
    """Return the share whose log odds these are, 0 and 1 where it is next to them."""
    share = float(1 / (1 + np.exp(-odds)))
    return 0.0 if share < _SAME else 1.0 if share > 1 - _SAME else share
