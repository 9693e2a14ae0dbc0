"""Learning paths: where two players' strategies go as they learn, from a start to an end.

Two actions each: one unit square, a probability of each player along each side. Otherwise a panel for each player: the
triangle of its strategies where it has three actions, else a line over time for each action.
"""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from negosim.errors import UsageError
from negosim.games import FloatArray
from negosim.plots.lettering import wrapped
from negosim.plots.style import GREY, INK, PALE, Frame, Margins, actor_colours, dark, frame_panels, house_style
from negosim.scenario.names import Names, capitalised, spaced
from negosim.solve.learning import LearningPath

_WIDTH, _LETTERS, _SMALL = 5.2, 9.0, 8.0
_HEIGHT = {"square": 5.2, "triangle": 4.5, "lines": 2.6}
_SETTLED, _AT_REST = 0.01, 0.02
_MOST = 7
_STROKES = ("-", "--", "-.", ":", (0, (6, 2, 1, 2, 1, 2)), (0, (1, 3)), (0, (9, 3)))
_CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(3) / 2]])
_LABELS = (((-12, -8), "left"), ((12, -8), "right"), ((16, -3), "left"))
"""Where a corner's label stands, in points from the corner, and the side on which it begins or ends."""


@house_style
def learning_path(
    path: LearningPath, axes: Sequence[Axes] | None = None, names: Names | None = None, title: str | None = None
) -> tuple[Axes, ...]:
    """Draw a path: hollow where it starts, filled where it ends; as many axes as there are panels.

    Raises UsageError where a player has more than 7 actions, or where there is not an axes for each panel.
    """
    kinds = panel_kinds(path)
    known = names or Names()
    if max(path.game.shape) > _MOST:
        raise UsageError(f"learning_path takes up to {_MOST} actions of a player, not {max(path.game.shape)}")
    if axes is not None and len(axes) != len(kinds):
        raise UsageError(f"learning_path draws {len(kinds)} panels here: {len(axes)} axes given")
    if axes is None:
        frame = Frame(title or learning_finding(path), path.game.origin)
        margins = Margins(0.75, 1.75 if "lines" in kinds else 0.4, 0.95, 0.55)
        axes = frame_panels(_WIDTH, [_HEIGHT[kind] for kind in kinds], frame, margins)
    if kinds == ("square",):
        _draw_square(axes[0], path, known)
        return tuple(axes)
    for player, (ax, kind) in enumerate(zip(axes, kinds, strict=True)):
        (_draw_triangle if kind == "triangle" else _draw_lines)(ax, path, player, known)
    return tuple(axes)


def panel_kinds(path: LearningPath) -> tuple[str, ...]:
    """Return what each panel of a path is: a square for both players, or a triangle or lines for each."""
    if path.game.shape == (2, 2):
        return ("square",)
    return tuple("triangle" if size == 3 else "lines" for size in path.game.shape)


def learning_finding(path: LearningPath) -> str:
    """Say whether a path ends at an equilibrium, and what a player could still gain where it does not."""
    name = capitalised(spaced(path.rule.name))
    lasts = _length(path)
    share = f"{100 * path.regret:.0f} % of its payoff range"
    if path.regret <= _SETTLED:
        return f"{name} ends near an equilibrium: after {lasts} nobody could gain as much as 1 % of its payoff range"
    if path.drift <= _AT_REST:
        return f"{name} settles, but at no equilibrium: after {lasts} somebody could gain {share}"
    return f"{name} does not come to rest in {lasts}: at the end somebody could gain {share}"


def _draw_square(ax: Axes, path: LearningPath, names: Names) -> None:
    """Draw both players' probabilities of their first actions against each other."""
    xs, ys = (own[:, 0] for own in path.strategies)
    _draw_trace(ax, xs, ys, INK)
    ax.set_xlim(0.0, 1.0)
    ax.set_ylim(0.0, 1.0)
    for side in ("top", "right"):
        ax.spines[side].set_visible(True)
    colours = _colours(path, names)
    said = [wrapped(f"{_first(path, player, names)} ({path.says})", _WIDTH, _LETTERS) for player in (0, 1)]
    ax.set_xlabel(said[0], size=_LETTERS, color=dark(colours[0]))
    ax.set_ylabel(said[1], size=_LETTERS, color=dark(colours[1]))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0%}"))
    ax.tick_params(labelsize=_SMALL)
    ax.set_title(_key(path, (0, 1)), size=_SMALL, color=GREY, loc="left")


