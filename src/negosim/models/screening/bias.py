"""When a mediator's word that the other side is weak can be believed.

Definition: a mediator values the share x of the side that it advises at b x and a war at -cost. What it has seen makes
the other side weak with probability q. If it says `weak`, the side asks for x_weak, which a strong opponent refuses;
there is then war, whose result is p. If it says `strong`, the side asks for x_strong, which nobody refuses. It gains by
saying `weak` where b (q x_weak + (1 - q) p) - (1 - q) cost >= b x_strong, that is where its bias b is at least

    b(q) = (1 - q) cost / (q x_weak + (1 - q) p - x_strong).

So it says what it saw where its bias is at least b(q) for the q after it saw `weak`, and at most b(q) for the q after
it saw `strong`; and the side does as it is told where the first q is above the critical chance of a weak type and the
second below it. An unbiased mediator (b = 0) is never believed while q < 1. With types that are as likely and a signal
that is right with probability a the first q is a. A simplification of Kydd (2003), in which only a mediator that is
biased toward a side can warn or encourage it; the condition is derived here and is not Kydd's own.
"""

import numpy as np

from negosim.games import FloatArray


def least_bias(chance: FloatArray, cost: FloatArray, weak: FloatArray, strong: FloatArray,
               result: FloatArray) -> FloatArray:  # fmt: skip
    """Return the least bias at which it gains by saying `weak`, which is so with a chance; infinite where pressing on
    does not pay the side itself.

    >>> float(least_bias(*(np.array(x) for x in (0.9, 0.3, 0.9, 0.6, 0.5))).round(6))
    0.115385
    """
    gain = chance * weak + (1.0 - chance) * result - strong
    never = np.full(np.broadcast(chance, cost, gain).shape, np.inf)
    return np.asarray(np.divide((1.0 - chance) * cost, gain, out=never, where=gain > 0))


def after_signal(prior: FloatArray, accuracy: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the chance of a weak type after a signal that says `weak`, and after one that says `strong` (Bayes)."""
    seen = accuracy * prior, (1.0 - accuracy) * (1.0 - prior)
    missed = (1.0 - accuracy) * prior, accuracy * (1.0 - prior)
    return tuple(  # type: ignore[return-value]  # two of them
        np.divide(hit, hit + other, out=np.zeros(np.broadcast(hit, other).shape), where=hit + other > 0)
        for hit, other in (seen, missed)
    )
