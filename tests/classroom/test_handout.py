"""A sheet holds what its actor knows and nothing of what only the others know."""

import re

import pytest

from command_line import call, called
from negosim import compile_game, read
from negosim.classroom.handout import actor_sheet
from negosim.classroom.sheet import Bullets, Heading, Page, Paragraph, Sheet, Table, markdown
from negosim.classroom.sheet_pdf import pages_of
from negosim.explain.words import points

GAMES = [("march-2025", "call"), ("march-2025", "ukraine_russia"), ("march-2025", "call_private")]


def text_of(scenario, game, actor):
    """A sheet as text, without its foot, which bears the digest of all numbers."""
    return markdown(actor_sheet(compile_game(scenario, game), actor)).rsplit("*negosim", 1)[0]


def owners(scenario, path):
    """Who alone knows a number: the owner of a stake, a cost or a payoff; nobody where everybody does."""
    steps, facts = path.split("."), scenario.facts
    if steps[0] in ("actors", "stakes", "ideals", "audience"):
        return None if "belief" in steps else steps[1]
    if steps[0] == "levers" and steps[2] != "shifts":
        return facts.levers[steps[1]].target if steps[2] in ("strength", "replaced") else facts.levers[steps[1]].owner
    if steps[0] == "games" and steps[2] == "terms":
        return facts.games[steps[1]].terms[steps[3]].actor
    if steps[0] == "games" and steps[2] == "payoffs":
        return steps[-1]
    return None


@pytest.mark.parametrize(("target", "game"), GAMES)
def test_other_actors_private_numbers_may_be_anything_and_a_sheet_stays_the_same(target, game):
    scenario = read(target)
    for actor in compile_game(scenario, game).players:
        hidden = {}
        for entry in scenario.numbers.entries:
            owner, (low, high) = owners(scenario, entry.path), entry.quantity.legal
            if owner not in (None, actor) and entry.path.split(".")[0] != "time":
                hidden[entry.path] = min(max(0.9 * entry.value + 0.0123, low), high)
        hidden = {path: value for path, value in hidden.items() if not path.startswith("stakes.")}
        for other in set(scenario.facts.stakes) - {actor}:
            hidden |= {f"stakes.{other}.{next(iter(scenario.facts.stakes[other]))}": 0.123}
        assert len(hidden) > 10
        assert text_of(scenario.what_if(hidden), game, actor) == text_of(scenario, game, actor)


def test_a_sheet_changes_with_each_number_of_its_own():
    scenario = read("march-2025")
    for path in ("stakes.russia.kursk", "actors.russia.cost_of_fighting", "audience.russia.kursk.fixed"):
        assert text_of(scenario.what_if({path: 0.1234}), "call", "russia") != text_of(scenario, "call", "russia")
    assert "12.3 points" in text_of(scenario.what_if({"levers.us_sanctions.strength": 0.1234}), "call", "russia")
    assert "12.3 points" in text_of(scenario.what_if({"levers.us_sanctions.cost.use": 0.1234}), "call", "us")


def test_a_sheet_says_what_the_scenario_keeps_from_its_actor_and_nothing_else():
    scenario = read("march-2025")
    assert "keeps nothing from you" in text_of(scenario, "call", "russia")
    assert "you believe in anything from 0.0 to 40.0 points" in text_of(scenario, "call_private", "russia")
    assert "the others do not know Ukraine's cost of fighting" in text_of(scenario, "call_private", "ukraine")
    assert "what Russia does before you choose" in text_of(scenario, "table_talk", "ukraine")


def test_the_points_on_a_sheet_are_the_stakes_of_the_file():
    scenario = read("march-2025")
    for actor, stakes in scenario.facts.stakes.items():
        text = text_of(scenario, "call", actor)
        for issue, weight in stakes.items():
            name = scenario.facts.issues[issue].name
            assert f"| {name[:1].upper()}{name[1:]} | {points(weight.value)} |" in text


def test_a_payoff_table_shows_an_actor_its_own_column():
    text = text_of(read("truce-dilemma"), "dilemma", "north")
    rows = re.findall(r"^\| (\w+) the truce \| (\w+) the truce \| (\d) \|$", text, re.MULTILINE)
    assert [" ".join(row) for row in rows] == ["keeps keeps 3", "keeps breaks 0", "breaks keeps 5", "breaks breaks 1"]


def test_the_command_writes_every_sheet_twice_or_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = call("handout", "truce-dilemma", "-o", "sheets")
    assert (found.status, found.out) == (0, "")
    names = {f"{name}.{kind}" for name in ("north", "south", "instructor") for kind in ("md", "pdf")}
    assert {file.name for file in (tmp_path / "sheets").iterdir()} == names
    before = (tmp_path / "sheets" / "north.pdf").read_bytes()
    assert before.startswith(b"%PDF")
    assert call("handout", "truce-dilemma", "-o", "sheets").status == 0
    assert (tmp_path / "sheets" / "north.pdf").read_bytes() == before
    said = (tmp_path / "sheets" / "instructor.md").read_text(encoding="utf-8")
    assert called("solve", "truce-dilemma").lines[3] in said and "What to ask afterwards" in said
    (tmp_path / "file").write_text("mine")
    assert call("handout", "truce-dilemma", "-o", "file").status == 5
    assert (tmp_path / "file").read_text() == "mine"


def test_a_lever_that_follows_from_the_outcome_says_so_to_its_owner_alone():
    scenario = read("march-2025")
    said = "it follows from the outcome, no choice of yours"
    for actor in ("us", "russia", "ukraine"):
        lines = [line for line in text_of(scenario, "call", actor).splitlines() if line.startswith("- yours, on ")]
        for key, lever in scenario.facts.levers.items():
            (line,) = [line for line in lines if lever.name in line] if lever.owner == actor else [None]
            assert line is None or (said in line) == (lever.scales_with == "strikes"), key


@pytest.mark.parametrize(("target", "game"), GAMES[:2])
def test_the_ends_have_only_the_columns_in_which_something_happens(target, game):
    compiled = compile_game(read(target), game)
    ends = [compiled.scenario.facts.outcomes[end.outcome] for end in compiled.situations]
    (head,) = re.findall(r"^\| outcome \| kind \| (.*) \|$", text_of(read(target), game, "russia"), re.MULTILINE)
    words = ("fighting", "strikes", "deal")
    assert head.split(" | ") == [word for word in words if any(getattr(end, word).value for end in ends)]


@pytest.mark.parametrize(
    "block", [Paragraph("words"), Bullets(("a", "b")), Page(("a", "b")), Table(("a", "b"), (("1", "2"),), (1.0, 1.0))]
)
def test_a_heading_never_stands_alone_at_the_foot_of_a_page(block):
    split = 0
    for count in range(40, 64):
        filler = tuple(Page(("x",)) for _ in range(count))
        pages = pages_of(Sheet("north", "North", (*filler, Heading("Alone"), block, *filler[:20]), "foot"))
        lines = [[line.pieces[0][1] for line in page if line.pieces] for page in pages]
        assert all(page[-1] != "Alone" for page in lines)
        split += lines[1][0] == "Alone"
    assert split


def test_the_wrapped_lines_of_a_table_are_evenly_apart_and_the_rule_stands_below_them():
    table = Table(("head", "more"), (("many words " * 20, "one"),), (1.0, 1.0))
    lines = pages_of(Sheet("north", "North", (table,), "foot"))[0]
    text = [line for line in lines if line.pieces and "many" in line.pieces[0][1]]
    assert len(text) > 3 and len({line.height for line in text[1:]}) == 1
    assert not any(line.rule for line in text) and lines[-1].rule and not lines[-1].pieces
