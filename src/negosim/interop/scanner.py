"""What `.nfg` and `.efg` files have in common: words, texts in quotes, numbers, braces and labels.

White space separates and means nothing else. Inside quotes `\\"` is a quote; any other backslash is itself. A number
is a decimal, with or without an exponent, or a fraction such as `-2/3`; it is taken as the rational number that it is.
Every fault is raised at its place, the first one ends the reading, and time is linear in the size of the text.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NoReturn

from negosim.errors import Fault, InputError
from negosim.scenario.characters import Limit, decode, read_bytes
from negosim.scenario.place import place_after, printable, quoted

Source = Path | str | bytes
"""A file to open, or the text of one."""

LIMIT = Limit(5_000_000, "files of this size are not read: leave something out")
MAX_PLAYERS = 20
MAX_TOKENS = 400_000
"""Bound on words, texts, numbers and braces, which bounds the time to read them: a token costs up to 3 microseconds."""

_TOKEN = re.compile(
    r"""[ \t\r\n]*+(?:
      (?P<brace>[{}]) | (?P<comma>,)
    | (?P<text>"(?>[^"\\]++|\\"?+)*+") | (?P<open>")
    | (?P<number>[+-]?+(?:[0-9]++/[0-9]++|(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+)
                 (?=[ \t\r\n{},"]|\Z))
    | (?P<word>[^ \t\r\n{},"]++)
    | (?P<end>\Z))""",
    re.VERBOSE,
)
_INTEGER = re.compile("[0-9]{1,9}")
_LONGEST_NUMBER = 400
_LARGEST_EXPONENT = 400


class Scanner:
    """The text of a file and the token at which its reading stands: of `kind` and with the characters `word`."""

    def __init__(self, source: Source, file: str | None = None) -> None:
        name = file or (str(source) if isinstance(source, Path) else "game")
        self._file = printable(name)
        data = read_bytes(source, self._file, LIMIT) if isinstance(source, Path) else source
        self._text = decode(data, self._file, LIMIT)
        self.digest = hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()[:10]
        self._numbers: dict[str, Fraction] = {}
        self._next, self._left = 0, MAX_TOKENS
        self.step()

    def step(self) -> None:
        """Go to the next token."""
        self._left -= 1
        if self._left < 0:
            self.refuse(f"more than {MAX_TOKENS:,} words and numbers", "files of this size are not read")
        found = _TOKEN.match(self._text, self._next)
        assert found is not None and found.lastgroup is not None  # every text goes on with some token
        self.kind, self.word = found.lastgroup, found[found.lastgroup]
        self.start, self._next = found.start(found.lastgroup), found.end()
        if self.kind == "open":
            self.refuse("this quote is not closed", 'end the text with ", and write a quote inside it as \\"')

    def refuse(self, what: str, fix: str, start: int | None = None) -> NoReturn:
        """Raise InputError at the current token, or at the one that starts elsewhere."""
        place = place_after(self._text[: self.start if start is None else start], self._file)
        raise InputError([Fault(str(place), what, fix)])

    def expect(self, wanted: str, fix: str) -> NoReturn:
        """Raise InputError because something else stands here."""
        if not self._text.strip():
            self.refuse("the file is empty", "name a file of Gambit's", 0)
        found = "the file ends here" if self.kind == "end" else f"found {quoted(self.word)}"
        self.refuse(f"{found} where {wanted} should stand", fix)

    def line_of(self, start: int) -> int:
        """Return the line of a token that starts at `start`."""
        return place_after(self._text[:start], self._file).line

    def at_brace(self, brace: str) -> bool:
        """Whether this brace stands here."""
        return self.kind == "brace" and self.word == brace

    def take_brace(self, brace: str, inside: str) -> None:
        """Pass over a brace of the list of something."""
        if not self.at_brace(brace):
            verb = "starts" if brace == "{" else "ends"
            self.expect(f"`{brace}`", f"the list of {inside} {verb} with it")
        self.step()

    def take_word(self, wanted: Sequence[str], what: str) -> str:
        """Return one of these words and pass over it."""
        word = self.word
        if self.kind not in ("word", "number") or word not in wanted:
            self.expect(what, f"write {' or '.join(wanted)}")
        self.step()
        return word

    def take_text(self, what: str) -> str:
        """Return a text in quotes and pass over it."""
        if self.kind != "text":
            self.expect(what, f'write it in quotes: "{what.split()[-1]}"')
        text = self.word[1:-1].replace('\\"', '"')
        self.step()
        return text

    def take_optional_text(self) -> str:
        """Return a text in quotes and pass over it; an empty one where none stands."""
        return self.take_text("text") if self.kind == "text" else ""

    def take_texts(self, what: str) -> tuple[str, ...]:
        """Return the texts of a list in braces and pass over it."""
        self.take_brace("{", what)
        found = []
        while self.kind == "text":
            found.append(self.take_text(what))
        self.take_brace("}", what)
        return tuple(found)

    def take_integer(self, what: str) -> int:
        """Return a whole number from 0 up and pass over it."""
        if self.kind != "number" or not _INTEGER.fullmatch(self.word):
            self.expect(what, "write a whole number from 0 to 999999999")
        number = int(self.word)
        self.step()
        return number

    def take_number(self, what: str) -> Fraction:
        """Return a number and pass over it."""
        if self.kind != "number":
            self.expect(what, "write a number, such as 2, -0.5 or 1/3")
        found = self._numbers.get(self.word)
        if found is None:
            found = self._numbers[self.word] = self._number(what)
        self.step()
        return found

    def take_payoffs(self, players: int) -> tuple[Fraction, ...]:
        """Return the payoffs that stand before a closing brace, one for each player, and pass over the brace."""
        start = self.start
        found = []
        while self.kind == "number":
            found.append(self.take_number("a payoff"))
            if self.kind == "comma":
                self.step()
        if not self.at_brace("}"):
            self.expect("a payoff or `}`", "write numbers, such as 2, -0.5 or 1/3")
        if len(found) != players:
            self.refuse(f"{len(found)} payoffs for {players} players", "give one payoff for each player", start)
        self.step()
        return tuple(found)

    def end(self, what: str) -> None:
        """Pass over the end of the file."""
        if self.kind != "end":
            self.refuse(f"found {quoted(self.word)} after {what}", "remove the rest of the file, or check the counts")

    def _number(self, what: str) -> Fraction:
        digits, _, exponent = self.word.lower().partition("e")
        if len(digits) > _LONGEST_NUMBER or len(exponent) > 4 or (exponent and abs(int(exponent)) > _LARGEST_EXPONENT):
            self.refuse(f"{what} of {quoted(self.word)} is out of bounds", "use fewer digits and smaller exponents")
        try:
            found = Fraction(self.word if "/" in self.word else Decimal(self.word))  # which is three times as fast
            float(found)  # which raises where float64 cannot hold it
        except ZeroDivisionError:
            self.refuse(f"{quoted(self.word)} divides by zero", "write another number")
        except OverflowError:
            self.refuse(f"{what} of {quoted(self.word)} is too large", "use numbers below 1.7e308")
        return found


def take_header(scanner: Scanner, kind: str, version: str) -> tuple[str, tuple[str, ...]]:
    """Return the title and the players' names, and pass over them."""
    if scanner.word != kind or scanner.kind != "word":
        scanner.expect(f"`{kind}`", f"a file of this kind starts with `{kind} {version} R`, a title and the players")
    scanner.step()
    scanner.take_word([version], f"version {version} of the format")
    scanner.take_word(["R", "D"], "the kind of numbers")
    title = scanner.take_text("the game's title")
    start = scanner.start
    players = scanner.take_texts("players' names")
    if not 0 < len(players) <= MAX_PLAYERS:
        scanner.refuse(f"{len(players)} players", f"games of 1 to {MAX_PLAYERS} players are read", start)
    return title, numbered_where_unclear(players)


def numbered_where_unclear(labels: Sequence[str]) -> tuple[str, ...]:
    """Return labels that tell things apart: an empty or repeated one becomes its number, from 1, as text.

    Where such a number is another one's label, all become numbers.

    >>> numbered_where_unclear(["hawk", "", "dove", "dove"])
    ('hawk', '2', '3', '4')
    """
    counts = Counter(labels)
    found = [label if label and counts[label] == 1 else str(k) for k, label in enumerate(labels, 1)]
    return tuple(found) if len(set(found)) == len(found) else tuple(str(k + 1) for k in range(len(labels)))
