"""Least-cost separation: how much costly effort tells two types apart.

Definition. A sender of the high or the low type takes effort e >= 0 at a cost of c_high e or c_low e, with 0 < c_high
< c_low (single crossing), and is then paid what it is believed to be worth, v_high > v_low. Separation at e, where
the low type takes none, needs v_low >= v_high - c_low e and v_high - c_high e >= v_low:

    (v_high - v_low) / c_low  <=  e  <=  (v_high - v_low) / c_high

(Spence 1973). The least of these is Riley's (1979) outcome and the only one that passes the intuitive criterion (Cho
and Kreps 1987). Both types pool at e, paid the mean w = prior v_high + (1 - prior) v_low, for every e <= (w - v_low)
/ c_low, if any other effort is taken for the low type's. The high type is better off under pooling without effort
than under least-cost separation iff w > v_high - c_high e_min: a signal may cost even those whom it serves.
"""

from dataclasses import dataclass

import numpy as np

from negosim.games import BoolArray, FloatArray


@dataclass(frozen=True, eq=False)
class Effort:
    """What each type is worth and what a unit of effort costs it; `prior` is the chance of the high type."""

    high_worth: FloatArray
    low_worth: FloatArray
    high_cost: FloatArray
    low_cost: FloatArray
    prior: FloatArray

    @property
    def mean(self) -> FloatArray:
        """What is paid where nothing is learnt."""
        return np.asarray(self.prior * self.high_worth + (1.0 - self.prior) * self.low_worth)


def separating_efforts(effort: Effort) -> tuple[FloatArray, FloatArray]:
    """Return the least and the largest effort that separates; NaN where none does, or where none is too large.

    >>> one, two, half = np.array(1.0), np.array(2.0), np.array(0.5)
    >>> [float(e) for e in separating_efforts(Effort(two, one, half, one, half))]
    [1.0, 2.0]
    """
    apart = np.asarray(effort.high_worth - effort.low_worth)
    possible = (apart >= 0) & (effort.high_cost <= effort.low_cost)
    return _over(apart, effort.low_cost, possible), _over(apart, effort.high_cost, possible)


def pooling_limit(effort: Effort) -> FloatArray:
    """Return the largest effort at which both types pool; NaN where none does, or where none is too large."""
    gained = np.asarray(effort.mean - effort.low_worth)
    return _over(gained, effort.low_cost, gained >= 0)


def high_type_loses(effort: Effort) -> BoolArray:
    """Return whether even the high type would rather that nobody signalled than separate at least cost."""
    least, _ = separating_efforts(effort)
    return np.asarray(effort.mean > effort.high_worth - effort.high_cost * np.nan_to_num(least))


def _over(top: FloatArray, cost: FloatArray, where: BoolArray) -> FloatArray:
    """Return top / cost where a condition holds and effort costs something, else NaN."""
    shape = np.broadcast_shapes(np.shape(top), np.shape(cost), np.shape(where))
    return np.asarray(np.divide(top, cost, out=np.full(shape, np.nan), where=np.asarray(where & (cost > 0))))
