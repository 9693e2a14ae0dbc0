"""The commands that solve nothing: list, show, check, new, schema."""

import json
from collections.abc import Sequence
from pathlib import Path

from negosim.cli.inputs import Request
from negosim.cli.output import print_json, print_lines, warn
from negosim.errors import InputError


def list_scenarios(as_json: bool) -> None:
    """Print a line for each shipped scenario."""
    from negosim.report.show import list_lines, list_record

    if as_json:
        print_json(list_record())
    else:
        print_lines(list_lines())


def show_scenario(target: str, word: str | None, sets: Sequence[str], withs: Sequence[str], as_json: bool) -> None:
    """Print what a scenario holds."""
    from negosim.report.show import show_lines, show_record

    scenario = Request(target, None, tuple(sets), tuple(withs)).scenario()
    if as_json:
        print_json(show_record(scenario, target, word))
    else:
        print_lines(show_lines(scenario, target, word))


def check_scenario(target: str, as_json: bool) -> None:
    """Say nothing of a sound scenario; raise InputError with its faults, which as JSON are printed first."""
    from negosim.cli.gambit import game_of
    from negosim.interop import is_game_file
    from negosim.scenario import read
    from negosim.version import __version__

    faults: list[dict[str, str]] = []
    try:
        if is_game_file(target):
            game_of(Request(target))
        else:
            read(target)
    except InputError as error:
        if not as_json:
            raise
        faults = [{"where": fault.where, "what": fault.what, "fix": fault.fix} for fault in error.faults]
        print_json({"negosim": __version__, "target": target, "rows": faults})
        raise
    if as_json:
        print_json({"negosim": __version__, "target": target, "rows": faults})


def new_scenario(file: Path) -> None:
    """Write a commented scenario and its schema."""
    from negosim.scenario.template import write_new

    scenario, schema = write_new(file)
    warn(f"wrote {scenario} and, for editors, {schema}; next: negosim solve {scenario}")


def print_schema() -> None:
    """Print the JSON Schema of scenario files."""
    from negosim.scenario.schema import json_schema

    print(json.dumps(json_schema(), indent=2))
