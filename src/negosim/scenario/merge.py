"""Laying one tree over another: mappings merge, lists are replaced whole, null removes a key.

This is what `extends:` of files and of games, and overlays, all mean. Places go along, so that a fault is
reported where the offending text stands.
"""

from collections.abc import Callable

from negosim.scenario.syntax import Data, Place, Tree

Path = tuple[str | int, ...]


def overlay(base: Tree, over: Tree) -> Tree:
    """Return `base` with `over` laid on top."""
    places: dict[Path, Place] = {}
    keys: dict[Path, Place] = {}

    def keep(tree: Tree, value: Data, path: Path) -> Data:
        _walk(value, path, lambda at: _copy_place(tree, at, at, places, keys))
        return value

    def lay(below: Data, above: Data, path: Path) -> Data:
        if not (isinstance(below, dict) and isinstance(above, dict)):
            return keep(over, above, path)
        _copy_place(over, path, path, places, keys)
        merged = {key: keep(base, value, (*path, key)) for key, value in below.items() if key not in above}
        for key, value in above.items():
            if value is not None:
                at = (*path, key)
                merged[key] = lay(below[key], value, at) if key in below else keep(over, value, at)
        return {key: merged[key] for key in (*below, *above) if key in merged}

    return Tree(lay(base.data, over.data, ()), places, keys)


def subtree(tree: Tree, path: Path) -> Tree:
    """Return the part of `tree` at `path`, with paths counted from there."""
    data = tree.data
    for step in path:
        assert isinstance(data, dict) and isinstance(step, str)
        data = data[step]
    places: dict[Path, Place] = {}
    keys: dict[Path, Place] = {}
    _walk(data, path, lambda at: _copy_place(tree, at, at[len(path) :], places, keys))
    return Tree(data, places, keys)


def graft(tree: Tree, path: Path, part: Tree) -> Tree:
    """Return `tree` with what stands at `path` replaced by `part`, or `part` added there."""
    places, keys = dict(tree.places), dict(tree.keys)
    _walk(part.data, (), lambda at: _copy_place(part, at, (*path, *at), places, keys))
    return Tree(_put(tree.data, path, part.data), places, keys)


def _put(data: Data, path: Path, value: Data) -> Data:
    if not path:
        return value
    assert isinstance(data, dict) and isinstance(path[0], str)
    return {**data, path[0]: _put(data.get(path[0], {}), path[1:], value)}


def _walk(data: Data, path: Path, visit: Callable[[Path], None]) -> None:
    visit(path)
    if isinstance(data, dict):
        for key, value in data.items():
            _walk(value, (*path, key), visit)
    elif isinstance(data, list):
        for position, value in enumerate(data):
            _walk(value, (*path, position), visit)


def _copy_place(tree: Tree, old: Path, new: Path, places: dict[Path, Place], keys: dict[Path, Place]) -> None:
    if old in tree.places:
        places[new] = tree.places[old]
    if old in tree.keys and new:
        keys[new] = tree.keys[old]
