"""Nearest flips against closed forms on scenarios small enough to solve by hand."""

import numpy as np
import pytest

from negosim.models import build, compile_game
from negosim.scenario import read_text
from negosim.solve import solve
from negosim.whatif.flips import Flip, nearest_flips, searched_interval
from negosim.whatif.watch import PlayWatch, ReplyWatch, reached_sets

HOME = """
negosim: 1
title: Backing down
actors:
  north: {name: North, ideal: 1, value_of_deal: {value: .3, low: .1, high: .5}}
  south: {name: South, value_of_deal: 1}
issues: {hill: {name: the hill, at_0: lost, at_1: held, status_quo: {value: .75, low: 0, high: 1}}}
audience:
  north:
    hill: {red_line: 1, kinds: [pause], fixed: {value: .2, low: 0, high: .4}, slope: {value: .16, low: .1, high: .2}}
outcomes:
  peace: {name: peace, kind: pause, fighting: 0, strikes: 0, deal: 1}
  none: {name: none, kind: none, fighting: 0, strikes: 0, deal: 0}
games:
  talks:
    name: Talks
    model: moves
    moves:
      offer: {actor: south, options: {peace: {}, none: {}}}
      answer: {actor: north, when: {offer: peace}, options: {accept: {}, refuse: {}}}
    outcome_rules: [{when: {offer: peace, answer: accept}, outcome: peace}, {outcome: none}]
"""


def flips_of(text):
    """The flips of the outcome, by path, and the flips of each reached choice."""
    scenario = read_text(text)
    compiled = compile_game(scenario)
    result = solve(compiled.game(scenario.numbers.base))
    if hasattr(result.game, "information_sets"):
        watch = PlayWatch(compiled, reached_sets(result.game, result.equilibria[0]))
    else:
        watch = ReplyWatch(compiled, result.equilibria[0])
    found = nearest_flips(scenario.numbers, sorted(compiled.reads), watch)
    return {flip.path: flip for flip in found[0]}, found


def test_backing_down_stops_where_its_cost_at_home_is_the_worth_of_the_deal():
    # North accepts while value > fixed + slope (1 - x): .3 > .2 + .16 * .25 = .24
    found, _ = flips_of(HOME)
    by_hand = {
        "actors.north.value_of_deal": 0.24,
        "audience.north.hill.fixed": 0.26,
        "audience.north.hill.slope": 0.4,
        "issues.hill.status_quo": 1 - 0.1 / 0.16,
    }
    # South offers whatever it is sure of: its own worth flips nothing before it is zero, where it is indifferent
    for path, value in by_hand.items():
        assert found[path].value == pytest.approx(value, abs=1e-9), path
        assert found[path].to == "none" and found[path].up == (value > found[path].now)
    assert found["audience.north.hill.fixed"].share == pytest.approx(0.06 / 0.4)
    assert found["actors.north.value_of_deal"].share == pytest.approx(0.06 / 0.4)
    assert found["audience.north.hill.fixed"].in_range and not found["audience.north.hill.slope"].in_range
    assert {"actors.north.value_of_deal", "audience.north.hill.fixed"} == {
        p for p, f in found.items() if f.share and f.share < 0.2
    }


def test_the_nearest_flip_as_a_share_of_its_range_comes_first_and_those_without_a_range_last():
    _, (outcome, *_) = flips_of(HOME)
    shares = [flip.share for flip in outcome]
    stated = [share for share in shares if share is not None]
    assert shares[: len(stated)] == sorted(stated) and set(shares[len(stated) :]) <= {None}


def test_a_red_line_that_can_be_moved_out_of_the_way_flips_by_a_jump():
    # With fixed = .5 North refuses; it accepts once the red line is no farther than the hill: no shortfall, no cost.
    found, _ = flips_of(HOME.replace("value: .2,", "value: .5,").replace("high: .4}", "high: .9}"))
    assert found["audience.north.hill.red_line"].value == pytest.approx(0.75, abs=1e-9)
    assert found["audience.north.hill.red_line"].to == "peace"
    # ... or once all of the hill is held: a jump at the very end of the domain
    assert found["issues.hill.status_quo"].value == pytest.approx(1, abs=1e-9)


def test_the_farther_flip_is_given_too_where_it_alone_lies_in_the_stated_range():
    # a pause is played in the window .5 < x < .7, and x = .595 stands near the low end of its range
    near = WINDOW.replace("ABOVE", ".2").replace("value: .2,", "value: .595, low: .59, high: .95,")
    _, (outcome, *_) = flips_of(near)
    both = [flip for flip in outcome if flip.path == "issues.hill.status_quo"]
    assert [flip.value for flip in both] == pytest.approx([0.5, 0.7])
    assert [flip.in_range for flip in both] == [False, True]


