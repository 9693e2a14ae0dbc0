"""Statements on choices: what they mean, and how those that mean nothing are refused."""

import re

import numpy as np
import pytest

from negosim.games.choices import Choice, possible_states
from negosim.scenario.formula import FormulaError, states_where

CHOICES = (Choice(0, "a"), Choice(1, "b"), Choice(0, "c"), Choice(1, "reply", ("truce", "refuse", "wait")))
TABLE = possible_states(CHOICES)


def test_a_statement_holds_where_python_says_so():
    rng = np.random.default_rng(12)

    def written(depth):
        """A random statement, and the same in Python."""
        if depth == 0:
            atom = str(rng.choice(["a", "b", "c", "reply = truce", "reply = wait"]))
            if "=" not in atom:
                return atom, atom
            return atom, f"(r == {CHOICES[3].values.index(atom.split()[-1])})"
        word = str(rng.choice(["and", "or", "if", "iff", "not"]))
        one, first = written(depth - 1)
        if word == "not":
            return f"not ({one})", f"(not {first})"
        other, second = written(int(rng.integers(0, depth)))
        joined = {"and": f"({first} and {second})", "or": f"({first} or {second})", "if": f"({first} or not {second})"}
        return f"({one}) {word} ({other})", joined.get(word, f"(bool({first}) == bool({second}))")

    for _ in range(60):
        text, python = written(int(rng.integers(0, 4)))
        wanted = [bool(eval(python, dict(zip("abcr", row, strict=True)))) for row in TABLE.tolist()]
        assert states_where(text, CHOICES, TABLE).tolist() == wanted


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("a or b and c", "a or (b and c)"),
        ("not a and b", "(not a) and b"),
        ("a if b or c", "a if (b or c)"),
        ("a iff b if c", "a iff (b if c)"),
        ("a if b if c", "(a if b) if c"),
        ("not not a", "a"),
        ("reply=truce", "not (reply = refuse or reply = wait)"),
        ("a = no", "not a"),
    ],
)
def test_operators_bind_in_their_order(text, same):
    assert (states_where(text, CHOICES, TABLE) == states_where(same, CHOICES, TABLE)).all()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the statement ends where a choice should stand"),
        ("a and", "the statement ends where a choice should stand"),
        ("a b", "found 'b' after a statement; join statements by and, or, if, iff"),
        ("a and or b", "found 'or' where a choice should stand; name one of: a, b, c, reply"),
        ("(a", "the statement ends where `)` should stand"),
        ("(a b)", "a bracket is not closed"),
        ("a)", "found ')' after a statement"),
        ("d", "no choice is called 'd'; name one of: a, b, c, reply"),
        ("reply", "reply is never 'yes'; write one of: reply = truce, reply = refuse, reply = wait"),
        ("reply = no", "reply is never 'no'"),
        ("a & b", "'&' has no meaning here; write words, brackets and ="),
        ("A", "'A' has no meaning here"),
        ("a and " * 300 + "a", "more than 400 words"),
        ("(" * 50 + "a" + ")" * 50, "more than 40 brackets are open"),
    ],
)
def test_a_statement_that_means_nothing_is_refused_with_the_fix(text, said):
    with pytest.raises(FormulaError, match=re.escape(said)):
        states_where(text, CHOICES, TABLE)
