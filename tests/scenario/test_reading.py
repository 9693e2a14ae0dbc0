"""Reading whole scenarios: the shipped ones, files, text, JSON, `extends`, and the language's rules of scalars."""

import json
import re
from pathlib import Path

import pytest

from negosim.errors import InputError
from negosim.scenario import Scenario, read, read_text, shipped_names
from negosim.scenario import shipped as shipped_module
from negosim.scenario.quantity import Number
from negosim.scenario.shipped import shipped_folder

SOUND = Path(__file__).parent / "bad" / "sound.yaml"
DOCS = Path(__file__).parents[2] / "docs" / "scenario-language.md"
SMALL = """
negosim: 1
title: Small
actors: {a: {name: A}, b: {name: B}}
games:
  g:
    name: G
    moves: {m: {actor: a, options: {x: {}, y: {}}}}
    payoffs: {x: {a: 1}, y: {a: 2}}
"""


def faults(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_text(text, "f")
    return str(caught.value).splitlines()


@pytest.mark.parametrize("name", shipped_names())
def test_a_shipped_scenario_reads_without_faults(name: str) -> None:
    scenario = read(name)
    assert scenario.file == name
    assert scenario.changed == ()
    assert scenario.headline == next(iter(scenario.facts.games))


def test_the_three_scenarios_of_the_first_road_are_shipped() -> None:
    assert {"march-2025", "march-2025-long-war", "truce-dilemma"} <= set(shipped_names())
    assert list(shipped_names()) == sorted(shipped_names())


@pytest.mark.parametrize("name", shipped_names())
def test_a_what_if_that_is_shipped_can_be_laid_on_top(name: str) -> None:
    scenario = read(name)
    for key, case in scenario.facts.what_ifs.items():
        laid = scenario.what_if(case.set)
        assert laid != scenario
        assert {path for path, _ in laid.changed} == set(case.set), key
    for key in list(scenario.facts.what_ifs)[:1]:
        assert read(name, [key]) == scenario.what_if(scenario.facts.what_ifs[key].set)


def bearers(scenario: Scenario) -> set[str]:
    """Return the claims borne by some number or rule."""
    games = scenario.facts.games.values()
    rules = {claim for game in games for rule in getattr(game, "outcome_rules", ()) for claim in rule.claims}
    return rules.union(*(entry.claims for entry in scenario.numbers.entries))


def test_every_claim_of_the_article_is_borne_by_a_number_or_a_rule() -> None:
    scenario = read("march-2025")
    assert {f"C{k}" for k in range(1, 31)} == set(scenario.facts.claims)
    assert set(scenario.facts.claims) == bearers(scenario)


def test_every_claim_of_the_rival_reading_is_borne_too() -> None:
    scenario = read("march-2025-long-war")
    assert set(scenario.facts.claims) == bearers(scenario)
    assert {"C101", "C102", "C103"} <= bearers(scenario)


@pytest.mark.parametrize("name", shipped_names())
def test_every_number_with_a_range_says_what_it_means(name: str) -> None:
    for entry in read(name).numbers.entries:
        if entry.has_range:
            assert entry.quantity.means, entry.path
        if isinstance(entry.quantity, Number) and entry.claims and entry.quantity.claim:
            assert entry.has_range, f"{entry.path} is judged and states no range"


def test_a_rival_reading_differs_only_where_it_says_so() -> None:
    base, rival = read("march-2025"), read("march-2025-long-war")
    changed = {entry.path for entry in rival.numbers.entries if entry.path not in base.numbers}
    assert changed == {"actors.us.cost_of_fighting"}
    moved = {e.path for e in base.numbers.entries if rival.numbers[e.path].value != e.value}
    assert moved == {
        "actors.russia.cost_of_fighting",
        "actors.russia.resources",
        "actors.russia.breaking_point",
        "actors.ukraine.cost_of_fighting",
        "issues.territory.drift",
        "levers.us_sanctions.strength",
        "levers.strikes_on_oil.strength",
    }
    assert rival.facts.actors["ukraine"].cost_of_fighting.belief == base.facts.actors["ukraine"].cost_of_fighting.belief  # type: ignore[union-attr]  # given
    assert rival.facts.claims["C10"].says == base.facts.claims["C10"].says
    assert rival.facts.extends is None


def test_a_file_is_read_by_its_path_and_shown_as_it_was_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "talks.yaml").write_text(SMALL.replace("negosim: 1", "negosim: 1\ncolour: red"))
    monkeypatch.chdir(tmp_path)
    for target in ("talks.yaml", "./talks.yaml", tmp_path / "talks.yaml"):
        with pytest.raises(InputError, match=f"^{re.escape(str(target))}:3:1: unknown key 'colour'"):
            read(target)


def test_json_is_read_as_the_same_language(tmp_path: Path) -> None:
    (tmp_path / "talks.json").write_text(json.dumps(read_text(SMALL).tree.data, indent=2))
    assert read(tmp_path / "talks.json") == read_text(SMALL)
    (tmp_path / "bad.json").write_text('{"negosim": 1, "title": "T",\n "actors": {"a": {"nmae": "A"}}, "games": {}}')
    with pytest.raises(InputError, match=r"bad\.json:2:19: unknown key 'nmae'; did you mean 'name'\?"):
        read(tmp_path / "bad.json")


def test_scalars_stay_what_was_written() -> None:
    scenario = read_text(
        SMALL + "about: 1:30\nquestion: no\nas_of: 2025-03-18\nsources: {s: {author: on, date: 2025-03, kind: press}}\n"
    )
    assert (scenario.facts.about, scenario.facts.question, scenario.facts.as_of) == ("1:30", "no", "2025-03-18")
    assert (scenario.facts.sources["s"].author, scenario.facts.sources["s"].date) == ("on", "2025-03")


