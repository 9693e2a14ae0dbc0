"""The war of attrition over one prize: who stops first, with values that are known or private.

Two sides fight at a cost a unit of time; the one that stops first leaves the prize to the other.

Private values (Bishop, Cannings and Maynard Smith 1978; Fudenberg and Tirole 1991, section 6.1): both values are drawn
from one distribution with density f, and the cost is c. In the symmetric equilibrium a side of value v stops at

    t(v) = (1 / c) times the integral from 0 to v of x f(x) / (1 - F(x)) dx,

since at t(v) a moment more costs c and wins v with the other side's hazard rate, f / ((1 - F) t'). For an exponential
of mean m that is v^2 / (2 m c), for a uniform on [L, V] it is (L - v - V ln((V - v) / (V - L))) / c. The larger value
wins. Only v / c counts, the months of its own fighting that the prize is worth to a side. A side of value v expects the
integral of F from 0 to v beside giving in at once, since its payoff rises with v by the chance that it wins.

Known values v_i, costs c_i (Maynard Smith 1974; Hendricks, Weiss and Wilson 1988): in the equilibrium in which both
mix all along, j stops at the rate h_j = c_i / v_i that makes i indifferent, so i wins with probability h_j / (h_i +
h_j), the expected length is 1 / (h_i + h_j), and both payoffs are 0. It is perverse: the side with more at stake, or
less to pay, wins less often. In any other equilibrium one side gives in at once with some chance, up to 1.
"""

import numpy as np

from negosim.games import FloatArray

TINY = 1e-9


def stopping_time_exponential(value: FloatArray, mean: FloatArray, cost: FloatArray) -> FloatArray:
    """Return when a side of a value stops, if values are exponential.

    >>> float(stopping_time_exponential(np.array(0.5), np.array(1.0), np.array(1.0)))
    0.125
    """
    return np.asarray(value**2 / (2.0 * mean * cost))


def stopping_time_uniform(
    value: FloatArray, highest: FloatArray, cost: FloatArray, lowest: FloatArray | float = 0.0
) -> FloatArray:
    """Return when a side of a value stops, if values are uniform from `lowest` to `highest`; the highest never does."""
    width = np.maximum(highest - lowest, TINY)
    above = np.clip((value - lowest) / width, 0.0, 1.0)
    with np.errstate(divide="ignore"):
        return np.asarray((-above * width - highest * np.log1p(-above)) / cost)


def mixing_rates(values: FloatArray, costs: FloatArray) -> FloatArray:
    """Return the rates at which both sides stop when values are known: values[..., side], costs[..., side].

    >>> mixing_rates(np.array([10.0, 5.0]), np.array([1.0, 2.0])).tolist()
    [0.4, 0.1]
    """
    return np.asarray((costs / values)[..., ::-1])
