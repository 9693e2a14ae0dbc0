"""Inverse analysis: which pairwise preferences of a decision maker would make a wanted state stable for it.

(Kinsara, Petersons, Hipel and Kilgour 2015.) Write s for the wanted state and "s holds against x" for: x is not better
than s for i. Stability of s for i asks for one thing of each move t of i from s:

    R     s holds against t
    GMR   s holds against t, or against some y in R_O(t)
    SMR   s holds against t, or against some y in R_O(t) and against every z in R_i(y)
    SEQ   s holds against t, or against some y in R+_O(t), the others' preferences being as they are

So s is stable for i exactly if i's order meets one choice of each requirement, and i's order between other states does
not matter.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from negosim.games.conflict_graph import ConflictGraph
from negosim.solve.standpoint import Standpoint


@dataclass(frozen=True)
class Requirement:
    """What must hold so that `player` does not move from the wanted state to `move`.

    Each of `choices` is enough: a set of states none of which may be better than the wanted one. `missing[k]` are the
    states of `choices[k]` that are better as the preferences stand. The choice that lacks least comes first.
    """

    player: int
    move: int
    choices: tuple[tuple[int, ...], ...]
    missing: tuple[tuple[int, ...], ...]

    @property
    def is_met(self) -> bool:
        """Whether the preferences as they stand meet the requirement."""
        return not self.missing[0]


def requirements(graph: ConflictGraph, wanted: int, concept: str) -> tuple[Requirement, ...]:
    """Return what the order of each player must be so that the state `wanted` is an equilibrium, by a concept's name.

    One conflict is taken, not a batch.
    """
    found = []
    for player in range(len(graph.players)):
        view = Standpoint(graph, (player,))
        for move in np.flatnonzero(graph.moves[player, wanted]).tolist():
            choices = _smallest([frozenset([move]), *_answered(view, wanted, move, concept)])
            better = set(np.flatnonzero(view.better[wanted]).tolist())
            rows = [(tuple(sorted(choice & better)), tuple(sorted(choice))) for choice in choices]
            rows.sort(key=lambda row: (len(row[0]), len(row[1]), row))
            found.append(Requirement(player, move, tuple(row[1] for row in rows), tuple(row[0] for row in rows)))
    return tuple(found)


def _answered(view: Standpoint, wanted: int, move: int, concept: str) -> Iterable[frozenset[int]]:
    """Yield the states that must not be better, for each answer of the others."""
    if concept == "nash_stability":
        return
    answers = view.improving_answers if concept == "sequential_stability" else view.answers
    for end in np.flatnonzero(answers[move]).tolist():
        after = view.reach[end] if concept == "symmetric_metarational" else np.zeros(0)
        yield frozenset([end, *np.flatnonzero(after).tolist()]) - {wanted}


def _smallest(choices: list[frozenset[int]]) -> list[frozenset[int]]:
    """Return the sets of which no other one is a part."""
    kept: list[frozenset[int]] = []
    for choice in sorted(set(choices), key=lambda one: (len(one), sorted(one))):
        if not any(other <= choice for other in kept):
            kept.append(choice)
    return kept
