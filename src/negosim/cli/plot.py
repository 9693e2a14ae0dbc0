"""`negosim plot`."""

from pathlib import Path

from negosim.cli.gambit import plot_file
from negosim.cli.inputs import Request, change_labels, check_read
from negosim.cli.output import print_lines, warn
from negosim.errors import UsageError
from negosim.interop import is_game_file
from negosim.report.finding import Finding, find
from negosim.report.layout import wrapped


def plot_command(request: Request, figure: str | None, out: Path | None, step: int | None) -> None:
    """Draw one figure into a file; without a figure, list those of the game."""
    if is_game_file(request.target):
        plot_file(request, figure, out, step)
        return
    scenario = request.scenario()
    key = request.game or scenario.headline
    check_read(scenario, [key], change_labels(request, scenario))
    finding = find(scenario, key, request.asked())
    if figure is None:
        print_lines(_listed(finding))
        return
    if out is None:
        raise UsageError(f"say where to: negosim plot {request.target} {figure} -o {figure}.png")
    from negosim.report.pictures import draw, save

    save(draw(figure, finding, step), out, finding)
    warn(f"wrote {out}")


def _listed(finding: Finding) -> list[str]:
    from negosim.plots import FIGURES, figures_for

    return [
        f"figures of {finding.game}:",
        *(line for name in figures_for(finding.result.game) for line in wrapped(FIGURES[name].says, 18, f"  {name} ")),
    ]
