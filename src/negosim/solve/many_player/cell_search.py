"""Branch and prune: every cell of every support is excluded, settled by a certified root, or cut again.

What is left over is said: a support with a singular equilibrium is given up at once (a continuum would be cut for
ever), and so are those with cells left at the smallest size or when the budget runs out.
"""

from dataclasses import dataclass

import numpy as np

from negosim.games import FloatArray, IntArray
from negosim.solve.many_player.cell_bounds import (
    contraction_rate,
    has_dominated_action,
    krawczyk_image,
    misses_hull,
    weight_lows,
)
from negosim.solve.many_player.cells import Cells, Faces, bisect, contract, join, whole_faces, widths
from negosim.solve.many_player.multilinear import Gains, Values, action_gains, gain_doubt, lay_out
from negosim.solve.many_player.roots import MARGIN, Kind, Root, find_singular, settle

BATCH = 256
"""Cells handled at once: enough to make a numpy call worth it, few enough for the cache."""
SMALLEST = 1e-7
"""A cell with no longer edge than this, in probability, is not cut again."""
SUSPECT = 1 / 32
DEEPEST = 250
HULL_ROUNDS = 4
"""Rounds of Gilbert's iteration per equation."""

SINGULAR = "it holds a singular equilibrium, or a continuum of them"
TIED = "it holds an equilibrium with an unused best reply"
LEFT_OVER = f"a cell of width {SMALLEST:g} in it is neither excluded nor certified"
OUT_OF_BUDGET = "the budget of cells ran out"


@dataclass(frozen=True, eq=False)
class Findings:
    """Distinct roots, why each unsettled support is so, and the number of cells looked at."""

    roots: tuple[Root, ...]
    unsettled: dict[int, str]
    cells: int


def search(gains: Gains, faces: Faces, budget: int) -> Findings:
    """Search all the supports of `faces` for roots of their equations, looking at no more than `budget` cells."""
    stack, used = [whole_faces(faces)], 0
    roots: list[Root] = []
    unsettled: dict[int, str] = {}
    while stack:
        cells = _pop(stack, [support for support, why in unsettled.items() if why != TIED])
        if used + len(cells) > budget:
            unsettled |= {
                int(s): OUT_OF_BUDGET for batch in (cells, *stack) for s in batch.support if s not in unsettled
            }
            break
        used += len(cells)
        found, rest = _step(gains, faces, cells)
        finished = (widths(rest).max(axis=1, initial=0.0) < SMALLEST) | (rest.depth > DEEPEST)
        unsettled |= {int(s): LEFT_OVER for s in rest.support[finished]}
        unsettled |= {root.support: TIED for root in found if root.kind is Kind.TIE}
        unsettled |= {root.support: SINGULAR for root in found if root.kind is Kind.SINGULAR}
        roots.extend(root for root in found if not any(_are_same(root, other) for other in roots))
        if len(rest):
            stack.append(rest.take(~finished))
    return Findings(tuple(roots), unsettled, used)


def _pop(stack: list[Cells], given_up: list[int]) -> Cells:
    """Take a batch off the end of the stack, leaving out supports that are given up."""
    parts = [stack.pop()]
    while stack and sum(map(len, parts)) < BATCH:
        parts.append(stack.pop())
    cells = join(parts[::-1]) if len(parts) > 1 else parts[0]
    if given_up:
        cells = cells.take(~np.isin(cells.support, given_up))
    count = len(cells) - BATCH
    if count > 0:
        stack.append(cells.take(slice(0, count)))
    return cells.take(slice(max(count, 0), None))


def _step(gains: Gains, faces: Faces, cells: Cells) -> tuple[list[Root], Cells]:
    """Look at each cell once: return the roots found and the smaller cells that are left."""
    cells, values = _evaluate(gains, faces, cells)
    if not len(cells):
        return [], cells
    suspect = _suspects(cells, values)
    found = list(find_singular(gains, faces, cells.take(suspect))) if len(suspect) else []
    image = krawczyk_image(values)
    lows = weight_lows(image, values)
    left = np.asarray((image.high >= 0).all(axis=1))
    for low in lows:
        left &= low.sum(axis=1) <= 1 + 1e-9
    single = left & (contraction_rate(image, values, MARGIN) < 1)
    if single.any():
        roots, left[single] = settle(gains, faces, cells.take(single))
        found.extend(roots)
    sway = np.where(values.inside[:, :, np.newaxis], image.sway, 0.0).sum(axis=1)
    return found, _cut(cells.take(left), faces, [low[left] for low in lows], sway[left])


def _evaluate(gains: Gains, faces: Faces, cells: Cells) -> tuple[Cells, Values]:
    """Return the cells that the tests without a Jacobian leave, and the values on them."""
    at_corners, doubt = action_gains(gains, cells), gain_doubt(gains, faces, cells)
    keep = ~has_dominated_action(at_corners, doubt, faces, cells)
    cells = cells.take(keep)
    values = lay_out([value[keep] for value in at_corners], doubt[keep], faces, cells)
    keep = ~misses_hull(values, HULL_ROUNDS * values.spare.shape[1])
    return cells.take(keep), values.take(keep)


def _suspects(cells: Cells, values: Values) -> IntArray:
    """Return cells to try for a singular root: one per support with small cells or an equation that always holds."""
    void = ((np.abs(values.equations).max(axis=2) <= values.equation_doubt) & ~values.spare).any(axis=1)
    small = widths(cells).max(axis=1) < SUSPECT
    suspect = np.flatnonzero(small | void & (cells.depth == 0))
    return suspect[np.unique(cells.support[suspect], return_index=True)[1]]


def _cut(cells: Cells, faces: Faces, lows: list[FloatArray], sway: FloatArray) -> Cells:
    """Contract each cell; cut in two those that lose less than half their volume, along the player who sways most."""
    if not len(cells):
        return cells
    smaller, kept = contract(cells, lows)
    cut = kept > 0.5
    movable = np.where(widths(smaller) > 0, sway, -1.0)
    return join([bisect(smaller.take(cut), faces, movable.argmax(axis=1)[cut]), smaller.take(~cut)])


def _are_same(root: Root, other: Root) -> bool:
    """Whether two certified roots of one support are one: each is the only one within its reach."""
    if root.support != other.support or (root.kind is Kind.SINGULAR) != (other.kind is Kind.SINGULAR):
        return False
    reach = max(root.reach, other.reach)
    return all(np.abs(p - q).max() < reach for p, q in zip(root.profile, other.profile, strict=True))
