"""Solving in batches is the same as solving one scenario at a time."""

import numpy as np
import pytest

from negosim.errors import UnsolvedError
from negosim.games import Chance, Decision, ExtensiveFormGame, InformationSet, Leaf, NormalFormGame
from negosim.games.extensive_form import leaf_probabilities
from negosim.models import build, compile_game
from negosim.scenario import read, read_text
from negosim.solve import solve
from negosim.solve.concepts.pure_nash import PureNash
from negosim.whatif.answers import NONE, PlayTree, answers, answers_of, can_batch
from negosim.whatif.sampling import draw, sampled_paths


def one_at_a_time(scenario, key):
    """The answer of one scenario, from the solutions that `solve` reports."""
    game = build(scenario, key)
    if isinstance(game, NormalFormGame):
        stable = {tuple(int(s.argmax()) for s in e.profile) for e in solve(game, PureNash()).equilibria}
        labels = np.array(game.outcomes).reshape(game.shape)
        found = {labels[profile] for profile in stable}
        return " or ".join(sorted(found, key=list(dict.fromkeys(game.outcomes)).index)) or NONE
    (equilibrium,) = solve(game).equilibria
    shares = dict.fromkeys(game.outcomes, 0.0)
    for label, share in zip(game.outcomes, leaf_probabilities(game, equilibrium.profile), strict=True):
        shares[label] += float(share)
    present = {label: share for label, share in shares.items() if share > 1e-9}
    return " / ".join(f"{o} {100 * s:.0f} %" if len(present) > 1 else o for o, s in present.items())


@pytest.mark.parametrize(
    ("name", "key", "count"),
    [
        ("march-2025", "call", 40),
        ("march-2025", "call_private", 25),
        ("march-2025", "table_talk", 25),
        ("march-2025", "ukraine_russia", 25),
        ("march-2025-long-war", "call", 25),
    ],
)
def test_a_batch_of_answers_is_what_each_scenario_gives_when_it_is_solved_by_itself(name, key, count):
    scenario = read(name)
    compiled, numbers = compile_game(scenario, key), scenario.numbers
    paths = sampled_paths(numbers, compiled.reads)
    values = draw(numbers, paths, count, np.random.default_rng(3))
    found = answers(compiled, values)
    changing = [k for k, entry in enumerate(numbers.entries) if entry.path in compiled.reads]
    for point, index in zip(values, found.index, strict=True):
        changes = {numbers.entries[k].path: float(point[k]) for k in changing if point[k] != numbers.base[k]}
        assert found.labels[index] == one_at_a_time(scenario.what_if(changes), key)


def test_a_batch_that_is_cut_into_chunks_gives_the_same_answers(monkeypatch):
    scenario = read("march-2025")
    compiled = compile_game(scenario, "call")
    paths = sampled_paths(scenario.numbers, compiled.reads)
    values = draw(scenario.numbers, paths, 200, np.random.default_rng(5))
    whole = answers(compiled, values)
    monkeypatch.setattr("negosim.whatif.answers.CHUNK", 7)
    cut = answers(compiled, values)
    assert [whole.labels[k] for k in whole.index] == [cut.labels[k] for k in cut.index]
    assert len(set(whole.labels)) > 1


def test_shares_sum_to_one_and_the_largest_comes_first():
    scenario = read("march-2025")
    compiled = compile_game(scenario, "call_private")
    paths = sampled_paths(scenario.numbers, compiled.reads)
    found = answers(compiled, draw(scenario.numbers, paths, 2000, np.random.default_rng(2)))
    shares = found.shares()
    assert sum(shares.values()) == pytest.approx(1)
    assert list(shares.values()) == sorted(shares.values(), reverse=True)
    for label, share in shares.items():
        assert share == np.mean([found.labels[k] == label for k in found.index])


def test_a_game_without_a_pure_equilibrium_has_an_answer_that_says_so():
    matching = [[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]
    game = NormalFormGame([matching], ("row", "column"), outcomes=("a", "b", "c", "d"))
    assert [answers_of(game).labels[k] for k in answers_of(game).index] == [NONE]


def lottery(count):
    """A tree in which chance alone decides, with `count` branches of equal probability; even ones win."""
    nodes = (
        Decision(0, (1,)),
        Chance(tuple(map(str, range(count))), tuple(range(2, 2 + count)), 0),
        *map(Leaf, range(count)),
    )
    sets = (InformationSet(0, "start", ("spin",), (0,)),)
    outcomes = tuple("win" if k % 2 == 0 else "lose" for k in range(count))
    return ExtensiveFormGame(nodes, sets, ("one",), np.zeros((1, 1, count)), np.full(count, 1 / count), outcomes)


@pytest.mark.parametrize("count", [2, 3, 5, 6, 7])
def test_what_chance_decides_is_said_in_shares_also_where_they_are_no_round_numbers(count):
    found = answers_of(lottery(count))
    wins = round(100 * ((count + 1) // 2) / count)
    assert found.labels == (f"win {wins} % / lose {100 - wins} %",)


def test_a_margin_is_what_an_action_has_over_the_best_other_one():
    scenario = read("march-2025")
    compiled = compile_game(scenario, "call")
    game = compiled.game(scenario.numbers.base[None])
    tree = PlayTree(game)
    for k, known in enumerate(game.information_sets):
        worth = tree.induction.worth[k][0]
        for action in range(len(known.actions)):
            others = [worth[a] for a in range(len(worth)) if a != action]
            assert tree.margin(k, action)[0] == pytest.approx(worth[action] - max(others))
            assert (tree.margin(k, action)[0] >= 0) == (tree.choices[0, k] == action)
    assert PlayTree(lottery(2)).margin(0, 0) == 0  # nothing else to choose


def test_only_the_information_sets_on_the_way_are_reached():
    scenario = read("march-2025")
    game = compile_game(scenario, "call").game(scenario.numbers.base[None])
    tree = PlayTree(game)
    reached = [
        known.label for known, is_reached in zip(game.information_sets, tree.reached[0], strict=True) if is_reached
    ]
    (equilibrium,) = solve(build(scenario, "call")).equilibria
    chosen = {
        s.label: s.actions[int(p.argmax())] for s, p in zip(game.information_sets, equilibrium.profile, strict=True)
    }
    opening = chosen["start"]
    assert reached == ["start", opening, f"{opening} / {chosen[opening]}"]


def test_a_game_whose_beliefs_depend_on_choices_cannot_be_solved_in_batches():
    text = """
negosim: 1
extends: march-2025
games:
  half_blind:
    extends: call
    name: Half blind
    moves: {answer: {sees: [opening], when: null}}
"""
    scenario = read_text(text)
    compiled = compile_game(scenario, "half_blind")
    assert not can_batch(compiled.game(scenario.numbers.base))
    assert can_batch(build(scenario, "call")) and can_batch(build(scenario, "table_talk"))
    with pytest.raises(UnsolvedError):
        answers(compiled, scenario.numbers.base[None])
