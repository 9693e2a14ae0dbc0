"""Paths: drawn from the course they claim, the same for the same seed, and summed up as they are."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from campaign_cases import RIVER
from negosim import parallel
from negosim.campaign import CampaignGame, CompiledCampaign, Rule, solve
from negosim.campaign.forward import run_forward
from negosim.campaign.reasons import Spot, why
from negosim.campaign.simulate import Draw, simulate
from negosim.campaign.summary import Summary, share_of
from negosim.campaign.thumbs import HABITS, Thumb
from negosim.scenario import read


@pytest.fixture(scope="module")
def game(tmp_path_factory):
    file = tmp_path_factory.mktemp("river") / "river.yaml"
    file.write_text(RIVER.replace("detect: .8", "detect: .3"))
    scenario = read(str(file))
    return CampaignGame(CompiledCampaign(scenario), scenario.numbers.base[np.newaxis], 6)


@pytest.fixture(scope="module")
def draw(game):
    """Logit choices, so that everything that can happen does."""
    return Draw(game, solve(game.monthly, Rule("logit", precision=8.0)), 6)


@pytest.fixture(scope="module")
def paths(draw):
    return simulate(draw, 20_000, 7)


def test_the_same_seed_gives_the_same_paths_on_one_worker_and_on_eight(draw, monkeypatch):
    """Work is sent away after a second; here at once."""
    monkeypatch.setattr(parallel.order, "PATIENCE", 0.0)
    alone = simulate(draw, 3500, 3)
    with ThreadPoolExecutor(8) as executor:
        together = simulate(draw, 3500, 3, executor)
    for name in ("mode", "place", "end", "event", "payoff"):
        assert getattr(alone, name).tobytes() == getattr(together, name).tobytes()
    assert simulate(draw, 3500, 4).place.tobytes() != alone.place.tobytes()


def test_more_runs_do_not_change_the_first_ones(draw):
    assert (simulate(draw, 1700, 3).place == simulate(draw, 3500, 3).place[:1700]).all()


def test_shares_of_paths_are_near_the_exact_ones(draw, paths):
    """Within five standard errors in every mode, place and month."""
    for month, exact in enumerate(run_forward(draw.course, draw.game.space.start(), 6)):
        for mode in range(len(draw.game.modes)):
            here = paths.mode[:, month] == mode
            drawn = np.bincount(paths.place[here, month], minlength=draw.game.space.size) / paths.runs
            error = np.sqrt(exact.states[mode] * (1 - exact.states[mode]) / paths.runs)
            assert (np.abs(drawn - exact.states[mode]) <= 5 * error + 1e-9).all()


def test_what_paths_pay_on_average_is_what_the_equilibrium_is_worth(draw, paths):
    worth = draw.game.space.start() @ draw.course.values[0][0]
    error = paths.payoff.std(axis=0) / np.sqrt(paths.runs)
    assert (np.abs(paths.payoff.mean(axis=0) - worth) <= 5 * error + 1e-12).all()


def test_nobody_does_better_by_a_rule_of_thumb(game):
    """Against the others' equilibrium strategies none can: exactly the point of the equilibrium."""
    course = solve(game.monthly)
    worth = (game.space.start() @ course.values[0][0])[1]  # a rule of the north's would replace its type
    for habit in HABITS:
        other = simulate(Draw(game, course, 6, Thumb("south", habit)), 4000, 7).payoff[:, 1]
        assert other.mean() <= worth + 5 * other.std() / np.sqrt(len(other)) + 1e-12


def test_a_rule_of_thumb_does_what_it_says(draw, game):
    stalling = simulate(Draw(game, draw.course, 6, Thumb("north", "always_stall")), 500, 1)
    found = {s.actor: s for s in Summary(Draw(game, draw.course, 6), stalling).stalling}
    assert found["north"].share.share == 1.0
    accepting = simulate(Draw(game, draw.course, 6, Thumb("north", "always_accept")), 500, 1)
    assert {s.actor: s for s in Summary(Draw(game, draw.course, 6), accepting).stalling}["north"].months == 0.0


def test_truces_are_begun_broken_and_seen_as_often_as_their_chances_say(draw, paths):
    """A party that keeps the halt is blamed with .1; the north's type shoots and is seen with .3."""
    breaking = Summary(draw, paths).breaking
    assert breaking.begun > 0.2
    shoots = breaking.broken["north"].share
    expected = shoots * 0.3 + (1 - shoots) * 0.1
    assert breaking.seen["north"].share == pytest.approx(expected, abs=0.02)
    raids = breaking.broken["south"].share
    assert breaking.seen["south"].share == pytest.approx(raids * 0.3 + (1 - raids) * 0.1, abs=0.02)


def test_shares_of_outcomes_sum_to_one_and_those_that_ended_stay(draw, paths):
    summary = Summary(draw, paths)
    shares = np.array([[s.share for s in summary.share_by_month(key)] for key in summary.outcomes])
    assert shares.sum(axis=0) == pytest.approx(np.ones(6))
    ended = shares[summary.outcomes.index("peace")]
    assert (np.diff(ended) >= 0).all() and ended[-1] == pytest.approx(summary.ending.share)


def test_wilsons_interval_is_that_of_the_textbook():
    """Wilson (1927): 10 of 100 gives .0552 to .1744."""
    found = share_of(10, 100)
    assert (found.low, found.high) == pytest.approx((0.0552, 0.1744), abs=1e-4)
    assert share_of(0, 50).low == 0.0 and share_of(50, 50).high == 1.0


def test_the_parts_of_a_reason_are_those_of_the_two_worths(game):
    """Apart from the sum that is checked inside: what happens now is the month's payoffs, term by term."""
    stage, course = game.monthly.stage(0, 2), solve(game.monthly)
    place = int(game.space.start().argmax())
    payoffs = stage.payoffs[place]
    for known, entry in enumerate(stage.shape.sets):
        reason = why(game, course, Spot(2, 0, place, known))
        assert reason.difference >= -1e-12
        assert sum(part.amount for part in reason.parts) == pytest.approx(reason.difference, abs=1e-9)
        if entry.player == 1:  # the answer ends the month: its ends are single
            ends = [
                next(k for k, path in enumerate(stage.shape.paths) if (known, entry.actions.index(option)) in path)
                for option in (reason.chosen, reason.alternative)
            ]
            assert reason.now == pytest.approx(payoffs[1, ends[0]] - payoffs[1, ends[1]], abs=1e-12)
