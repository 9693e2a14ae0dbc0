"""Regions of a plane: coloured and hatched areas with the lines between them, names within, and the base marked.

Colours are the pale scheme of Tol (2021), made for areas under black letters; no actor has any of them.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import ListedColormap
from matplotlib.patches import Rectangle
from matplotlib.path import Path

from negosim.games import BoolArray, FloatArray, IntArray, Origin
from negosim.plots.lettering import height_of, width_of, wrapped
from negosim.plots.style import INK
from negosim.whatif.sweep.borders import Plane

COLOURS = ("#CCDDAA", "#BBCCEE", "#FFCCCC", "#EEEEBB", "#CCEEFF", "#DDDDDD", "#E8D5F0")
HATCH, _HATCH_INK = "////", "#8A8A8A"
LETTERS = 9.0
_FLAT = 1e-9
_CELL, _ROOM = 0.04, 0.06  # inches


@dataclass(frozen=True, eq=False)
class RegionAxis:
    """One axis: what it is called, its values in ascending order, and where the scenario stands on it.

    `now` is the scenario's own value, and `stated` the range that its file calls plausible, None where it states none.
    `texts`, if not empty, are what the values are called: months.
    """

    label: str
    values: FloatArray
    now: float
    stated: tuple[float, float] | None = None
    texts: tuple[str, ...] = ()

    @property
    def holds_now(self) -> bool:
        """Whether the scenario's own value lies between the ends."""
        return bool(self.values[0] <= self.now <= self.values[-1])

    def text(self, k: int) -> str:
        """Return what value k is called."""
        return self.texts[k] if self.texts else f"{self.values[k]:.4g}"


@dataclass(frozen=True, eq=False)
class RegionMap:
    """Regions over two to four axes: `planes` are over the first two, at places on the others.

    The regions of a plane are indices into `names`. `is_several` says in which of them there are several equilibria;
    they are hatched. `finding` is the title, and `caption` says what was solved.
    """

    axes: tuple[RegionAxis, ...]
    planes: tuple[Plane, ...]
    names: tuple[str, ...]
    is_several: tuple[bool, ...]
    finding: str
    caption: str
    origin: Origin


def colour_of(region: int) -> str:
    """Return the colour of a region; beyond the palette they repeat."""
    return COLOURS[region % len(COLOURS)]


def fill_regions(ax: Axes, found: RegionMap, plane: Plane) -> None:
    """Colour and hatch the regions of a plane, and draw the lines between them."""
    shown = plane.region.T
    tints = ListedColormap([colour_of(k) for k in range(len(found.names))])
    ax.pcolorfast(_edges(plane.x), _edges(plane.y), shown, cmap=tints, vmin=-0.5, vmax=len(found.names) - 0.5, zorder=0)
    pieces, owners, lines = _mixed_cells(plane)
    colours = [colour_of(int(k)) for k in owners]
    ax.add_collection(PolyCollection(list(pieces), facecolors=colours, edgecolors=colours, linewidths=0.4, zorder=0.5))
    for region in (int(k) for k in np.unique(shown) if found.is_several[k]):
        _hatch(ax, plane, region, pieces[owners == region])
    ax.add_collection(LineCollection(list(lines), colors=INK, linewidths=1.1, capstyle="round", zorder=2))
    _draw_levels(ax, plane)
    ax.set_xlim(plane.x[0], plane.x[-1])
    ax.set_ylim(plane.y[0], plane.y[-1])


def _draw_levels(ax: Axes, plane: Plane) -> None:
    """Draw lines of equal value of a figure, where there is one that varies."""
    known = plane.levels[np.isfinite(plane.levels)]
    if known.size and np.ptp(known) > _FLAT * np.abs(known).max():
        drawn = ax.contour(plane.x, plane.y, plane.levels.T, levels=7, colors="#555555", linewidths=0.8, zorder=1.5)
        ax.clabel(drawn, fontsize=7.5, fmt="%.4g", colors=INK)


def _edges(values: FloatArray) -> FloatArray:
    """Return the ends of the cells around values."""
    return np.concatenate([[values[0]], (values[1:] + values[:-1]) / 2, [values[-1]]])


