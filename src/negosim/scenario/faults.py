"""From what validation finds to complaints that a person can act on: where, what, and the fix."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from negosim.errors import nearest
from negosim.scenario import quantity
from negosim.scenario.complaint import Complaint
from negosim.scenario.facts import Facts
from negosim.scenario.merge import Path
from negosim.scenario.place import quoted
from negosim.scenario.syntax import Tree

_KINDS = {
    "string_type": ("text", "put it in quotes"),
    "float_type": ("a number", "write a number, such as 0.25"),
    "int_type": ("a whole number", "write a whole number, such as 5"),
    "bool_type": ("true or false", "write true or false"),
    "dict_type": ("a mapping", "write `key: value` pairs here"),
    "model_type": ("a mapping", "write `key: value` pairs here"),
    "tuple_type": ("a list", "write a list, such as [a, b]"),
}
_QUANTITY = "a number", "write a number, such as 0.25, or {value: 0.25, low: 0.1, high: 0.5}"
_PATTERNS = {
    "^[a-z][a-z0-9_]*$": "use small letters, digits and _, starting with a letter",
    "^C[0-9]+$": "claim ids look like C12",
    "^[0-9]{4}-(0[1-9]|1[0-2])$": "write a month, such as 2025-03",
    "^[0-9]{4}-(0[1-9]|1[0-2])-([0-2][0-9]|3[01])$": "write a day, such as 2025-03-18",
}
_BOUNDS = {"greater_than": "gt", "greater_than_equal": "ge", "less_than": "lt", "less_than_equal": "le"}
_SAID = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}


def complaints_of(error: ValidationError, tree: Tree) -> Iterator[Complaint]:
    """Translate what pydantic found into complaints at their places; for each value only the first."""
    found: dict[Path, ErrorDetails] = {}
    missing: dict[Path, list[str]] = {}
    unknown: dict[Path, list[str]] = {}
    for problem in _flat(error.errors(include_url=False), ()):
        path = _plain_path(problem["loc"], tree)
        if problem["type"] == "missing" and isinstance(problem["loc"][-1], str):
            missing.setdefault(path, []).append(problem["loc"][-1])
            continue
        if problem["type"] == "extra_forbidden":
            unknown.setdefault(path[:-1], []).append(str(path[-1]))
        found.setdefault(path, problem)
    for path, problem in found.items():
        if not any(deeper[: len(path)] == path for deeper in _next_to(found, path)):
            yield _complaint(problem, path, tree)
    for path, words in missing.items():
        typos = unknown.get(path, ())
        words = [word for word in words if word not in get_close_matches(word, typos, cutoff=0.6)]
        yield from _missing(path, words, tree)
