"""From what validation finds to faults that a person can mend: where, what, and the fix."""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ValidationError

from negosim.errors import Fault, nearest
from negosim.scenario.facts import Facts
from negosim.scenario.syntax import Tree

_WORDS = {
    "string_type": ("text", "write text here"),
    "float_type": ("a number", "write a number, such as 0.25"),
    "int_type": ("a whole number", "write a whole number"),
    "int_from_float": ("a whole number", "write a whole number"),
    "bool_type": ("true or false", "write true or false"),
    "bool_parsing": ("true or false", "write true or false"),
    "dict_type": ("a mapping", "write `key: value` pairs here"),
    "model_type": ("a mapping", "write `key: value` pairs here"),
    "model_attributes_type": ("a mapping", "write `key: value` pairs here"),
    "tuple_type": ("a list", "write a list, such as [a, b]"),
}
_PATTERNS = {
    "^[a-z][a-z0-9_]*$": "use small letters, digits and _, starting with a letter",
    "^C[0-9]+$": "claim ids look like C12",
    "^[0-9]{4}-(0[1-9]|1[0-2])$": "write a month, such as 2025-03",
    "^[0-9]{4}-(0[1-9]|1[0-2])-([0-2][0-9]|3[01])$": "write a day, such as 2025-03-18",
}


def from_validation(error: ValidationError, tree: Tree) -> list[Fault]:
    """Translate what pydantic found into faults at their places, the first of each place only."""
    found: dict[str, Fault] = {}
    for problem in error.errors(include_url=False):
        path = _plain_path(problem["loc"], tree)
        what, fix = _say(dict(problem), path)
        at_key = problem["type"] == "extra_forbidden" or "[key]" in problem["loc"]
        where = str(tree.keys[path] if at_key and path in tree.keys else tree.place(path))
        found.setdefault(where, Fault(where, what, fix))
    return list(found.values())


def _plain_path(loc: Iterable[str | int], tree: Tree) -> tuple[str | int, ...]:
    """Drop the steps that pydantic adds for unions and key checks, keeping those that the tree has."""
    path: tuple[str | int, ...] = ()
    data: Any = tree.data
    for step in loc:
        inside = (isinstance(data, dict) and step in data) or (
            isinstance(data, list) and isinstance(step, int) and step < len(data)
        )
        if inside:
            data = data[step]
            path = (*path, step)
    return path


def _say(problem: dict[str, Any], path: tuple[str | int, ...]) -> tuple[str, str]:
    """Return what is wrong and what would mend it."""
    kind, loc, context = problem["type"], problem["loc"], problem.get("ctx", {})
    name = ".".join(map(str, path)) or "the file"
    if kind == "extra_forbidden":
        known = _fields_at(loc[:-1])
        return f"unknown key '{loc[-1]}'", nearest(str(loc[-1]), known, "keys here") or f"known keys: {', '.join(known)}"
    if kind == "missing":
        return f"{name} lacks '{loc[-1]}'", f"add `{loc[-1]}:`"
    if kind == "literal_error":
        return f"{name} is {_shown(problem['input'])}", f"use {context['expected']}"
    if kind == "string_pattern_mismatch":
        return f"{_shown(problem['input'])} cannot stand here", _PATTERNS.get(context["pattern"], context["pattern"])
    if kind in _WORDS:
        wanted, fix = _WORDS[kind]
        return f"{name} is {_shown(problem['input'])}, not {wanted}", fix
    return f"{name}: {problem['msg'][0].lower()}{problem['msg'][1:]}", ""


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "empty"
    text = str(value)
    quoted = f"'{text[:40]}...'" if len(text) > 40 else f"'{text}'"
    return quoted if isinstance(value, str) else text[:40]


def _fields_at(loc: Iterable[str | int]) -> list[str]:
    """Return the keys that the schema knows at a location."""
    part: Any = Facts
    for step in loc:
        if isinstance(part, type) and issubclass(part, BaseModel):
            by_key = {field.alias or name: field.annotation for name, field in part.model_fields.items()}
            # a step into a mapping or a list keeps the model of its entries
            part = _model_in(by_key[str(step)]) if str(step) in by_key else part
    if isinstance(part, type) and issubclass(part, BaseModel):
        return [field.alias or name for name, field in part.model_fields.items()]
    return []


def _model_in(annotation: Any) -> Any:
    """Find the model that an annotation such as `dict[Key, Actor] | None` speaks of."""
    if isinstance(annotation, type) and not hasattr(annotation, "__args__"):
        return annotation if issubclass(annotation, BaseModel) else None
    for argument in getattr(annotation, "__args__", ()):
        found = _model_in(argument)
        if found is not None:
            return found
    return None
