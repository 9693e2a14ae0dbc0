"""`negosim solve`, `check` and `plot` on Gambit's files, which hold one game and no scenario."""

import os
from pathlib import Path

from negosim.cli.inputs import Request
from negosim.cli.output import print_json, print_lines, warn, written_together
from negosim.errors import Fault, InputError, UsageError, nearest
from negosim.games import Game
from negosim.interop import read_game
from negosim.report.game_page import game_page, game_record
from negosim.report.layout import wrapped
from negosim.solve import Complete, solve


def solve_file(request: Request, steps: bool, full: bool, as_json: bool) -> bool:
    """Solve the game of a file and print the page or the JSON object; return whether the result is complete."""
    if steps:
        raise UsageError(
            "--steps tells of a scenario; for a Gambit file draw the tree: negosim plot FILE tree --step K"
        )
    result = solve(game_of(request), request.asked())
    if as_json:
        print_json(game_record(result, request.target))
    else:
        print_lines(game_page(result, full))
    return result.complete in (Complete.ALL, Complete.EXTREME)


def plot_file(request: Request, figure: str | None, out: Path | None, step: int | None) -> None:
    """Draw one figure of the game of a file; without a figure, list those that need no scenario."""
    from negosim import plots

    game = game_of(request)
    known = plots.figures_for(game)
    if figure is None:
        lines = (line for name in known for line in wrapped(plots.FIGURES[name].says, 18, f"  {name} "))
        print_lines(["figures of game:", *lines])
        return
    if figure not in known:
        raise UsageError(f"no figure '{figure}' of {request.target}; {nearest(figure, known, 'figures')}")
    if out is None:
        raise UsageError(f"say where to: negosim plot {request.target} {figure} -o {figure}.png")
    from negosim.plots.style import kind_of
    from negosim.report.pictures import draw_result

    kind_of(out)
    result = solve(game, request.asked())
    drawn = draw_result(figure, result, step)
    with written_together(out) as folder:
        plots.save(drawn, folder / out.name, result.manifest)
    warn(f"wrote {out}")


def game_of(request: Request) -> Game:
    """Return the game of a file. Raises UsageError where there is no such file, and for changes to a scenario."""
    if request.sets or request.withs:
        raise UsageError("--set and --with change a scenario, and a Gambit file has none")
    if request.game not in (None, "game"):
        raise InputError([Fault(f"--game {request.game}", "no such game", "a Gambit file holds one, named game")])
    if not os.path.lexists(request.target):
        raise UsageError(f"'{request.target}' is no file; check its name and its folder")
    return read_game(request.target)
