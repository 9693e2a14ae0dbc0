"""Reading a scenario: find the file, resolve `extends`, lay overlays on top, validate, set numbers.

Every mistake that can be found is reported at its place, in one InputError.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from negosim.errors import Fault, InputError, UsageError, nearest
from negosim.scenario.checks import find_faults
from negosim.scenario.facts import Facts
from negosim.scenario.faults import from_validation
from negosim.scenario.merge import graft, overlay, subtree
from negosim.scenario.scenario import Change, Scenario
from negosim.scenario.shipped import shipped_folder, shipped_names
from negosim.scenario.syntax import Tree, parse, read_file

LANGUAGE = 1
_DEEPEST = 8


def read(target: str | Path, overlays: Iterable[str] = ()) -> Scenario:
    """Read a shipped scenario by name, or a scenario file, with what-ifs or overlay files laid on top, left to right.

    Raises UsageError where `target` is neither, and InputError with one fault per mistake.

    >>> read("truce-dilemma").facts.title
    'The dilemma of a truce'
    """
    path = find(target)
    scenario = validated(_with_parents(path, _shown(target, path), ()), str(target))
    for name in overlays:
        scenario = _lay(scenario, name)
    return scenario


def read_text(text: str, file: str = "scenario.yaml") -> Scenario:
    """Read a scenario from text. Its `extends` may name shipped scenarios only."""
    tree = parse(text, file)
    return validated(_resolve_parent(tree, None, ()), file)


def find(target: str | Path) -> Path:
    """Return the file of a target: a path, or the name of a shipped scenario. Raises UsageError where there is none."""
    text = os.fspath(target)
    if text in shipped_names():
        return shipped_folder() / f"{text}.yaml"
    if Path(text).exists() or Path(text).is_symlink():
        return Path(text)
    hint = nearest(text, shipped_names(), "shipped")
    raise UsageError(f"'{text}' is neither a file nor a shipped scenario; {hint or 'see negosim list'}")


def validated(tree: Tree, file: str, within_range: bool = True) -> Scenario:
    """Validate a whole tree. `within_range` asks that each value lie in its own stated range."""
    data = tree.data
    version = data.get("negosim") if isinstance(data, dict) else None
    if isinstance(version, int) and version > LANGUAGE:
        what = f"this file is in version {version} of the language, and this negosim reads up to {LANGUAGE}"
        raise InputError([Fault(str(tree.place(("negosim",))), what, "use a newer negosim")])
    whole, aliases = _resolve_games(tree)
    try:
        facts = Facts.model_validate(whole.data, context={"any_value": not within_range})
    except ValidationError as error:
        raise InputError(sorted(from_validation(error, whole))) from None
    faults = find_faults(facts, whole)
    if faults:
        raise InputError(faults)
    return Scenario(facts, tree, aliases, file)


def _lay(scenario: Scenario, name: str) -> Scenario:
    """Lay a named what-if of the scenario, or an overlay file, on top."""
    known = scenario.facts.what_ifs
    if name in known:
        changes: dict[str, Change] = dict(known[name].set)
        return scenario.what_if(changes)
    path = Path(name)
    if not path.exists():
        hint = nearest(name, list(known), "what-ifs")
        raise InputError([Fault(f"--with {name}", "neither a what-if of this scenario nor a file", hint)])
    over = read_file(path, name)
    merged = validated(overlay(scenario.tree, over), scenario.file, within_range=False)
    changed = dict(scenario.changed)
    for entry in merged.numbers.entries:
        if entry.path not in scenario.numbers or scenario.numbers[entry.path].value != entry.value:
            changed[entry.path] = f"{entry.value:.12g}"
    return Scenario(merged.facts, merged.tree, merged.aliases, merged.file, tuple(changed.items()))


def _shown(target: str | Path, path: Path) -> str:
    return os.fspath(target) if Path(os.fspath(target)) == path else path.name


def _with_parents(path: Path, shown: str, seen: tuple[Path, ...]) -> Tree:
    real = path.resolve()
    return _resolve_parent(read_file(path, shown), real, (*seen, real))


def _resolve_parent(tree: Tree, path: Path | None, seen: tuple[Path, ...]) -> Tree:
    """Lay a file over the one that it `extends`, which lies in the same folder or is shipped."""
    parent = tree.data.get("extends") if isinstance(tree.data, dict) else None
    if parent is None:
        return tree
    place = str(tree.place(("extends",)))
    if not isinstance(parent, str):
        raise InputError([Fault(place, "extends must be a name", "name a shipped scenario or a file beside this one")])
    found = _find_parent(parent, path, place)
    if found.resolve() in seen:
        chain = " -> ".join(step.name for step in (*seen, found))
        raise InputError([Fault(place, f"extends goes round in a circle: {chain}", "remove one of these links")])
    if len(seen) >= _DEEPEST:
        raise InputError([Fault(place, f"extends goes more than {_DEEPEST} files deep", "merge some of them")])
    return overlay(_with_parents(found, found.name, seen), tree)


def _find_parent(parent: str, path: Path | None, place: str) -> Path:
    if parent in shipped_names():
        return shipped_folder() / f"{parent}.yaml"
    if path is not None:
        if "/" in parent or "\\" in parent or parent in {".", ".."}:
            raise InputError([Fault(place, f"'{parent}' leads out of this file's folder", "name a file beside this one")])
        for candidate in (path.parent / parent, path.parent / f"{parent}.yaml"):
            if candidate.exists():
                return candidate
    hint = nearest(parent, shipped_names(), "shipped")
    raise InputError([Fault(place, f"'{parent}' is neither a shipped scenario nor a file beside this one", hint)])


def _resolve_games(tree: Tree) -> tuple[Tree, dict[str, str]]:
    """Merge each game with the one that it extends; return the whole tree, and where inherited paths stand."""
    games = tree.data.get("games") if isinstance(tree.data, dict) else None
    if not isinstance(games, dict):
        return tree, {}
    aliases: dict[str, str] = {}
    whole = tree
    for key, game in games.items():
        chain = _chain(tree, key) if isinstance(game, dict) and "extends" in game else []
        if not chain:
            continue
        merged = subtree(tree, ("games", chain[-1]))
        for link in reversed(chain[:-1]):
            merged = overlay(merged, subtree(tree, ("games", link)))
        whole = graft(whole, ("games", key), merged)
        for path in _leaf_paths(merged.data):
            owner = next(link for link in chain if link == chain[-1] or _gives(games[link], path))
            if owner != key:
                aliases[".".join(("games", key, *path))] = ".".join(("games", owner, *path))
    return whole, aliases


def _chain(tree: Tree, key: str) -> list[str]:
    """Return a game and those that it extends, nearest first. Raises InputError for a circle or an unknown game."""
    games = tree.data["games"] if isinstance(tree.data, dict) else {}
    assert isinstance(games, dict)
    chain = [key]
    while isinstance(game := games[chain[-1]], dict) and "extends" in game:
        parent = game["extends"]
        place = str(tree.place(("games", chain[-1], "extends")))
        if not isinstance(parent, str) or parent not in games:
            raise InputError([Fault(place, f"no game '{parent}' to extend", nearest(str(parent), list(games), "games"))])
        if parent in chain:
            circle = " -> ".join([*chain, parent])
            raise InputError([Fault(place, f"extends goes round in a circle: {circle}", "remove one of these links")])
        chain.append(parent)
    return chain


def _leaf_paths(data: object, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return the paths of all mappings and values below a game; a number is one of them."""
    if not isinstance(data, dict):
        return [path]
    return [path, *(leaf for key, value in data.items() for leaf in _leaf_paths(value, (*path, key)))]


def _gives(game: object, path: tuple[str, ...]) -> bool:
    """Whether a game's own text writes something at a path."""
    for step in path:
        if not isinstance(game, dict) or step not in game:
            return False
        game = game[step]
    return True
