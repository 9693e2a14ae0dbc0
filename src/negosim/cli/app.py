"""The commands and their options. Each body imports what it needs when it runs, so that `--help` stays quick."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from negosim.cli.class_commands import bargaining_score, class_results, handout, play
from negosim.cli.options import ConceptName, Exact, FigureName, Game, Json, Lambda, Sets, Target, Withs
from negosim.cli.output import ReaderGone, discard_output, warn
from negosim.errors import InputError, NegosimError
from negosim.version import __version__

app = typer.Typer(
    help="Solve, explain and question negotiation scenarios. A solution is no forecast and no advice.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_WrongUsage: type[Exception] = typer.BadParameter.__mro__[2]
"""What typer raises for a command line that it cannot parse."""
_PLAIN = {
    "Input should be a valid integer, unable to parse string as an integer": "write a whole number",
    "Input should be a valid number, unable to parse string as a number": "write a number, such as 0.5",
}


def run(arguments: Sequence[str]) -> int:
    """Run one command; print errors to standard error; return the exit status."""
    debug = "--debug" in arguments
    try:
        return _run([word for word in arguments if word != "--debug"])
    except ReaderGone:
        discard_output()
        return 0
    except SystemExit as stop:
        if not isinstance(stop.__context__, BrokenPipeError):
            raise
        discard_output()
        return 0
    except (typer.Abort, KeyboardInterrupt):
        return 130
    except _WrongUsage as error:
        for said, plain in _PLAIN.items():
            error.message = error.message.replace(said, plain)  # type: ignore[attr-defined]  # typer's have a message
        error.show()  # type: ignore[attr-defined]  # typer's own exceptions know how to show themselves
        return 2
    except InputError as error:
        warn(str(error))
        if len(error.faults) > 1:
            warn(f"{len(error.faults)} faults; nothing was solved.")
        return error.exit_status
    except NegosimError as error:
        warn(f"negosim: {error}")
        return error.exit_status
    except Exception as error:
        if debug:
            raise
        what = " ".join(f"{type(error).__name__}: {error}".split())
        warn(f"negosim: a fault of negosim's own: {what}; run again with --debug for where")
        return 1


def _run(arguments: list[str]) -> int:
    status = typer.main.get_command(app).main(arguments, prog_name="negosim", standalone_mode=False)
    return int(status or 0)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"negosim {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="show the version")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="show where a fault of negosim's own is, anywhere")] = False,
) -> None:
    pass


@app.command("list")
def list_(as_json: Json = False) -> None:
    """List the shipped scenarios."""
    from negosim.cli.commands import list_scenarios

    list_scenarios(as_json)


@app.command()
def show(
    target: Target,
    words: Annotated[list[str], typer.Argument(metavar="WORD", help="show only the numbers that match it")] = [],
    game: Game = None,
    sets: Sets = [],
    withs: Withs = [],
    as_json: Json = False,
) -> None:
    """Show actors, issues, levers, games and every number with its meaning and status."""
    from negosim.cli.commands import show_scenario
    from negosim.cli.inputs import Request

    show_scenario(Request(target, game, tuple(sets), tuple(withs)), " ".join(words) or None, as_json)


@app.command()
def check(target: Target, game: Game = None, sets: Sets = [], withs: Withs = [], as_json: Json = False) -> None:
    """Say nothing of a sound scenario, else list its faults."""
    from negosim.cli.commands import check_scenario
    from negosim.cli.inputs import Request

    check_scenario(Request(target, game, tuple(sets), tuple(withs)), as_json)


@app.command()
def new(file: Annotated[Path, typer.Argument(metavar="FILE")]) -> None:
    """Write a commented scenario to start from, and its schema beside it for editors."""
    from negosim.cli.commands import new_scenario

    new_scenario(file)


@app.command()
def schema() -> None:
    """Print the JSON Schema of scenario files."""
    from negosim.cli.commands import print_schema

    print_schema()


@app.command()
def solve(
    target: Target,
    game: Game = None,
    sets: Sets = [],
    withs: Withs = [],
    concept: ConceptName = None,
    lam: Lambda = None,
    exact: Exact = False,
    steps: Annotated[bool, typer.Option("--steps", help="show backward induction one step at a time")] = False,
    full: Annotated[bool, typer.Option("--full", help="show every term, flip and equilibrium")] = False,
    complete: Annotated[bool, typer.Option("--complete", help="exit with 4 unless every result is complete")] = False,
    as_json: Json = False,
) -> int:
    """Solve the games, say why the solutions hold and what would change them."""
    from negosim.cli.inputs import Request
    from negosim.cli.solve import solve_command

    return solve_command(
        Request(target, game, tuple(sets), tuple(withs), concept, lam, exact), steps, full, complete, as_json
    )


@app.command()
def compare(target: Target, game: Game = None, sets: Sets = [], withs: Withs = [], as_json: Json = False) -> None:
    """Show before and after side by side, and whose reason changed; without overlays, the file's own what-ifs."""
    from negosim.cli.compare import compare_command
    from negosim.cli.inputs import Request

    compare_command(Request(target, game, tuple(sets), tuple(withs)), as_json)


@app.command()
def tipping(
    target: Target,
    path: Annotated[str, typer.Option("--path", metavar="PATH", help="look at one number only")] = "",
    joint: Annotated[bool, typer.Option("--joint", help="the smallest change of all numbers together too")] = False,
    toward: Annotated[str, typer.Option("--toward", metavar="OUTCOME", help="what brings this outcome about")] = "",
    game: Game = None,
    sets: Sets = [],
    withs: Withs = [],
    concept: ConceptName = None,
    lam: Lambda = None,
    exact: Exact = False,
    figure: FigureName = "",
    as_json: Json = False,
) -> None:
    """Show the nearest value of each number at which the answer changes, nearest first."""
    from negosim.cli.inputs import Request
    from negosim.cli.tipping import TippingRequest, tipping_command

    tipping_command(
        Request(target, game, tuple(sets), tuple(withs), concept, lam, exact, figure),
        TippingRequest(path, joint, toward),
        as_json,
    )


