"""The price of a chip against the hazard of losing it, its cap, and what the swap costs."""

import numpy as np
from matplotlib.axes import Axes

from negosim.games import Origin
from negosim.models.bargaining_chip.compiled import PriceCurve
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

_SIZE = (5.6, 3.2)
_POINTS = 100.0


@house_style
def chip_price(curve: PriceCurve, ax: Axes | None = None, names: Names | None = None, title: str | None = None) -> Axes:
    """Draw the price in points of the buyer over the hazard from 0 to 1, the base with its stated range, and the cost
    of the swap where there is one."""
    names = names or Names()
    said = title or _finding(curve, names)
    origin = names.scenario.origin if names.scenario else Origin()
    if ax is None:
        ax = frame_axes(_SIZE, Frame(said, origin), Margins(0.75, 0.3, 0.6, 0.2))
    else:
        title_axes(ax, said)
    colour = actor_colours(names.actors or (curve.buyer,))[curve.buyer]
    if curve.range is not None:
        ax.axvspan(*curve.range, color=TINT, zorder=0)
        ax.text(sum(curve.range) / 2, 0.02, "stated range", transform=ax.get_xaxis_transform(), ha="center",
                color=GREY, size=8)  # fmt: skip
    ax.plot(curve.hazard, _POINTS * curve.price, color=colour, linewidth=2)
    ax.text(0.02, 1.02 * _POINTS * float(curve.price[0]), f"the most that {names.subject(curve.buyer)} pays",
            color=dark(colour), va="bottom", size=8.5)  # fmt: skip
    ax.plot([curve.now[0]], [_POINTS * curve.now[1]], "o", color=INK, zorder=5)
    if np.isfinite(curve.swap_cost):
        ax.axhline(_POINTS * curve.swap_cost, color=INK, linewidth=1, linestyle="--")
        ax.text(1.0, _POINTS * curve.swap_cost, "what the swap costs", ha="right", va="bottom", size=8.5)
    ax.set_xlim(0.0, 1.0)
    ax.set_ylim(0.0, _POINTS * max(curve.cap, np.nan_to_num(curve.swap_cost)) * 1.12)
    ax.set_xlabel(f"chance in a month that {curve.chip} is lost")
    ax.set_ylabel(f"points of {names.short(curve.buyer)}")
    return ax


def _finding(curve: PriceCurve, names: Names) -> str:
    """Say what the picture shows."""
    cap, now, hazard = _POINTS * curve.cap, _POINTS * curve.now[1], curve.now[0]
    said = f"{capitalised(curve.chip)} is worth {cap:.1f} points to {names.subject(curve.buyer)}; at a hazard of "
    said += f"{hazard:g} it pays at most {now:.1f}"
    if not np.isfinite(curve.swap_cost):
        return said
    verdict = "enough for the swap" if curve.now[1] >= curve.swap_cost else "less than the swap costs"
    return f"{said}, {verdict}"
