"""Games that extend games: each is merged with those that it extends, and each inherited number is known by two paths.

A number that a game inherits stands where it was written; its path in the game that inherits it is an alias.
"""

from collections.abc import Iterator, Mapping

from negosim.errors import InputError
from negosim.scenario.complaint import Complaint, faults_of, suggestion
from negosim.scenario.merge import graft, overlay, subtree
from negosim.scenario.place import quoted
from negosim.scenario.syntax import Data, Tree

DEEPEST = 8
"""Bound on the links of a chain of `extends`."""

MOST_VALUES = 20_000
"""Bound on the values of a scenario once all `extends` are resolved."""

Aliases = dict[str, str]
"""From the path of an inherited number to the path where it stands."""

Texts = Mapping[str, Data]


def resolve_games(tree: Tree) -> tuple[Tree, Aliases]:
    """Merge each game with the one that it extends; return the whole tree, and where inherited numbers stand.

    Raises InputError for circles, for games that do not exist, for chains of more than DEEPEST links, and for more than
    MOST_VALUES values.
    """
    games = tree.data.get("games") if isinstance(tree.data, dict) else None
    if not isinstance(games, dict):
        return tree, {}
    chains = _chains(tree, games)
    _refuse_many(tree, games, chains)
    aliases: Aliases = {}
    parts: dict[str, Tree] = {}
    complaints: list[Complaint] = []
    for key, chain in chains.items():
        merged = subtree(tree, ("games", chain[-1]))
        for link in reversed(chain[:-1]):
            merged = overlay(merged, subtree(tree, ("games", link)))
        parts[key] = merged
        for path, owner in _inherited(merged.data, {link: games[link] for link in chain}, key):
            aliases[".".join(("games", key, *path))] = ".".join(("games", owner, *path))
            complaints += _lone_range(tree, key, path, games[key])
    if complaints:
        raise InputError(faults_of(complaints))
    return graft(tree, parts, "games"), aliases


def _chains(tree: Tree, games: Mapping[str, Data]) -> dict[str, list[str]]:
    """Return for each game that extends another the games to merge, itself first. Raises InputError."""
    chains: dict[str, list[str]] = {}
    complaints: list[Complaint] = []
    told: list[set[str]] = []
    for key in games:
        chain = [key]
        while (parent := _parent(games[chain[-1]])) is not None:
            trouble = _trouble(parent, games, chain)
            if trouble and set(chain) not in told:
                told.append(set(chain))
                place = tree.place(("games", chain[-1], "extends"))
                complaints.append(Complaint(place, *trouble))
            if trouble:
                break
            chain.append(str(parent))
        if len(chain) > 1:
            chains[key] = chain
    if complaints:
        raise InputError(faults_of(complaints))
    return chains


def _parent(game: Data) -> Data:
    return game.get("extends") if isinstance(game, dict) else None


def _trouble(parent: Data, games: Mapping[str, Data], chain: list[str]) -> tuple[str, str] | None:
    """Return what is wrong with one link, and the fix."""
    if not isinstance(parent, str) or parent not in games:
        what = f"no game {quoted(parent)} to extend" if isinstance(parent, str) else "extends is no name"
        return what, suggestion(str(parent), list(games), "games") or "name a game of this file"
    if parent in chain:
        circle = " -> ".join([*chain[chain.index(parent) :], parent])
        return f"extends goes round in a circle: {circle}", "remove one of these links"
    if len(chain) > DEEPEST:
        return f"extends goes more than {DEEPEST} games deep", "extend a game nearer to the first"
    return None


def _refuse_many(tree: Tree, games: Mapping[str, Data], chains: Mapping[str, list[str]]) -> None:
    sizes = {key: _size(game) for key, game in games.items()}
    others = _size(tree.data) - sum(sizes.values())
    total = others + sum(sizes[link] for key in games for link in chains.get(key, [key]))
    if total > MOST_VALUES:
        what = f"the scenario, with all that is inherited, holds more than {MOST_VALUES:,} values"
        place = tree.keys.get(("games",)) or tree.place(())
        raise InputError(faults_of([Complaint(place, what, "leave some of its games out")]))


def _size(data: Data) -> int:
    if isinstance(data, dict):
        return 1 + sum(map(_size, data.values()))
    return 1 + sum(map(_size, data)) if isinstance(data, list) else 1


def _inherited(data: Data, texts: Texts, key: str, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the path of each number that the game `key` inherits, and the nearest game that gives its value.

    `texts` has what each link of the chain, nearest first, writes at the path.
    """
    if isinstance(data, dict) and "value" not in data:
        for step, value in data.items():
            inner = {link: text[step] for link, text in texts.items() if isinstance(text, dict) and step in text}
            yield from _inherited(value, inner, key, (*path, step))
        return
    owner = next((link for link, text in texts.items() if _gives_value(text)), key)
    if owner != key:
        yield path, owner


def _gives_value(text: Data) -> bool:
    return text.get("value") is not None if isinstance(text, dict) else text is not None


def _lone_range(tree: Tree, key: str, path: tuple[str, ...], text: Data) -> Iterator[Complaint]:
    """Complain of a game that gives a range to a number whose value it inherits: the range would not be read."""
    for step in path:
        text = text.get(step) if isinstance(text, dict) else None
    for word in ("low", "high", "dist"):
        if isinstance(text, dict) and text.get(word) is not None:
            what = f"game {key} gives a range to a number that it inherits"
            yield Complaint(tree.place(("games", key, *path, word)), what, "give its `value` as well")
            return
