"""Why a state is stable or not: each improvement, and the answer that deters it or the fact that none does.

Found by walking the graph one state at a time, by the words of each definition alone; nothing here is used to find
stable states (`negosim.solve.standpoint` does that with matrices), so each checks the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
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
    _memory: dict[tuple[bool, tuple[int, ...], int], dict[int, Walk]] = field(default_factory=dict)

    @cached_property
    def moves(self) -> Ways:
        """The moves of each player."""
        return ways_of(self.graph.moves)

    @cached_property
    def improvements(self) -> Ways:
        """The moves that each player likes."""
        return ways_of(self.graph.improvements)

    def deterrences(self, concept: str, members: Sequence[int], state: int) -> tuple[Deterrence, ...]:
        """Return every improvement of a group from a state with what deters it under a concept, by the concept's name.

        The state is stable for the group if every improvement has an answer.
        """
        group = tuple(members)
        found = []
        for target, walk in self._walks(False, group, state).items():
            if self._all_like(group, target, state):
                found.append(Deterrence(group, state, walk, self._answer(concept, group, state, target)))
        return tuple(found)

    def undeterred(self, concept: str, state: int) -> tuple[Deterrence, ...]:
        """Return the improvements of single decision makers that nothing deters: none at an equilibrium."""
        players = range(len(self.graph.players))
        return tuple(
            one for player in players for one in self.deterrences(concept, (player,), state) if one.answer is None
        )

    def _answer(self, concept: str, group: tuple[int, ...], state: int, target: int) -> Walk | None:
        if concept == "nash_stability":
            return None
        others = tuple(i for i in range(len(self.graph.players)) if i not in group)
        for end, walk in self._walks(concept == "sequential_stability", others, target).items():
            if self._all_like(group, end, state):
                continue
            after = self._walks(False, group, end) if concept == "symmetric_metarational" else {}
            if not any(self._all_like(group, last, state) for last in after):
                return walk
        return None

    def _walks(self, improving: bool, members: tuple[int, ...], start: int) -> dict[int, Walk]:
        key = (improving, members, start)
        if key not in self._memory:
            self._memory[key] = dict(walks(self.improvements if improving else self.moves, members, start))
        return self._memory[key]

    def _all_like(self, group: tuple[int, ...], state: int, better_than: int) -> bool:
        return all(self.graph.ranks[i, state] > self.graph.ranks[i, better_than] for i in group)
