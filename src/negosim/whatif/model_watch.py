"""Watching a game of any model but `moves`: its regime, whether each inequality holds, as numbers move.

What is watched changes where a slack passes zero, which is where margins cross for `negosim.whatif.scan`. A change of
regime that no inequality goes with is found only where two points that were looked at differ in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from negosim.games import FloatArray
from negosim.models import CompiledModel
from negosim.whatif.flips import Flip, nearest_flips
from negosim.whatif.watch import Look

_SURE = 1e9
"""A margin that no slack has."""
HOLDS, FAILS = "holds", "fails"


@dataclass(frozen=True, eq=False)
class ModelWatch:
    """Item 0 is the regime, the others say of each inequality whether it holds."""

    compiled: CompiledModel

    def payoffs(self, values: FloatArray) -> FloatArray:
        """Return what must be affine for an interval to be quiet: the slacks."""
        has_slacks = bool(self.compiled.base.inequalities)
        found = self.compiled.at(values).inequalities if has_slacks else ()
        rows = [np.zeros(len(values)), *(inequality.slack for inequality in found)]
        return np.stack([np.broadcast_to(row, len(values)) for row in rows], axis=-1)

    def look(self, values: FloatArray) -> Look:
        """Return what is seen at each point: an inequality's margin is its slack, the regime has none."""
        seen, labels = self.compiled.at(values), np.array(tuple(self.compiled.REGIMES))
        regime = np.broadcast_to(seen.regime, len(values))
        words, choices = [labels[regime]], [regime]
        worth = np.zeros((len(values), 1 + len(seen.inequalities), max(2, len(labels))))
        worth[:, 1:, 2:] = -np.inf
        np.put_along_axis(worth[:, 0], regime[:, np.newaxis], _SURE, axis=-1)
        for k, inequality in enumerate(seen.inequalities, 1):
            fails = np.broadcast_to(~inequality.holds, len(values)).astype(np.int64)
            words.append(np.array((HOLDS, FAILS))[fails])
            choices.append(fails)
            worth[:, k, 0] = inequality.slack
        return Look(np.stack(words, axis=-1).astype(np.str_), np.stack(choices, axis=-1), worth)


@dataclass(frozen=True)
class ModelFlips:
    """The nearest flips of single numbers: of the regime, and of each inequality by name."""

    regime: tuple[Flip, ...]
    inequalities: dict[str, tuple[Flip, ...]]


def model_flips(compiled: CompiledModel, paths: Sequence[str] = ()) -> ModelFlips:
    """Find the nearest value of each number, or of some, at which the regime or an inequality changes, the others
    held."""
    watch = ModelWatch(compiled)
    regime, *others = nearest_flips(compiled.scenario.numbers, paths or sorted(compiled.reads), watch)
    names = [inequality.name for inequality in compiled.base.inequalities]
    return ModelFlips(regime, dict(zip(names, others, strict=True)))
