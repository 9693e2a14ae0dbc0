"""What a proposer believes about a responder's cost c of refusing: uniform, exponential or two types.

Where z is asked beyond what the responder would have by fighting, those with c >= z accept. The proposer has K more
from a deal at z = 0 than from fighting, so it asks for the z that maximises Pr(c >= z) (z + K). Where the belief has a
density its first-order condition is that the hazard rate at z is 1 / (z + K) (Fearon 1995, p. 411):

    uniform on [low, high]     z = (high - K) / 2, kept within low and high
    exponential of mean m      z = max(0, m - K): the hazard rate is 1 / m everywhere
    two types                  the weak type's cost where Pr(weak) > (strong + K) / (weak + K), else the strong type's

The objective of the first two has one peak (their survival functions are log-concave), so a `cap` on z only cuts it
off. With two types the cap itself is asked where it lies between them. All arrays have any leading batch axes.
"""

from dataclasses import dataclass

import numpy as np

from negosim.games import FloatArray

SAME = 1e-12
"""Demands whose worth differs by less are equally good, and the one that more types accept is made."""


@dataclass(frozen=True, eq=False)
class UniformBelief:
    """Every cost from `low` to `high` is equally likely."""

    low: FloatArray
    high: FloatArray

    @property
    def least(self) -> FloatArray:
        """The least cost that is thought possible."""
        return self.low

    def accepts(self, asked: FloatArray) -> FloatArray:
        """Return the chance that the cost is at least `asked`."""
        width = self.high - self.low
        share = np.divide(
            self.high - asked, width, out=_like(asked, width, np.where(asked <= self.low, 1.0, 0.0)), where=width > 0
        )
        return np.asarray(np.clip(share, 0.0, 1.0))

    def mean_below(self, asked: FloatArray) -> FloatArray:
        """Return the mean of the smaller of the cost and `asked`."""
        width, inside = self.high - self.low, np.clip(asked, self.low, self.high)
        below = (inside - self.low) * (inside + self.low) / 2
        return np.asarray(
            np.divide(below, width, out=_like(asked, width), where=width > 0) + asked * self.accepts(asked)
        )

    def best(self, surplus: FloatArray, cap: FloatArray) -> FloatArray:
        """Return what the proposer asks for, at most `cap`."""
        return np.asarray(np.minimum(np.clip((self.high - surplus) / 2, self.low, self.high), cap))


@dataclass(frozen=True, eq=False)
class ExponentialBelief:
    """Smaller costs are likelier; `mean` is above 0."""

    mean: FloatArray

    @property
    def least(self) -> FloatArray:
        """The least cost that is thought possible."""
        return np.zeros_like(self.mean)

    def accepts(self, asked: FloatArray) -> FloatArray:
        """Return the chance that the cost is at least `asked`."""
        return np.asarray(np.exp(-np.maximum(asked, 0.0) / self.mean))

    def mean_below(self, asked: FloatArray) -> FloatArray:
        """Return the mean of the smaller of the cost and `asked`."""
        return np.asarray(np.minimum(asked, 0.0) + self.mean * (1.0 - self.accepts(asked)))

    def best(self, surplus: FloatArray, cap: FloatArray) -> FloatArray:
        """Return what the proposer asks for, at most `cap`."""
        return np.asarray(np.minimum(np.maximum(self.mean - surplus, 0.0), cap))


@dataclass(frozen=True, eq=False)
class TwoTypes:
    """The cost is `weak`, the larger one, with probability `chance_weak`, and `strong` otherwise."""

    strong: FloatArray
    weak: FloatArray
    chance_weak: FloatArray

    @property
    def least(self) -> FloatArray:
        """The least cost that is thought possible."""
        return self.strong

    def accepts(self, asked: FloatArray) -> FloatArray:
        """Return the chance that the cost is at least `asked`."""
        weak = np.where(asked <= self.weak, self.chance_weak, 0.0)
        return np.asarray(np.where(asked <= self.strong, 1.0, weak))

    def mean_below(self, asked: FloatArray) -> FloatArray:
        """Return the mean of the smaller of the cost and `asked`."""
        weak, strong = np.minimum(self.weak, asked), np.minimum(self.strong, asked)
        return np.asarray(self.chance_weak * weak + (1.0 - self.chance_weak) * strong)

    def best(self, surplus: FloatArray, cap: FloatArray) -> FloatArray:
        """Return what the proposer asks for, at most `cap`."""
        safe, risky = np.minimum(self.strong, cap), np.minimum(self.weak, cap)
        gain = self.accepts(risky) * (risky + surplus) - (safe + surplus)
        return np.asarray(np.where(gain > SAME * (1.0 + np.abs(surplus)), risky, safe))

    def critical_chance(self, surplus: FloatArray, cap: FloatArray) -> FloatArray:
        """Return the chance of a weak type above which the risky demand is made, (strong + K) / (weak + K), with the
        cap in place of either where it is less; 1 where both are the same."""
        safe, risky = np.minimum(self.strong, cap) + surplus, np.minimum(self.weak, cap) + surplus
        return np.divide(safe, risky, out=np.ones(np.broadcast(safe, risky).shape), where=np.asarray(risky > 0))


Belief = UniformBelief | ExponentialBelief | TwoTypes


def _like(asked: FloatArray, other: FloatArray, fill: FloatArray | float = 0.0) -> FloatArray:
    """Return a new array that both fit in, filled."""
    return np.array(np.broadcast_to(fill, np.broadcast(asked, other, fill).shape), dtype=float)
