"""Named figures of a game: their values and their signs, against what solving each point by itself gives."""

import numpy as np
import pytest

from negosim.errors import UsageError
from negosim.models import compile_game
from negosim.scenario import read
from negosim.solve import solve
from negosim.solve.concepts.logit import Logit
from negosim.whatif.sweep.grid import Axis, Plan
from negosim.whatif.sweep.regimes import edges, regimes
from negosim.whatif.sweep.run import sweep
from negosim.whatif.sweep.vary import sweep_plan
from sweep_cases import HIGH, KEEP, plan

COST = "actors.russia.cost_of_fighting"


def of(figure, whole):
    return Plan(whole.scenario, whole.game, whole.axes, whole.asked, figure)


def test_a_payoff_is_that_of_each_point_solved_by_itself():
    scenario = read("march-2025")
    whole = of("payoff_ukraine", plan(scenario, "call", actors__russia__cost_of_fighting=np.linspace(0, 0.2, 9)))
    amounts = whole.subject.figure("payoff_ukraine", sweep(whole).points)
    for value, amount in zip(whole.axes[0].values, amounts, strict=True):
        changed = scenario.what_if({COST: value})
        game = compile_game(changed, "call").game(changed.numbers.base)
        assert amount == pytest.approx(float(solve(game).equilibria[0].payoffs[game.players.index("ukraine")]))


def test_a_payoff_that_passes_zero_does_so_where_it_is_zero():
    """Both break, and what North then gets is the number itself."""
    own = "games.dilemma.payoffs.break.break.north"
    axis = Axis(own, (-3.0, 2.0))
    scenario = read("truce-dilemma").what_if({"games.dilemma.payoffs.keep.break.north": -9.0})
    whole = Plan(scenario, "dilemma", (axis,), None, "payoff_north")
    found = regimes(whole)
    assert [regime.answer for regime in found] == ["negative", "positive"]
    assert found[0].high == pytest.approx(0.0, abs=1e-8)


def test_a_figure_in_which_equilibria_differ_has_no_single_value():
    table = sweep(of("payoff_north", plan(read("truce-dilemma"), "dilemma", **{KEEP: [1, 6], HIGH: [1, 6]})))
    words = [table.points.answers[k] for k in table.points.answer]
    assert words == ["none", "positive", "positive", "positive"]
    assert table.points.plays[table.points.play[0]] == "keep / keep or break / break"


def test_a_figure_jumps_where_the_answer_changes():
    whole = plan(read("march-2025"), "call", actors__russia__cost_of_fighting=[0.0, 0.2])
    (edge,), (jump,) = edges(whole), edges(of("probability_energy_truce", whole))
    assert jump.value == pytest.approx(edge.value, rel=1e-7) and jump.to == "positive"


def test_a_probability_of_logit_choices_is_never_zero():
    whole = plan(read("march-2025"), "call", actors__russia__cost_of_fighting=[0.0, 0.2])
    found = regimes(Plan(whole.scenario, whole.game, whole.axes, Logit(lam=5.0), "probability_energy_truce"))
    assert [regime.answer for regime in found] == ["positive"]


def test_an_unknown_figure_is_refused_with_the_nearest_one():
    with pytest.raises(UsageError, match="`call` has no such figure; did you mean 'payoff_russia'"):
        sweep_plan(read("march-2025"), "call", [f"{COST}=0:1:3"], None, "payoff_rusia")
