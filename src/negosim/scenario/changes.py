"""Changes of numbers by path: which can be made, and why the others cannot."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from textwrap import shorten
from typing import Any

from pydantic import BaseModel

from negosim.scenario.facts import Facts
from negosim.scenario.numbers import START, Entry, Numbers, is_month
from negosim.scenario.place import quoted

Change = float | str | None
"""A new value; the month of `time.start` as YYYY-MM; or None, which removes an optional number."""


@dataclass(frozen=True)
class Refusal:
    """A change that cannot be made. `paths` are those to blame; `is_unknown` that no number is there."""

    paths: tuple[str, ...]
    what: str
    fix: str
    is_unknown: bool = False


def refusals(facts: Facts, numbers: Numbers, changes: Mapping[str, Change]) -> Iterator[Refusal]:
    """Yield the changes that cannot be made, each with the reason."""
    found = False
    for path, value in changes.items():
        if path not in numbers:
            yield Refusal((path,), "no number at this path", "", True)
        elif complaint := _refuse_value(facts, numbers[path], path, value):
            yield Refusal((path,), *complaint)
        else:
            continue
        found = True
    if not found:
        yield from _refuse_stakes(numbers, changes)


def suggest(path: str, numbers: Numbers) -> str:
    """Return the number whose path is nearest to one where no number is, with its meaning and value; "" if far."""
    inner = [known for known in numbers.index if known.startswith(f"{path}.")]
    if inner:
        return f"it holds {', '.join(inner[:4])}{', ...' if len(inner) > 4 else ''}"
    for close in get_close_matches(path[:200], list(numbers.index), n=1):
        entry = numbers[close]
        means = shorten(entry.quantity.means or "", 60, placeholder=" ...")
        return f"nearest: {close} ({means + ', ' if means else ''}{entry.value:g})"
    return ""


def change_text(value: Change) -> str:
    """Return a change as it is written on the command line."""
    return f"{value:.12g}" if isinstance(value, float | int) else "null" if value is None else value


def _refuse_value(facts: Facts, entry: Entry, path: str, value: Change) -> tuple[str, str] | None:
    domain = entry.quantity.domain
    if value is None:
        return None if _is_optional(facts, path) else ("this number cannot be removed", f"write {domain}")
    if path == START:
        return None if isinstance(value, str) and is_month(value) else ("not a month", "write a month, such as 2025-12")
    if isinstance(value, str | bool):
        return f"{quoted(str(value))} is not a number", "write a number, such as 0.25"
    bottom, top = entry.quantity.legal
    if not bottom <= value <= top or abs(value) == float("inf"):
        return f"{value:g} is outside the number's legal domain", f"write {domain}"
    return None


def _is_optional(facts: Facts, path: str) -> bool:
    """Whether a scenario may do without a number."""
    part: Any = facts
    optional = False
    steps = path.split(".")
    for step in steps:
        if isinstance(part, BaseModel):
            fields = {field.alias or name: (name, field) for name, field in type(part).model_fields.items()}
            name, field = fields[step]
            part, optional = getattr(part, name), not field.is_required()
        else:
            part, optional = part[step], steps[0] not in ("stakes", "time") and "payoffs" not in steps
    return optional


def _refuse_stakes(numbers: Numbers, changes: Mapping[str, Change]) -> Iterator[Refusal]:
    """Complain of stakes that leave less than nothing for the others, or leave something where there are no others."""
    for actor, positions in numbers.stakes.items():
        entries = [numbers.entries[k] for k in positions]
        given = {entry.path: float(changes[entry.path] or 0.0) for entry in entries if entry.path in changes}
        total = sum(given.values())
        rest = [entry for entry in entries if entry.path not in given and entry.value > 0]
        if given and (total > 1 + 1e-9 or (not rest and abs(total - 1) > 1e-9)):
            fix = f"lower one by {total - 1:.6g}" if total > 1 else f"raise one by {1 - total:.6g}"
            yield Refusal(tuple(given), f"these stakes of {actor} sum to {total:.10g}, not to 1", fix)
