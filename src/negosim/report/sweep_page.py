"""The page of a sweep: regimes along a line, a map of regions over a plane, shares of regions beyond that."""

import numpy as np

from negosim.explain.words import amount_words, points, scale_of
from negosim.games import FloatArray
from negosim.report.layout import HEIGHT, ends, first_that_fits, wrapped
from negosim.report.subject_words import (
    answer_words,
    figure_scale,
    figure_unit,
    figure_words,
    has_moves,
    has_plays,
    is_plain,
)
from negosim.report.sweep_words import (
    axis_words,
    concept_words,
    edge_words,
    end_words,
    extent_words,
    play_words,
    region_words,
    steps_words,
)
from negosim.report.words import FOOT, counted, percent
from negosim.scenario.names import Names
from negosim.whatif.sweep.grid import Axis, Plan
from negosim.whatif.sweep.regimes import Edge, Regime
from negosim.whatif.sweep.table import SweepTable

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_OTHER = "."
_DIGITS = 8
_ACROSS, _UP = 60, 16
_MOST = 12


def line_page(table: SweepTable, found: tuple[Regime, ...]) -> list[str]:
    """Return the page of a sweep of one number: its regimes, with exact ends."""
    return first_that_fits(_line(table, found, detail) for detail in (2, 1, 0))


def map_page(table: SweepTable, found: tuple[Edge, ...]) -> list[str]:
    """Return the page of a sweep of several numbers: a map where there are two, the regions and their shares."""
    return first_that_fits(_map(table, found, with_plays) for with_plays in (True, False))


def _head(plan: Plan) -> list[str]:
    scenario = plan.scenario
    lines = ends(scenario.facts.title, f"game: {plan.game}")
    changed = ", ".join(f"{path} = {value}" for path, value in scenario.changed)
    others = f"; changed: {changed}" if changed else ""
    text = f"{plan.size:,} points, other numbers as in the scenario{others}; at each {concept_words(plan)}"
    return [*lines, *wrapped(text), ""]


def _line(table: SweepTable, found: tuple[Regime, ...], detail: int) -> list[str]:
    plan = table.plan
    axis, scenario = plan.axes[0], plan.scenario
    now = plan.now(axis)
    lines = [*_head(plan), *wrapped(f"{axis_words(axis, scenario)}, {extent_words(axis, scenario)}", 8, "ACROSS")]
    lines += wrapped(f"path: {axis.path}", 8)
    lines += ["", "REGIMES" + (_unit(plan) if detail == 2 else "")]
    shown = found if detail or len(found) <= 2 * _MOST else found[: 2 * _MOST]
    for regime in shown:
        holds = "*" if regime.low <= now <= regime.high else " "
        span = " to ".join(end_words(axis, end, plan) for end in (regime.low, regime.high))
        count = int(regime.inside.count[1])
        several = f" ({count} equilibria)" if regime.is_several else ""
        lines += wrapped(f"{answer_words(regime.answer, plan.subject)}{several}", 28, f"  {holds} {span} ")
        lines += _regime_detail(regime, plan, detail)
    lines += [f"    and {len(found) - len(shown)} more"] if len(found) > len(shown) else []
    return [*lines, "", *_line_notes(table, found), FOOT]


def _unit(plan: Plan) -> str:
    if not has_moves(plan.subject) or (plan.figure and not plan.figure.startswith("payoff_")):
        return ""
    return (
        "   payoffs as in the file"
        if is_plain(plan.subject)
        else "   points: 100 = all this actor wants on every issue"
    )


def _regime_detail(regime: Regime, plan: Plan, detail: int) -> list[str]:
    """Say what is done in a regime, and what each actor gets from its one end to the other."""
    lines: list[str] = []
    if detail >= 1 and has_plays(plan.subject):
        plays = list(dict.fromkeys(regime.inside.plays[k] for k in regime.inside.play))
        lines += [line for play in plays for line in wrapped(play_words(play, plan), 6)]
    if detail >= 2:
        lines += wrapped(_payoffs(regime, plan), 6)
    return lines


def _payoffs(regime: Regime, plan: Plan) -> str:
    if plan.figure:
        amounts = plan.subject.figure(plan.figure, regime.inside)
        return _figure_span(plan, plan.figure, amounts)
    if not has_moves(plan.subject):
        known = zip(plan.subject.figures, regime.inside.figures.T, strict=True)
        return "; ".join(_figure_span(plan, name, amounts) for name, amounts in known)
    names, scale, said = Names(plan.scenario), scale_of(plan.scenario, plan.game), []
    for player, low, high in zip(plan.subject.players, regime.inside.low.T, regime.inside.high.T, strict=True):
        said.append(f"{names.short(player)} {_from_to(low, high, scale)}")
    return "; ".join(said)


def _figure_span(plan: Plan, figure: str, amounts: FloatArray) -> str:
    span = _plain(figure_scale(plan.subject, figure) * amounts)
    return f"{figure_words(plan.subject, figure)} {span} {figure_unit(plan.subject, figure)}".rstrip()


def _plain(amounts: FloatArray) -> str:
    """Say what a figure is at the start of a regime, and at its end where that is something else."""
    start, last = (f"{amounts[at]:.4g}" if np.isfinite(amounts[at]) else "none" for at in (0, -1))
    return start + (f" -> {last}" if last != start else "")


def _from_to(low: FloatArray, high: FloatArray, scale: float) -> str:
    """Say what lies between two ends at the start of a regime, and at its end where that is something else."""
    start, last = (_between(float(low[at]), float(high[at]), scale) for at in (0, -1))
    return start + (f" -> {last}" if last != start else "")


