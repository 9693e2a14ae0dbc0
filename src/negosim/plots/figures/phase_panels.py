"""Phase panels: maps over two numbers at a few values of a third, and of a fourth, side by side."""

import numpy as np
from matplotlib.axes import Axes

from negosim.errors import UsageError
from negosim.plots.key import SMALL, SWATCH, height_below, marks_words, write_below
from negosim.plots.lettering import fitted, height_of, width_of, wrapped
from negosim.plots.regions import LETTERS, RegionMap, colour_of, fill_regions, mark_base, set_ticks
from negosim.plots.style import Frame, Margins, frame_axes, house_style, title_axes
from negosim.whatif.sweep.borders import Plane

_WIDE, _TALL, _ASIDE, _HEAD = 2.2, 1.75, 0.4, 0.5
_TICKS_ROOM, _BELOW = 0.55, 0.42
_TICKS = 3


@house_style
def phase_panels(found: RegionMap, ax: Axes | None = None, title: str | None = None) -> Axes:
    """Draw a small map for each place on the third axis, across, and on the fourth, down.

    Regions are named in a key below, hatched where there are several equilibria; the base is marked in the panel
    nearest to it. Raises UsageError for a map of other than three or four axes.
    """
    if len(found.axes) not in (3, 4):
        raise UsageError(f"phase panels have three or four axes, and this map has {len(found.axes)}")
    columns, rows = _places(found, 0), _places(found, 1)
    wide, tall = len(columns) * (_WIDE + _ASIDE) - _ASIDE, len(rows) * (_TALL + _HEAD)
    labels = [wrapped(axis.label, room, LETTERS) for axis, room in zip(found.axes[:2], (wide, tall), strict=True)]
    left = _TICKS_ROOM + height_of(labels[1], LETTERS) + 0.05
    shown = sorted({int(k) for plane in found.planes for k in set(plane.region.reshape(-1).tolist())})
    keys = [wrapped(found.names[region], wide + left - SWATCH, LETTERS) for region in shown]
    caption = wrapped(f"{found.caption} {marks_words(found, with_ranges=False)}", wide + left, SMALL)
    gap = _BELOW + height_of(labels[0], LETTERS)
    if ax is None:
        margins = Margins(left, _ASIDE, gap + height_below(keys, caption))
        ax = frame_axes((wide, tall), Frame(title or found.finding, found.origin), margins)
    else:
        title_axes(ax, title or found.finding)
    for plane in found.planes:
        column, row = columns.index(plane.places[0]), rows.index(plane.places[1] if len(plane.places) > 1 else 0)
        _draw_panel(ax, found, plane, (column, row), (len(columns), len(rows)))
    _label_sides(ax, labels, (wide, tall))
    marks = [(colour_of(region), found.is_several[region], key) for region, key in zip(shown, keys, strict=True)]
    write_below(ax, gap, marks, caption, left)
    return ax


def _places(found: RegionMap, which: int) -> list[int]:
    """Return the places on the third or fourth axis, in order."""
    return sorted({plane.places[which] if which < len(plane.places) else 0 for plane in found.planes})


def _draw_panel(ax: Axes, found: RegionMap, plane: Plane, at: tuple[int, int], count: tuple[int, int]) -> None:
    """Draw one map into its part of the drawing, at (column, row) of so many."""
    wide, tall = count[0] * (_WIDE + _ASIDE) - _ASIDE, count[1] * (_TALL + _HEAD)
    corner = (at[0] * (_WIDE + _ASIDE) / wide, 1 - (at[1] + 1) * (_TALL + _HEAD) / tall)
    panel = ax.inset_axes((*corner, _WIDE / wide, _TALL / tall))
    fill_regions(panel, found, plane)
    if _is_nearest(found, plane):
        mark_base(panel, found.axes, with_ranges=False)
    set_ticks(panel, found.axes[0], "x", _TICKS)
    set_ticks(panel, found.axes[1], "y", _TICKS)
    panel.tick_params(labelleft=at[0] == 0, labelbottom=at[1] == count[1] - 1)
    heads = [_headed(axis.label, axis.text(k)) for axis, k in zip(found.axes[2:], plane.places, strict=True)]
    panel.set_title("\n".join(heads), loc="left", size=SMALL, pad=3)


def _headed(label: str, value: str) -> str:
    """Return what a panel shows of one axis, the label cut where it is too long."""
    return f"{fitted(label, _WIDE - width_of(f': {value}', SMALL), SMALL, lines=1)}: {value}"


def _is_nearest(found: RegionMap, plane: Plane) -> bool:
    """Whether the scenario's own numbers lie nearest to this plane of those drawn."""
    further = found.axes[2:]
    if not all(axis.holds_now for axis in further):
        return False

    def distance(other: Plane) -> float:
        steps = zip(further, other.places, strict=True)
        return float(sum(abs(axis.values[k] - axis.now) / np.ptp(axis.values) for axis, k in steps))

    return plane is min(found.planes, key=distance)


def _label_sides(ax: Axes, labels: list[str], size: tuple[float, float]) -> None:
    """Write what the sides of all panels stand for."""
    ax.set_axis_off()
    below, aside = -0.3 / size[1], -_TICKS_ROOM / size[0]
    ax.text(0.5, below, labels[0], transform=ax.transAxes, ha="center", va="top", size=LETTERS)
    text = ax.text(aside, 0.5, labels[1], transform=ax.transAxes, ha="right", va="center", size=LETTERS)
    text.set(rotation=90, multialignment="center")
