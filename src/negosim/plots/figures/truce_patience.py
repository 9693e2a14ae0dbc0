"""The patience that a truce needs of each party, by the month whose values are kept, and the patience that it has."""

import numpy as np
from matplotlib.axes import Axes

from negosim.games import Origin
from negosim.models.truce import TruceYear
from negosim.plots.style import INK, Frame, Margins, actor_colours, dark, frame_axes, house_style, title_axes
from negosim.scenario.names import Names, capitalised, listed

_SIZE = (6.4, 3.2)
_NEVER = 1.08


@house_style
def truce_patience(
    year: TruceYear, ax: Axes | None = None, names: Names | None = None, title: str | None = None
) -> Axes:
    """Draw each party's critical discount factor under grim punishment by month, and its own as a thin line.

    Where no patience suffices the mark stands above 1.
    """
    names = names or Names()
    said = title or _finding(year, names)
    if ax is None:
        origin = names.scenario.origin if names.scenario else Origin()
        ax = frame_axes(_SIZE, Frame(said, origin), Margins(0.75, 1.0, 0.55, 0.2))
    else:
        title_axes(ax, said)
    colours, months = actor_colours(names.actors or year.parties), np.arange(12)
    for k, party in enumerate(year.parties):
        colour, rows = colours[party], year.critical[k]
        ax.plot(months, rows, ("-", "--")[k], marker="o", markersize=4, color=colour, linewidth=2)
        none = months[np.isnan(rows)]
        ax.plot(none + 0.12 * (2 * k - 1), np.full(len(none), _NEVER), "x", color=colour, markersize=6)
        ax.axhline(year.discount[k], color=colour, linewidth=0.8, linestyle=":")
        ax.annotate(
            f"{names.short(party)} needs",
            (11.6, 0.5 - 0.08 * k),
            color=dark(colour),
            va="center",
            annotation_clip=False,
        )
    ax.annotate("dotted: has", (11.6, 0.3), color=INK, va="center", annotation_clip=False, size=8)
    ax.axhline(1.0, color=INK, linewidth=1)
    ax.set_ylim(0.0, 1.15)
    ax.set_yticks([0.0, 0.25, 0.5, 0.75, 1.0, _NEVER], ["0", ".25", ".5", ".75", "1", "none\nsuffices"])
    ax.set_xlim(-0.5, 11.5)
    ax.set_xticks(months, year.months)
    ax.set_xlabel("month whose values are kept")
    ax.set_ylabel("discount factor per month")
    return ax


def _finding(year: TruceYear, names: Names) -> str:
    """Say what the truce needs of each party."""
    parts = []
    for party, rows, has in zip(year.parties, year.critical, year.discount, strict=True):
        who = names.subject(party)
        if np.isnan(rows).all():
            parts.append(f"no patience keeps {who} to the truce")
        elif np.isnan(rows).any():
            parts.append(f"no patience keeps {who} to it in {int(np.isnan(rows).sum())} of 12 months")
        else:
            needs = f"{rows.min():.2f}" + (f" to {rows.max():.2f}" if rows.max() - rows.min() >= 0.005 else "")
            parts.append(f"{who} needs {needs} and has {has:.2f}")
    return capitalised(listed(parts))
