"""`negosim report`: the memo, its pictures beside it."""

import shlex
from pathlib import Path

from negosim.cli.inputs import Request
from negosim.cli.output import warn, written_together
from negosim.errors import UnsolvedError, UsageError
from negosim.report.finding import AnyFinding, Finding, find_any
from negosim.report.memo import LAST_QUESTION, Picture, memo
from negosim.scenario import Scenario
from negosim.scenario.names import capitalised


def report_command(request: Request, out: Path) -> None:
    """Write the memo and its pictures, all of them or none. Raises UsageError for a file that is not Markdown."""
    if out.suffix != ".md":
        raise UsageError(f"-o {out}: the memo is written as Markdown; name a file that ends in .md")
    scenario, key = request.one_game()
    finding = find_any(scenario, key)
    others = _others(scenario, key)
    own = _own_words(out)
    with written_together(out) as folder:
        pictures = _draw(finding, folder, out.stem)
        text = memo(finding, others, pictures, shlex.join(["negosim", "report", *request.words, "-o", out.name])) + own
        (folder / out.name).write_text(text, encoding="utf-8")
    kept = "; what you wrote at its end is kept" if own else ""
    warn(f"wrote {out}" + (f" and {len(pictures)} pictures beside it" if pictures else "") + kept)


def _own_words(out: Path) -> str:
    """Return what somebody wrote at the end of a memo that is there already, below the question that ends it."""
    try:
        before = out.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""
    return before.partition(f"{LAST_QUESTION}\n")[2]


def _others(scenario: Scenario, key: str) -> list[AnyFinding]:
    """Return the findings of the other games, those that have one."""
    found: list[AnyFinding] = []
    for other in scenario.facts.games:
        try:
            found += [find_any(scenario, other)] if other != key else []
        except UnsolvedError as error:
            warn(f"negosim: {other}: no answer: {error}")
    return found


_CAPTIONS = {
    "tree": "The tree of the game, with what is played",
    "payoff_table": "The payoffs, with best replies and equilibria",
    "terms": "What each actor's choice gains and costs it, term by term",
    "comparison": "The scenario's own what-ifs beside the base",
    "outcome_shares": "Where play ends as choices follow payoffs more closely",
    "issues": "Where each issue stands, and what each actor wants of it",
    "leverage": "Who can press whom, with what",
}


def _draw(finding: AnyFinding, folder: Path, stem: str) -> list[Picture]:
    """Draw every figure that the game has into a folder."""
    from negosim.plots import FIGURES
    from negosim.report.game_part import draw_own
    from negosim.report.model_pictures import draw_model
    from negosim.report.pictures import draw, save

    pictures = []
    for name, caption in _captions(finding).items():
        try:
            if FIGURES[name].reads == "scenario":
                figure = draw_own(name, finding)
            else:
                figure = draw(name, finding) if isinstance(finding, Finding) else draw_model(name, finding)
        except (UsageError, UnsolvedError) as reason:
            warn(f"no picture {name}: {reason}")
            continue
        file = f"{stem}-{name.replace('_', '-')}.png"
        save(figure, folder / file, finding)
        pictures.append(Picture(file, caption))
    return pictures


def _captions(finding: AnyFinding) -> dict[str, str]:
    """Return the figures that a memo shows, with what stands below each: of levers and issues the game's own alone."""
    from negosim.plots import FIGURES
    from negosim.report.game_part import own_part
    from negosim.report.model_pictures import model_figures
    from negosim.report.pictures import figures_of

    own = own_part(finding).facts
    empty = {name for name, part in (("leverage", own.levers), ("issues", own.issues)) if not part}
    if isinstance(finding, Finding):
        known = set(figures_of(finding)) - empty
        return {name: caption for name, caption in _CAPTIONS.items() if name in known}
    models = [name for name in model_figures(finding) if name not in empty]
    return {name: _CAPTIONS.get(name, capitalised(FIGURES[name].says)) for name in models}
