"""Laying out pages of plain text: at most 80 columns, wrapped, with amounts in a column of their own."""

import textwrap

WIDTH = 80
LABEL = 8


def wrapped(text: str, indent: int = 0, label: str = "") -> list[str]:
    """Return lines of at most 80 columns, indented, the first one after a label.

    >>> wrapped("a few words", 8, "WHY")
    ['WHY     a few words']
    """
    head = label.ljust(indent) if label else " " * indent
    return textwrap.wrap(
        text, WIDTH, initial_indent=head, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False
    ) or [head.rstrip()]


def ends(left: str, right: str, width: int = WIDTH) -> list[str]:
    """Return a line with text at both ends; two lines where they do not fit on one."""
    if len(left) + len(right) + 1 <= width:
        return [left + " " * (width - len(left) - len(right)) + right]
    return [*wrapped(left), right.rjust(width)]


def with_amount(lines: list[str], amount: str) -> list[str]:
    """Return lines with an amount at the right end of the last one, or on a line of its own where it does not fit."""
    *above, last = lines
    return [*above, *ends(last, amount)]


def shortened(text: str, width: int) -> str:
    """Return text cut to a width, with dots where something is left out.

    >>> shortened("the Kursk salient", 12)
    'the Kursk...'
    """
    return text if len(text) <= width else text[: width - 3].rstrip() + "..."


def row(cells: list[str], widths: list[int]) -> str:
    """Return one line of a table; a width below zero aligns to the right, and what does not fit is shortened."""
    parts = []
    for cell, width in zip(cells, widths, strict=True):
        cut = shortened(cell, abs(width))
        parts.append(cut.rjust(-width) if width < 0 else cut.ljust(width))
    return " ".join(parts).rstrip()
