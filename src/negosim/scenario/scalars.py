"""The core schema of YAML 1.2.2 (section 10.3.2): which unquoted scalars are null, true, false or a number.

    null    null Null NULL ~ and nothing      int     [-+]?[0-9]+, 0o[0-7]+, 0x[0-9a-fA-F]+
    bool    true True TRUE false ...          float   [-+]?(.[0-9]+ | [0-9]+(.[0-9]*)?)([eE][-+]?[0-9]+)?

Everything else is text: `on`, `no`, `1:30`, `2025-03-18`, `1_000`. Numbers must be finite, and have at most MAX_DIGITS
digits; so `.inf`, `.nan` and `1e999` are refused.
"""

import re

Scalar = str | int | float | bool | None

MAX_DIGITS = 300
"""Bound on the digits of an integer, so that each converts to a float."""

_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}
_WORDS |= {spelling(word): value for word, value in _WORDS.items() for spelling in (str.capitalize, str.upper)}
_BASES = {"0o": 8, "0x": 16}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_FINITE = "write a finite number, or put text in quotes"
_SURROGATE = re.compile("[\ud800-\udfff]")


class ScalarError(ValueError):
    """A scalar that stands for no value: what it is, and what would mend it."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.what, self.fix = what, fix


def resolve(text: str) -> Scalar:
    """Return the value of an unquoted scalar. Raises ScalarError for a number that is not finite or too long.

    >>> [resolve(text) for text in ("0x1F", "-1.5e3", "no", "~")]
    [31, -1500.0, 'no', None]
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return _integer(text)
    if _FLOAT.fullmatch(text) or _NOT_FINITE.fullmatch(text):
        value = float(text.replace(".", "", 1) if _NOT_FINITE.fullmatch(text) else text)
        if not abs(value) < float("inf"):
            raise ScalarError("is not a finite number", _FINITE)
        return value
    return joined(text)


def joined(text: str) -> str:
    """Return text with each pair of surrogates, as JSON escapes characters beyond U+FFFF, made one character.

    Raises ScalarError for half a pair.
    """
    if not _SURROGATE.search(text):
        return text
    try:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        raise ScalarError("holds half of a surrogate pair", "write the character itself") from None


def _integer(text: str) -> int:
    base = _BASES.get(text[:2], 10)
    digits = len(text.lstrip("+-")) if base == 10 else len(text) - 2
    value = int(text, base) if digits <= MAX_DIGITS else 10**MAX_DIGITS
    if abs(value) >= 10**MAX_DIGITS:
        raise ScalarError(f"is too large: more than {MAX_DIGITS} digits", _FINITE)
    return value


def kind_of(value: Scalar) -> str:
    """Name the kind of a scalar, for messages."""
    if isinstance(value, str):
        return "text"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return "a number"
