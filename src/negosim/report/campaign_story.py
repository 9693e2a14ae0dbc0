"""One simulated path told in words, month by month."""

from collections.abc import Iterator

import numpy as np

from negosim.report.campaign import CampaignFinding
from negosim.scenario.names import Names, capitalised, listed
from negosim.scenario.numbers import month_name


def typical_run(finding: CampaignFinding) -> int:
    """Return the most common of the runs that end when the middle one does, counting as last those that do not; of
    several as common the first."""
    ended, paths = finding.summary.ended, finding.summary.paths
    order = np.where(ended > 0, ended, finding.months + 1)
    alike = np.flatnonzero(order == np.sort(order, kind="stable")[(len(order) - 1) // 2])
    rows = np.concatenate([paths.mode[alike], paths.place[alike], paths.end[alike]], axis=1)
    _, first, count = np.unique(rows, axis=0, return_index=True, return_counts=True)
    return int(alike[first[count == count.max()].min()])


def story(finding: CampaignFinding, run: int) -> list[str]:
    """Return sentences on one path; months in which the same is done and comes to the same are told together."""
    told: list[tuple[int, int, str]] = []
    for month, words in _months(finding, run):
        if told and told[-1][2] == words:
            told[-1] = (told[-1][0], month, words)
        else:
            told.append((month, month, words))
    lines = [f"{_when(finding, first, last)}: {words}." for first, last, words in told]
    played = int(finding.summary.paths.is_on[run].sum())
    if finding.summary.ended[run]:
        lines[-1] = lines[-1].removesuffix(".") + ". That ends it."
    elif played == finding.months:
        lines[-1] = lines[-1].removesuffix(".") + ". The months are over without an end."
    return lines


def _when(finding: CampaignFinding, first: int, last: int) -> str:
    if finding.scenario.facts.time is None:
        return f"Month {first + 1}" if first == last else f"Months {first + 1} to {last + 1}"
    one, two = (month_name(finding.game.start + month) for month in (first, last))
    return one if first == last else f"{one} to {two}"


def _months(finding: CampaignFinding, run: int) -> Iterator[tuple[int, str]]:
    """Yield each month that is played, and what happens in it."""
    paths, game, names = finding.summary.paths, finding.game, Names(finding.scenario)
    for month in range(int(paths.is_on[run].sum())):
        mode, end = int(paths.mode[run, month]), int(paths.end[run, month])
        key = game.game_of(mode)
        situation = finding.compiled.games[key].situations[end]
        moves = finding.compiled.games[key].rules.moves
        does = [
            f"{names.subject(moves[move].actor)} {names.option(key, moves[move].actor, option)}"
            for move, option in situation.made.items()
        ]
        said = f"{listed(does)}; it comes to {names.outcome(situation.label)}"
        seen = paths.events[paths.event[run, month]]
        if seen:
            who = listed([names.subject(actor) for actor in seen.split(",")])
            said += f"; {who} {'is' if ',' not in seen else 'are'} seen to break the truce"
        changed = list(_changes(finding, run, month))
        yield month, said + (f". {capitalised(listed(changed))}" if changed else "")


def _changes(finding: CampaignFinding, run: int, month: int) -> Iterator[str]:
    """Yield what of the state has come to an end of its grid when the next month begins."""
    paths, space = finding.summary.paths, finding.game.space
    if month + 1 >= paths.place.shape[1] or paths.place[run, month + 1] < 0:
        return
    before, after = paths.place[run, month], paths.place[run, month + 1]
    issues = finding.scenario.facts.issues
    for k, (key, part) in enumerate(finding.compiled.rules.state.items()):
        was, now = int(space.index[k][before]), int(space.index[k][after])
        value = float(space.coordinate(key)[after])
        steps = part.path.split(".")
        if was != now and now in (0, part.grid.points - 1) and steps[0] == "issues" and value in (0.0, 1.0):
            issue = issues[steps[1]]
            yield f"{issue.name}: {' '.join((issue.at_1 if value else issue.at_0).split())}"
