"""docs/claims.md says what is so: it is compared with what the scenario and the measures give now."""

import re

import pytest

from negosim.scenario import read

CAMPAIGN = {"C4", "C23", "C25", "C27", "C28", "C29"}
DEMANDS = {"C4", "C5", "C7", "C9", "C11", "C12", "C14", "C15", "C20", "C25", "C29", "C30"}
MOVES = {"C1", "C8", "C9", "C15", "C18", "C19", "C20", "C24", "C30"}
TRUCE = {"C2", "C3", "C6", "C8", "C10", "C14", "C18", "C21", "C22", "C23"}


@pytest.fixture(scope="module")
def writer(docs):
    return docs("write_claims")


@pytest.fixture(scope="module")
def page(writer):
    return writer.PAGE.read_text(encoding="utf-8")


def cells(page, heading):
    """The rows of the first table under a heading."""
    section = page.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("|")
    ]
    return rows[2:]


def test_the_page_is_what_its_script_writes_now(writer, page):
    assert page == writer.page(), "run: python docs/write_claims.py"


def test_every_claim_has_a_row_and_is_carried_by_at_least_one_number_or_rule_that_bears_its_id(writer, page):
    rows = cells(page, "Verdicts")
    assert [row[0] for row in rows] == [f"C{k}" for k in range(1, 31)]
    scenario = read("march-2025")
    for row in rows:
        paths = writer.carriers(row[0])
        assert paths and all(f"`{path}`" in row[2] for path in paths[: writer.SHOWN])
        numbers = [path for path in paths if path in scenario.numbers]
        assert all(row[0] in scenario.numbers[path].claims for path in numbers)


def test_claims_whose_signs_are_not_tested_say_so_and_the_others_have_a_verdict(writer, page):
    assert writer.tested() >= MOVES | TRUCE | DEMANDS
    for claim, _, _, models, verdict in cells(page, "Verdicts"):
        assert ("moves" in models.split(", ")) == (claim in MOVES)
        waits = verdict == "carried; no sign of it is tested"
        elsewhere = verdict.startswith("tested in the campaign, not here: docs/campaign.md")
        assert waits == (claim not in writer.tested() | CAMPAIGN) and elsewhere == (claim in CAMPAIGN - writer.tested())
        if claim in writer.tested():
            assert verdict.startswith(("reproduced: ", "reproduced only where ", "not reproduced "))


def test_a_verdict_of_reproduced_has_a_sign_that_holds_in_every_draw_and_somewhere_changes_something(page):
    shares = {}
    for claim, _, holds, changes, of in cells(page, "How often the signs hold"):
        shares.setdefault(claim, []).append((float(holds[:-1]), float(changes[:-1]), of))
    for claim, _, _, _, verdict in cells(page, "Verdicts"):
        if verdict.startswith("reproduced: "):
            assert any(holds == 100 and changes > 0 and of == "all draws" for holds, changes, of in shares[claim])
        if verdict.startswith("reproduced only where "):
            assert any(holds < 100 for holds, _, _ in shares[claim])


def test_every_tested_claim_has_a_theorem_a_counterexample_and_a_share_alone_and_together(writer, page):
    theorems = {row[0]: (row[2], row[-1]) for row in cells(page, "The theorems behind the signs")}
    shares = {row[0]: [float(x[:-1]) for x in row[1:]] for row in cells(page, "Alone and together")}
    assert set(theorems) == set(shares) == writer.tested() == {sign.claim for sign in writer.SIGNS}
    assert all(theorem and fails for theorem, fails in theorems.values())
    for alone, near, sure in shares.values():
        assert near <= alone and sure <= alone


def test_the_headline_is_said_to_differ_from_the_record_and_the_numbers_that_make_it_fragile_are_named(page):
    section = page.split("## The headline\n")[1].split("\n## ")[0]
    assert "a full ceasefire" in section and "the model differs from the record" in section
    assert len(re.findall(r"^- .*: (?:above|below|at) [\d.]+$", section, re.M)) == 4


def test_every_what_if_of_the_file_is_listed_with_what_came_of_each_expectation(page):
    facts = read("march-2025").facts
    rows = cells(page, "The what-ifs")
    listed = [(row[0].strip("`"), row[3]) for row in rows]
    wanted = [(k, f"`{f}` {w.replace('_', ' ')}") for k, case in facts.what_ifs.items() for f, w in case.expect.items()]
    assert listed == wanted
    for row in rows:
        before, after = map(float, re.search(r"\(([+-][\d.]+) to ([+-][\d.]+)\)$", row[4]).groups())
        verdict = row[4].split("**")[1]
        assert verdict in ("met", "not met", "null")
        if verdict == "null":
            assert before == after
        elif before != after:
            assert (verdict == "met") == ((after > before) == row[3].endswith("more likely"))


def test_held_out_figures_are_judged_by_whether_they_lie_in_what_the_range_allows(docs, page):
    held = docs("held_out")
    figures = held.figures(read("march-2025"))
    by_hand = {80: (77.5 * 0.04**0.5, 77.5 * 0.67**0.5), 10: (77.5 * 0.04**5, 77.5 * 0.67**5)}
    by_hand |= {seen: (108_800 * 0.0018, 108_800 * 0.0067) for seen in (203, 240, 143)}
    for figure in figures:
        if figure.seen in by_hand:
            low, high = by_hand[figure.seen]
            assert sorted((figure.low, figure.high)) == pytest.approx([low, high])
            assert figure.verdict.startswith("agrees") == (low <= figure.seen <= high)
    verdicts = [row[4] for row in cells(page, "Held out")]
    assert verdicts == [figure.verdict for figure in figures]
    assert {v.split(":")[0] for v in verdicts} == {"agrees", "does not"}
