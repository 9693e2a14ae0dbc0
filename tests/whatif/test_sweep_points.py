"""What a sweep finds at its points, against the same scenario solved one point at a time."""

from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pytest

from negosim.errors import UnsolvedError
from negosim.games import ExtensiveFormGame, NormalFormGame
from negosim.models import compile_game
from negosim.scenario import START, read, read_text
from negosim.scenario.numbers import month_text
from negosim.solve import concept, solve
from negosim.solve.concepts.logit import Logit
from negosim.whatif.answers import NONE, answers_of, can_batch
from negosim.whatif.compare import end_probabilities
from negosim.whatif.sweep.grid import Axis, Plan
from negosim.whatif.sweep.run import sweep
from scenario_cases import GAMES, NAMES, generic_values, scenario_of
from sweep_cases import HIGH, KEEP, SLIVER, plan, random_axis

SWEPT = [
    (target, game)
    for target, game in GAMES
    if can_batch(compile_game(scenario_of(target), game).game(scenario_of(target).numbers.base))
]
SIDES = ("north", "south")
IDS = [name for name, case in zip(NAMES, GAMES, strict=True) if case in SWEPT]
FIELDS = ("count", "answer", "play", "figures", "low", "high")


def alone(path):
    """Whether a number may move by itself, whatever it moves to."""
    return not path.startswith("stakes.") and ".belief." not in path


@pytest.mark.parametrize(("target", "game"), SWEPT, ids=IDS)
def test_a_sweep_finds_what_solving_each_point_by_itself_finds(target, game):
    scenario, rng = scenario_of(target), np.random.default_rng([GAMES.index((target, game)), 1])
    reads = sorted(filter(alone, compile_game(scenario, game).reads))
    for _ in range(3):
        paths = rng.choice(reads, min(2, len(reads)), replace=False).tolist()
        table = sweep(Plan(scenario, game, tuple(random_axis(scenario, path, rng, 4) for path in paths)))
        for k, place in enumerate(np.ndindex(*table.plan.shape)):
            values = {axis.path: axis.values[at] for axis, at in zip(table.plan.axes, place, strict=True)}
            changes = {path: month_text(x) if path == START else x for path, x in values.items()}
            check_point(table, k, scenario.what_if(changes), game)


@pytest.mark.parametrize("seed", range(3))
def test_every_equilibrium_is_found_that_solving_each_point_by_itself_finds(seed):
    rng = np.random.default_rng(seed)
    for target, game in SWEPT:
        scenario = scenario_of(target)
        compiled = compile_game(scenario, game)
        base = compiled.game(scenario.numbers.base)
        if not isinstance(base, NormalFormGame) or len(base.players) != 2:
            continue
        paths = rng.choice(sorted(filter(alone, compiled.reads)), 2, replace=False).tolist()
        axes = tuple(random_axis(scenario, path, rng, 4) for path in paths)
        table = sweep(Plan(scenario, game, axes, concept("nash")()))
        for k, place in enumerate(np.ndindex(*table.plan.shape)):
            values = {axis.path: axis.values[at] for axis, at in zip(axes, place, strict=True)}
            changed = scenario.what_if({path: month_text(x) if path == START else x for path, x in values.items()})
            check_point(table, k, changed, game)


def test_a_mixed_equilibrium_is_told_by_what_it_mixes():
    """Each gets 3 where both keep, 2 where it breaks alone, 1 where both break and 0 where it is left alone, so that it
    is indifferent where the other keeps with a probability p of 1/2: 3 p = 2 p + (1 - p)."""
    whole = plan(read("truce-dilemma"), "dilemma", **{KEEP: [2], HIGH: [2]})
    points = sweep(Plan(whole.scenario, whole.game, whole.axes, concept("nash")())).points
    assert points.count.tolist() == [3] and np.isnan(points.figures).all()
    ends = "keep / keep + keep / break + break / keep + break / break"
    assert points.answers == (f"keep / keep or break / break or {ends}",)
    assert points.plays[0].split(" or ")[-1] == "north=keep|break; south=keep|break"
    np.testing.assert_allclose([points.low[0], points.high[0]], [[1.0, 1.0], [3.0, 3.0]])


