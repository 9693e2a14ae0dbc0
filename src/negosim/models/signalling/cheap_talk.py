"""Cheap talk: how much a claim that costs nothing and cannot be checked still tells.

Definition. The sender knows x, uniform on [0, 1], and says something; the receiver then picks y. The receiver loses
(y - x)^2, the sender (y - x - b)^2, with a bias b > 0 known to both. In every equilibrium the sender tells only in
which of N intervals x lies, and the receiver picks the middle. A sender at the cut a[i] is indifferent between its
two neighbours,

    a[i+1] - a[i] = a[i] - a[i-1] + 4b,     so that     a[i] = a[1] i + 2b i(i-1),     a[1] = (1 - 2b N(N-1)) / N

(Crawford and Sobel 1982, section 4). There is one equilibrium for each N from 1 to the largest with 2b N(N-1) < 1,
and both sides do best, before x is known, in the largest. From b = 1/4 on N is 1: the claim changes nothing. With N
intervals the receiver loses 1/(12 N^2) + b^2 (N^2 - 1)/3 on average, the sender b^2 more.
"""

import numpy as np

from negosim.games import FloatArray

SILENT = 0.25
"""The bias from which on nothing is told."""


def most_intervals(bias: FloatArray) -> FloatArray:
    """Return the number of intervals in the most telling equilibrium; infinite where there is no bias.

    >>> float(most_intervals(np.array(0.05)))
    3.0
    """
    with np.errstate(divide="ignore"):
        root = (np.sqrt(1.0 + 2.0 / np.abs(bias)) - 1.0) / 2.0
    return np.maximum(np.ceil(np.where(np.isfinite(root), np.round(root, 9), root)), 1.0)


def cuts(bias: float, intervals: int) -> FloatArray:
    """Return the points at which the intervals meet, in order: shape (intervals - 1,).

    >>> [round(float(cut), 4) for cut in cuts(0.05, 3)]
    [0.1333, 0.4667]
    """
    step = np.arange(1, intervals)
    return np.asarray(
        step * (1.0 - 2.0 * bias * intervals * (intervals - 1)) / intervals + 2.0 * bias * step * (step - 1)
    )


def receiver_loss(bias: FloatArray, intervals: FloatArray) -> FloatArray:
    """Return what the receiver loses on average in an equilibrium with some intervals; 0 where all is told."""
    whole = np.where(np.isfinite(intervals), intervals, 1.0)
    loss = 1.0 / (12.0 * whole**2) + np.square(bias) * (whole**2 - 1.0) / 3.0
    return np.where(np.isfinite(intervals), loss, 0.0)
