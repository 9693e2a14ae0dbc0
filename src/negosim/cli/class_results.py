"""`negosim class-results`: what a class's logged plays show."""

from pathlib import Path

from negosim.classroom.class_page import class_page, class_picture, class_record
from negosim.classroom.class_results import class_results
from negosim.cli.inputs import Request
from negosim.cli.output import print_json, print_lines, warn
from negosim.plots import kind_of, manifest_of, save
from negosim.scenario import Scenario


def class_results_command(file: Path, out: Path | None, as_json: bool) -> None:
    """Print a class's choices beside the equilibrium and the logit fit, and draw them where asked."""
    if out is not None:
        kind_of(out)
    found = class_results(file, _read)
    if out is not None:
        save(class_picture(found), out, manifest_of(found.compiled.scenario))
        warn(f"wrote {out}")
    if as_json:
        print_json(class_record(found, str(file)))
    else:
        print_lines(class_page(found))


def _read(target: str, sets: tuple[str, ...], withs: tuple[str, ...]) -> Scenario:
    return Request(target, None, sets, withs).scenario()