def _first(path: LearningPath, player: int, names: Names) -> str:
    game = path.game
    who, key = names.actor(game.players[player]), game.actions[player][0]
    return f"{capitalised(who)}: {names.option(game.name, game.players[player], key)}"


def _draw_triangle(ax: Axes, path: LearningPath, player: int, names: Names) -> None:
    """Draw one player's path in the triangle whose corners are its actions."""
    places = path.strategies[player] @ _CORNERS
    edge = _CORNERS[[0, 1, 2, 0]]
    ax.plot(edge[:, 0], edge[:, 1], color=PALE, linewidth=1.0, zorder=1, clip_on=False)
    _draw_trace(ax, places[:, 0], places[:, 1], _colours(path, names)[player])
    ax.set_xlim(0.0, 1.0)
    ax.set_ylim(0.0, float(_CORNERS[2, 1]))
    ax.set_aspect("equal")
    ax.set_axis_off()
    game = path.game
    key = game.players[player]
    words = [wrapped(names.option(game.name, key, option), 2.2, _LETTERS) for option in game.actions[player]]
    for at, word, (offset, side) in zip(_CORNERS, words, _LABELS, strict=True):
        ax.annotate(word, tuple(at), offset, textcoords="offset points", ha=side, va="top", size=_LETTERS)
    _head(ax, path, player, names)


def _draw_lines(ax: Axes, path: LearningPath, player: int, names: Names) -> None:
    """Draw one player's probability of each action over time."""
    game, own = path.game, path.strategies[player]
    colour = dark(_colours(path, names)[player])
    options = [names.option(game.name, game.players[player], key) for key in game.actions[player]]
    for shares, option, dashes in zip(own.T, options, _STROKES, strict=False):
        label = wrapped(option, 1.2, _SMALL)
        ax.plot(path.times, shares, color=colour, linestyle=dashes, linewidth=1.6, label=label, clip_on=False)
    ax.set_ylim(0.0, 1.0)
    ax.set_xlim(float(path.times[0]), float(max(path.times[-1], path.times[0] + 1)))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0%}"))
    ax.tick_params(labelsize=_SMALL)
    ax.set_xlabel(path.unit, size=_LETTERS)
    ax.set_ylabel("probability", size=_LETTERS)
    ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1.02), frameon=False, fontsize=_SMALL, handlelength=2.6)
    _head(ax, path, player, names)


def _head(ax: Axes, path: LearningPath, player: int, names: Names) -> None:
    """Write over a panel whose strategy it is, and how to read it."""
    who = capitalised(names.actor(path.game.players[player]))
    key = path.says if ax.get_legend() else _key(path, (player,))
    for words, above, size, weight in ((who, 22, 10.0, "bold"), (key, 9, _SMALL, "normal")):
        ax.annotate(words, (0, 1), (0, above), "axes fraction", "offset points", size=size, weight=weight)


def _draw_trace(ax: Axes, xs: FloatArray, ys: FloatArray, colour: str) -> None:
    """Draw a path from a hollow start to a filled end."""
    ax.plot(xs, ys, color=colour, linewidth=1.3, clip_on=False, zorder=3)
    ax.plot(xs[:1], ys[:1], "o", color=colour, markerfacecolor="white", markersize=8, clip_on=False, zorder=4)
    ax.plot(xs[-1:], ys[-1:], "o", color=colour, markersize=7, clip_on=False, zorder=5)


def _colours(path: LearningPath, names: Names) -> list[str]:
    found = actor_colours(names.actors, path.game.players)
    return [found[player] for player in path.game.players]


def _key(path: LearningPath, shown: Sequence[int]) -> str:
    """Say how to read a path of the players shown."""
    if all(np.ptp(path.strategies[player], axis=0).max() == 0 for player in shown):
        return f"It stays where it starts for all {_length(path)}."
    return f"Hollow: start. Filled: end, after {_length(path)}. It knows no equilibrium beforehand."


def _length(path: LearningPath) -> str:
    return f"{path.times[-1]:g} {path.unit.split(',')[0]}"
