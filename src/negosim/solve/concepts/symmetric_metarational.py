"""Symmetric metarationality (SMR): every improvement may be answered so that no countermove makes good for it.

    s is stable for i   iff   for every improvement t of i from s some y in R_O(t) is not better than s for i,
                              and neither is any z in R_i(y)

(Howard 1971; Fang, Hipel and Kilgour 1993, definitions 3.3.3 and 4.3.3.) It implies general metarationality.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negosim.games import BoolArray, Game
from negosim.solve.result import Result
from negosim.solve.stable_profiles import stable_profiles
from negosim.solve.standpoint import Standpoint


@dataclass(frozen=True)
class SymmetricMetarational:
    """Any legal sequence of the others' moves may answer, and the group may move once more."""

    name: ClassVar[str] = "symmetric_metarational"
    letters: ClassVar[str] = "SMR"

    def answers(self, view: Standpoint) -> BoolArray:
        """Return all that the others can reach."""
        return view.answers

    def deters(self, view: Standpoint) -> BoolArray:
        """Return the states that are not better for some member and from which the group reaches none that is."""
        countermoves = np.swapaxes(view.reach, -1, -2).astype(np.float32)
        escapes = view.better.astype(np.float32) @ countermoves > 0
        return np.asarray(~(view.better | escapes))

    def solve(self, game: Game) -> Result:
        """List the pure profiles that are stable for every player, each of whom may change its own action at will.

        Raises UnsolvedError for a tree and above 1,000 profiles.
        """
        return stable_profiles(game, self)
