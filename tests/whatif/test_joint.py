"""The smallest joint change against distances worked out by hand, and what it promises of nearer points."""

import numpy as np
import pytest

from negosim.errors import UnsolvedError
from negosim.models import compile_game
from negosim.scenario import read, read_text
from negosim.whatif.batch import MovesSubject
from negosim.whatif.joint import joint_change
from negosim.whatif.regions import plan_of
from negosim.whatif.space import Space, size_of
from negosim.whatif.tipping import tipping
from small_scenarios import STAKES, TABLE, home


def of(text, toward=""):
    return joint_change(compile_game(read_text(text)), toward)


def test_two_numbers_that_share_a_gap_each_close_half_of_it():
    # .3 - .4 t = .2 + .4 t + .04: t = .06 / .8, in a plane whose regions are half-planes
    found = of(home())
    assert found.size == pytest.approx(0.075, abs=1e-5) and found.size >= 0.075 - 1e-12
    assert found.values == pytest.approx(
        {"actors.north.value_of_deal": 0.27, "audience.north.hill.fixed": 0.23}, abs=1e-5
    )
    assert (found.to, found.is_exact, found.is_certified, found.ranges) == ("none", True, True, 2)


def test_a_third_number_that_is_linear_with_the_others_makes_it_smaller():
    # .06 = (.4 + .4 + .25 * .1) t
    found = of(home(slope="{value: .16, low: .1, high: .2}"))
    assert found.size == pytest.approx(0.06 / 0.825, abs=1e-5) and found.is_exact


def test_where_numbers_multiply_the_tangents_still_lead_to_the_nearest_point():
    # .06 - .8 t = (.16 + .1 t)(.25 + t) - .04, so .1 t^2 + .985 t - .06 = 0
    found = of(
        home(slope="{value: .16, low: .1, high: .2}", quo="{value: .75, low: 0, high: 1, note: how much is held}")
    )
    by_hand = (-0.985 + np.sqrt(0.985**2 + 4 * 0.1 * 0.06)) / 0.2
    assert found.size == pytest.approx(by_hand, abs=1e-6)
    assert not found.is_exact and found.is_certified and found.tried == 4096


def test_a_range_that_ends_before_the_others_do_stops_there():
    # value may fall by .02 only, a whole range; fixed must then rise by .04 of its .4
    found = of(home(value="{value: .3, low: .28, high: .5}"))
    # z in units of ranges .22 and .4: .06 = (.22 + .4) t as long as .22 t <= .02, t <= .0909; t = .0968 is past it
    assert found.size == pytest.approx(0.04 / 0.4, abs=1e-5)
    assert found.values["actors.north.value_of_deal"] == pytest.approx(0.28, abs=1e-6)


def test_stakes_move_together_so_that_they_keep_their_sum():
    # hill and ford swap at .5 each: .1 of ranges of .6
    found = of(STAKES)
    assert found.size == pytest.approx(0.1 / 0.6, abs=1e-4)
    assert sum(found.values.values()) == pytest.approx(1) and found.to == "ford"


def test_a_simultaneous_game_changes_where_its_set_of_equilibria_does():
    # 3 - 6 t = 2 + 4 t
    found = of(TABLE)
    assert found.size == pytest.approx(0.1, abs=1e-5) and found.is_exact and found.is_certified


def test_toward_an_outcome_is_the_smallest_change_that_brings_it_about():
    assert of(home(), "none").size == pytest.approx(0.075, abs=1e-5)
    assert of(home(value="{value: .23, low: .1, high: .5}"), "peace").size == pytest.approx(0.01 / 0.8, abs=1e-5)


def test_none_within_the_ranges_is_none():
    assert of(home(value="{value: .3, low: .29, high: .5}", fixed="{value: .2, low: .1, high: .21}")) is None
    assert joint_change(compile_game(read("truce-dilemma"))) is None  # it states no range


@pytest.fixture(scope="module")
def march():
    compiled = compile_game(read("march-2025"), "call")
    return compiled, joint_change(compiled)


def test_the_joint_change_of_the_first_scenario_is_smaller_than_that_of_any_single_number(march):
    compiled, found = march
    assert 0 < found.size < 0.0185 and found.is_certified and found.to == "energy_truce"
    for path, value in found.values.items():
        quantity = compiled.scenario.numbers[path].quantity
        assert quantity.low - 1e-12 <= value <= quantity.high + 1e-12
        assert abs(value - quantity.value) <= found.size * (quantity.high - quantity.low) * (1 + 1e-9)


