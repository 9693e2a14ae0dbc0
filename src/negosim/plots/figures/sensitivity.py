"""Sensitivity: how much of the variation in the answer hangs on each number when all move within their ranges."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from negosim.errors import UsageError
from negosim.games import Origin
from negosim.plots.lettering import fitted, height_of, wrapped
from negosim.plots.style import GREY, INK, PALE, Frame, Margins, frame_axes, house_style, title_axes
from negosim.scenario.names import Names

_WIDTH, _ROW, _LETTERS = 5.6, 0.44, 8.5
_LABEL = 2.7
_BAR = 0.56
MOST = 12


@dataclass(frozen=True)
class InfluenceBar:
    """One number: its name, its Sobol indices, alone and in total, and the interval of the total."""

    name: str
    alone: float
    total: float
    interval: tuple[float, float]


@house_style
def sensitivity(
    bars: Sequence[InfluenceBar],
    answer: str,
    ax: Axes | None = None,
    names: Names | None = None,
    title: str | None = None,
) -> Axes:
    """Draw a bar for the total index of each number with its interval, largest on top, twelve at most, and a dot for
    what it does alone.

    `answer` is today's, in words. Raises UsageError where there is nothing to draw.
    """
    if not bars:
        raise UsageError("sensitivity draws the influence of numbers, and none of this game's changes the answer")
    shown = sorted(bars, key=lambda bar: (-bar.total, bar.name))[:MOST]
    said = title or f"Whether it is {answer} hangs most on {shown[0].name}"
    origin = names.scenario.origin if names is not None and names.scenario else Origin()
    under = _under(answer)
    if ax is None:
        ax = frame_axes(
            (_WIDTH, _ROW * len(shown)),
            Frame(said, origin),
            Margins(_LABEL + 0.1, 0.3, 0.4 + height_of(under, _LETTERS), 0.1),
        )
    else:
        title_axes(ax, said)
    for row, bar in enumerate(shown):
        _draw(ax, bar, row)
    _set_up(ax, shown, under)
    return ax


def _draw(ax: Axes, bar: InfluenceBar, row: int) -> None:
    """Draw the total with its interval, and the dot."""
    ax.barh(row, max(bar.total, 0.0), _BAR, color=PALE, zorder=2)
    ax.plot(bar.interval, [row, row], color=INK, linewidth=1.4, zorder=3, solid_capstyle="butt")
    ax.plot([max(bar.alone, 0.0)], [row], "o", color=INK, markersize=5.5, zorder=4, clip_on=False)


def _set_up(ax: Axes, shown: Sequence[InfluenceBar], under: str) -> None:
    ax.set_ylim(len(shown) - 0.5, -0.5)
    ax.set_xlim(0.0, max(1.0, max(bar.interval[1] for bar in shown)))
    labels = [fitted(bar.name[:1].upper() + bar.name[1:], _LABEL, _LETTERS) for bar in shown]
    ax.set_yticks(range(len(shown)), labels, size=_LETTERS)
    ax.tick_params(axis="y", length=0, pad=7)
    ax.tick_params(axis="x", labelsize=_LETTERS)
    ax.spines["left"].set_color(GREY)
    ax.grid(axis="x", color="#E6E6E6", linewidth=0.8)
    ax.set_axisbelow(True)
    ax.set_xlabel(under, size=_LETTERS)


def _under(answer: str) -> str:
    """Return what stands under the axis."""
    lines = (
        f"share of the variance of whether the payoffs lead to {answer} (Sobol index)",
        "bar: total, with the others' help, and its 95 % interval; dot: alone",
        "of assumption sets within the stated ranges, not of events",
    )
    return "\n".join(wrapped(line, _WIDTH, _LETTERS) for line in lines)
