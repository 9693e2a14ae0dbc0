"""Reading, writing and reading again gives the same scenario."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.scenario import Change, Scenario, read, read_text, shipped_names
from negosim.scenario.syntax import Data, Tree, parse
from negosim.scenario.validate import validate
from negosim.scenario.write import WIDTH, to_json, to_yaml

SOUND = Path(__file__).parent / "bad" / "sound.yaml"
FACTS = read(SOUND).facts


def assert_same(scenario: Scenario) -> None:
    for text in (to_yaml(scenario), to_json(scenario)):
        again = read_text(text)
        assert again == scenario
        assert again.digest == scenario.digest
        assert again.numbers.entries == scenario.numbers.entries
        assert again.aliases == scenario.aliases
        assert list(again.facts.games) == list(scenario.facts.games)
        assert to_yaml(again) == to_yaml(scenario)


@pytest.mark.parametrize("name", [*shipped_names(), str(SOUND)])
def test_a_scenario_and_its_what_ifs_are_read_again_as_they_were(name: str) -> None:
    scenario = read(name)
    assert_same(scenario)
    for case in [*scenario.facts.what_ifs.values()][:5]:
        assert_same(scenario.what_if(case.set))


def test_a_scenario_whose_games_were_changed_apart_is_read_again_as_it_was() -> None:
    path = "games.{}.moves.reply.options.energy_truce.refuses"
    changes: dict[str, Change] = {
        path.format("table_talk"): None,
        path.format("call_private"): 0.2,
        "stakes.us.aid": 0.1,
    }
    assert_same(read("march-2025").what_if(changes))


def test_an_extended_file_is_written_whole_and_games_keep_their_extends() -> None:
    text = to_yaml(read("march-2025-long-war"))
    data = parse(text, "f").data
    assert isinstance(data, dict) and "extends" not in data
    assert "extends: call" in text
    assert "United States" in text


def test_lines_are_short_enough_to_read() -> None:
    assert max(map(len, to_yaml(read("march-2025")).splitlines())) <= WIDTH


TEXTS = st.text(max_size=150) | st.text("ab :,-#'\"\\?&*!|>%@`{}[]~\n\t .0123456789eE", max_size=200)
KEYS = st.from_regex("[a-z][a-z0-9_]{0,12}", fullmatch=True)
LEAVES = TEXTS | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS | KEYS, inner, max_size=4), max_leaves=12
)


@given(st.dictionaries(KEYS, TREES, min_size=1, max_size=4))
@settings(deadline=None, max_examples=300)
def test_any_plain_data_is_written_so_that_it_reads_as_it_was(data: dict[str, Data]) -> None:
    odd = Scenario(FACTS, Tree(data, {}, {}), {}, "odd")
    for text in (to_yaml(odd), to_json(odd)):
        assert repr(parse(text, "f").data) == repr(data)


@st.composite
def quantities(draw: st.DrawFn, low: float, high: float) -> object:
    """Write a number in one of its forms."""
    ends = sorted(draw(st.lists(st.floats(low, high), min_size=3, max_size=3)))
    written: dict[str, object] = {"value": ends[1]}
    if draw(st.booleans()):
        return ends[1]
    if draw(st.booleans()):
        written |= {"low": ends[0], "high": ends[2], "dist": draw(st.sampled_from([None, "uniform", "triangular"]))}
    if draw(st.booleans()):
        written |= {
            "means": draw(TEXTS),
            "note": draw(st.none() | TEXTS),
            "claim": draw(st.sampled_from(["C1", ["C1", "C2"]])),
        }
    return written


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Make a small scenario of any names and numbers, two of whose games inherit."""
    a, b = draw(st.lists(KEYS, min_size=2, max_size=2, unique=True))
    options = draw(st.lists(KEYS, min_size=2, max_size=4, unique=True))
    move = {"actor": a, "options": {key: {"refuses": draw(quantities(0, 1))} for key in options}}
    data: dict[str, object] = {
        "negosim": 1,
        "title": draw(TEXTS),
        "actors": {
            a: {"name": "A", "ideal": draw(quantities(0, 1)), "value_of_deal": draw(quantities(0, 9))},
            b: {"name": "B", "note": draw(TEXTS)},
        },
        "claims": {"C1": {"says": "one"}, "C2": {"says": "another"}},
        "outcomes": {"end": {"kind": "none", "fighting": draw(quantities(0, 1)), "strikes": 0, "deal": 1}},
        "games": {
            "g": {"name": draw(TEXTS), "moves": {"m": move}, "outcome_rules": [{"outcome": "end"}]},
            "h": {"extends": "g", "horizon": draw(quantities(0.1, 120))},
            "k": {"extends": "h", "moves": {"m": {"options": {options[-1]: None if len(options) > 2 else {}}}}},
        },
    }
    tree = Tree(data, {(): parse("a: 1", "f").place(())}, {})  # type: ignore[arg-type]  # plain data
    facts, aliases = validate(tree)
    return Scenario(facts, tree, aliases, "f")


@given(scenarios(), st.floats(0, 1), st.floats(0.1, 100))
@settings(deadline=None, max_examples=60)
def test_any_small_scenario_is_read_again_as_it_was(scenario: Scenario, share: float, months: float) -> None:
    assert_same(scenario)
    assert_same(scenario.what_if({"outcomes.end.fighting": share, "games.k.horizon": months}))
