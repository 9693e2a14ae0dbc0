"""What breaches teach about good faith.

Definition. A side means the truce with a prior chance; in a month it breaks it with chance b_good if it does and
b_bad if it does not, independently of other months. After k breaches in n months the odds that it means it are, by
Bayes' rule,

    prior odds x (b_good / b_bad)^k x ((1 - b_good) / (1 - b_bad))^(n-k)

(the learning from battles of Slantchev 2003 and Powell 2004 is this rule alone, without their bargaining). A breach
that is only attributed, by a signal with detection r and false alarms q, has chance b r + (1-b) q instead of b. So
each attributed breach lowers the odds iff (b_bad - b_good)(r - q) > 0: a breach must be likelier in bad faith, and
detection likelier than a false alarm.
"""

import numpy as np

from negosim.games import FloatArray
from negosim.models.truce.repeated import Signal


def posterior(prior: FloatArray, good: FloatArray, bad: FloatArray, seen: tuple[int, int]) -> FloatArray:
    """Return the chance of good faith after `seen` = (breaches, months); NaN where that could not have been seen.

    >>> round(float(posterior(np.array(0.5), np.array(0.6), np.array(0.4), (7, 10))), 6)
    0.835052
    """
    breaches, months = seen
    means_it = prior * good**breaches * (1.0 - good) ** (months - breaches)
    does_not = (1.0 - prior) * bad**breaches * (1.0 - bad) ** (months - breaches)
    either = np.asarray(means_it + does_not)
    return np.asarray(np.divide(means_it, either, out=np.full(either.shape, np.nan), where=either > 0))


def attributed(breach: FloatArray, signal: Signal) -> FloatArray:
    """Return the chance that a month is taken for a breach: b r + (1-b) q."""
    return np.asarray(breach * signal.detect + (1.0 - breach) * signal.false_alarm)
