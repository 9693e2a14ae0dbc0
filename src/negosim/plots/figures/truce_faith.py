"""What is thought of a party's good faith after so many attributed breaches."""

import numpy as np
from matplotlib.axes import Axes

from negosim.games import Origin
from negosim.models.truce import FaithPath
from negosim.plots.style import Frame, Margins, actor_colours, dark, frame_axes, house_style, title_axes
from negosim.scenario.names import Names, capitalised, listed, possessive

_SIZE = (5.2, 3.0)


@house_style
def truce_faith(path: FaithPath, ax: Axes | None = None, names: Names | None = None, title: str | None = None) -> Axes:
    """Draw the chance of good faith after 0, 1, 2, ... breaches in as many months, a line for each party."""
    names = names or Names()
    said = title or _finding(path, names)
    if ax is None:
        origin = names.scenario.origin if names.scenario else Origin()
        ax = frame_axes(_SIZE, Frame(said, origin), Margins(0.75, 0.9, 0.55, 0.2))
    else:
        title_axes(ax, said)
    colours, breaches = actor_colours(names.actors or path.parties), np.arange(path.posterior.shape[-1])
    for party, rows in zip(path.parties, path.posterior, strict=True):
        ax.plot(breaches, rows, marker="o", markersize=5, color=colours[party], linewidth=2)
        spot = (breaches[-1] + 0.15, float(rows[-1]))
        ax.annotate(names.short(party), spot, color=dark(colours[party]), va="center", annotation_clip=False)
    ax.set_ylim(0.0, max(0.05, 1.1 * float(np.nanmax(path.posterior))))
    ax.set_xticks(breaches)
    ax.set_xlabel("attributed breaches, one in each month")
    ax.set_ylabel("chance that it means the truce")
    return ax


def _finding(path: FaithPath, names: Names) -> str:
    """Say what one breach does to what is thought."""
    parts = [
        f"one attributed breach takes {possessive(names.subject(party))} good faith from {rows[0]:.2f} to {rows[1]:.2f}"
        for party, rows in zip(path.parties, path.posterior, strict=True)
    ]
    return capitalised(listed(parts))
