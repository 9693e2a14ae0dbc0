"""`negosim sweep`."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from negosim.cli.inputs import Request
from negosim.cli.output import print_lines, print_pieces, warn, write_pieces, written_together
from negosim.cli.progress import progress
from negosim.errors import OutputError, UsageError
from negosim.interop import is_game_file
from negosim.parallel import workers
from negosim.whatif.sweep.grid import Plan
from negosim.whatif.sweep.regimes import Edge, Regime, edges, regimes
from negosim.whatif.sweep.run import sweep
from negosim.whatif.sweep.store import chunk_file
from negosim.whatif.sweep.table import SweepTable
from negosim.whatif.sweep.vary import sweep_plan

_PICTURES = (".png", ".svg", ".pdf")


@dataclass(frozen=True)
class Outputs:
    """Where a sweep goes beside the page: a table, a picture, and a file from which it can go on."""

    csv: Path | None = None
    plot: Path | None = None
    resume: Path | None = None
    as_json: bool = False
    parquet: Path | None = None

    def check(self) -> None:
        """Refuse at once what could not be written after the work."""
        if self.plot is not None and self.plot.suffix.lower() not in _PICTURES:
            raise UsageError(f"--plot {self.plot}: a picture ends in {', '.join(_PICTURES[:-1])} or {_PICTURES[-1]}")
        if self.parquet is not None:
            from negosim.report.sweep_parquet import check_parquet

            check_parquet(self.parquet)
        given = [path for path in (self.csv, self.plot, self.resume, self.parquet) if path is not None]
        if len({path.absolute() for path in given}) < len(given):
            raise UsageError("two of --csv, --parquet, --plot and --resume name the same file; give each its own")
        for path in given:
            if path.is_dir() or not path.absolute().parent.is_dir():
                what = "is a folder" if path.is_dir() else "its folder does not exist"
                raise OutputError(f"{path}: cannot be written: {what}; choose another place")


def sweep_command(request: Request, vary: Sequence[str], outputs: Outputs, scheduler: str) -> None:
    """Answer a game at every point of a grid, print the page or the JSON object, and write what is asked for.

    `scheduler` is the address of a Dask cluster's, "" for this machine.
    """
    if is_game_file(request.target):
        raise UsageError("sweep varies the numbers of a scenario, and a Gambit file has none with a path")
    outputs.check()
    scenario, key = request.one_game()
    plan = sweep_plan(scenario, key, vary, request.asked(), request.figure)
    table = _swept(plan, outputs.resume, scheduler)
    found = _Found(table)
    if outputs.csv:
        write_pieces(outputs.csv, found.csv())
        warn(f"wrote {outputs.csv}")
    if outputs.parquet:
        found.write_parquet(outputs.parquet)
        warn(f"wrote {outputs.parquet}")
    if outputs.plot:
        found.draw(outputs.plot)
        warn(f"wrote {outputs.plot}")
    if outputs.as_json:
        print_pieces(found.json(request.target))
    else:
        print_lines(found.page())


def _swept(plan: Plan, resume: Path | None, scheduler: str) -> SweepTable:
    """Return the table, going on where a file of chunks ends; say how to go on where it is interrupted."""
    try:
        file = chunk_file(resume, plan) if resume else nullcontext()
        with workers(scheduler) as executor, file as kept, progress(plan.size) as tell:
            return sweep(plan, executor, kept, tell)
    except KeyboardInterrupt:
        kept_words = f"kept in {resume}; the same command goes on from there"
        warn(f"negosim: stopped; what is done is {kept_words if resume else 'lost, as there was no --resume FILE'}")
        raise


@dataclass(frozen=True, eq=False)
class _Found:
    """A table, and what page and picture both say of it: regimes of one number, edges of several."""

    table: SweepTable

    @cached_property
    def regimes(self) -> tuple[Regime, ...]:
        return regimes(self.table.plan) if len(self.table.plan.axes) == 1 else ()

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        return edges(self.table.plan)

    def page(self) -> list[str]:
        from negosim.report.sweep_page import line_page, map_page

        return line_page(self.table, self.regimes) if self.regimes else map_page(self.table, self.edges)

    def csv(self) -> Iterator[str]:
        from negosim.report.sweep_records import csv_pieces

        return csv_pieces(self.table)

    def write_parquet(self, path: Path) -> None:
        from negosim.report.sweep_parquet import write_parquet

        with written_together(path) as folder:
            write_parquet(self.table, folder / path.name)

    def json(self, target: str) -> Iterator[str]:
        from negosim.report.sweep_records import json_pieces

        return json_pieces(self.table, self.regimes, target)

    def draw(self, path: Path) -> None:
        from negosim.report.sweep_pictures import line_picture, map_picture, save

        line = self.regimes
        figure = line_picture(self.table, line) if line else map_picture(self.table, self.edges)
        with written_together(path) as folder:
            save(figure, folder / path.name, self.table.plan)