def _between(low: float, high: float, scale: float) -> str:
    if np.isnan(low):
        return "none"
    parts = dict.fromkeys(points(round(end, _DIGITS), scale=scale) for end in (low, high))
    return " or ".join(parts)


def _line_notes(table: SweepTable, found: tuple[Regime, ...]) -> list[str]:
    plan = table.plan
    axis = plan.axes[0]
    lines = [_now(plan, axis), *([said] if (said := steps_words(table)) else [])]
    if len(found) == 1:
        lines.append("Nothing on this line changes the answer.")
    elif not axis.is_whole:
        share = "millionth" if plan.subject.is_costly else "billionth"
        lines.append(f"Ends of regimes are exact to a {share} of the line; both sides of each are solved.")
    return [line for text in lines for line in wrapped(text)]


def _now(plan: Plan, axis: Axis) -> str:
    """Say where the scenario itself stands on an axis."""
    now = amount_words(axis.path, plan.now(axis), plan.scenario)
    where = "" if axis.holds(plan.now(axis)) else ", which lies off it"
    return f"* The scenario has {now}{where}."


def _map(table: SweepTable, found: tuple[Edge, ...], with_plays: bool) -> list[str]:
    plan = table.plan
    lines = _head(plan)
    lines += _drawn(table) if len(plan.axes) == 2 else _listed_axes(plan)
    lines += ["", "REGIONS  shares of the points of this grid, no chances of anything"]
    room = HEIGHT - len(lines) - len(plan.axes) - 6
    for region in range(min(len(table.regions), _MOST)):
        here = "@" if table.regions[region] == table.base_region else " "
        label = f"  {_letter(region)}{here} {percent(table.shares[region]):>9}  "
        lines += wrapped(region_words(table, region), 15, label)
        if with_plays and has_plays(plan.subject) and room > 2 * len(table.regions):
            lines += _plays(table, region)
    if len(table.regions) > _MOST:
        lines.append(f"  {_OTHER}            {counted(len(table.regions) - _MOST, 'smaller region')}")
    return [*lines, "", *_today(table, found), FOOT]


def _plays(table: SweepTable, region: int) -> list[str]:
    plays = table.plays_in(region)
    more = f" (and {counted(len(plays) - 1, 'other way')})" if len(plays) > 1 else ""
    return wrapped(play_words(plays[0], table.plan) + more, 15)


def _listed_axes(plan: Plan) -> list[str]:
    lines = []
    for k, axis in enumerate(plan.axes):
        said = f"{axis_words(axis, plan.scenario)}, {extent_words(axis, plan.scenario)} ({len(axis.values)} values)"
        lines += wrapped(said, 8, "VARIED" if k == 0 else "")
    return lines


def _today(table: SweepTable, found: tuple[Edge, ...]) -> list[str]:
    """Say where the scenario itself stands, and how far each number by itself is from changing the answer."""
    plan = table.plan
    own = answer_words(table.base_region[0], plan.subject)
    off = [axis for axis in plan.axes if not axis.holds(plan.now(axis))]
    lines = wrapped(f"@ The scenario itself: {own}" + (", at a point off this grid" if off else "") + ".")
    if found:
        lines += wrapped(
            f"From there, one number at a time: {'; '.join(edge_words(edge, plan) for edge in found[:4])}."
        )
    elif not off:
        lines += wrapped("From there no single one of these numbers changes the answer within the grid.")
    return lines


def _letter(region: int) -> str:
    return _LETTERS[region] if region < _MOST else _OTHER


def _drawn(table: SweepTable) -> list[str]:
    """Draw the map of two numbers: the first across, the second up, a letter for each region."""
    plan = table.plan
    across, up = plan.axes
    xs, ys = (_picked(axis, most) for axis, most in ((across, _ACROSS), (up, _UP)))
    rows = [[_letter(int(table.region[x, y])) for x in xs] for y in ys]
    if across.holds(plan.now(across)) and up.holds(plan.now(up)):
        rows[_nearest(up, ys, plan.now(up))][_nearest(across, xs, plan.now(across))] = "@"
    marks = [amount_words(up.path, up.values[y], plan.scenario) for y in (ys[0], ys[-1])]
    margin = max(len(mark) for mark in marks)
    lines = wrapped(f"{axis_words(up, plan.scenario)}, {extent_words(up, plan.scenario)}", 8, "UP")
    lines += wrapped(f"{axis_words(across, plan.scenario)}, {extent_words(across, plan.scenario)}", 8, "ACROSS")
    for k in range(len(rows) - 1, -1, -1):
        mark = marks[0] if k == 0 else marks[1] if k == len(rows) - 1 else ""
        lines.append(f"  {mark:>{margin}} |{''.join(rows[k])}")
    start, last = (amount_words(across.path, across.values[x], plan.scenario) for x in (xs[0], xs[-1]))
    return [*lines, f"  {'':>{margin}}  {start}{last:>{max(len(xs) - len(start), len(last) + 1)}}"]


def _picked(axis: Axis, most: int) -> list[int]:
    """Return which values of an axis to show: all, or as many as there is room for, evenly spaced."""
    count = min(most, len(axis.values))
    return [int(k) for k in np.rint(np.linspace(0, len(axis.values) - 1, count))]


def _nearest(axis: Axis, shown: list[int], value: float) -> int:
    """Return which of the values shown is nearest to one."""
    values: FloatArray = np.array([axis.values[k] for k in shown])
    return int(np.abs(values - value).argmin())
