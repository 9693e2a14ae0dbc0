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
from negosim.scenario.place import printable, quoted
from negosim.scenario.rules import RULES, model_of
from negosim.scenario.scalars import ScalarError, resolve
from negosim.scenario.syntax import Tree

_KINDS = {
    "string_type": ("text", "put it in quotes"),
    "int_type": ("a whole number", "write a whole number, such as 5"),
    "bool_type": ("true or false", "write true or false"),
    "dict_type": ("a mapping", "write `key: value` pairs here"),
    "model_type": ("a mapping", "write `key: value` pairs here"),
    "tuple_type": ("a list", "write a list, such as [a, b]"),
}
_QUANTITIES = {
    name for name, part in vars(quantity).items() if isinstance(part, type) and issubclass(part, quantity.Number)
}
_PATTERNS = {
    quantity.KEY_PATTERN: "use small letters, digits and _, starting with a letter",
    "^C[0-9]+$": "claim ids look like C12",
    "^[0-9]{4}-(0[1-9]|1[0-2])$": "write a month, such as 2025-03",
    "^[0-9]{4}-(0[1-9]|1[0-2])-([0-2][0-9]|3[01])$": "write a day, such as 2025-03-18",
}
_SHORT = "use at most 60 characters"
_BOUNDS = {"greater_than": "gt", "greater_than_equal": "ge", "less_than": "lt", "less_than_equal": "le"}
_SAID = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}


def complaints_of(error: ValidationError, tree: Tree) -> Iterator[Complaint]:
    """Translate what pydantic found into complaints at their places, for each value the first only."""
    found: dict[Path, ErrorDetails] = {}
    missing: dict[Path, list[str]] = {}
    unknown: dict[Path, list[str]] = {}
    for problem in _flat(error.errors(include_url=False), ()):
        path, kind, last = _plain_path(problem["loc"], tree), problem["type"], problem["loc"][-1]
        if kind == "missing" and isinstance(last, str):
            missing.setdefault(path, []).append(last)
        elif not (kind == "literal_error" and str(last).startswith("literal[") and isinstance(problem["input"], dict)):
            found.setdefault(path, problem)
        if kind == "extra_forbidden":
            unknown.setdefault(path[:-1], []).append(str(last))
    for path, problem in found.items():
        yield _complaint(problem, path, tree)
    for path, words in missing.items():
        typed = unknown.get(path, [])[:20]
        lacking = [word for word in words if not get_close_matches(word, typed)]
        if lacking:
            yield _lack(path, lacking, tree)


def _flat(problems: Iterable[ErrorDetails], base: tuple[str | int, ...]) -> Iterator[ErrorDetails]:
    """Yield problems, those within a payoff table with their whole path."""
    for problem in problems:
        loc = (*base, *problem["loc"])
        if problem["type"] == "within":
            yield from _flat(problem["ctx"]["errors"], loc)
        else:
            yield {**problem, "loc": loc}


def _plain_path(loc: Iterable[str | int], tree: Tree) -> Path:
    """Drop the steps that pydantic adds for unions and key checks, keeping those that the tree has."""
    path: Path = ()
    data: Any = tree.data
    for step in loc:
        inside = (isinstance(data, dict) and step in data) or (
            isinstance(data, list) and isinstance(step, int) and step < len(data)
        )
        if inside:
            data = data[step]
            path = (*path, step)
    return path


def _complaint(problem: ErrorDetails, path: Path, tree: Tree) -> Complaint:
    kind, context = problem["type"], problem.get("ctx", {})
    if kind == "extra_forbidden":
        word, known = str(path[-1]), _fields_at(problem["loc"][:-1])
        fix = lambda: nearest(word[:80], known, "keys here") or f"known keys: {', '.join(known)}"  # noqa: E731
        return Complaint(tree.keys[path], f"unknown key {quoted(word)}", fix)
    if kind == "union_tag_invalid":
        model = problem["input"].get("model")
        mend = nearest(str(model)[:80], list(RULES), "models")
        return Complaint(tree.place((*path, "model")), f"{spelled((*path, 'model'))} is {_shown(model)}", mend)
    if "[key]" in problem["loc"]:
        return Complaint(
            tree.keys[path],
            f"{quoted(str(path[-1]))} cannot be a key",
            _PATTERNS.get(context.get("pattern", ""), _SHORT),
        )
    if kind == "told":
        place = tree.place((*path, context["at"]) if context["at"] else path)
        return Complaint(place, f"{spelled(path)}: {context['what']}", context["fix"])
    return Complaint(tree.place(path), *_say(kind, problem["input"], context, spelled(path)))


def _lack(path: Path, words: list[str], tree: Tree) -> Complaint:
    """Complain of required keys that a mapping lacks, at the mapping's own key."""
    listed = ", ".join(f"'{word}'" for word in words)
    fix = "add `negosim: 1`, the version of the language" if "negosim" in words else f"add `{words[0]}:`"
    return Complaint(tree.keys.get(path) or tree.place(path), f"{spelled(path)} lacks {listed}", fix)


def _say(kind: str, value: Any, context: dict[str, Any], name: str) -> tuple[str, str]:
    """Return what is wrong with a value, and what would mend it."""
    shown = _shown(value)
    if kind == "literal_error":
        also = ", or {normal: {sd: ...}}" if "triangular" in context["expected"] else ""
        return f"{name} is {shown}", f"use {context['expected']}{also}"
    if kind == "string_pattern_mismatch":
        return f"{name} is {shown}", _PATTERNS.get(context["pattern"], context["pattern"])
    if kind in _BOUNDS:
        word = _BOUNDS[kind]
        return f"{name} is {shown}", f"write {_SAID[word]} {context[word]:g}"
    if kind in ("missing", "too_long", "too_short"):
        return f"{name} has too {'many' if kind == 'too_long' else 'few'} items", "write two, such as [a, b]"
    if kind == "tuple_type" and isinstance(value, str):
        return f"{name} is {shown}, not a list", f"write [{printable(value[:40])}]"
    if kind == "float_type" or (kind == "model_type" and context["class_name"] in _QUANTITIES):
        fix = "write it without quotes" if _is_numeric(value) else "write a number, such as 0.25"
        written_out = "" if kind == "float_type" or _is_numeric(value) else ", or {value: 0.25, low: 0.1, high: 0.5}"
        return f"{name} is {shown}, not a number", fix + written_out
    if kind == "model_type" and value is None:
        return f"{name} is empty, not a mapping", "write {} or `key: value` pairs here"
    wanted, fix = _KINDS.get(kind, ("what may stand here", "see docs/scenario-language.md"))
    return f"{name} is {shown}, not {wanted}", fix


def _is_numeric(value: Any) -> bool:
    """Whether a value is text that would be a number without its quotes."""
    try:
        return isinstance(value, str) and isinstance(resolve(value), float | int)
    except ScalarError:
        return False


def spelled(path: Path) -> str:
    """Write a path for a person: dotted, items of lists counted from 1."""
    words = [f"item {step + 1}" if isinstance(step, int) else step for step in path]
    text = ".".join(words) or "the file"
    return text if len(text) <= 100 and text.isprintable() else quoted(text, 100)


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, dict | list | tuple):
        return "a mapping" if isinstance(value, dict) else "a list"
    return {"None": "empty", "True": "true", "False": "false"}.get(str(value), str(value)[:40])


def _fields_at(loc: Iterable[str | int]) -> list[str]:
    """Return the keys that the schema knows at a location."""
    part: Any = Facts
    for step in loc:
        model = model_of(step)
        if model is not None:
            part = RULES[model]
        elif isinstance(part, type) and issubclass(part, BaseModel):
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
