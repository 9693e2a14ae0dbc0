"""The commands for a class, and their options. Each body imports what it needs when it runs."""

from pathlib import Path
from typing import Annotated

import typer

from negosim.cli.options import Game, Json, Lambda, Sets, Target, Withs


def handout(
    target: Target,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FOLDER", help="where to write the sheets")],
    game: Game = None,
    sets: Sets = [],
    withs: Withs = [],
) -> None:
    """Write a confidential sheet for each actor, and one for the instructor."""
    from negosim.cli.handout import handout_command
    from negosim.cli.inputs import Request

    handout_command(Request(target, game, tuple(sets), tuple(withs)), out)


def play(
    target: Target,
    actor: Annotated[str, typer.Option("--as", metavar="ACTOR", help="the actor to play")],
    opponents: Annotated[
        str,
        typer.Option("--opponents", metavar="O", help="how the others move: docs/in-class.md lists the names"),
    ] = "",
    months: Annotated[int | None, typer.Option("--months", metavar="N", help="months or rounds (6)")] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="the seed of all chance")] = 0,
    log: Annotated[Path | None, typer.Option("--log", metavar="FILE", help="keep the play as a line of FILE")] = None,
    game: Game = None,
    sets: Sets = [],
    withs: Withs = [],
    lam: Lambda = None,
) -> int:
    """Play one actor against the solution: predict, move, and see why."""
    from negosim.cli.inputs import Request
    from negosim.cli.play import PlayRequest, play_command

    request = Request(target, game, tuple(sets), tuple(withs), lam=lam)
    return play_command(request, PlayRequest(actor, opponents, seed, months, log))


def class_results(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="a log that `play --log` has written")],
    plot: Annotated[Path | None, typer.Option("--plot", metavar="OUT", help="draw a .png, .svg or .pdf file")] = None,
    as_json: Json = False,
) -> None:
    """Show a class's logged plays against the solution."""
    from negosim.cli.class_results import class_results_command

    class_results_command(file, plot, as_json)


def bargaining_score(
    target: Target,
    csv: Annotated[Path, typer.Option("--csv", metavar="FILE", help="a row a pair, a column an issue, from 0 to 1")],
    plot: Annotated[Path | None, typer.Option("--plot", metavar="OUT", help="draw a .png, .svg or .pdf file")] = None,
    game: Game = None,
    sets: Sets = [],
    withs: Withs = [],
    as_json: Json = False,
) -> None:
    """Hold a class's agreements against the frontier and the agreements of theory."""
    from negosim.cli.bargaining_score import bargaining_score_command
    from negosim.cli.inputs import Request

    bargaining_score_command(Request(target, game, tuple(sets), tuple(withs)), csv, plot, as_json)
