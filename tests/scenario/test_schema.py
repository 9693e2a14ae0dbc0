"""The JSON Schema: current, valid, silent on sound files, and loud on wrong types and unknown keys."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from negosim.scenario import read, shipped_names
from negosim.scenario.facts import Facts
from negosim.scenario.schema import json_schema
from negosim.scenario.shipped import shipped_folder
from negosim.scenario.syntax import parse, read_file
from negosim.scenario.template import template
from negosim.scenario.write import to_json

BAD = Path(__file__).parent / "bad"
SOUND = [shipped_folder() / f"{name}.yaml" for name in shipped_names()] + [BAD / "sound.yaml"]
SHAPE_FAULTS = [
    "unknown-key",
    "unknown-key-far",
    "unknown-required-key",
    "bad-key",
    "text-for-number",
    "text-for-value",
    "number-in-quotes",
    "list-for-number",
    "true-for-number",
    "number-for-text",
    "list-for-mapping",
    "word-for-list",
    "bare-no",
    "wrong-word",
    "wrong-model",
    "wrong-claim-id",
    "wrong-month",
    "wrong-sd",
    "wrong-dist",
    "parties",
    "outside-domain",
    "negative-cost",
    "long-horizon",
    "no-horizon",
    "version-text",
    "no-version",
    "no-games",
    "record-without-date",
    "payoffs-text",
    "private-one-type",
]


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    return Draft202012Validator(json_schema())


def complaints(validator: Draft202012Validator, data: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:100]}" for error in validator.iter_errors(data)]


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema())
    assert json.loads(json.dumps(json_schema())) == json_schema()


@pytest.mark.parametrize("file", SOUND, ids=lambda file: file.stem)
def test_sound_files_raise_no_alarm(validator: Draft202012Validator, file: Path) -> None:
    assert complaints(validator, read_file(file).data) == []


def test_what_negosim_itself_writes_raises_no_alarm(validator: Draft202012Validator) -> None:
    assert complaints(validator, parse(template(), "f").data) == []
    for name in shipped_names():
        assert complaints(validator, json.loads(to_json(read(name)))) == []


@pytest.mark.parametrize("name", SHAPE_FAULTS)
def test_a_fault_of_shape_raises_an_alarm(validator: Draft202012Validator, name: str) -> None:
    assert complaints(validator, read_file(BAD / f"{name}.yaml").data)


@pytest.mark.parametrize(
    "text",
    [
        "extends: march-2025",
        "extends: march-2025\nactors: {us: {ideal: .5}}\nlevers: {us_aid: null}",
        "extends: march-2025\nlevers: {us_aid: {strength: {low: .1, source: null}}}",
        "extends: march-2025\ngames: {call: {moves: {answer: {when: null, options: {maybe: {}}}}}}",
        "extends: march-2025\ngames: {call: {payoffs: {a: {b: {us: 1, russia: {value: 2}}}}}}",
        "extends: march-2025\nwhat_ifs: {x: {set: {a.b: null}}}",
    ],
)
def test_a_file_that_extends_another_may_hold_only_what_it_changes(validator: Draft202012Validator, text: str) -> None:
    assert complaints(validator, parse(text, "f").data) == []


def test_a_file_that_extends_nothing_must_be_whole(validator: Draft202012Validator) -> None:
    data = parse((BAD / "sound.yaml").read_text(), "f").data
    assert isinstance(data, dict)
    for key in ("negosim", "title", "actors", "games"):
        assert complaints(validator, {word: value for word, value in data.items() if word != key})
    assert complaints(validator, data | {"issues": {"land": {"name": "land"}}})


def test_a_rule_is_whole_even_where_a_file_extends_another(validator: Draft202012Validator) -> None:
    assert complaints(validator, parse("extends: x\ngames: {g: {outcome_rules: [{when: {a: b}}]}}", "f").data)


def test_a_game_that_extends_another_may_hold_only_what_it_changes(validator: Draft202012Validator) -> None:
    data = parse((BAD / "sound.yaml").read_text(), "f").data
    assert isinstance(data, dict) and isinstance(data["games"], dict)
    assert complaints(validator, data | {"games": data["games"] | {"again": {"extends": "talk"}}}) == []
    assert complaints(validator, data | {"games": data["games"] | {"again": {"name": "Again"}}})


def models(part: Any) -> Iterator[Any]:
    """Yield the schema's objects that stand for a mapping with known keys."""
    if isinstance(part, dict):
        if "properties" in part and set(part["properties"]) != {"model"}:  # that is a choice between models
            yield part
        for inner in part.values():
            yield from models(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from models(inner)


def test_every_field_of_the_language_is_in_the_schema_with_a_description() -> None:
    schema = json_schema()
    for name, field in Facts.model_fields.items():
        for part in ("Facts", "FactsChanged"):
            assert schema["$defs"][part]["properties"][field.alias or name]
    months = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
    for part in models(schema):
        assert part["additionalProperties"] is False
        for key, value in part["properties"].items():
            assert key in months or "description" in value or "#/$defs/PayoffTable" in str(value), key


def test_a_quantity_may_be_a_bare_number_or_a_mapping_within_its_domain() -> None:
    share = json_schema()["$defs"]["Share"]
    validator = Draft202012Validator({**share, "$defs": json_schema()["$defs"]})
    for sound in (0, 0.5, 1, {"value": 0.5}, {"value": 0.5, "low": 0, "high": 1, "means": "half"}):
        assert complaints(validator, sound) == []
    for wrong in (-0.1, 1.1, "0.5", True, None, {"value": 2}, {"low": 0}, {"value": 0.5, "men": "x"}):
        assert complaints(validator, wrong)
