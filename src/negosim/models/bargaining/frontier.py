"""The frontier of what two parties can settle on several divisible issues, exactly and in batches.

Along one issue each party's worth is affine between the breakpoints: ideals, red lines and the ends of what is allowed.
On the segment between two of them the parties want the same, and it is taken or left, or one gains what the other
loses. Start from the agreement that is best for the first party and give the second the segments of conflict in order
of what it gains per unit that the first one loses: since worth is concave in each issue, each point passed is on the
Pareto frontier, and every point of the frontier is passed. This is log-rolling (Raiffa 1982) carried to its end.

A fixed cost at home makes worth jump. For each choice of which red lines are met, the settlement is held to where they
are, and the cost is paid of the others; the frontier of the whole is the best of these pieces.
"""

from dataclasses import dataclass

import numpy as np

from negosim.games import FloatArray


@dataclass(frozen=True, eq=False)
class Segments:
    """The segments of all issues: `issue[k]` says whose it is, `low[..., k]` to `high[..., k]` where it lies, and
    `slope[..., party, k]` what a unit of it is worth to each party."""

    issue: tuple[int, ...]
    low: FloatArray
    high: FloatArray
    slope: FloatArray


@dataclass(frozen=True, eq=False)
class Path:
    """The way along the frontier: `start[..., k]` is the share of each segment taken at its beginning, and `rank[...,
    k]` the edge at which a segment of conflict changes hands; -1 for one that never does. `payoffs[..., v, party]` are
    those of its vertices, from the start on, on top of what all segments not taken are worth."""

    segments: Segments
    start: FloatArray
    rank: FloatArray
    payoffs: FloatArray

    def settlement(self, position: FloatArray) -> FloatArray:
        """Return the length of each issue that is taken at positions on the frontier: shape (..., issues)."""
        done = np.clip(position[..., np.newaxis] - self.rank, 0.0, 1.0)
        taken = np.where(self.rank < 0, self.start, np.where(self.start > 0, 1.0 - done, done))
        length = taken * (self.segments.high - self.segments.low)
        owner = np.array(self.segments.issue)
        return np.stack([length[..., owner == j].sum(axis=-1) for j in range(max(owner) + 1)], axis=-1)


def path_along(segments: Segments) -> Path:
    """Return the way along the frontier of some segments."""
    change = segments.slope * (segments.high - segments.low)[..., np.newaxis, :]
    one, two = change[..., 0, :], change[..., 1, :]
    start = ((one > 0) | ((one == 0) & (two > 0))).astype(np.float64)
    begin = (change * start[..., np.newaxis, :]).sum(axis=-1)
    conflict = one * two < 0
    loss, gain = np.where(conflict, np.abs(one), 0.0), np.where(conflict, np.abs(two), 0.0)
    ratio = np.divide(gain, loss, out=np.full(gain.shape, -1.0), where=conflict)
    order = np.argsort(-ratio, axis=-1, kind="stable")
    rank = np.where(conflict, np.argsort(order, axis=-1, kind="stable"), -1)
    steps = np.stack([-np.take_along_axis(loss, order, -1), np.take_along_axis(gain, order, -1)], axis=-1)
    payoffs = np.concatenate([np.zeros((*begin.shape[:-1], 1, 2)), np.cumsum(steps, axis=-2)], axis=-2)
    return Path(segments, start, rank.astype(np.float64), payoffs + begin[..., np.newaxis, :])


def segments_between(marks: list[FloatArray], slopes: list[list[FloatArray]]) -> Segments:
    """Return the segments between the marks[issue][..., m] of each issue, in order; slopes[issue][party] has one entry
    for each segment."""
    issue = tuple(j for j, own in enumerate(marks) for _ in range(own.shape[-1] - 1))
    low = np.concatenate([own[..., :-1] for own in marks], axis=-1)
    high = np.concatenate([own[..., 1:] for own in marks], axis=-1)
    slope = np.stack([np.concatenate([own[party] for own in slopes], axis=-1) for party in (0, 1)], axis=-2)
    return Segments(issue, low, high, slope)