def test_a_single_mixed_equilibrium_has_its_probabilities_and_payoffs():
    """North gains from matching, South from not: each mixes so that the other is indifferent."""
    payoffs = {"keep.keep": (3, 0), "keep.break": (0, 1), "break.keep": (0, 2), "break.break": (1, 0)}
    sides = {
        f"games.dilemma.payoffs.{end}.{who}": own[k] for end, own in payoffs.items() for k, who in enumerate(SIDES)
    }
    whole = plan(read("truce-dilemma").what_if(sides), "dilemma", **{KEEP: [0], HIGH: [1]})
    points = sweep(Plan(whole.scenario, whole.game, whole.axes, concept("nash")())).points
    north, south = 2 / 3, 1 / 4  # the probabilities of keeping: 2 (1 - x) = x, and 3 y = 1 - y
    found = [north * south, north * (1 - south), (1 - north) * south, (1 - north) * (1 - south)]
    np.testing.assert_allclose(points.figures[0], found, atol=1e-12)
    np.testing.assert_allclose(points.low[0], [0.75, 2 / 3], atol=1e-12)
    assert (points.low == points.high).all() and points.count.tolist() == [1]


def check_point(table, k, scenario, game):
    """Hold one point against the game of a scenario of its own, solved under the concept of the sweep."""
    own = compile_game(scenario, game).game(scenario.numbers.base)
    found = solve(own, table.plan.asked or concept(table.plan.subject.concept)()).equilibria
    points = table.points
    if isinstance(own, ExtensiveFormGame):
        found = found[:1]  # of tied options a sweep takes the first
    assert points.count[k] == len(found)
    if table.plan.subject.concept != "nash":
        batch = compile_game(scenario, game).game(scenario.numbers.base[np.newaxis])
        assert points.answers[points.answer[k]] == answers_of(batch).labels[0]
    if not found:
        assert points.plays[points.play[k]] == NONE and np.isnan(points.low[k]).all()
        return
    payoffs = np.array([equilibrium.payoffs for equilibrium in found])
    np.testing.assert_allclose(points.low[k], payoffs.min(axis=0), atol=1e-9)
    np.testing.assert_allclose(points.high[k], payoffs.max(axis=0), atol=1e-9)
    for j, outcome in enumerate(dict.fromkeys(own.outcomes)):
        leads = np.array([label == outcome for label in own.outcomes])
        chances = [float(end_probabilities(own, equilibrium)[leads].sum()) for equilibrium in found]
        if np.ptp(chances) < 1e-9:
            assert points.figures[k, j] == pytest.approx(chances[0], abs=1e-9)
        else:
            assert np.isnan(points.figures[k, j])


@pytest.mark.parametrize(("target", "game"), GAMES, ids=NAMES)
def test_terms_that_no_moved_number_touches_may_be_added_up_once(target, game):
    scenario = scenario_of(target)
    compiled, rng = compile_game(scenario, game), np.random.default_rng(7)
    for path in sorted(compiled.reads)[::5]:
        values = np.repeat(scenario.numbers.base[np.newaxis], 6, axis=0)
        values[:, scenario.numbers.index[path]] = generic_values(scenario, rng, 6)[:, scenario.numbers.index[path]]
        if ".belief.types." in path:
            continue
        fast, slow = compiled.moved_game(values, frozenset([path])), compiled.game(values)
        np.testing.assert_allclose(fast.payoffs, slow.payoffs, atol=1e-12)
        if isinstance(slow, ExtensiveFormGame):
            np.testing.assert_allclose(np.broadcast_to(fast.chance, slow.chance.shape), slow.chance)


def test_the_dilemma_is_kept_where_neither_gains_by_breaking_alone():
    table = sweep(plan(read("truce-dilemma"), "dilemma", **{KEEP: range(7), HIGH: range(7)}))
    kept = np.array([[north <= 3 and south <= 3 for south in range(7)] for north in range(7)])
    assert table.regions == (("break / break", False), ("keep / keep or break / break", True))
    assert (table.region == kept).all()
    assert table.shares == (33 / 49, 16 / 49)
    assert table.base_region == ("break / break", False)
    assert table.counts_in(1) == (2, 2)
    assert table.plays_in(0) == ("north=break; south=break",)


def test_axes_in_another_order_give_the_same_map_turned():
    one = plan(read("truce-dilemma"), "dilemma", **{KEEP: range(7), HIGH: range(5)})
    other = Plan(one.scenario, one.game, one.axes[::-1])
    assert (sweep(one).region == sweep(other).region.T).all()


