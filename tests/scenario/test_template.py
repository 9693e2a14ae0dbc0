"""What `negosim new` writes: a scenario that reads, solves and teaches, beside a schema for editors."""

import json
import os
from pathlib import Path

import pytest

from negosim.errors import OutputError
from negosim.models import build
from negosim.scenario import read, read_text
from negosim.scenario.schema import json_schema
from negosim.scenario.template import SCHEMA_NAME, template, write_new
from negosim.solve import solve


def test_the_template_is_short_commented_and_names_its_schema() -> None:
    lines = template().splitlines()
    assert lines[0] == f"# yaml-language-server: $schema=./{SCHEMA_NAME}"
    assert len(lines) < 70 and max(map(len, lines)) <= 120
    assert sum("#" in line for line in lines) >= 12


def test_the_template_uses_what_a_first_scenario_needs() -> None:
    facts = read_text(template()).facts
    (game,) = facts.games.values()
    assert len(facts.actors) == 2 and len(game.moves) == 2
    assert len(facts.levers) == len(facts.what_ifs) == 1
    assert facts.stakes and facts.issues and facts.outcomes and game.outcome_rules
    assert all(case.expect for case in facts.what_ifs.values())


def test_every_number_of_the_template_is_a_definition_or_says_what_it_means() -> None:
    for entry in read_text(template()).numbers.entries:
        if entry.has_range:
            assert entry.quantity.means and len(entry.quantity.means) > 20
        else:
            assert entry.value in (0, 1), entry.path


def test_the_templates_threat_works_and_its_what_if_is_as_expected() -> None:
    scenario = read_text(template())
    game = solve(build(scenario))
    weak = solve(build(scenario.what_if(scenario.facts.what_ifs["weak_port"].set)))
    found, without = game.equilibria[0], weak.equilibria[0]
    assert [strategy.tolist() for strategy in found.profile] == [[0, 1], [0, 1], [1, 0]]
    assert [strategy.tolist() for strategy in without.profile] == [[1, 0], [0, 1], [0, 1]]


def test_a_new_scenario_is_written_with_its_schema(tmp_path: Path) -> None:
    scenario, schema = write_new(tmp_path / "dam.yaml")
    assert (scenario, schema) == (tmp_path / "dam.yaml", tmp_path / "negosim.schema.json")
    assert read(scenario) == read_text(template())
    assert json.loads(schema.read_text()) == json_schema()
    assert sorted(os.listdir(tmp_path)) == ["dam.yaml", "negosim.schema.json"]


def test_a_second_scenario_shares_the_schema_and_renews_an_old_one(tmp_path: Path) -> None:
    _, schema = write_new(tmp_path / "one.yaml")
    schema.write_text(json.dumps({"$id": json_schema()["$id"], "title": "from an older negosim"}))
    write_new(str(tmp_path / "two.yaml"))
    assert json.loads(schema.read_text()) == json_schema()


def refusal(path: Path | str) -> str:
    with pytest.raises(OutputError) as caught:
        write_new(path)
    return str(caught.value)


def test_nothing_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "dam.yaml"
    file.write_text("mine")
    assert refusal(file) == f"{file} exists and is not replaced; name a new file"
    assert refusal(tmp_path) == f"{tmp_path} exists and is not replaced; name a new file"
    (tmp_path / "link.yaml").symlink_to(tmp_path / "nowhere")
    assert "exists and is not replaced" in refusal(tmp_path / "link.yaml")
    assert file.read_text() == "mine" and not (tmp_path / SCHEMA_NAME).exists()


@pytest.mark.parametrize("text", ["mine", "[]", '{"$id": "urn:other"}'])
def test_a_file_of_the_schemas_name_that_is_not_ours_is_kept(text: str, tmp_path: Path) -> None:
    (tmp_path / SCHEMA_NAME).write_text(text)
    assert refusal(tmp_path / "dam.yaml").startswith(f"{tmp_path / SCHEMA_NAME} exists and is no schema of negosim's")
    assert os.listdir(tmp_path) == [SCHEMA_NAME] and (tmp_path / SCHEMA_NAME).read_text() == text


def test_a_name_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert refusal(tmp_path / "none" / "dam.yaml").endswith("No such file or directory; check its folder")
    assert "cannot be written" in refusal(tmp_path / "file" / "dam.yaml")
    assert "cannot be written" in refusal(tmp_path / ("k" * 300))
    assert "cannot be written" in refusal("a\0b")
    assert refusal(tmp_path / SCHEMA_NAME).endswith("is the name of the schema; name another file")
    assert refusal("") == ". is a folder; name a new file in it"
    assert os.listdir(tmp_path) == ["file"]


def test_nothing_is_left_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, text: str, encoding: str) -> int:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    assert refusal(tmp_path / "dam.yaml") == (
        f"{tmp_path}/dam.yaml cannot be written: No space left on device; check its folder"
    )
    assert os.listdir(tmp_path) == []
