"""Laying out pages of plain text: at most 80 columns, wrapped, with amounts in a column of their own."""

import textwrap
from collections.abc import Iterable
from itertools import zip_longest

WIDTH = 80
HEIGHT = 50


def wrapped(text: str, indent: int = 0, label: str = "", width: int = WIDTH) -> list[str]:
    """Return lines of at most 80 columns, indented, the first one after a label.

    >>> wrapped("a few words", 8, "WHY")
    ['WHY     a few words']
    """
    head = label.ljust(indent) if label else " " * indent
    return textwrap.wrap(text, width, initial_indent=head, subsequent_indent=" " * indent, break_on_hyphens=False) or [
        head.rstrip()
    ]


def command_lines(command: str, indent: int) -> list[str]:
    """Return a command to be copied, with a backslash where it goes on in the next line.

    >>> command_lines("negosim solve talks.yaml --game " + "a" * 60, 6)[0]
    '      negosim solve talks.yaml --game \\\\'
    """
    lines = wrapped(command, indent, width=WIDTH - 2)
    return [f"{line} \\" for line in lines[:-1]] + lines[-1:]


def ends(left: str, right: str, width: int = WIDTH) -> list[str]:
    """Return a line with text at both ends; more lines where they do not fit on one."""
    if len(left) + len(right) + 1 <= width:
        return [left + " " * (width - len(left) - len(right)) + right]
    return [*wrapped(left), *(line.rjust(width) for line in wrapped(right))]


def with_amount(text: str, amount: str, indent: int = 0, label: str = "") -> list[str]:
    """Return wrapped text with an amount at the right end of its last line.

    >>> [line.rstrip() for line in with_amount("word " * 15, "+1.0", 4)]  # doctest: +NORMALIZE_WHITESPACE
    ['    word word word word word word word word word word word word word word', '    word          +1.0']
    """
    *above, last = wrapped(text, indent, label, WIDTH - len(amount) - 1)
    return [*above, last + amount.rjust(WIDTH - len(last))]


def shortened(text: str, width: int) -> str:
    """Return text cut to a width, with dots where something is left out.

    >>> shortened("the Kursk salient", 12)
    'the Kursk...'
    """
    return text if len(text) <= width else text[: width - 3].rstrip() + "..."


def row(cells: Iterable[str], widths: Iterable[int]) -> list[str]:
    """Return the lines of one row of a table, its cells wrapped; a width below zero aligns to the right.

    >>> row(["  a long name", "1.5"], [10, -6])
    ['  a long      1.5', '  name']
    """
    columns = []
    for cell, width in zip(cells, widths, strict=True):
        size, text = abs(width), cell.lstrip()
        indent = len(cell) - len(text)
        lines = wrapped(text, indent, width=size) if text else [""]
        columns.append([line.rjust(size) if width < 0 else line.ljust(size) for line in lines])
    blank = [" " * len(column[0]) for column in columns]
    found = zip_longest(*columns)
    return [" ".join(part or space for part, space in zip(parts, blank, strict=True)).rstrip() for parts in found]


def first_that_fits(versions: Iterable[list[str]]) -> list[str]:
    """Return the first version of a page with at most 50 lines, the last one where none has."""
    page: list[str] = []
    for page in versions:
        if len(page) <= HEIGHT:
            break
    return page
