"""The histories of a moves game: every sequence of options from the first move to an end, and the outcome of each."""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from negosim.scenario.rules.moves import MovesRules, Rule, When

History = Mapping[str, str]
"""From each move that was made to the option chosen, in order of play."""

MOST_MOVES = 60
MOST_HISTORIES = 10_000
"""Bounds on a game: on its moves, and on its histories."""


def history_table(game: MovesRules) -> NDArray[np.int64] | None:
    """Return table[history, move]: the index of the option chosen, -1 where the move is not made.

    None if there are more than MOST_HISTORIES. Histories are in order of play, the first option of each move first.
    Takes time linear in the table.
    """
    if len(game.moves) > MOST_MOVES:
        return None
    table = np.zeros((1, 0), dtype=np.int64)
    for move in game.moves.values():
        made = where_fits(game, table, move.when)
        counts = np.where(made, len(move.options), 1)
        if counts.sum() > MOST_HISTORIES:
            return None
        choice = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        choice[~np.repeat(made, counts)] = -1
        table = np.column_stack([np.repeat(table, counts, axis=0), choice])
    return table


def where_fits(game: MovesRules, table: NDArray[np.int64], when: When) -> NDArray[np.bool_]:
    """Return for each history, or beginning of one, whether a condition holds: shape (histories,)."""
    found = np.ones(len(table), dtype=bool)
    moves = list(game.moves)
    for move, options in when.items():
        known = list(game.moves[move].options)
        wanted = np.zeros(len(known) + 1, dtype=bool)  # the last one stands for a move that is not made
        wanted[[known.index(option) for option in options]] = True
        found &= wanted[table[:, moves.index(move)]]
    return found


def histories(game: MovesRules) -> Iterator[History]:
    """Yield every history of a game that is not too large, in order of play, the first option of each move first."""
    table = history_table(game)
    assert table is not None
    moves = [(key, list(move.options)) for key, move in game.moves.items()]
    for row in table.tolist():
        yield {key: options[k] for (key, options), k in zip(moves, row, strict=True) if k >= 0}


def fits(when: When, made: History) -> bool:
    """Whether every move that a condition names was made with one of the options that it names."""
    return all(made.get(move) in options for move, options in when.items())


def rule_for(game: MovesRules, made: History) -> Rule | None:
    """Return the first outcome rule that fits a history, or None."""
    return next((rule for rule in game.outcome_rules if fits(rule.when, made)), None)


def seen_moves(game: MovesRules, key: str) -> tuple[str, ...]:
    """Return the earlier moves that a mover knows, in order of play: those that it sees, and always its own."""
    move = game.moves[key]
    earlier = list(game.moves)[: list(game.moves).index(key)]
    known = earlier if move.sees is None else move.sees
    return tuple(other for other in earlier if other in known or game.moves[other].actor == move.actor)


def players_of(game: MovesRules) -> tuple[str, ...]:
    """Return the actors that move in a game, in order of their first move."""
    return tuple(dict.fromkeys(move.actor for move in game.moves.values()))
