"""Tipping points of every number: closed forms, what a grid sees, and certificates that bite."""

from dataclasses import replace

import numpy as np
import pytest

from negosim.errors import UnsolvedError
from negosim.models import compile_game
from negosim.scenario import read, read_text
from negosim.whatif.answers import answers
from negosim.whatif.batch import MovesSubject, subject_of
from negosim.whatif.certify import _apart, certified, certified_play, solve_alone
from negosim.whatif.flips import Flip, can_move, searched_interval
from negosim.whatif.tipping import tipping
from small_scenarios import STAKES, TABLE, home

HALF_BLIND = """
negosim: 1
extends: march-2025
games:
  half_blind:
    extends: call
    name: Half blind
    moves: {answer: {sees: [opening], when: null}}
"""


def of(text, **how):
    """The tipping points of the headline game, and each number's by path."""
    found = tipping(MovesSubject(compile_game(read_text(text))), **how)
    return found, {tip.path: tip for tip in found.tips}


def test_numbers_are_ranked_by_their_distance_and_those_without_a_range_come_after():
    found, tips = of(home())
    by_hand = {
        "audience.north.hill.fixed": (0.26, 0.15),
        "actors.north.value_of_deal": (0.24, 0.15),
        "audience.north.hill.slope": (0.4, None),
    }
    for path, (value, share) in by_hand.items():
        assert tips[path].flips[0].value == pytest.approx(value, abs=1e-9)
        assert tips[path].flips[0].share == (None if share is None else pytest.approx(share, abs=1e-9))
    shares = [flip.share for flip in found.flips]
    stated = [share for share in shares if share is not None]
    assert shares == [*sorted(stated), *[None] * (len(shares) - len(stated))]
    assert [tip.path for tip in found.tips if not tip.flips] == list(found.never)


def test_a_game_with_one_threshold_tips_at_it_and_nowhere_else():
    found, tips = of(STAKES)
    assert found.answer == "hill"
    (flip,) = tips["stakes.north.hill"].flips
    assert (flip.value, flip.to, flip.up) == (pytest.approx(0.5, abs=1e-9), "ford", False)
    assert tips["stakes.north.ford"].flips[0].value == pytest.approx(0.5, abs=1e-9)
    assert "stakes.south.hill" in found.never or "stakes.south.hill" not in tips


@pytest.mark.parametrize("game", ["call", "table_talk", "ukraine_russia"])
def test_every_flip_is_certified_and_no_grid_sees_anything_nearer(game):
    scenario = read("march-2025")
    compiled = compile_game(scenario, game)
    found, numbers = tipping(MovesSubject(compiled)), scenario.numbers
    home_label = answers(compiled, numbers.base[None]).labels[0]
    for tip in found.tips:
        assert all(flip.is_certified for flip in tip.flips), tip
        low, high = searched_interval(numbers, tip.path)
        ends = {True: high, False: low} | {flip.up: flip.last for flip in tip.flips}
        if tip.path == "time.start":
            continue
        grid = np.unique(np.concatenate([np.linspace(numbers[tip.path].value, end, 101) for end in ends.values()]))
        assert set(answers(compiled, numbers.vary({tip.path: grid})).labels) == {home_label}, tip.path
        for flip in tip.flips:
            assert answers(compiled, numbers.vary({tip.path: [flip.beyond]})).labels == (flip.to,) != (home_label,)


def test_a_flip_of_what_is_done_leaves_the_answer_and_comes_before_the_answer_changes():
    scenario = read("march-2025")
    compiled = compile_game(scenario, "call")
    plays = [tip for tip in tipping(MovesSubject(compiled)).tips if tip.play is not None]
    assert len(plays) > 5 and {tip.mover for tip in plays} <= set(compiled.players)
    for tip in plays:
        assert tip.play.is_certified
        assert all(abs(f.value - f.now) > abs(tip.play.value - f.now) for f in tip.flips if f.up == tip.play.up)


def test_toward_an_outcome_finds_the_value_that_brings_it_about_and_no_other():
    window = home(value="{value: .23, low: .1, high: .5}")
    found, tips = of(window, toward="peace")
    assert (found.answer, found.toward) == ("none", "peace")
    (flip,) = tips["actors.north.value_of_deal"].flips
    assert (flip.value, flip.to, flip.is_certified) == (pytest.approx(0.24, abs=1e-9), "peace", True)
    _, none = of(window, toward="none")
    assert not any(tip.flips for tip in none.values())


def test_a_simultaneous_game_tips_where_its_set_of_equilibria_does():
    found, tips = of(TABLE)
    assert found.answer == "up / left"
    (flip,) = tips["games.game.payoffs.up.left.north"].flips
    assert (flip.value, flip.to) == (pytest.approx(2, abs=1e-9), "no pure equilibrium") or flip.to
    assert flip.is_certified and flip.share == pytest.approx(1 / 6, abs=1e-9)


