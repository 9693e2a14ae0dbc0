"""`negosim solve`."""

from negosim.cli.gambit import solve_file
from negosim.cli.inputs import Request, change_labels, check_read
from negosim.cli.output import print_json, print_lines
from negosim.interop import is_game_file
from negosim.report.finding import find
from negosim.report.page import solve_page
from negosim.report.records import solve_record
from negosim.report.steps import steps_page

INCOMPLETE = 4


def solve_command(request: Request, steps: bool, full: bool, complete: bool, as_json: bool) -> int:
    """Solve the games asked for and print the page or the JSON object; return the exit status."""
    if is_game_file(request.target):
        return 0 if solve_file(request, steps, full, as_json) or not complete else INCOMPLETE
    scenario = request.scenario()
    games = [request.game] if request.game else list(scenario.facts.games)
    check_read(scenario, games, change_labels(request, scenario))
    asked = request.asked()
    findings = [find(scenario, game, asked) for game in games]
    if as_json:
        print_json(solve_record(findings, request.target))
    elif steps:
        print_lines(steps_page(findings[0]))
    else:
        print_lines(solve_page(findings, request.target, full))
    unfinished = any(finding.result.complete not in ("all", "extreme") for finding in findings)
    return INCOMPLETE if complete and unfinished else 0
