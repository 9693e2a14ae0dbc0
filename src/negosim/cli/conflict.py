"""`negosim solve`, `check` and `plot` on gmcr-py's files, which hold one conflict graph and no scenario."""

import os
from pathlib import Path

from negosim.cli.inputs import Request
from negosim.cli.output import print_json, print_lines, warn, written_together
from negosim.errors import Fault, InputError, UsageError, nearest
from negosim.interop import ConflictFile, read_gmcr
from negosim.report.conflict_file import file_page, file_record
from negosim.report.layout import wrapped
from negosim.solve import Manifest
from negosim.solve.conflict import GENERAL, Conflict
from negosim.solve.stability import DEFINITIONS
from negosim.version import __version__


def solve_conflict(request: Request, steps: bool, full: bool, as_json: bool) -> None:
    """Solve the conflict of a file and print the page or the JSON object."""
    if steps:
        raise UsageError("--steps tells of a scenario; leave it out")
    name = _concept_of(request)
    file = conflict_of(request)
    conflict = Conflict(file.form.graph, name)
    if as_json:
        print_json(file_record(conflict, file, request.target))
    else:
        print_lines(file_page(conflict, file, request.target, full))


def plot_conflict(request: Request, figure: str | None, out: Path | None, step: int | None) -> None:
    """Draw one figure of the conflict of a file; without a figure, list them."""
    from negosim import plots
    from negosim.plots.style import kind_of

    name, file = _concept_of(request), conflict_of(request)
    known = plots.figures_of_conflicts()
    if figure is None:
        lines = (line for name in known for line in wrapped(plots.FIGURES[name].says, 18, f"  {name} "))
        print_lines(["figures of game:", *lines])
        return
    if figure not in known:
        raise UsageError(f"no figure '{figure}' of {request.target}; {nearest(figure, known, 'figures')}")
    if step is not None:
        raise UsageError(f"--step goes with the figure tree, not with {figure}")
    if out is None:
        raise UsageError(f"say where to: negosim plot {request.target} {figure} -o {figure}.png")
    kind_of(out)
    graph = file.form.graph
    drawn = getattr(plots, figure)(Conflict(graph, name)).get_figure(root=True)
    with written_together(out) as folder:
        plots.save(drawn, folder / out.name, Manifest(__version__, graph.origin, name or GENERAL, {}))
    warn(f"wrote {out}")


def conflict_of(request: Request) -> ConflictFile:
    """Return the conflict of a file. Raises UsageError where there is no such file, and for changes to a scenario."""
    if request.sets or request.withs:
        raise UsageError("--set and --with change a scenario, and a .gmcr file has none")
    if request.game not in (None, "game"):
        raise InputError([Fault(f"--game {request.game}", "no such game", "a .gmcr file holds one, named game")])
    if not os.path.lexists(request.target):
        raise UsageError(f"'{request.target}' is no file; check its name and its folder")
    return read_gmcr(Path(request.target), request.target)


def _concept_of(request: Request) -> str | None:
    """Return the definition asked for, or None for all. Raises UsageError for a concept of other games."""
    asked = request.asked()
    known = [definition.name for definition in DEFINITIONS]
    if asked is not None and asked.name not in known:
        raise UsageError(f"--concept {asked.name} is for games with payoffs; {nearest(asked.name, known, 'concepts')}")
    return None if asked is None else asked.name
