"""docs/which-concept.md names every concept that there is, once, in a table that says when to use it."""

import re
from collections import Counter
from pathlib import Path

from negosim.solve import CONCEPTS

PAGE = (Path(__file__).parents[2] / "docs" / "which-concept.md").read_text(encoding="utf-8")


def test_every_concept_has_one_line_that_says_when_to_use_it_and_no_other_name_has():
    rows = [line.split(" | ") for line in PAGE.splitlines() if line.startswith("| ") and "---" not in line]
    named = [re.search(r"`(\w+)`", row[1]) for row in rows if row[0] != "| if ..."]
    assert all(named)
    assert Counter(found[1] for found in named) == Counter(list(CONCEPTS))


def test_every_line_says_what_it_assumes_and_what_it_tells():
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    assert all(row.count("|") == 5 and all(cell.strip() for cell in row.strip("|").split("|")) for row in rows)
