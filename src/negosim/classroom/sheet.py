"""A sheet of paper: a title and blocks of text, written as Markdown. `sheet_pdf` draws the same for printing."""

from dataclasses import dataclass

from negosim.scenario.names import capitalised


@dataclass(frozen=True)
class Heading:
    """The title of a part."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows under a head; `shares` are the columns' shares of the width."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Page:
    """Lines of a page of the terminal, kept as they stand."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Blank:
    """A question with ruled lines to write on."""

    question: str
    lines: int = 3


Block = Heading | Paragraph | Bullets | Table | Page | Blank


@dataclass(frozen=True)
class Sheet:
    """One sheet: `name` is its file's, `foot` stands at the end of each page."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    foot: str


def markdown(sheet: Sheet) -> str:
    """Return a sheet as Markdown."""
    parts = [f"# {sheet.title}", *(_markdown(block) for block in sheet.blocks), f"*{sheet.foot}*"]
    return "\n\n".join(parts) + "\n"


def _markdown(block: Block) -> str:
    match block:
        case Heading(text):
            return f"## {text}"
        case Paragraph(text):
            return text
        case Bullets(items):
            return "\n".join(f"- {item}" for item in items)
        case Table(head, rows, _):
            lines = [head, ("---",) * len(head), *rows]
            return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)
        case Page(lines):
            return "\n".join(["```text", *lines, "```"])
        case Blank(question, lines):
            return f"**{question}**" + "\n\n&nbsp;" * lines


def sentence(text: str) -> str:
    """Return text as a sentence: a capital first, one full stop at the end."""
    text = " ".join(text.split())
    return capitalised(text if text.endswith((".", "?", "!")) else f"{text}.")
