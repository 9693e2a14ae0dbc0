"""Tipping: a tornado of how far each number may move within its range before the answer changes, nearest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from negosim.errors import UsageError
from negosim.games import Origin
from negosim.plots.lettering import fitted, height_of, wrapped
from negosim.plots.style import GREY, INK, PALE, Frame, Margins, frame_axes, house_style, title_axes
from negosim.plots.units import MINUS
from negosim.scenario.names import Names

_WIDTH, _ROW, _LETTERS = 4.6, 0.44, 8.5
_LABEL, _SAID = 2.5, 2.3
_BAR = 0.56
MOST = 12


@dataclass(frozen=True)
class TippingBar:
    """One number: its name, the ends of its stated range and where it flips, as shares of the range from where it is.

    `low` is not above 0 and `high` not below; `down` and `up` are None where it does not flip within its range. `said`
    is what flips it, in words: `below 0.0465: energy truce`.
    """

    name: str
    low: float
    high: float
    down: float | None
    up: float | None
    said: str

    @property
    def distance(self) -> float:
        """How far the nearest flip is, as a share of the range; infinite where there is none."""
        return min((abs(flip) for flip in (self.down, self.up) if flip is not None), default=float("inf"))


@house_style
def tipping(
    bars: Sequence[TippingBar],
    answer: str,
    ax: Axes | None = None,
    names: Names | None = None,
    title: str | None = None,
) -> Axes:
    """Draw a bar for each number that changes the answer within its range, nearest on top, twelve at most.

    `answer` is what follows now, in words. Raises UsageError where no number states a range.
    """
    if not bars:
        raise UsageError("tipping draws ranges, and no number of this game states one")
    ordered = sorted(bars, key=lambda bar: (bar.distance, bar.name))
    flipping = [bar for bar in ordered if bar.distance < float("inf")]
    shown = (flipping or ordered)[:MOST]
    said = title or _finding(flipping, len(bars), answer)
    more = len(flipping or ordered) - len(shown)
    origin = names.scenario.origin if names is not None and names.scenario else Origin()
    under = _under(answer, more)
    if ax is None:
        ax = frame_axes(
            (_WIDTH, _ROW * len(shown)),
            Frame(said, origin),
            Margins(_LABEL + 0.1, _SAID + 0.1, 0.4 + height_of(under, _LETTERS), 0.1),
        )
    else:
        title_axes(ax, said)
    for row, bar in enumerate(shown):
        _draw(ax, bar, row)
    _set_up(ax, shown, under)
    return ax


def _finding(flipping: Sequence[TippingBar], count: int, answer: str) -> str:
    if not flipping:
        return f"No single number changes the answer, {answer}, within its stated range"
    near = flipping[0]
    verb = "changes" if len(flipping) == 1 else "change"
    number = f"{len(flipping)} of {count} numbers alone {verb} the answer, {answer}, within their ranges"
    return f"{number}; the nearest is {near.name}, {_distance(near.distance)} of its range away"


def _distance(share: float) -> str:
    """Return a distance as pages print it: whole per cents, never rounded to nothing.

    >>> _distance(0.019), _distance(0.004)
    ('2 %', 'under 1 %')
    """
    return f"{100 * share:.0f} %" if share >= 0.01 else "under 1 %"


def _draw(ax: Axes, bar: TippingBar, row: int) -> None:
    """Draw the range, pale up to where the answer first changes and dark from there on."""
    stays = (bar.low if bar.down is None else bar.down, bar.high if bar.up is None else bar.up)
    ax.barh(row, stays[1] - stays[0], _BAR, stays[0], color=PALE, zorder=2)
    for flip, end in ((bar.down, bar.low), (bar.up, bar.high)):
        if flip is not None:
            ax.barh(row, end - flip, _BAR, flip, color=INK, zorder=2)
            ax.plot([flip, flip], [row - _BAR / 2, row + _BAR / 2], color=INK, linewidth=2.0, solid_capstyle="butt")
    at = ax.get_yaxis_transform()
    ax.text(1.02, row, fitted(bar.said, _SAID, _LETTERS), transform=at, va="center", size=_LETTERS)


def _set_up(ax: Axes, shown: Sequence[TippingBar], under: str) -> None:
    ax.axvline(0.0, color=GREY, linewidth=1.2, zorder=3)
    ax.set_ylim(len(shown) - 0.5, -0.5)
    ax.set_xlim(min(bar.low for bar in shown) - 0.02, max(bar.high for bar in shown) + 0.02)
    labels = [fitted(bar.name[:1].upper() + bar.name[1:], _LABEL, _LETTERS) for bar in shown]
    ax.set_yticks(range(len(shown)), labels, size=_LETTERS)
    ax.tick_params(axis="y", length=0, pad=7)
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_major_formatter(FuncFormatter(_share))
    ax.set_xlabel(under, size=_LETTERS)
    ax.tick_params(axis="x", labelsize=_LETTERS)


def _under(answer: str, more: int) -> str:
    """Return what stands under the axis; `more` numbers are not shown."""
    lines = (
        "move, as a share of the stated range (bars show all of it)",
        f"pale: {answer} still follows from the payoffs; dark: past the first value where it does not",
        *([f"the nearest {MOST} numbers; and {more} more, not shown"] if more else []),
    )
    return "\n".join(wrapped(line, _WIDTH + 1.5, _LETTERS) for line in lines)


def _share(value: float, _: int) -> str:
    return "now" if abs(value) < 1e-9 else f"{100 * value:+.0f} %".replace("-", MINUS)
