"""Games of other models as files of other programs: what is read back has the same answer."""

import json
from pathlib import Path

import numpy as np
import pytest

from command_line import call, called
from negosim import read
from negosim.games import ConflictGraph
from negosim.games.choices import Choice, OptionForm, possible_states
from negosim.interop import read_gmcr, write_gmcr
from negosim.models import compile_game

NAMES = ("nash_stability", "general_metarational", "symmetric_metarational", "sequential_stability")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("target", "game"), [("classics/beer-quiche", "breakfast"), ("march-2025", "reluctance")], ids=str
)
def test_a_signalling_game_becomes_a_tree_with_the_models_equilibria(target, game):
    """Every equilibrium of the tree, found in exact numbers, is one of the model's closed form, and has its payoffs."""
    assert call("convert", target, "--game", game, "-o", "signal.efg").err == "wrote signal.efg\n"
    (tree,) = call("solve", "signal.efg", "--json").record["results"]
    (model,) = called("solve", target, "--game", game, "--json").record["results"]
    assert tree["complete"] in ("all", "extreme") and tree["solutions"]
    for found in tree["solutions"]:
        same = [each for each in model["solutions"] if matches(each["profile"], found["profile"])]
        assert same, found["profile"]
        assert found["payoffs"] == pytest.approx(same[0]["payoffs"], abs=1e-9)


def matches(one, other):
    """Whether two profiles do the same on the path: whatever each type sends, and the replies to what is sent."""
    (sender, receiver) = one
    sent = {m for plan in one[sender].values() for m, share in plan.items() if share > 0}
    return all(plan == pytest.approx(other[sender][kind]) for kind, plan in one[sender].items()) and all(
        one[receiver][m] == pytest.approx(other[receiver][m]) for m in sent
    )


@pytest.mark.parametrize("target", ["classics/cuban-missile-crisis", "classics/chicken", "march-2025"])
def test_a_conflict_is_read_again_with_the_same_stable_states(target):
    game = next(key for key, rules in read(target).facts.games.items() if rules.model == "graph_model")
    assert call("convert", target, "--game", game, "-o", "conflict.gmcr").status == 0
    form = read_gmcr(Path("conflict.gmcr").read_text()).form
    known = compile_game(read(target), game)
    assert form.graph.moves.shape == known.form.graph.moves.shape
    (again,) = call("solve", "conflict.gmcr", "--json").record["results"]
    (before,) = called("solve", target, "--game", game, "--json").record["results"]
    count = {name: sum(name in one["state"]["concepts"] for one in before["solutions"]) for name in NAMES}
    assert count == {name: sum(name in one["state"]["concepts"] for one in again["solutions"]) for name in NAMES}


def test_states_that_stand_for_one_are_written_apart_as_in_the_published_file():
    """Elmira: of nine states the last stands for four. Uniroyal's order is 1 4 8 5 9 3 7 2 6 (Fang, Hipel and Kilgour
    1993), which in a file's numbers of twelve states is this one."""
    assert call("convert", "classics/elmira", "-o", "elmira.gmcr").status == 0
    record = json.loads(Path("elmira.gmcr").read_text())
    assert [one["permittedDirection"] for one in record["options"]] == ["fwd", "back", "both", "fwd", "both"]
    ranking = {one["name"]: one["preferenceRanking"] for one in record["decisionMakers"]}
    assert ranking["Uniroyal"] == [1, 4, 10, 7, [5, 6, 11, 12], 3, 9, 2, 8]


def test_a_choice_of_three_is_three_options_of_which_one_is_taken_and_final_ones_stay():
    choices = (Choice(0, "press", ("none", "some", "much"), frozenset([2])), Choice(1, "yield", final=frozenset([1])))
    table = possible_states(choices, [{0: frozenset([0]), 1: frozenset([1])}])
    rng = np.random.default_rng(3)
    graph = ConflictGraph(moves(table, choices), rng.integers(0, 3, (2, len(table))), ("a", "b"))
    form = read_gmcr(write_gmcr(OptionForm(graph, choices, table))).form
    assert [one.name for one in form.choices] == ["none", "some", "much", "yield"]
    taken = [tuple(row) for row in form.table.tolist()]
    place = [taken.index((*(row[0] == k for k in range(3)), row[1])) for row in table.tolist()]
    assert sorted(place) == list(range(len(table)))
    assert np.array_equal(form.graph.moves[:, place][:, :, place], graph.moves)
    before, after = (np.sign(r[:, :, None] - r[:, None, :]) for r in (graph.ranks, form.graph.ranks[:, place]))
    assert np.array_equal(before, after)


def moves(table, choices):
    """The moves from their definition: one player's choices change, and none that is final is given up."""
    found = np.zeros((2, len(table), len(table)), dtype=bool)
    for player in (0, 1):
        for s, here in enumerate(table):
            for t, there in enumerate(table):
                changed = [k for k in range(len(choices)) if here[k] != there[k]]
                found[player, s, t] = bool(changed) and all(
                    choices[k].player == player and here[k] not in choices[k].final for k in changed
                )
    return found


def test_moves_that_options_do_not_give_are_refused():
    choices = (Choice(0, "a"), Choice(1, "b"))
    graph = ConflictGraph(np.zeros((2, 4, 4), dtype=bool), np.zeros((2, 4), dtype=int), ("x", "y"))
    with pytest.raises(ValueError, match="its moves are not those that its options allow"):
        write_gmcr(OptionForm(graph, choices, possible_states(choices)))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("march-2025", "--game", "settlement", "-o", "a.efg"), "no finite tree, table or conflict graph to convert; "),
        (("march-2025", "--game", "chip", "-o", "a.gmcr"), "--game: call (.efg), table_talk (.nfg), "),
        (("classics/fisher-tree", "-o", "a.efg"), "this scenario has none that is"),
        (("classics/cheap-talk", "-o", "a.efg"), "is of the model signalling: no finite tree"),
        (("classics/chicken", "-o", "a.nfg"), "which Gambit does not know; write a .gmcr file"),
        (("truce-dilemma", "-o", "a.gmcr"), "is a game, and a .gmcr file holds a conflict graph; write a .nfg file"),
    ],
)
def test_what_cannot_be_converted_says_what_can(words, said, folder):
    found = call("convert", *words)
    assert found.status == 2 and said in found.err and not found.out
