"""The pictures of sweeps: what the figures of `negosim.plots` are given to draw."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from negosim import plots
from negosim.explain.number_names import number_words
from negosim.games import FloatArray
from negosim.plots.figures.regime_line import DrawnRegime, RegimeLine
from negosim.plots.regions import RegionAxis, RegionMap
from negosim.plots.units import PLAIN, POINTS, Unit
from negosim.report.subject_words import answer_words, figure_scale, figure_unit, figure_words, sentence_words
from negosim.report.sweep_words import (
    axis_words,
    concept_words,
    end_words,
    extent_words,
    moves_words,
    region_words,
)
from negosim.report.words import percent
from negosim.scenario.names import Names, capitalised, heading, listed
from negosim.solve import Manifest
from negosim.version import __version__
from negosim.whatif.batch.points import Points
from negosim.whatif.sweep.borders import Plane, plane_of
from negosim.whatif.sweep.grid import Axis, Plan
from negosim.whatif.sweep.regimes import Edge, Regime
from negosim.whatif.sweep.table import SweepTable

_MOST, _MOST_NAMED = 2, 4


def map_picture(table: SweepTable, found: tuple[Edge, ...]) -> Figure:
    """Draw the map of two numbers, or small ones of three or four."""
    drawn = region_map(table, found)
    return _figure(plots.phase_diagram(drawn) if len(drawn.axes) == 2 else plots.phase_panels(drawn))


def save(figure: Figure, path: Path, plan: Plan) -> None:
    """Write a picture with the manifest of its sweep."""
    plots.save(figure, path, Manifest(__version__, plan.scenario.origin, plan.subject.concept, plan.subject.parameters))


def region_map(table: SweepTable, found: tuple[Edge, ...]) -> RegionMap:
    """Return the regions of a sweep as a figure takes them."""
    plan = table.plan
    names = tuple(region_words(table, k) for k in range(len(table.regions)))
    several = tuple(is_several for _, is_several in table.regions)
    return RegionMap(
        tuple(_axis(axis, plan) for axis in plan.axes),
        _planes(table),
        names,
        several,
        map_finding(table, found),
        _caption(plan),
        plan.scenario.origin,
    )


def _planes(table: SweepTable) -> tuple[Plane, ...]:
    """Return the planes to draw: one, or up to three along each further axis, its ends and the one nearest to now."""
    picked = []
    for axis in table.plan.axes[2:]:
        nearest = int(np.abs(np.array(axis.values) - table.plan.now(axis)).argmin())
        last = len(axis.values) - 1
        picked.append(sorted({0, nearest if 0 < nearest < last else last // 2, last}))
    planes = [plane_of(table, places) for places in product(*picked)]
    return tuple(replace(plane, levels=figure_scale(table.plan.subject) * plane.levels) for plane in planes)


def _caption(plan: Plan) -> str:
    solved = capitalised(concept_words(plan))
    if plan.figure:
        solved = f"Lines of equal {figure_words(plan.subject)}. {solved}" if len(plan.axes) > 1 else solved
    game = f" of {plan.game}" if plan.game in plan.scenario.facts.games else ""
    return f"{solved}{game} at each of {plan.size:,} points; other numbers as in the scenario."


def _axis(axis: Axis, plan: Plan) -> RegionAxis:
    quantity = plan.scenario.numbers[axis.path].quantity
    stated = None
    if quantity.low is not None and quantity.high is not None:
        stated = (quantity.low, quantity.high)
    texts = tuple(axis.text(k) for k in range(len(axis.values))) if axis.is_whole else ()
    label = axis_words(axis, plan.scenario)
    return RegionAxis(label, np.array(axis.values), plan.now(axis), stated, texts)


def line_picture(table: SweepTable, found: tuple[Regime, ...]) -> Figure:
    """Draw the regimes of one number, and what they give each actor."""
    return _figure(plots.regime_line(regime_line(table, found), names=Names(table.plan.scenario)))


def regime_line(table: SweepTable, found: tuple[Regime, ...]) -> RegimeLine:
    """Return the regimes of a sweep as a figure takes them."""
    plan = table.plan
    axis = plan.axes[0]
    return RegimeLine(
        _axis(axis, plan),
        plan.subject.players if not _curve(plan) else (figure_words(plan.subject, _curve(plan)),),
        tuple(_drawn(regime, table) for regime in found),
        _line_finding(table, found),
        _caption(plan),
        _unit(plan),
        plan.scenario.origin,
    )


def _drawn(regime: Regime, table: SweepTable) -> DrawnRegime:
    """Return a regime with the points of the table that lie within, and those just inside its ends."""
    plan, points = table.plan, table.points
    values = np.array(plan.axes[0].values)
    own = (values > regime.low) & (values < regime.high)
    inside, whole = _drawn_ends(regime.inside, plan), _drawn_ends(points, plan)
    if plan.axes[0].is_whole:
        own = (values >= regime.low) & (values <= regime.high)
        x, low, high = values[own], *(part[own] for part in whole)
    else:
        ends = ([regime.low], values[own], [regime.high])
        x = np.concatenate(ends)
        low, high = (np.concatenate([edge[:1], part[own], edge[-1:]]) for edge, part in zip(inside, whole, strict=True))
    return DrawnRegime(answer_words(regime.answer, plan.subject), regime.is_several, x, low.T, high.T)


def _drawn_ends(points: Points, plan: Plan) -> tuple[FloatArray, FloatArray]:
    """Return the least and the most of what is drawn at each point: payoffs, or the plan's figure."""
    if not _curve(plan):
        return points.low, points.high
    amounts = plan.subject.figure(_curve(plan), points)[:, np.newaxis]
    return amounts, amounts


