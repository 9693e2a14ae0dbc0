"""The graph of moves of a conflict: improvements as arrows, equilibria framed, and the paths from the status quo."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch

from negosim.plots.conflict_labels import conflict_finding, player_label, state_label
from negosim.plots.lettering import fitted, height_of, width_of, wrapped
from negosim.plots.plane import Plane, open_plane
from negosim.plots.style import GREY, INK, PALE, TINT, Frame, actor_colours, dark, house_style
from negosim.scenario.names import Names
from negosim.solve.conflict import NASH, SEQUENTIAL, Conflict

_MOST = 30
_NODE, _SMALL = (1.55, 0.6), 7.5
_GAP_X, _GAP_Y = 0.95, 0.22
_TOP = 0.4
"""Inches: nodes, and the space between columns and rows."""


@house_style
def conflict_graph(
    conflict: Conflict, ax: Axes | None = None, names: Names | None = None, title: str | None = None
) -> Axes:
    """Draw states in columns by the fewest improvements that lead there from the status quo; the last column holds
    equilibria that improvements do not reach. Without a status quo all states stand in columns. Arrows are improvements
    in the mover's colour, thick on the way to an equilibrium. At most 30 states are drawn."""
    drawing = _Drawing(conflict, names or Names())
    plane = open_plane(ax, drawing.size, Frame(title or conflict_finding(conflict), conflict.graph.origin))
    drawing.draw_key(plane)
    for state, following, mover in drawing.arrows:
        drawing.draw_arrow(plane, state, following, mover)
    for state in drawing.places:
        drawing.draw_node(plane, state)
    y = drawing.size[1] - drawing.below
    for line in drawing.lines:
        plane.text(0, y, line, 8.0, GREY, va="top")
        y += height_of(line, 8.0) + 0.04
    return plane.ax


