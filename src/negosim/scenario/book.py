"""The book that checks write complaints into."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, partial

from negosim.scenario.complaint import Complaint, suggestion
from negosim.scenario.facts import Facts
from negosim.scenario.merge import Path
from negosim.scenario.numbers import Numbers, number_table
from negosim.scenario.place import quoted
from negosim.scenario.syntax import Tree

_PLURALS = {"party": "parties"}


@dataclass
class Book:
    """What is checked, and what was found wrong with it."""

    facts: Facts
    tree: Tree
    aliases: dict[str, str]
    complaints: list[Complaint] = field(default_factory=list)

    @cached_property
    def numbers(self) -> Numbers:
        """The numbers of the scenario."""
        return number_table(self.facts, self.aliases)

    def complain(self, path: Path, what: str, fix: str | Callable[[], str]) -> None:
        """Complain of the value at a path."""
        self.complaints.append(Complaint(self.tree.place(path), what, fix))

    def complain_of_key(self, path: Path, what: str, fix: str | Callable[[], str]) -> None:
        """Complain of the key at a path."""
        self.complaints.append(Complaint(self.tree.keys.get(path) or self.tree.place(path), what, fix))

    def knows(self, word: str | None, known: Iterable[str], noun: str, path: Path, subject: str) -> bool:
        """Whether the name that is the value at a path exists; if not, complain. None counts as existing."""
        names = list(known)
        if word is None or word in names:
            return True
        self.complain(path, f"{subject} {quoted(word)}, which is no {noun}", partial(_mend, word, names, noun))
        return False

    def knows_key(self, path: Path, known: Iterable[str], noun: str, subject: str) -> bool:
        """Whether the name that is the key at a path exists; if not, complain."""
        names, word = list(known), str(path[-1])
        if word in names:
            return True
        self.complain_of_key(path, f"{subject} {quoted(word)}, which is no {noun}", partial(_mend, word, names, noun))
        return False


def _mend(word: str, names: list[str], noun: str) -> str:
    head, of, rest = noun.partition(" of ")
    plural = _PLURALS.get(noun, f"{head}s{of}{rest}")
    return suggestion(word, names, plural) or ("remove it" if " " in noun else f"define it under {plural}")
