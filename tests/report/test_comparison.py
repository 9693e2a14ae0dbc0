"""The page of `compare` against its JSON object, and the words for what changed."""

import pytest

from command_line import call, called
from negosim import read
from negosim.scenario.names import Names

SET = ("compare", "march-2025", "--set", "levers.us_sanctions.strength=0.05")
NONE = ("compare", "march-2025", "--set", "levers.us_aid.strength=0")


def test_the_question_names_the_number_and_its_old_value():
    assert called(*SET).lines[0] == "What if the strength of further US sanctions on Russia were 0.05, not 0.1?"
    both = called(*SET, "--set", "stakes.us.aid=0.7").flat
    assert both.startswith("What if the strength of further US sanctions on Russia were 0.05, not 0.1 and US's stake")
    assert called("compare", "march-2025", "--set", "time.start=2025-08").lines[0] == (
        "What if the first month were August 2025, not March 2025?"
    )
    (row,) = called(*SET, "--json").record["rows"][1:]
    assert row["changed"] == {"levers.us_sanctions.strength": "0.05"}


@pytest.mark.parametrize("words", [SET, NONE])
def test_the_rows_are_the_choices_and_outcomes_before_and_after(words):
    names = Names(read("march-2025"))
    before, after = called(*words, "--json").record["rows"]
    now = {row["actor"]: row["option"] for row in after["choices"]}
    for row in before["choices"]:
        options = [names.option("call", row["actor"], key) for key in (row["option"], now[row["actor"]])]
        (line,) = [li for li in called(*words).lines if li.startswith(f"  {names.short(row['actor'])}  ")]
        assert options[0] in line and options[1] in line
        assert line.endswith("<- changed") == (options[0] != options[1])
    (line,) = [line for line in called(*words).lines if line.startswith("  Outcome")]
    assert line.endswith("<- changed") == (before["outcome"] != after["outcome"])


@pytest.mark.parametrize("words", [SET, NONE])
def test_each_link_of_the_chain_is_said_with_its_amounts(words):
    page, (_, after) = called(*words), called(*words, "--json").record["rows"]
    assert ("THE CHAIN" in page.out) == any(link["chosen_after"] != link["chosen_before"] for link in after["chain"])
    for link in after["chain"]:
        before, now = (f"{abs(100 * link[side]):.1f}" for side in ("difference_before", "difference_after"))
        if link["chosen_after"] != link["chosen_before"]:
            assert f"by {before}; now it is worse by {now}." in page.flat
        elif abs(link["difference_after"] - link["difference_before"]) < 1e-9:
            assert f"by {before}, as before." in page.flat
        else:
            assert f"by {before}; now by {now}." in page.flat
        assert sum(t["after"] - t["before"] for t in link["terms_moved"]) == pytest.approx(
            link["difference_after"] - link["difference_before"], abs=1e-9
        )


def test_a_change_without_effect_is_said_to_have_none_and_how_far_was_looked():
    page = called(*NONE)
    assert "Nothing changes in what is done." in page.lines
    assert "no value changes the answer by itself" in page.flat
    assert "unchanged, better" not in page.out


def test_the_value_at_which_the_answer_flips_is_that_of_solve():
    results = called("solve", "march-2025", "--json").record["results"]
    flips = {flip["path"]: flip["value"] for flip in results[0]["solutions"][0]["flips"]}
    said = called(*SET).flat.split("changes the answer below ")[1].split(",")[0]
    assert float(said) == pytest.approx(flips["levers.us_sanctions.strength"], rel=1e-3)


def test_every_what_if_of_the_file_has_its_outcome_and_the_verdict_on_what_was_expected():
    page, record = called("compare", "march-2025"), called("compare", "march-2025", "--json").record
    verdicts = {"met": "it is:", "not met": "it is NOT:", "null": "no effect:"}
    base = record["rows"][0]["outcome"]
    for row in record["rows"][1:]:
        start = next(k for k, line in enumerate(page.lines) if line.startswith(f"  {row['case']} "))
        end = next(k for k in range(start + 1, len(page.lines)) if not page.lines[k].startswith("    "))
        said = " ".join(" ".join(page.lines[start:end]).split())
        assert ("<- changed" in said) == (row["outcome"] != base)
        for expected in row["expectations"]:
            amounts = " -> ".join(f"{100 * expected[side]:+.1f}" for side in ("before", "after"))
            assert verdicts[expected["verdict"]] in said and amounts in said


def test_one_named_what_if_asks_its_own_question():
    (known,) = [w for key, w in read("march-2025").facts.what_ifs.items() if key == "kursk_gone"]
    page = called("compare", "march-2025", "--with", "kursk_gone")
    assert page.flat.startswith(known.says)
    assert "expected more likely; it is: Russia offers a full ceasefire" in page.flat


def test_numbers_set_on_top_of_a_what_if_leave_its_expectations_out():
    page = called("compare", "march-2025", "--with", "kursk_gone", "--set", "stakes.us.aid=0.7")
    assert "expected" not in page.out
    assert page.flat.startswith("What if the status quo of the Kursk salient were 1, not 0.942 and US's stake")


def test_sides_with_other_moves_are_compared_without_a_chain(tmp_path):
    over = tmp_path / "over.yaml"
    over.write_text(
        "games: {dilemma: {moves: {north: {options: {wait: {name: waits}}}}, "
        "payoffs: {wait: {keep: {north: 9, south: 0}, break: {north: 9, south: 0}}}}}\n"
    )
    found = call("compare", "truce-dilemma", "--with", str(over))
    assert (found.status, found.err) == (0, "")
    assert "do not have the same moves" in found.flat and "waits" in found.flat
    assert call("compare", "truce-dilemma", "--with", str(over), "--json").record["rows"][1]["chain"] is None


def test_several_overlays_are_told_with_whose_reason_changed_and_which_term_moved():
    found = called("compare", "march-2025", "--with", "not_eager", "--with", "kursk_gone")
    assert "US's reason for 'presses Moscow': +14.4 -> -5.6 (a fuller deal, +20.0 -> +0.0)" in found.flat
    assert "Russia's reason for 'offers a full ceasefire': +1.0 -> +22.8 (at home: any" in found.flat
    assert len(found.lines) <= 50 and max(map(len, found.lines)) <= 80
