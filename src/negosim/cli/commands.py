"""The commands that solve nothing: list, show, check, new, schema."""

import json
from pathlib import Path

from negosim.cli.inputs import Request, check_expectations
from negosim.cli.output import print_json, print_lines, warn
from negosim.errors import InputError, UsageError
from negosim.models import compile_game


def list_scenarios(as_json: bool) -> None:
    """Print a line for each shipped scenario."""
    from negosim.report.show import list_lines, list_record

    if as_json:
        print_json(list_record())
    else:
        print_lines(list_lines())


def show_scenario(request: Request, word: str | None, as_json: bool) -> None:
    """Print what a scenario holds, or the numbers that a word finds."""
    from negosim.report.show import nothing_found, show_lines, show_record

    scenario = request.scenario()
    if as_json:
        print_json(show_record(scenario, request.target, word, request.game))
        return
    lines = show_lines(scenario, request.target, word, request.game)
    if lines:
        print_lines(lines)
    else:
        warn(nothing_found(request.target, word, request.game))


def check_scenario(request: Request, as_json: bool) -> None:
    """Say nothing of a sound scenario; raise InputError with its faults, which as JSON are printed first."""
    from negosim.report.records import bare_head

    try:
        _read(request)
    except InputError as error:
        if as_json:
            faults = [{"where": fault.where, "what": fault.what, "fix": fault.fix} for fault in error.faults]
            print_json({**bare_head(request.target), "rows": faults})
        raise
    if as_json:
        print_json({**bare_head(request.target), "rows": []})


def _read(request: Request) -> None:
    from negosim.cli.conflict import conflict_of
    from negosim.cli.gambit import game_of
    from negosim.interop import is_conflict_file, is_game_file

    if is_conflict_file(request.target):
        conflict_of(request)
    elif is_game_file(request.target):
        game_of(request)
    else:
        scenario = request.scenario()
        compile_game(scenario, request.game)
        check_expectations(scenario)


def new_scenario(file: Path) -> None:
    """Write a commented scenario and its schema."""
    from negosim.scenario.template import write_new

    if file.suffix.lower() not in (".yaml", ".yml"):
        raise UsageError(f"{file}: a scenario file ends in .yaml; write: negosim new {file.with_suffix('.yaml')}")
    scenario, schema = write_new(file)
    warn(f"wrote {scenario} and, for editors, {schema}; next: negosim solve {scenario}")


def print_schema() -> None:
    """Print the JSON Schema of scenario files."""
    from negosim.scenario.schema import json_schema

    print_lines(json.dumps(json_schema(), indent=2).split("\n"))
