"""The picture of a campaign: what the figure of `negosim.plots` is given to draw."""

from itertools import pairwise
from pathlib import Path

import numpy as np

from negosim import plots
from negosim.games import FloatArray, IntArray
from negosim.plots.figures.campaign import CampaignDrawing, Fan, PolicyMap
from negosim.report.campaign import CampaignFinding
from negosim.report.campaign_page import axis_name
from negosim.report.campaign_records import QUANTILES
from negosim.report.campaign_story import story, typical_run
from negosim.report.words import percent
from negosim.scenario.names import Names, capitalised, heading, listed, spaced
from negosim.scenario.numbers import month_name
from negosim.scenario.shared_facts import MONTHS
from negosim.solve import Manifest
from negosim.solve.backward import best_action
from negosim.version import __version__

_FANS, _LINES = 5, 8


def save_campaign(finding: CampaignFinding, path: Path) -> None:
    """Draw the campaign, and write the picture with its manifest."""
    figure = plots.campaign(drawing(finding)).get_figure(root=True)
    assert figure is not None
    settings = {"seed": finding.seed, "runs": finding.runs, "months": finding.months}
    plots.save(figure, path, Manifest(__version__, finding.scenario.origin, finding.concept, settings))


def drawing(finding: CampaignFinding) -> CampaignDrawing:
    """Return the campaign as the figure takes it."""
    summary, names = finding.summary, Names(finding.scenario)
    shares = [
        (heading(names.outcome(key)), np.array([s.share for s in summary.share_by_month(key)]))
        for key in summary.outcomes
    ]
    season, spans = _seasons(finding)
    caption = (
        f"{finding.runs:,} simulated paths, seed {finding.seed}; a path that has ended stays where it was. Lines: half "
        "of the paths are above; bands: half, and nine tenths of them, the ends of which are in the heading."
    )
    policies = _policies(finding)
    if policies:
        caption += (
            f" In the maps of what each does only the month and {policies[0].across} differ; everything else is as at "
            "the start, and nothing agreed before is in force."
        )
    told = story(finding, typical_run(finding))
    shown = told if len(told) <= _LINES else [*told[: _LINES - 2], "...", told[-1]]
    return CampaignDrawing(
        tuple(_short(finding, month) for month in range(finding.months)),
        season,
        spans,
        tuple((name, share) for name, share in shares if share.any()),
        _fans(finding),
        policies,
        ("The most common of the paths that end when the middle one does:", *shown),
        finding_words(finding),
        caption + (f" Yellow strips: {season}." if spans else ""),
        finding.scenario.origin,
    )


def finding_words(finding: CampaignFinding) -> str:
    """Return the title: what most paths come to, and when."""
    names, summary = Names(finding.scenario), finding.summary
    last = {key: summary.share_by_month(key)[-1].share for key in summary.outcomes}
    most = max(last, key=lambda key: last[key])
    text = f"{heading(names.outcome(most))} on {percent(last[most])} of simulated paths after {finding.months} months"
    alike: dict[str, list[str]] = {}
    for stalling in summary.stalling:
        if stalling.months >= 0.05:
            alike.setdefault(f"{stalling.months:.1f}", []).append(names.subject(stalling.actor))
    said = [
        f"{listed(actors)} {'each play' if len(actors) > 1 else 'plays'} for time in {months} of them"
        for months, actors in alike.items()
    ]
    return f"{text}; on average {listed(said)}" if said else text


def _short(finding: CampaignFinding, month: int) -> str:
    if finding.scenario.facts.time is None:
        return str(month + 1)
    name, year = month_name(finding.game.start + month).split(" ")
    return f"{name[:3]} {year}"