def test_a_game_without_a_pure_equilibrium_tips_where_one_appears():
    pennies = TABLE.replace("left: {north: {value: 3, low: 0, high: 6}, south: 2}", "left: {north: 1, south: -1}")
    pennies = pennies.replace("right: {north: 1, south: 0}", "right: {north: -1, south: 1}")
    pennies = pennies.replace("left: {north: {value: 2, low: 0, high: 4}, south: 0}", "left: {north: -1, south: 1}")
    pennies = pennies.replace("right: {north: 0, south: -5}", "right: {north: 1, south: -1}")
    found, tips = of(pennies)
    assert found.answer == "no pure equilibrium"
    flip = tips["games.game.payoffs.up.left.north"].flips[0]
    assert flip.value == pytest.approx(-1, abs=1e-9) and flip.is_certified


def test_the_order_in_which_numbers_are_asked_for_changes_nothing():
    compiled = compile_game(read("march-2025"), "call")
    paths = sorted(path for path in compiled.reads if can_move(path))[:20]
    assert tipping(MovesSubject(compiled), paths) == tipping(MovesSubject(compiled), paths[::-1])


def test_a_flip_that_is_not_one_is_not_certified():
    compiled = compile_game(read_text(home()))
    subject = MovesSubject(compiled)
    (flip,) = tipping(subject, ["actors.north.value_of_deal"]).tips[0].flips
    before = solve_alone(subject)
    assert before.answer == "peace" and certified(subject, flip, before).is_certified
    for wrong in (replace(flip, to="peace"), replace(flip, last=0.2), replace(flip, beyond=0.25)):
        assert not certified(subject, wrong, before).is_certified
    assert not certified(subject, flip, before, toward="peace").is_certified
    assert not certified_play(subject, flip, before).is_certified


TIED = """
negosim: 1
title: Tied stakes
actors: {north: {name: North, ideal: 1}, south: {name: South, ideal: 0}}
issues:
  hill: {name: hill, at_0: low, at_1: high, status_quo: .5}
  ford: {name: ford, at_0: low, at_1: high, status_quo: .5}
stakes: {north: {hill: {value: .6, low: .3, high: .9}, ford: .4}, south: {hill: .5, ford: .5}}
outcomes:
  hill: {name: the hill, kind: settlement, fighting: 0, strikes: 0, deal: 0, settles: {hill: .501, ford: .5}}
  ford: {name: the ford, kind: settlement, fighting: 0, strikes: 0, deal: 0, settles: {hill: .5, ford: .501}}
  none: {name: neither, kind: settlement, fighting: 0, strikes: 0, deal: 0, settles: {hill: 1, ford: 1}}
games:
  pick:
    name: Pick
    model: moves
    moves: {pick: {actor: north, options: {hill: {}, ford: {}}}, say: {actor: south, options: {aye: {}, nay: {}}}}
    outcome_rules: [{when: {say: nay}, outcome: none}, {when: {pick: hill}, outcome: hill}, {outcome: ford}]
"""


def test_a_flip_next_to_an_exact_tie_is_certified_a_millionth_farther_out(monkeypatch):
    _, tips = of(TIED)
    (flip,) = tips["stakes.north.hill"].flips
    assert flip.value == pytest.approx(0.5, abs=1e-9) and flip.is_certified
    monkeypatch.setattr("negosim.whatif.certify.APART", 0.0)  # by the games next to it, which are ties to within TIE
    assert not of(TIED)[1]["stakes.north.hill"].flips[0].is_certified


def test_a_certificate_is_never_looked_for_beyond_where_the_number_is_or_may_be():
    subject = MovesSubject(compile_game(read_text(TIED)))
    flip = Flip("stakes.north.hill", 0.5, 1e-9, 0.0, None, "ford", last=2e-9)
    assert _apart(subject, flip) == (pytest.approx(1e-6 + 2e-9), 0.0)
    assert _apart(subject, replace(flip, now=1e-8, last=1e-8))[0] == 1e-8
    up = Flip("stakes.north.hill", 0.5, 1 - 1e-9, 1.0, None, "hill", last=1 - 2e-9)
    assert _apart(subject, up) == (pytest.approx(1 - 2e-9 - 1e-6), 1.0)


def test_a_game_whose_beliefs_depend_on_choices_is_refused():
    with pytest.raises(UnsolvedError, match="half_blind: what somebody believes depends on what another chooses"):
        tipping(MovesSubject(compile_game(read_text(HALF_BLIND), "half_blind")))


def test_the_only_stake_of_an_actor_moves_nowhere():
    """Stakes sum to one, so that it could be set to nothing else."""
    scenario = read("classics/fearon-crisis")
    assert searched_interval(scenario.numbers, "stakes.democracy.prize") == (1.0, 1.0)
    found = tipping(subject_of(scenario, "crisis"))
    assert not any(tip.flips for tip in found.tips if tip.path.startswith("stakes."))
    assert any(tip.flips for tip in found.tips)