def _curve(plan: Plan) -> str:
    """Return the figure that is drawn over a line, "" for payoffs: the one asked for, or a model's first."""
    return plan.figure or ("" if plan.subject.players else plan.subject.figures[0])


def _unit(plan: Plan) -> Unit:
    """Return the unit of what is drawn over a line."""
    own = POINTS if Names(plan.scenario).is_in_points(plan.game) else PLAIN
    if not _curve(plan):
        return own
    unit = figure_unit(plan.subject, _curve(plan))
    name = figure_words(plan.subject, _curve(plan)) + (f" ({unit})" if unit else "")
    return Unit(name, "", figure_scale(plan.subject, _curve(plan)), own.digits)


def _line_finding(table: SweepTable, found: tuple[Regime, ...]) -> str:
    """Say what follows along a line: each answer with where it ends."""
    plan = table.plan
    if plan.figure:
        return _levels_finding(table)
    axis, said = plan.axes[0], []
    if len(found) == 1:
        extent = extent_words(axis, plan.scenario)
        own = answer_words(found[0].answer, plan.subject)
        return f"{own} at every {number_words(axis.path, plan.scenario)} from {extent}"
    if len(found) > _MOST_NAMED:
        return f"{len(found)} times the answer changes along {number_words(axis.path, plan.scenario)}"
    for regime in found[:-1]:
        end = end_words(axis, regime.high, plan)
        said.append(f"{sentence_words(regime.answer, plan.subject)} up to {end}")
    last = sentence_words(found[-1].answer, plan.subject)
    return f"{heading(', '.join([*said, last]))} beyond: {number_words(axis.path, plan.scenario)} decides"


def map_finding(table: SweepTable, found: tuple[Edge, ...]) -> str:
    """Say what a map shows: what follows at the scenario's own numbers, and the nearest edge from there."""
    plan = table.plan
    if plan.figure:
        return _levels_finding(table)
    words = [answer_words(answer, plan.subject) for answer, _ in table.regions]
    if len(table.regions) == 1:
        numbers = listed([number_words(axis.path, plan.scenario) for axis in plan.axes], "nor")
        return (
            f"{words[0]} everywhere: neither {numbers} changes it" if len(plan.axes) == 2 else f"{words[0]} everywhere"
        )
    real = [edge for edge in found if edge.to != table.base_region[0]]
    if real:
        own = answer_words(table.base_region[0], plan.subject)
        return f"{own}, until {moves_words(real[0], plan)}: then {sentence_words(real[0].to, plan.subject)}"
    shares = [f"{word} on {percent(share)}" for word, share in zip(words, table.shares, strict=True)]
    more = f" and {len(shares) - _MOST} more" if len(shares) > _MOST else ""
    return f"{listed(shares[:_MOST])}{more} of the map"


def _levels_finding(table: SweepTable) -> str:
    """Say between which values a figure lies, and what it is at the scenario's own numbers."""
    plan = table.plan
    scale = figure_scale(plan.subject)
    amounts, now = (scale * plan.subject.figure(plan.figure, found) for found in (table.points, plan.base_points))
    known = amounts[np.isfinite(amounts)]
    if not known.size:
        return f"{capitalised(figure_words(plan.subject))} has no single finite value anywhere"
    own = f"{now[0]:.4g}" if np.isfinite(now[0]) else "without a single finite value"
    return (
        f"{capitalised(figure_words(plan.subject))} from {known.min():.4g} to {known.max():.4g}; in the scenario {own}"
    )


def _figure(ax: Axes) -> Figure:
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure
