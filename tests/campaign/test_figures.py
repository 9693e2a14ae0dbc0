"""A campaign's figures: exact, the same in a batch and alone, and near what paths give."""

import numpy as np
import pytest

from campaign_cases import RIVER
from negosim.campaign import CampaignGame, CompiledCampaign, solve
from negosim.campaign.figures import campaign_model, turning_value
from negosim.campaign.reasons import Spot, why
from negosim.campaign.simulate import Draw, simulate
from negosim.campaign.summary import Summary
from negosim.errors import UsageError
from negosim.scenario import read
from negosim.whatif.batch import subject_of
from negosim.whatif.model_watch import model_flips


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    file = tmp_path_factory.mktemp("river") / "river.yaml"
    coarse = RIVER.replace("high: .7, points: 6", "high: .7, points: 3").replace("      points: 6", "      points: 3")
    file.write_text(coarse.replace("hazard: .25", "hazard: {value: .25, low: 0, high: 1}"))
    return campaign_model(read(str(file)))


@pytest.fixture(scope="module")
def draw(model):
    game = CampaignGame(CompiledCampaign(model.scenario), model.scenario.numbers.base[np.newaxis], 6)
    return Draw(game, solve(game.monthly), 6)


def test_figures_are_what_drawn_paths_come_to_on_average(model, draw):
    summary = Summary(draw, simulate(draw, 40_000, 2))
    exact = {name: float(value) for name, value in model.base.figures.items()}
    for outcome in summary.outcomes:
        shares = summary.share_by_month(outcome)
        assert exact[f"share.{outcome}"] == pytest.approx(shares[-1].share, abs=0.01)
        assert exact[f"months.{outcome}"] == pytest.approx(sum(s.share for s in shares), abs=0.04)
    assert exact["months_to_end"] == pytest.approx(summary.paths.is_on.sum(axis=1).mean(), abs=0.04)
    for stalling in summary.stalling:
        assert exact[f"stall.{stalling.actor}"] == pytest.approx(stalling.months, abs=0.04)


def test_a_batch_is_a_loop_whatever_its_axes(model):
    values = model.scenario.numbers.vary({"issues.fort.hazard": np.array([[0.0, 0.2], [0.6, 1.0]])})
    together = model.figures(values)
    for at in np.ndindex(2, 2):
        alone = model.figures(values[at])
        for name in together:
            assert together[name][at] == pytest.approx(alone[name], abs=1e-12, nan_ok=True)


def test_the_gain_of_a_stall_is_the_difference_that_its_reason_takes_apart(model, draw):
    stage, place = draw.game.monthly.stage(0, 0), int(draw.game.space.start().argmax())
    known = next(k for k, entry in enumerate(stage.shape.sets) if entry.move == "offer")
    reason = why(draw.game, draw.course, Spot(0, 0, place, known), ("no", "halt"))
    assert reason.chosen == "no" and reason.alternative == "peace"
    assert float(model.base.figures["stall_gain.north"]) == pytest.approx(reason.difference, abs=1e-12)


@pytest.mark.parametrize("hazard", [0.25, 0.0])
def test_an_analysis_takes_the_gain_of_each_stall_apart_whether_it_pays_or_not(model, hazard):
    found = campaign_model(model.scenario.what_if({"issues.fort.hazard": hazard})).analyse()
    reasons = {each.actor: each for each in found.base.inequalities}
    gains = {name.partition(".")[2]: gain for name, gain in found.figures.items() if name.startswith("stall_gain.")}
    assert reasons and set(reasons) == {actor for actor, gain in gains.items() if np.isfinite(gain)}
    for actor, reason in reasons.items():
        assert float(reason.slack) == pytest.approx(gains[actor], abs=1e-9)
        assert bool(reason.holds) == (gains[actor] >= 0) and len(reason.terms()) > 1


def test_a_stall_turns_where_the_gain_does_and_the_choice_differs_on_both_sides(model):
    turn = turning_value(model, "north", "issues.fort.hazard")
    assert turn is not None
    values = model.scenario.numbers.vary({"issues.fort.hazard": np.array([turn - 0.002, turn + 0.002])})
    below, above = model.figures(values)["stall_gain.north"]
    assert (below > 0) != (above > 0)
    assert turning_value(model, "south", "issues.fort.hazard") is None
    with pytest.raises(ValueError, match=r"issues.bank.drift has no range to look in"):
        turning_value(model, "north", "issues.bank.drift")


def test_what_ifs_see_a_campaigns_regime_flip_as_that_of_any_model(model):
    """Most paths have ended after six months where the fort falls soon enough."""
    flips = model_flips(model, ["issues.fort.hazard"]).regime
    assert [flip.path for flip in flips] == ["issues.fort.hazard"] and flips[0].to != "most_paths_end"
    sides = model.scenario.numbers.vary(
        {"issues.fort.hazard": np.array([flips[0].value - 0.01, flips[0].value + 0.01])}
    )
    below, above = (tuple(model.REGIMES)[k] for k in model.regime(sides)[1])
    assert below == flips[0].to and above == "most_paths_end"


def test_a_sweep_asks_the_campaign_for_its_figures_by_name(model):
    """What `negosim sweep --game campaign --figure stall.north` asks at each point."""
    values = model.scenario.numbers.vary({"issues.fort.hazard": np.array([0.0, 0.25])})
    subject = subject_of(model.scenario, "campaign", None, "stall.north")
    points = subject.solve(values)
    assert points.answers[points.answer[0]] == "zero" and points.answers[points.answer[1]] == "positive"
    with pytest.raises(UsageError, match=r"`campaign` has no such figure; did you mean 'stall.north'"):
        subject_of(model.scenario, "campaign", None, "stall.nort")
