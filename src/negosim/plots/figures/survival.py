"""How a war of outlasting may end, round by round."""

import numpy as np
from matplotlib.axes import Axes

from negosim.games import Origin
from negosim.models.staying_power import Survival
from negosim.plots.style import GREY, PALE, Frame, Margins, actor_colours, dark, frame_axes, house_style, title_axes
from negosim.scenario.names import Names, capitalised

_SIZE = (6.2, 3.2)


@house_style
def survival(courses: Survival, ax: Axes | None = None, names: Names | None = None, title: str | None = None) -> Axes:
    """Draw the share of courses in which each side has outlasted the other by a month, and in which war goes on."""
    names = names or Names()
    said = title or _finding(courses, names)
    if ax is None:
        origin = names.scenario.origin if names.scenario else Origin()
        ax = frame_axes(_SIZE, Frame(said, origin), Margins(0.75, 0.3, 0.55, 0.2))
    else:
        title_axes(ax, said)
    colours, shares = actor_colours(names.actors or courses.sides), courses.by_round
    months = courses.months * np.arange(len(shares))
    first, second = (colours[side] for side in courses.sides)
    ax.stackplot(
        months, shares[:, 0], shares[:, 2], shares[:, 1], colors=[first, PALE, second], alpha=0.75, linewidth=0
    )
    spots = ((0, shares[-1, 0] / 2, first), (1, 1 - shares[-1, 1] / 2, second))
    for k, height, colour in spots:
        if shares[-1, k] > 0.08:
            label = f"{names.short(courses.sides[k])} has outlasted"
            ax.text(
                0.98 * months[-1], height, label, ha="right", va="center", color=dark(colour), backgroundcolor="white"
            )
    ax.text(0.03 * months[-1], 0.5, "war goes on", va="center", color=GREY, backgroundcolor="white")
    ax.set_xlim(0.0, months[-1])
    ax.set_ylim(0.0, 1.0)
    ax.set_xlabel("months")
    ax.set_ylabel("share of courses")
    return ax


def _finding(courses: Survival, names: Names) -> str:
    """Say who outlasts whom in the end, as the page does, and when half of all courses have ended."""
    shares = courses.by_round
    ended = np.flatnonzero(shares[:, 2] <= 0.5)
    k = int(ended[0]) if len(ended) else len(shares) - 1
    one, two = (names.subject(side) for side in courses.sides)
    said = f"{one} outlasts {two} in {100 * courses.chance:.0f} of 100 courses, after {courses.length:.0f} months on "
    said += f"average; by month {courses.months * k:.0f} {one} in {100 * shares[k, 0]:.0f}"
    return capitalised(f"{said} and {two} in {100 * shares[k, 1]:.0f}")
