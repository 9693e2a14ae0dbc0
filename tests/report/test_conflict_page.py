"""The page and the JSON object of a conflict graph: what they claim is what the definitions say."""

import json

import numpy as np
import pytest

from command_line import call, called
from conflict_oracle import elmira, is_stable, random_graphs
from negosim.games import ConflictGraph
from negosim.games.conflict_graph import moves_between_profiles
from negosim.report.conflict_page import conflict_lines, evolution_lines, reason_lines, verdict
from negosim.report.conflict_record import conflict_record, equilibrium_record
from negosim.report.conflict_words import LETTERS, ConflictWords
from negosim.solve.conflict import GENERAL, NASH, SEQUENTIAL, SYMMETRIC, Conflict

CHICKEN = """{"options": [{"name": "swerve"}, {"name": "swerve"}],
"decisionMakers": [{"name": "Row", "options": [0], "preferenceRanking": [3, 4, 2, 1]},
                   {"name": "Column", "options": [1], "preferenceRanking": [2, 4, 3, 1]}],
"infeasibles": [], "useManualPreferenceRanking": true}"""


@pytest.fixture
def chicken(tmp_path):
    file = tmp_path / "chicken.gmcr"
    file.write_text(CHICKEN)
    return str(file)


def test_every_concept_and_every_answer_in_the_record_is_true():
    for graph in random_graphs(25, players=(3,)):
        conflict = Conflict(graph)
        place = {label: k for k, label in enumerate(graph.states)}
        for one in conflict.equilibria:
            record = equilibrium_record(conflict, one)
            at = place[record["state"]["label"]]
            everybody = range(len(graph.players))
            for name in (NASH, SEQUENTIAL):
                assert (name in record["state"]["concepts"]) == all(is_stable(graph, name, (i,), at) for i in everybody)
            for prospect in record["prospects"]:
                mover = graph.players.index(prospect["actor"])
                assert graph.improvements[mover, at, place[prospect["to"]]]
                for answer in filter(None, prospect["answers"].values()):
                    assert graph.ranks[mover, place[answer[-1]["to"]]] <= graph.ranks[mover, at]
            for upset in record["upset_by"]:
                last = place[upset["moves"][-1]["to"]]
                assert all(
                    graph.ranks[graph.players.index(i), last] > graph.ranks[graph.players.index(i), at]
                    for i in upset["members"]
                )
        rows = conflict_record(conflict)["states"]
        for k, row in enumerate(rows):
            for name, stable in row["stable_for"].items():
                wanted = [player for i, player in enumerate(graph.players) if is_stable(graph, name, (i,), k)]
                assert stable == wanted


def test_the_paths_of_elmira_lead_by_improvements_to_the_fifth_state():
    # Li, Kilgour and Hipel 2005: from the status quo the conflict goes to state 5, and on to 8 only by a coalition
    conflict = Conflict(elmira())
    stable = {one.state for one in conflict.equilibria if SEQUENTIAL in one.concepts}
    assert {state + 1 for state in conflict.evolution.improvements if state in stable} == {5}
    assert {state + 1 for state in conflict.evolution.moves if state in stable} == {5, 8, 9}
    page = " ".join(" ".join(evolution_lines(ConflictWords(conflict))).split())
    assert "by improvements to 5 (R, GMR, SMR, SEQ): local to 5" in page
    assert "only by moves that some mover dislikes to 8, 9 and 4" in page
    assert "Together ministry and uniroyal would move to 8" in " ".join(
        " ".join(reason_lines(ConflictWords(conflict))).split()
    )


def test_a_conflict_without_equilibrium_or_status_quo_says_so():
    moves = np.zeros((1, 2, 2), dtype=bool)
    moves[0, 0, 1] = True
    words = ConflictWords(Conflict(ConflictGraph(moves, [[0, 1]], status_quo=1)))
    assert "nobody has an improvement" in " ".join(evolution_lines(words))
    turning = ConflictGraph(moves_between_profiles([2, 2]), [[1, 0, 0, 1], [0, 1, 1, 0]], status_quo=0)
    everybody_moves = ConflictWords(Conflict(turning))
    assert everybody_moves.content(0) == "decision maker 1 has no improvement"
    only_nash = ConflictWords(Conflict(turning, NASH))
    assert verdict(only_nash) == "no state is an equilibrium under the definition asked for"
    assert "no improvement leads to an equilibrium" in " ".join(evolution_lines(only_nash))
    assert not evolution_lines(ConflictWords(Conflict(ConflictGraph(moves, [[0, 1]]))))
    assert conflict_lines(only_nash)[0].startswith("PATHS")


def test_a_file_is_solved_as_a_page_and_as_json(chicken):
    found = call("solve", chicken)
    assert found.status == 0 and found.err == ""
    assert max(map(len, found.lines)) <= 80 and len(found.lines) <= 50
    threat = (
        "Row would gain by moving to 3 swerve; the others could answer (Column to 1), but not by moves that they like."
    )
    assert threat in found.flat
    (result,) = call("solve", chicken, "--json").record["results"]
    assert (result["complete"], result["representation"]) == ("all", "conflict_graph")
    concepts = {row["state"]["label"]: row["state"]["concepts"] for row in result["solutions"]}
    assert concepts == {"2": list(LETTERS), "3": list(LETTERS), "4": [GENERAL, SYMMETRIC]}
    (result,) = call("solve", chicken, "--json", "--concept", NASH).record["results"]
    assert [row["state"]["label"] for row in result["solutions"]] == ["2", "3"] and result["concept"] == NASH


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["solve", "FILE", "--concept", "logit"], 2, "--concept logit is for games with payoffs; name one of the"),
        (["solve", "FILE", "--steps"], 2, "--steps tells of a scenario"),
        (["solve", "FILE", "--set", "a=1"], 2, "--set and --with change a scenario, and a .gmcr file has none"),
        (["solve", "FILE", "--game", "talks"], 3, "no such game; a .gmcr file holds one, named game"),
        (["solve", "no.gmcr"], 2, "'no.gmcr' is no file"),
        (["compare", "FILE"], 2, "is a conflict of gmcr-py's, and this needs a scenario"),
        (["check", "FILE"], 0, ""),
    ],
)
def test_what_does_not_go_with_a_conflict_is_refused(chicken, words, status, said):
    found = call(*[chicken if word == "FILE" else word for word in words])
    assert found.status == status and said in found.err and found.out == ""


def test_a_large_conflict_has_a_page_of_fifty_lines(tmp_path):
    rng = np.random.default_rng(2)
    options = [{"name": f"option number {k} of a long list"} for k in range(6)]
    makers = [
        {
            "name": f"decision maker {i}",
            "options": [2 * i, 2 * i + 1],
            "preferenceRanking": (rng.permutation(64) + 1).tolist(),
        }
        for i in range(3)
    ]
    conflict = {"options": options, "decisionMakers": makers, "infeasibles": [], "useManualPreferenceRanking": True}
    file = tmp_path / "large.gmcr"
    file.write_text(json.dumps(conflict))
    short, full = call("solve", str(file)), call("solve", str(file), "--full")
    assert short.status == full.status == 0
    assert len(short.lines) <= 50 < len(full.lines)
    assert all(len(line) <= 80 for line in (*short.lines, *full.lines))


def test_a_scenario_says_on_fifty_lines_what_lasts_and_what_a_wanted_state_lacks():
    found = called("solve", "classics/elmira")
    # of the published orders one alone keeps the accepted order from lasting: Uniroyal would rather abandon
    assert "R, GMR, SMR and SEQ: Uniroyal must not like 9 abandon better" in found.flat
    for words in (["classics/elmira"], ["classics/chicken"], ["march-2025", "--game", "call_by_order"]):
        page = called("solve", *words)
        assert len(page.lines) <= 50 and max(map(len, page.lines)) <= 80
    (result,) = called("solve", "classics/elmira", "--json").record["results"]
    lacking = [each for each in result["wanted"]["requirements"][SEQUENTIAL] if not each["is_met"]]
    assert [(each["actor"], each["move"]) for each in lacking] == [("uniroyal", "9")]
    assert "Together Ministry and Uniroyal would move to 8" in called("solve", "classics/elmira", "--full").flat


def test_what_a_page_names_as_next_can_be_done():
    for words in (["classics/elmira"], ["march-2025", "--game", "call_by_order"]):
        lines = called("solve", *words).lines
        start = next(k for k, line in enumerate(lines) if line.startswith("Next"))
        steps = [step for line in lines[start:] for step in line.removeprefix("Next").strip().split("; ")]
        assert steps
        for step in steps:
            assert call(*step.split()[1:]).status == 0, step
