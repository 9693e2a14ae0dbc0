"""Statements on what has been chosen, as a person writes them: `accept and not insist`, `reply = energy_truce`.

    statement   A iff B | A if B | A or B | A and B | not A | ( A ) | CHOICE | CHOICE = VALUE

`not` binds most, then `and`, `or`, `if`, `iff`; `A if B` fails only where B holds and A does not. A CHOICE alone stands
for the value `yes` of an option.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from negosim.games import BoolArray
from negosim.games.arrays import IntArray
from negosim.games.choices import Choice
from negosim.scenario.place import quoted

_TOKEN = re.compile(r"\s*(?:([a-z][a-z0-9_]*)|([()=])|(\S))")
_MOST_TOKENS = 400
_MOST_OPEN = 40
_BINARY: Sequence[tuple[str, Callable[[BoolArray, BoolArray], BoolArray]]] = (
    ("iff", lambda a, b: a == b),
    ("if", lambda a, b: a | ~b),
    ("or", lambda a, b: a | b),
    ("and", lambda a, b: a & b),
)
_WORDS = {"iff", "if", "or", "and", "not", "(", ")", "="}


class FormulaError(ValueError):
    """A statement that cannot be read: what is wrong, and what would mend it."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(f"{what}; {fix}")
        self.what, self.fix = what, fix


def states_where(text: str, choices: Sequence[Choice], table: IntArray) -> BoolArray:
    """Return for each state of table[state, choice] whether a statement holds there. Raises FormulaError.

    >>> options = [Choice(0, "strike"), Choice(1, "leave")]
    >>> states_where("strike if not leave", options, np.array([[0, 0], [1, 0], [0, 1]])).tolist()
    [False, True, True]
    """
    columns = {choice.name: (choice, column) for choice, column in zip(choices, table.T, strict=True)}
    reading = _Reading(columns, len(table), list(_tokens(text)))
    found = reading.statement(0)
    if reading.words:
        raise FormulaError(f"found {quoted(reading.words[0])} after a statement", "join statements by and, or, if, iff")
    return found


def _tokens(text: str) -> Iterator[str]:
    at = 0
    for _ in range(_MOST_TOKENS):
        found = _TOKEN.match(text, at)
        if found is None:
            return
        if found[3]:
            raise FormulaError(f"{quoted(found[3])} has no meaning here", "write words, brackets and =")
        yield found[1] or found[2]
        at = found.end()
    raise FormulaError(f"more than {_MOST_TOKENS} words", "write several statements")


@dataclass
class _Reading:
    """Reads words from the front, as a statement whose operators bind at least so much."""

    columns: Mapping[str, tuple[Choice, IntArray]]
    states: int
    words: list[str]
    open: int = 0

    def statement(self, level: int) -> BoolArray:
        if level == len(_BINARY):
            return self._negated()
        word, join = _BINARY[level]
        found = self.statement(level + 1)
        while self.words and self.words[0] == word:
            self.words.pop(0)
            found = join(found, self.statement(level + 1))
        return found

    def _negated(self) -> BoolArray:
        flips = False
        while self.words and self.words[0] == "not":
            self.words.pop(0)
            flips = not flips
        found = self._atom()
        return ~found if flips else found

    def _atom(self) -> BoolArray:
        word = self._next("a choice")
        if word == "(":
            self.open += 1
            if self.open > _MOST_OPEN:
                raise FormulaError(f"more than {_MOST_OPEN} brackets are open", "write several statements")
            found = self.statement(0)
            if self._next("`)`") != ")":
                raise FormulaError("a bracket is not closed", "write `)`")
            self.open -= 1
            return found
        if word in _WORDS:
            raise FormulaError(
                f"found {quoted(word)} where a choice should stand", f"name one of: {', '.join(self.columns)}"
            )
        if word not in self.columns:
            raise FormulaError(f"no choice is called {quoted(word)}", f"name one of: {', '.join(self.columns)}")
        choice, column = self.columns[word]
        value = "yes"
        if self.words and self.words[0] == "=":
            self.words.pop(0)
            value = self._next("a value")
        if value not in choice.values:
            values = ", ".join(f"{word} = {known}" for known in choice.values)
            raise FormulaError(f"{word} is never {quoted(value)}", f"write one of: {values}")
        return np.asarray(column == choice.values.index(value))

    def _next(self, wanted: str) -> str:
        if not self.words:
            raise FormulaError(f"the statement ends where {wanted} should stand", "write it in full")
        return self.words.pop(0)