def test_no_point_drawn_nearer_changes_the_answer_and_just_nearer_on_its_ray_neither(march):
    compiled, found = march
    space = Space(compiled)
    entries = compiled.scenario.numbers.entries
    point = np.array([found.values.get(entries[k].path, entries[k].value) for k in space.columns])
    moves = (point - space.base) / space.width
    assert size_of(moves) == pytest.approx(found.size)
    nearer = space.drawn(0.999 * found.size, 20_000, np.random.default_rng(7))
    ray = np.linspace(0, 0.99999, 200)[:, None] * moves
    assert set(space.labels(nearer)) == set(space.labels(ray)) == {"full_ceasefire"}
    assert space.labels(moves[None]) == ["energy_truce"]


def test_the_same_seed_finds_the_same_change(march):
    compiled, found = march
    assert joint_change(compiled) == found


def test_drawn_moves_stay_in_their_box_and_keep_the_sum_of_stakes(march):
    space = Space(march[0])
    moves = space.drawn(0.3, 500, np.random.default_rng(1))
    assert (np.abs(moves) <= 0.3 + 1e-9).all() and (moves >= space.box.low - 1e-9).all()
    assert np.abs(moves @ space.box.ties.T).max() < 1e-9
    values = space.values(moves)
    for weights in march[0].scenario.numbers.stakes.values():
        assert values[:, weights].sum(axis=1) == pytest.approx(np.ones(500))


def test_the_plan_of_a_game_is_what_is_chosen_everywhere():
    assert plan_of(compile_game(read_text(home())).game(read_text(home()).numbers.base)) == [0, 0]
    assert plan_of(compile_game(read_text(TABLE)).game(read_text(TABLE).numbers.base)) == [1, 0, 0, 0]


def test_an_answer_that_chance_decides_changes_jointly_too():
    # two types of .1 and .9: the weak one refuses, until fixed + .04 < .1, .14 of a range of .4 away
    belief = "{value: .1, belief: {types: {weak: {value: .1, probability: .5}, strong: {value: .9, probability: .5}}}}"
    rules = "    private: {actors.north.value_of_deal: 2}\n    outcome_rules"
    found = of(home(value=belief).replace("    outcome_rules", rules))
    assert found.size == pytest.approx(0.35, abs=1e-4) and found.to == "peace"
    assert found.is_certified and not found.is_exact


def test_a_game_with_too_many_choices_is_refused():
    options = ", ".join(f"o{k}: {{}}" for k in range(40))
    cells = "\n".join(
        f"      o{i}: {{{', '.join(f'o{j}: {{north: {i}, south: {j}}}' for j in range(40))}}}" for i in range(40)
    )
    text = TABLE[: TABLE.index("    moves:")] + (
        f"    moves:\n      north: {{actor: north, sees: [], options: {{{options}}}}}\n"
        f"      south: {{actor: south, sees: [], options: {{{options}}}}}\n    payoffs:\n{cells}\n"
    )
    with pytest.raises(UnsolvedError, match="games of up to 1000 choices, and this one has 126400"):
        of(text)


def test_the_solver_prints_nothing(capfd):
    of(home())
    assert capfd.readouterr() == ("", "")


def random_table(rng):
    """A game of two and three options in which every payoff has a range; simultaneous or in turns."""

    def payoff():
        value, width, place = rng.uniform(0, 10), rng.uniform(1, 6), rng.uniform(0.2, 0.8)
        return f"{{value: {value:.3f}, low: {value - place * width:.3f}, high: {value + (1 - place) * width:.3f}}}"

    sees = "sees: [], " if rng.random() < 0.6 else ""
    rows = [", ".join(f"b{j}: {{north: {payoff()}, south: {payoff()}}}" for j in range(3)) for _ in range(2)]
    return TABLE[: TABLE.index("    moves:")] + (
        f"    moves:\n      x: {{actor: north, {sees}options: {{a0: {{}}, a1: {{}}}}}}\n"
        f"      y: {{actor: south, {sees}options: {{b0: {{}}, b1: {{}}, b2: {{}}}}}}\n"
        f"    payoffs: {{a0: {{{rows[0]}}}, a1: {{{rows[1]}}}}}\n"
    )


@pytest.mark.parametrize("seed", range(6))
def test_in_random_tables_the_joint_change_is_exact_certified_and_no_larger_than_any_single_flip(seed):
    compiled = compile_game(read_text(random_table(np.random.default_rng(seed))))
    found = joint_change(compiled)
    single = [flip.share for tip in tipping(MovesSubject(compiled)).tips for flip in tip.flips if flip.in_range]
    if found is None:
        assert not single
    else:
        assert found.is_exact and found.is_certified and found.tried == 4096
        assert found.size <= min(single, default=1.0) + 1e-6
