"""The JSON Schema (draft 2020-12) of scenario files, for editors.

It knows the shape of a file and not its names, weights and rules, which `negosim check` looks at. A file or a game that
`extends` another one may leave out whatever it does not change, and may remove a key by null; the items of lists, which
are replaced whole, stay whole.
"""

from collections.abc import Callable
from typing import Any

from negosim.scenario.facts import Facts
from negosim.scenario.quantity import KEY_PATTERN
from negosim.scenario.rules import DEFAULT, RULES, MovesRules

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
IDENTITY = "urn:negosim:scenario:1"
_CHANGES = "Changed"
_TABLE = "PayoffTable"
_GAME = "Game"


def json_schema() -> Schema:
    """Return the JSON Schema of scenario files.

    >>> json_schema()["title"]
    'A negosim scenario'
    """
    root = Facts.model_json_schema(by_alias=True)
    parts: dict[str, Schema] = root.pop("$defs")
    parts = {name: _tidy(part) for name, part in {**parts, Facts.__name__: root}.items()}
    parts[MovesRules.__name__]["properties"]["payoffs"] = {"$ref": f"#/$defs/{_TABLE}"}
    parts[Facts.__name__]["properties"]["games"]["patternProperties"] = {KEY_PATTERN: {"$ref": f"#/$defs/{_GAME}"}}
    changed = {name + _CHANGES: _changing(part) for name, part in parts.items()}
    return {
        "$schema": DIALECT,
        "$id": IDENTITY,
        "title": "A negosim scenario",
        "description": parts[Facts.__name__].get("description", ""),
        **_either(Facts.__name__),
        "$defs": parts | changed | {_TABLE: _table(), _GAME: _game(), _GAME + _CHANGES: _changed_game()},
    }


def _either(name: str) -> Schema:
    """Return the choice between a part that stands alone and one that extends another."""
    then, otherwise = ({"$ref": f"#/$defs/{key}"} for key in (name + _CHANGES, name))
    return {"if": {"required": ["extends"]}, "then": then, "else": otherwise}


def _game() -> Schema:
    """Return the schema of a game: that of its model's rules; of any model where it extends a game and names none."""
    unsaid = {"if": {"required": ["extends"]}, "then": _changed_game(), "else": _rules(DEFAULT)}
    return {"if": {"required": ["model"]}, "then": _by_model(_either), "else": unsaid}


def _changed_game() -> Schema:
    """Return the schema of what may be written to change a game."""
    anything = {"anyOf": [_rules(model, _CHANGES) for model in RULES]}
    return {
        "if": {"required": ["model"]},
        "then": _by_model(lambda name: _rules_named(name, _CHANGES)),
        "else": anything,
    }


def _by_model(schema_of: Callable[[str], Schema]) -> Schema:
    """Return the choice between models by the game's `model`."""
    known = {"properties": {"model": {"enum": [*RULES, None]}}}
    cases = [
        {"if": {"properties": {"model": {"const": model}}}, "then": schema_of(rules.__name__)}
        for model, rules in RULES.items()
    ]
    return {"allOf": [known, *cases]}


def _rules(model: str, suffix: str = "") -> Schema:
    return _rules_named(RULES[model].__name__, suffix)


def _rules_named(name: str, suffix: str) -> Schema:
    return {"$ref": f"#/$defs/{name}{suffix}"}


def _tidy(schema: Any) -> Any:
    """Drop what pydantic adds for itself, and refuse keys that no pattern of a collection fits."""
    if isinstance(schema, list):
        return [_tidy(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    tidy = {word: _tidy(value) for word, value in schema.items() if word != "default" and not _is_title(word, value)}
    if "properties" in tidy:
        required = tidy.get("required", ())
        tidy["properties"] = {
            key: part if key in required else _or_null(part) for key, part in tidy["properties"].items()
        }
    if "patternProperties" in tidy:
        tidy["additionalProperties"] = False
    return tidy


def _is_title(word: str, value: Any) -> bool:
    return word == "title" and isinstance(value, str)


def _changing(schema: Any) -> Any:
    """Return what may be written of a part in order to change it: nothing is required, and null removes a key."""
    if not isinstance(schema, dict):
        return [_changing(item) for item in schema] if isinstance(schema, list) else schema
    changing = {}
    for word, value in schema.items():
        if word in ("properties", "patternProperties"):
            changing[word] = {key: _or_null(_changing(inner)) for key, inner in value.items()}
        elif word == "$ref" and not value.endswith(_TABLE):
            changing[word] = value + _CHANGES
        elif word in ("items", "prefixItems"):
            changing[word] = value
        elif word != "required":
            changing[word] = _changing(value)
    return changing


def _or_null(schema: Schema) -> Schema:
    """Let a key be null as well."""
    about = {word: schema[word] for word in ("description",) if word in schema}
    choices = schema.get("anyOf") or [{word: value for word, value in schema.items() if word not in about}]
    null = {"type": "null"}
    return {**about, "anyOf": [*choices, *([] if null in choices else [null])]}


def _table() -> Schema:
    """Return the schema of a table of payoffs, which nests options in order of play, then actors."""
    inner = {"anyOf": [{"$ref": "#/$defs/Number"}, {"$ref": f"#/$defs/{_TABLE}"}, {"type": "null"}]}
    about = MovesRules.model_fields["payoffs"].description
    return {
        "description": about,
        "type": "object",
        "patternProperties": {KEY_PATTERN: inner},
        "additionalProperties": False,
    }
