"""Agenda setting: a setter makes one offer on a line, which a veto player takes or leaves for the status quo.

Definition: both want the issue near an ideal of theirs. The veto player, ideal v, accepts x where |x - v| is at most
|q - v| + cost, with q the status quo and `cost` what refusing costs it. The setter, ideal s, asks for the x among these
that is nearest to s: s itself, kept within |q - v| + cost of v (Romer and Rosenthal 1978). The worse the status quo is
for the veto player, the more the setter can take.
"""

import numpy as np

from negosim.games import FloatArray


def setter_offer(setter: FloatArray, veto: FloatArray, status_quo: FloatArray, cost: FloatArray) -> FloatArray:
    """Return what is offered and accepted.

    >>> float(setter_offer(np.array(-2.0), np.array(0.0), np.array(1.0), np.array(0.0)))
    -1.0
    """
    reach = np.abs(status_quo - veto) + cost
    return np.asarray(np.clip(setter, veto - reach, veto + reach))
