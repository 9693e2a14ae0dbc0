"""A place is where a value stands in a file: line and column, both counted from 1.

Lines end in LF, CR or CR LF, as in YAML 1.2.2, section 5.4. A column counts characters (code points), not bytes.
"""

import re
from dataclasses import dataclass

_LINE_BREAK = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands.

    >>> str(Place("truce.yaml", 3, 14))
    'truce.yaml:3:14'
    """

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


def place_after(before: str, file: str) -> Place:
    """Return the place of the character that follows the text `before`."""
    breaks = [found.end() for found in _LINE_BREAK.finditer(before)]
    return Place(file, len(breaks) + 1, len(before) - (breaks[-1] if breaks else 0) + 1)


def quoted(text: str, longest: int = 40) -> str:
    """Quote a piece of a file for a message: on one line, printable, and short.

    >>> quoted("us\\x1b[31m")
    "'us\\\\x1b[31m'"
    """
    return repr(text if len(text) <= longest else text[: longest - 3] + "...")


def printable(name: str) -> str:
    """Return a file's name with anything unprintable escaped, so that a message stays on one line."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in name)