WINDOW = """
negosim: 1
title: A window
actors: {north: {name: North, ideal: 1}, south: {name: South, ideal: 0}}
issues: {hill: {name: the hill, at_0: low, at_1: high, status_quo: {value: .2, note: where it is}}}
stakes: {north: {hill: 1}, south: {hill: 1}}
outcomes:
  pause: {name: a pause, kind: pause, fighting: 0, strikes: 0, deal: 0}
  halves: {name: halves, kind: settlement, fighting: 0, strikes: 0, deal: 0, settles: {hill: .5}}
games:
  talks:
    name: Talks
    model: moves
    moves:
      offer: {actor: north, options: {halves: {}, pause: {}}}
      answer: {actor: south, when: {offer: pause}, options: {refuse: {}, accept: {}}}
    outcome_rules: [{when: {offer: pause, answer: accept}, outcome: pause}, {outcome: halves}]
    terms: {gift: {actor: south, when: {offer: pause, answer: accept}, amount: ABOVE}}
"""


@pytest.mark.parametrize("width", [0.1, 1e-3, 1e-5, 1e-7])
def test_a_window_far_narrower_than_any_grid_is_found_where_payoffs_are_affine(width):
    # North offers a pause where x > .5, South takes it where 1 - x + width > .5: only in .5 < x < .5 + width
    found, _ = flips_of(WINDOW.replace("ABOVE", str(width)))
    assert found["issues.hill.status_quo"].value == pytest.approx(0.5, abs=2e-9)
    assert found["issues.hill.status_quo"].to == "pause"


def test_a_window_in_the_middle_of_a_curved_number_is_found_when_it_is_wider_than_a_sixty_fourth():
    # x after n months of hazard h: 1 - (1 - h)^n, curved in h; n = 2, window .5 < x < .58
    text = WINDOW.replace(
        "status_quo: {value: .2, note: where it is}", "status_quo: 0, hazard: {value: .05, per: month}"
    )
    text = text.replace("kind: pause, fighting: 0", "kind: pause, fighting: 1").replace("ABOVE", ".08")
    found, _ = flips_of(text.replace("    moves:", "    horizon: 2\n    moves:"))
    assert found["issues.hill.hazard"].value == pytest.approx(1 - np.sqrt(0.5), abs=1e-8)


def test_a_choice_of_a_simultaneous_game_flips_where_the_best_reply_to_the_others_does():
    text = """
negosim: 1
title: Two by two
actors: {north: {name: North}, south: {name: South}}
games:
  game:
    name: Game
    model: moves
    moves:
      north: {actor: north, sees: [], options: {up: {}, down: {}}}
      south: {actor: south, sees: [], options: {left: {}, right: {}}}
    payoffs:
      up: {left: {north: 3, south: 2}, right: {north: 1, south: 0}}
      down: {left: {north: 2, south: 0}, right: {north: 0, south: -5}}
"""
    outcome, (_, north, south) = flips_of(text)
    assert {flip.path.split("payoffs.")[1]: round(flip.value, 9) for flip in north} == {
        "up.left.north": 2,
        "down.left.north": 3,
    }
    assert {flip.path.split("payoffs.")[1]: round(flip.value, 9) for flip in south} == {
        "up.left.south": 0,
        "up.right.south": 2,
    }
    # North's payoff at (up, right) changes nothing as long as South plays left, and South's (down, .) are off the path
    assert set(outcome) == {flip.path for flip in (*north, *south)}


def test_numbers_that_cannot_flip_anything_have_no_flip():
    found, _ = flips_of(HOME)
    scenario = read_text(HOME)
    assert "outcomes.none.strikes" not in found
    assert searched_interval(scenario.numbers, "issues.hill.status_quo") == (0.0, 1.0)


def test_the_probability_of_a_type_never_moves_alone():
    belief = "{value: .1, belief: {types: {weak: {value: .1, probability: .5}, strong: {value: .9, probability: .5}}}}"
    text = HOME.replace("value_of_deal: {value: .3, low: .1, high: .5}", f"value_of_deal: {belief}").replace(
        "    outcome_rules", "    private: {actors.north.value_of_deal: 2}\n    outcome_rules"
    )
    scenario = read_text(text)
    compiled = compile_game(scenario)
    assert any(path.endswith(".probability") for path in compiled.reads)
    result = solve(build(scenario))
    watch = PlayWatch(compiled, reached_sets(result.game, result.equilibria[0]))
    found = nearest_flips(scenario.numbers, sorted(compiled.reads), watch)
    # South offers for the sake of the strong type alone, which accepts: below .24 it would not
    (outcome, *_) = found
    assert all(not flip.path.endswith(".probability") for flips in found for flip in flips)
    strong = next(f for f in outcome if f.path.endswith("types.strong.value"))
    assert strong.value == pytest.approx(0.24, abs=1e-9)


def test_a_flip_knows_its_direction():
    assert Flip("a.b", 1.0, 2.0, 2.1, None).up and not Flip("a.b", 1.0, 0.5, 0.4, None).up
    assert not Flip("a.b", 1.0, 2.0, 2.1, None).in_range
