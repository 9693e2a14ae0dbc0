"""What a YAML parser's complaint means to the author of a scenario: a place, what is wrong, and what would mend it.

A complaint of ruamel.yaml has a problem and, often, a context: the construct that it was reading. Each has a mark in
the text. For whatever was opened and never closed the place told is the opening, otherwise where reading stopped.
"""

import re
from dataclasses import dataclass

from ruamel.yaml.error import MarkedYAMLError, StreamMark

from negosim.scenario.place import Place

LONGEST_KEY = 1024
"""Bound of YAML on the characters of a key that stands on one line with its colon."""

_ALIASES = "write the value out, use `extends`, or put text in quotes"
ALIAS = "an alias (`*`) is not allowed", _ALIASES
ANCHOR = "an anchor (`&`) is not allowed", _ALIASES
TAG = "a tag (`!`) is not allowed", "remove it, or put text in quotes"

_QUOTE_IT = "put the value in quotes"
_LINE_UP = "line it up with the keys or items that it belongs to"
_SPACE_AFTER_COLON = "write `key: value`, with a space after the colon"
_BACKSLASH = r"write \\ for a backslash, or use single quotes"


@dataclass(frozen=True)
class _Rule:
    """A complaint, told by a pattern of `context: problem`; `at_context` says which of its marks is the place."""

    pattern: str
    what: str
    fix: str
    at_context: bool = False


_BRACKETS = r"parsing a flow (?:sequence|mapping): expected ',' or '(.)', but got "
_STRAY = r"(?:expected <block end>, but found|expected '<document start>', but found|document end marker,) \(?"
_RULES = (
    _Rule(r"scanning an alias", *ALIAS, at_context=True),
    _Rule(r"scanning an anchor", *ANCHOR, at_context=True),
    _Rule(r"(?:scanning|parsing) an? (?:tag|node)\b", *TAG, at_context=True),
    _Rule(r"character '\\t' that cannot start", "a tab where only spaces may stand", "use spaces"),
    _Rule(r"found character (.+) that cannot start", "{0} cannot start a value", _QUOTE_IT),
    _Rule(r"could not find expected ':'", "a key without a colon", _SPACE_AFTER_COLON, at_context=True),
    _Rule(r"mapping values are not allowed", "{colon}", "{colon_fix}"),
    _Rule(r"sequence entries are not allowed", "a list cannot start here", "start it on a line of its own"),
    _Rule(r"mapping keys are not allowed", "a `?` cannot stand here", _QUOTE_IT),
    _Rule(r"scanning a block scalar", "text on the same line as `|` or `>`", "start it on the next line"),
    _Rule(r"more indented follow up line", "spaces on a blank line before the text", "remove them", at_context=True),
    _Rule(r"quoted scalar: found unexpected", "a quote that is never closed", "close it", at_context=True),
    _Rule(r"unknown escape character (.+)", r"{0} after a backslash is no escape", _BACKSLASH),
    _Rule(r"escape sequence of (\d)", "an escape that lacks some of its {0} hexadecimal digits", _BACKSLASH),
    _Rule(_BRACKETS + "'<(?:stream|document)", "a bracket that is never closed", "close it with `{0}`", True),
    _Rule(_BRACKETS, "no `,` or `{0}` before this, in the brackets opened at {opened}", "close or separate there"),
    _Rule(r"block collection: .*found '\?'", "a key among the items of a list", _LINE_UP),
    _Rule(r"block mapping: .*found '-'", "an item of a list among keys", _LINE_UP),
    _Rule(_STRAY + r"'([\]},])'", "`{0}` outside brackets", _QUOTE_IT),
    _Rule(r"expected '<document start>'", "this does not belong to what stands above", "line up what belongs together"),
    _Rule(_STRAY + r"'(?:<block|\?|:|-)", "the indentation fits no line above", _LINE_UP),
    _Rule(_STRAY, "{stray}", "{stray_fix}"),
    _Rule(r"expected the node content", "a value is missing here", "write one, or put the text in quotes"),
    _Rule(r"^(?:ValueError|OverflowError)$", "an escape beyond U+10FFFF", _BACKSLASH),
    _Rule(r"(.*)", "not YAML: {0}", "check this line and the one above"),
)


def explain(error: Exception, stopped: Place, text: str) -> tuple[Place, str, str]:
    """Return the place of a complaint, what is wrong there, and the fix, each on one line.

    `stopped` is where in `text` the parser stopped: the place of an error that is not ruamel.yaml's own.
    """
    complaint = type(error).__name__
    if isinstance(error, MarkedYAMLError):
        complaint = " ".join(f"{error.context or ''}: {error.problem or ''}".split())[:200]
    rule, found = next((rule, found) for rule in _RULES if (found := re.search(rule.pattern, complaint)))
    mark = _mark(error, rule.at_context)
    place = stopped if mark is None else Place(stopped.file, mark.line + 1, mark.column + 1)
    line = re.split(r"\r\n?|\n", text)[place.line - 1]
    if line.startswith("%"):
        return Place(place.file, place.line, 1), "a line cannot start with `%`", _QUOTE_IT
    facts = _facts(line[: place.column - 1]) | {"opened": _opened(error)}
    return place, rule.what.format(*found.groups(), **facts), rule.fix.format(*found.groups(), **facts)


def _mark(error: Exception, at_context: bool) -> StreamMark | None:
    marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    return next((mark for mark in (reversed(marks) if at_context else marks) if mark is not None), None)


def _opened(error: Exception) -> str:
    mark = _mark(error, at_context=True)
    return "the start" if mark is None else f"{mark.line + 1}:{mark.column + 1}"


def _facts(before: str) -> dict[str, str]:
    """Tell what the line before a place says about a colon or a text that cannot stand there."""
    facts = {
        "colon": "a key within the value above",
        "colon_fix": "line keys up; give the line above its colon, with a space after",
    }
    if re.search(r":\s", before):
        facts = {"colon": "a second colon in one line", "colon_fix": _QUOTE_IT}
    elif len(before) > LONGEST_KEY:
        facts = {"colon": f"a key of more than {LONGEST_KEY:,} characters", "colon_fix": "write a shorter key"}
    if before.strip():
        stray = {"stray": "text after the end of a value", "stray_fix": "put the whole value in one pair of quotes"}
    else:
        stray = {"stray": "the indentation fits no line above", "stray_fix": _LINE_UP}
    return facts | stray
