"""Conflicts in option form as the text of gmcr-py's `.gmcr` files, from which the same conflict is read again.

A choice between no and yes is an option of the file. A choice between other values is an option for each value, of
which exactly one is taken: states with none or with two are written as infeasible, as are those that the conflict
leaves out. Every decision maker's order stands as a ranking, with ties. See `gmcr` for the form of the files.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from typing import Any

import numpy as np

from negosim.games.choices import NO, YES, OptionForm, moves_by_choices

_FORM = {"program": "gmcr-py", "version": "0.3.6"}
"""The program whose files these are, and the version of their form."""
_BINARY = ("no", "yes")


def write_gmcr(form: OptionForm, description: str = "") -> str:
    """Return a conflict as the text of a file. Raises ValueError where its moves are not those that its options allow,
    which is what a reader of the file makes them."""
    if not np.array_equal(form.graph.moves, moves_by_choices(form.table, form.choices, len(form.graph.players))):
        raise ValueError("its moves are not those that its options allow")
    return json.dumps(_Writing(form).record(description), indent=1) + "\n"


@dataclass(frozen=True)
class _Option:
    """One option of the file: the value of a choice whose taking it stands for."""

    choice: int
    value: int
    name: str
    direction: str


@dataclass(frozen=True, eq=False)
class _Writing:
    form: OptionForm

    def record(self, description: str) -> dict[str, Any]:
        graph = self.form.graph
        makers = [
            {
                "name": name,
                "options": [k for k, one in enumerate(self.options) if self.form.choices[one.choice].player == player],
                "preferences": [],
                "preferenceRanking": self._ranking(player),
            }
            for player, name in enumerate(graph.players)
        ]
        return {
            **_FORM,
            "description": description,
            "options": [{"name": one.name, "permittedDirection": one.direction} for one in self.options],
            "decisionMakers": makers,
            "infeasibles": list(self._infeasible()),
            "useManualPreferenceRanking": True,
            "coalitions": list(range(len(graph.players))),
        }

    @cached_property
    def options(self) -> tuple[_Option, ...]:
        """The options of the file, those of each choice together, in the order of the decision makers."""
        found = []
        order = sorted(range(len(self.form.choices)), key=lambda k: self.form.choices[k].player)
        for k in order:
            choice = self.form.choices[k]
            if choice.values == _BINARY:
                direction = "fwd" if YES in choice.final else "back" if NO in choice.final else "both"
                found.append(_Option(k, YES, choice.name, direction))
                continue
            for value, word in enumerate(choice.values):
                found.append(_Option(k, value, word, "fwd" if value in choice.final else "both"))
        return tuple(found)

    def _taken(self, state: tuple[int, ...]) -> list[bool]:
        """Return which options of the file are taken where each choice has the value that `state` gives."""
        return [state[one.choice] == one.value for one in self.options]

    def _ranking(self, player: int) -> list[Any]:
        """Return the numbers of the states, best first, equally good ones in a list."""
        rows = [tuple(row) for row in self.form.table.tolist()]
        spelled = [sum(1 << k for k, is_taken in enumerate(self._taken(row)) if is_taken) for row in rows]
        number = np.argsort(np.argsort(spelled)) + 1
        ranks = self.form.graph.ranks[player]
        steps = [sorted(number[ranks == rank].tolist()) for rank in sorted(set(ranks.tolist()), reverse=True)]
        return [step if len(step) > 1 else step[0] for step in steps]

    def _infeasible(self) -> Iterator[list[list[Any]]]:
        """Yield what no state fits: two values of one choice or none, and combinations that the conflict leaves out."""
        for k, choice in enumerate(self.form.choices):
            own = [number for number, one in enumerate(self.options) if one.choice == k]
            if choice.values != _BINARY:
                yield from ([[one, "Y"], [other, "Y"]] for one, other in combinations(own, 2))
                yield [[one, "N"] for one in own]
        known = {tuple(row) for row in self.form.table.tolist()}
        for state in product(*(range(len(choice.values)) for choice in self.form.choices)):
            if state not in known:
                yield [[k, "Y" if is_taken else "N"] for k, is_taken in enumerate(self._taken(state))]
