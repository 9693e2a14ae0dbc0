"""When a mediator's word that the other side is weak can be believed.

Definition: a mediator values the share x of the side that it advises at b x and a war at -cost. It has seen a signal
that is right with probability a. If it says `weak`, the side asks for x_weak, which a strong opponent refuses; there
is then war, whose result is p. If it says `strong`, the side asks for x_strong, which nobody refuses. Having seen
`weak`, it says so where b (a x_weak + (1 - a) p) - (1 - a) cost >= b x_strong, that is where its bias b is at least

    (1 - a) cost / (a x_weak + (1 - a) p - x_strong).

An unbiased mediator (b = 0) is therefore never believed while a < 1. A simplification of Kydd (2003), in which only a
mediator that is biased toward a side can warn or encourage it; the condition is derived here and is not Kydd's own.
"""

import numpy as np

from negosim.games import FloatArray


def least_bias(accuracy: FloatArray, cost: FloatArray, weak: FloatArray, strong: FloatArray,
               result: FloatArray) -> FloatArray:  # fmt: skip
    """Return the least bias at which `weak` is believed; infinite where pressing on does not pay the side itself.

    >>> float(least_bias(*(np.array(x) for x in (0.9, 0.3, 0.9, 0.6, 0.5))).round(6))
    0.115385
    """
    gain = accuracy * weak + (1.0 - accuracy) * result - strong
    never = np.full(np.broadcast(accuracy, cost, gain).shape, np.inf)
    return np.asarray(np.divide((1.0 - accuracy) * cost, gain, out=never, where=gain > 0))
