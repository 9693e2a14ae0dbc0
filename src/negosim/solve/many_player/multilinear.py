"""The equations of an equilibrium on cells, as values at tuples of corners.

On a support, a profile is an equilibrium if, for each player i with reference action r and gain g_a = u_i(a) - u_i(r),

    equations   g_a = 0    for the other actions a in the support,
    slacks      weights of the cell >= 0, and -g_a >= 0 for the actions a outside.

All are multilinear, so on a cell they lie between their least and greatest value at tuples of corners.

Rounding is bounded beforehand: a sum of k products has error at most (k + 1) ROUNDING sum |products| in any order
(Higham 2002, Accuracy and Stability of Numerical Algorithms, section 3.1). Every test adds these bounds outwards.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from negosim.games import BoolArray, FloatArray
from negosim.games.arrays import payoff_range
from negosim.solve.many_player.cells import ROUNDING, Cells, Faces
from negosim.solve.result import TIE


@dataclass(frozen=True, eq=False)
class Gains:
    """`over_first[i][a, others...]`: gains over action 0, scaled by a power of two to at most 1; `tie[i]` likewise."""

    over_first: tuple[FloatArray, ...]
    tie: FloatArray

    @property
    def rounding(self) -> float:
        """The error of a gain at a corner."""
        actions: int = sum(own.shape[0] for own in self.over_first)
        return 2 * (actions + len(self.over_first) + 6) * ROUNDING


@dataclass(frozen=True, eq=False)
class Values:
    """At all tuples of corners: `equations[cell, equation, tuple]`, `slacks[cell, action, tuple]`.

    Both follow the order of actions in `Faces`; equations leave out the first of each player. `spare` marks equations
    without an action (0 throughout), `inside` the slacks that are weights. `doubt` bounds the error of a gain: [cell,
    player].
    """

    equations: FloatArray
    slacks: FloatArray
    spare: BoolArray
    inside: BoolArray
    doubt: FloatArray
    corners: tuple[int, ...]
    actions: tuple[int, ...]

    def take(self, which: BoolArray) -> "Values":
        """Return the values on the chosen cells."""
        equations, slacks, doubt = (part[which] for part in (self.equations, self.slacks, self.doubt))
        return Values(equations, slacks, self.spare[which], self.inside[which], doubt, self.corners, self.actions)

    @property
    def equation_doubt(self) -> FloatArray:
        """The doubt of each equation: that of its player's gains."""
        return np.repeat(self.doubt, np.array(self.corners) - 1, axis=1)

    @property
    def slack_doubt(self) -> FloatArray:
        """The doubt of each slack: none for weights."""
        return np.where(self.inside, 0.0, np.repeat(self.doubt, self.actions, axis=1))


def scale_gains(payoffs: FloatArray) -> Gains:
    """Return the gains of `payoffs[player, a0, a1, ...]`, which must not overflow when subtracted."""
    gains, ties = [], np.zeros(len(payoffs))
    for player, own in enumerate(payoffs):
        rows = np.moveaxis(own, player, 0)
        gain = rows - rows[:1]
        scale = -np.frexp(np.abs(gain).max())[1]
        gains.append(np.ascontiguousarray(np.ldexp(gain, scale)))
        ties[player] = np.ldexp(TIE * payoff_range(own), scale)
    return Gains(tuple(gains), ties)


def action_gains(gains: Gains, cells: Cells) -> list[FloatArray]:
    """Return each player's gains over its action 0 at the corners of the others: [cell, action, tuple]."""
    count = len(gains.over_first)
    found = []
    for i, own in enumerate(gains.over_first):
        rows, columns = own.size, 1
        value = own.reshape(1, rows, 1)
        for j in reversed([j for j in range(count) if j != i]):
            corner = cells.corners[j]
            rows //= corner.shape[2]
            value = corner[:, np.newaxis] @ value.reshape(len(value), rows, corner.shape[2], columns)
            columns *= corner.shape[1]
        found.append(
            np.broadcast_to(value.reshape(len(value), own.shape[0], columns), (len(cells), own.shape[0], columns))
        )
    return found


def gain_doubt(gains: Gains, faces: Faces, cells: Cells) -> FloatArray:
    """Return a bound on the error of gains, [cell, player]: tie, rounding, and what rounded corners leave uncovered."""
    actions = sum(order.shape[1] for order in faces.order)
    gap = 8 * actions * (max(faces.corners) + 4) * ROUNDING * cells.depth
    return np.asarray(gains.rounding + gap[:, np.newaxis] + gains.tie)


def lay_out(values: list[FloatArray], doubt: FloatArray, faces: Faces, cells: Cells) -> Values:
    """Return equations and slacks at all tuples of corners of all players."""
    counts, batch = faces.corners, len(cells)
    weights = _weight_patterns(counts)
    equations = np.zeros((batch, sum(counts) - len(counts), *counts))
    slacks = np.zeros((batch, faces.starts[-1], *counts))
    spare, inside = np.zeros(equations.shape[:2], dtype=bool), np.zeros(slacks.shape[:2], dtype=bool)
    for i, value in enumerate(values):
        k, row, start = counts[i], sum(counts[:i]) - i, faces.starts[i]
        ordered = np.take_along_axis(value, faces.order[i][cells.support][:, :, np.newaxis], axis=1)
        others = tuple(1 if j == i else count for j, count in enumerate(counts))
        gain = (ordered[:, 1:] - ordered[:, :1]).reshape(batch, ordered.shape[1] - 1, *others)
        used = faces.used(cells.support, i, k)
        shown = used[:, 1:].reshape(batch, k - 1, *(1,) * len(counts))
        equations[:, row : row + k - 1] = np.where(shown, gain[:, : k - 1], 0.0)
        slacks[:, start] = weights[i][0] + np.tensordot(~used[:, 1:] * 1.0, weights[i][1:], axes=1)
        slacks[:, start + 1 : start + k] = np.where(shown, weights[i][1:], -gain[:, : k - 1])
        slacks[:, start + k : faces.starts[i + 1]] = -gain[:, k - 1 :]
        spare[:, row : row + k - 1] = ~used[:, 1:]
        inside[:, start : start + k] = used
    equations, slacks = (table.reshape(*table.shape[:2], int(np.prod(counts))) for table in (equations, slacks))
    return Values(equations, slacks, spare, inside, doubt, counts, tuple(o.shape[1] for o in faces.order))


def jacobian(values: Values) -> FloatArray:
    """Return the derivative of the equations in the weights after each player's first, at the middle of each cell."""
    derivative = np.asarray(values.equations @ slope_pattern(values.corners))
    diagonal = np.arange(derivative.shape[1])
    derivative[:, diagonal, diagonal] += values.spare
    return derivative


@lru_cache
def slope_pattern(counts: tuple[int, ...]) -> FloatArray:
    """Return what takes values at tuples to mean derivatives in the weights after each player's first.

    Shape (tuples, weights).
    """
    columns: list[FloatArray] = []
    for weights, count in zip(_weight_patterns(counts), counts, strict=True):
        rows = weights.reshape(count, -1)
        columns.extend((row - rows[0]) * count / rows.shape[1] for row in rows[1:])
    return np.array(columns).reshape(len(columns), -1).T


@lru_cache
def _weight_patterns(counts: tuple[int, ...]) -> tuple[FloatArray, ...]:
    """Return for each player and corner the weight of that corner at each tuple: 1 or 0."""
    index = np.indices(counts)
    return tuple(np.stack([(index[i] == v) * 1.0 for v in range(count)]) for i, count in enumerate(counts))
