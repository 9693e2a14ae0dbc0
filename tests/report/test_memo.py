"""The memo: every table is the JSON's, its command gives the same bytes again, its pictures are beside it."""

import os
import re
import shlex

import pytest

import negosim
from command_line import call, called
from negosim.report.finding import find_any
from negosim.report.game_part import own_part

CHANGE = ["--set", "levers.us_sanctions.strength=0.05"]


@pytest.fixture(scope="module")
def memo(tmp_path_factory):
    """The text of the memo on the headline game, and its folder."""
    folder = tmp_path_factory.mktemp("memo")
    assert call("report", "march-2025", "-o", str(folder / "memo.md")).status == 0
    return (folder / "memo.md").read_text(), folder


def part(text, heading):
    return text.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def rows(text):
    """Return the cells of the tables' rows, their heads left out."""
    lines = [line for line in text.split("\n") if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines]
    return [
        row
        for k, row in enumerate(cells)
        if "---" not in row[0] and not (k + 1 < len(cells) and "---" in cells[k + 1][0])
    ]


def test_the_memo_has_the_parts_of_a_hand_in(memo):
    headings = re.findall("^## (.*)$", memo[0], re.MULTILINE)
    assert headings == [
        "Finding",
        "Why",
        "Who wanted what",
        "What would change it",
        "How firm it is",
        "Pictures",
        "Assumptions used",
        "What the model leaves out",
        "Reproduce",
        "Your own interpretation",
    ]


def test_the_finding_names_the_outcome_its_firmness_and_the_record(memo):
    said = part(memo[0], "Finding")
    assert "**Full ceasefire**" in said
    assert "subgame-perfect equilibrium: each does what is best for it at every move" in said
    assert "fragile, one number moved by " in said
    assert "the model differs from the record" in said


def test_every_term_of_every_reason_is_in_the_memo(memo):
    (call_,) = [r for r in called("solve", "march-2025", "--json").record["results"] if r["game"] == "call"]
    said = part(memo[0], "Why")
    listed = re.findall(r"^- ([+-][0-9.]+) .*\(`([^`]+)`; ([^)]*)\)$", said, re.MULTILINE)
    terms = [term for reason in call_["solutions"][0]["reasons"] for term in reason["terms"]]
    assert [path for _, path, _ in listed] == [term["path"] for term in terms]
    for (amount, _, status), term in zip(listed, terms, strict=True):
        assert float(amount) == pytest.approx(100 * term["amount"], abs=0.051)
        assert status.startswith(term["status"])


def test_the_flips_are_those_of_the_json(memo):
    (call_,) = [r for r in called("solve", "march-2025", "--json").record["results"] if r["game"] == "call"]
    flips = call_["solutions"][0]["flips"]
    found = rows(part(memo[0], "What would change it"))
    assert len(found) == min(8, len(flips))
    for row, flip in zip(found, flips, strict=False):
        assert f"(`{flip['path']}`)" in row[0]
        assert float(row[1]) == pytest.approx(flip["now"], rel=1e-3)
        assert float(row[2].split()[-1]) == pytest.approx(flip["value"], rel=1e-3)
        assert row[3].rstrip(" *") == f"{100 * flip['share_of_range']:.0f} %"


def test_the_assumptions_are_the_numbers_that_the_game_reads_with_status_and_source(memo):
    numbers = [r for r in called("show", "march-2025", "--json").record["rows"] if "call" in r["read_by"]]
    said = part(memo[0], "Assumptions used")
    found = rows(said)
    assert [row[0].strip("`") for row in found] == [number["path"] for number in numbers]
    for row, number in zip(found, numbers, strict=True):
        if number["path"] != "time.start":
            assert float(row[1].split()[0]) == pytest.approx(number["value"], rel=1e-3)
        if number["low"] is not None:
            assert [float(end) for end in row[2].split(" to ")] == pytest.approx(
                [number["low"], number["high"]], rel=1e-3
            )
        assert row[3].startswith(number["status"])
        if number["source"]:
            assert f"- `{number['source']}`: " in said
        assert all(f"\n- {claim}: " in said for claim in number["claims"])


def test_the_pictures_are_beside_the_memo_and_nothing_else_is(memo):
    text, folder = memo
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", text)
    assert {"memo-tree.png", "memo-terms.png", "memo-comparison.png"} <= set(pictures)
    assert sorted(os.listdir(folder)) == sorted(["memo.md", *pictures])
    assert all((folder / name).read_bytes().startswith(b"\x89PNG") for name in pictures)


def test_the_command_in_the_memo_gives_the_same_bytes_in_another_folder(tmp_path, monkeypatch):
    (tmp_path / "first").mkdir()
    (tmp_path / "second").mkdir()
    assert call("report", "truce-dilemma", "-o", str(tmp_path / "first" / "my memo.md")).status == 0
    text = (tmp_path / "first" / "my memo.md").read_text()
    (command,) = re.findall("^    (negosim .*)$", text, re.MULTILINE)
    monkeypatch.chdir(tmp_path / "second")
    assert call(*shlex.split(command)[1:]).status == 0
    files = sorted(os.listdir(tmp_path / "first"))
    assert files == sorted(os.listdir(tmp_path / "second"))
    for name in files:
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()


