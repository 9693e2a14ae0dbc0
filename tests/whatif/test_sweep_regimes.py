"""Where regimes end, against closed forms."""

from itertools import pairwise

import numpy as np
import pytest

from negosim.scenario import read, read_text
from negosim.solve.concepts.logit import Logit
from negosim.solve.concepts.nash import Nash
from negosim.whatif.flips import nearest_flips
from negosim.whatif.sweep.borders import plane_of
from negosim.whatif.sweep.grid import Axis, Plan
from negosim.whatif.sweep.regimes import edges, regimes
from negosim.whatif.sweep.run import sweep
from negosim.whatif.watch import PlayWatch
from sweep_cases import HIGH, KEEP, SLIVER, plan


def test_a_regime_narrower_than_the_grid_is_found_with_its_exact_ends():
    found = regimes(plan(read_text(SLIVER), "choice", stakes__ann__left=[0, 1]))
    assert [regime.answer for regime in found] == ["rightmost", "middle", "leftmost"]
    ends = [regime.high for regime in found[:-1]]
    np.testing.assert_allclose(ends, [0.49, 0.51], atol=1e-9)
    assert (found[0].low, found[-1].high) == (0.0, 1.0)
    assert all(one.high == other.low for one, other in pairwise(found))
    np.testing.assert_allclose(found[0].inside.low[:, 0], [1.0, 0.755, 0.51], atol=1e-6)


def test_an_equilibrium_appears_at_the_payoff_that_makes_it_one():
    scenario = read("truce-dilemma").what_if({HIGH: 1.0})
    found = regimes(plan(scenario, "dilemma", **{KEEP: [0, 6]}))
    assert [(regime.answer, regime.is_several) for regime in found] == [
        ("keep / keep or break / break", True),
        ("break / break", False),
    ]
    assert found[0].high == pytest.approx(3.0, abs=1e-8)


def test_a_mixed_equilibrium_appears_with_the_second_pure_one():
    whole = plan(read("truce-dilemma").what_if({HIGH: 1.0}), "dilemma", **{KEEP: [0, 6]})
    found = regimes(Plan(whole.scenario, whole.game, whole.axes, Nash()))
    assert found[0].inside.count[1] == 3 and found[-1].inside.count[1] == 1
    assert found[0].high == pytest.approx(3.0, abs=1e-8)


def test_every_point_of_a_grid_lies_in_the_regime_that_holds_it():
    for target, game, path, high in (
        ("march-2025", "call", "actors.russia.cost_of_fighting", 0.2),
        ("march-2025", "table_talk", "levers.us_sanctions.strength", 0.6),
        ("march-2025-long-war", "call", "actors.us.value_of_deal", 1.0),
    ):
        whole = plan(read(target), game, **{path: np.linspace(0, high, 101)})
        found, points = regimes(whole), sweep(whole).points
        for k, value in enumerate(whole.axes[0].values):
            near = [regime for regime in found if regime.low - 1e-8 <= value <= regime.high + 1e-8]
            assert points.answers[points.answer[k]] in [regime.answer for regime in near]


def test_regimes_of_months_are_months():
    scenario = read("march-2025").what_if({"games.call.horizon": 1.0, "levers.us_sanctions.strength": 0.3})
    months = Axis("time.start", tuple(float(24_302 + k) for k in range(12)))
    found = regimes(Plan(scenario, "call", (months,)))
    assert (found[0].low, found[-1].high) == (24_302.0, 24_313.0)
    assert all(other.low == one.high + 1 for one, other in pairwise(found))


def test_edges_are_the_flips_of_the_scenario_and_the_nearest_comes_first():
    scenario = read("march-2025")
    both = plan(
        scenario,
        "call",
        actors__russia__cost_of_fighting=np.linspace(0, 0.2, 5),
        levers__us_sanctions__strength=np.linspace(0, 0.3, 5),
    )
    found = edges(both)
    flips = nearest_flips(scenario.numbers, [axis.path for axis in both.axes], PlayWatch(both.subject.compiled, ()))[0]
    assert {edge.axis.path: edge.value for edge in found} == pytest.approx(
        {flip.path: flip.value for flip in flips}, rel=1e-7
    )
    assert [edge.share for edge in found] == sorted(edge.share for edge in found)
    assert {edge.to for edge in found} == {"energy_truce"}


def test_a_grid_that_does_not_hold_the_scenarios_own_number_has_no_edges():
    assert not edges(plan(read("march-2025"), "call", actors__russia__cost_of_fighting=[0.1, 0.2]))


def test_the_likeliest_outcome_of_logit_choices_changes_where_two_are_equally_likely():
    axis = Axis("actors.russia.cost_of_fighting", (0.0, 0.2))
    whole = Plan(read("march-2025"), "call", (axis,), Logit(lam=20.0))
    found = regimes(whole)
    assert len(found) == 2
    at = whole.solve_at({axis.path: np.array([found[0].high])}).figures[0]
    assert np.ptp(np.sort(at)[-2:]) < 1e-6


def test_borders_of_a_plane_lie_where_the_closed_form_has_them():
    table = sweep(plan(read("truce-dilemma"), "dilemma", **{KEEP: [0, 2, 7], HIGH: [0, 4]}))
    found = plane_of(table)
    assert found.region.tolist() == [[0, 1], [0, 1], [1, 1]] or found.region.tolist() == [[1, 0], [1, 0], [0, 0]]
    np.testing.assert_allclose(found.across, [[0.5, 0.5], [0.2, 0.5]], atol=1e-4)
    np.testing.assert_allclose(found.up, [[0.75], [0.75], [0.5]], atol=1e-4)


def test_a_plane_stands_at_a_place_on_the_further_axes():
    whole = plan(
        read("march-2025"),
        "call",
        actors__russia__cost_of_fighting=np.linspace(0, 0.2, 5),
        levers__us_sanctions__strength=np.linspace(0, 0.3, 4),
        games__call__horizon=[1, 3],
    )
    table = sweep(whole)
    for k in range(2):
        found = plane_of(table, (k,))
        assert (found.region == table.region[:, :, k]).all() and found.places == (k,)
        across = np.argwhere(table.region[1:, :, k] != table.region[:-1, :, k])
        for x, y in across:
            step = found.across[x, y]
            values = found.x[x] + step * (found.x[x + 1] - found.x[x])
            sides = whole.solve_at(
                {
                    whole.axes[0].path: values + np.array([-1e-5, 1e-5]),
                    whole.axes[1].path: np.full(2, found.y[y]),
                    whole.axes[2].path: np.full(2, whole.axes[2].values[k]),
                }
            )
            assert sides.answer[0] != sides.answer[1]
