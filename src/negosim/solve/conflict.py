"""What follows in one conflict: its equilibria with the definitions that hold there, why, and how it may evolve."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from negosim.games.conflict_graph import ConflictGraph
from negosim.games.walks import Walk, walks
from negosim.solve.deterrence import Deterrence, Walker
from negosim.solve.result import Complete
from negosim.solve.stability import DEFINITIONS, StabilityTable

NASH, GENERAL, SYMMETRIC, SEQUENTIAL = (definition.name for definition in DEFINITIONS)


@dataclass(frozen=True)
class StableState:
    """An equilibrium: a state that is stable for every decision maker under the `concepts` named.

    `coalition_concepts` are those under which it is stable for every group too, and `upset_by` the nearest
    improvement of each group that no credible answer deters.
    """

    state: int
    concepts: tuple[str, ...]
    coalition_concepts: tuple[str, ...]
    upset_by: tuple[Deterrence, ...]


@dataclass(frozen=True)
class Evolution:
    """Where a conflict may go from the status quo: a shortest legal sequence to each state that is reached.

    By any moves, and by moves that each mover likes (Li, Kilgour and Hipel 2005).
    """

    start: int
    moves: Mapping[int, Walk]
    improvements: Mapping[int, Walk]


@dataclass(frozen=True)
class Prospect:
    """An improvement of one decision maker from a state, and a shortest answer that deters it under each definition,
    None where there is none."""

    player: int
    move: int
    answers: Mapping[str, Walk | None]


@dataclass(frozen=True, eq=False)
class Conflict:
    """One conflict, not a batch, analysed: what `solve` returns for a graph. Parts are worked out when they are
    first asked for.

    >>> from negosim.games.conflict_graph import moves_between_profiles
    >>> chicken = Conflict(ConflictGraph(moves_between_profiles([2, 2]), [[3, 2, 4, 1], [3, 4, 2, 1]], status_quo=0))
    >>> [(one.state, len(one.concepts)) for one in chicken.equilibria]
    [(0, 2), (1, 4), (2, 4)]
    >>> chicken.evolution.improvements
    {2: ((0, 2),), 1: ((1, 1),)}
    """

    graph: ConflictGraph
    concept: str | None = None
    """The definition that equilibria must meet; any of the four where it is None."""

    @cached_property
    def table(self) -> StabilityTable:
        """Which states are stable, for whom, and under which definition."""
        return StabilityTable(self.graph)

    @cached_property
    def walker(self) -> Walker:
        """What checks the table and gives reasons."""
        return Walker(self.graph)

    @cached_property
    def equilibria(self) -> tuple[StableState, ...]:
        """The states that are equilibria under some definition, or the one asked for, in order of their numbers."""
        names = [self.concept] if self.concept else list(self.table.equilibria)
        marked = np.logical_or.reduce([self.table.equilibria[name] for name in names])
        return tuple(self._stable_state(state) for state in np.flatnonzero(marked).tolist())

    @property
    def solutions(self) -> tuple[StableState, ...]:
        """The equilibria, under the name that every result gives its solutions."""
        return self.equilibria

    @property
    def complete(self) -> Complete:
        """All of them: every state is looked at."""
        return Complete.ALL

    @property
    def why_complete(self) -> str:
        """Why the list is complete."""
        return f"all {len(self.graph.states):,} states were looked at"

    @cached_property
    def evolution(self) -> Evolution | None:
        """Where the conflict may go from the status quo; None where the graph names none."""
        start, everybody = self.graph.status_quo, range(len(self.graph.players))
        if start is None:
            return None
        ways = (self.walker.moves, self.walker.improvements)
        moves, improvements = (dict(walks(each, everybody, start)) for each in ways)
        return Evolution(start, moves, improvements)

    def prospects(self, state: int) -> tuple[Prospect, ...]:
        """Return every improvement of a single decision maker from a state, and what deters it."""
        found = []
        for player in range(len(self.graph.players)):
            rows = {name: self.walker.deterrences(name, (player,), state) for name in self.table.equilibria}
            for same in zip(*rows.values(), strict=True):
                answers = {name: one.answer for name, one in zip(rows, same, strict=True)}
                found.append(Prospect(player, same[0].improvement[-1][1], answers))
        return tuple(found)

    def _stable_state(self, state: int) -> StableState:
        concepts = tuple(name for name, row in self.table.equilibria.items() if row[state])
        assert all(self.walker.is_equilibrium(name, state) for name in concepts)  # matrices and walks agree
        groups = tuple(name for name, row in self.table.coalition_equilibria.items() if row[state])
        upset = (self.walker.undeterred(SEQUENTIAL, group, state) for group in self.table.groups)
        return StableState(state, concepts, groups, tuple(one for one in upset if one is not None))
