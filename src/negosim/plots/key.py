"""What stands under a drawing of regions: a key of those whose names have no room within it, and a caption."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from negosim.plots.lettering import height_of
from negosim.plots.regions import HATCH, LETTERS, RegionMap
from negosim.plots.style import GREY

SMALL, SWATCH = 8.0, 0.32


def marks_words(found: RegionMap, with_ranges: bool = True) -> str:
    """Say what the mark is, and the hatching."""
    said = []
    if all(axis.holds_now for axis in found.axes):
        bars = with_ranges and any(axis.stated for axis in found.axes)
        said.append(f"Dot: the scenario's own numbers{'; bars: the ranges that it states' if bars else ''}.")
    else:
        said.append("The scenario's own numbers lie off this map.")
    if any(found.is_several[k] for k in np.unique([plane.region for plane in found.planes])):
        said.append("Hatched: several equilibria.")
    return " ".join(said)


Mark = tuple[str, bool, str]
"""A line of a key: the colour, whether it is hatched, and the words."""


def height_below(keys: list[str], caption: str) -> float:
    """Return the room that a key and a caption take under a drawing."""
    return sum(height_of(key, LETTERS) + 0.06 for key in keys) + height_of(caption, SMALL) + 0.1


def write_below(ax: Axes, gap: float, keys: Sequence[Mark], caption: str, left: float) -> None:
    """Write, `gap` inches under a drawing and from `left` of it, a key of what has no room within it, and a caption."""
    root = ax.get_figure(root=True)
    assert root is not None
    box = ax.get_window_extent()
    wide, tall = box.width / root.dpi, box.height / root.dpi
    y, start = -gap, -left / wide
    for colour, is_hatched, words in keys:
        patch = Rectangle((start, (y - 0.13) / tall), 0.24 / wide, 0.13 / tall, facecolor=colour, edgecolor=GREY)
        patch.set(transform=ax.transAxes, clip_on=False, linewidth=0.6, hatch=HATCH if is_hatched else "")
        ax.add_patch(patch)
        ax.text(start + SWATCH / wide, y / tall, words, transform=ax.transAxes, va="top", size=LETTERS)
        y -= height_of(words, LETTERS) + 0.06
    ax.text(start, (y - 0.04) / tall, caption, transform=ax.transAxes, va="top", size=SMALL, color=GREY)
