"""Laying trees over each other: what is kept, what goes, and where each value is said to stand."""

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.errors import InputError
from negosim.scenario import read
from negosim.scenario.inheritance import resolve_games
from negosim.scenario.merge import overlay, subtree, without
from negosim.scenario.syntax import Tree, parse


def laid(base: str, over: str) -> Tree:
    return overlay(parse(base, "base"), parse(over, "over"))


MERGES = [
    ("{a: 1, b: {c: 2, d: 3}}", "{b: {d: 4, e: 5}, f: 6}", {"a": 1, "b": {"c": 2, "d": 4, "e": 5}, "f": 6}),
    ("{a: [1, 2, 3]}", "{a: [4]}", {"a": [4]}),
    ("{a: {b: 1}, c: 2}", "{a: null}", {"c": 2}),
    ("{a: {b: 1, c: 2}}", "{a: {b: null}}", {"a": {"c": 2}}),
    ("{a: 1}", "{b: null}", {"a": 1, "b": None}),
    ("{a: word}", "{a: {b: 1}}", {"a": {"b": 1}}),
    ("{a: {b: 1}}", "{a: word}", {"a": "word"}),
    # quantities
    ("{a: {value: 1, means: m, per: month}}", "{a: 2}", {"a": {"value": 2, "means": "m", "per": "month"}}),
    ("{a: 1}", "{a: {low: 0, high: 2}}", {"a": {"value": 1, "low": 0, "high": 2}}),
    ("{a: 1}", "{a: {value: 3, means: m}}", {"a": {"value": 3, "means": "m"}}),
    ("{a: 1}", "{a: {b: 3}}", {"a": {"b": 3}}),
    ("{a: true}", "{a: {low: 0}}", {"a": {"low": 0}}),
    ("{a: {value: 1, source: s}}", "{a: 2}", {"a": {"value": 2}}),
    ("{a: {value: 1, source: s}}", "{a: 1}", {"a": {"value": 1, "source": "s"}}),
    ("{a: {value: 1, source: s}}", "{a: {value: 2, source: t}}", {"a": {"value": 2, "source": "t"}}),
    ("{a: {value: 1, low: 0, high: 2}}", "{a: 2}", {"a": {"value": 2, "low": 0, "high": 2}}),
    ("{a: {value: 1, low: 0, high: 2, dist: triangular}}", "{a: 3}", {"a": {"value": 3}}),
    (
        "{a: {value: 1, low: 0, high: 2}}",
        "{a: {value: 3, low: 2, high: 4}}",
        {"a": {"value": 3, "low": 2, "high": 4}},
    ),
    (
        "{a: {value: 1, low: 0, high: 2, dist: {normal: {sd: 1}}}}",
        "{a: 3}",
        {"a": {"value": 3, "dist": {"normal": {"sd": 1}}}},
    ),
]


@pytest.mark.parametrize(("base", "over", "merged"), MERGES, ids=[f"{base} + {over}" for base, over, _ in MERGES])
def test_mappings_merge_lists_are_replaced_and_null_removes(base: str, over: str, merged: Any) -> None:
    assert laid(base, over).data == merged


def test_neither_tree_is_changed() -> None:
    base, over = parse("{a: {b: 1}}", "base"), parse("{a: {b: null, c: 2}}", "over")
    overlay(base, over)
    assert (base.data, over.data) == ({"a": {"b": 1}}, {"a": {"b": None, "c": 2}})


def test_each_value_stands_where_it_was_written() -> None:
    merged = laid("a: {b: 1, c: [2]}\nd: 3\n", "a:\n  b: 4\n  e: 5\n")
    places = {path: str(place) for path, place in merged.places.items()}
    assert places == {
        (): "over:1:1",
        ("a",): "over:2:3",
        ("a", "b"): "over:2:6",
        ("a", "c"): "base:1:14",
        ("a", "c", 0): "base:1:15",
        ("a", "e"): "over:3:6",
        ("d",): "base:2:4",
    }
    assert str(merged.keys[("a",)]) == "over:1:1" and str(merged.keys[("d",)]) == "base:2:1"


def test_a_bare_number_laid_on_a_quantity_gives_its_value_its_place() -> None:
    assert str(laid("a: {value: 1, low: 0, high: 5}", "a: 2").place(("a", "value"))) == "over:1:4"


def test_a_subtree_counts_its_paths_from_its_own_root() -> None:
    part = subtree(parse("a:\n  b: [1]", "f"), ("a", "b"))
    assert part.data == [1]
    assert {path: str(place) for path, place in part.places.items()} == {(): "f:2:6", (0,): "f:2:7"}
    assert without(parse("{a: 1, b: 2}", "f"), "a").data == {"b": 2}


JSON = st.recursive(
    st.none() | st.integers(0, 3) | st.sampled_from("xyz"),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["a", "b", "value", "low"]), inner, max_size=3)
    ),
    max_leaves=8,
)
TREES = st.dictionaries(st.sampled_from(["a", "b", "c"]), JSON, max_size=3)


