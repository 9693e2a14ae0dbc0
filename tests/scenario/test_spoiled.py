"""A sound scenario spoiled at random is read or refused, in whole sentences, and never brings the reader down."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.errors import InputError
from negosim.models import compile_game
from negosim.scenario import read_text
from negosim.scenario.complaint import Complaint, faults_of, suggestion
from negosim.scenario.place import Place
from scenario_cases import SOUND, scenario_of

DATA = scenario_of(str(SOUND)).tree.data
WORDS = sorted({step for path in scenario_of(str(SOUND)).tree.places for step in path if isinstance(step, str)})
LEAVES = (
    st.sampled_from([*WORDS, "", "on", "2025-03", "C1", "more_likely", "a\nb", "x" * 300])
    | st.none()
    | st.booleans()
    | st.sampled_from([0, 1, -1, 2, 0.5, 1e9, 121])
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3),
    max_leaves=4,
)


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of all values."""
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(found for step, value in entries for found in places(value, (*path, step)))]


PLACES = [path for path in places(DATA) if path]


def spoiled(data: Any, path: tuple[Any, ...], what: str, value: Any) -> Any:
    """Return the data with one value replaced, removed, or added to."""
    if not path:
        if what == "add" and isinstance(data, dict):
            return data | {WORDS[len(str(value)) % len(WORDS)]: value}
        return value
    copy = dict(data) if isinstance(data, dict) else list(data)
    if len(path) == 1 and what == "remove":
        del copy[path[0]]
    else:
        copy[path[0]] = spoiled(copy[path[0]], path[1:], what, value)
    return copy


@given(
    st.lists(
        st.tuples(st.sampled_from(PLACES), st.sampled_from(["replace", "remove", "add"]), VALUES),
        min_size=1,
        max_size=3,
    )
)
@settings(deadline=None, max_examples=80)
def test_a_spoiled_scenario_is_read_or_refused_in_whole_sentences(changes: list[tuple[Any, str, Any]]) -> None:
    data: Any = DATA
    for path, what, value in changes:
        try:
            data = spoiled(data, path, what, value)
        except (KeyError, IndexError, TypeError, ValueError):
            continue  # an earlier change has removed the place
    try:
        scenario = read_text(json.dumps(data), "f")
    except InputError as error:
        assert 1 <= len(error.faults) <= 20
        for fault in error.faults:
            assert fault.where.startswith("f:1:") and fault.what, fault
            assert str(fault).isprintable() and len(str(fault)) < 500, fault
            assert fault.fix, fault
        return
    for game in scenario.facts.games:
        compiled = compile_game(scenario, game)
        assert compiled.game(scenario.numbers.base) if compiled.rules.model == "moves" else compiled.analyse()
    for case in scenario.facts.what_ifs.values():
        scenario.what_if(case.set)


def test_complaints_are_told_once_and_in_order_of_file_line_and_column() -> None:
    told = [("b", 1, 1), ("a", 10, 2), ("a", 9, 30), ("a", 9, 4), ("a", 9, 4)]
    faults = faults_of(Complaint(Place(*place), f"what {k}", lambda: "mend it") for k, place in enumerate(told))
    assert [fault.where for fault in faults] == ["a:9:4", "a:9:4", "a:9:30", "a:10:2", "b:1:1"]
    same = [Complaint(Place("a", 1, 1), f"game {k} is wrong", "mend it") for k in range(3)]
    assert [fault.what for fault in faults_of(same)] == ["game 0 is wrong"]


@pytest.mark.parametrize(
    ("word", "told"),
    [("sout", "did you mean 'south'? (sides: north, south)"), ("x", "name one of the sides: north, south")],
)
def test_a_suggestion_is_the_nearest_name_or_all_of_a_few(word: str, told: str) -> None:
    assert suggestion(word, ["north", "south"], "sides") == told
    assert suggestion("x", [f"side_{k}" for k in range(20)], "sides") == ""
