"""Games of other models than moves as subjects of sweeps."""

import numpy as np
import pytest

from negosim.errors import UnsolvedError
from negosim.models import compile_game
from negosim.models.compiled import CompiledModel
from negosim.scenario import read
from negosim.solve import concept, solve
from negosim.solve.concepts.logit import Logit
from negosim.whatif.batch import subject_of
from negosim.whatif.sweep.grid import Axis, Plan
from negosim.whatif.sweep.regimes import edges, regimes
from negosim.whatif.sweep.run import sweep
from scenario_cases import scenario_of

HAZARD = "issues.kursk.hazard"
TARGETS = ("march-2025", "march-2025-long-war", "truce-dilemma")
MODELS = [
    (target, game)
    for target in TARGETS
    for game in scenario_of(target).facts.games
    if isinstance(compile_game(scenario_of(target), game), CompiledModel)
]


@pytest.mark.parametrize(("target", "game"), MODELS, ids=[" ".join(case) for case in MODELS])
def test_a_sweep_finds_what_the_model_says_at_each_point_by_itself(target, game):
    scenario = scenario_of(target)
    numbers = scenario.numbers
    ranged = sorted(path for path in compile_game(scenario, game).reads if numbers[path].quantity.high is not None)
    path = next(path for path in ranged if not path.startswith("stakes."))
    quantity = numbers[path].quantity
    table = sweep(Plan(scenario, game, (Axis(path, tuple(np.linspace(quantity.low, quantity.high, 5).tolist())),)))
    for k, value in enumerate(table.plan.axes[0].values):
        said = compile_game(scenario.what_if({path: value}), game).analyse()
        assert table.points.answers[table.points.answer[k]] == said.regime
        np.testing.assert_allclose(table.points.figures[k], list(said.figures.values()), rtol=1e-12, equal_nan=True)


def test_a_chip_is_sold_up_to_its_critical_hazard():
    whole = Plan(read("march-2025"), "chip", (Axis(HAZARD, (0.05, 1.0)),))
    critical = compile_game(whole.scenario, "chip").analyse().figures["critical_hazard"]
    found = regimes(whole)
    assert [regime.answer for regime in found] == ["accepted", "refused"]
    assert found[0].high == pytest.approx(critical, rel=1e-7)
    assert [edge.to for edge in edges(whole)] == ["accepted"]


def test_a_figure_of_a_model_changes_its_sign_where_it_is_zero():
    whole = Plan(read("march-2025"), "chip", (Axis(HAZARD, (0.05, 1.0)),), None, "largest_return")
    assert [regime.answer for regime in regimes(whole)] == ["positive", "zero"]


def test_a_model_is_not_solved_under_a_concept_of_moves():
    with pytest.raises(UnsolvedError, match="solved under optimal_stopping, not under nash"):
        subject_of(read("march-2025"), "chip", concept("nash")())


def test_logit_responses_of_simultaneous_games_are_those_of_single_solutions():
    scenario, axis = read("march-2025"), Axis("actors.russia.cost_of_fighting", (0.0, 0.05, 0.2))
    points = sweep(Plan(scenario, "table_talk", (axis,), Logit(lam=20.0))).points
    for k, value in enumerate(axis.values):
        changed = scenario.what_if({axis.path: value})
        game = compile_game(changed, "table_talk").game(changed.numbers.base)
        (found,) = solve(game, Logit(lam=20.0)).equilibria
        np.testing.assert_allclose(points.low[k], found.payoffs, atol=1e-8)
        x, y, z = found.profile
        ends = np.einsum("a,b,c->abc", x, y, z).reshape(-1)
        chances = {name: sum(ends[i] for i, own in enumerate(game.outcomes) if own == name) for name in game.outcomes}
        np.testing.assert_allclose(points.figures[k], list(chances.values()), atol=1e-8)
        best = "; ".join(
            f"{player}={own[int(part.argmax())]}"
            for player, own, part in zip(game.players, game.actions, found.profile, strict=True)
        )
        assert points.plays[points.play[k]] == best
