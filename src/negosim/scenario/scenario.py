"""A scenario: the validated facts, the text that they were read from, and what has been changed in them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from negosim.errors import Fault, InputError
from negosim.games import Origin
from negosim.scenario.changes import Change, Refusal, change_text, refusals, suggest
from negosim.scenario.facts import Facts
from negosim.scenario.merge import overlay
from negosim.scenario.numbers import START, Numbers, number_table
from negosim.scenario.syntax import Data, Tree
from negosim.scenario.validate import validate


@dataclass(frozen=True, eq=False)
class Scenario:
    """Who negotiates, over what, with which leverage and at what cost.

    `facts` are validated and have the games' `extends` resolved; `tree` is the text as written, the files that it
    extends merged into it; `file` is what was read; `changed` lists the numbers that what-ifs and overlays have set, as
    (path, value as text). Made by `negosim.read`.
    """

    facts: Facts
    tree: Tree
    aliases: Mapping[str, str]
    file: str
    changed: tuple[tuple[str, str], ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self.facts == other.facts

    def __hash__(self) -> int:
        return hash(self.digest)

    @cached_property
    def numbers(self) -> Numbers:
        """All numbers, with their paths."""
        return number_table(self.facts, self.aliases)

    @cached_property
    def digest(self) -> str:
        """Ten hexadecimal digits that change with any number, rule or name of the scenario, and not with a key that the
        language gains and the scenario does not use."""
        facts = self.facts.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        canonical = json.dumps(facts, sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()[:10]

    @property
    def origin(self) -> Origin:
        """What games built from this scenario say of their source."""
        return Origin(self.facts.title, self.digest, self.changed)

    @property
    def headline(self) -> str:
        """The key of the first game."""
        return next(iter(self.facts.games))

    def what_if(self, changes: Mapping[str, Change]) -> "Scenario":
        """Return the scenario with some numbers set, by path.

        Stakes that are not set are rescaled. A range that does not hold the new value, and a source that gave the old
        one, are dropped. `time.start` takes a month as `YYYY-MM`; None removes an optional number, and the named
        what-ifs that set it. Raises InputError for an unknown path and for a value outside the number's legal domain.

        >>> from negosim.scenario.read import read
        >>> talks = read("march-2025").what_if({"stakes.us.aid": 0.75})
        >>> talks.facts.stakes["us"]["sanctions"].value
        0.25
        """
        refused = list(refusals(self.facts, self.numbers, changes))
        if refused:
            raise InputError(self._fault(refusal, changes) for refusal in refused)
        tree = overlay(self.tree, Tree(self._patch(changes), {}, {}))
        try:
            facts, aliases = validate(tree)
        except InputError as error:
            where = _options(changes, changes)
            raise InputError(Fault(where, fault.what, fault.fix) for fault in error.faults) from None
        changed = dict(self.changed) | {path: change_text(value) for path, value in changes.items()}
        return Scenario(facts, tree, aliases, self.file, tuple(changed.items()))

    def _fault(self, refusal: Refusal, changes: Mapping[str, Change]) -> Fault:
        fix = self.where_to_look(refusal.paths[0]) if refusal.is_unknown else refusal.fix
        return Fault(_options(refusal.paths, changes), refusal.what, fix)

    def where_to_look(self, path: str) -> str:
        """Return the number nearest to a path where no number is, and how to search for others."""
        first, *rest = path.split(".")
        word = rest[0] if rest else first
        levers = [] if rest else [f"levers.{key}" for key in self.facts.levers if word and word in key]
        also = f"levers with this word: {', '.join(levers)}" if levers else ""
        search = f"search: negosim show {self.file} {word}".rstrip()
        return "; ".join(part for part in (suggest(path, self.numbers), also, search) if part)

    def _patch(self, changes: Mapping[str, Change]) -> dict[str, Data]:
        """Return what to lay over the tree: the changes, other stakes rescaled, what-ifs that have nothing to set."""
        written = dict(changes) | self._rescaled(changes)
        patch: dict[str, Data] = {}
        for path, value in written.items():
            _put(patch, path.split("."), value if value is None or path == START else {"value": value})
        removed = {path for path, value in changes.items() if value is None}
        for name, case in self.facts.what_ifs.items():
            if removed & set(case.set):
                _put(patch, ["what_ifs", name], None)
        return patch

    def _rescaled(self, changes: Mapping[str, Change]) -> dict[str, float]:
        """Return the new values of the stakes that are not set, of the actors of whom some are."""
        stakes = {path: value for path, value in changes.items() if path.startswith("stakes.")}
        values = self.numbers.vary({path: float(value) for path, value in stakes.items() if value is not None})
        moved = zip(self.numbers.entries, values, strict=True)
        return {entry.path: float(value) for entry, value in moved if value != entry.value and entry.path not in stakes}


def _put(patch: dict[str, Data], steps: list[str], value: Data) -> None:
    """Write one value at its path; what is removed stays removed, whatever is set within it."""
    for step in steps[:-1]:
        inner = patch.setdefault(step, {})
        if not isinstance(inner, dict):
            return
        patch = inner
    held = patch.get(steps[-1])
    patch[steps[-1]] = held | value if isinstance(held, dict) and isinstance(value, dict) else value


def _options(paths: Mapping[str, Change] | tuple[str, ...], changes: Mapping[str, Change]) -> str:
    return " ".join(f"--set {path}={change_text(changes[path])}" for path in paths)
