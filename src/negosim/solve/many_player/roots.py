"""Roots of the equations on a support: found by Newton's method, then certified.

A root is certified in a small cell around it: the Krawczyk image lies inside the cell, so by Brouwer's theorem it
holds a root, and the map shrinks distances on a cell grown by its own size, so no other is near (Krawczyk 1969;
Neumaier 1990). The image also encloses each probability and each gain at the root to about 1e-15 times the condition
of the Jacobian, which decides whether the root is an equilibrium. Where an enclosure does not settle a sign, the root
is a tie.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from negosim.games import BoolArray, FloatArray, IntArray, Profile
from negosim.solve.many_player.cell_bounds import Image, approximate_inverse, contraction_rate, krawczyk_image
from negosim.solve.many_player.cells import ROUNDING, Cells, Faces, cells_around, weights_of
from negosim.solve.many_player.multilinear import Gains, Values, action_gains, gain_doubt, jacobian, lay_out

RADIUS = 2.0**-24
MARGIN = 2.0**-6
CLOSE = 2.0**-30
"""A Newton step smaller than this ends at the root, to rounding: the next would be of the size of its square."""


class Kind(StrEnum):
    """What a root is: an equilibrium, proved; no equilibrium, proved; or undecided by equality."""

    EQUILIBRIUM = "equilibrium"
    NO_EQUILIBRIUM = "no equilibrium"
    TIE = "tie"
    SINGULAR = "singular"


@dataclass(frozen=True, eq=False)
class Root:
    """A certified root of the equations of one support (an index into the faces), or a singular one.

    No other root of the support differs from it by less than `reach` in each probability.
    """

    support: int
    profile: Profile
    kind: Kind
    reach: float


def settle(gains: Gains, faces: Faces, cells: Cells) -> tuple[tuple[Root, ...], BoolArray]:
    """Find the root of each cell that holds at most one; return the roots and which cells are left.

    A cell is done where its root is certified inside the cell grown by MARGIN; another may be empty or not.
    """
    middle = tuple(corner.mean(axis=1) for corner in cells.corners)
    profile, _ = newton(gains, faces, cells.support, middle)
    smallest, scale = weights_of(cells, faces, profile)
    inside = np.flatnonzero(smallest >= -MARGIN / 2)
    radius = np.minimum(RADIUS, MARGIN / 32 / scale[inside])
    near = cells_around(faces, cells.support[inside], tuple(p[inside] for p in profile), radius)
    values = evaluate(gains, faces, near, with_ties=False)
    image = krawczyk_image(values)
    exists = np.where(values.inside, image.low > MARGIN, True).all(axis=1)
    certified = exists & (contraction_rate(image, values, margin=1.0) < 1)
    kinds = _kinds(gains, values, *_enclose(faces, near, radius, image))
    roots = tuple(
        Root(int(cells.support[c]), tuple(p[c] for p in profile), kinds[k], radius[k] / 2)
        for k, c in enumerate(inside)
        if certified[k]
    )
    settled = np.zeros(len(cells), dtype=bool)
    settled[inside[certified]] = True
    return roots, ~settled


def find_singular(gains: Gains, faces: Faces, cells: Cells) -> tuple[Root, ...]:
    """Return points of the cells where equations and slacks hold, to rounding, and the Jacobian is singular.

    Such a point is an equilibrium of a continuum, or one that an arbitrarily small change of payoffs can remove.
    """
    middle = tuple(corner.mean(axis=1) for corner in cells.corners)
    profile, values = newton(gains, faces, cells.support, middle, rounds=30)
    size = np.linalg.svd(jacobian(values), compute_uv=False)
    singular = size.min(axis=1, initial=1.0) < 1e-7 * size.max(axis=1, initial=1.0)
    met = (np.abs(values.equations.mean(axis=2)) <= values.equation_doubt).all(axis=1)
    met &= np.where(values.inside, True, values.slacks.mean(axis=2) >= -values.slack_doubt).all(axis=1)
    within = weights_of(cells, faces, profile)[0] >= -1e-9
    return tuple(
        Root(int(cells.support[c]), tuple(p[c].clip(0.0) for p in profile), Kind.SINGULAR, RADIUS)
        for c in np.flatnonzero(singular & met & within)
    )


def newton(gains: Gains, faces: Faces, support: IntArray, start: Profile, rounds: int = 0) -> tuple[Profile, Values]:
    """Return where Newton's method leads from `start[i][cell, action]`, and the values around that point.

    `rounds` above 0 takes that many steps with the pseudoinverse, for singular roots; 0 takes ordinary steps until
    they stop.
    """
    profile = tuple(p.copy() for p in start)
    for _ in range(rounds or 12):
        values = evaluate(gains, faces, cells_around(faces, support, profile, np.ones(len(support))), with_ties=True)
        step = _newton_step(values, is_singular=rounds > 0)
        largest = 0.0
        for i, move in enumerate(np.split(step, np.cumsum(np.array(faces.corners) - 1)[:-1], axis=1)):
            actions = faces.order[i][support, : faces.corners[i]]
            full = np.concatenate([-move.sum(axis=1, keepdims=True), move], axis=1)
            np.put_along_axis(profile[i], actions, np.take_along_axis(profile[i], actions, axis=1) + full, axis=1)
            largest = max(largest, float(np.abs(full).max(initial=0.0)))
        if largest < (4 * ROUNDING if rounds else CLOSE):
            break
    return profile, evaluate(gains, faces, cells_around(faces, support, profile, np.ones(len(support))), with_ties=True)


def evaluate(gains: Gains, faces: Faces, cells: Cells, *, with_ties: bool) -> Values:
    """Return the values on cells, a gain within a tie of 0 being in doubt or not."""
    doubt = gain_doubt(gains, faces, cells)
    doubt = doubt if with_ties else doubt - gains.tie
    return lay_out(action_gains(gains, cells), doubt, faces, cells)


def _newton_step(values: Values, is_singular: bool) -> FloatArray:
    slopes, miss = jacobian(values), values.equations.mean(axis=2)[:, :, np.newaxis]
    inverse = np.linalg.pinv(slopes, rcond=1e-7) if is_singular else approximate_inverse(slopes)
    step = np.asarray(-(inverse @ miss)[:, :, 0] * ~values.spare)
    return step.clip(-1.0, 1.0) if is_singular else step


def _kinds(gains: Gains, values: Values, low: FloatArray, high: FloatArray) -> list[Kind]:
    """Return what each certified root is, from the enclosures of its probabilities and slacks."""
    tie = np.repeat(gains.tie, values.actions) * ~values.inside
    signs = np.where((high < -tie).any(axis=1), -1, np.where((low > tie).all(axis=1), 1, 0))
    return [{-1: Kind.NO_EQUILIBRIUM, 0: Kind.TIE, 1: Kind.EQUILIBRIUM}[sign] for sign in signs.tolist()]


def _enclose(faces: Faces, near: Cells, radius: FloatArray, image: Image) -> tuple[FloatArray, FloatArray]:
    """Return the image's bounds, those on weights turned into bounds on the probabilities of the actions."""
    low, high = image.low.copy(), image.high.copy()
    for i, corner in enumerate(near.corners):
        start, count = faces.starts[i], corner.shape[1]
        actions = faces.order[i][near.support, :count]
        used = faces.used(near.support, i, count)
        share = np.where(np.arange(count) == 0, 1 + (~used).sum(axis=1, keepdims=True), 1) / count
        middle = np.take_along_axis(corner.mean(axis=1), actions, axis=1)
        for bound, sign in ((low, -1), (high, 1)):
            shifted = middle + radius[:, np.newaxis] * (bound[:, start : start + count] - share) + sign * 8 * ROUNDING
            bound[:, start : start + count] = np.where(used, shifted, bound[:, start : start + count])
    return low, high
