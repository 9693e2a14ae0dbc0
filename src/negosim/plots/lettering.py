"""Lettering: how wide a text is, and where to break it, before anything is drawn. Lengths are inches."""

from collections.abc import Sequence
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

FAMILY = "DejaVu Sans"
"""The font that ships with matplotlib: the same on every computer."""
LEADING = 1.32
"""From line to line, in units of the letters' size."""
_SLACK = 1.04  # renderers fit letters to pixels, and may make a text this much wider


@lru_cache(maxsize=4096)
def width_of(text: str, size: float, weight: str = "normal") -> float:
    """Return the width of a text of one or more lines."""
    font = FontProperties(family=FAMILY, size=size, weight=weight)
    widths = [text_to_path.get_text_width_height_descent(line, font, ismath=False)[0] for line in text.split("\n")]
    return _SLACK * float(max(widths)) / 72


def height_of(text: str, size: float) -> float:
    """Return the height of a text of one or more lines."""
    return (text.count("\n") + 1) * LEADING * size / 72


def wrapped(text: str, width: float, size: float, weight: str = "normal") -> str:
    """Return text with line breaks so that no line is wider than `width`; too wide a word is cut with hyphens."""
    lines = [""]
    for word in (part for whole in text.split() for part in _pieces(whole, width, size, weight)):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, size, weight) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def fitted(text: str, width: float, size: float, weight: str = "normal", lines: int = 2) -> str:
    """Return text on so many lines at most, none wider than `width`, cut with an ellipsis where it is longer."""
    found = wrapped(text, width, size, weight).split("\n")
    if len(found) <= lines:
        return "\n".join(found)
    last = found[lines - 1]
    while last and width_of(f"{last} …", size, weight) > width:
        last = last[:-1].rstrip()
    return "\n".join([*found[: lines - 1], f"{last} …"])


def apart(places: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Return places near the wanted ones at which labels of these heights do not touch, none below the axis."""
    order = sorted(range(len(places)), key=lambda k: places[k])
    found = list(places)
    floor = 0.0
    for k in order:
        found[k] = max(places[k], floor + heights[k] / 2)
        floor = found[k] + heights[k] / 2
    ceiling = max(1.0 + heights[order[-1]] / 2, sum(heights))
    for k in reversed(order):
        found[k] = min(found[k], ceiling - heights[k] / 2)
        ceiling = found[k] - heights[k] / 2
    return found


def _pieces(word: str, width: float, size: float, weight: str) -> list[str]:
    """Return a word, or where it is wider than `width` its parts."""
    pieces = []
    while len(word) > 4 and width_of(word, size, weight) > width:
        cut = max((k for k in range(2, len(word)) if width_of(word[:k] + "-", size, weight) <= width), default=2)
        pieces.append(word[:cut] + "-")
        word = word[cut:]
    return [*pieces, word]
