"""The histories of a moves game: every sequence of options from the first move to an end, and the outcome of each."""

from collections.abc import Iterator, Mapping
from math import prod

from negosim.scenario.game_rules import GameRules, Rule, When

History = Mapping[str, str]
"""From each move that was made to the option chosen, in order of play."""

MOST_HISTORIES = 10_000


def most_histories(game: GameRules) -> int:
    """Return how many histories there would be if every move were made: an upper bound, found without listing."""
    return prod(len(move.options) for move in game.moves.values())


def histories(game: GameRules) -> Iterator[History]:
    """Yield every history in order of play, the first option of each move first."""
    moves = list(game.moves.items())

    def extend(position: int, made: dict[str, str]) -> Iterator[History]:
        if position == len(moves):
            yield made
            return
        key, move = moves[position]
        if not fits(move.when, made):
            yield from extend(position + 1, made)
            return
        for option in move.options:
            yield from extend(position + 1, {**made, key: option})

    return extend(0, {})


def fits(when: When, made: History) -> bool:
    """Whether every move that a condition names was made with one of the options that it names."""
    return all(made.get(move) in wanted_options(options) for move, options in when.items())


def wanted_options(options: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return the options that one entry of a condition names."""
    return (options,) if isinstance(options, str) else options


def rule_for(game: GameRules, made: History) -> Rule | None:
    """Return the first outcome rule that fits a history, or None."""
    return next((rule for rule in game.outcome_rules if fits(rule.when, made)), None)


def seen_moves(game: GameRules, key: str) -> tuple[str, ...]:
    """Return the earlier moves that a mover knows, in order of play: those that it sees, and always its own."""
    move = game.moves[key]
    earlier = list(game.moves)[: list(game.moves).index(key)]
    known = earlier if move.sees is None else move.sees
    return tuple(other for other in earlier if other in known or game.moves[other].actor == move.actor)


def players_of(game: GameRules) -> tuple[str, ...]:
    """Return the actors that move in a game, in order of their first move."""
    return tuple(dict.fromkeys(move.actor for move in game.moves.values()))