@given(TREES, TREES, TREES)
@settings(deadline=None)
def test_merging_without_nulls_is_idempotent_and_every_value_keeps_a_place(first: Any, second: Any, third: Any) -> None:
    base, over, last = (parse(json.dumps(data), name) for data, name in ((first, "f"), (second, "g"), (third, "h")))
    once = overlay(base, over)
    assert overlay(base, Tree({}, {}, {})).data == base.data
    if "null" not in json.dumps([first, second]):
        assert overlay(once, over).data == once.data and overlay(base, base).data == base.data
    assert_placed(overlay(once, last))


def assert_placed(tree: Tree) -> None:
    stack: list[tuple[Any, tuple[str | int, ...]]] = [(tree.data, ())]
    while stack:
        data, path = stack.pop()
        assert str(tree.place(path))
        entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
        stack += [(value, (*path, step)) for step, value in entries]


def large(name: str, values: int) -> Tree:
    """Make a tree of a mapping of mappings of quantities, with places."""
    place = parse("a: 1", name).place(())
    data: Any = {
        f"k{i}": {f"j{j}": {"value": float(j), "low": 0.0, "high": 100.0} for j in range(50)}
        for i in range(values // 201)
    }
    places = {(): place}
    for key, inner in data.items():
        places[(key,)] = place
        for step, quantity in inner.items():
            places |= {(key, step): place} | {(key, step, word): place for word in quantity}
    return Tree(data, places, places)


def test_twenty_thousand_values_are_merged_within_a_second() -> None:
    base, over = large("base", 20_100), large("over", 20_100)
    assert len(base.places) > 20_000
    start = time.process_time()
    overlay(base, over)
    assert time.process_time() - start < 1


def test_a_shipped_scenario_is_read_in_a_fraction_of_a_second() -> None:
    read("march-2025")
    start = time.process_time()
    for _ in range(3):
        read("march-2025")
    assert (time.process_time() - start) / 3 < 0.5  # about 0.13 s on an idle machine


GAMES = """
games:
  base: {horizon: 3, moves: {m: {options: {x: {refuses: .5}, y: {}}}}}
  heir: {extends: base, moves: {m: {when: null, options: {y: null, z: {refuses: {value: 1, means: no}}}}}}
  leaf: {extends: heir, horizon: 2, moves: {m: {options: {z: {refuses: .8}}}}}
"""


def test_games_are_merged_along_their_chain() -> None:
    whole, aliases = resolve_games(parse(GAMES, "f"))
    assert isinstance(whole.data, dict)
    games: Any = whole.data["games"]
    assert games["heir"]["moves"]["m"]["options"] == {
        "x": {"refuses": 0.5},
        "z": {"refuses": {"value": 1, "means": "no"}},
    }
    assert games["leaf"]["moves"]["m"]["options"]["z"] == {"refuses": {"value": 0.8, "means": "no"}}
    assert games["leaf"]["horizon"] == 2
    assert {path: to for path, to in aliases.items() if "refuses" in path or "horizon" in path} == {
        "games.heir.horizon": "games.base.horizon",
        "games.heir.moves.m.options.x.refuses": "games.base.moves.m.options.x.refuses",
        "games.leaf.moves.m.options.x.refuses": "games.base.moves.m.options.x.refuses",
    }
    assert str(whole.place(("games", "leaf", "moves", "m", "options", "x"))).startswith("f:3:")


def test_an_overlay_keeps_a_null_that_takes_something_from_what_a_game_inherits() -> None:
    merged = laid(GAMES, "games: {heir: {moves: {m: {options: {x: null}}}}}")
    whole, _ = resolve_games(merged)
    assert list(subtree(whole, ("games", "heir", "moves", "m", "options")).data) == ["z"]  # type: ignore[arg-type]  # a mapping
    assert list(subtree(whole, ("games", "base", "moves", "m", "options")).data) == ["x", "y"]  # type: ignore[arg-type]  # a mapping


def test_a_null_that_takes_away_what_an_heir_added_leaves_nothing_behind() -> None:
    merged = laid(GAMES, "games: {heir: {moves: {m: {options: {z: null}}}}, leaf: null}")
    assert subtree(merged, ("games", "heir", "moves", "m", "options")).data == {"y": None}


@pytest.mark.parametrize(
    ("games", "fault"),
    [
        ("{a: {extends: a}}", "f:1:22: extends goes round in a circle: a -> a; remove one of these links"),
        ("{a: {extends: b}, b: {}}", ""),
        ("{a: {extends: 3}, b: {}}", "f:1:22: extends is no name; name one of the games: a, b"),
        ("{a: {extends: bb}, b: {}}", "f:1:22: no game 'bb' to extend; did you mean 'b'? (games: a, b)"),
        ("3", ""),
    ],
)
def test_a_game_extends_a_game_of_its_file(games: str, fault: str) -> None:
    tree = parse(f"games: {games}", "f")
    if not fault:
        resolve_games(tree)
        return
    with pytest.raises(InputError) as caught:
        resolve_games(tree)
    assert str(caught.value) == fault
