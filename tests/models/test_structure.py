"""The shape of moves games: representation, order, information sets and their labels, types."""

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad

from negosim.errors import InputError
from negosim.games import Chance, Decision, ExtensiveFormGame, NormalFormGame
from negosim.models import build, compile_game
from negosim.scenario import read_text
from scenario_cases import SOUND, scenario_of

TYPES = """
extends: march-2025
title: A believed cost of fighting
games:
  call_private: {private: {actors.ukraine.cost_of_fighting: COUNT}}
actors:
  ukraine: {cost_of_fighting: {belief: {BELIEF}}}
"""


def labels(game: ExtensiveFormGame, player: str) -> list[str]:
    return [known.label for known in game.information_sets if game.players[known.player] == player]


def tree(target: str, key: str) -> ExtensiveFormGame:
    game = build(scenario_of(target), key)
    assert isinstance(game, ExtensiveFormGame)
    return game


def test_an_information_set_is_labelled_by_the_options_seen_in_order_of_play() -> None:
    game = tree("march-2025", "call")
    openings = ["broker", "press_kyiv", "press_moscow", "press_both"]
    assert game.players == ("us", "russia", "ukraine")
    assert labels(game, "us") == ["start"]
    assert labels(game, "russia") == openings
    replies = ["full_ceasefire", "energy_truce"]
    assert labels(game, "ukraine") == [f"{opening} / {reply}" for opening in openings for reply in replies]


def test_an_actors_own_type_comes_first_in_its_label() -> None:
    game = tree("march-2025", "call_private")
    assert labels(game, "us") == ["start"]
    assert labels(game, "russia")[:2] == ["broker", "press_kyiv"]
    assert labels(game, "ukraine")[:3] == [
        "type=1_of_5 / broker / full_ceasefire",
        "type=1_of_5 / broker / energy_truce",
        "type=1_of_5 / press_kyiv / full_ceasefire",
    ]
    assert len(labels(game, "ukraine")) == len(set(labels(game, "ukraine"))) == 5 * 4 * 2


def test_types_are_drawn_first_and_equally_likely() -> None:
    game = tree("march-2025", "call_private")
    root = game.nodes[0]
    assert isinstance(root, Chance)
    assert root.labels == tuple(f"type={k}_of_5" for k in range(1, 6))
    np.testing.assert_allclose(game.chance, 0.2)


def test_a_move_that_is_not_made_leaves_no_node() -> None:
    game = tree("march-2025", "call")
    decisions = [node for node in game.nodes if isinstance(node, Decision)]
    assert len(decisions) == 1 + 4 + 4 * 2
    assert sum(node.children != () for node in decisions) == len(decisions)


def test_a_game_in_which_nobody_sees_anything_is_in_normal_form() -> None:
    game = build(scenario_of("march-2025"), "table_talk")
    assert isinstance(game, NormalFormGame)
    assert game.shape == (4, 3, 2)
    assert game.outcomes[0] == "full_ceasefire" and game.outcomes[-1] == "fighting_on"


def test_a_plain_table_is_taken_as_it_stands() -> None:
    game = build(scenario_of("truce-dilemma"))
    assert isinstance(game, NormalFormGame)
    assert game.payoffs.tolist() == [[[3, 0], [5, 1]], [[3, 5], [0, 1]]]
    assert game.outcomes == ("keep / keep", "keep / break", "break / keep", "break / break")


def test_labels_that_would_say_the_same_name_their_moves() -> None:
    scenario = read_text(
        """
negosim: 1
title: Who asked?
actors: {a: {name: A}, b: {name: B}, c: {name: C}}
outcomes: {end: {kind: none, fighting: 0, strikes: 0, deal: 0}}
games:
  g:
    name: G
    moves:
      first: {actor: a, options: {left: {}, right: {}}}
      west: {actor: b, when: {first: left}, options: {ask: {}}}
      east: {actor: b, when: {first: right}, options: {ask: {}}}
      reply: {actor: c, sees: [west, east], options: {yes: {}, no: {}}}
    outcome_rules: [{outcome: end}]
"""
    )
    game = build(scenario)
    assert isinstance(game, ExtensiveFormGame)
    assert labels(game, "c") == ["ask", "at reply / east=ask"]


def test_a_private_number_of_a_simultaneous_game_is_known_to_its_actor_only() -> None:
    text = SOUND.read_text().replace("at_once:\n    extends: talk", "at_once:\n    extends: secret")
    game = build(read_text(text), "at_once")
    assert isinstance(game, ExtensiveFormGame)
    assert labels(game, "north") == ["type=1_of_3", "type=2_of_3", "type=3_of_3"]
    assert labels(game, "south") == ["start"]


def types_of(belief: str, count: int) -> tuple[list[float], list[float]]:
    """Return the values and the probabilities of Ukraine's types: its payoff at fighting on is linear in its cost."""
    scenario = read_text(TYPES.replace("COUNT", str(count)).replace("BELIEF", belief))
    compiled = compile_game(scenario, "call_private")
    found = compiled.terms_at(scenario.numbers.base)
    path = "actors.ukraine.cost_of_fighting"
    discount = scenario.facts.actors["ukraine"].discount_factor
    assert discount is not None
    months = sum(discount.value**month for month in range(3))
    seen = {}
    for term, amount, applies in zip(found.terms, found.amounts, found.design[:, 2], strict=True):
        if term.path == path:
            ends = [k for k in np.flatnonzero(applies) if compiled.situations[k].label == "fighting_on"]
            seen.update({int(k) // 20: -amount / months for k in ends})
    game = compiled.game(scenario.numbers.base)
    assert isinstance(game, ExtensiveFormGame)
    return [seen[k] for k in sorted(seen)], game.chance.tolist()


def test_uniform_types_are_the_means_of_equal_bins() -> None:
    values, chances = types_of("uniform: {low: .1, high: .5}", 4)
    assert values == pytest.approx([0.15, 0.25, 0.35, 0.45])
    assert chances == pytest.approx([0.25] * 4)


@pytest.mark.parametrize("count", [2, 5, 9])
def test_exponential_types_are_the_means_of_equally_likely_bins(count: int) -> None:
    values, chances = types_of("uniform: null, exponential: {mean: .3}", count)
    edges = [-0.3 * math.log(1 - k / count) for k in range(count)] + [math.inf]
    means = [count * quad(lambda t: t * math.exp(-t / 0.3) / 0.3, low, high)[0] for low, high in pairwise(edges)]
    assert values == pytest.approx(means, abs=1e-7)
    assert sum(values) / count == pytest.approx(0.3)
    assert chances == pytest.approx([1 / count] * count)


def test_named_types_have_the_values_and_probabilities_of_the_file() -> None:
    belief = "uniform: null, types: {worn: {value: .4, probability: .75}, fresh: {value: 0, probability: .25}}"
    values, chances = types_of(belief, 2)
    assert values == pytest.approx([0.4, 0.0])
    assert chances == pytest.approx([0.75, 0.25])


def test_an_unknown_game_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(InputError) as caught:
        compile_game(scenario_of("march-2025"), "cal")
    assert str(caught.value).startswith("--game cal: no such game; did you mean 'call'?")
