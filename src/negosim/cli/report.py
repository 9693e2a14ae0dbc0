"""`negosim report`: the memo, its pictures beside it."""

import shlex
from pathlib import Path

from negosim.cli.inputs import Request, change_labels, check_read
from negosim.cli.output import warn, write_whole
from negosim.errors import UnsolvedError, UsageError
from negosim.report.finding import Finding, find
from negosim.report.memo import Picture, memo


def report_command(target: str, out: Path, game: str | None, sets: tuple[str, ...], withs: tuple[str, ...]) -> None:
    """Write the memo and its pictures. Raises UsageError for a file that is not Markdown."""
    if out.suffix != ".md":
        raise UsageError(f"-o {out}: the memo is written as Markdown; name a file that ends in .md")
    request = Request(target, game, sets, withs)
    scenario = request.scenario()
    key = game or scenario.headline
    check_read(scenario, [key], change_labels(request, scenario))
    finding = find(scenario, key)
    others = [find(scenario, other) for other in scenario.facts.games if other != key]
    pictures = _draw(finding, out)
    write_whole(out, memo(finding, others, pictures, _command(request, out)).encode())
    warn(f"wrote {out}" + (f" and {len(pictures)} pictures beside it" if pictures else ""))


_CAPTIONS = {
    "tree": "The tree of the game, with what is played",
    "payoff_table": "The payoffs, with best replies and equilibria",
    "terms": "What each actor's choice gains and costs it, term by term",
    "comparison": "The scenario's own what-ifs beside the base",
    "outcome_shares": "Where play ends as choices follow payoffs more closely",
    "issues": "Where each issue stands, and what each actor wants of it",
    "leverage": "Who can press whom, with what",
}


def _draw(finding: Finding, out: Path) -> list[Picture]:
    """Draw every figure that the game has, beside the memo."""
    from negosim.plots import figures_for
    from negosim.report.pictures import draw, save

    pictures = []
    for name in (name for name in _CAPTIONS if name in figures_for(finding.result.game)):
        try:
            figure = draw(name, finding)
        except (UsageError, UnsolvedError) as reason:
            warn(f"no picture {name}: {reason}")
            continue
        file = out.with_name(f"{out.stem}-{name.replace('_', '-')}.png")
        save(figure, file, finding)
        pictures.append(Picture(file.name, _CAPTIONS[name]))
    return pictures


def _command(request: Request, out: Path) -> str:
    words = ["negosim", "report", request.target, "-o", out.name]
    words += ["--game", request.game] if request.game else []
    for option, values in (("--set", request.sets), ("--with", request.withs)):
        words += [word for value in values for word in (option, value)]
    return shlex.join(words)
