"""The stability table of a conflict: for whom each state is stable under each definition, and the equilibria."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from negosim.plots.conflict_labels import conflict_finding, player_label, state_label
from negosim.plots.lettering import fitted, height_of, width_of, wrapped
from negosim.plots.plane import Plane, open_plane
from negosim.plots.style import GREY, INK, PALE, TINT, Frame, actor_colours, dark, house_style
from negosim.scenario.names import Names
from negosim.solve.conflict import Conflict
from negosim.solve.stability import DEFINITIONS

_MOST = 32
_ROW, _DOT, _GAP, _WIDEST = 0.26, 0.24, 0.2, 4.6
_SMALL = 8.0


@house_style
def stability_table(
    conflict: Conflict, ax: Axes | None = None, names: Names | None = None, title: str | None = None
) -> Axes:
    """Draw a row for each state and a block for each definition: a dot in the colour of everybody for whom the state is
    stable; a frame where that is everybody. Of more than 32 states only equilibria are drawn, the first 32."""
    table = _Table(conflict, names or Names())
    said = title or conflict_finding(conflict)
    plane = open_plane(
        ax, (table.width, table.top + _ROW * len(table.rows) + table.below), Frame(said, conflict.graph.origin)
    )
    _draw_heads(plane, table)
    for place, state in enumerate(table.rows):
        _draw_row(plane, table, state, table.top + _ROW * place)
    y = table.top + _ROW * len(table.rows) + 0.12
    for line in table.lines:
        plane.text(0, y, line, _SMALL, GREY, va="top")
        y += height_of(line, _SMALL) + 0.04
    return plane.ax


@dataclass(frozen=True)
class _Table:
    conflict: Conflict
    names: Names

    @property
    def rows(self) -> Sequence[int]:
        """The states that are drawn."""
        count = len(self.conflict.graph.states)
        return range(count) if count <= _MOST else [one.state for one in self.conflict.equilibria][:_MOST]

    @property
    def players(self) -> list[str]:
        return [player_label(self.conflict, i, self.names) for i in range(len(self.conflict.graph.players))]

    @property
    def colours(self) -> list[str]:
        found = actor_colours(self.names.actors, self.conflict.graph.players)
        return [found[player] for player in self.conflict.graph.players]

    @property
    def labels(self) -> dict[int, str]:
        """What each state drawn is called."""
        graph = self.conflict.graph
        quo = {graph.status_quo: " (status quo)"}
        return {state: state_label(self.conflict, state) + quo.get(state, "") for state in self.rows}

    @property
    def label(self) -> float:
        """The room for labels."""
        return min(_WIDEST, 0.2 + max((width_of(label, _SMALL) for label in self.labels.values()), default=2.0))

    @property
    def block(self) -> float:
        return max(_DOT * len(self.players), 0.5)

    @property
    def width(self) -> float:
        return max(6.0, self.label + len(DEFINITIONS) * (self.block + _GAP))

    @property
    def top(self) -> float:
        return 0.55

    @property
    def lines(self) -> list[str]:
        """What stands under the table."""
        left_out = len(self.conflict.graph.states) - len(self.rows)
        key = (
            "A dot: stable for that decision maker. A frame: an equilibrium. R: it has no improvement. GMR: a move of "
            "the others deters each. SMR: even if it may move once more. SEQ: by moves that the others like."
        )
        more = [f"{left_out} more states are not drawn."] if left_out else []
        return [wrapped(line, self.width, _SMALL) for line in (key, *more)]

    @property
    def below(self) -> float:
        return 0.16 + sum(height_of(line, _SMALL) + 0.04 for line in self.lines)

    def left(self, definition: int) -> float:
        return self.label + definition * (self.block + _GAP)


def _draw_heads(plane: Plane, table: _Table) -> None:
    x = 0.0
    for player, colour in zip(table.players, table.colours, strict=True):
        plane.dot(x + 0.06, 0.1, colour)
        plane.text(x + 0.16, 0.1, player, _SMALL, dark(colour))
        x += 0.16 + width_of(player, _SMALL) + 0.2
    for k, definition in enumerate(DEFINITIONS):
        middle = table.left(k) + table.block / 2
        plane.text(middle, table.top - 0.15, definition.letters, 9.0, INK, weight="bold", ha="center")


def _draw_row(plane: Plane, table: _Table, state: int, y: float) -> None:
    conflict = table.conflict
    if state == conflict.graph.status_quo:
        plane.box(-0.05, y, (table.width + 0.05, _ROW), TINT, zorder=0)
    plane.line([0, table.width], [y + _ROW, y + _ROW], PALE, 0.5)
    plane.text(0, y + _ROW / 2, fitted(table.labels[state], table.label - 0.15, _SMALL, lines=1), _SMALL)
    for k, definition in enumerate(DEFINITIONS):
        stable = conflict.table.stable[definition.name][:, state]
        for player, is_stable in enumerate(stable):
            if is_stable:
                plane.dot(table.left(k) + _DOT * (player + 0.5), y + _ROW / 2, table.colours[player], size=6.0)
        if stable.all():
            corner, size = (table.left(k), y + 0.03), (_DOT * len(stable), _ROW - 0.06)
            plane.box(*corner, size, edgecolor=INK, linewidth=1.4 * plane.scale, zorder=4)
