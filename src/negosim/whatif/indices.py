"""Sobol indices: how much of the variance of a figure each of its independent inputs accounts for.

With f(x) of variance V, the first-order index of input k is V(E(f | x_k)) / V, what knowing it alone explains, and the
total index E(V(f | all but x_k)) / V, what is left to explain where all others are known (Sobol 1993; Homma and
Saltelli 1996). Estimated from two independent designs A and B, and AB_k, which is A with column k of B, by scipy.stats
(Saltelli et al. 2010, table 2 b and f). Intervals are bootstrap percentiles over the rows (Archer, Saltelli and Sobol
1997), as products of weights and rows: scipy's own bootstrap of the same takes some hundred times as long. Cost:
(inputs + 2) * samples evaluations.
"""

from dataclasses import dataclass

import numpy as np

from negosim.games import FloatArray

LEVEL = 0.95
_RESAMPLES = 1000
_AT_ONCE = 2**21


@dataclass(frozen=True, eq=False)
class Evaluations:
    """A figure at the rows of both designs: `a[row]`, `b[row]`, `mixed[input, row]` with column `input` of B in A."""

    a: FloatArray
    b: FloatArray
    mixed: FloatArray

    @property
    def varies(self) -> bool:
        """Whether the figure is anywhere another than at the first row."""
        return bool((self.a != self.a[0]).any() or (self.b != self.a[0]).any())

    def first_rows(self, count: int) -> "Evaluations":
        """Return what a smaller design would have given."""
        return Evaluations(self.a[:count], self.b[:count], self.mixed[:, :count])


@dataclass(frozen=True, eq=False)
class Indices:
    """First-order and total indices of each input, shape (inputs,), and their intervals, shape (2, inputs)."""

    first: FloatArray
    total: FloatArray
    first_interval: FloatArray
    total_interval: FloatArray


def sobol(found: Evaluations, rng: np.random.Generator) -> Indices:
    """Estimate the indices with their intervals; all are 0 where the figure never varies.

    The number of rows must be a power of two.
    """
    estimates = sobol_estimates(found)
    ends = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
    intervals = [np.quantile(part, ends, axis=0) for part in _resampled(found, rng)]
    return Indices(*estimates, *intervals)


def sobol_estimates(found: Evaluations) -> tuple[FloatArray, FloatArray]:
    """Estimate the first-order and the total indices, without intervals."""
    from scipy.stats import sobol_indices

    inputs = len(found.mixed)
    mixed = found.mixed if inputs > 1 else np.repeat(found.mixed, 2, axis=0)  # scipy takes no single input
    parts = {"f_A": found.a[np.newaxis], "f_B": found.b[np.newaxis], "f_AB": mixed[:, np.newaxis]}
    known = sobol_indices(func=parts, n=len(found.a))
    return known.first_order[:inputs], known.total_order[:inputs]


def _resampled(found: Evaluations, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """Return first-order and total indices of designs whose rows are drawn with replacement: (resamples, inputs)."""
    rows = len(found.a)
    mean = (found.a.mean() + found.b.mean()) / 2
    a, b, mixed = found.a - mean, found.b - mean, found.mixed - mean
    first_parts, total_parts = (b * (mixed - a)).T, (0.5 * (a - mixed) ** 2).T
    moments = np.stack([a + b, a**2 + b**2], axis=-1) / 2
    first, total = [], []
    step = max(1, _AT_ONCE // rows)
    for begun in range(0, _RESAMPLES, step):
        count = min(step, _RESAMPLES - begun)
        weights = rng.multinomial(rows, np.full(rows, 1 / rows), count) / rows
        means, squares = (weights @ moments).T
        variance = np.maximum(squares - means**2, np.finfo(np.float64).tiny)[:, np.newaxis]
        first.append(weights @ first_parts / variance)
        total.append(weights @ total_parts / variance)
    return np.concatenate(first), np.concatenate(total)
