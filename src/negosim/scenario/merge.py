"""Laying one tree over another: mappings merge, lists are replaced whole, null removes a key.

This is what `extends:` of files and of games, and overlays, all mean. Places go along, so that a fault is reported
where the offending text stands.

A bare number stands for `{value: NUMBER}`, so it changes the value of a quantity and keeps the rest. Two things belong
to the old value and do not outlive it, unless they are restated: its source, and a range that does not hold the new
value.

Within a game that `extends` another a null is kept, since it removes what the game inherits.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from negosim.scenario.quantity import Strength
from negosim.scenario.syntax import Data, Place, Tree

Path = tuple[str | int, ...]
_FIELDS = frozenset(Strength.model_fields)


def overlay(base: Tree, over: Tree) -> Tree:
    """Return `base` with `over` laid on top."""
    laying = _Laying(base, over)
    data = laying.lay(base.data, over.data, (), False)
    for path in laying.nulls:
        _drop_idle(data, path)
    return Tree(data, laying.places, laying.keys)


def subtree(tree: Tree, path: Path) -> Tree:
    """Return the part of `tree` at `path`, with paths counted from there."""
    data = tree.data
    for step in path:
        assert isinstance(data, dict) and isinstance(step, str)
        data = data[step]
    found = _Places()
    found.copy(tree, data, path, len(path))
    return Tree(data, found.places, found.keys)


def graft(tree: Tree, parts: Mapping[str, Tree], section: str) -> Tree:
    """Return `tree` with some entries of a top-level mapping replaced by `parts`."""
    assert isinstance(tree.data, dict)
    entries = tree.data[section]
    assert isinstance(entries, dict)
    found = _Places(dict(tree.places), dict(tree.keys))
    for key, part in parts.items():
        found.places |= {(section, key, *path): place for path, place in part.places.items()}
        found.keys |= {(section, key, *path): place for path, place in part.keys.items()}
    grown: dict[str, Data] = {key: parts[key].data if key in parts else value for key, value in entries.items()}
    return Tree({**tree.data, section: grown}, found.places, found.keys)


def without(tree: Tree, key: str) -> Tree:
    """Return `tree` without one of its top-level keys."""
    assert isinstance(tree.data, dict)
    return Tree({word: value for word, value in tree.data.items() if word != key}, tree.places, tree.keys)


@dataclass
class _Places:
    """The places of a tree that is being put together."""

    places: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)

    def copy(self, tree: Tree, data: Data, path: Path, cut: int = 0) -> None:
        """Take over the places of a value and of all that it holds, without the first `cut` steps of their paths."""
        if path in tree.places:
            self.places[path[cut:]] = tree.places[path]
        if path in tree.keys and len(path) > cut:
            self.keys[path[cut:]] = tree.keys[path]
        entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
        for step, value in entries:
            self.copy(tree, value, (*path, step), cut)


class _Laying(_Places):
    """One overlay: what is kept of both trees."""

    def __init__(self, base: Tree, over: Tree) -> None:
        super().__init__()
        self.base, self.over = base, over
        self.nulls: list[Path] = []
        """Where a null takes the place of what an inheriting game gave itself."""

    def lay(self, below: Data, above: Data, path: Path, inherits: bool) -> Data:
        """Lay one value over another. `inherits` tells that they stand in a game that extends another."""
        is_bare = not isinstance(above, dict)
        below, above = _as_quantities(below, above)
        if not (isinstance(below, dict) and isinstance(above, dict)):
            return self._keep(self.over, above, path)
        self._mark(path)
        inherits = inherits or _is_extension(below, above, path)
        merged: dict[str, Data] = {}
        for key, value in below.items():
            if key not in above:
                merged[key] = self._keep(self.base, value, (*path, key))
            elif above[key] is not None or inherits:
                merged[key] = self.lay(value, above[key], (*path, key), inherits)
                self.nulls += [(*path, key)] if above[key] is None else []
        for key, value in above.items():
            if key not in below:
                merged[key] = self._keep(self.over, value, (*path, key))
        if is_bare and path in self.over.places:
            self.places[(*path, "value")] = self.over.places[path]
        return merged

    def _keep(self, tree: Tree, value: Data, path: Path) -> Data:
        if path not in tree.places:
            self._mark(path)
        self.copy(tree, value, path)
        return value

    def _mark(self, path: Path) -> None:
        """Give a value the place of the text on top, if that has one."""
        for tree in (self.base, self.over):
            if path in tree.places:
                self.places[path] = tree.places[path]
            if path in tree.keys:
                self.keys[path] = tree.keys[path]


def _is_extension(below: dict[str, Data], above: dict[str, Data], path: Path) -> bool:
    return len(path) == 2 and path[0] == "games" and (above if "extends" in above else below).get("extends") is not None


def _drop_idle(data: Data, path: Path) -> None:
    """Remove a null in an inheriting game that removes nothing, since no game that it extends gives the key."""
    games = data["games"] if isinstance(data, dict) else None
    assert isinstance(games, dict)
    game: Data = games[str(path[1])]
    seen: list[Data] = []
    while isinstance(game, dict) and game not in seen:
        seen.append(game)
        game = games.get(str(game.get("extends")))
    if not any(_value_at(other, path[2:]) is not None for other in seen[1:]):
        owner = _value_at(data, path[:-1])
        assert isinstance(owner, dict)
        del owner[str(path[-1])]


def _value_at(data: Data, path: Path) -> Data:
    for step in path:
        data = data.get(str(step)) if isinstance(data, dict) else None
    return data


def _is_number(data: Data) -> bool:
    return isinstance(data, int | float) and not isinstance(data, bool)


def _as_quantities(below: Data, above: Data) -> tuple[Data, Data]:
    """Write a bare number out where the other one is written out, and drop what belongs to the old value only."""
    if isinstance(below, dict) and _is_number(below.get("value")) and _is_number(above):
        above = {"value": above}
    elif _is_number(below) and isinstance(above, dict) and above and _FIELDS.issuperset(above):
        below = {"value": below}
    if isinstance(below, dict) and isinstance(above, dict) and _is_number(below.get("value")):
        return below, {**_outlived(below, above), **above}
    return below, above


def _outlived(below: dict[str, Data], above: dict[str, Data]) -> dict[str, Data]:
    """Return nulls for the source and the range of a value that is replaced by one that they do not fit."""
    value = above.get("value")
    if not isinstance(value, int | float) or value == below["value"]:
        return {}
    dropped: set[str] = {"source"}
    low, high = below.get("low"), below.get("high")
    restated = "low" in above or "high" in above
    if not restated and isinstance(low, int | float) and isinstance(high, int | float) and not low <= value <= high:
        dropped |= {"low", "high"}
        if isinstance(below.get("dist"), str):
            dropped.add("dist")
    return {word: None for word in dropped & set(below)}
