"""The payoffs that two parties can agree on: the frontier, the disagreement, the range and the agreements."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from negosim.games import FloatArray, Origin
from negosim.models.bargaining.compiled import RangeDrawing
from negosim.plots.style import GREY, INK, TINT, Frame, Margins, frame_axes, house_style, title_axes
from negosim.scenario.names import Names, spaced

_SIZE, _KEY = (5.2, 4.2), 2.85
_POINTS = 100.0
_MARGIN = 0.25
_MARKS = {
    "nash_agreement": ("o", "#0072B2", 14.0),
    "kalai_smorodinsky": ("s", "#D55E00", 6.5),
    "egalitarian": ("^", "#009E73", 5.0),
    "utilitarian": ("D", "#CC79A7", 8.0),
    "alternating_offers": ("s", "#56B4E9", 12.0),
    "patient": ("v", "#000000", 3.5),
    "adjusted_winner": ("P", "#E69F00", 9.5),
}
"""The shape, colour and size of each agreement's mark; smaller ones lie on larger ones, and the largest are open, so
that none hides another."""
_OPEN = 10.0
_LABELS = {
    "nash_agreement": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "patient": "alternating offers without delay",
    "adjusted_winner": "Adjusted Winner (stakes alone)",
}


@house_style
def bargaining_range(
    drawing: RangeDrawing, ax: Axes | None = None, names: Names | None = None, title: str | None = None
) -> Axes:
    """Draw the frontier in points of each party, what fighting on gives, and the agreements; where a red line may be
    met or paid for, a line for each."""
    names = names or Names()
    said = title or _finding(drawing, names)
    origin = names.scenario.origin if names.scenario else Origin()
    legend: dict[str, Any] = {"loc": "best"}
    if ax is None:
        ax = frame_axes(_SIZE, Frame(said, origin), Margins(0.75, _KEY, 0.6, 0.2))
        legend = {"loc": "upper left", "bbox_to_anchor": (1.01, 1.0)}
    else:
        title_axes(ax, said)
    d = _POINTS * drawing.disagreement
    for k, piece in enumerate(drawing.efficient):
        label = "frontier" if k == 0 else None
        ax.plot(*(_POINTS * piece).T, color=INK, linewidth=1.8, zorder=2, label=label)
    ax.axvline(d[0], color=GREY, linewidth=0.8, linestyle=":")
    ax.axhline(d[1], color=GREY, linewidth=0.8, linestyle=":")
    ax.plot(*d, "X", color=INK, markersize=8, zorder=4, label="without an agreement")
    for name, point in drawing.agreements.items():
        _mark(ax, name, _POINTS * point)
    if drawing.reached is not None:
        ax.plot(*(_POINTS * drawing.reached).T, ".", color=INK, markersize=7, zorder=20, label="agreements reached")
    if not drawing.is_empty:
        _shade(ax, drawing.pieces, d)
        _look_at(ax, drawing)
    ax.set_xlabel(f"points of {names.subject(drawing.parties[0])}")
    ax.set_ylabel(f"points of {names.subject(drawing.parties[1])}")
    ax.legend(frameon=False, fontsize=8.5, **legend)
    return ax


def _mark(ax: Axes, name: str, point: FloatArray) -> None:
    shape, colour, size = _MARKS[name]
    face, edge = ("none", 2.0) if size > _OPEN else (colour, 0.0)
    label = _LABELS.get(name, spaced(name))
    ax.plot(*point, shape, color=colour, markersize=size, zorder=20.0 - size, label=label, mfc=face, mew=edge)


def _look_at(ax: Axes, drawing: RangeDrawing) -> None:
    """Show what may be agreed on and what is near; the frontier goes on where a party would rather not agree."""
    marked = [drawing.disagreement, *drawing.agreements.values()]
    inside = [piece[(piece >= drawing.disagreement).all(axis=1)] for piece in drawing.efficient]
    reached = [] if drawing.reached is None else [drawing.reached]
    points = _POINTS * np.concatenate([np.stack(marked), *inside, *reached])
    low, high = points.min(axis=0), points.max(axis=0)
    margin = np.maximum(_MARGIN * (high - low), 1.0)
    ax.set_xlim(low[0] - margin[0], high[0] + margin[0])
    ax.set_ylim(low[1] - margin[1], high[1] + margin[1])


def _shade(ax: Axes, pieces: Sequence[FloatArray], d: FloatArray) -> None:
    """Shade what leaves both no worse than the disagreement."""
    for k, piece in enumerate(pieces):
        order = np.argsort(piece[:, 0], kind="stable")
        x, y = _POINTS * piece[order].T
        grid = np.linspace(d[0], max(d[0], x[-1]), 200)
        top = np.interp(grid, x, y)
        label = "no worse for either than no agreement" if k == 0 else None
        ax.fill_between(grid, d[1], top, where=top > d[1], color=TINT, zorder=0, linewidth=0, label=label)


def _finding(drawing: RangeDrawing, names: Names) -> str:
    """Say what the picture shows."""
    one, two = (names.subject(party) for party in drawing.parties)
    if drawing.is_empty:
        return f"No settlement leaves both {one} and {two} better off than without one"
    nash = drawing.agreements["nash_agreement"] - drawing.disagreement
    gains = f"{_POINTS * nash[0]:.1f} points to {one} and {_POINTS * nash[1]:.1f} to {two}"
    return f"There is a range; the Nash agreement adds {gains}, each on its own scale"
