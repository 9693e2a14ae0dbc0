"""Reading a scenario: find the file, resolve `extends`, lay overlays on top, validate.

Every mistake that can be found is reported at its place, in one InputError.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import NoReturn

from negosim.errors import Fault, InputError, UsageError, nearest
from negosim.scenario.merge import overlay, without
from negosim.scenario.numbers import START, month_text
from negosim.scenario.overlays import refill_stakes
from negosim.scenario.place import Place, quoted
from negosim.scenario.scenario import Scenario
from negosim.scenario.shipped import shipped_folder, shipped_names
from negosim.scenario.syntax import Tree, parse, read_file
from negosim.scenario.validate import validate

LANGUAGE = 1
"""The newest version of the language that is read."""

_GAMBIT = "negosim solve, check, plot and convert take such a file"

DEEPEST = 8
"""Bound on the files of a chain of `extends`."""

MOST_VALUES = 6_000
"""Bound on the values of all the files of a chain of `extends` together."""

Files = tuple[Path, ...]
"""Files, each in its one true spelling."""


@dataclass(frozen=True)
class _Road:
    """The files read so far on the way to the first one, those that need not be read again, and the values read."""

    files: Files = ()
    known: Files = ()
    values: int = 0


def read(target: str | Path, overlays: Iterable[str] = ()) -> Scenario:
    """Read a shipped scenario by name, or a scenario file, with what-ifs or overlay files laid on top, left to right.

    An overlay is the name of one of the scenario's what-ifs, a file that holds only what it changes, or the name of a
    shipped scenario. Raises UsageError where `target` is neither a file nor a shipped scenario, and InputError with one
    fault per mistake.

    >>> read("truce-dilemma").facts.title
    'The dilemma of a truce'
    """
    tree, files = _with_parents(find(target), _shown(target), _Road())
    scenario = _made(tree, str(target))
    for name in overlays:
        scenario = _lay(scenario, name, files)
    return scenario


def read_text(text: str, file: str = "scenario.yaml") -> Scenario:
    """Read a scenario from text. Its `extends` may name shipped scenarios only."""
    tree, _ = _resolved(parse(text, file), None, _Road())
    return _made(tree, file)


def find(target: str | Path) -> Path:
    """Return the file of a target: a path, or the name of a shipped scenario. Raises UsageError where there is none."""
    text = os.fspath(target)
    if text in shipped_names():
        return _shipped(text)
    if Path(text).suffix.lower() in (".nfg", ".efg"):
        raise UsageError(f"{quoted(text, 200)} is a game for Gambit, and this needs a scenario; {_GAMBIT}")
    if Path(text).suffix.lower() == ".gmcr":
        what = "is a conflict of gmcr-py's, and this needs a scenario"
        raise UsageError(f"{quoted(text, 200)} {what}; negosim solve, check and plot take such a file")
    if os.path.lexists(text):
        return Path(text)
    hint = nearest(text, shipped_names(), "shipped scenarios")
    raise UsageError(f"{quoted(text, 200)} is neither a file nor a shipped scenario; {hint or 'see negosim list'}")


def _shipped(name: str) -> Path:
    return shipped_folder() / f"{name}.yaml"


def _shown(target: str | Path) -> str:
    text = os.fspath(target)
    return f"{text}.yaml" if text in shipped_names() else text


def _made(tree: Tree, file: str) -> Scenario:
    facts, aliases = validate(tree)
    return Scenario(facts, tree, aliases, file)


def _lay(scenario: Scenario, name: str, files: Files) -> Scenario:
    """Lay a named what-if of the scenario, an overlay file, or a shipped scenario on top."""
    known = scenario.facts.what_ifs
    if name in known:
        try:
            return scenario.what_if(known[name].set)
        except InputError as error:
            raise InputError(Fault(f"--with {name}", fault.what, fault.fix) for fault in error.faults) from None
    if not os.path.lexists(name) and name not in shipped_names():
        hint = nearest(name, list(known), "what-ifs")
        fix = hint or "name a what-if that negosim show lists, or a file"
        _refuse(f"--with {name}", "neither a what-if of this scenario nor a file", fix)
    over, _ = _with_parents(find(name), _shown(name), _Road(known=files))
    tree = refill_stakes(scenario.tree, over, overlay(scenario.tree, over))
    facts, aliases = validate(tree)
    laid = Scenario(facts, tree, aliases, scenario.file)
    changed = dict(scenario.changed) | _differences(scenario, laid)
    return Scenario(facts, tree, aliases, scenario.file, tuple(changed.items()))


def _differences(before: Scenario, after: Scenario) -> dict[str, str]:
    """Return the numbers that differ, as text: null for those that are gone."""
    found = {}
    for entry in after.numbers.entries:
        if entry.path not in before.numbers or before.numbers[entry.path].value != entry.value:
            found[entry.path] = month_text(entry.value) if entry.path == START else f"{entry.value:.12g}"
    return found | {entry.path: "null" for entry in before.numbers.entries if entry.path not in after.numbers}


def _with_parents(path: Path, shown: str, road: _Road) -> tuple[Tree, Files]:
    """Read a file and what it extends; return the merged tree and the files."""
    tree = read_file(path, shown)
    values = road.values + len(tree.places)
    if values > MOST_VALUES:
        what = f"this file and those that extend it hold more than {MOST_VALUES:,} values"
        _refuse(tree.place(()), what, "leave some of them out")
    return _resolved(tree, path, replace(road, files=(*road.files, path.resolve()), values=values))


def _resolved(tree: Tree, path: Path | None, road: _Road) -> tuple[Tree, Files]:
    """Lay a file over the one that it `extends`, which lies in the same folder or is shipped."""
    _check_version(tree)
    parent = tree.data.get("extends") if isinstance(tree.data, dict) else None
    if parent is None:
        return tree, road.files
    place = tree.place(("extends",))
    if not isinstance(parent, str):
        _refuse(place, "extends is no name", "name a shipped scenario or a file beside this one")
    found, shown = _find_parent(parent, path, place)
    real = found.resolve()
    if real in road.known:
        return without(tree, "extends"), road.files
    if real in road.files:
        circle = " -> ".join(step.name for step in (*road.files[road.files.index(real) :], real))
        _refuse(place, f"extends goes round in a circle: {circle}", "remove one of these links")
    if len(road.files) >= DEEPEST:
        _refuse(place, f"extends goes more than {DEEPEST} files deep", "merge some of them")
    below, files = _with_parents(found, shown, road)
    return overlay(below, without(tree, "extends")), files


def _find_parent(parent: str, path: Path | None, place: Place) -> tuple[Path, str]:
    """Return the file that is extended, and how it is called in messages."""
    if parent in shipped_names():
        return _shipped(parent), f"{parent}.yaml"
    if path is not None:
        if {PurePosixPath(parent).name, PureWindowsPath(parent).name} != {parent} or parent == "..":
            _refuse(place, f"{quoted(parent)} leads out of this file's folder", "name a file beside this one")
        for name in (parent, f"{parent}.yaml"):
            found = path.parent / name
            if _is_there(found):
                if found.resolve().parent != path.parent.resolve():
                    _refuse(place, f"{quoted(parent)} is a link out of this file's folder", "copy the file here")
                return found, str(Path(place.file).parent / name)
    elsewhere = "" if path is None else " or a file beside this one"
    hint = nearest(parent[:80], shipped_names(), "shipped scenarios") or "see negosim list"
    _refuse(place, f"{quoted(parent)} is not the name of a shipped scenario{elsewhere}", hint)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _check_version(tree: Tree) -> None:
    """Refuse a file that is written in a newer version of the language."""
    version = tree.data.get("negosim") if isinstance(tree.data, dict) else None
    if isinstance(version, int | float) and version > LANGUAGE:
        what = f"this file is in version {version:g} of the language, and this negosim reads up to {LANGUAGE}"
        _refuse(tree.place(("negosim",)), what, "use a newer negosim")


def _refuse(where: Place | str, what: str, fix: str) -> NoReturn:
    raise InputError([Fault(str(where), what, fix)])
