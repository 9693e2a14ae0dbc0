"""The log of a class: one line of JSON for each play, anonymous, and what is needed to solve the same game again."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from negosim.errors import Fault, InputError, OutputError
from negosim.version import __version__

MOST_BYTES = 20_000_000
MOST_PLAYS = 100_000


@dataclass(frozen=True)
class Played:
    """Where a play comes from: the target and the options that changed it, and the digest of the scenario then."""

    target: str
    sets: tuple[str, ...]
    withs: tuple[str, ...]
    scenario: str


def append(file: Path, origin: Played, record: dict[str, Any]) -> None:
    """Add one play to a log, in one write at its end. Raises OutputError."""
    head = {"negosim": __version__, "target": origin.target, "set": list(origin.sets), "with": list(origin.withs)}
    line = json.dumps({**head, "scenario": origin.scenario, **record}, allow_nan=False) + "\n"
    try:
        handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(handle, line.encode())
        finally:
            os.close(handle)
    except OSError as error:
        raise OutputError(f"{file}: cannot be written: {error.strerror}; choose another place") from None


def read_log(file: Path) -> list[tuple[int, dict[str, Any]]]:
    """Return the plays of a log, each with its line. Raises InputError with `file:line:column` for what is no play."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise InputError([Fault(str(file), f"is larger than {MOST_BYTES:,} bytes", "split it")])
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise InputError([Fault(str(file), f"cannot be opened: {error.strerror}", "check its name")]) from None
    except UnicodeDecodeError:
        raise InputError([Fault(f"{file}:1:1", "this is not text", "name a file that `--log` has written")]) from None
    plays = [(number, _play(file, number, line)) for number, line in enumerate(lines, start=1) if line.strip()]
    if not plays:
        raise InputError([Fault(f"{file}:1:1", "the file holds no play", "play with --log first")])
    return plays


def fault(file: Path, line: int, what: str, fix: str) -> InputError:
    """Return an error about one line of a log."""
    return InputError([Fault(f"{file}:{line}:1", what, fix)])


_FIELDS: dict[str, type | tuple[type, ...]] = {
    "target": str,
    "set": list,
    "with": list,
    "scenario": str,
    "game": str,
    "actor": str,
    "opponents": str,
    "finished": bool,
    "predictions": list,
    "choices": list,
}


def _play(file: Path, number: int, line: str) -> dict[str, Any]:
    fix = "remove the line, or name a file that `--log` has written"
    try:
        found = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        column = getattr(error, "colno", 1)
        raise InputError([Fault(f"{file}:{number}:{column}", "this line is no JSON object", fix)]) from None
    if not isinstance(found, dict):
        raise fault(file, number, "this line is no JSON object", fix)
    wrong = [key for key, kind in _FIELDS.items() if not isinstance(found.get(key), kind)]
    if wrong:
        raise fault(file, number, f"this play has no sound '{wrong[0]}'", fix)
    if not (_are_words(found["set"]) and _are_words(found["with"])):
        raise fault(file, number, "this play has no sound 'set' or 'with'", fix)
    for key, wanted in (("choices", ("at", "option")), ("predictions", ("actor", "at"))):
        if not all(isinstance(row, dict) and _are_words([row.get(word) for word in wanted]) for row in found[key]):
            raise fault(file, number, f"this play has no sound '{key}'", fix)
    return found


def _are_words(words: Sequence[Any]) -> bool:
    return all(isinstance(word, str) for word in words)