def test_what_is_done_is_told_by_type_where_types_differ():
    axes = (Axis("games.call.terms.unguarded_pause.amount", tuple(np.linspace(-1, 0, 21).tolist())),)
    table = sweep(Plan(read("march-2025"), "call_private", axes))
    split = [k for k, play in enumerate(table.points.plays) if "|" in play]
    assert split and all("ukraine=refuse[1_of_5]|accept[2_of_5+" in table.points.plays[k] for k in split)
    shares = table.points.figures[np.isin(table.points.play, split)]
    assert np.allclose(shares.sum(axis=1), 1.0) and (shares.max(axis=1) == 0.8).all()


def test_logit_choices_in_a_tree_are_those_of_single_solutions():
    scenario = read("march-2025")
    axes = (Axis("actors.russia.cost_of_fighting", (0.02, 0.05, 0.1)),)
    whole = Plan(scenario, "call", axes, Logit(lam=20.0))
    points = sweep(whole).points
    for k, value in enumerate(axes[0].values):
        changed = scenario.what_if({axes[0].path: value})
        game = compile_game(changed, "call").game(changed.numbers.base)
        (found,) = solve(game, Logit(lam=20.0)).equilibria
        np.testing.assert_allclose(points.low[k], found.payoffs, atol=1e-12)
        ends = end_probabilities(game, found)
        chances = [ends[[label == name for label in game.outcomes]].sum() for name in dict.fromkeys(game.outcomes)]
        np.testing.assert_allclose(points.figures[k], chances, atol=1e-9)
        assert points.answers[points.answer[k]] == list(dict.fromkeys(game.outcomes))[int(np.argmax(chances))]


def test_a_concept_that_cannot_be_swept_is_refused_with_those_that_can():
    with pytest.raises(UnsolvedError, match="solved under pure_nash or nash or logit, not under correlated"):
        _ = plan_under("correlated").subject.concept
    with pytest.raises(UnsolvedError, match="solved under subgame_perfect or sequential or logit, not under nash"):
        _ = Plan(read("march-2025"), "call", (), concept("nash")()).subject.concept


def plan_under(name):
    return Plan(read("truce-dilemma"), "dilemma", (), concept(name)())


def test_a_game_in_which_beliefs_depend_on_choices_is_refused():
    hidden = [case for case in GAMES if case not in SWEPT]
    for target, game in hidden:
        with pytest.raises(UnsolvedError, match="not solved at many points"):
            _ = Plan(scenario_of(target), game, ()).subject.concept


# Chunks and executors


def big(points=30):
    values = np.linspace(0.0, 0.2, points)
    return plan(
        read("march-2025"), "ukraine_russia", levers__strikes_on_grid__gain=values, levers__strikes_on_oil__gain=values
    )


def same(one, other):
    return all(np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True) for name in FIELDS)


def test_a_sweep_is_the_same_in_one_process_and_in_two(monkeypatch):
    monkeypatch.setattr("negosim.whatif.sweep.grid._CHUNK", 100)
    alone, told = big(), []
    assert alone.chunks == 9
    one = sweep(alone, tell=told.append).points
    assert told == [*range(0, 900, 100), 900]
    with ProcessPoolExecutor(2) as pool:
        other = sweep(big(), pool).points
    assert same(one, other) and one.answers == other.answers and one.plays == other.plays


def test_a_chunk_is_smaller_where_a_game_is_larger(monkeypatch):
    assert big().chunk == 8192
    monkeypatch.setattr("negosim.whatif.sweep.grid._CELLS", 80)
    assert big().chunk == 10


def test_two_plans_are_equal_where_nothing_that_matters_differs():
    assert big() == big() and hash(big()) == hash(big())
    assert big() != big(31) and big() != "big"
    changed = Plan(big().scenario.what_if({"actors.russia.cost_of_fighting": 0.06}), "ukraine_russia", big().axes)
    assert changed.digest != big().digest


def test_a_small_scenario_of_a_single_choice_is_swept():
    table = sweep(plan(read_text(SLIVER), "choice", stakes__ann__left=[0.1, 0.5, 0.9]))
    points = table.points
    assert [points.answers[k] for k in points.answer] == ["rightmost", "middle", "leftmost"]
    np.testing.assert_allclose(points.low[:, 0], [0.9, 0.51, 0.9])
    assert isinstance(big().subject.game, NormalFormGame)
