"""What war now and the best peace are worth to the declining side, by how strong the other side will be."""

import numpy as np
from matplotlib.axes import Axes

from negosim.games import Origin
from negosim.models.shifting_power import ShiftCurve
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
from negosim.scenario.names import Names, capitalised

_SIZE = (5.8, 3.2)


@house_style
def power_shift(
    curve: ShiftCurve, ax: Axes | None = None, names: Names | None = None, title: str | None = None
) -> Axes:
    """Draw both worths in shares of the issue over the other side's later share; no deal is left where war is above."""
    names = names or Names()
    said = title or _finding(curve, names)
    if ax is None:
        origin = names.scenario.origin if names.scenario else Origin()
        ax = frame_axes(_SIZE, Frame(said, origin), Margins(0.75, 0.3, 0.55, 0.2))
    else:
        title_axes(ax, said)
    colour = actor_colours(names.actors or (curve.declining,))[curve.declining]
    if curve.range is not None:
        ax.axvspan(*curve.range, color=TINT, zorder=0)
        ax.text(sum(curve.range) / 2, 0.97, "stated\nrange", transform=ax.get_xaxis_transform(), ha="center", va="top",
                color=GREY, size=8)  # fmt: skip
    ax.plot(curve.later, curve.best_peace, color=colour, linewidth=2)
    ax.plot(curve.later, curve.war_now, color=INK, linewidth=1.5, linestyle="--")
    ax.fill_between(curve.later, curve.best_peace, curve.war_now, where=curve.war_now > curve.best_peace, color=colour,
                    alpha=0.2, linewidth=0)  # fmt: skip
    ax.plot([curve.now[0]], [curve.now[1]], "o", color=INK, zorder=5)
    ax.text(0.02, float(curve.best_peace[4]), "the best peace", color=dark(colour), va="bottom")
    war = "war now" + (" (below 0: it costs more than it wins)" if curve.war_now[0] < 0 else "")
    ax.text(0.02, float(curve.war_now[0]), war, color=INK, va="bottom")
    ends = np.concatenate([curve.best_peace, curve.war_now])
    room = 0.15 * max(float(np.ptp(ends)), 0.05)
    ax.set_ylim(float(ends.min()) - room, float(ends.max()) + room)
    ax.set_xlim(0.0, 1.0)
    ax.set_xlabel(f"{names.short(curve.rising)}'s share by a war fought later")
    ax.set_ylabel(f"share of the issue\nto {names.short(curve.declining)}")
    return ax


def _finding(curve: ShiftCurve, names: Names) -> str:
    """Say where the deals end."""
    gone = np.flatnonzero(curve.war_now > curve.best_peace)
    side, other = names.subject(curve.declining), names.subject(curve.rising)
    if not len(gone):
        return capitalised(f"some deal is worth more to {side} than a war now, however strong {other} will be")
    return capitalised(f"no deal is left once a later war would bring {other} more than {curve.later[gone[0]]:.2f}")
