"""Tests that exclude a cell, contract it, or prove that it holds at most one root.

- dominance: some action does better than a used one at all corners (Porter, Nudelman and Shoham 2008, on a cell);
- hull: the hull of the corner values misses {equations = 0, slacks >= 0}; a separating direction, found by Gilbert's
  (1966) iteration for the point of a hull that is nearest to a set, proves that the cell holds no equilibrium;
- Krawczyk (1969): with C near the inverse Jacobian, every root is a fixed point of K(w) = w - C f(w). Bounds on K
  contract or exclude the cell; where K shrinks distances there is at most one root (Neumaier 1990, Interval Methods
  for Systems of Equations, section 5.1).

Each is right whatever the multipliers it tries; these decide only how often it succeeds.
"""

from dataclasses import dataclass
from functools import reduce

import numpy as np

from negosim.games import BoolArray, FloatArray
from negosim.solve.many_player.cells import ROUNDING, Cells, Faces
from negosim.solve.many_player.multilinear import Values, jacobian, slope_pattern

PACK = 4
"""Rounds of Gilbert's iteration between which cells already excluded are carried along."""


@dataclass(frozen=True, eq=False)
class Image:
    """Bounds on the slacks at every root in a cell, `low` and `high` [cell, action]; on weights, the Krawczyk image.

    `sway[cell, action, player]` is how far one player's move along the cell changes the preconditioned slack.
    """

    low: FloatArray
    high: FloatArray
    sway: FloatArray


def has_dominated_action(values: list[FloatArray], doubt: FloatArray, faces: Faces, cells: Cells) -> BoolArray:
    """Return whether some action beats a used one on all of a cell."""
    excluded = np.zeros(len(cells), dtype=bool)
    for i, value in enumerate(values):
        first = np.take_along_axis(value, faces.order[i][cells.support, : faces.corners[i], np.newaxis], axis=1)
        ahead = (value[:, np.newaxis] - first[:, :, np.newaxis]).min(axis=3).max(axis=2)
        excluded |= ((ahead > doubt[:, i : i + 1]) & faces.used(cells.support, i, faces.corners[i])).any(axis=1)
    return excluded


def krawczyk_image(values: Values) -> Image:
    """Return bounds on slacks - (slope of slacks) C f, equal to the slacks at roots, for C near an inverse Jacobian."""
    slopes = values.slacks @ slope_pattern(values.corners)
    factors = -(slopes @ approximate_inverse(jacobian(values))) * ~values.spare[:, np.newaxis]
    flat = values.slacks + factors @ values.equations
    terms = factors.shape[2] + 3
    rounded = terms * ROUNDING * np.abs(values.equations).max(axis=2) + values.equation_doubt
    error = (np.abs(factors) @ rounded[:, :, np.newaxis])[:, :, 0]
    error += terms * ROUNDING * np.abs(values.slacks).max(axis=2) + values.slack_doubt
    table = flat.reshape(*flat.shape[:2], *values.corners)
    sway = np.stack([_largest_change(table, axis) for axis in range(2, table.ndim)], axis=2)
    return Image(flat.min(axis=2) - error, flat.max(axis=2) + error, sway + 2 * error[:, :, np.newaxis])


def contraction_rate(image: Image, values: Values, margin: float) -> FloatArray:
    """Return a Lipschitz constant of the Krawczyk map, in the largest change of a weight, on a cell grown by `margin`.

    Below 1 the grown cell (weights down to -margin) holds at most one root. A change of weights that sums to zero and
    is at most 1 in each moves a function by at most its sway times half the number of corners.
    """
    moves = np.array([count // 2 for count in values.corners])
    grown = (1 + 2 * max(values.corners) * margin) ** (len(values.corners) - 1)
    return np.asarray(np.where(values.inside, image.sway @ moves, 0.0).max(axis=1) * grown)


def misses_hull(values: Values, rounds: int) -> BoolArray:
    """Return whether a direction separates the corner values from {equations = 0, slacks >= 0}.

    Gilbert's iteration moves a point of the hull towards that set; its rest vector is the direction tried.
    """
    split = values.equations.shape[1]
    table = np.concatenate([values.equations, np.where(values.inside[:, :, np.newaxis], 0.0, values.slacks)], axis=1)
    size = np.abs(table).max(axis=2)
    size[size == 0] = 1.0
    table /= size[:, :, np.newaxis]
    doubt = np.concatenate([values.equation_doubt, values.slack_doubt], axis=1) / size
    doubt += (table.shape[1] + 4) * ROUNDING
    point, live = table.mean(axis=2), np.arange(len(table))
    excluded = np.zeros(len(table), dtype=bool)
    for done in range(1, rounds + 1):
        rest = np.concatenate([point[:, :split], np.minimum(point[:, split:], 0.0)], axis=1)
        reach = (rest[:, np.newaxis] @ table)[:, 0]
        worst, each = reach.argmin(axis=1), np.arange(len(live))
        excluded[live] |= reach[each, worst] > (np.abs(rest) * doubt).sum(axis=1)
        step = point - table[each, :, worst]
        share = (rest * step).sum(axis=1) / np.maximum((step * step).sum(axis=1), np.finfo(float).tiny)
        point = point - np.clip(share, 0.0, 1.0)[:, np.newaxis] * step
        if done % PACK == 0:
            open_ = ~excluded[live]
            live, table, point, doubt = (x[open_] for x in (live, table, point, doubt))
    return excluded


def weight_lows(image: Image, values: Values) -> list[FloatArray]:
    """Return lower bounds on the weights of roots, [cell, corner] per player: in an empty cell they sum to over 1."""
    lows, start = [], 0
    for count, actions in zip(values.corners, values.actions, strict=True):
        inside = values.inside[:, start : start + count]
        low, high = (bound[:, start : start + count].clip(0.0, 1.0) * inside for bound in (image.low, image.high))
        low = np.maximum(low, 1.0 - (high.sum(axis=1, keepdims=True) - high)) - 1e-12
        single = inside.sum(axis=1, keepdims=True) == 1
        lows.append(np.where(inside & ~single, low, 0.0).clip(0.0, 1.0))
        start += actions
    return lows


def approximate_inverse(matrices: FloatArray) -> FloatArray:
    """Return inverses, or for a singular batch pseudoinverses; always finite."""
    try:
        inverse = np.linalg.inv(matrices)
    except np.linalg.LinAlgError:
        inverse = np.linalg.pinv(matrices, rcond=1e-12)
    return np.asarray(np.nan_to_num(inverse).clip(-1e14, 1e14))


def _largest_change(table: FloatArray, axis: int) -> FloatArray:
    """Return the largest difference along `axis`, over the tuples of the other players: [cell, row]."""
    parts = list(np.moveaxis(table, axis, 0))  # far faster than a reduction along a short axis
    change = reduce(np.maximum, parts) - reduce(np.minimum, parts)
    return np.asarray(change.reshape(*change.shape[:2], int(np.prod(change.shape[2:]))).max(axis=2))
