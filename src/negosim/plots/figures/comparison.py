"""Comparison: the base and its what-ifs side by side, with what changes marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from matplotlib.axes import Axes

from negosim.errors import UsageError
from negosim.games import Origin
from negosim.plots.lettering import height_of, wrapped
from negosim.plots.plane import Plane, open_plane
from negosim.plots.style import GREY, INK, PALE, TINT, Frame, actor_colours, dark, house_style
from negosim.plots.units import PLAIN, POINTS
from negosim.scenario.names import Names, capitalised, heading

_LETTERS, _SMALL = 8.5, 7.5
_NAME, _CHOICE, _OUTCOME, _PAD = 2.6, 1.75, 1.6, 0.1
OUTCOME = "outcome"
"""What stands in `changed` for the outcome."""


@dataclass(frozen=True)
class Case:
    """One case: what it is called, what follows, and what of it differs from the base.

    `outcome` and `choices`, by actor, are words to show; `margins`, by actor, say in points (as they stand where the
    game is a plain payoff table) by how much the choice beats the actor's best alternative. `changed` holds
    actors, and `outcome`. `says` is the question that the case answers.
    """

    name: str
    outcome: str
    choices: Mapping[str, str]
    margins: Mapping[str, float] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()
    says: str = ""


@house_style
def comparison(
    cases: Sequence[Case],
    ax: Axes | None = None,
    names: Names | None = None,
    title: str | None = None,
    notes: Sequence[str] = (),
) -> Axes:
    """Draw a row for each case, the base first, and notes below. Raises UsageError where there is none."""
    if not cases:
        raise UsageError("comparison needs at least one case, the base")
    table = _Table(tuple(cases), names or Names(), tuple(notes))
    origin = table.names.scenario.origin if table.names.scenario else Origin()
    plane = open_plane(ax, table.size, Frame(title or _finding(cases), origin))
    _draw_head(plane, table)
    y = table.top
    for number, case in enumerate(cases):
        _draw_case(plane, table, case, y)
        y += table.height(case)
        plane.line([0, table.width], [y, y], GREY if number == 0 else PALE, 1.4 if number == 0 else 0.6)
    for note in table.notes:
        plane.text(0, y + 0.08, note, _SMALL, GREY, va="top")
        y += height_of(note, _SMALL) + 0.04
    return plane.ax


@dataclass(frozen=True)
class _Table:
    cases: tuple[Case, ...]
    names: Names
    more_notes: tuple[str, ...]

    @property
    def actors(self) -> list[str]:
        return list(dict.fromkeys(actor for case in self.cases for actor in case.choices))

    @property
    def width(self) -> float:
        return _NAME + _CHOICE * len(self.actors) + _OUTCOME

    @property
    def heads(self) -> list[str]:
        words = ["Case", *(capitalised(self.names.actor(actor)) for actor in self.actors), "Outcome"]
        return [wrapped(word, self.room(k), 9.0, "bold") for k, word in enumerate(words)]

    @property
    def top(self) -> float:
        return max(height_of(head, 9.0) for head in self.heads) + 0.1

    @property
    def notes(self) -> list[str]:
        unit = PLAIN if self.names.scenario and not self.names.scenario.facts.stakes else POINTS
        margins = f"In grey: by how much the choice beats the actor's best alternative, in {unit.meaning}."
        shown = [margins] if any(case.margins for case in self.cases) else []
        notes = ["Shaded, bold, with a mark: differs from the base.", *shown, *self.more_notes]
        return [wrapped(note, self.width, _SMALL) for note in notes]

    @property
    def size(self) -> tuple[float, float]:
        below = sum(height_of(note, _SMALL) + 0.04 for note in self.notes) + 0.1
        return self.width, self.top + sum(map(self.height, self.cases)) + below

    def left(self, column: int) -> float:
        return 0.0 if column == 0 else _NAME + _CHOICE * (column - 1)

    def room(self, column: int) -> float:
        return (_NAME if column == 0 else _CHOICE if column <= len(self.actors) else _OUTCOME) - 2 * _PAD

    def cells(self, case: Case) -> list[tuple[str, str, bool]]:
        """Return the words of each column, what stands in grey under them, and whether they differ from the base."""
        says = wrapped(case.says, self.room(0), _SMALL)
        found = [(wrapped(capitalised(case.name), self.room(0), _LETTERS), says, False)]
        for column, actor in enumerate(self.actors, 1):
            margin = POINTS.text(case.margins[actor] / POINTS.factor, sign=True) if actor in case.margins else ""
            is_changed = actor in case.changed
            found.append((self._words(case.choices.get(actor, "–"), column, is_changed), margin, is_changed))
        last = self._words(heading(case.outcome), len(found), OUTCOME in case.changed)
        return [*found, (last, "", OUTCOME in case.changed)]

    def height(self, case: Case) -> float:
        cells = self.cells(case)
        tall = [height_of(words, _LETTERS) + (height_of(grey, _SMALL) if grey else 0.0) for words, grey, _ in cells]
        return max(tall) + 0.12

    def _words(self, words: str, column: int, is_changed: bool) -> str:
        marked, weight = (f"◆ {words}", "bold") if is_changed else (words, "normal")
        return wrapped(marked, self.room(column), _LETTERS, weight)


def _draw_head(plane: Plane, table: _Table) -> None:
    colours = actor_colours(table.names.actors, table.actors)
    inks = [INK, *(dark(colours[actor]) for actor in table.actors), INK]
    for column, (head, ink) in enumerate(zip(table.heads, inks, strict=True)):
        plane.text(table.left(column) + _PAD, table.top - 0.06, head, 9.0, ink, weight="bold", va="bottom")
    plane.line([0, table.width], [table.top] * 2, INK, 1.4)


def _draw_case(plane: Plane, table: _Table, case: Case, y: float) -> None:
    for column, (words, grey, is_changed) in enumerate(table.cells(case)):
        x = table.left(column)
        if is_changed:
            plane.box(x, y, (table.room(column) + 2 * _PAD, table.height(case)), TINT, zorder=0)
        plane.text(x + _PAD, y + 0.06, words, _LETTERS, va="top", weight="bold" if is_changed else "normal")
        plane.text(x + _PAD, y + 0.06 + height_of(words, _LETTERS), grey, _SMALL, GREY, va="top")


def _finding(cases: Sequence[Case]) -> str:
    """Say how many what-ifs change something."""
    changes = cases[1:]
    outcome = sum(OUTCOME in case.changed for case in changes)
    choice = sum(bool(case.changed) for case in changes) - outcome
    if not changes:
        return f"{heading(cases[0].outcome)}: the base case alone"
    if len(changes) == 1:
        less = "changes a choice, not the outcome" if choice else "changes nothing"
        return f"{capitalised(changes[0].name)}: {'changes the outcome' if outcome else less}"
    more = f", {choice} more only what somebody chooses" if choice else ""
    return f"{outcome or 'None'} of {len(changes)} what-ifs {'changes' if outcome <= 1 else 'change'} the outcome{more}"
