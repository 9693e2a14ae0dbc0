"""Campaign: shares of outcomes by month, fans of what moves, what each actor does where, and one path told in words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.patches import Rectangle

from negosim.games import FloatArray, IntArray, Origin
from negosim.plots.lettering import fitted, height_of, width_of, wrapped
from negosim.plots.regions import colour_of
from negosim.plots.style import GREY, INK, Frame, Margins, dark, frame_axes, house_style, title_axes

_WIDE, _LEFT, _LEVEL, _KEY = 5.2, 0.75, 1.25, 2.3
_SHARES, _FAN, _POLICY, _GAP = 1.7, 1.05, 0.95, 0.42
_LETTERS, _SMALL = 9.0, 8.0
_BAND, _SEASON = "#0072B2", "#FFD966"
_STRIP = 0.07


@dataclass(frozen=True, eq=False)
class Fan:
    """A state variable or belief: quantiles 5, 25, 50, 75 and 95 % by month, quantiles[quantile, month]; `at_0` and
    `at_1` are what 0 and 1 mean, nothing where nobody said. Where they are said the axis runs from 0 to 1."""

    name: str
    quantiles: FloatArray
    at_0: str = ""
    at_1: str = ""


@dataclass(frozen=True, eq=False)
class PolicyMap:
    """What an actor does: chosen[level, month] is a place in `options`, -1 where it does not move; `levels` are values
    of what is called `across`, in words or digits, and `upward` says what they are near to at the upper end."""

    actor: str
    options: tuple[str, ...]
    chosen: IntArray
    across: str
    levels: tuple[str, ...]
    upward: str = ""


@dataclass(frozen=True, eq=False)
class CampaignDrawing:
    """A simulated campaign as it is drawn. `shares` are (outcome, share by month); `seasons` are the months, from the
    first that is shaded to the last, of what `season` names."""

    months: tuple[str, ...]
    season: str
    seasons: tuple[tuple[int, int], ...]
    shares: tuple[tuple[str, FloatArray], ...]
    fans: tuple[Fan, ...]
    policies: tuple[PolicyMap, ...]
    story: tuple[str, ...]
    finding: str
    caption: str
    origin: Origin

    @property
    def count(self) -> int:
        """How many months there are."""
        return len(self.months)


@house_style
def campaign(found: CampaignDrawing, ax: Axes | None = None, title: str | None = None) -> Axes:
    """Draw the panels of a campaign one under the other, months from left to right."""
    aside = max([_LEFT, *(_room(policy) for policy in found.policies)])
    story = "\n".join(wrapped(line, _WIDE + _KEY + aside, _LETTERS) for line in found.story)
    caption = wrapped(found.caption, _WIDE + _KEY + aside, _SMALL)
    heights = [_SHARES, *[_FAN] * len(found.fans), *[_POLICY] * len(found.policies)]
    tall = sum(heights) + _GAP * len(heights)
    below = 0.25 + height_of(story, _LETTERS) + 0.2 + height_of(caption, _SMALL)
    if ax is None:
        frame = Frame(title or found.finding, found.origin)
        ax = frame_axes((_WIDE, tall), frame, Margins(aside, _KEY, below, 0.0))
    else:
        title_axes(ax, title or found.finding)
    ax.set_axis_off()
    panels = _panels(ax, heights, tall)
    _draw_shares(panels[0], found)
    for panel, fan in zip(panels[1:], found.fans, strict=False):
        _draw_fan(panel, fan)
    for panel, policy in zip(panels[1 + len(found.fans) :], found.policies, strict=True):
        _draw_policy(panel, policy)
    for panel, height in zip(panels, heights, strict=True):
        _set_months(panel, found, height, panel is panels[-1])
    left = -aside / _WIDE
    ax.text(left, -0.25 / tall, story, transform=ax.transAxes, va="top", size=_LETTERS, linespacing=1.2)
    lower = -(0.25 + height_of(story, _LETTERS) + 0.2) / tall
    ax.text(left, lower, caption, transform=ax.transAxes, va="top", size=_SMALL, color=GREY)
    return ax


def _panels(ax: Axes, heights: Sequence[float], tall: float) -> list[Axes]:
    found, top = [], tall
    for height in heights:
        top -= height + _GAP
        found.append(ax.inset_axes((0.0, (top + _GAP / 2) / tall, 1.0, height / tall)))
    return found


def _draw_shares(panel: Axes, found: CampaignDrawing) -> None:
    x = np.arange(found.count + 1) - 0.5
    floor = np.zeros(found.count)
    for k, (_, share) in enumerate(found.shares):
        top = floor + share
        ends = np.append(floor, floor[-1]), np.append(top, top[-1])
        panel.fill_between(x, *ends, step="post", color=colour_of(k), lw=0)
        floor = top
    panel.set_ylim(0, 1)
    panel.set_yticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
    panel.set_title("Share of simulated paths by what the month comes to", loc="left", size=_LETTERS, pad=3)
    _write_key(panel, [(colour_of(k), name) for k, (name, _) in enumerate(found.shares)], _SHARES)


def _draw_fan(panel: Axes, fan: Fan) -> None:
    x = np.arange(fan.quantiles.shape[1])
    for low, high, alpha in ((0, 4, 0.25), (1, 3, 0.45)):
        panel.fill_between(x, fan.quantiles[low], fan.quantiles[high], color=_BAND, alpha=alpha, lw=0)
    panel.plot(x, fan.quantiles[2], color=dark(_BAND), lw=1.6)
    least, most = float(fan.quantiles.min()), float(fan.quantiles.max())
    if fan.at_0 and fan.at_1:
        panel.set_ylim(-0.04, 1.04)
        panel.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    else:
        room = 0.08 * (most - least) or 0.05
        panel.set_ylim(least - room, most + room)
        panel.locator_params(axis="y", nbins=3)
    title = f"{fan.name}: {least:.3g} to {most:.3g}"
    panel.set_title(fitted(title, _WIDE + _KEY, _LETTERS, lines=1), loc="left", size=_LETTERS, pad=3)
    for words, y, va in ((fan.at_1, 1.0, "top"), (fan.at_0, 0.0, "bottom")):
        if words:
            text = fitted(f"{int(y)} = {words}", _KEY - 0.3, _SMALL, lines=3)
            panel.text(1.03, y, text, transform=panel.transAxes, va=va, size=_SMALL, color=GREY)


def _draw_policy(panel: Axes, policy: PolicyMap) -> None:
    used = sorted(set(policy.chosen.reshape(-1).tolist()))
    colours = ["#E8E8E8" if k < 0 else colour_of(k) for k in used]
    image = np.searchsorted(used, policy.chosen)
    count = len(policy.levels)
    extent = (-0.5, policy.chosen.shape[1] - 0.5, -0.5, count - 0.5)
    colour_map = ListedColormap(colours)
    panel.imshow(
        image, origin="lower", aspect="auto", extent=extent, cmap=colour_map, vmin=-0.5, vmax=len(used) - 0.5,
        interpolation="nearest", zorder=1,
    )  # fmt: skip
    ticks = sorted({0, (count - 1) // 2, count - 1} if count > 4 else {0, count - 1})
    panel.set_yticks(ticks, [_level(policy.levels[k]) for k in ticks])
    title = f"What {policy.actor} does, by month and by {policy.across}"
    title += f" (upward: nearer to '{policy.upward}')" if policy.upward else ""
    panel.set_title(fitted(title, _WIDE + _KEY, _LETTERS, lines=1), loc="left", size=_LETTERS, pad=3)
    names = ["does not move" if k < 0 else policy.options[k] for k in used]
    _write_key(panel, list(zip(colours, names, strict=True)), _POLICY, 0.92)


def _level(words: str) -> str:
    return fitted(words, _LEVEL, _SMALL, lines=3)


def _room(policy: PolicyMap) -> float:
    """Return the room that the values take at the left of a map."""
    return max(width_of(_level(words), _SMALL) for words in policy.levels) + 0.2


def _write_key(panel: Axes, marks: Sequence[tuple[str, str]], height: float, y: float = 1.0) -> None:
    for colour, name in marks:
        text = fitted(name, _KEY - 0.45, _SMALL, lines=2)
        patch = Rectangle((1.03, y - 0.13 / height), 0.16 / _WIDE, 0.12 / height, facecolor=colour, edgecolor=GREY)
        patch.set(transform=panel.transAxes, clip_on=False, linewidth=0.6)
        panel.add_patch(patch)
        panel.text(1.03 + 0.24 / _WIDE, y, text, transform=panel.transAxes, va="top", size=_SMALL)
        y -= (height_of(text, _SMALL) + 0.05) / height


def _set_months(panel: Axes, found: CampaignDrawing, height: float, is_last: bool) -> None:
    """Mark the months, and the seasons by strips under the axis."""
    panel.set_xlim(-0.5, found.count - 0.5)
    ticks = list(range(0, found.count, max(1, -(-found.count // 6))))
    panel.set_xticks(ticks, [found.months[k] for k in ticks] if is_last else [""] * len(ticks))
    panel.tick_params(labelsize=_SMALL, color=GREY)
    tall = _STRIP / height
    for first, last in found.seasons:
        strip = Rectangle((first - 0.5, -tall), last - first + 1, tall, facecolor=_SEASON, edgecolor="none", zorder=0)
        strip.set(transform=panel.get_xaxis_transform(), clip_on=False)
        panel.add_patch(strip)
        for edge in (first - 0.5, last + 0.5):
            if -0.5 < edge < found.count - 0.5:
                panel.axvline(edge, color=INK, lw=0.5, ls=":", alpha=0.6)
