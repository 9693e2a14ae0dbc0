"""Why a state is stable or not: each improvement, and the answer that deters it or the fact that none does.

Found by walking the graph one state at a time, by the words of each definition alone; nothing here is used to find
stable states (`negosim.solve.standpoint` does that with matrices), so each checks the other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from negosim.games.conflict_graph import ConflictGraph
from negosim.games.walks import Walk, Ways, walks, ways_of


@dataclass(frozen=True)
class Deterrence:
    """One improvement of a group from a state, and what keeps the group from it under a definition.

    `improvement` is how the group gets there. `answer` is a shortest answer of the others that deters, or None where
    none does.
    """

    members: tuple[int, ...]
    state: int
    improvement: Walk
    answer: Walk | None


@dataclass(frozen=True, eq=False)
class Walker:
    """Looks at one conflict, not a batch, state by state."""

    graph: ConflictGraph

    @cached_property
    def moves(self) -> Ways:
        """The moves of each player."""
        return ways_of(self.graph.moves)

    @cached_property
    def improvements(self) -> Ways:
        """The moves that each player likes."""
        return ways_of(self.graph.improvements)

    def deterrences(self, concept: str, members: Sequence[int], state: int) -> Iterator[Deterrence]:
        """Yield every improvement of a group from a state with what deters it under a concept, by the concept's name.

        The state is stable for the group if every improvement has an answer.
        """
        group = tuple(members)
        for target, walk in walks(self.moves, group, state):
            if self._all_like(group, target, state):
                yield Deterrence(group, state, walk, self._answer(concept, group, state, target))

    def undeterred(self, concept: str, group: Sequence[int], state: int) -> Deterrence | None:
        """Return the nearest improvement of a group that nothing deters, or None where the state is stable for it."""
        return next((one for one in self.deterrences(concept, group, state) if one.answer is None), None)

    def is_equilibrium(self, concept: str, state: int) -> bool:
        """Whether nothing undeterred leads any single decision maker away."""
        players = range(len(self.graph.players))
        return all(self.undeterred(concept, (player,), state) is None for player in players)

    def _answer(self, concept: str, group: tuple[int, ...], state: int, target: int) -> Walk | None:
        if concept == "nash_stability":
            return None
        others = tuple(i for i in range(len(self.graph.players)) if i not in group)
        ways = self.improvements if concept == "sequential_stability" else self.moves
        for end, walk in walks(ways, others, target):
            if self._all_like(group, end, state):
                continue
            after = walks(self.moves, group, end) if concept == "symmetric_metarational" else ()
            if not any(self._all_like(group, last, state) for last, _ in after):
                return walk
        return None

    def _all_like(self, group: tuple[int, ...], state: int, better_than: int) -> bool:
        return all(self.graph.ranks[i, state] > self.graph.ranks[i, better_than] for i in group)
