"""The JSON objects have the shape that the contract promises, whatever is solved."""

import jsonschema
import pytest

from command_line import call, called

NUMBER = {"type": "number"}
TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
SHARES = {"type": "object", "additionalProperties": {"type": "number", "minimum": 0, "maximum": 1 + 1e-9}}


def table(values):
    return {"type": "object", "additionalProperties": values}


def shape(**fields):
    return {"type": "object", "properties": fields, "required": list(fields)}


HEAD = {
    "negosim": TEXT,
    "target": TEXT,
    "manifest": shape(version=TEXT, notice={"const": "model output, not a forecast"}),
}
REASON = shape(
    actor=TEXT,
    at=TEXT,
    chosen=TEXT,
    alternative=TEXT,
    difference=NUMBER,
    terms={
        "type": "array",
        "items": shape(
            path=TEXT,
            amount=NUMBER,
            status={"enum": ["measured", "judged, direction", "judged"]},
            claim={"anyOf": [{"type": "null"}, {"type": "string", "pattern": "^C[0-9]+(, C[0-9]+)*$"}]},
        ),
    },
    flip={"anyOf": [{"type": "null"}, shape(path=TEXT, value=NUMBER, to=TEXT)]},
)


def solution(profile):
    return {
        "type": "object",
        "properties": {
            "profile": table(profile),
            "payoffs": table(NUMBER),
            "regret": NUMBER,
            "outcomes": {"type": "array", "items": shape(outcome=TEXT, probability=NUMBER)},
            "figures": table({"type": ["number", "null"]}),
            "reasons": {"type": "array", "items": REASON},
            "surviving": table(TEXTS),
            "joint": {"type": "array", "items": shape(actions=table(TEXT), probability=NUMBER)},
            "beliefs": table(SHARES),
            "exact": {"type": "object"},
        },
        "required": ["figures", "reasons"],
        "anyOf": [
            {"required": ["profile", "payoffs", "regret", "outcomes"]},
            {"required": ["surviving"]},
            {"required": ["joint", "payoffs", "regret"]},
            {"required": ["agreement", "payoffs"], "properties": {"agreement": table(NUMBER)}},
            {"required": ["state"]},
        ],
    }


def result(representation, actions, profile):
    return {
        **shape(
            game=TEXT,
            model=TEXT,
            representation={"const": representation},
            players=TEXTS,
            actions=table(actions),
            concept=TEXT,
            parameters={"type": "object"},
            complete={"enum": ["all", "extreme", "some", "unknown"]},
            why_complete=TEXT,
            solutions={"type": "array", "items": solution(profile)},
            notes=TEXTS,
        ),
        "if": {"properties": {"complete": {"enum": ["all", "extreme"]}}},
        "then": {"required": ["components"]},
        "else": {"not": {"required": ["components"]}},
    }


def of_a_model(actions, profile):
    found = result(None, actions, profile)
    found["properties"] |= {
        "representation": TEXT,
        "model": {"not": {"const": "moves"}},
        "regime": TEXT,
        "figures": table({"type": ["number", "null"]}),
    }
    return found | {"required": [*found["required"], "regime", "figures"]}


SOLVED = shape(
    **HEAD,
    results={
        "type": "array",
        "minItems": 1,
        "items": {
            "anyOf": [
                result("normal_form", TEXTS, SHARES),
                result("extensive_form", table(TEXTS), table(SHARES)),
                of_a_model(TEXTS, SHARES),
                of_a_model(table(TEXTS), table(SHARES)),
            ]
        },
    },
)
ROWS = shape(**HEAD, rows={"type": "array", "items": {"type": "object"}})

SOLVES = [
    ["march-2025"],
    ["march-2025-long-war", "--game", "table_talk"],
    ["truce-dilemma"],
    ["truce-dilemma", "--exact"],
    ["truce-dilemma", "--lambda", "2"],
    ["truce-dilemma", "--concept", "iterated_dominance"],
    ["truce-dilemma", "--concept", "correlated"],
    ["march-2025", "--game", "call", "--lambda", "2"],
]


