"""Regime line: which answer follows along one number, and what that gives each actor."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from negosim.games import FloatArray, Origin
from negosim.plots.key import height_below, write_below
from negosim.plots.lettering import apart, height_of, width_of, wrapped
from negosim.plots.regions import HATCH, RegionAxis, colour_of, set_ticks
from negosim.plots.style import (
    GREY,
    INK,
    Frame,
    Margins,
    actor_colours,
    dark,
    frame_axes,
    house_style,
    title_axes,
)
from negosim.plots.units import POINTS, Unit
from negosim.scenario.names import Names, capitalised

_SIZE, _STRIP = (6.0, 3.6), 0.42
_LEFT, _LABELS, _BELOW = 0.8, 1.5, 0.42
_LETTERS, _SMALL = 9.0, 8.0
_MOST_DOTS, _START = 60, 0.1


@dataclass(frozen=True, eq=False)
class DrawnRegime:
    """One answer along the line: at x[k] a player gets from low[player, k] to high[player, k], NaN where nothing."""

    name: str
    is_several: bool
    x: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, eq=False)
class RegimeLine:
    """The regimes along an axis, in ascending order, with payoffs in `unit`; or one figure in place of the players,
    with no meaning in its unit."""

    axis: RegionAxis
    players: tuple[str, ...]
    regimes: tuple[DrawnRegime, ...]
    finding: str
    caption: str
    unit: Unit
    origin: Origin

    @property
    def has_dots(self) -> bool:
        """Whether the points at which a figure is known are marked: it may jump between two of them."""
        return not self.unit.meaning and sum(len(regime.x) for regime in self.regimes) <= _MOST_DOTS

    @property
    def kinds(self) -> list[tuple[str, bool]]:
        """The distinct answers, each with whether there are several equilibria."""
        return list(dict.fromkeys((regime.name, regime.is_several) for regime in self.regimes))


@house_style
def regime_line(
    found: RegimeLine, ax: Axes | None = None, names: Names | None = None, title: str | None = None
) -> Axes:
    """Draw a strip of regimes over the payoffs of each actor; a band where several equilibria give different ones."""
    known = names or Names()
    label = wrapped(found.axis.label, _SIZE[0], _LETTERS)
    keys = [
        (k, wrapped(_named(kind), _SIZE[0], _LETTERS)) for k, kind in enumerate(found.kinds) if k in _left_over(found)
    ]
    caption = wrapped(f"{found.caption} {_notes(found)}", _SIZE[0] + _LEFT, _SMALL)
    below = _BELOW + height_of(label, _LETTERS) + height_below([key for _, key in keys], caption)
    if ax is None:
        margins = Margins(_LEFT, _LABELS, below, _STRIP + 0.1)
        ax = frame_axes(_SIZE, Frame(title or found.finding, found.origin), margins)
    else:
        title_axes(ax, title or found.finding)
    _draw_payoffs(ax, found, known)
    _draw_strip(ax, found)
    _draw_base(ax, found)
    ax.set_xlabel(label, size=_LETTERS)
    payoffs = "payoff of each actor" + (", points" if found.unit is POINTS else "")
    ax.set_ylabel(payoffs if found.unit.meaning else found.unit.name, size=_LETTERS)
    marks = [(colour_of(k), found.kinds[k][1], key) for k, key in keys]
    write_below(ax, _BELOW + height_of(label, _LETTERS), marks, caption, _LEFT)
    return ax


def _named(kind: tuple[str, bool]) -> str:
    return kind[0] + (" (several equilibria)" if kind[1] else "")


def _notes(found: RegimeLine) -> str:
    said = [f"In {found.unit.meaning}."] if found.unit.meaning else []
    if found.axis.holds_now:
        stated = ", its stated range shaded" if found.axis.stated else ""
        said.append(f"Dotted: the scenario's own number{stated}.")
    if found.has_dots:
        said.append("Dots: where it was computed; between two dots the line only joins them.")
    if any(regime.is_several for regime in found.regimes):
        said.append("Bands: the least and the most in any of several equilibria.")
    return " ".join(said)


def _draw_payoffs(ax: Axes, found: RegimeLine, names: Names) -> None:
    colours = actor_colours(names.actors, found.players)
    ends = []
    for k, player in enumerate(found.players):
        width = 1.6 + 0.8 * (len(found.players) - 1 - k)  # a line that lies under another shows on both sides of it
        for regime in found.regimes:
            low, high = found.unit.factor * regime.low[k], found.unit.factor * regime.high[k]
            if not np.isnan(low).all():
                if (high > low).any():
                    ax.fill_between(regime.x, low, high, color=colours[player], alpha=0.25, linewidth=0, zorder=2)
                for line in (low, high):
                    ax.plot(regime.x, line, color=colours[player], linewidth=width, zorder=3, solid_capstyle="butt")
                if found.has_dots:
                    ax.plot(regime.x, low, "o", color=dark(colours[player]), markersize=4, zorder=4, clip_on=False)
        last = found.unit.factor * (found.regimes[-1].low[k, -1] + found.regimes[-1].high[k, -1]) / 2
        ends.append(float(last))
    ax.set_xlim(found.axis.values[0], found.axis.values[-1])
    ax.margins(y=0.08)
    set_ticks(ax, found.axis, "x")
    ax.tick_params(axis="y", labelsize=8.5)
    ax.grid(axis="y", color="#E6E6E6", linewidth=0.8)
    ax.set_axisbelow(True)
    _label_actors(ax, found, names, ends)
    if not found.unit.meaning:
        _label_start(ax, found, dark(colours[found.players[0]]))


def _label_start(ax: Axes, found: RegimeLine, colour: str) -> None:
    """Write what a figure is at the left end of its line, above what of the line lies under the words."""
    first, values = found.regimes[0], found.axis.values
    own, below = found.unit.factor * first.low[0, 0], first.x <= values[0] + _START * np.ptp(values)
    if np.isfinite(own):
        at = float(values[0]), float(np.nanmax(found.unit.factor * first.low[0, below]))
        how: dict[str, Any] = {"size": _LETTERS, "weight": "bold", "va": "bottom", "color": colour, "zorder": 5}
        ax.annotate(f"{own:.4g}", at, (4, 5), textcoords="offset points", **how)


def _label_actors(ax: Axes, found: RegimeLine, names: Names, ends: Sequence[float]) -> None:
    """Write the actors' names beside the ends of their lines, apart from each other."""
    colours = actor_colours(names.actors, found.players)
    said = [capitalised(names.short(player)) for player in found.players]
    if not found.unit.meaning:
        said = [f"{name}: {end:.4g}" if np.isfinite(end) else name for name, end in zip(said, ends, strict=True)]
    labels = [wrapped(name, _LABELS - 0.2, _LETTERS) for name in said]
    bottom, top = ax.get_ylim()
    places = [(end - bottom) / (top - bottom) if np.isfinite(end) else 0.5 for end in ends]
    heights = [height_of(label, _LETTERS) / _SIZE[1] for label in labels]
    for player, label, end, place in zip(found.players, labels, places, apart(places, heights), strict=True):
        link = {"arrowstyle": "-", "color": GREY, "linewidth": 0.7}
        ax.annotate("", (1.0, end), (1.03, place), "axes fraction", "axes fraction", link)
        ink = dark(colours[player])
        ax.text(1.04, place, label, transform=ax.transAxes, va="center", size=_LETTERS, color=ink, weight="bold")