def _seasons(finding: CampaignFinding) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the first season of the calendar, and the spans of months in which it is at half its height or more."""
    time = finding.scenario.facts.time
    if time is None or not time.seasons:
        return "", ()
    key, season = next(iter(time.seasons.items()))
    calendar = [(finding.game.start + month) % 12 for month in range(finding.months)]
    high = [getattr(season, MONTHS[month]).value >= 0.5 for month in calendar]
    edges = [k for k, (a, b) in enumerate(pairwise([False, *high, False])) if a != b]
    spans = tuple((first, last - 1) for first, last in zip(edges[::2], edges[1::2], strict=True))
    return f"the {spaced(key)} season (months with at least half of its peak weight)", spans


def _fans(finding: CampaignFinding) -> tuple[Fan, ...]:
    """Return the fans of what moves on some path, at most five of them."""
    found = []
    for axis in finding.game.space.axes:
        fan = finding.summary.fan(axis.key, QUANTILES)
        if np.ptp(fan) > 0:
            found.append(Fan(capitalised(axis_name(finding, axis.key)), fan, *_meaning(finding, axis.key)))
    return tuple(found[:_FANS])


def _meaning(finding: CampaignFinding, key: str) -> tuple[str, str]:
    """Return what 0 and 1 of a state variable or belief mean: the ends of its issue, or the types; else nothing."""
    rules, facts = finding.compiled.rules, finding.scenario.facts
    if key in rules.beliefs:
        one, zero = (kind.name or spaced(name) for name, kind in rules.beliefs[key].types.items())
        return f"surely {zero}", f"surely {one}"
    area, name, *_ = rules.state[key].path.split(".")
    if area != "issues":
        return "", ""
    return " ".join(facts.issues[name].at_0.split()), " ".join(facts.issues[name].at_1.split())


def _policies(finding: CampaignFinding) -> tuple[PolicyMap, ...]:
    """Return what each actor that has a choice does in talks, along the state that changes most of it."""
    space, game = finding.game.space, finding.game
    if not space.axes:
        return ()
    start = int(space.start().argmax())
    lines = [_along(finding, k, start) for k in range(len(space.axes))]
    chosen = [np.stack([_chosen(finding, month, line) for month in range(finding.months)], axis=-1) for line in lines]
    k = int(np.argmax([(np.diff(each, axis=1) != 0).mean() if each.shape[1] > 1 else 0.0 for each in chosen]))
    axis, names = space.axes[k], Names(finding.scenario)
    shape, key = game.monthly.stage(0, 0).shape, game.compiled.rules.game
    found = []
    for player, actor in enumerate(game.compiled.players):
        options = next(known.actions for known in shape.sets if known.player == player)
        if len(options) > 1:
            said = tuple(names.option(key, actor, option) for option in options)
            levels = levels_in_words(finding, axis.key, space.coordinate(axis.key)[lines[k]])
            upward = "" if len(levels) == 2 else _meaning(finding, axis.key)[1]
            across = axis_name(finding, axis.key)
            found.append(PolicyMap(names.subject(actor), said, chosen[k][player], across, levels, upward))
    return tuple(found)


def levels_in_words(finding: CampaignFinding, key: str, values: FloatArray) -> tuple[str, ...]:
    """Return the values along an axis as they are written: of two each in words, where its end has any."""
    if len(values) != 2:
        return tuple(f"{value:.3g}" for value in values)
    ends, space = _meaning(finding, key), finding.game.space
    start = float(space.coordinate(key)[int(space.start().argmax())])
    words = {1.0: ends[1], 0.0: ends[0]}
    said = {value: f"as at the start ({value:.3g})" for value in map(float, values) if value == start}
    return tuple(words.get(value) or said.get(value) or f"{value:.3g}" for value in map(float, values))


def _along(finding: CampaignFinding, axis: int, start: int) -> IntArray:
    """Return the places along one axis through a place."""
    space = finding.game.space
    index = [int(k[start]) for k in space.index]
    places = [[*index[:axis], value, *index[axis + 1 :]] for value in range(space.axes[axis].points)]
    return np.array([np.ravel_multi_index(place, space.shape) for place in places])


def _chosen(finding: CampaignFinding, month: int, places: IntArray) -> IntArray:
    """Return the likeliest choice of each player where all choose so: (players, places), -1 where it does not move."""
    stage = finding.course.game.stage(0, month)
    policy = tuple(best_action(part[places]) for part in finding.course.policy(month, 0))
    ends = stage.shape.reach(policy).argmax(axis=-1)
    found = np.full((len(finding.compiled.players), len(places)), -1, dtype=np.int64)
    for k, end in enumerate(ends):
        for known, action in reversed(stage.shape.paths[int(end)]):
            found[stage.shape.sets[known].player, k] = action
    return found
