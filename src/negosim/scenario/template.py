"""The scenario that `negosim new` writes: small, complete and commented, with its JSON Schema beside it for editors."""

import json
import os
from importlib.resources import files
from pathlib import Path

from negosim.errors import OutputError
from negosim.scenario.schema import IDENTITY, json_schema

SCHEMA_NAME = "negosim.schema.json"
"""What the schema is called: the first line of the template names it."""


def template() -> str:
    """Return the text of the scenario to start from."""
    return files("negosim.scenario").joinpath("template.yaml").read_text(encoding="utf-8")


def write_new(path: str | Path) -> tuple[Path, Path]:
    """Write a scenario to start from, and its schema beside it; return the two paths.

    Raises OutputError, with nothing written, where the scenario exists, where something else has the schema's name, and
    where the folder cannot be written. The schema of another version of negosim is replaced.
    """
    scenario = Path(path)
    if not scenario.name:
        raise OutputError(f"{scenario} is a folder; name a new file in it")
    schema = scenario.with_name(SCHEMA_NAME)
    if scenario == schema:
        raise OutputError(f"{scenario} is the name of the schema; name another file")
    try:
        _refuse_to_replace(scenario)
        if os.path.lexists(schema) and not _is_schema(schema):
            raise OutputError(f"{schema} exists and is no schema of negosim's; choose another folder")
        _write_both(scenario, schema)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(f"{scenario} cannot be written: {reason}; check its folder") from None
    return scenario, schema


def _write_both(scenario: Path, schema: Path) -> None:
    texts = {schema: json.dumps(json_schema(), indent=1) + "\n", scenario: template()}
    parts = {whole: whole.with_name(f".{whole.name[:200]}.{os.getpid()}.part") for whole in texts}
    try:
        for whole, text in texts.items():
            parts[whole].write_text(text, encoding="utf-8")
        _refuse_to_replace(scenario)
        os.replace(parts[scenario], scenario)
        try:
            os.replace(parts[schema], schema)
        except OSError:
            scenario.unlink()
            raise
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def _refuse_to_replace(scenario: Path) -> None:
    if os.path.lexists(scenario):
        raise OutputError(f"{scenario} exists and is not replaced; name a new file")


def _is_schema(path: Path) -> bool:
    """Whether a file is a schema that some version of negosim wrote."""
    try:
        return bool(json.loads(path.read_bytes()).get("$id") == IDENTITY)
    except (OSError, ValueError, AttributeError):
        return False
