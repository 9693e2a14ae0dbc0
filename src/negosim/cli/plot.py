"""`negosim plot`."""

from pathlib import Path

from negosim.cli.conflict import plot_conflict
from negosim.cli.gambit import plot_file
from negosim.cli.inputs import Request
from negosim.cli.output import print_lines, warn, written_together
from negosim.errors import UsageError
from negosim.interop import is_conflict_file, is_game_file
from negosim.plots.style import kind_of
from negosim.report.finding import Finding, find_any
from negosim.report.layout import wrapped
from negosim.report.model_finding import ModelFinding


def plot_command(request: Request, figure: str | None, out: Path | None, step: int | None) -> None:
    """Draw one figure into a file; without a figure, list those of the game."""
    if is_conflict_file(request.target):
        plot_conflict(request, figure, out, step)
        return
    if is_game_file(request.target):
        plot_file(request, figure, out, step)
        return
    if figure is not None and out is None:
        raise UsageError(f"say where to: negosim plot {request.target} {figure} -o {figure}.png")
    if out is not None:
        kind_of(out)
    scenario, key = request.one_game()
    finding = find_any(scenario, key, request.asked())
    if figure is None or out is None:
        print_lines(_listed(finding))
        return
    from negosim.report.model_pictures import draw_model
    from negosim.report.pictures import draw, save

    drawn = draw(figure, finding, step) if isinstance(finding, Finding) else draw_model(figure, finding, step)
    with written_together(out) as folder:
        save(drawn, folder / out.name, finding)
    warn(f"wrote {out}")


def _listed(finding: Finding | ModelFinding) -> list[str]:
    from negosim.plots import FIGURES
    from negosim.report.model_pictures import model_figures
    from negosim.report.pictures import figures_of

    names = figures_of(finding) if isinstance(finding, Finding) else model_figures(finding)
    lines = [line for name in names for line in wrapped(FIGURES[name].says, 18, f"  {name} ")]
    return [f"figures of {finding.game}:", *lines]
