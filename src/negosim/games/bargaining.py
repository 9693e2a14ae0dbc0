"""Bargaining problems of two players: a set of payoffs that they can agree on, and what each has if they do not.

The set is convex and comprehensive, so it is known by its Pareto frontier: a concave curve given as `frontier[..., v,
player]`, vertices from the best agreement for player 0 to the best for player 1. `disagreement[..., player]` is what
each has without an agreement (Nash 1950). A *position* on the frontier is a number from 0 to the number of edges: its
whole part counts edges, its fraction is the share of the next one.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from negosim.games.arrays import BoolArray, FloatArray, IntArray, frozen

_ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class BargainingProblem:
    """One bargaining problem or a batch of them. `aspirations[..., player]`, where given, are the most that each can
    have of a larger set, of which the frontier is a part.

    >>> pie = BargainingProblem([[1, 0], [0, 1]], [0.1, 0.3])
    >>> pie.aspirations.tolist()
    [0.7, 0.9]
    """

    frontier: FloatArray
    disagreement: FloatArray
    larger: FloatArray | None = None

    def __init__(self, frontier: ArrayLike, disagreement: ArrayLike, larger: ArrayLike | None = None) -> None:
        object.__setattr__(self, "frontier", frozen(frontier))
        object.__setattr__(self, "disagreement", frozen(disagreement))
        object.__setattr__(self, "larger", None if larger is None else frozen(larger))
        if self.frontier.ndim < 2 or self.frontier.shape[-1] != 2 or self.frontier.shape[-2] < 2:
            raise ValueError(f"a frontier has shape (..., vertices, 2), not {self.frontier.shape}")
        if self.disagreement.shape != (*self.frontier.shape[:-2], 2):
            raise ValueError("a disagreement point has a payoff for each of two players")

    @cached_property
    def gains(self) -> FloatArray:
        """What each vertex gives each player beyond the disagreement: shape (..., v, 2)."""
        return np.asarray(self.frontier - self.disagreement[..., np.newaxis, :])

    @cached_property
    def ends(self) -> tuple[FloatArray, FloatArray]:
        """The positions between which both players gain: where player 1, and where player 0, gains nothing."""
        gains, last = self.gains, self.gains.shape[-2] - 1
        first = crossing(gains[..., 1], np.zeros(gains.shape[:-2]))
        return first, last - crossing(gains[..., ::-1, 0], np.zeros(gains.shape[:-2]))

    @cached_property
    def is_empty(self) -> BoolArray:
        """Whether there is no agreement that leaves both no worse than the disagreement."""
        short = _ROUNDING * np.maximum(1.0, np.abs(self.frontier).max(axis=(-2, -1)))
        return np.asarray((self.at(self.ends[0]) - self.disagreement < -short[..., np.newaxis]).any(axis=-1))

    @cached_property
    def aspirations(self) -> FloatArray:
        """The most that each player can have while the other is no worse than in the disagreement: shape (..., 2)."""
        if self.larger is not None:
            return self.larger
        return np.stack([self.at(self.ends[k])[..., k] for k in (0, 1)], axis=-1)

    def at(self, position: FloatArray) -> FloatArray:
        """Return the payoffs at positions: shape (..., 2)."""
        last = self.frontier.shape[-2] - 1
        edge = np.clip(np.floor(position), 0, last - 1).astype(np.int64)
        near, far = (self._vertex(edge + k) for k in (0, 1))
        share = (position - edge)[..., np.newaxis]
        return np.asarray(near + share * (far - near))

    def _vertex(self, index: IntArray) -> FloatArray:
        return np.asarray(np.take_along_axis(self.frontier, index[..., np.newaxis, np.newaxis], axis=-2)[..., 0, :])


def crossing(values: FloatArray, target: FloatArray) -> FloatArray:
    """Return the first position at which values[..., v], which never fall, reach a target; the last one where none
    does."""
    last = values.shape[-1] - 1
    below = values < target[..., np.newaxis]
    edge = np.clip(below.sum(axis=-1) - 1, 0, last - 1)
    near, far = (np.take_along_axis(values, (edge + k)[..., np.newaxis], axis=-1)[..., 0] for k in (0, 1))
    rise = far - near
    share = np.divide(target - near, rise, out=np.zeros(rise.shape), where=rise > 0)
    return np.where(below.all(axis=-1), float(last), edge + np.clip(share, 0.0, 1.0))
