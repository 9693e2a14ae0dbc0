"""Outcome shares: where play ends as choices follow payoffs more and more closely, under logit response."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, NullFormatter

from negosim.errors import UsageError
from negosim.games import ExtensiveFormGame, FloatArray
from negosim.games.extensive_form import leaf_probabilities
from negosim.games.normal_form import profile_probabilities
from negosim.plots.lettering import apart, height_of, wrapped
from negosim.plots.style import GREY, Frame, Margins, frame_axes, house_style, title_axes
from negosim.plots.units import POINTS, unit_of
from negosim.scenario.names import Names, heading
from negosim.solve import Result
from negosim.solve.outcome_shares import outcome_labels

_WIDTH, _HEIGHT, _MOST, _LETTERS = 6.0, 3.9, 7, 9.0
_LABEL_WIDTH = 2.3
_STROKES: tuple[tuple[str, str, float], ...] = (
    ("#000000", "-", 2.4),
    ("#000000", "--", 2.0),
    ("#6E6E6E", "-", 2.4),
    ("#6E6E6E", "-.", 2.0),
    ("#000000", ":", 2.2),
    ("#A0A0A0", "-", 2.4),
    ("#A0A0A0", "--", 2.0),
)
"""Colour, dashes and width of each outcome's line: never an actor's colour."""


@dataclass(frozen=True, eq=False)
class Curves:
    """The probability of each outcome, by key, at each of `lambdas`, as `logit_outcome_shares` gives it."""

    lambdas: FloatArray
    shares: Mapping[str, FloatArray]


@house_style
def outcome_shares(
    result: Result, curves: Curves, ax: Axes | None = None, names: Names | None = None, title: str | None = None
) -> Axes:
    """Draw a line for each outcome over lambda, and say at its end which outcomes are equilibria of `result`.

    Beyond seven outcomes the least likely are added up. Raises UsageError for lambdas that are not positive.
    """
    if not curves.shares or np.min(curves.lambdas) <= 0:
        raise UsageError("outcome_shares draws lambda on a logarithmic axis, so every lambda must be above 0")
    known = names or Names()
    lines = _lines(result, curves, known)
    said = title or _finding(lines)
    if ax is None:
        margins = Margins(0.75, _LABEL_WIDTH + 0.7, 0.75, 0.15)
        ax = frame_axes((_WIDTH, _HEIGHT), Frame(said, result.game.origin), margins)
    else:
        title_axes(ax, said)
    for line, (colour, dashes, width) in zip(lines, _STROKES, strict=False):
        ax.plot(curves.lambdas, line.shares, color=colour, linestyle=dashes, linewidth=width, clip_on=False, zorder=3)
    _set_up(ax, curves, unit_of(result.game, known) is POINTS)
    _label_ends(ax, curves, lines)
    return ax


@dataclass(frozen=True, eq=False)
class _Line:
    name: str
    phrase: str
    shares: FloatArray
    is_equilibrium: bool

    @property
    def label(self) -> str:
        words = f"{self.name}: equilibrium outcome" if self.is_equilibrium else self.name
        return wrapped(words, _LABEL_WIDTH, _LETTERS, "bold" if self.is_equilibrium else "normal")


def _lines(result: Result, curves: Curves, names: Names) -> list[_Line]:
    """Return the lines to draw, the likeliest at the end first."""
    solved = _equilibrium_outcomes(result)
    order = sorted(curves.shares, key=lambda key: (key not in solved, -float(curves.shares[key].max())))
    shown = order if len(order) <= _MOST else order[: _MOST - 1]
    lines = [_Line(heading(names.outcome(key)), names.outcome(key), curves.shares[key], key in solved) for key in shown]
    rest = [curves.shares[key] for key in order[len(shown) :]]
    others = _Line(f"{len(rest)} other outcomes", "some other outcome", np.sum(rest, axis=0), False) if rest else None
    return [*lines, *([others] if others else [])]


def _equilibrium_outcomes(result: Result) -> set[str]:
    """Return the outcomes that some equilibrium leads to."""
    game, found = result.game, set()
    for equilibrium in result.equilibria:
        if isinstance(game, ExtensiveFormGame):
            ends = leaf_probabilities(game, equilibrium.profile)
        else:
            ends = profile_probabilities(game, equilibrium.profile)
        found |= {label for label, share in zip(outcome_labels(game), ends, strict=True) if share > 1e-9}
    return found


def _finding(lines: Sequence[_Line]) -> str:
    last = max(lines, key=lambda line: float(line.shares[-1]))
    first = max(lines, key=lambda line: float(line.shares[0]))
    if float(last.shares[-1]) < 0.5:
        return "However closely choices follow payoffs, no outcome takes half of play"
    if first is last:
        return f"However closely choices follow payoffs, the most frequent end is {last.phrase}"
    return f"The more closely choices follow payoffs, the more play settles on {last.phrase}"


def _set_up(ax: Axes, curves: Curves, in_points: bool) -> None:
    ax.set_xscale("log")
    ax.set_xlim(float(curves.lambdas[0]), float(curves.lambdas[-1]))
    ax.set_ylim(0.0, 1.0)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0%}"))
    unit = "per unit of payoff (a unit is 100 points)" if in_points else "per unit of payoff"
    ends = "near 0 every choice is as likely as any other; to the right, best replies"
    ax.set_xlabel(f"lambda, {unit}\n{ends}", size=_LETTERS)
    ax.set_ylabel("share of play that ends so (not the chance of an event)", size=_LETTERS)
    ax.tick_params(labelsize=8.5)
    ax.grid(axis="y", color="#E6E6E6", linewidth=0.8)
    ax.set_axisbelow(True)


def _label_ends(ax: Axes, curves: Curves, lines: Sequence[_Line]) -> None:
    """Write each line's name beside its right end, apart from each other, with a thin line to where it belongs."""
    root = ax.get_figure(root=True)
    assert root is not None
    tall = ax.get_window_extent().height / root.dpi
    heights = [height_of(line.label, _LETTERS) / tall for line in lines]
    ends = [float(line.shares[-1]) for line in lines]
    for line, end, place, stroke in zip(lines, ends, apart(ends, heights), _STROKES, strict=False):
        link = {"arrowstyle": "-", "color": GREY, "linewidth": 0.7}
        ax.annotate("", (1.0, end), (1.03, place), "axes fraction", "axes fraction", link)
        sample = Line2D([1.035, 1.095], [place, place], color=stroke[0], linewidth=stroke[2], transform=ax.transAxes)
        sample.set(linestyle=stroke[1], clip_on=False)
        ax.add_artist(sample)
        weight = "bold" if line.is_equilibrium else "normal"
        ax.text(1.105, place, line.label, transform=ax.transAxes, va="center", size=_LETTERS, weight=weight)