def test_the_memo_says_that_it_is_no_forecast_and_what_made_it(memo):
    manifest = called("solve", "march-2025", "--json").record["manifest"]
    said = part(memo[0], "Reproduce")
    assert f"negosim {manifest['version']}, scenario {manifest['scenario']}, concept `subgame_perfect`" in said
    assert "not a forecast" in said and "no advice" in said


def test_a_memo_on_a_plain_table_has_no_empty_part(tmp_path):
    assert call("report", "truce-dilemma", "-o", str(tmp_path / "memo.md")).status == 0
    text = (tmp_path / "memo.md").read_text()
    assert not re.search(r"^## .*\n\n##", text, re.MULTILINE)
    assert "no issues, costs or levers" in text and "No assumption sets were drawn" in text
    assert not [line for line in text.split("\n") if line != line.rstrip()]


def test_a_memo_on_changed_numbers_says_so(tmp_path):
    path = "games.dilemma.payoffs.keep.break.south"
    assert call("report", "truce-dilemma", "-o", str(tmp_path / "memo.md"), "--set", f"{path}=1").status == 0
    text = (tmp_path / "memo.md").read_text()
    assert f"**Changed numbers:** `{path}` = 1." in text
    assert f"--set {path}=1" in text


WAR = ["classics/preventive-war"]


@pytest.fixture(scope="module")
def model_memo(tmp_path_factory):
    """The text of a memo on a game of another model, and its folder."""
    folder = tmp_path_factory.mktemp("war")
    assert call("report", *WAR, "-o", str(folder / "memo.md")).status == 0
    return (folder / "memo.md").read_text(), folder


def test_a_memo_on_a_model_says_what_it_asks_with_figures_reasons_and_pictures(model_memo):
    text, folder = model_memo
    (result,) = called("solve", *WAR, "--json").record["results"]
    assert f"**{result['regime'].replace('_', ' ').capitalize()}**" in part(text, "Finding")
    assert result["headline"][1:] in part(text, "Finding") and "Fearon (1995)" in part(text, "The model")
    found = {row[0].replace(" ", "_"): row[1] for row in rows(part(text, "Figures"))}
    for name, amount in result["figures"].items():
        assert found[name] == ("none" if amount is None else f"{amount:.4g}")
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", text)
    assert sorted(os.listdir(folder)) == sorted(["memo.md", *pictures]) and "memo-power-shift.png" in pictures
    assert not re.search(r"^## .*\n\n##", text, re.MULTILINE)


def test_the_sides_of_each_reason_are_the_sums_of_their_terms(model_memo):
    said = part(model_memo[0], "Why")
    reasons = re.findall(
        r"True by (\S+) .*?\n- One side.*?: (\S+) .*?\n(.*?)- Less the other.*?: (\S+) .*?\n(.*?)\n\n", said, re.DOTALL
    )
    assert len(reasons) == said.count("**") / 2 > 1
    for margin, one, above, other, below in reasons:
        for value, terms in ((one, above), (other, below)):
            amounts = [float(amount) for amount in re.findall(r"^  - (\S+)", terms, re.MULTILINE)]
            assert sum(amounts) == pytest.approx(float(value), abs=5e-4)
        assert float(margin) == pytest.approx(float(one) - float(other), abs=5e-4) and float(margin) >= 0


def test_a_memo_on_a_model_has_the_flips_of_the_json_and_the_answers_of_its_what_ifs(model_memo):
    (result,) = called("solve", *WAR, "--json").record["results"]
    found, told = rows(part(model_memo[0], "What would change it")), result["flips"][:8]
    flips, cases = found[: len(told)], found[len(told) :]
    for row, flip in zip(flips, told, strict=True):
        assert f"(`{flip['path']}`)" in row[0]
        assert float(row[2].split()[-1]) == pytest.approx(flip["value"], rel=1e-3)
    asked = called("compare", *WAR, "--json").record["rows"][1:]
    assert [row[0] for row in cases] == [each["says"] for each in asked]
    for row, each in zip(cases, asked, strict=True):
        assert row[1].lower().startswith(each["outcome"].replace("_", " ")) and row[2] == each["headline"]


def test_pictures_of_levers_and_issues_hold_the_games_own_alone():
    scenario = negosim.read("march-2025")
    settled, boast, call_ = (own_part(find_any(scenario, game)).facts for game in ("settlement", "boast", "call"))
    assert set(settled.issues) == {"kursk", "territory"} and set(settled.stakes) == {"russia", "ukraine"}
    pressed = {(lever.owner, lever.target) for lever in settled.levers.values()}
    assert pressed == {("russia", "ukraine"), ("ukraine", "russia")}
    assert not boast.levers and set(boast.issues) == {"aid"}
    assert call_.levers == scenario.facts.levers and call_.issues == scenario.facts.issues
    assert list(settled.actors) == list(scenario.facts.actors)  # an actor has the same colour everywhere
