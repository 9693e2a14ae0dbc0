"""Conflicts in option form: a state is what every decision maker has chosen (Howard 1971; Fraser and Hipel 1984).

Each choice belongs to one player; an option is a choice between no and yes. A player moves by changing its own choices,
as many at once as it likes, while the others' stand; what is final cannot be given up once it is chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from negosim.games.arrays import BoolArray, IntArray

NO, YES = 0, 1


@dataclass(frozen=True)
class Choice:
    """Something that `player` settles by itself, between named values; those in `final` cannot be given up."""

    player: int
    name: str
    values: tuple[str, ...] = ("no", "yes")
    final: frozenset[int] = frozenset()


def all_states(choices: Sequence[Choice]) -> IntArray:
    """Return table[state, choice], the value that each choice has in each state: every combination.

    The first choice changes fastest, so that with options only a state's place is the number that its options spell in
    base two, the first one counting 1.

    >>> all_states([Choice(0, "strike"), Choice(1, "leave")]).tolist()
    [[0, 0], [1, 0], [0, 1], [1, 1]]
    """
    sizes = [len(choice.values) for choice in reversed(choices)]
    return np.ascontiguousarray(np.indices(sizes).reshape(len(sizes), -1)[::-1].T.astype(np.int64))


def moves_by_choices(table: IntArray, choices: Sequence[Choice], players: int) -> BoolArray:
    """Return the moves between the states of table[state, choice]: moves[player, state, next].

    >>> strike = Choice(0, "strike", final=frozenset([YES]))
    >>> moves_by_choices(all_states([strike]), [strike], 1).tolist()
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
