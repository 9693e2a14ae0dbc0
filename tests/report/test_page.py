"""Every number on the page of `solve` is one of the JSON object, as points where the game is in points."""

import re
from dataclasses import replace

import pytest

from command_line import called
from negosim import compile_game, read
from negosim.scenario.names import Names

GAMES = [
    ("march-2025", "call"),
    ("march-2025", "table_talk"),
    ("march-2025", "ukraine_russia"),
    ("march-2025", "call_private"),
    ("march-2025-long-war", "call"),
    ("truce-dilemma", "dilemma"),
]


def solved(target, game):
    return called("solve", target, "--game", game, "--json").record["results"][0]


def points(utility, scale, signed=False):
    amount = scale * utility
    digits = 2 if 0 < abs(amount) < 0.1 else 1
    text = f"{amount:+.{digits}f}" if signed else f"{amount:.{digits}f}"
    return text.replace("-0.0", "0.0") if float(text) == 0 else text


def why_blocks(page):
    """Return the lines of each reason: an actor's comparison, and what stands under it."""
    start = next(k for k, line in enumerate(page.lines) if line.startswith("WHY"))
    end = next(k for k, line in enumerate(page.lines) if line.startswith("WHAT WOULD"))
    blocks = []
    for line in page.lines[start + 1 : end]:
        if re.match(r"  \S", line) and not line.startswith("  Equilibrium"):
            blocks.append([])
        if blocks and not line.startswith("  Equilibrium"):
            blocks[-1].append(line)
    return [block for block in blocks if block]


@pytest.mark.parametrize(("target", "game"), GAMES)
def test_each_comparison_and_each_term_is_that_of_the_json(target, game):
    scale = 1 if target == "truce-dilemma" else 100
    names = Names(read(target))
    page = called("solve", target, "--game", game, "--full")
    reasons = [reason for solution in solved(target, game)["solutions"] for reason in solution["reasons"]]
    blocks = why_blocks(page)
    assert len(blocks) == len(reasons) > 0
    for block, reason in zip(blocks, reasons, strict=True):
        text = " ".join(" ".join(block).split())
        best = reason["alternatives"][0]
        worth = best["worth"] + reason["difference"]
        options = [names.option(game, reason["actor"], key) for key in (reason["chosen"], reason["alternative"])]
        assert text.startswith(names.actor(reason["actor"]))
        assert f"{options[0]} {points(worth, scale)}; " in text
        assert f"best alternative: {options[1]} {points(best['worth'], scale)} " in text
        amounts = [match[1] for line in block if (match := re.match(r" {2,9}([+-][0-9.]+) ", line))]
        assert amounts == [points(term["amount"], scale, signed=True) for term in reason["terms"]]
        assert points(reason["difference"], scale, signed=True) in text.replace(options[1], "", 1)


def test_the_terms_that_a_short_page_leaves_out_are_summed():
    page = called("solve", "march-2025", "--game", "call")
    reasons = {reason["actor"]: reason for reason in solved("march-2025", "call")["solutions"][0]["reasons"]}
    (block,) = [block for block in why_blocks(page) if block[0].startswith("  Russia")]
    shown = [match[1] for line in block if (match := re.match(r" {2,9}([+-][0-9.]+) (?!.*other terms?:)", line))]
    (rest,) = [line.split() for line in block if re.search("other terms?:", line)]
    amounts = [100 * term["amount"] for term in reasons["russia"]["terms"]]
    assert len(shown) + int(rest[1]) == len(amounts)
    assert float(rest[0]) == pytest.approx(sum(amounts[len(shown) :]), abs=0.051)


