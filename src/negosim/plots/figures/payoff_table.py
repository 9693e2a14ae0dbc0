"""The payoff table of two players who choose at once: best replies underlined, equilibria framed."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from negosim.errors import UsageError
from negosim.games import NormalFormGame
from negosim.plots.findings import best_replies, chosen_actions, equilibrium_finding, is_pure, response_name
from negosim.plots.lettering import height_of, width_of, wrapped
from negosim.plots.plane import Plane, open_plane
from negosim.plots.style import GREY, INK, PALE, TINT, Frame, actor_colours, dark, house_style
from negosim.plots.units import unit_of
from negosim.scenario.names import Names, capitalised, heading
from negosim.solve import Equilibrium, Result

_MOST = 12
_PAYOFF, _SMALL = 11.0, 8.0
_CELL, _PAD, _LEAST_WIDTH = 1.7, 0.12, 6.0


@house_style
def payoff_table(result: Result, ax: Axes | None = None, names: Names | None = None, title: str | None = None) -> Axes:
    """Draw the table: the first player chooses the row, with its payoff at the lower left; the second, the column.

    Raises UsageError for a game of other than two players, a tree, or more than 12 actions.
    """
    table = _Table(result, names or Names())
    size = (table.width, table.top + table.cell * len(table.rows) + table.below)
    plane = open_plane(ax, size, Frame(title or equilibrium_finding(result, table.names), result.game.origin))
    _draw_heads(plane, table)
    pure = {chosen_actions(e) for e in result.equilibria if is_pure(e)}
    best = best_replies(table.game)
    for row, column in np.ndindex(*table.game.shape):
        _draw_cell(plane, table, (row, column), best[:, row, column].tolist())
    for row, column in sorted(pure):
        x, y = table.corner(row, column)
        plane.box(x, y, (_CELL, table.cell), edgecolor=INK, linewidth=3.0 * plane.scale, zorder=4)
    y = table.top + table.cell * len(table.rows) + 0.1
    for line in table.lines:
        plane.text(0, y, line, _SMALL, GREY, va="top")
        y += height_of(line, _SMALL) + 0.04
    return plane.ax


@dataclass(frozen=True)
class _Table:
    """The words of a table, broken into lines, and where its cells are."""

    result: Result
    names: Names

    def __post_init__(self) -> None:
        game = self.result.game
        if not isinstance(game, NormalFormGame) or len(game.players) != 2:
            raise UsageError("payoff_table is for two players who choose at once; draw outcome_shares or tree instead")
        if max(game.shape) > _MOST:
            raise UsageError(f"payoff_table takes up to {_MOST} actions of a player; draw outcome_shares instead")

    @property
    def game(self) -> NormalFormGame:
        assert isinstance(self.result.game, NormalFormGame)
        return self.result.game

    @property
    def rows(self) -> list[str]:
        return [wrapped(word, 1.9, 9.0) for word in self._options(0)]

    @property
    def columns(self) -> list[str]:
        return [wrapped(word, _CELL - 2 * _PAD, 9.0) for word in self._options(1)]

    @property
    def heads(self) -> list[str]:
        """The players' names; the first stands over the rows' labels."""
        row, column = (capitalised(self.names.actor(player)) for player in self.game.players)
        return [wrapped(row, 1.9, 10.0, "bold"), wrapped(column, _CELL * len(self.columns), 10.0, "bold")]

    @property
    def left(self) -> float:
        widest = max(width_of(word, 9.0) for word in self.rows)
        return max(widest, width_of(self.heads[0], 10.0, "bold")) + 0.2

    @property
    def width(self) -> float:
        return max(_LEAST_WIDTH, self.left + _CELL * len(self.columns))

    @property
    def top(self) -> float:
        column = height_of(self.heads[1], 10.0) + max(height_of(word, 9.0) for word in self.columns)
        return max(column, height_of(self.heads[0], 10.0)) + 0.2

    @property
    def cell(self) -> float:
        tallest = max([height_of(word, _SMALL) for word in self.outcomes.values()], default=0.0)
        return max(0.8, tallest + 0.62, max(height_of(word, 9.0) for word in self.rows) + 0.1)

    @property
    def outcomes(self) -> dict[tuple[int, int], str]:
        """What each cell leads to, where the scenario names outcomes."""
        known = self.names.scenario.facts.outcomes if self.names.scenario else {}
        cells = [(row, column) for row, column in np.ndindex(*self.game.shape)]
        pairs = zip(cells, self.game.outcomes, strict=False)
        return {
            at: wrapped(heading(self.names.outcome(key)), _CELL - 2 * _PAD, _SMALL) for at, key in pairs if key in known
        }

    @property
    def lines(self) -> list[str]:
        """What stands under the table."""
        framed = any(is_pure(equilibrium) for equilibrium in self.result.equilibria)
        key = "Underlined: a best reply to the other's choice." + (" Framed: a pure equilibrium." if framed else "")
        mixed = [equilibrium for equilibrium in self.result.equilibria if not is_pure(equilibrium)]
        said = [self._mixture(equilibrium) for equilibrium in mixed[:4]]
        more = [f"{len(mixed) - 4} more mixed equilibria"] if len(mixed) > 4 else []
        return [
            wrapped(line, self.width, _SMALL)
            for line in (*said, *more, key, capitalised(unit_of(self.game, self.names).meaning))
        ]

    @property
    def below(self) -> float:
        return 0.1 + sum(height_of(line, _SMALL) + 0.04 for line in self.lines)

    def corner(self, row: int, column: int) -> tuple[float, float]:
        return self.left + _CELL * column, self.top + self.cell * row

    def _options(self, player: int) -> list[str]:
        actor = self.game.players[player]
        return [self.names.option(self.game.name, actor, key) for key in self.game.actions[player]]

    def _mixture(self, equilibrium: Equilibrium) -> str:
        parts = []
        for player, strategy in enumerate(equilibrium.profile):
            words = [
                f"{word} {share:.1%}"
                for word, share in zip(self._options(player), strategy, strict=True)
                if share > 1e-9
            ]
            parts.append(f"{self.names.actor(self.game.players[player])} {', '.join(words)}")
        unit = unit_of(self.game, self.names)
        worth = " and ".join(unit.text(float(payoff)) for payoff in equilibrium.payoffs)
        return f"{response_name(self.result, mixed=True)}: {'; '.join(parts)} (worth {worth})"


def _draw_heads(plane: Plane, table: _Table) -> None:
    colours = actor_colours(table.names.actors, table.game.players)
    own = [dark(colours[player]) for player in table.game.players]
    plane.text(0, table.top - 0.1, table.heads[0], 10.0, own[0], weight="bold", va="bottom")
    middle = table.left + _CELL * len(table.columns) / 2
    plane.text(middle, 0, table.heads[1], 10.0, own[1], weight="bold", va="top", ha="center")
    for column, word in enumerate(table.columns):
        plane.text(table.corner(0, column)[0] + _CELL / 2, table.top - 0.08, word, va="bottom", ha="center")
    for row, word in enumerate(table.rows):
        plane.text(0, table.corner(row, 0)[1] + table.cell / 2, word)


def _draw_cell(plane: Plane, table: _Table, at: tuple[int, int], best: list[bool]) -> None:
    x, y = table.corner(*at)
    plane.box(x, y, (_CELL, table.cell), TINT if all(best) else "white", edgecolor=PALE, linewidth=1.0)
    plane.text(x + _CELL / 2, y + table.cell / 2, table.outcomes.get(at, ""), _SMALL, GREY, ha="center")
    colours = actor_colours(table.names.actors, table.game.players)
    unit = unit_of(table.game, table.names)
    for player, (sideways, down) in enumerate(((_PAD, table.cell - 0.18), (_CELL - _PAD, 0.17))):
        colour = dark(colours[table.game.players[player]])
        words = unit.text(float(table.game.payoffs[(player, *at)]))
        align = ("left", "right")[player]
        plane.text(x + sideways, y + down, words, _PAYOFF, colour, weight="bold", ha=align)
        if best[player]:
            wide = width_of(words, _PAYOFF, "bold") * plane.scale
            start = x + sideways - (wide if player else 0.0)
            plane.line([start, start + wide], [y + down + 0.11] * 2, colour, 1.8)
