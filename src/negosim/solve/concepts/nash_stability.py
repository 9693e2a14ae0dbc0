"""Nash stability, or rationality (R): a state from which a decision maker has no improvement.

    s is stable for i   iff   no t in R_i(s) is better than s for i

(Nash 1951; Fang, Hipel and Kilgour 1993, definition 3.3.1.) The decision maker does not look beyond its own move. Where
every player may change its own action at will, the equilibria are the pure Nash equilibria of the game.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negosim.games import BoolArray, Game
from negosim.solve.result import Result
from negosim.solve.stable_profiles import stable_profiles
from negosim.solve.standpoint import Standpoint


@dataclass(frozen=True)
class NashStability:
    """No answer deters: an improvement is taken whatever the others may do."""

    name: ClassVar[str] = "nash_stability"
    letters: ClassVar[str] = "R"

    def answers(self, view: Standpoint) -> BoolArray:
        """Return that nothing is expected of the others."""
        return np.zeros_like(view.answers)

    def deters(self, view: Standpoint) -> BoolArray:
        """Return the states that are not better for some member."""
        return ~view.better

    def solve(self, game: Game) -> Result:
        """List the pure profiles that are stable for every player, each of whom may change its own action at will.

        Raises UnsolvedError for a tree and above 1,000 profiles.
        """
        return stable_profiles(game, self)
