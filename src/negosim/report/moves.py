"""What is done at the moves of a game, in words: who moves, what it knows there, which of its types it is.

Types of one actor that know the same and do the same are told together.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from negosim.games import Decision, ExtensiveFormGame, Game
from negosim.games.extensive_form import path_to
from negosim.scenario.names import Names, listed, spaced
from negosim.solve import Equilibrium
from negosim.whatif.watch import reached_sets

_CERTAIN = 1e-9


@dataclass(frozen=True)
class Move:
    """What `actor` does at an information set, and how likely; `tells` is what else types told together have in common.

    `at` is the information set's label, `types` are the types that do the same.
    """

    actor: str
    at: str
    does: str
    chance: float = 1.0
    tells: Hashable = None
    types: tuple[str, ...] = ()


def played(game: Game, found: Equilibrium) -> list[Move]:
    """Return the moves that a solution reaches, those with least before them first; of a mixed one each option that is
    taken, the likeliest first."""
    if isinstance(game, ExtensiveFormGame):
        sets = [(game.information_sets[k], found.profile[k]) for k in reached_sets(game, found)]
        sets.sort(key=lambda each: len(_seen(each[0].label)))
        moves = [(game.players[known.player], known.label, known.actions, chances) for known, chances in sets]
    else:
        rows = zip(game.players, game.actions, found.profile, strict=True)
        moves = [(player, "start", actions, chances) for player, actions, chances in rows]
    return together(
        [
            Move(actor, at, actions[k], round(float(chances[k]), 9))
            for actor, at, actions, chances in moves
            for k in sorted(np.flatnonzero(chances > _CERTAIN), key=lambda k: -chances[k])
        ]
    )


def together(moves: Sequence[Move]) -> list[Move]:
    """Return the moves with the types of one actor that know the same and do the same in one."""
    found: dict[Hashable, list[Move]] = {}
    for move in moves:
        known = (move.actor, without_type(move.at), move.does, move.chance, move.tells)
        key: Hashable = known if type_of(move.at) else len(found)
        found.setdefault(key, []).append(move)
    return [
        replace(same[0], types=tuple(kind for kind in (type_of(move.at) for move in same) if kind))
        for same in found.values()
    ]


def type_of(label: str) -> str:
    """Return the type in an information set's label, nothing where there is none.

    >>> type_of("type=weary / press / yield"), type_of("press / yield")
    ('weary', '')
    """
    return next((part[5:] for part in label.split(" / ") if part.startswith("type=")), "")


def without_type(label: str) -> str:
    """Return a label without the type in it."""
    return " / ".join(part for part in label.split(" / ") if not part.startswith("type="))


def is_told_in(group: Move, actor: str, label: str) -> bool:
    """Whether a move at an information set is one of those that are told together in `group`."""
    if (group.actor, without_type(group.at)) != (actor, without_type(label)):
        return False
    return type_of(label) in group.types if group.types else group.at == label


def type_words(types: Sequence[str]) -> str:
    """Say which types of an actor are meant; nothing where it has none.

    >>> type_words(["1_of_5"]), type_words(["1_of_5", "2_of_5", "4_of_5"]), type_words([])
    ('type 1 of 5', 'types 1, 2 and 4 of 5', '')
    >>> type_words(["1_of_2", "2_of_2"]), type_words(["weary", "not_weary"])
    ('both types', 'types weary and not weary')
    """
    if not types:
        return ""
    noun = "type" if len(types) == 1 else "types"
    cut = [name.split("_of_") for name in types]
    counts = {parts[-1] for parts in cut}
    if len(counts) != 1 or any(len(parts) != 2 or not "".join(parts).isdigit() for parts in cut):
        return f"{noun} {listed([spaced(name) for name in types])}"
    numbers, count = [parts[0] for parts in cut], counts.pop()
    if len(numbers) == int(count) > 1:
        return "both types" if count == "2" else f"all {count} types"
    run = [str(k) for k in range(int(numbers[0]), int(numbers[-1]) + 1)]
    return f"{noun} {f'{run[0]} to {run[-1]}' if numbers == run and len(run) > 2 else listed(numbers)} of {count}"


def seen_words(game: Game, names: Names, actor: str, label: str) -> str:
    """Say what has been seen at a move: `the United States presses Moscow`; nothing where nothing has."""
    wanted = _seen(label)
    if not isinstance(game, ExtensiveFormGame) or not wanted:
        return ""
    player = game.players.index(actor)
    known = next(known for known in game.information_sets if (known.player, known.label) == (player, label))
    said: list[str] = []
    for number, branch in path_to(game, known.nodes[0]):
        node = game.nodes[number]
        if isinstance(node, Decision) and len(said) < len(wanted):
            mover = game.information_sets[node.information_set]
            if mover.actions[branch] == wanted[len(said)]:
                said.append(clause(names, game.name, game.players[mover.player], wanted[len(said)]))
    return listed(said)


def clause(names: Names, game: str, actor: str, option: str) -> str:
    """Say that an actor takes an option: `Russia refuses any truce`, `North chooses yield`."""
    verb = "" if names.is_verb_phrase(game, actor, option) else "chooses "
    return f"{names.subject(actor)} {verb}{names.option(game, actor, option)}"


def chance_words(share: float) -> str:
    """Say how likely an option is, nothing where it is certain.

    >>> chance_words(0.25), chance_words(1.0)
    (' (25 %)', '')
    """
    return "" if share > 1 - _CERTAIN else f" ({100 * share:.0f} %)"


def _seen(label: str) -> list[str]:
    """Return the options that a label lists, in order of play."""
    parts = [part for part in label.split(" / ") if part != "start" and not part.startswith(("type=", "at "))]
    return [part.rpartition("=")[2] for part in parts]