@pytest.mark.parametrize(("target", "game"), GAMES)
def test_each_flip_has_its_row_and_its_share_of_the_range(target, game):
    solution = solved(target, game)["solutions"][0]
    page = called("solve", target, "--game", game, "--full")
    start = next(k for k, line in enumerate(page.lines) if line.startswith("WHAT WOULD"))
    rows = [line for line in page.lines[start + 2 :] if re.search(r" (below|above|at) \S+ ", line)]
    assert len(rows) == len(solution["flips"])
    for line, flip in zip(rows, solution["flips"], strict=True):
        assert f" {flip['now']:.4g} " in line or flip["path"] == "time.start"
        share = flip["share_of_range"]
        assert (" none " if share is None else f" {100 * share:.0f} %") in line
        if flip["path"] != "time.start":
            stated = float(re.findall(r" (?:below|above|at) (\S+) ", line)[-1])
            assert stated == pytest.approx(flip["value"], rel=1e-3, abs=1e-9)
            assert (stated - flip["value"]) * (flip["value"] - flip["now"]) >= -1e-9  # the flip has happened by then


def test_the_shares_of_assumption_sets_are_those_of_the_json():
    firm = solved("march-2025", "call")["firmness"]
    page = called("solve", "march-2025", "--game", "call")
    assert f"{firm['samples']:,} sets of numbers drawn from the {firm['ranges']} ranges" in page.flat
    assert sum(row["share_of_samples"] for row in firm["answers"]) == pytest.approx(1.0)
    for row in firm["answers"]:
        share = f"{100 * row['share_of_samples']:.0f} %" if row["share_of_samples"] >= 0.01 else "under 1 %"
        assert f" in {share}" in page.flat


@pytest.mark.parametrize("word", ["FRAGILE", "SENSITIVE", "FIRM"])
def test_the_word_for_firmness_follows_from_the_nearest_flip_in_range(word):
    for target, game in GAMES:
        page, solution = called("solve", target, "--game", game), solved(target, game)["solutions"][0]
        rows = called("show", target, "--json").record["rows"]
        ranges = {row["path"]: (row["low"], row["high"]) for row in rows if row["low"] is not None}
        near = [
            flip["share_of_range"]
            for flip in solution["flips"]
            if flip["path"] in ranges and ranges[flip["path"]][0] <= flip["value"] <= ranges[flip["path"]][1]
        ]
        if f"        {word}: " in page.out:
            least = min(near, default=None)
            assert {
                "FRAGILE": least is not None and least <= 0.10,
                "SENSITIVE": least is not None and 0.10 < least <= 0.33,
                "FIRM": least is None,
            }[word]


def test_there_is_no_firmness_without_ranges():
    page = called("solve", "truce-dilemma")
    assert "NOT TESTED: no number states a range" in page.flat
    assert "FIRM" not in page.out


def test_the_page_says_whether_it_agrees_with_the_record():
    assert "the model DIFFERS from the record" in called("solve", "march-2025").flat
    (each,) = called("solve", "march-2025", "--game", "table_talk", "--json").record["results"]
    agreeing = [k + 1 for k, s in enumerate(each["solutions"]) if s["outcomes"][0]["outcome"] == "energy_truce"]
    assert agreeing == [1] and len(each["solutions"]) == 2
    assert (
        "the model AGREES with the record in equilibrium 1 of 2"
        in called("solve", "march-2025", "--game", "table_talk").flat
    )
    logit = called("solve", "march-2025", "--game", "call", "--lambda", "2")
    (each,) = called("solve", "march-2025", "--game", "call", "--lambda", "2", "--json").record["results"]
    (chance,) = [row["probability"] for row in each["solutions"][0]["outcomes"] if row["outcome"] == "energy_truce"]
    assert f"it takes {100 * chance:.0f} % of the model's play" in logit.flat


def test_no_draws_are_shown_under_a_concept_that_they_are_not_made_with():
    logit = called("solve", "march-2025", "--game", "call", "--lambda", "2")
    assert "no sets of numbers were drawn" in logit.flat
    assert (
        called("solve", "march-2025", "--game", "call", "--lambda", "2", "--json").record["results"][0]["firmness"]
        is None
    )