def test_options_may_be_called_yes_no_on_and_off() -> None:
    text = SMALL.replace("{x: {}, y: {}}", "{yes: {}, no: {}}").replace(
        "{x: {a: 1}, y: {a: 2}}", "{yes: {a: 1}, no: {a: 2}}"
    )
    assert list(read_text(text).facts.games["g"].moves["m"].options) == ["yes", "no"]


def test_a_child_is_read_with_its_parent_beside_it(tmp_path: Path) -> None:
    (tmp_path / "parent.yaml").write_text(SMALL)
    (tmp_path / "child.yaml").write_text("extends: parent.yaml\ntitle: Child\ngames: {g: {payoffs: {y: {a: 5}}}}\n")
    (tmp_path / "grandchild.yaml").write_text("extends: child\nactors: {c: {name: C}}\n")
    scenario = read(tmp_path / "grandchild.yaml")
    assert scenario.facts.title == "Child"
    assert list(scenario.facts.actors) == ["a", "b", "c"]
    assert scenario.numbers["games.g.payoffs.y.a"].value == 5


def test_a_file_may_extend_a_shipped_scenario_from_anywhere(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("extends: march-2025-long-war\nlevers: {us_aid: {strength: .3}}\n")
    mine = read(tmp_path / "mine.yaml")
    assert mine.numbers["levers.us_aid.strength"].value == 0.3
    assert mine.numbers["actors.us.cost_of_fighting"].value == 0.02
    assert read_text("extends: march-2025\n") == read("march-2025")


def test_a_fault_in_a_parent_is_told_at_its_own_place(tmp_path: Path) -> None:
    (tmp_path / "parent.yaml").write_text(SMALL + "levers: {l: {from: a, to: c, scales_with: strikes, strength: 1}}\n")
    (tmp_path / "child.yaml").write_text("extends: parent\ntitle: Child\n")
    with pytest.raises(InputError) as caught:
        read(tmp_path / "child.yaml")
    assert str(caught.value).startswith(f"{tmp_path}/parent.yaml:10:27: lever l acts on 'c', which is no actor;")


def test_faults_are_told_in_order_of_line_and_column_counted_as_numbers() -> None:
    filler = "\n".join(f"# {k}" for k in range(100))
    text = "negosim: 1\nzeta: 1\ntitle: T\neta: 1\n" + filler + "\ntheta: 1\n" + SMALL.split("Small\n")[1]
    told = [fault.split(": ")[0] for fault in faults(text)]
    assert told == ["f:2:1", "f:4:1", "f:105:1"]


def test_no_more_than_twenty_faults_are_told() -> None:
    assert len(faults(SMALL + "".join(f"key_{k}: 1\n" for k in range(50)))) == 20


def test_null_removes_a_key_of_the_parent(tmp_path: Path) -> None:
    (tmp_path / "parent.yaml").write_text(SOUND.read_text())
    (tmp_path / "child.yaml").write_text(
        "extends: parent\nissues: {aid: {hazard: null}}\ngames: {secret: null}\n"
        "levers: {raids: {strength: {season: null}}}\n"
    )
    child = read(tmp_path / "child.yaml")
    assert child.facts.issues["aid"].hazard is None
    assert list(child.facts.games) == ["talk", "at_once", "table"]
    assert child.facts.levers["raids"].strength.season is None


def test_lists_are_replaced_whole(tmp_path: Path) -> None:
    (tmp_path / "parent.yaml").write_text(SOUND.read_text())
    (tmp_path / "child.yaml").write_text("extends: parent\ngames: {talk: {outcome_rules: [{outcome: war}]}}\n")
    child = read(tmp_path / "child.yaml")
    assert [rule.outcome for rule in child.facts.games["talk"].outcome_rules] == ["war"]
    assert [rule.outcome for rule in child.facts.games["at_once"].outcome_rules] == ["war"]


def test_shipped_scenarios_are_found_beside_the_package_and_else_in_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shipped_module, "PACKAGED", tmp_path / "none")
    assert shipped_folder() == shipped_module.CHECKOUT
    (tmp_path / "scenarios" / "classics").mkdir(parents=True)
    (tmp_path / "scenarios" / "classics" / "small.yaml").write_text(SMALL)
    (tmp_path / "scenarios" / "notes.txt").write_text("no scenario")
    monkeypatch.setattr(shipped_module, "PACKAGED", tmp_path / "scenarios")
    assert shipped_names() == ("classics/small",)
    assert read("classics/small").facts.title == "Small"
    with pytest.raises(InputError, match=r"^f:1:10: 'march-2025' is not the name of a shipped scenario"):
        read_text("extends: march-2025\n", "f")


def test_the_page_on_the_language_names_every_key() -> None:
    from negosim.scenario.facts import Facts

    page = DOCS.read_text(encoding="utf-8") + DOCS.with_name("models.md").read_text(encoding="utf-8")
    schema = Facts.model_json_schema(by_alias=True)
    keys = {key for part in [schema, *schema["$defs"].values()] for key in part_keys(part)}
    months = {"feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov"}
    assert not {key for key in keys - months if not re.search(rf"\b{key}\b", page)}


def part_keys(part: dict[str, object]) -> set[str]:
    """Return the keys that a part of the schema knows, a quantity's among them."""
    choices = part.get("anyOf", [part])
    assert isinstance(choices, list)
    return {key for choice in choices for key in choice.get("properties", {})}


def test_the_lists_of_words_on_the_page_on_the_language_are_those_of_the_schema() -> None:
    page = DOCS.read_text(encoding="utf-8")
    for words in ("refusal|strikes|fighting", "pause|settlement|none", "primary|press|aggregator"):
        assert words in page
