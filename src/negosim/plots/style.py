"""The house style: actor colours, the frame of a figure with its title and foot, and saving.

Colours are those of Okabe and Ito (2008), which readers with the common kinds of colour blindness can tell apart, given
to actors in the order of the scenario, so that an actor has the same colour in every picture.
"""

import functools
import io
import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text

from negosim.errors import OutputError, UsageError
from negosim.games import Origin
from negosim.plots.lettering import FAMILY, height_of, width_of, wrapped
from negosim.scenario import Scenario
from negosim.solve import Manifest
from negosim.version import __version__

ACTOR_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442")
INK, GREY, PALE, TINT = "#222222", "#5F5F5F", "#B8B8B8", "#FFF3C4"
TITLE_SIZE, FOOT_SIZE = 12.5, 7.5
_HOUSE: Any = {
    "font.family": FAMILY,
    "font.size": 9.0,
    "text.color": INK,
    "text.usetex": False,
    "text.parse_math": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "xtick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.color": GREY,
    "ytick.labelcolor": INK,
    "figure.facecolor": "white",
    "axes.facecolor": "white",
}
_SAVING: Any = {
    "svg.hashsalt": "negosim",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "savefig.bbox": None,
    "path.sketch": None,
}
_EDGE, _GAP = 0.3, 0.12  # inches

P = ParamSpec("P")
R = TypeVar("R")


def house_style(draw: Callable[P, R]) -> Callable[P, R]:
    """Draw in the house style, whatever the reader's own matplotlib settings are."""

    @functools.wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> R:
        with rc_context(_HOUSE):
            return draw(*args, **kwargs)

    return drawn


def actor_colours(actors: Sequence[str], players: Sequence[str] = ()) -> dict[str, str]:
    """Return a colour for each actor, in the order of the scenario, and after them for players that it does not name.

    >>> actor_colours(["us", "russia"], ["russia", "nature"])["russia"]
    '#D55E00'
    """
    keys = [*actors, *(player for player in players if player not in actors)]
    return {key: ACTOR_COLOURS[k % len(ACTOR_COLOURS)] for k, key in enumerate(keys)}


def dark(colour: str) -> str:
    """Return a shade of a colour that is dark enough for small letters on white: a contrast of at least 4.5 to 1."""
    rgb = to_rgb(colour)
    while _luminance(rgb) > 0.18:
        rgb = (0.92 * rgb[0], 0.92 * rgb[1], 0.92 * rgb[2])
    return str(to_hex(rgb))