@pytest.mark.parametrize("words", SOLVES, ids=" ".join)
def test_what_solve_prints_has_the_shape_of_the_contract(words):
    found = called("solve", *words, "--json")
    assert (found.status, found.err) == (0, "")
    assert list(found.record) == ["negosim", "target", "manifest", "results"]
    jsonschema.validate(found.record, SOLVED)
    for each in found.record["results"]:
        check_sense(each)


def check_sense(each):
    """What no schema says: names that exist, chances that sum to one, indices within bounds, sums that hold."""
    found = [k for component in each.get("components", []) for k in component]
    assert sorted(found) == (list(range(len(each["solutions"]))) if "components" in each else [])
    for solution in each["solutions"]:
        for player, played in solution.get("profile", {}).items():
            own = each["actions"][player]
            for label, mixture in played.items() if isinstance(own, dict) else [("", played)]:
                assert set(mixture) <= set(own[label] if isinstance(own, dict) else own)
                assert sum(mixture.values()) == pytest.approx(1.0)
        if solution.get("outcomes"):
            assert sum(row["probability"] for row in solution["outcomes"]) == pytest.approx(1.0)
        for reason in solution["reasons"]:
            assert sum(term["amount"] for term in reason["terms"]) == pytest.approx(reason["difference"], abs=1e-9)
            assert reason["chosen"] != reason["alternative"]
        for label, histories in solution.get("beliefs", {}).items():
            assert any(label in own for own in each["actions"].values())
            assert sum(histories.values()) == pytest.approx(1.0)


def test_a_private_number_gives_beliefs_and_labels_as_the_contract_writes_them():
    (each,) = called("solve", "march-2025", "--game", "call_private", "--json").record["results"]
    assert each["concept"] == "sequential"
    assert "type=1_of_5 / press_moscow / full_ceasefire" in each["actions"]["ukraine"]
    assert list(each["actions"]["us"]) == ["start"]
    beliefs = each["solutions"][0]["beliefs"]
    assert beliefs["start"] == pytest.approx({f"type={k}_of_5": 0.2 for k in range(1, 6)})


def test_the_default_concepts_are_those_of_the_contract():
    results = called("solve", "march-2025", "--json").record["results"]
    concepts = {each["game"]: each["concept"] for each in results if each["model"] == "moves"}
    assert concepts == {
        "call": "subgame_perfect",
        "table_talk": "nash",
        "ukraine_russia": "nash",
        "truce_month": "nash",
        "call_private": "sequential",
    }


@pytest.mark.parametrize(
    "words",
    [
        ["show", "march-2025"],
        ["check", "march-2025"],
        ["compare", "march-2025"],
        ["compare", "march-2025", "--with", "march-2025-long-war"],
        ["compare", "truce-dilemma"],
        ["tipping", "march-2025"],
        ["tipping", "truce-dilemma"],
        ["sensitivity", "march-2025", "--samples", "256"],
        ["sensitivity", "truce-dilemma"],
    ],
    ids=" ".join,
)
def test_other_objects_have_the_same_head_and_rows(words):
    found = called(*words, "--json")
    jsonschema.validate(found.record, ROWS)
    assert found.record["target"] == words[1]


@pytest.mark.parametrize(
    "words",
    [
        ["solve", "march-2025-long-war", "--game", "call", "--json"],
        ["solve", "truce-dilemma"],
        ["compare", "truce-dilemma", "--json"],
    ],
    ids=" ".join,
)
def test_the_same_command_prints_the_same_twice(words):
    assert call(*words) == call(*words)


def test_a_change_is_in_the_manifest_and_nothing_else_of_the_head_moves():
    path = "games.dilemma.payoffs.keep.break.south"
    base = called("solve", "truce-dilemma", "--json").record["manifest"]
    changed = called("solve", "truce-dilemma", "--set", f"{path}=1", "--json").record["manifest"]
    assert changed["changed"] == {path: "1"} and base["changed"] == {}
    assert changed["scenario"] != base["scenario"]
    assert changed["title"] == base["title"]
