"""The signs of the claims that bargaining and bargaining_chip carry, over march-2025's ranges; the counterexamples are
solved in `tests/models/test_bargaining.py` and `tests/models/test_bargaining_chip.py`."""

import pytest

LEAST = {"C1": 0.7, "C7": 0.9, "C13": 0.4, "C15": 0.8, "C16": 0.4, "C17": 0.8, "C26": 0.9}
"""The least share of the draws in which a sign holds, those counted against it in which there is no range."""


@pytest.mark.parametrize("claim", LEAST)
def test_the_sign_holds_as_often_as_the_page_says_and_somewhere_changes_something(docs, claim):
    share = docs("measure_bargaining").share(claim)
    assert share.weak >= LEAST[claim] and share.strict > 0.3
