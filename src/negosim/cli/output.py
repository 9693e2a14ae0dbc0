"""Printing: data to standard output, as text or as JSON."""

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from negosim.errors import OutputError


def print_json(record: dict[str, Any]) -> None:
    """Print one JSON object; NaN and infinity are refused rather than written."""
    print(json.dumps(record, indent=2, allow_nan=False, ensure_ascii=False))


def print_lines(lines: Iterable[str]) -> None:
    """Print a page; its headings, lines that start with capitals, in bold where standard output is a terminal."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for line in lines:
        head = line.split("  ")[0]
        text = Text(printable(line))
        if head.isupper() and len(head) > 2:
            text.stylize("bold", 0, len(head))
        console.print(text)


def printable(text: str) -> str:
    """Return text with control characters made visible, so that a file cannot command the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else repr(c)[1:-1] for c in text)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file through a temporary one beside it, so that it is replaced whole or not at all. Raises OutputError."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from None


def warn(text: str) -> None:
    """Say something beside the data, on standard error."""
    print(text, file=sys.stderr)