def test_hard_words_are_explained_where_they_stand():
    for words, term, plain in (
        (["march-2025"], "subgame-perfect equilibrium", "each does what is best for it at every move"),
        (["truce-dilemma"], "Nash equilibrium", "nobody does better by changing its own choice alone"),
        (["march-2025", "--game", "table_talk"], "weakly dominated", "another is never worse for it"),
        (["truce-dilemma", "--lambda", "2"], "logit response", "the better a choice is, the likelier it is"),
    ):
        page = called("solve", *words)
        assert term in page.flat and plain in page.flat


def test_types_that_do_the_same_are_told_together():
    page = called("solve", "march-2025", "--game", "call_private")
    assert page.out.count("Ukraine (all 5 types)") == 1
    assert "type=" not in page.out
    (each,) = called("solve", "march-2025", "--game", "call_private", "--json").record["results"]
    amounts = [100 * r["difference"] for r in each["solutions"][0]["reasons"] if r["actor"] == "ukraine"]
    assert f"Types 2 to 5 of 5 do the same, by {min(amounts[1:]):+.1f} to {max(amounts[1:]):+.1f}" in page.flat


def test_the_names_of_the_scenario_are_shown_and_no_keys():
    page = called("solve", "march-2025")
    for key in ("press_moscow", "full_ceasefire", "energy_truce", "us_sanctions", "type="):
        assert key not in page.out


@pytest.mark.parametrize(
    ("words", "said", "unsaid"),
    [
        (["classics/beer-quiche"], "the guest: drinks beer as strong, drinks beer as weak", "type="),
        (["classics/beer-quiche"], "picks a fight if it sees 'eats quiche'", "`"),
        (["march-2025", "--game", "escalation"], "Ukraine: stands firm", "(0)"),
        (["march-2025", "--game", "chip"], "Russia: fight on", "fight_on"),
    ],
)
def test_a_page_of_a_model_has_words_and_no_keys(words, said, unsaid):
    flat = called("solve", *words).flat
    assert said in flat and unsaid not in flat


def test_the_answer_to_the_pie_says_what_alternating_offers_give_and_what_comes_without_an_agreement():
    flat = called("solve", "classics/rubinstein-pie").flat
    assert f"By alternating offers, begun by First, First gains {100 * 5 / 7:.1f} points and Second 28.6." in flat
    assert "beside no pie for anybody" in flat and "fighting on" not in flat
    pie = read("classics/rubinstein-pie")
    outcome = pie.facts.outcomes["no_pie"].model_copy(update={"name": None})
    unnamed = replace(pie, facts=pie.facts.model_copy(update={"outcomes": {"no_pie": outcome}}))
    assert compile_game(unnamed).analyse().answer.headline.endswith("beside no agreement")


def test_a_full_page_gives_the_other_games_whole():
    short, full = called("solve", "march-2025"), called("solve", "march-2025", "--full")
    rows = called("solve", "march-2025", "--full", "--json").record["results"]
    assert len(rows) > 10 and not [line for line in full.lines if line.endswith("...")]
    assert "and refuses Kursk for land, which costs it 10.0" in full.flat
    assert "which costs it 10.0" not in short.flat


def test_the_definitions_of_a_conflict_are_spelled_out_on_a_scenarios_page():
    flat = called("solve", "classics/elmira").flat
    for said in (
        "R: Nash stable",
        "GMR: general metarational",
        "SMR: symmetric metarational",
        "SEQ: sequentially stable",
    ):
        assert flat.count(said) == 1


def test_a_page_says_how_many_numbers_its_game_reads_and_the_ranges_are_those_that_are_drawn():
    found = called("solve", "march-2025")
    count = len(compile_game(read("march-2025"), "call").reads)
    (ranges,) = re.findall(r"drawn from the (\d+) ranges", found.flat)
    assert f"this game reads {count}, {ranges} with a range." in found.flat
    assert "List: negosim show march-2025" in found.lines
