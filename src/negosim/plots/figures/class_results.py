"""Class results: what a class chose, beside the equilibrium and the fitted logit response. For a projector.

Letters are large for the size of the picture, so that they can be read from the back row when it fills a screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from negosim.errors import UsageError
from negosim.games import Origin
from negosim.plots.lettering import fitted, height_of
from negosim.plots.style import GREY, INK, Frame, Margins, actor_colours, frame_panels, house_style
from negosim.scenario.names import Names

_WIDTH, _ROW, _LETTERS, _LABEL = 4.6, 0.5, 12.0, 2.3
_LEFT = _LABEL + 0.25
MOST = 2


@dataclass(frozen=True)
class ClassBars:
    """One decision: its actor and question, and for each option its name, how often it was taken, its probability in
    the equilibrium (None where there is none or several differ) and in the fit."""

    actor: str
    question: str
    options: tuple[str, ...]
    counts: tuple[int, ...]
    equilibrium: tuple[float | None, ...]
    fitted: tuple[float, ...]


@house_style
def class_results(decisions: Sequence[ClassBars], title: str, names: Names | None = None) -> tuple[Axes, ...]:
    """Draw a panel for each decision, two at most: bars for the class, a diamond and a ring for the two theories.

    Raises UsageError where the class made no choice.
    """
    if not decisions:
        raise UsageError("class_results draws choices, and the log holds none")
    shown = decisions[:MOST]
    origin = names.scenario.origin if names is not None and names.scenario else Origin()
    margins = Margins(_LEFT, 0.75, 0.75, 0.1 + height_of("x", _LETTERS))
    panels = frame_panels(_WIDTH, [_ROW * len(each.options) for each in shown], Frame(title, origin), margins)
    colours = actor_colours(names.actors if names else (), [each.actor for each in shown])
    for ax, each in zip(panels, shown, strict=True):
        _draw(ax, each, colours[each.actor])
    panels[-1].set_xlabel("share of the class     ◆ equilibrium     ○ fitted logit response", size=_LETTERS, x=0.35)
    return panels


def _draw(ax: Axes, bars: ClassBars, colour: str) -> None:
    total = sum(bars.counts)
    for row, (count, point, fit) in enumerate(zip(bars.counts, bars.equilibrium, bars.fitted, strict=True)):
        ax.barh(row, count / total, 0.6, color=colour, alpha=0.55, zorder=2)
        ax.plot([fit], [row], "o", markersize=10, markerfacecolor="none", markeredgecolor=INK, zorder=4, clip_on=False)
        if point is not None:
            ax.plot([point], [row], "D", markersize=8, color=INK, zorder=3, clip_on=False)
        ax.text(1.05, row, f"{count}", size=_LETTERS, va="center")
    ax.set_ylim(len(bars.options) - 0.5, -0.5)
    ax.set_xlim(0.0, 1.0)
    ax.set_yticks(range(len(bars.options)), [fitted(name, _LABEL, _LETTERS) for name in bars.options], size=_LETTERS)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1.0], ["0", "25 %", "50 %", "75 %", "100 %"], size=_LETTERS)
    ax.tick_params(axis="y", length=0, pad=12)
    ax.spines["left"].set_color(GREY)
    question = fitted(f"{bars.question} (n = {total})", _WIDTH + _LABEL, _LETTERS, "bold")
    ax.text(-_LEFT / _WIDTH, 1.04, question, transform=ax.transAxes, size=_LETTERS, weight="bold", va="bottom")
