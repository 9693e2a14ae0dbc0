"""The syntax of a scenario: text to a tree of plain data, of which every value knows its place.

A tree is a mapping of text keys to mappings, lists, text, numbers, true, false and null. The text is YAML 1.2.2, of
which JSON is a part; left out are anchors, aliases, tags, merge keys, repeated keys, keys that are not text, several
documents in a file, and tabs outside quotes and brackets. Reading is bounded in bytes, depth and values. Its time is
linear in these: well below a second for whatever text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from negosim.errors import Fault, InputError
from negosim.scenario.characters import MAX_BYTES, decode, read_bytes, without_directives
from negosim.scenario.place import Place, printable, quoted
from negosim.scenario.scalars import Scalar, ScalarError, joined, kind_of, resolve
from negosim.scenario.syntax_errors import ALIAS, ANCHOR, TAG, explain

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_FAULTS", "MAX_NODES", "Data", "Place", "Tree", "parse", "read_file"]

MAX_DEPTH = 24
"""Bound on mappings and lists within each other; the root is the first."""

MAX_NODES = 5_000
"""Bound on values: mappings, lists and scalars, without the keys of mappings."""

MAX_FAULTS = 20
"""Reading stops at this many faults."""

_NO_KEY = "a key is missing", "write one before the colon"
_MERGE_KEY = "a merge key (`<<`) is not allowed", "write the keys out, or use `extends`"

Data: TypeAlias = "dict[str, Data] | list[Data] | Scalar"
TreePath: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True)
class Tree:
    """Plain data, and where it stands.

    `places` has every value by its path of keys and list positions, () being the root; `keys` has the key of every
    entry of a mapping by the path of its value. A value that was left out stands at its key.
    """

    data: Data
    places: Mapping[TreePath, Place]
    keys: Mapping[TreePath, Place]

    def place(self, path: TreePath) -> Place:
        """Return the place of the value at a path, or of its nearest ancestor that exists.

        >>> tree = parse("a: {b: 1}", "f")
        >>> str(tree.place(("a", "b"))), str(tree.place(("a", "c")))
        ('f:1:8', 'f:1:4')
        """
        while path and path not in self.places:
            path = path[:-1]
        return self.places[path]


def parse(text: str | bytes, file: str) -> Tree:
    """Read the text of a scenario; `file` is its name in places.

    Raises InputError with every fault up to the first that makes the rest unreadable, and at most MAX_FAULTS.

    >>> parse("us: {resources: 0x10, vetoes: no}", "f").data
    {'us': {'resources': 16, 'vetoes': 'no'}}
    """
    file = printable(file)
    return _Reading(without_directives(decode(text, file), file), file).tree()


def read_file(path: Path, shown: str | None = None) -> Tree:
    """Read a scenario file, `shown` in places as its path unless said otherwise. Raises InputError as `parse` does."""
    file = printable(str(path) if shown is None else shown)
    return parse(read_bytes(path, file), file)


class _Reading:
    """One pass over the events of a parser, which asks for no more text than the bounds allow."""

    def __init__(self, text: str, file: str) -> None:
        yaml = YAML(typ="safe", pure=True)
        self._parser: Any = yaml.get_constructor_parser(text)[1]
        self._reader: Any = yaml.reader
        self._text, self._file = text, file
        self._places: dict[TreePath, Place] = {}
        self._keys: dict[TreePath, Place] = {}
        self._nodes = 0
        self._faults: list[tuple[Place, str, str]] = []

    def tree(self) -> Tree:
        """Read the one document of the text, whose root must be a mapping."""
        self._next()
        if not isinstance(self._next(), DocumentStartEvent):
            self._refuse_empty()
        root = self._next()
        data = self._value(root, ())
        self._next()
        end = self._next()
        if not isinstance(end, StreamEndEvent):
            self._stop(self._place(end), "a second document starts here", "remove the line `---` or `...`")
        if isinstance(root, ScalarEvent) and data is None and not root.value:
            self._refuse_empty()
        if not isinstance(data, dict):
            self._note(self._places[()], "the file holds no mapping", "start with `negosim: 1` and other keys")
        if self._faults:
            self._raise()
        return Tree(data, self._places, self._keys)

    def _value(self, event: Any, path: TreePath) -> Data:
        place = self._keys[path] if path in self._keys and _is_nothing(event) else self._place(event)
        self._places[path] = place
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._stop(place, f"more than {MAX_NODES:,} values", "split it: a file may change another one by `extends`")
        self._check_properties(event, place)
        if isinstance(event, AliasEvent):
            return None
        if isinstance(event, ScalarEvent):
            return self._scalar(event, place)
        if len(path) == MAX_DEPTH:
            self._stop(place, f"more than {MAX_DEPTH} levels of mappings and lists", "nest less deeply")
        return self._mapping(path) if isinstance(event, MappingStartEvent) else self._sequence(path)

    def _mapping(self, path: TreePath) -> dict[str, Data]:
        data: dict[str, Data] = {}
        while not isinstance(event := self._next(), MappingEndEvent):
            place = self._place(event)
            key = self._key(event, place)
            entry = (*path, key)
            first = self._keys.setdefault(entry, place)
            if key in data:
                self._note(place, f"the key {quoted(key)} stands twice, first in line {first.line}", "remove one")
            data[key] = self._value(self._next(), entry)
        return data

    def _sequence(self, path: TreePath) -> list[Data]:
        data: list[Data] = []
        while not isinstance(event := self._next(), SequenceEndEvent):
            data.append(self._value(event, (*path, len(data))))
        return data

    def _key(self, event: Any, place: Place) -> str:
        self._check_properties(event, place)
        if isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            fix = "write a word as the key, put it in quotes, or close the bracket before"
            self._stop(place, "a mapping or a list as a key", fix)
        if isinstance(event, AliasEvent):
            return f"*{event.anchor}"
        text: str = event.value
        if _is_unquoted(event) and text in ("", "<<"):
            what, fix = _NO_KEY if text == "" else _MERGE_KEY
            self._note(place, what, fix)
            return text
        value = self._scalar(event, place)
        if not isinstance(value, str):
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            fix = f"put it in quotes{'; a decimal is written with a point, as 0.4' if is_number else ''}"
            self._note(place, f"the key {quoted(text)} is {kind_of(value)}, not text", fix)
        return value if isinstance(value, str) else text

    def _scalar(self, event: Any, place: Place) -> Scalar:
        text: str = event.value
        try:
            return resolve(text) if _is_unquoted(event) else joined(text)
        except ScalarError as error:
            self._note(place, f"{quoted(text)} {error.what}", error.fix)
            return text

    def _check_properties(self, event: Any, place: Place) -> None:
        if isinstance(event, AliasEvent):
            self._note(place, *ALIAS)
        elif event.anchor is not None:
            self._note(place, *ANCHOR)
        elif event.ctag is not None:
            self._note(place, *TAG)

    def _next(self) -> Event:
        try:
            event: Event = self._parser.get_event()
            return event
        except Exception as error:  # not only YAMLError: the parser trips over some texts, such as "\\U99999999"
            stopped = Place(self._file, self._reader.line + 1, self._reader.column + 1)
            complaint = explain(error, stopped, self._text)
        self._stop(*complaint)

    def _place(self, event: Event) -> Place:
        return Place(self._file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _note(self, place: Place, what: str, fix: str) -> None:
        self._faults.append((place, what, fix))
        if len(self._faults) == MAX_FAULTS:
            self._raise()

    def _stop(self, place: Place, what: str, fix: str) -> NoReturn:
        self._faults.append((place, what, fix))
        self._raise()

    def _refuse_empty(self) -> NoReturn:
        self._stop(Place(self._file, 1, 1), "the file is empty", "`negosim new FILE` writes one to start from")

    def _raise(self) -> NoReturn:
        faults = sorted(self._faults, key=lambda fault: (fault[0].line, fault[0].column))
        raise InputError(Fault(str(place), what, fix) for place, what, fix in faults)


def _is_unquoted(event: Any) -> bool:
    return bool(event.implicit[0])


def _is_nothing(event: Any) -> bool:
    return isinstance(event, ScalarEvent) and event.start_mark.index == event.end_mark.index
