"""A plane to draw diagrams and tables on: inches from the upper left corner, and letters in proportion to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Polygon, Rectangle

from negosim.plots.lettering import LEADING
from negosim.plots.style import GREY, INK, Frame, frame_axes, title_axes

_UNCLIPPED: dict[str, Any] = {"clip_on": False}
_FLAT: dict[str, Any] = _UNCLIPPED | {"scalex": False, "scaley": False}
_BASELINE = 0.95  # from the upper edge of a line to its baseline, in units of the letters' size


@dataclass(frozen=True)
class Plane:
    """Axes of `width` by `height` inches, y growing downwards; `scale` shrinks letters where the axes are smaller."""

    ax: Axes
    width: float
    height: float
    scale: float = 1.0

    def text(self, x: float, y: float, words: str, size: float = 9.0, colour: str = INK, **how: Any) -> None:
        """Write words, from the left and centred on the line unless `how` says otherwise (ha, va, weight).

        Lines are written one by one on their baselines, so that neighbours line up whatever their letters.
        """
        how = {"ha": "left"} | how
        lines = words.split("\n") if words else []
        above = {"top": 0.0, "center": 0.5, "bottom": 1.0}[how.pop("va", "center")]
        y += (_BASELINE - above * LEADING * len(lines)) * size / 72
        for k, line in enumerate(lines):
            at = y + k * LEADING * size / 72
            self.ax.text(x, at, line, size=size * self.scale, color=colour, va="baseline", **how)

    def line(
        self, xs: Sequence[float], ys: Sequence[float], colour: str = GREY, width: float = 1.0, **how: Any
    ) -> None:
        """Draw a line through points."""
        how = _FLAT | {"solid_capstyle": "round", "solid_joinstyle": "round"} | how
        self.ax.plot(xs, ys, color=colour, linewidth=width * self.scale, **how)

    def box(self, x: float, y: float, size: tuple[float, float], fill: str = "none", **how: Any) -> None:
        """Draw a box of (width, height) with its upper left corner at (x, y)."""
        how = _UNCLIPPED | {"edgecolor": "none", "linewidth": 0.0} | how
        self.ax.add_patch(Rectangle((x, y), size[0], size[1], facecolor=fill, **how))

    def shape(self, points: Sequence[tuple[float, float]], colour: str, **how: Any) -> None:
        """Draw a filled shape."""
        self.ax.add_patch(Polygon(points, closed=True, facecolor=colour, edgecolor="none", **(_UNCLIPPED | how)))

    def dot(self, x: float, y: float, colour: str, marker: str = "o", size: float = 7.0, **how: Any) -> None:
        """Draw a marker, its size in points."""
        how = _FLAT | {"markeredgecolor": "white", "markeredgewidth": 0.8, "zorder": 5, "linestyle": "none"} | how
        self.ax.plot([x], [y], marker=marker, color=colour, markersize=size * self.scale, **how)


def open_plane(ax: Axes | None, size: tuple[float, float], frame: Frame) -> Plane:
    """Return a plane of (width, height) inches on the axes given, or on axes of a figure of their own."""
    scale = 1.0
    if ax is None:
        ax = frame_axes(size, frame)
    else:
        root = ax.get_figure(root=True)
        assert root is not None
        box = ax.get_window_extent()
        scale = min(1.0, box.width / root.dpi / size[0], box.height / root.dpi / size[1])
        title_axes(ax, frame.title)
    ax.set_xlim(0.0, size[0])
    ax.set_ylim(size[1], 0.0)
    ax.set_axis_off()
    return Plane(ax, *size, scale)