def _luminance(rgb: tuple[float, float, float]) -> float:
    """Return relative luminance as the Web Content Accessibility Guidelines define it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@dataclass(frozen=True)
class Frame:
    """What stands around a drawing: its title, and the origin that the foot names."""

    title: str
    origin: Origin


@dataclass(frozen=True)
class Margins:
    """Room in inches that labels of axes take on each side of a drawing."""

    left: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    top: float = 0.0


def frame_axes(size: tuple[float, float], frame: Frame, margins: Margins = Margins()) -> Axes:
    """Return axes of `size` inches on a figure of their own, with title and foot."""
    return frame_panels(size[0], [size[1]], frame, margins)[0]


def frame_panels(width: float, heights: Sequence[float], frame: Frame, margins: Margins) -> tuple[Axes, ...]:
    """Return axes of these heights, one under the other, each with `margins`, on one figure with title and foot."""
    whole = width + margins.left + margins.right + 2 * _EDGE
    title = wrapped(frame.title, whole - 2 * _EDGE, TITLE_SIZE, "bold")
    foot = foot_text(__version__, frame.origin, whole)
    above = _EDGE + height_of(title, TITLE_SIZE) + _GAP
    below = _EDGE + height_of(foot, FOOT_SIZE) + _GAP
    tall = above + below + sum(heights) + len(heights) * (margins.top + margins.bottom)
    figure = Figure(figsize=(whole, tall))
    top, panels = tall - above, []
    for height in heights:
        top -= margins.top + height
        box = ((_EDGE + margins.left) / whole, top / tall, width / whole, height / tall)
        panels.append(figure.add_axes(box))
        top -= margins.bottom
    figure.suptitle(title, x=_EDGE / whole, y=1 - _EDGE / tall, ha="left", va="top", size=TITLE_SIZE, weight="bold")
    _write_foot(figure, foot)
    return tuple(panels)


def title_axes(ax: Axes, title: str) -> None:
    """Put the title over axes that somebody else laid out."""
    size = ax.get_window_extent().width / ax.get_figure(root=True).dpi  # type: ignore[union-attr]  # axes have a figure
    ax.set_title(wrapped(title, size, 10.0, "bold"), loc="left", size=10.0, weight="bold")


def foot_text(version: str, origin: Origin, width: float) -> str:
    """Return the foot of a figure `width` inches wide: version, scenario, and what the figure is not."""
    digest = f"{origin.source} {origin.digest}, " if origin.digest else ""
    text = f"negosim {version}, {digest}model output, not a forecast"
    changes = [f"{path} = {value}" for path, value in origin.changed]
    shown = [*changes[:3], *([f"and {len(changes) - 3} more"] if len(changes) > 3 else [])]
    lines = [*([origin.title] if origin.title else []), text, *([f"changed: {', '.join(shown)}"] if shown else [])]
    return "\n".join(wrapped(line, width - 2 * _EDGE, FOOT_SIZE) for line in lines)


def manifest_of(scenario: Scenario) -> Manifest:
    """Return the manifest of a picture of a scenario, for which nothing was solved."""
    return Manifest(__version__, scenario.origin, "", {})


def save(figure: Figure, path: str | Path, manifest: Manifest) -> None:
    """Write a figure as PNG, SVG or PDF, by the suffix of `path`, replacing the file whole.

    The foot is set to what the manifest says; a figure without one gets it, and room for it. The same figure gives the
    same bytes. Raises UsageError for another suffix and OutputError where the file cannot be written.
    """
    place = Path(path)
    kind = kind_of(place)
    foot = foot_text(manifest.version, manifest.origin, figure.get_figwidth())
    _set_foot(figure, foot)
    picture = io.BytesIO()
    with rc_context(_HOUSE | _SAVING):
        figure.savefig(picture, format=kind, dpi=150, metadata=_METADATA[kind](foot.replace("\n", "; ")))
    _replace(place, picture.getvalue())


def kind_of(path: Path) -> str:
    """Return what a picture is written as, by the suffix of its file. Raises UsageError for one that it cannot be."""
    kind = path.suffix.lower().lstrip(".")
    if kind not in _METADATA:
        raise UsageError(f"{path}: a picture ends in .png, .svg or .pdf")
    return kind


_METADATA: dict[str, Callable[[str], dict[str, str | None]]] = {
    "png": lambda foot: {"Software": "negosim", "Description": foot},
    "svg": lambda foot: {"Creator": "negosim", "Description": foot, "Date": None},
    "pdf": lambda foot: {"Creator": "negosim", "Subject": foot, "CreationDate": None},
}


def _write_foot(figure: Figure, text: str) -> None:
    at = (_EDGE / figure.get_figwidth(), _EDGE / 2 / figure.get_figheight())
    figure.text(*at, text, size=FOOT_SIZE, color=GREY, va="bottom", gid="foot", family=FAMILY, parse_math=False)


def _set_foot(figure: Figure, text: str) -> None:
    """Change the foot of a figure, or give it one."""
    found: Text | None = next((artist for artist in figure.texts if artist.get_gid() == "foot"), None)
    if found is not None:
        found.set_text(text)
        return
    _make_room(figure, height_of(text, FOOT_SIZE) + _GAP)
    _write_foot(figure, text)


def _make_room(figure: Figure, height: float) -> None:
    """Make a figure taller at its lower end."""
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    old = figure.get_figheight()
    figure.set_figheight(old + height)
    for ax in figure.axes:
        box = ax.get_position()
        shares = [(height + side * old) / (old + height) for side in (box.y0, box.y1)]
        ax.set_position((box.x0, shares[0], box.width, shares[1] - shares[0]))


def _replace(place: Path, content: bytes) -> None:
    """Write a file whole: into a new file beside it, which then takes its name."""
    beside = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    try:
        beside.write_bytes(content)
        os.replace(beside, place)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise OutputError(f"{place}: cannot be written ({error.strerror or error}); choose another place") from error


__all__ = [
    "ACTOR_COLOURS",
    "Frame",
    "Margins",
    "actor_colours",
    "dark",
    "foot_text",
    "frame_axes",
    "frame_panels",
    "house_style",
    "kind_of",
    "manifest_of",
    "save",
    "title_axes",
    "width_of",
]
