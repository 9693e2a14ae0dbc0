"""The stability of every state of a conflict under every definition, for each decision maker and for each group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from negosim.games import BoolArray
from negosim.games.conflict_graph import ConflictGraph
from negosim.solve.concepts.general_metarational import GeneralMetarational
from negosim.solve.concepts.nash_stability import NashStability
from negosim.solve.concepts.sequential_stability import SequentialStability
from negosim.solve.concepts.symmetric_metarational import SymmetricMetarational
from negosim.solve.standpoint import Stability, Standpoint, coalitions, is_stable_for

DEFINITIONS: tuple[Stability, ...] = (
    NashStability(),
    GeneralMetarational(),
    SymmetricMetarational(),
    SequentialStability(),
)
"""The four definitions, in the order in which the literature tables them."""
MOST_PLAYERS_IN_GROUPS = 8
"""Groups are looked at in conflicts of up to so many decision makers: their number doubles with each."""


@dataclass(frozen=True, eq=False)
class StabilityTable:
    """Which states of `graph` are stable, for whom, and under which definition, each by its name.

    >>> from negosim.games.conflict_graph import moves_between_profiles
    >>> dilemma = ConflictGraph(moves_between_profiles([2, 2]), [[3, 1, 4, 2], [3, 4, 1, 2]])
    >>> {name: np.flatnonzero(row).tolist() for name, row in StabilityTable(dilemma).equilibria.items()}
    ... # doctest: +NORMALIZE_WHITESPACE
    {'nash_stability': [3], 'general_metarational': [0, 3], 'symmetric_metarational': [0, 3],
     'sequential_stability': [0, 3]}
    """

    graph: ConflictGraph

    @cached_property
    def stable(self) -> Mapping[str, BoolArray]:
        """stable[name][..., player, state]."""
        return self._stacked([(player,) for player in range(len(self.graph.players))])

    @cached_property
    def equilibria(self) -> Mapping[str, BoolArray]:
        """equilibria[name][..., state]: stable for every decision maker."""
        return {name: np.asarray(rows.all(axis=-2)) for name, rows in self.stable.items()}

    @cached_property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """The groups of two and more that are looked at: none above 8 decision makers."""
        return tuple(coalitions(self.graph)) if len(self.graph.players) <= MOST_PLAYERS_IN_GROUPS else ()

    @cached_property
    def stable_for_groups(self) -> Mapping[str, BoolArray]:
        """stable_for_groups[name][..., group, state]."""
        return self._stacked(self.groups)

    @cached_property
    def coalition_equilibria(self) -> Mapping[str, BoolArray]:
        """coalition_equilibria[name][..., state]: stable for every decision maker and for every group looked at."""
        return {name: row & self.stable_for_groups[name].all(axis=-2) for name, row in self.equilibria.items()}

    def _stacked(self, parties: Sequence[tuple[int, ...]]) -> dict[str, BoolArray]:
        rows: dict[str, list[BoolArray]] = {definition.name: [] for definition in DEFINITIONS}
        for members in parties:
            view = Standpoint(self.graph, members)  # whose matrices the four definitions share
            for definition in DEFINITIONS:
                rows[definition.name].append(is_stable_for(definition, view))
        none = np.ones((*self.graph.ranks.shape[:-2], 0, len(self.graph.states)), dtype=np.bool_)
        return {name: np.stack(found, axis=-2) if found else none for name, found in rows.items()}
