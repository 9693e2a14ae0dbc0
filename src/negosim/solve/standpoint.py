"""What stability definitions have in common: a group's improvements, the others' answers, and which answers deter.

Write R_H(s) for the states that a group H reaches from s by legal sequences of moves, R+_H(s) for those that it reaches
by legal sequences of unilateral improvements of its members, O for everybody outside H. An improvement of H from s is a
state t in R_H(s) that every member likes better than s (Kilgour, Hipel, Fang and Peng 2001); of one decision maker
it is a move that it likes better. A definition of stability says which answers of O to t deter H:

    s is stable for H   iff   every improvement t of H from s has an answer y of O to t that deters H at s

where an answer can deter only if y is not better than s for some member of H. R, GMR, SMR and SEQ differ in the answers
that O may give and in what H may still do after them (Fang, Hipel and Kilgour 1993, chapters 3 and 4). A state that is
stable for every decision maker is an equilibrium; one that is stable for every group, a coalition equilibrium.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import ClassVar, Protocol

import numpy as np

from negosim.games import BoolArray
from negosim.games.conflict_graph import ConflictGraph, better_for_all, legal_reach
from negosim.solve.result import Concept


@dataclass(frozen=True, eq=False)
class Standpoint:
    """A conflict as a group of decision makers sees it. All arrays are [..., state, other]."""

    graph: ConflictGraph
    members: tuple[int, ...]

    @property
    def others(self) -> tuple[int, ...]:
        """Everybody outside the group."""
        return tuple(i for i in range(len(self.graph.players)) if i not in self.members)

    @cached_property
    def reach(self) -> BoolArray:
        """R_H: where the group can go."""
        return legal_reach(self.graph.moves, self.members)

    @cached_property
    def better(self) -> BoolArray:
        """Whether every member likes the other state better."""
        return better_for_all(self.graph, self.members)

    @property
    def improvements(self) -> BoolArray:
        """Where the group can go and every member is better off."""
        return self.reach & self.better

    @cached_property
    def answers(self) -> BoolArray:
        """R_O: where the others can go."""
        return legal_reach(self.graph.moves, self.others)

    @cached_property
    def improving_answers(self) -> BoolArray:
        """R+_O: where the others can go such that every mover likes each step."""
        return legal_reach(self.graph.improvements, self.others)


class Stability(Concept, Protocol):
    """A definition of stability, by the answers that deter a group."""

    letters: ClassVar[str]
    """The abbreviation of the literature."""

    def answers(self, view: Standpoint) -> BoolArray:
        """Return answers[..., state, other]: what the others may do where the group has gone."""
        ...

    def deters(self, view: Standpoint) -> BoolArray:
        """Return deters[..., state, other]: whether the group would rather have stayed than face the other state."""
        ...


def deterred(definition: Stability, view: Standpoint) -> BoolArray:
    """Return for each [..., state, next] whether some answer of the others to `next` deters the group at `state`."""
    answers = definition.answers(view).astype(np.float32)
    return np.asarray(definition.deters(view).astype(np.float32) @ np.swapaxes(answers, -1, -2) > 0)


def is_stable_for(definition: Stability, view: Standpoint) -> BoolArray:
    """Return for each state whether it is stable for the group: shape (..., states)."""
    return np.asarray(~(view.improvements & ~deterred(definition, view)).any(axis=-1))


def stable_for_each(definition: Stability, graph: ConflictGraph) -> BoolArray:
    """Return stable[..., player, state]: whether each state is stable for each decision maker alone."""
    views = (Standpoint(graph, (player,)) for player in range(len(graph.players)))
    return np.stack([is_stable_for(definition, view) for view in views], axis=-2)


def coalitions(graph: ConflictGraph) -> Iterator[tuple[int, ...]]:
    """Yield every group of two or more decision makers, small ones first."""
    for size in range(2, len(graph.players) + 1):
        yield from combinations(range(len(graph.players)), size)
