"""The errors that negosim raises on purpose, one tree; anything else is a fault of negosim's own.

NegosimError            exit status
├── UsageError          2   wrong usage, or a target that is neither a file nor a shipped name
├── InputError          3   an input is wrong; carries one Fault per mistake
├── UnsolvedError       4   an algorithm stopped without an answer
└── OutputError         5   an output cannot be written
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

_FEW = 8


@dataclass(frozen=True, order=True)
class Fault:
    """One mistake in an input: where it is, what it is, and what would mend it.

    `where` is `file:line:column`, or the option of the command line, or a file that cannot be opened.
    """

    where: str
    what: str
    fix: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f"; {self.fix}" if self.fix else "")


class NegosimError(Exception):
    """Base of all errors that negosim raises on purpose."""

    exit_status = 1


class UsageError(NegosimError):
    """The command line cannot be understood."""

    exit_status = 2


class InputError(NegosimError):
    """An input is wrong. `faults` lists every mistake found, in order of place."""

    exit_status = 3

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class UnsolvedError(NegosimError):
    """An algorithm stopped without an answer; the message says why and what would work."""

    exit_status = 4


class OutputError(NegosimError):
    """An output cannot be written; nothing was replaced."""

    exit_status = 5


def nearest(word: str, known: Sequence[str], noun: str = "known") -> str:
    """Say which known word was probably meant, and list them when they are few; "" where many and none is near.

    >>> nearest("ukrain", ["us", "russia", "ukraine"], "actors")
    "did you mean 'ukraine'? (actors: us, russia, ukraine)"
    >>> nearest("west", ["north", "south"], "actors")
    'name one of the actors: north, south'
    """
    close = get_close_matches(word, known, n=1)
    if close:
        return f"did you mean '{close[0]}'?" + (f" ({noun}: {', '.join(known)})" if len(known) <= _FEW else "")
    return f"name one of the {noun}: {', '.join(known)}" if 0 < len(known) <= 2 * _FEW else ""