@app.command()
def sensitivity(
    target: Target,
    samples: Annotated[int, typer.Option("--samples", metavar="N", help="sets of numbers, a power of two")] = 1024,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="the seed of the draws")] = 0,
    design: Annotated[str, typer.Option("--design", metavar="D", help="sobol, latin or plain")] = "sobol",
    game: Game = None,
    sets: Sets = [],
    withs: Withs = [],
    concept: ConceptName = None,
    lam: Lambda = None,
    exact: Exact = False,
    figure: FigureName = "",
    as_json: Json = False,
) -> None:
    """Show which numbers decide the answer when all of them move within their ranges."""
    from negosim.cli.inputs import Request
    from negosim.cli.sensitivity import Sampling, sensitivity_command

    sensitivity_command(
        Request(target, game, tuple(sets), tuple(withs), concept, lam, exact, figure),
        Sampling(samples, seed, design),
        as_json,
    )


@app.command()
def sweep(
    target: Target,
    vary: Annotated[
        list[str],
        typer.Option(
            "--vary",
            metavar="PATH=VALUES",
            help="LOW:HIGH:N, a list a,b,c, or months 2025-03..2026-02; one to four paths",
        ),
    ] = [],
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="write the table")] = None,
    parquet: Annotated[
        Path | None, typer.Option("--parquet", metavar="FILE", help="write the table as Parquet")
    ] = None,
    plot: Annotated[Path | None, typer.Option("--plot", metavar="FILE", help="draw a .png, .svg or .pdf file")] = None,
    resume: Annotated[
        Path | None, typer.Option("--resume", metavar="FILE", help="keep what is done in FILE, and go on from there")
    ] = None,
    scheduler: Annotated[
        str, typer.Option("--scheduler", metavar="ADDRESS", help="work on the Dask cluster of this scheduler")
    ] = "",
    game: Game = None,
    sets: Sets = [],
    withs: Withs = [],
    concept: ConceptName = None,
    lam: Lambda = None,
    exact: Exact = False,
    figure: FigureName = "",
    as_json: Json = False,
) -> None:
    """Map what follows at every point of a grid of numbers."""
    from negosim.cli.inputs import Request
    from negosim.cli.sweep import Outputs, sweep_command

    request = Request(target, game, tuple(sets), tuple(withs), concept, lam, exact, figure)
    sweep_command(request, vary, Outputs(csv, plot, resume, as_json, parquet), scheduler)


@app.command()
def simulate(
    target: Target,
    months: Annotated[
        int | None, typer.Option("--months", metavar="N", help="how many months; the file's unless said")
    ] = None,
    runs: Annotated[int, typer.Option("--runs", metavar="N", help="how many paths are drawn")] = 1000,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="the seed of the draws")] = 0,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="write the months as a table")] = None,
    parquet: Annotated[
        Path | None, typer.Option("--parquet", metavar="FILE", help="write the table as Parquet")
    ] = None,
    plot: Annotated[Path | None, typer.Option("--plot", metavar="FILE", help="draw a .png, .svg or .pdf file")] = None,
    turn: Annotated[
        str, typer.Option("--turn", metavar="PATH", help="the value of one number at which playing for time turns")
    ] = "",
    sets: Sets = [],
    withs: Withs = [],
    as_json: Json = False,
) -> None:
    """Follow the negotiation month by month: solve the campaign, and draw paths of it."""
    from negosim.cli.inputs import Request
    from negosim.cli.simulate import Simulation, simulate_command
    from negosim.cli.sweep import Outputs

    request = Request(target, None, tuple(sets), tuple(withs))
    simulate_command(request, Simulation(runs, seed, months, turn), Outputs(csv, plot, None, as_json))


@app.command()
def plot(
    target: Target,
    figure: Annotated[str | None, typer.Argument(metavar="FIGURE")] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help="a .png, .svg or .pdf file")] = None,
    game: Game = None,
    sets: Sets = [],
    withs: Withs = [],
    concept: ConceptName = None,
    lam: Lambda = None,
    exact: Exact = False,
    step: Annotated[
        int | None, typer.Option("--step", metavar="K", help="a tree after K steps of backward induction")
    ] = None,
) -> None:
    """Draw one figure; without a figure, list them."""
    from negosim.cli.inputs import Request
    from negosim.cli.plot import plot_command

    plot_command(Request(target, game, tuple(sets), tuple(withs), concept, lam, exact), figure, out, step)


for name, command in (
    ("handout", handout),
    ("play", play),
    ("class-results", class_results),
    ("bargaining-score", bargaining_score),
):
    app.command(name)(command)


@app.command()
def convert(
    target: Target,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="a .nfg, .efg or .gmcr file")],
    game: Game = None,
    sets: Sets = [],
    withs: Withs = [],
) -> None:
    """Write a game for Gambit, or a conflict for gmcr-py."""
    from negosim.cli.convert import convert_command
    from negosim.cli.inputs import Request

    convert_command(Request(target, game, tuple(sets), tuple(withs)), out)


@app.command()
def report(
    target: Target,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE.md", help="where to write the memo")],
    game: Game = None,
    sets: Sets = [],
    withs: Withs = [],
) -> None:
    """Write the memo, its pictures beside it."""
    from negosim.cli.inputs import Request
    from negosim.cli.report import report_command

    report_command(Request(target, game, tuple(sets), tuple(withs)), out)