def _hatch(ax: Axes, plane: Plane, region: int, pieces: FloatArray) -> None:
    """Hatch one region: the runs of squares that lie in it whole, and its pieces of the others."""
    inside = plane.region == region
    whole = inside[:-1, :-1] & inside[1:, :-1] & inside[1:, 1:] & inside[:-1, 1:]
    steps = np.diff(np.pad(whole, ((1, 1), (0, 0))).astype(np.int64), axis=0)
    rows, starts = np.nonzero(steps.T == 1)
    stops = np.nonzero(steps.T == -1)[1]
    left, right, low, high = plane.x[starts], plane.x[stops], plane.y[rows], plane.y[rows + 1]
    runs = np.stack([[left, low], [right, low], [right, high], [left, high]]).transpose(2, 0, 1)
    area = Path.make_compound_path(*(Path(part, closed=False) for part in [*runs, *pieces]))
    corner, size = (plane.x[0], plane.y[0]), (np.ptp(plane.x), np.ptp(plane.y))
    with rc_context({"hatch.linewidth": 0.6}):
        hatched = Rectangle(corner, *size, facecolor="none", edgecolor=_HATCH_INK, linewidth=0, hatch=HATCH, zorder=1)
    ax.add_patch(hatched)
    hatched.set_clip_path(area, ax.transData)


def _mixed_cells(plane: Plane) -> tuple[FloatArray, IntArray, FloatArray]:
    """Return the squares between four points that lie in several regions, cut along the borders.

    Each is four pieces, one around each corner, which meet in the middle of the borders that cross its sides. Returns
    pieces[piece, corner, xy], the region of each, and the borders as lines[line, end, xy].
    """
    region = plane.region
    corners = np.stack([region[:-1, :-1], region[1:, :-1], region[1:, 1:], region[:-1, 1:]])
    at = np.nonzero((corners != corners[0]).any(axis=0))
    i, j = at
    x, y = plane.x, plane.y
    points = [(x[i], y[j]), (x[i + 1], y[j]), (x[i + 1], y[j + 1]), (x[i], y[j + 1])]
    shares = [plane.across[i, j], plane.up[i + 1, j], plane.across[i, j + 1], plane.up[i, j]]
    ends = [(0, 1), (1, 2), (3, 2), (0, 3)]  # of the four sides: bottom, right, top, left
    corner = np.moveaxis(np.array(points), 1, -1).reshape(4, -1, 2)
    side = np.stack(
        [(1 - s)[:, None] * corner[a] + s[:, None] * corner[b] for s, (a, b) in zip(shares, ends, strict=True)]
    )
    crossed = np.stack([corners[a][at] != corners[b][at] for a, b in ends])[..., np.newaxis]
    middle = (side * crossed).sum(axis=0) / np.maximum(crossed.sum(axis=0), 1)
    pieces = [np.stack([corner[k], side[k], middle, side[k - 1]], axis=1) for k in range(4)]
    lines = [np.stack([side[k], middle], axis=1)[crossed[k, :, 0]] for k in range(4)]
    return np.concatenate(pieces), np.concatenate([corners[k][at] for k in range(4)]), np.concatenate(lines)


def set_ticks(ax: Axes, axis: RegionAxis, side: Literal["x", "y"], most: int = 6) -> None:
    """Give one side of a drawing its ticks, those of months or of a short list at the values."""
    own = ax.xaxis if side == "x" else ax.yaxis
    if axis.texts:
        shown = np.unique(np.rint(np.linspace(0, len(axis.values) - 1, min(most, len(axis.values)))).astype(int))
        own.set_ticks(axis.values[shown], [axis.text(int(k)) for k in shown])
    else:
        ax.locator_params(axis=side, nbins=most)
    own.set_tick_params(labelsize=8.5)


def mark_base(ax: Axes, axes: tuple[RegionAxis, ...], with_ranges: bool = True) -> bool:
    """Mark the scenario's own numbers, with a bar for each stated range; say whether they lie on the plane."""
    across, up = axes[:2]
    if not (across.holds_now and up.holds_now):
        return False
    if with_ranges:
        for axis, fixed, is_across in ((across, up.now, True), (up, across.now, False)):
            if axis.stated is not None:
                span = np.clip(axis.stated, axis.values[0], axis.values[-1])
                ends = (span, [fixed, fixed]) if is_across else ([fixed, fixed], span)
                ax.plot(*ends, color="white", linewidth=4.0, zorder=3, solid_capstyle="butt")
                ax.plot(*ends, color=INK, linewidth=1.8, zorder=4, solid_capstyle="butt")
    ax.plot(
        [across.now],
        [up.now],
        "o",
        color=INK,
        markersize=8,
        markeredgecolor="white",
        markeredgewidth=1.4,
        zorder=5,
        clip_on=False,
    )
    return True


