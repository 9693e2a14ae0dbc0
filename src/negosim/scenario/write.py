"""Writing a scenario as one whole file: YAML for people, JSON for programs.

Reading what was written gives an equal scenario. Files that were extended are merged into it; games keep their
`extends`. Comments are lost, since a scenario does not hold them.
"""

import json
import re
from collections.abc import Iterator
from textwrap import wrap

from negosim.scenario.scalars import ScalarError, resolve
from negosim.scenario.scenario import Scenario
from negosim.scenario.syntax import Data

WIDTH = 120
_PLAIN = re.compile("[A-Za-z0-9][A-Za-z0-9_ .;()/+'-]*(?<! )")
"""Text that needs no quotes, within brackets or outside, unless it reads as something else than text."""


def to_json(scenario: Scenario) -> str:
    """Return the text of a scenario as JSON.

    >>> from negosim.scenario.read import read, read_text
    >>> read_text(to_json(read("truce-dilemma"))) == read("truce-dilemma")
    True
    """
    return json.dumps(scenario.tree.data, indent=2) + "\n"


def to_yaml(scenario: Scenario) -> str:
    """Return the text of a scenario as YAML.

    >>> from negosim.scenario.read import read, read_text
    >>> read_text(to_yaml(read("truce-dilemma"))) == read("truce-dilemma")
    True
    """
    data = scenario.tree.data
    assert isinstance(data, dict)
    return "\n".join(_block(data, 0)) + "\n"


def _block(data: Data, indent: int) -> Iterator[str]:
    """Yield the lines of a mapping or a list; what is short stands in brackets on one line."""
    margin = " " * indent
    entries = [(f"{_scalar(key)}:", value) for key, value in data.items()] if isinstance(data, dict) else []
    entries += [("-", value) for value in data] if isinstance(data, list) else []
    for lead, value in entries:
        line = f"{margin}{lead} {_flow(value)}"
        if isinstance(value, dict | list) and value and (len(line) > WIDTH or indent == 0):
            yield f"{margin}{lead}"
            yield from _block(value, indent + 2)
        elif isinstance(value, str) and len(line) > WIDTH:
            yield from _long_text(f"{margin}{lead}", value, indent + 2)
        else:
            yield line


def _flow(data: Data) -> str:
    if isinstance(data, dict):
        return "{" + ", ".join(f"{_scalar(key)}: {_flow(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(_flow, data)) + "]"
    return _scalar(data)


def _scalar(value: Data) -> str:
    """Write a key or a value so that it reads as what it is, in brackets too."""
    if not isinstance(value, str):
        return json.dumps(value)
    return value if _PLAIN.fullmatch(value) and _is_text(value) else _quoted(value)


def _is_text(value: str) -> bool:
    try:
        return resolve(value) == value
    except ScalarError:
        return False


def _quoted(text: str) -> str:
    """Write text in double quotes, whatever does not print as an escape."""
    return "".join(
        letter if letter.isprintable() else _escaped(letter) for letter in json.dumps(text, ensure_ascii=False)
    )


def _escaped(letter: str) -> str:
    return json.dumps(letter)[1:-1]


def _long_text(lead: str, text: str, indent: int) -> Iterator[str]:
    """Yield the lines of a text in double quotes, broken at single spaces, which is what a line break reads as."""
    margin = " " * indent
    whole = _quoted(text)
    lines = wrap(whole, WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    if " ".join(lines) != whole:
        lines = [whole]
    yield lead
    yield from (margin + line for line in lines)
