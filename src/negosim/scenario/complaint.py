"""A complaint is a fault before it is worded in full: its place, what is wrong, and how to find what would mend it.

Fixes such as "did you mean" take time to find, and only MAX_FAULTS of all complaints are ever told.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from negosim.errors import Fault, nearest
from negosim.scenario.place import Place
from negosim.scenario.syntax import MAX_FAULTS


@dataclass(frozen=True)
class Complaint:
    """One mistake at a place. `fix` is words, or what finds them."""

    place: Place
    what: str
    fix: str | Callable[[], str] = ""

    def fault(self) -> Fault:
        """Word it in full."""
        return Fault(str(self.place), self.what, self.fix if isinstance(self.fix, str) else self.fix())


def suggestion(word: str, names: Sequence[str], plural: str) -> str:
    """Say which name was probably meant, or which there are, whatever the length of the word."""
    return nearest(word[:80], names, plural)


def faults_of(complaints: Iterable[Complaint]) -> tuple[Fault, ...]:
    """Return the first MAX_FAULTS complaints in order of place, each once, worded in full."""
    once: dict[tuple[Place, str], Complaint] = {}
    for complaint in complaints:
        # games that inherit a mistake repeat it under their own names: same place, same fix
        once.setdefault(
            (complaint.place, complaint.fix if isinstance(complaint.fix, str) else complaint.what), complaint
        )
    ordered = sorted(once.values(), key=lambda told: (told.place.file, told.place.line, told.place.column))
    return tuple(complaint.fault() for complaint in ordered[:MAX_FAULTS])
