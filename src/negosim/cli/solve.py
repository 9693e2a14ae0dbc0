"""`negosim solve`."""

import shlex
from collections.abc import Sequence

from negosim.cli.conflict import solve_conflict
from negosim.cli.gambit import solve_file
from negosim.cli.inputs import Request, check_read
from negosim.cli.output import print_json, print_lines, warn
from negosim.errors import UnsolvedError, UsageError
from negosim.interop import is_conflict_file, is_game_file
from negosim.models import compile_game
from negosim.report.finding import AnyFinding, Finding, find_any, is_solved_by
from negosim.report.page import solve_page
from negosim.report.records import solve_record
from negosim.report.steps import steps_page
from negosim.scenario import Scenario
from negosim.solve import Complete, Concept

UNANSWERED = 4


def solve_command(request: Request, steps: bool, full: bool, complete: bool, as_json: bool) -> int:
    """Solve the games asked for and print the page or the JSON object; return the exit status."""
    if steps and (as_json or full):
        raise UsageError(f"--steps is a page of its own; leave out {'--json' if as_json else '--full'}")
    if is_conflict_file(request.target):
        solve_conflict(request, steps, full, as_json)
        return 0
    if is_game_file(request.target):
        return 0 if solve_file(request, steps, full, as_json) or not complete else UNANSWERED
    scenario = request.scenario()
    games = [request.game] if request.game else _games(scenario, request.asked())
    check_read(scenario, games, request)
    findings, unsolved = _find(scenario, games[:1] if steps else games, request.asked())
    if as_json:
        print_json(solve_record(findings, request.target))
    else:
        asked_for = shlex.join(request.words)
        print_lines(_steps(findings[0]) if steps else solve_page(findings, asked_for, full, unsolved))
    for why in dict.fromkeys(unsolved.values()):
        warn(f"negosim: {', '.join(game for game in unsolved if unsolved[game] == why)}: no answer: {why}")
    return UNANSWERED if unsolved or (complete and _warn_of_incomplete(findings)) else 0


def _games(scenario: Scenario, asked: Concept | None) -> list[str]:
    """Return all games, those of a model that has the concept asked for; all of them where none has."""
    games = list(scenario.facts.games)
    return [key for key in games if is_solved_by(compile_game(scenario, key), asked)] or games


def _steps(finding: AnyFinding) -> list[str]:
    """Return the page of `--steps`. Raises UsageError for a game without moves."""
    if isinstance(finding, Finding):
        return steps_page(finding)
    raise UsageError(
        f"--steps shows moves, and {finding.game} is of the model {finding.compiled.MODEL}, which has none"
    )


def _find(scenario: Scenario, games: Sequence[str], asked: Concept | None) -> tuple[list[AnyFinding], dict[str, str]]:
    """Return what was found of each game, and why others have no answer. Raises UnsolvedError where none has one."""
    findings, unsolved = [], {}
    for game in games:
        try:
            findings.append(find_any(scenario, game, asked))
        except UnsolvedError as error:
            unsolved[game] = str(error)
    if not findings:
        raise UnsolvedError("; ".join(dict.fromkeys(unsolved.values())))
    return findings, unsolved


def _warn_of_incomplete(findings: Sequence[AnyFinding]) -> bool:
    """Say which results may lack solutions, and why; return whether there are any."""
    results = [(each.game, each.result if isinstance(each, Finding) else each.analysis.answer) for each in findings]
    lacking = [(game, found) for game, found in results if found.complete not in (Complete.ALL, Complete.EXTREME)]
    for game, found in lacking:
        warn(f"negosim: {game}: complete is '{found.complete}': {found.why_complete}")
    return bool(lacking)
