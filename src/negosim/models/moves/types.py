"""Types: how a belief about a private number is opened as n equally likely values.

A continuous belief is cut into n bins of equal probability and each bin is represented by its mean, so that the
types keep the mean of the belief.
"""

import numpy as np

from negosim.games import FloatArray
from negosim.models.formulas import Formulas
from negosim.scenario.quantity import Belief


def type_names(belief: Belief, count: int) -> tuple[str, ...]:
    """Return the names of the types: those of the file, or `1_of_n` to `n_of_n` from low to high."""
    return tuple(belief.types) if belief.types else tuple(f"{k + 1}_of_{count}" for k in range(count))


def type_values(f: Formulas, path: str, belief: Belief, count: int) -> list[FloatArray]:
    """Return the value of each type, lowest bin first."""
    base = f"{path}.belief"
    if belief.types:
        return [f.number(f"{base}.types.{name}.value") for name in belief.types]
    if belief.uniform:
        low, high = f.number(f"{base}.uniform.low"), f.number(f"{base}.uniform.high")
        return [low + (k + 0.5) / count * (high - low) for k in range(count)]
    mean = f.number(f"{base}.exponential.mean")
    return [mean * weight for weight in _exponential_bin_means(count)]


def type_probabilities(f: Formulas, path: str, belief: Belief, count: int) -> list[FloatArray]:
    """Return the probability of each type; they sum to one."""
    if not belief.types:
        return [np.full(f.values.shape[:-1], 1.0 / count)] * count
    weights = [f.number(f"{path}.belief.types.{name}.probability") for name in belief.types]
    total = np.sum(weights, axis=0)
    return [weight / total for weight in weights]


def _exponential_bin_means(count: int) -> FloatArray:
    """Return the means of a unit exponential within n bins of equal probability.

    With a = -log(1 - k/n), the integral of t e^-t from a to b is (a+1)e^-a - (b+1)e^-b.
    """
    tail = 1.0 - np.arange(count + 1) / count
    edge = np.append(-np.log(tail[:-1]), np.inf)
    upper = np.where(tail > 0, (np.where(np.isinf(edge), 0.0, edge) + 1.0) * tail, 0.0)
    return np.asarray((upper[:-1] - upper[1:]) * count)
