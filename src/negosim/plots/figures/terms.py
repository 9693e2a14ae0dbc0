"""Terms: what each actor's choice gains and costs it against its best alternative, one named number at a time.

Each actor has a panel and a scale of its own: payoffs are never compared between actors.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from negosim.errors import UsageError
from negosim.plots.findings import finding
from negosim.plots.lettering import fitted, height_of, wrapped
from negosim.plots.style import GREY, PALE, Frame, Margins, actor_colours, dark, frame_panels, house_style
from negosim.plots.units import Unit, unit_of
from negosim.scenario.names import Names, capitalised
from negosim.solve import Result

_MOST = 8
_LETTERS, _SMALL = 8.5, 8.0
_LABELS, _BARS, _DIFFERENCES = 2.9, 3.9, 0.95  # widths in inches
_SLIM = 0.34
_ALIKE = 5e-4


@dataclass(frozen=True)
class TermSplit:
    """Why one player chose as it did: two payoffs, each the sum of named terms.

    `chosen` and `alternative` say what is compared; `with_chosen` and `with_alternative` give each number's part of the
    payoff by path, in units of utility, and may leave out parts of zero. `labels` say in words what a path stands for.
    """

    player: str
    chosen: str
    alternative: str
    with_chosen: Mapping[str, float]
    with_alternative: Mapping[str, float]
    labels: Mapping[str, str]


@house_style
def terms(
    result: Result,
    splits: Sequence[TermSplit],
    axes: Sequence[Axes] | None = None,
    names: Names | None = None,
    title: str | None = None,
) -> tuple[Axes, ...]:
    """Draw a panel for each split: a full bar for what was chosen, a hatched one for the alternative.

    Terms that differ most come first; beyond eight they are added up, as are those that are alike in both.
    Raises UsageError where there is no split, or not an axes for each.
    """
    if not splits or (axes is not None and len(axes) != len(splits)):
        raise UsageError(f"terms draws one panel for each actor: {len(splits)} to draw, {len(axes or ())} axes given")
    known = names or Names()
    unit = unit_of(result.game, known)
    panels = [_Panel(split, known, unit) for split in splits]
    if axes is None:
        said = title or f"{finding(result, known)}: what decides it for each"
        frame = Frame(said, result.game.origin)
        heads = max(height_of(panel.head, 10.0) for panel in panels)
        margins = Margins(_LABELS + 0.1, _DIFFERENCES, 0.7, heads + 0.32)
        axes = frame_panels(_BARS, [_SLIM * panel.size for panel in panels], frame, margins)
    colours = actor_colours(known.actors, result.game.players)
    for ax, panel in zip(axes, panels, strict=True):
        _draw_panel(ax, panel, colours[panel.split.player])
    return tuple(axes)


@dataclass(frozen=True, eq=False)
class _Panel:
    split: TermSplit
    names: Names
    unit: Unit

    @property
    def rows(self) -> list[tuple[str, float, float]]:
        """The label of each row, its part with the chosen option and its part with the alternative."""
        one, other = self.split.with_chosen, self.split.with_alternative
        pairs = {path: (one.get(path, 0.0), other.get(path, 0.0)) for path in dict.fromkeys([*one, *other])}
        gaps = {path: abs(a - b) for path, (a, b) in pairs.items()}
        differing = sorted((path for path in pairs if gaps[path] > _ALIKE), key=lambda path: -gaps[path])
        shown = differing if len(differing) <= _MOST else differing[: _MOST - 1]
        rows = [(capitalised(self.split.labels.get(path, path)), *pairs[path]) for path in shown]
        rest = [pairs[path] for path in differing[len(shown) :]]
        if rest:
            rows.append((f"{len(rest)} terms that differ less", sum(a for a, _ in rest), sum(b for _, b in rest)))
        alike = [pairs[path] for path in pairs if path not in differing]
        if any(abs(a) > _ALIKE for a, _ in alike):
            count = "One term" if len(alike) == 1 else f"{len(alike)} terms"
            rows.append((f"{count} alike in both", sum(a for a, _ in alike), sum(b for _, b in alike)))
        return rows

    @property
    def size(self) -> float:
        """The height of the panel in rows: one for each term, one for the sum, and a little air."""
        return len(self.rows) + 1.4

    @property
    def totals(self) -> tuple[float, float]:
        return sum(self.split.with_chosen.values()), sum(self.split.with_alternative.values())

    @property
    def head(self) -> str:
        chosen, alternative = (self.unit.text(total) for total in self.totals)
        said = f"{self.split.chosen} {chosen}; best alternative: {self.split.alternative} {alternative}"
        return wrapped(
            f"{capitalised(self.names.actor(self.split.player))}: {said}", _LABELS + _BARS + _DIFFERENCES, 10.0, "bold"
        )


def _draw_panel(ax: Axes, panel: _Panel, colour: str) -> None:
    rows = [*panel.rows, ("Sum", *panel.totals)]
    _set_up(ax, panel)
    for place, (label, chosen, alternative) in enumerate(rows):
        y = place + (0.4 if label == "Sum" and place == len(rows) - 1 else 0.0)
        weight = "bold" if place == len(rows) - 1 else "normal"
        beside = ("axes fraction", "data"), "offset points"
        ax.barh(y - 0.17, panel.unit.factor * chosen, 0.3, color=colour, edgecolor=colour, linewidth=0.8)
        ax.barh(
            y + 0.17, panel.unit.factor * alternative, 0.3, color="white", edgecolor=colour, linewidth=0.8, hatch="////"
        )
        words = fitted(label, _LABELS, _LETTERS)
        ax.annotate(words, (0, y), (-8, 0), *beside, ha="right", va="center", size=_LETTERS, weight=weight)
        difference = panel.unit.text(chosen - alternative, sign=True)
        at = (72 * (_DIFFERENCES - 0.1), 0)
        ax.annotate(difference, (1, y), at, *beside, ha="right", va="center", size=_LETTERS + 0.5, weight="bold")
    ax.axhline(len(rows) - 1.3, color=PALE, linewidth=0.8)
    at = (-72 * (_LABELS + 0.1), 20)
    ink = dark(colour)
    ax.annotate(
        panel.head, (0, 1), at, "axes fraction", "offset points", va="bottom", size=10.0, weight="bold", color=ink
    )


def _set_up(ax: Axes, panel: _Panel) -> None:
    """Set the limits, the axis with its unit, and what the bars mean."""
    amounts = [panel.unit.factor * amount for row in [*panel.rows, ("", *panel.totals)] for amount in row[1:]]
    low, high = min(0.0, *amounts), max(0.0, *amounts)
    room = 0.04 * (high - low or 1.0)
    ax.set_xlim(low - room if low < 0 else 0.0, high + room)
    ax.set_ylim(len(panel.rows) + 0.85, -0.6)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.axvline(0, color=GREY, linewidth=0.8)
    ax.tick_params(labelsize=_SMALL, length=3)
    ax.locator_params(axis="x", nbins=7)
    actor = panel.names.subject(panel.split.player)
    meaning = " (100 = all it wants on every issue)" if panel.unit.factor > 1 else ""
    own = f"{panel.unit.name} of {actor}{meaning}, never compared between actors"
    ax.set_xlabel(wrapped(own, _BARS + _DIFFERENCES, _SMALL), size=_SMALL, loc="left")
    over: dict[str, Any] = {"textcoords": "offset points", "size": _SMALL - 0.5, "color": GREY, "va": "baseline"}
    ax.annotate("full bar: chosen; hatched: best alternative", (0, 1), (0, 6), "axes fraction", **over)
    ax.annotate("difference", (1, 1), (72 * (_DIFFERENCES - 0.1), 6), "axes fraction", ha="right", **over)
