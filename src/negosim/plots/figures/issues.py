"""Issues: where each stands today, what each actor wants of it, its red line, and how much the issue weighs for it."""

from dataclasses import dataclass
from itertools import combinations

from matplotlib.axes import Axes

from negosim.errors import UsageError
from negosim.plots.lettering import height_of, width_of, wrapped
from negosim.plots.plane import Plane, open_plane
from negosim.plots.style import GREY, INK, PALE, Frame, actor_colours, dark, house_style
from negosim.plots.units import POINTS
from negosim.scenario import Scenario
from negosim.scenario.names import Names, capitalised, listed

_LETTERS, _SMALL = 8.5, 7.5
_SIDE, _WAY, _WEIGHT, _LANE = 1.8, 4.4, 0.75, 0.27  # inches


@house_style
def issues(scenario: Scenario, ax: Axes | None = None, title: str | None = None) -> Axes:
    """Draw each issue as a way from 0 to 1 with a lane for each actor that has a stake or a red line in it.

    Raises UsageError for a scenario without issues.
    """
    if not scenario.facts.issues:
        raise UsageError("this scenario names no issues; draw payoff_table or tree of one of its games")
    layout = _Layout(scenario)
    plane = open_plane(ax, layout.size, Frame(title or _finding(scenario), scenario.origin))
    y = 0.0
    for issue in scenario.facts.issues:
        _draw_issue(plane, layout, issue, y)
        y += layout.height(issue)
    _draw_axis(plane, layout, y)
    return plane.ax


@dataclass(frozen=True)
class _Layout:
    scenario: Scenario

    @property
    def names(self) -> Names:
        return Names(self.scenario)

    @property
    def start(self) -> float:
        """Where the way from 0 to 1 starts: after the text for 0 and the actors' names."""
        shorts = [self.names.short(actor) for actor in self.scenario.facts.actors]
        return _SIDE + 0.2 + max(width_of(short, _LETTERS, "bold") for short in shorts)

    @property
    def size(self) -> tuple[float, float]:
        width = self.start + _WAY + _WEIGHT + _SIDE
        return width, sum(map(self.height, self.scenario.facts.issues)) + 0.75 + height_of(self.note, _SMALL)

    @property
    def note(self) -> str:
        return wrapped(
            "Dot: what the actor wants. Bar: its red line at home. Diamond and dashed line: today. On the right: the "
            f"weight of the issue for the actor. {capitalised(POINTS.meaning)}.",
            self.start + _WAY + _WEIGHT + _SIDE,
            _SMALL,
        )

    def lanes(self, issue: str) -> list[str]:
        facts = self.scenario.facts
        return [a for a in facts.actors if issue in facts.stakes.get(a, {}) or issue in facts.audience.get(a, {})]

    def ends(self, issue: str) -> tuple[str, str]:
        found = self.scenario.facts.issues[issue]
        left, right = (wrapped(text, _SIDE - 0.1, _SMALL) for text in (found.at_0, found.at_1))
        return left, right

    def head(self, issue: str) -> str:
        found = self.scenario.facts.issues[issue]
        giver = f" (only {self.names.subject(found.controlled_by)} decides on it)" if found.controlled_by else ""
        return wrapped(capitalised(found.name) + giver, self.start + _WAY + _WEIGHT + _SIDE, 9.5, "bold")

    def height(self, issue: str) -> float:
        body = max(_LANE * len(self.lanes(issue)), *(height_of(end, _SMALL) for end in self.ends(issue)))
        return self.head_height(issue) + body + 0.22

    def head_height(self, issue: str) -> float:
        return height_of(self.head(issue), 9.5) + 0.2

    def ideal(self, actor: str, issue: str) -> float | None:
        own = self.scenario.facts.ideals.get(actor, {}).get(issue)
        ideal = own or self.scenario.facts.actors[actor].ideal
        return ideal.value if ideal else None


def _draw_issue(plane: Plane, layout: _Layout, issue: str, y: float) -> None:
    facts = layout.scenario.facts
    plane.text(0, y, layout.head(issue), 9.5, va="top", weight="bold")
    top = y + layout.head_height(issue)
    lanes = layout.lanes(issue)
    bottom = top + _LANE * max(len(lanes), 1)
    left, right = layout.ends(issue)
    plane.text(0, top, left, _SMALL, GREY, va="top")
    plane.text(layout.start + _WAY + _WEIGHT + 0.05, top, right, _SMALL, GREY, va="top")
    today = layout.start + _WAY * facts.issues[issue].status_quo.value
    plane.line([today, today], [top - 0.08, bottom], INK, 1.2, linestyle="--", zorder=2)
    plane.dot(today, top - 0.08, INK, "D", 6.0)
    for lane, actor in enumerate(lanes):
        _draw_lane(plane, layout, (actor, issue), top + _LANE * (lane + 0.5))


def _draw_lane(plane: Plane, layout: _Layout, who: tuple[str, str], y: float) -> None:
    """Draw one actor's ideal, red line and weight on an issue."""
    actor, issue = who
    facts, start = layout.scenario.facts, layout.start
    colour = actor_colours(list(facts.actors))[actor]
    plane.line([start, start + _WAY], [y, y], PALE, 0.8, zorder=1)
    plane.text(start - 0.12, y, layout.names.short(actor), _LETTERS, dark(colour), ha="right", weight="bold")
    line = facts.audience.get(actor, {}).get(issue)
    if line is not None:
        at = start + _WAY * line.red_line.value
        plane.line([at, at], [y - 0.125, y + 0.125], colour, 3.0, zorder=4, solid_capstyle="butt")
    ideal = layout.ideal(actor, issue)
    if ideal is not None:
        plane.dot(start + _WAY * ideal, y, colour, "o", 7.5)
    weight = facts.stakes.get(actor, {}).get(issue)
    words = POINTS.text(weight.value) if weight else "–"
    plane.text(start + _WAY + _WEIGHT - 0.1, y, words, _LETTERS, dark(colour), ha="right")


def _draw_axis(plane: Plane, layout: _Layout, y: float) -> None:
    """Draw the axis under all issues, and say what the marks mean."""
    start = layout.start
    plane.line([start, start + _WAY], [y, y], GREY, 1.0)
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = start + _WAY * tick
        plane.line([x, x], [y, y + 0.06], GREY, 1.0)
        plane.text(x, y + 0.09, f"{tick:g}", _SMALL, va="top", ha="center")
    plane.text(start + _WAY / 2, y + 0.28, "position on the issue (0 to 1)", _LETTERS, va="top", ha="center")
    plane.text(start + _WAY + _WEIGHT - 0.1, y + 0.09, "weight,\npoints", _SMALL, va="top", ha="right")
    plane.text(0, y + 0.62, layout.note, _SMALL, GREY, va="top")


def _finding(scenario: Scenario) -> str:
    """Say who wants opposite ends of how many issues."""
    layout, facts = _Layout(scenario), scenario.facts
    opposed: dict[tuple[str, str], int] = {}
    for issue in facts.issues:
        for pair in combinations(layout.lanes(issue), 2):
            if {layout.ideal(actor, issue) for actor in pair} == {0.0, 1.0}:
                opposed[pair] = opposed.get(pair, 0) + 1
    number = len(facts.issues)
    noun = "issue" if number == 1 else "issues"
    if not opposed:
        return f"{number} {noun}: where each stands, and what each actor wants of it"
    pair = max(opposed, key=lambda both: opposed[both])
    who = capitalised(listed([layout.names.subject(actor) for actor in pair]))
    return f"{who} want opposite ends of {opposed[pair]} of {number} {noun}"