def _draw_strip(ax: Axes, found: RegimeLine) -> None:
    """Draw the regimes as boxes over the payoffs, with their names where there is room."""
    base, tall = 1 + 0.06 / _SIZE[1], _STRIP / _SIZE[1]
    for (start, stop), regime in zip(_spans(found), found.regimes, strict=True):
        kind = found.kinds.index((regime.name, regime.is_several))
        hatch = HATCH if regime.is_several else ""
        box = Rectangle((start, base), stop - start, tall, facecolor=colour_of(kind), edgecolor=GREY, hatch=hatch)
        box.set(transform=ax.transAxes, clip_on=False, linewidth=0.6)
        ax.add_patch(box)
        words = _fitting(_named(found.kinds[kind]), (stop - start) * _SIZE[0])
        tint = {"facecolor": colour_of(kind), "edgecolor": "none", "pad": 1.0}
        if words:
            at = ((start + stop) / 2, base + tall / 2)
            ax.text(*at, words, transform=ax.transAxes, ha="center", va="center", size=_LETTERS, bbox=tint)
        if start > 0:
            ax.axvline(_value(found, start), color=INK, linewidth=1.0, zorder=1)


def _spans(found: RegimeLine) -> list[tuple[float, float]]:
    """Return where each regime begins and ends, as shares of the line; months change in the middle between two."""
    values = found.axis.values
    inner = [(a.x[-1] + b.x[0]) / 2 for a, b in pairwise(found.regimes)]
    edges = [(edge - values[0]) / (values[-1] - values[0]) for edge in (values[0], *inner, values[-1])]
    return list(pairwise(edges))


def _value(found: RegimeLine, share: float) -> float:
    values = found.axis.values
    return float(values[0] + share * (values[-1] - values[0]))


def _fitting(name: str, width: float) -> str:
    """Return a name on one or two lines that fits into a box of the strip; nothing where it does not."""
    for words in (name, wrapped(name, max(width - 0.1, 0.3), _LETTERS)):
        if width_of(words, _LETTERS) <= width - 0.06 and height_of(words, _LETTERS) <= _STRIP:
            return words
    return ""


def _left_over(found: RegimeLine) -> list[int]:
    """Return the answers whose name fits into none of their boxes."""
    fits = {
        (regime.name, regime.is_several)
        for (start, stop), regime in zip(_spans(found), found.regimes, strict=True)
        if _fitting(_named((regime.name, regime.is_several)), (stop - start) * _SIZE[0])
    }
    return [k for k, kind in enumerate(found.kinds) if kind not in fits]


def _draw_base(ax: Axes, found: RegimeLine) -> None:
    """Mark the scenario's own number, and the range that it states."""
    axis = found.axis
    if axis.holds_now:
        if axis.stated is not None:
            low, high = np.clip(axis.stated, axis.values[0], axis.values[-1])
            ax.axvspan(low, high, color="#F3F3F3", zorder=0)
        ax.axvline(axis.now, color=INK, linewidth=1.4, linestyle=":", zorder=4)
