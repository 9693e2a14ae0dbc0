"""Sentences on a conflict graph: what a state is, who moves where, and what deters whom."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from negosim.games.walks import Walk
from negosim.scenario.names import Names, listed
from negosim.solve.conflict import GENERAL, NASH, SEQUENTIAL, SYMMETRIC, Conflict, Prospect
from negosim.solve.deterrence import Deterrence

LETTERS = {NASH: "R", GENERAL: "GMR", SYMMETRIC: "SMR", SEQUENTIAL: "SEQ"}
"""The abbreviations of the literature."""
KEY = (
    "R: Nash stable, nobody has an improvement. GMR: general metarational, each is deterred by a move of the others. "
    "SMR: symmetric metarational, even if it may move once more. SEQ: sequentially stable, by moves that the others "
    "like."
)


@dataclass(frozen=True, eq=False)
class ConflictWords:
    """Says things of a conflict with the names that readers know."""

    conflict: Conflict
    names: Names = field(default_factory=Names)

    def player(self, index: int) -> str:
        """Return the name of a decision maker."""
        key = self.conflict.graph.players[index]
        return f"decision maker {key}" if key.isdigit() else self.names.short(key)

    def state(self, index: int) -> str:
        """Return the number of a state and what it means."""
        graph = self.conflict.graph
        return f"{graph.states[index]} {graph.outcomes[index] if graph.outcomes else ''}".rstrip()

    def walk(self, walk: Walk) -> str:
        """Say who moves where, in order."""
        states = self.conflict.graph.states
        return ", ".join(f"{self.player(mover)} to {states[place]}" for mover, place in walk)

    def prospect(self, prospect: Prospect) -> str:
        """Say what an improvement is and whether an answer deters from it."""
        move = f"{self.player(prospect.player)} would gain by moving to {self.state(prospect.move)}"
        credible, any_answer = prospect.answers[SEQUENTIAL], prospect.answers[GENERAL]
        if any_answer is None:
            return f"{move}; no answer deters it"
        if credible is None:
            escapes = prospect.answers[SYMMETRIC] is None
            after = " and it could escape by moving again" if escapes else ""
            return f"{move}; the others could answer ({self.walk(any_answer)}), but not by moves that they like{after}"
        return f"{move}; the others would answer ({self.walk(credible)})"

    def content(self, state: int) -> str:
        """Name the decision makers that have no improvement from a state, or return an empty text."""
        movers = {one.player for one in self.conflict.prospects(state)}
        rest = [self.player(i) for i in range(len(self.conflict.graph.players)) if i not in movers]
        if not rest:
            return ""
        if not movers:
            return "nobody has an improvement"
        return f"{listed(rest)} {'has' if len(rest) == 1 else 'have'} no improvement"

    def group(self, upset: Deterrence) -> str:
        """Say which group would leave a state together."""
        members = listed([self.player(i) for i in upset.members])
        return (
            f"together {members} would move to {self.state(upset.improvement[-1][1])} ({self.walk(upset.improvement)})"
        )

    def letters(self, concepts: Iterable[str]) -> str:
        """Return the abbreviations of some definitions."""
        return ", ".join(LETTERS[name] for name in concepts)
