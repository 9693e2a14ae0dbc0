"""A scenario: the validated facts, the text that they were read from, and what has been changed in them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from negosim.errors import Fault, InputError, nearest
from negosim.games import Origin
from negosim.scenario.facts import Facts
from negosim.scenario.merge import overlay
from negosim.scenario.numbers import START, Entry, Numbers, number_table
from negosim.scenario.syntax import Data, Tree

Change = float | str | None


@dataclass(frozen=True, eq=False)
class Scenario:
    """Who negotiates, over what, with which leverage and at what cost.

    `facts` are validated and have the games' `extends` resolved; `tree` is the text as written, for faults and for writing;
    `changed` lists the numbers that what-ifs have set, as (path, value as text). Made by `negosim.read`.
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
        """Ten hexadecimal digits that change with any number, rule or name of the scenario."""
        canonical = json.dumps(self.facts.model_dump(mode="json", by_alias=True), sort_keys=True)
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

        Stakes that are not set are rescaled. `time.start` takes a month as `YYYY-MM`; None removes an optional number.
        Raises InputError for an unknown path and for a value outside the number's legal domain.
        """
        faults = [fault for path, value in changes.items() if (fault := self._refuse(path, value))]
        if faults:
            raise InputError(faults)
        texts = {path: value for path, value in changes.items() if value is None or path == START}
        floats = {path: float(value) for path, value in changes.items() if path not in texts and value is not None}
        self._check_stakes(floats)
        written: dict[str, Change] = {**texts, **floats}
        values = self.numbers.vary(floats)
        for k, entry in enumerate(self.numbers.entries):
            if values[k] != entry.value and entry.path not in written and entry.path not in self._standing(floats):
                written[entry.path] = float(values[k])
        tree = self.tree
        for path, value in written.items():
            tree = overlay(tree, self._patch(path, value))
        from negosim.scenario.read import validated

        changed = dict(self.changed) | {path: _text(value) for path, value in changes.items()}
        return replace(validated(tree, self.file, within_range=False), changed=tuple(changed.items()))

    def _standing(self, floats: Mapping[str, float]) -> set[str]:
        """Return where the numbers stand that are set by an inherited path: there they keep their value."""
        return {self.aliases[path] for path in floats if path in self.aliases}

    def _refuse(self, path: str, value: Change) -> Fault | None:
        where = f"--set {path}={_text(value)}"
        if path not in self.numbers:
            return Fault(where, "no number at this path", self._suggest(path))
        entry = self.numbers[path]
        if value is None:
            return None
        if path == START:
            return None if isinstance(value, str) else Fault(where, "not a month", "write a month, such as 2025-12")
        if isinstance(value, str) or isinstance(value, bool):
            return Fault(where, f"'{value}' is not a number", "write a number, such as 0.25")
        try:
            type(entry.quantity)(value=float(value))
        except ValueError:
            bottom, top = entry.quantity.legal
            return Fault(where, "outside the number's legal domain", f"use {bottom:g} to {top:g}")
        return None

    def _suggest(self, path: str) -> str:
        paths = [entry.path for entry in self.numbers.entries]
        close = nearest(path, paths)
        word = path.rsplit(".", 1)[-1]
        return f"{close} Search: negosim show {self.file} {word}".strip()

    def _check_stakes(self, floats: Mapping[str, float]) -> None:
        for actor, positions in self.numbers.stakes.items():
            entries = [self.numbers.entries[k] for k in positions]
            given = {entry.path: floats[entry.path] for entry in entries if entry.path in floats}
            total = sum(given.values())
            whole = len(given) == len(entries) or all(entry.value == 0 for entry in entries if entry.path not in given)
            if given and (total > 1 + 1e-9 or (whole and abs(total - 1) > 1e-9)):
                where = " ".join(f"--set {path}={value:g}" for path, value in given.items())
                raise InputError([Fault(where, f"the stakes of {actor} that are set sum to {total:g}", "they must sum to 1 with the rest")])

    def _patch(self, path: str, value: Change) -> Tree:
        """Return a tree that holds one number at its path, to be laid over the whole."""
        steps = path.split(".")
        data: Data = value if value is None or path == START else {"value": value}
        for step in reversed(steps):
            data = {step: data}
        return Tree(data, {(): self.tree.place(tuple(steps))}, {})


def _text(value: Change) -> str:
    return f"{value:.12g}" if isinstance(value, float | int) else "null" if value is None else value


def path_status(entry: Entry) -> str:
    """Say how a number is known, in the words that pages show."""
    claims = " ".join(entry.claims)
    weak = " (weak outlet)" if entry.weak_source else ""
    return f"{entry.status}{weak}" + (f" {claims}" if claims and not entry.quantity.source else "")
