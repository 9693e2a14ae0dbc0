"""Watching a game of any model but `moves`: its regime, whether each inequality holds, and any of its figures.

What is watched changes where a slack passes zero, which is where margins cross for `negosim.whatif.scan`. A regime that
no inequality decides is looked for between points only, and so is a figure's sign.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from negosim.games import FloatArray
from negosim.models import CompiledModel
from negosim.whatif.flips import Flip, nearest_flips
from negosim.whatif.watch import Look

HOLDS, FAILS = "holds", "fails"


@dataclass(frozen=True, eq=False)
class ModelWatch:
    """Item 0 is the regime, the others say of each inequality whether it holds."""

    compiled: CompiledModel

    def payoffs(self, values: FloatArray) -> FloatArray:
        """Return what must be affine for an interval to be quiet: the slacks, and the figures, NaN taken for zero."""
        seen = self.compiled.at(values)
        rows = [inequality.slack for inequality in seen.inequalities] + list(seen.figures.values())
        return np.nan_to_num(np.stack([np.broadcast_to(row, len(values)) for row in rows], axis=-1))

    def look(self, values: FloatArray) -> Look:
        """Return what is seen at each point: the regime's set has no margin, an inequality's is its slack."""
        seen, labels = self.compiled.at(values), np.array(tuple(self.compiled.REGIMES))
        regime = np.broadcast_to(seen.regime, len(values))
        words, choices = [labels[regime]], [regime]
        worth = np.zeros((len(values), 1 + len(seen.inequalities), max(2, len(labels))))
        worth[:, 1:, 2:] = -np.inf
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
