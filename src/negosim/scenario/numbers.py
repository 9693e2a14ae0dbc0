"""The table of a scenario's numbers: each has a dotted path, a status, and a place in a vector.

Sweeps, what-ifs and samples all change numbers through `Numbers.vary`, which keeps every actor's stakes summing to
one: setting some weights rescales the actor's others in proportion.
"""

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import BaseModel

from negosim.scenario.facts import Facts
from negosim.scenario.quantity import NormalDist, Number, Row

MEASURED = "measured"
DIRECTION = "judged, direction"
JUDGED = "judged"
START = "time.start"
"""The path of the first month, counted in months since the year 0."""


@dataclass(frozen=True)
class Entry:
    """One number of a scenario. `claims` are its own, else those of the row that it stands in."""

    path: str
    value: float
    quantity: Number
    claims: tuple[str, ...]
    weak_source: bool = False

    @property
    def status(self) -> str:
        """`measured` where a source gives the value; `judged, direction` where a claim gives its sign, or `judged`."""
        if self.quantity.source:
            return MEASURED
        return DIRECTION if self.claims else JUDGED

    @property
    def has_range(self) -> bool:
        """Whether the file says what is plausible, so that the number is sampled."""
        return self.quantity.low is not None or isinstance(self.quantity.dist, NormalDist)

    @property
    def is_stake(self) -> bool:
        """Whether it is a weight that must sum to one with the actor's others."""
        return self.path.startswith("stakes.")


@dataclass(frozen=True)
class Numbers:
    """All numbers of a scenario, in the order of the file.

    `aliases` maps the path of a number that a game inherits by `extends` to the path where it stands. `grids` are the
    ends, as the file gives them, of the campaign's grids, which a state variable must start within.
    """

    entries: tuple[Entry, ...]
    aliases: Mapping[str, str]
    grids: Mapping[str, tuple[float, float]]

    @cached_property
    def index(self) -> dict[str, int]:
        """The position of each path in a vector of values; inherited paths share a position."""
        own = {entry.path: k for k, entry in enumerate(self.entries)}
        return own | {alias: own[path] for alias, path in self.aliases.items() if path in own}

    @cached_property
    def base(self) -> NDArray[np.float64]:
        """The file's own values: shape (numbers,)."""
        values = np.array([entry.value for entry in self.entries])
        values.flags.writeable = False
        return values

    def __getitem__(self, path: str) -> Entry:
        return self.entries[self.index[path]]

    def __contains__(self, path: object) -> bool:
        return path in self.index

    def vary(self, changes: Mapping[str, ArrayLike]) -> NDArray[np.float64]:
        """Return vectors of values with some numbers set: shape (..., numbers).

        The arrays of `changes` broadcast against each other. Stakes of an actor that are not set share what the set
        ones leave, in their old proportion; where all are set they are divided by their sum. Raises KeyError for an
        unknown path.
        """
        arrays = {self.index[path]: np.asarray(array, dtype=np.float64) for path, array in changes.items()}
        shape = np.broadcast_shapes(*(array.shape for array in arrays.values())) if arrays else ()
        values = np.broadcast_to(self.base, (*shape, len(self.base))).copy()
        for k, array in arrays.items():
            values[..., k] = array
        for weights in self.stakes.values():
            fixed = [k for k in weights if k in arrays]
            if fixed:
                self._rescale(values, fixed, [k for k in weights if k not in arrays])
        return values

    @cached_property
    def stakes(self) -> dict[str, list[int]]:
        """The positions of each actor's stakes."""
        groups: dict[str, list[int]] = {}
        for k, entry in enumerate(self.entries):
            if entry.is_stake:
                groups.setdefault(entry.path.split(".")[1], []).append(k)
        return groups

    def _rescale(self, values: NDArray[np.float64], fixed: list[int], free: list[int]) -> None:
        rest = self.base[free].sum()
        if rest > 0:
            left = np.maximum(1.0 - values[..., fixed].sum(axis=-1, keepdims=True), 0.0)
            values[..., free] = self.base[free] / rest * left
        every = [*fixed, *free]
        total = values[..., every].sum(axis=-1, keepdims=True)
        np.divide(values[..., every], total, out=(share := np.zeros_like(values[..., every])), where=total > 0)
        values[..., every] = share


def is_month(text: str) -> bool:
    """Whether a text is a month, written as YYYY-MM."""
    return re.fullmatch("[0-9]{4}-(0[1-9]|1[0-2])", text) is not None


def month_number(month: str) -> int:
    """Return the months since the year 0 of a month written as YYYY-MM.

    >>> month_number("2025-03") - month_number("2024-12")
    3
    """
    year, number = month.split("-")
    return 12 * int(year) + int(number) - 1


def month_text(number: float) -> str:
    """Return a month counted since the year 0 as YYYY-MM.

    >>> month_text(month_number("2025-03") + 9)
    '2025-12'
    """
    year, month = divmod(round(number), 12)
    return f"{year:04d}-{month + 1:02d}"


def month_name(number: float) -> str:
    """Return the name of a month counted since the year 0."""
    return f"{calendar.month_name[round(number) % 12 + 1]} {round(number) // 12}"


def day_words(day: str) -> str:
    """Return a day written as YYYY-MM-DD in words.

    >>> day_words("2025-03-18")
    '18 March 2025'
    """
    year, month, date = day.split("-")
    return f"{int(date)} {calendar.month_name[int(month)]} {year}"


def number_table(facts: Facts, aliases: Mapping[str, str]) -> Numbers:
    """List the numbers of a scenario, those inherited by a game once, where they stand."""
    weak = {key for key, source in facts.sources.items() if source.kind == "aggregator"}
    found = [
        Entry(path, number.value, number, claims, number.source in weak)
        for path, number, claims in _walk(facts, "", ())
        if path not in aliases
    ]
    if facts.time is not None:
        start = Number(value=float(month_number(facts.time.start)), means="the month in which every game starts")
        found.insert(0, Entry(START, start.value, start, ()))
    return Numbers(tuple(found), aliases, dict(_grids(facts)))


def _grids(facts: Facts) -> Iterator[tuple[str, tuple[float, float]]]:
    for variable in facts.campaign.state.values() if facts.campaign else ():
        low, high = variable.grid.low, variable.grid.high
        yield variable.path, (low.value if low else -inf, high.value if high else inf)


def _walk(part: Any, path: str, claims: tuple[str, ...]) -> Iterator[tuple[str, Number, tuple[str, ...]]]:
    if isinstance(part, Row):
        claims = part.claims or claims
    if isinstance(part, Number):
        yield path, part, claims
    if isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            if name in part.model_fields_set:
                yield from _walk(getattr(part, name), _join(path, field.alias or name), claims)
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield from _walk(value, _join(path, str(key)), claims)


def legal_interval(entry: Entry) -> tuple[float, float]:
    """Return the least and the most that the language allows for a number, infinite where it is open."""
    return (0.0, 12 * 9999.0) if entry.path == START else entry.quantity.legal


def _join(path: str, step: str) -> str:
    return f"{path}.{step}" if path else step
