"""General metarationality (GMR): every improvement may be answered by a move to a state that is not better.

    s is stable for i   iff   for every improvement t of i from s some y in R_O(t) is not better than s for i

(Howard 1971; Fang, Hipel and Kilgour 1993, definitions 3.3.2 and 4.3.2.) The others may hurt themselves by the answer.
"""

from dataclasses import dataclass
from typing import ClassVar

from negosim.games import BoolArray, Game
from negosim.solve.result import Result
from negosim.solve.stable_profiles import stable_profiles
from negosim.solve.standpoint import Standpoint


@dataclass(frozen=True)
class GeneralMetarational:
    """Any legal sequence of the others' moves may answer, and nothing follows it."""

    name: ClassVar[str] = "general_metarational"
    letters: ClassVar[str] = "GMR"

    def answers(self, view: Standpoint) -> BoolArray:
        """Return all that the others can reach."""
        return view.answers

    def deters(self, view: Standpoint) -> BoolArray:
        """Return the states that are not better for some member."""
        return ~view.better

    def solve(self, game: Game) -> Result:
        """List the pure profiles that are stable for every player, each of whom may change its own action at will.

        Raises UnsolvedError for a tree and above 1,000 profiles.
        """
        return stable_profiles(game, self)