@dataclass(frozen=True)
class Name:
    """A name as it is written: its lines, and the middle of its box in shares of the drawing's sides."""

    region: int
    words: str
    at: tuple[float, float]


def place_names(found: RegionMap, plane: Plane, size: tuple[float, float]) -> tuple[list[Name], list[int]]:
    """Find room for the names within their regions on a plane of `size` inches; return those that have none too.

    A name keeps clear of the lines between regions, of the base and of its bars.
    """
    raster = _raster(found, plane, size)
    names, left = [], []
    for region in (int(k) for k in np.unique(raster[raster >= 0])):
        place = _roomiest(raster == region, found.names[region])
        names += [Name(region, place[0], place[1])] if place else []
        left += [] if place else [region]
    missing = [int(k) for k in np.unique(plane.region) if k not in [name.region for name in names] and k not in left]
    return names, sorted([*left, *missing])


def write_names(ax: Axes, names: list[Name]) -> None:
    """Write the names that have room."""
    for name in names:
        tint = {"facecolor": colour_of(name.region), "edgecolor": "none", "pad": 1.5}
        at = name.at
        ax.text(*at, name.words, transform=ax.transAxes, ha="center", va="center", size=LETTERS, bbox=tint, zorder=6)


def _raster(found: RegionMap, plane: Plane, size: tuple[float, float]) -> IntArray:
    """Return the region at each small cell of a drawing, raster[column, row] from its lower left; -1 under marks."""
    columns = []
    for values, length in zip((plane.x, plane.y), size, strict=True):
        cells = int(length / _CELL)
        middles = values[0] + (np.arange(cells) + 0.5) / cells * (values[-1] - values[0])
        columns.append(np.searchsorted(_edges(values), middles) - 1)
    raster = plane.region[np.ix_(*columns)].copy()
    _block_base(raster, found.axes[:2])
    return raster


def _block_base(raster: IntArray, axes: tuple[RegionAxis, ...]) -> None:
    if not all(axis.holds_now for axis in axes):
        return
    spans, dots = [], []
    for axis, cells in zip(axes, raster.shape, strict=True):
        low, high = axis.values[0], axis.values[-1]
        stated = np.clip(axis.stated or (axis.now, axis.now), low, high)
        ends = [int((value - low) / (high - low) * cells) for value in (*stated, axis.now)]
        spans.append(slice(max(ends[0] - 2, 0), ends[1] + 3))
        dots.append(slice(max(ends[2] - 3, 0), ends[2] + 4))
    raster[spans[0], dots[1]] = -1
    raster[dots[0], spans[1]] = -1
    raster[dots[0], dots[1]] = -1


def _roomiest(mask: BoolArray, name: str) -> tuple[str, tuple[float, float]] | None:
    """Return a name broken into lines and the middle of a box for it that lies within a mask; None where none does."""
    whole = width_of(name, LETTERS)
    for lines in (1, 2, 3, 4):
        words = wrapped(name, max(whole / lines * 1.15, 0.6), LETTERS)
        box = (width_of(words, LETTERS) + 2 * _ROOM, height_of(words, LETTERS) + 2 * _ROOM)
        at = _middle_of(mask, (int(np.ceil(box[0] / _CELL)), int(np.ceil(box[1] / _CELL))))
        if at is not None:
            return words, at
    return None


def _middle_of(mask: BoolArray, box: tuple[int, int]) -> tuple[float, float] | None:
    """Return the middle of a box that fits into a mask with as much room around it as there is, in shares."""
    total = np.pad(mask.astype(np.int64).cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    best = None
    for room in range(0, min(mask.shape), 2):
        wide, tall = box[0] + room, box[1] + room
        if wide > mask.shape[0] or tall > mask.shape[1]:
            break
        sums = total[wide:, tall:] - total[:-wide, tall:] - total[wide:, :-tall] + total[:-wide, :-tall]
        free = np.argwhere(sums == wide * tall)
        if not len(free):
            break
        centre = free.mean(axis=0)
        x, y = free[np.abs(free - centre).sum(axis=1).argmin()]
        best = ((x + wide / 2) / mask.shape[0], (y + tall / 2) / mask.shape[1])
    return best
