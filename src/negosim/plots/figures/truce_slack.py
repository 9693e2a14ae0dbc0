"""The patience that a truce has to spare, month by month, with the season behind it."""

import numpy as np
from matplotlib.axes import Axes

from negosim.games import Origin
from negosim.models.truce import TruceYear
from negosim.plots.style import INK, TINT, Frame, Margins, actor_colours, dark, frame_axes, house_style, title_axes
from negosim.scenario.names import Names, capitalised, listed

_SIZE = (6.4, 3.2)


@house_style
def truce_slack(year: TruceYear, ax: Axes | None = None, names: Names | None = None, title: str | None = None) -> Axes:
    """Draw each party's slack over the twelve months from the start, in points of that party, each on its own scale.

    Months in which strikes cost the seasonal party most are tinted.
    """
    names = names or Names()
    said = title or _finding(year, names)
    if ax is None:
        origin = names.scenario.origin if names.scenario else Origin()
        ax = frame_axes(_SIZE, Frame(said, origin), Margins(0.75, 1.0, 0.55, 0.2))
    else:
        title_axes(ax, said)
    colours, months = actor_colours(names.actors or year.parties), np.arange(12)
    for k in _high_season(year):
        ax.axvspan(k - 0.5, k + 0.5, color=TINT, zorder=0, linewidth=0)
    for party, rows, style in zip(year.parties, year.slack, ("-", "--"), strict=True):
        ax.plot(months, year.scale * rows, style, marker="o", markersize=4, color=colours[party], linewidth=2)
    _label_ends(ax, year, names, colours)
    ax.axhline(0.0, color=INK, linewidth=1)
    ax.set_xlim(-0.5, 11.5)
    ax.set_xticks(months, year.months)
    ax.set_xlabel("month; tinted: strikes cost most" if len(_high_season(year)) else "month")
    ax.set_ylabel("holding less striking\n(" + ("points of each side)" if year.scale > 1 else "payoff of each side)"))
    return ax


def _label_ends(ax: Axes, year: TruceYear, names: Names, colours: dict[str, str]) -> None:
    """Name each line at its end, kept apart."""
    ends = year.scale * year.slack[:, -1]
    span = max(float(np.ptp(np.append(year.scale * year.slack, 0.0))), 1e-9)
    middle, apart = float(ends.mean()), 0.09 * span
    sign = 1.0 if ends[0] >= ends[1] else -1.0
    spots = ends if abs(ends[0] - ends[1]) >= apart else middle + np.array([sign, -sign]) * apart / 2
    for party, spot in zip(year.parties, spots, strict=True):
        ax.annotate(names.short(party), (11.6, spot), color=dark(colours[party]), va="center", annotation_clip=False)


def _high_season(year: TruceYear) -> list[int]:
    """Return the months in which strikes cost some party more than on average; none where no cost has a season."""
    moves = np.ptp(year.loss, axis=-1)
    rows = year.loss[int(moves.argmax())]
    return [] if moves.max() <= 0 else [int(k) for k in np.flatnonzero(rows > rows.mean())]


def _finding(year: TruceYear, names: Names) -> str:
    """Say who would strike, and when."""
    parts = []
    for party, rows in zip(year.parties, year.slack, strict=True):
        low, count = year.months[int(rows.argmin())], int((rows < 0).sum())
        if count == 0:
            parts.append(
                f"{names.subject(party)} holds all year" + (f", least surely in {low}" if np.ptp(rows) > 0 else "")
            )
        else:
            when = "in every month" if count == 12 else f"in {count} of 12 months"
            parts.append(f"{names.subject(party)} would strike {when}")
    return capitalised(listed(parts))
