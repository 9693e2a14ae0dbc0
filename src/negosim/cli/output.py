"""Writing: data to standard output as text or JSON, messages to standard error, files whole or not at all."""

import json
import os
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from negosim.errors import OutputError

_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


class ReaderGone(Exception):
    """Whoever read standard output has closed it; there is nobody left to write to."""


def print_json(record: dict[str, Any]) -> None:
    """Print one JSON object in ASCII; NaN and infinity are refused rather than written."""
    _write(json.dumps(record, indent=2, allow_nan=False) + "\n")


def print_lines(lines: Iterable[str]) -> None:
    """Print a page; its headings, words in capitals at the start of a line, in bold on a terminal with colours."""
    is_bold = sys.stdout is not None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    is_bold = is_bold and os.environ.get("TERM") != "dumb"
    _write("".join(f"{_with_bold_head(printable(line)) if is_bold else printable(line)}\n" for line in lines))


def _with_bold_head(line: str) -> str:
    head = line.split("  ")[0]
    return f"{_BOLD}{head}{_PLAIN}{line[len(head) :]}" if head.isupper() and len(head) > 2 else line


def printable(text: str) -> str:
    """Return a line with control characters made visible, so that a file cannot command the terminal.

    >>> printable("a\\x1b[2Jb")
    'a\\\\x1b[2Jb'
    """
    return "".join(c if c.isprintable() or unicodedata.category(c) == "Zs" else ascii(c)[1:-1] for c in text)


def _write(text: str) -> None:
    """Write to standard output at once. Raises OutputError where it cannot be, ReaderGone where nobody reads it."""
    if sys.stdout is None:
        raise OutputError("standard output is closed")
    try:
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stdout.flush()
    except BrokenPipeError:
        raise ReaderGone from None
    except OSError as error:
        raise OutputError(f"standard output cannot be written: {error.strerror}") from None


def discard_output() -> None:
    """Send what is still unwritten to nowhere, so that the interpreter ends quietly."""
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def print_pieces(pieces: Iterable[str]) -> None:
    """Print text that comes in pieces, such as a JSON object too large to be held."""
    for piece in pieces:
        _write(piece)


def write_pieces(path: Path, pieces: Iterable[str]) -> None:
    """Write a text file that comes in pieces, whole or not at all, in UTF-8. Raises OutputError."""
    with written_together(path) as folder, (folder / path.name).open("w", encoding="utf-8", newline="") as file:
        file.writelines(pieces)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file through a temporary one beside it: it is replaced whole or not at all. Raises OutputError."""
    with written_together(path) as folder:
        (folder / path.name).write_bytes(data)


@contextmanager
def written_together(path: Path) -> Iterator[Path]:
    """Give a temporary folder beside `path`; move the files written into it beside `path` when all of them are there.

    Raises OutputError, with nothing replaced, where the folder cannot be written or a file's name is a folder's.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.name[:40]}.", dir=path.parent) as name:
            folder = Path(name)
            yield folder
            made = sorted(folder.iterdir())
            for file in made:
                if path.with_name(file.name).is_dir():
                    raise OutputError(f"{path.with_name(file.name)} is a folder; choose another name")
            for file in made:
                os.replace(file, path.with_name(file.name))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(f"{path}: cannot be written: {reason}; choose another place") from None


def warn(text: str) -> None:
    """Say something beside the data, on standard error, a line at a time."""
    if sys.stderr is not None:
        for line in text.split("\n"):
            print(printable(line), file=sys.stderr)
