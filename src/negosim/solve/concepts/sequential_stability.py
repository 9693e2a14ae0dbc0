"""Sequential stability (SEQ): every improvement has a credible answer that leads to a state that is not better.

    s is stable for i   iff   for every improvement t of i from s some y in R+_O(t) is not better than s for i

(Fraser and Hipel 1979, 1984; Fang, Hipel and Kilgour 1993, definitions 3.3.4 and 4.3.4.) The answer is a legal
sequence of unilateral improvements: each of the others likes its own step, as seen from where it takes it. It implies
general metarationality.
"""

from dataclasses import dataclass
from typing import ClassVar

from negosim.games import BoolArray, Game
from negosim.solve.result import Result
from negosim.solve.stable_profiles import stable_profiles
from negosim.solve.standpoint import Standpoint


@dataclass(frozen=True)
class SequentialStability:
    """A legal sequence of the others' improvements may answer, and nothing follows it."""

    name: ClassVar[str] = "sequential_stability"
    letters: ClassVar[str] = "SEQ"

    def answers(self, view: Standpoint) -> BoolArray:
        """Return all that the others can reach by improvements."""
        return view.improving_answers

    def deters(self, view: Standpoint) -> BoolArray:
        """Return the states that are not better for some member."""
        return ~view.better

    def solve(self, game: Game) -> Result:
        """List the pure profiles that are stable for every player, each of whom may change its own action at will.

        Raises UnsolvedError for a tree and above 1,000 profiles.
        """
        return stable_profiles(game, self)
