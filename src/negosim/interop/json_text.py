"""JSON (RFC 8259) of which every value knows where it stands, for files of other programs.

The first fault ends the reading; a repeated key is one. Time is linear in the size of the text.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from negosim.errors import Fault, InputError
from negosim.interop.scanner import LIMIT, Source
from negosim.scenario.characters import decode, read_bytes
from negosim.scenario.place import place_after, printable, quoted
from negosim.scenario.scalars import ScalarError, joined

MAX_VALUES = 200_000
MAX_DEPTH = 24

_TOKEN = re.compile(
    r"""[ \t\r\n]*+(?:
      (?P<mark>[{}\[\]:,])
    | (?P<text>"(?>[^"\\]++|\\.)*+") | (?P<open>")
    | (?P<number>-?+(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?+[0-9]++)?+)(?![^\s,\]}:])
    | (?P<word>[^\s{}\[\]:,"]++)
    | (?P<end>\Z))""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r'\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt])|(.))', re.DOTALL)
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORDS = {"true": True, "false": False, "null": None}


@dataclass(frozen=True, eq=False)
class Json:
    """A value and the place in the text where it starts. A list holds such values, a mapping has them by key."""

    value: "dict[str, Json] | list[Json] | str | float | bool | None"
    start: int


class JsonText:
    """The text of a file as JSON: its `root`, its `digest`, and faults at the places of its values."""

    def __init__(self, source: Source, file: str | None = None) -> None:
        self._file = printable(file or (str(source) if isinstance(source, Path) else "game"))
        data = read_bytes(source, self._file, LIMIT) if isinstance(source, Path) else source
        self._text = decode(data, self._file, LIMIT)
        self.digest = hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()[:10]
        self._next, self._left = 0, MAX_VALUES
        self._step()
        if self._kind == "end":
            self.refuse(0, "the file is empty", "name a file of gmcr-py")
        self.root = self._value(0)
        if self._kind != "end":
            self.refuse(self._start, f"found {quoted(self._word)} after the end", "remove the rest of the file")

    def refuse(self, start: int, what: str, fix: str) -> NoReturn:
        """Raise InputError at the value that starts here."""
        raise InputError([Fault(str(place_after(self._text[:start], self._file)), what, fix)])

    def _step(self) -> None:
        found = _TOKEN.match(self._text, self._next)
        assert found is not None and found.lastgroup is not None  # every text goes on with some token
        self._kind, self._word = found.lastgroup, found[found.lastgroup]
        self._start, self._next = found.start(found.lastgroup), found.end()
        if self._kind == "open":
            self.refuse(self._start, "this quote is not closed", 'end the text with "')

    def _value(self, depth: int) -> Json:
        start, kind, word = self._start, self._kind, self._word
        self._left -= 1
        if self._left < 0:
            self.refuse(start, f"more than {MAX_VALUES:,} values", "files of this size are not read")
        if depth > MAX_DEPTH:
            self.refuse(start, f"more than {MAX_DEPTH} levels of lists and mappings", "nest less deeply")
        if kind == "mark" and word in "{[":
            self._step()
            return Json(self._mapping(depth + 1) if word == "{" else self._list(depth + 1), start)
        if kind == "text":
            value: str | float | bool | None = self._unescaped()
        elif kind == "number":
            value = self._number()
        elif kind == "word" and word in _WORDS:
            value = _WORDS[word]
        else:
            self._expect("a value", "write text in double quotes, a number, a list in [ ] or a mapping in { }")
        self._step()
        return Json(value, start)

    def _list(self, depth: int) -> list[Json]:
        found: list[Json] = []
        while not self._at("]"):
            if found:
                self._take(",", "`,` or `]`", "separate the values of a list by commas")
            found.append(self._value(depth))
        self._step()
        return found

    def _mapping(self, depth: int) -> dict[str, Json]:
        found: dict[str, Json] = {}
        while not self._at("}"):
            if found:
                self._take(",", "`,` or `}`", "separate the entries of a mapping by commas")
            start = self._start
            if self._kind != "text":
                self._expect("a key", "write it in double quotes")
            key = self._unescaped()
            if key in found:
                self.refuse(start, f"the key {quoted(key)} stands twice", "remove one")
            self._step()
            self._take(":", "`:`", "write it between a key and its value")
            found[key] = self._value(depth)
        self._step()
        return found

    def _at(self, mark: str) -> bool:
        return self._kind == "mark" and self._word == mark

    def _take(self, mark: str, wanted: str, fix: str) -> None:
        if not self._at(mark):
            self._expect(wanted, fix)
        self._step()

    def _expect(self, wanted: str, fix: str) -> NoReturn:
        found = "the file ends here" if self._kind == "end" else f"found {quoted(self._word)}"
        self.refuse(self._start, f"{found} where {wanted} should stand", fix)

    def _number(self) -> float:
        is_whole = self._word.lstrip("-").isdigit()
        if len(self._word) > 300 or not abs(float(self._word)) < float("inf"):
            self.refuse(self._start, f"{quoted(self._word)} is out of bounds", "write a smaller number")
        return int(self._word) if is_whole else float(self._word)

    def _unescaped(self) -> str:
        start = self._start

        def replaced(found: "re.Match[str]") -> str:
            if found[3] is not None:
                self.refuse(start, f"{quoted(found[0])} is no escape", "write a backslash as \\\\")
            return chr(int(found[1], 16)) if found[1] else _ESCAPES.get(found[2], found[2])

        try:
            text = joined(_ESCAPE.sub(replaced, self._word[1:-1]))
        except ScalarError as error:
            self.refuse(start, f"{quoted(self._word)} {error.what}", error.fix)
        if not text.isprintable():
            self.refuse(start, f"{quoted(text)} holds a character that cannot be printed", "leave it out")
        return text