@dataclass(frozen=True)
class _Drawing:
    conflict: Conflict
    names: Names

    @cached_property
    def columns(self) -> list[list[int]]:
        """The states drawn, column by column."""
        evolution = self.conflict.evolution
        stable = [one.state for one in self.conflict.equilibria]
        if evolution is None:
            shown = list(range(len(self.conflict.graph.states)))
            shown = shown if len(shown) <= _MOST else stable[:_MOST]
            rows = max(1, int(np.ceil(np.sqrt(len(shown)))))
            return [shown[k : k + rows] for k in range(0, len(shown), rows)]
        layers: dict[int, list[int]] = {0: [evolution.start]}
        for state, walk in evolution.improvements.items():
            if sum(map(len, layers.values())) < _MOST:
                layers.setdefault(len(walk), []).append(state)
        drawn = {state for layer in layers.values() for state in layer}
        apart = [state for state in stable if state not in drawn][: _MOST - len(drawn)]
        return [*layers.values(), *([apart] if apart else [])]

    @cached_property
    def places(self) -> dict[int, tuple[float, float]]:
        """The middle of each state's node."""
        tallest = max(map(len, self.columns))
        found = {}
        for column, states in enumerate(self.columns):
            start = (tallest - len(states)) / 2
            for row, state in enumerate(states):
                x = 0.25 + _NODE[0] / 2 + column * (_NODE[0] + _GAP_X) + (0.25 if row % 2 else 0.0)
                found[state] = (x, _TOP + (start + row + 0.5) * (_NODE[1] + _GAP_Y))
        return found

    @cached_property
    def arrows(self) -> list[tuple[int, int, int]]:
        """The improvements between states drawn: (state, next, mover)."""
        found = np.argwhere(self.conflict.graph.improvements).tolist()
        return [(s, t, i) for i, s, t in found if s in self.places and t in self.places]

    @cached_property
    def paths(self) -> set[tuple[int, int, int]]:
        """The steps of the shortest ways by improvements from the status quo to equilibria."""
        evolution = self.conflict.evolution
        if evolution is None:
            return set()
        steps = set()
        for one in self.conflict.equilibria:
            walk = evolution.improvements.get(one.state, ())
            states = [evolution.start, *(state for _, state in walk)]
            steps |= {(a, b, mover) for (mover, b), a in zip(walk, states, strict=False)}
        return steps

    @property
    def colours(self) -> list[str]:
        found = actor_colours(self.names.actors, self.conflict.graph.players)
        return [found[player] for player in self.conflict.graph.players]

    @property
    def lines(self) -> list[str]:
        left_out = len(self.conflict.graph.states) - len(self.places)
        key = "Arrows: moves that the mover likes"
        key += ", thick on a shortest way from the status quo to an equilibrium. " if self.paths else ". "
        key += "Frames: equilibria, thick where nobody has an improvement, thin where a threat that the others like to "
        key += "carry out holds it, dashed where only other threats do."
        more = [f"{left_out} states that are neither equilibria nor reached by improvements are not drawn."]
        return [wrapped(line, self.width, 8.0) for line in (key, *(more if left_out else []))]

    @property
    def below(self) -> float:
        return 0.1 + sum(height_of(line, 8.0) + 0.04 for line in self.lines)

    @property
    def width(self) -> float:
        return max(6.0, len(self.columns) * (_NODE[0] + _GAP_X) - _GAP_X + 0.75)

    @property
    def size(self) -> tuple[float, float]:
        return self.width, _TOP + max(map(len, self.columns)) * (_NODE[1] + _GAP_Y) + self.below + 0.15

    def draw_key(self, plane: Plane) -> None:
        """Name the decision makers in their colours."""
        x = 0.0
        for i, colour in enumerate(self.colours):
            label = player_label(self.conflict, i, self.names)
            plane.line([x, x + 0.22], [0.08, 0.08], colour, 2.0)
            plane.text(x + 0.28, 0.08, label, 8.0, dark(colour))
            x += 0.28 + width_of(label, 8.0) + 0.25

    def draw_node(self, plane: Plane, state: int) -> None:
        """Draw a state with its number and meaning, in the frame of its stability."""
        x, y = self.places[state]
        corner = (x - _NODE[0] / 2, y - _NODE[1] / 2)
        fill = TINT if state == self.conflict.graph.status_quo else "white"
        plane.box(*corner, _NODE, fill, zorder=3, **self._frame(state, plane.scale))
        label = state_label(self.conflict, state)
        plane.text(x, y, fitted(label, _NODE[0] - 0.12, _SMALL, lines=4), _SMALL, ha="center", zorder=4)

    def draw_arrow(self, plane: Plane, state: int, following: int, mover: int) -> None:
        """Draw an improvement from the edge of one node to the edge of the other."""
        is_path = (state, following, mover) in self.paths
        ends, bend = _route(self.places[state], self.places[following])
        arrow = FancyArrowPatch(
            *ends,
            connectionstyle=f"arc3,rad={bend}",
            arrowstyle="-|>",
            mutation_scale=(13 if is_path else 8) * plane.scale,
            linewidth=(2.4 if is_path else 0.8) * plane.scale,
            color=self.colours[mover],
            alpha=1.0 if is_path else 0.55,
            shrinkA=0,
            shrinkB=0,
            zorder=2.5 if is_path else 2,
            clip_on=False,
        )
        plane.ax.add_patch(arrow)

    def _frame(self, state: int, scale: float) -> dict[str, Any]:
        concepts = next((one.concepts for one in self.conflict.equilibria if one.state == state), ())
        if NASH in concepts:
            return {"edgecolor": INK, "linewidth": 2.6 * scale}
        if SEQUENTIAL in concepts:
            return {"edgecolor": INK, "linewidth": 1.1 * scale}
        if concepts:
            return {"edgecolor": INK, "linewidth": 1.1 * scale, "linestyle": "--"}
        return {"edgecolor": PALE, "linewidth": 0.8 * scale}


def _route(start: tuple[float, float], end: tuple[float, float]) -> tuple[tuple[tuple[float, float], ...], float]:
    """Return where an arrow between the middles of two nodes leaves the one and meets the other, and how it bends.

    In one column it goes round the nodes between, down on the left and up on the right.
    """
    (x0, y0), (x1, y1) = start, end
    dx, dy = x1 - x0, y1 - y0
    if abs(dx) < _NODE[0] / 2 and abs(dy) > 1.5 * (_NODE[1] + _GAP_Y):
        side = -_NODE[0] / 2 if dy > 0 else _NODE[0] / 2
        return ((x0 + side, y0), (x1 + side, y1)), 0.3
    share = min(_NODE[0] / 2 / abs(dx) if dx else np.inf, _NODE[1] / 2 / abs(dy) if dy else np.inf)
    return ((x0 + share * dx, y0 + share * dy), (x1 - share * dx, y1 - share * dy)), 0.14
