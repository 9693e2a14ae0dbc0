"""Phase diagram: which answer follows over a plane of two numbers, with the scenario's own numbers marked."""

from matplotlib.axes import Axes

from negosim.errors import UsageError
from negosim.plots.key import SMALL, SWATCH, height_below, marks_words, write_below
from negosim.plots.lettering import height_of, wrapped
from negosim.plots.regions import (
    LETTERS,
    RegionMap,
    colour_of,
    fill_regions,
    mark_base,
    place_names,
    set_ticks,
    write_names,
)
from negosim.plots.style import Frame, Margins, frame_axes, house_style, title_axes

_SIZE = (5.8, 4.2)
_TICKS, _RIGHT, _BELOW = 0.58, 0.35, 0.42


@house_style
def phase_diagram(found: RegionMap, ax: Axes | None = None, title: str | None = None) -> Axes:
    """Draw regions with their names, hatched where there are several equilibria, and the base with its ranges.

    Raises UsageError for a map of other than two axes.
    """
    if len(found.axes) != 2:
        raise UsageError(f"a phase diagram has two axes, and this map has {len(found.axes)}; draw phase_panels")
    (plane,) = found.planes
    names, others = place_names(found, plane, _SIZE)
    labels = [wrapped(axis.label, room, LETTERS) for axis, room in zip(found.axes, _SIZE, strict=True)]
    left = _TICKS + height_of(labels[1], LETTERS)
    width = _SIZE[0] + left
    caption = wrapped(f"{found.caption} {marks_words(found)}".strip(), width, SMALL)
    keys = [wrapped(found.names[region], width - SWATCH, LETTERS) for region in others]
    below = _BELOW + height_of(labels[0], LETTERS) + height_below(keys, caption)
    if ax is None:
        frame = Frame(title or found.finding, found.origin)
        ax = frame_axes(_SIZE, frame, Margins(left, _RIGHT, below))
    else:
        title_axes(ax, title or found.finding)
    fill_regions(ax, found, plane)
    mark_base(ax, found.axes)
    write_names(ax, names)
    set_ticks(ax, found.axes[0], "x")
    set_ticks(ax, found.axes[1], "y")
    ax.set_xlabel(labels[0], size=LETTERS)
    ax.set_ylabel(labels[1], size=LETTERS)
    marks = [(colour_of(region), found.is_several[region], key) for region, key in zip(others, keys, strict=True)]
    write_below(ax, _BELOW + height_of(labels[0], LETTERS), marks, caption, left)
    return ax
