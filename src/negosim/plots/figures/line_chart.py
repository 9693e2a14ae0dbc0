"""What a model says along one number: lines with their labels, the scenario's own number, and its stated range."""

import numpy as np
from matplotlib.axes import Axes

from negosim.games import Origin
from negosim.models.line_chart import Line, LineChart
from negosim.plots.style import (
    GREY,
    INK,
    TINT,
    Frame,
    Margins,
    actor_colours,
    dark,
    frame_axes,
    house_style,
    title_axes,
)
from negosim.scenario.names import Names

_SIZE = (5.8, 3.4)
_APART = 0.055


@house_style
def line_chart(chart: LineChart, ax: Axes | None = None, names: Names | None = None, title: str | None = None) -> Axes:
    """Draw lines over one number, each with its label at its right end, and marks at values of that number."""
    names = names or Names()
    said = title or chart.title
    if ax is None:
        origin = names.scenario.origin if names.scenario else Origin()
        ax = frame_axes(_SIZE, Frame(said, origin), Margins(0.75, 1.55, 0.6, 0.25))
    else:
        title_axes(ax, said)
    if chart.stated is not None:
        ax.axvspan(*chart.stated, color=TINT, zorder=0)
        ax.text(sum(chart.stated) / 2, 1.01, "stated range", transform=ax.get_xaxis_transform(), ha="center",
                va="bottom", color=GREY, size=8)  # fmt: skip
    own = [line.actor for line in chart.lines if line.actor]
    colours = actor_colours(names.actors or own, own)
    for k, line in enumerate(chart.lines):
        colour = colours[line.actor] if line.actor else INK
        ax.plot(chart.x, line.y, color=colour, linewidth=2, linestyle="-" if line.actor else (0, (5, 2 + k)))
    for at, label in chart.marks:
        ax.axvline(at, color=GREY, linewidth=1, linestyle=":")
        ax.text(at, 1.01, label, transform=ax.get_xaxis_transform(), ha="center", va="bottom", color=GREY, size=8)
    if chart.now is not None:
        for line in chart.lines:
            ax.plot([chart.now], [np.interp(chart.now, chart.x, line.y)], "o", color=INK, zorder=5)
    ax.set_xlim(float(chart.x[0]), float(chart.x[-1]))
    ax.set_ylim(*_ends(chart))
    ax.set_xlabel(chart.x_label)
    ax.set_ylabel(chart.y_label)
    _label(ax, chart, {line: dark(colours[line.actor]) if line.actor else INK for line in chart.lines})
    return ax


def _ends(chart: LineChart) -> tuple[float, float]:
    """Return the ends of the y axis: from zero or below it to a little above the largest value, or to the given top."""
    seen = np.concatenate([line.y[np.isfinite(line.y)] for line in chart.lines] or [np.zeros(1)])
    low, high = min(0.0, float(seen.min(initial=0.0))), float(seen.max(initial=0.0))
    top = max(chart.top, high) * 1.04 if chart.top is not None else 1.1 * high or 1.0
    return low * 1.1, top


def _label(ax: Axes, chart: LineChart, colours: dict[Line, str]) -> None:
    """Write each line's label beside its right end, pushed apart where they would overlap."""
    low, high = ax.get_ylim()
    ends = []
    for line in chart.lines:
        finite = line.y[np.isfinite(line.y)]
        if len(finite):
            ends.append(((float(finite[-1]) - low) / (high - low), line))
    last = -1.0
    for height, line in sorted(ends, key=lambda end: end[0]):
        last = max(height, last + _APART)
        ax.text(1.015, last, line.label, transform=ax.transAxes, va="center", color=colours[line], size=8.5)
