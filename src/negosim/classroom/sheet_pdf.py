"""A sheet as a PDF for printing, on A4. It has no date, so the same sheet is the same bytes."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from matplotlib import rc_context
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from negosim.classroom.sheet import Block, Bullets, Heading, Page, Paragraph, Sheet, Table
from negosim.plots.lettering import FAMILY, height_of, wrapped

_WIDTH, _HEIGHT, _MARGIN = 8.27, 11.69, 0.8  # inches: A4
_TEXT, _TITLE, _HEAD, _SMALL, _MONO = 10.0, 17.0, 12.0, 7.5, 9.0  # points
_RULE = 0.34


@dataclass(frozen=True)
class _Line:
    """Pieces of text side by side, each with its distance from the left margin; `rule` draws a line under them."""

    pieces: tuple[tuple[float, str], ...]
    size: float = _TEXT
    weight: str = "normal"
    family: str | None = None
    height: float = 0.0
    rule: bool = False
    with_next: bool = False
    """Whether it must stand on one page with the line after it."""


def pdf(sheet: Sheet) -> bytes:
    """Return a sheet as a PDF of as many pages as it takes."""
    out = io.BytesIO()
    pages = pages_of(sheet)
    with rc_context({"pdf.fonttype": 42, "text.usetex": False, "text.parse_math": False}):
        facts = {"Title": sheet.title, "Creator": "negosim", "Subject": sheet.foot, "CreationDate": None}
        with PdfPages(out, metadata=facts) as file:
            for number, page in enumerate(pages, start=1):
                file.savefig(_drawn(page, f"{sheet.foot}   {number}/{len(pages)}"))
    return out.getvalue()


def pages_of(sheet: Sheet) -> list[list[_Line]]:
    """Return the lines of each page, those above first."""
    return _shared_out([*_title(sheet), *(line for block in sheet.blocks for line in _lines(block))])


def _title(sheet: Sheet) -> Iterator[_Line]:
    for line in wrapped(sheet.title, _WIDTH - 2 * _MARGIN, _TITLE, "bold").split("\n"):
        yield _Line(((0.0, line),), _TITLE, "bold", height=_leading(_TITLE), with_next=True)


def _lines(block: Block) -> Iterator[_Line]:
    """Yield the lines of one block, a gap before it."""
    width = _WIDTH - 2 * _MARGIN
    if isinstance(block, Heading):
        yield _Line((), height=0.16, with_next=True)
        yield _Line(((0.0, block.text),), _HEAD, "bold", height=_leading(_HEAD), with_next=True)
    elif isinstance(block, Paragraph):
        yield _Line((), height=0.06, with_next=True)
        yield from _text(block.text, 0.0, width)
    elif isinstance(block, Bullets):
        yield _Line((), height=0.04, with_next=True)
        for item in block.items:
            yield from _text(item, 0.18, width, "-")
    elif isinstance(block, Table):
        yield from _table(block, width)
    elif isinstance(block, Page):
        yield _Line((), height=0.06, with_next=True)
        for line in block.lines:
            yield _Line(((0.0, line),), _MONO, family="monospace", height=_leading(_MONO))
    else:
        yield _Line((), height=0.1, with_next=True)
        yield from _text(block.question, 0.0, width, with_next=True)
        for k in range(block.lines):
            yield _Line((), height=_RULE, rule=True, with_next=k < block.lines - 1)


def _text(text: str, indent: float, width: float, mark: str = "", with_next: bool = False) -> Iterator[_Line]:
    for k, line in enumerate(wrapped(text, width - indent, _TEXT).split("\n")):
        pieces = ((0.0, mark), (indent, line)) if mark and k == 0 else ((indent, line),)
        yield _Line(pieces, height=_leading(_TEXT), with_next=with_next)


def _table(table: Table, width: float) -> Iterator[_Line]:
    yield _Line((), height=0.06, with_next=True)
    starts = [width * sum(table.shares[:k]) / sum(table.shares) for k in range(len(table.shares))]
    widths = [width * share / sum(table.shares) - 0.12 for share in table.shares]
    for number, row in enumerate([table.head, *table.rows]):
        weight = "bold" if number == 0 else "normal"
        cells = [wrapped(cell, wide, _TEXT, weight).split("\n") for cell, wide in zip(row, widths, strict=True)]
        grid = list(zip_longest(*cells, fillvalue=""))
        for k, parts in enumerate(grid):
            pieces = tuple((x, part) for x, part in zip(starts, parts, strict=True) if part)
            yield _Line(pieces, weight=weight, height=_leading(_TEXT) + (0.05 if k == 0 else 0.0), with_next=True)
        yield _Line((), height=0.05, rule=True, with_next=number == 0)


def _leading(size: float) -> float:
    return height_of("x", size)


def _shared_out(lines: Sequence[_Line]) -> list[list[_Line]]:
    """Share lines out over pages; a line that belongs to the next one goes to the next page with it."""
    room = _HEIGHT - 2 * _MARGIN - 0.3
    pages: list[list[_Line]] = [[]]
    left, group = room, list[_Line]()
    for line in lines:
        group.append(line)
        if line.with_next:
            continue
        tall = sum(each.height for each in group)
        if tall > left and pages[-1]:
            pages.append([])
            left = room
        pages[-1] += group
        left -= tall
        group = []
    pages[-1] += group
    return pages


def _drawn(lines: Sequence[_Line], foot: str) -> Figure:
    figure = Figure(figsize=(_WIDTH, _HEIGHT))
    down = _HEIGHT - _MARGIN
    for line in lines:
        down -= line.height
        for x, text in line.pieces:
            family = "DejaVu Sans Mono" if line.family else FAMILY
            at = ((_MARGIN + x) / _WIDTH, (down + 0.05) / _HEIGHT)
            figure.text(*at, text, size=line.size, weight=line.weight, family=family, va="baseline")
        if line.rule:
            ends = [_MARGIN / _WIDTH, 1 - _MARGIN / _WIDTH]
            figure.add_artist(Line2D(ends, [down / _HEIGHT] * 2, color="#B8B8B8", linewidth=0.6))
    figure.text(_MARGIN / _WIDTH, 0.45 / _HEIGHT, foot, size=_SMALL, color="#5F5F5F", family=FAMILY)
    return figure
