"""Conflicts in option form: a state is what every decision maker has chosen (Howard 1971; Fraser and Hipel 1984).

Each choice belongs to one player; an option is a choice between no and yes. A player moves by changing its own choices,
as many at once as it likes, while the others' stand; what is final cannot be given up once it is chosen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from negosim.games.arrays import BoolArray, IntArray
from negosim.games.conflict_graph import ConflictGraph

NO, YES = 0, 1
_MOST_LOOKED_AT = 100_000


@dataclass(frozen=True)
class Choice:
    """Something that `player` settles by itself, between named values; those in `final` cannot be given up."""

    player: int
    name: str
    values: tuple[str, ...] = ("no", "yes")
    final: frozenset[int] = frozenset()


Pattern = Mapping[int, frozenset[int]]
"""From choices to the values that each may have."""


@dataclass(frozen=True, eq=False)
class OptionForm:
    """A conflict, and what has been chosen in each of its states: `table[state, choice]`, an index of the values."""

    graph: ConflictGraph
    choices: tuple[Choice, ...]
    table: IntArray

    def chosen(self, state: int) -> dict[str, dict[str, str]]:
        """Return the value of each choice in a state, by player and choice."""
        found: dict[str, dict[str, str]] = {player: {} for player in self.graph.players}
        for choice, value in zip(self.choices, self.table[state].tolist(), strict=True):
            found[self.graph.players[choice.player]][choice.name] = choice.values[value]
        return found


def possible_states(choices: Sequence[Choice], impossible: Sequence[Pattern] = ()) -> IntArray:
    """Return table[state, choice], the value that each choice has in each state that fits none of some patterns.

    The first choice changes fastest, so that with options alone states stand in the order of the numbers that they
    spell in base two, the first option counting 1. Raises ValueError where more than 100,000 states would be looked at.

    >>> possible_states([Choice(0, "strike"), Choice(1, "leave")], [{0: frozenset([1]), 1: frozenset([1])}]).tolist()
    [[0, 0], [1, 0], [0, 1]]
    """
    table = np.zeros((1, len(choices)), dtype=np.int64)
    for place in reversed(range(len(choices))):
        size = len(choices[place].values)
        if size * len(table) > _MOST_LOOKED_AT:
            raise ValueError(f"more than {_MOST_LOOKED_AT:,} states are not looked at")
        table = np.repeat(table, size, axis=0)
        table[:, place] = np.arange(len(table)) % size
        for pattern in impossible:
            if min(pattern, default=0) == place:  # all that it names is settled from here on
                table = table[~fits_pattern(table, pattern)]
    return table


def fits_pattern(table: IntArray, pattern: Pattern) -> BoolArray:
    """Return for each state whether every choice of a pattern has one of its values: shape (states,)."""
    fits = [np.isin(table[:, choice], list(values)) for choice, values in pattern.items()]
    return np.asarray(np.logical_and.reduce(fits or [np.ones(len(table), dtype=np.bool_)]))


def moves_by_choices(table: IntArray, choices: Sequence[Choice], players: int) -> BoolArray:
    """Return the moves between the states of table[state, choice]: moves[player, state, next].

    >>> strike = Choice(0, "strike", final=frozenset([YES]))
    >>> moves_by_choices(possible_states([strike]), [strike], 1).tolist()
    [[[False, True], [False, False]]]
    """
    states = len(table)
    moves = np.zeros((players, states, states), dtype=np.bool_)
    changed = [column[:, np.newaxis] != column for column in table.T]
    anything = np.logical_or.reduce(changed)
    for player in range(players):
        possible = anything.copy()
        for choice, column, differs in zip(choices, table.T, changed, strict=True):
            held = np.isin(column, list(choice.final)) if choice.player == player else np.ones(states, dtype=np.bool_)
            possible &= ~(differs & held[:, np.newaxis])
        moves[player] = possible
    return moves


def merged_moves(moves: BoolArray, kept: Sequence[int], becomes: IntArray) -> BoolArray:
    """Return the moves after some states were taken for one: `becomes[state]` is a place in `kept`.

    A state that stands for several has the moves of each of them.

    >>> merged_moves(np.array([[[0, 1, 0], [0, 0, 0], [0, 0, 0]]], dtype=bool), [0, 1], np.array([0, 1, 1])).tolist()
    [[[False, True], [False, False]]]
    """
    found = np.zeros((len(moves), len(kept), len(kept)), dtype=np.bool_)
    player, state, following = np.nonzero(moves)
    found[player, becomes[state], becomes[following]] = True
    found[:, range(len(kept)), range(len(kept))] = False
    return found
