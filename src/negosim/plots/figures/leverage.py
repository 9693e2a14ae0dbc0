"""Leverage: actors as nodes, levers as arrows from the actor who has one to the actor it presses."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from negosim.errors import UsageError
from negosim.games import FloatArray
from negosim.plots.lettering import height_of, width_of, wrapped
from negosim.plots.plane import Plane, open_plane
from negosim.plots.style import GREY, Frame, actor_colours, dark, house_style
from negosim.plots.units import POINTS
from negosim.scenario import Scenario
from negosim.scenario.names import Names, capitalised, heading, listed
from negosim.scenario.shared_facts import Lever

_LETTERS, _SMALL, _NAME = 8.5, 7.5, 10.5
_LABEL, _AIR, _NOTE_GAP = 2.1, 0.1, 0.25
_SCALE = {"refusal": "scales with refusal", "strikes": "scales with strikes", "fighting": "scales with fighting"}


@house_style
def leverage(scenario: Scenario, ax: Axes | None = None, title: str | None = None) -> Axes:
    """Draw the levers of a scenario, each with what it costs its target at full intensity.

    Raises UsageError for a scenario without levers.
    """
    if not scenario.facts.levers:
        raise UsageError("this scenario names no levers; draw issues, or one of its games")
    plan = _lay_out(scenario)
    plane = open_plane(ax, plan.size, Frame(title or _finding(scenario), scenario.origin))
    colours = actor_colours(list(scenario.facts.actors))
    for key, lever in scenario.facts.levers.items():
        _draw_arrow(plane, plan, key, colours[lever.owner])
    for actor, box in plan.actors.items():
        _draw_box(plane, box, colours[actor], "white")
        plane.text(*box.middle, box.head, _NAME, dark(colours[actor]), ha="center", weight="bold", zorder=7)
    for key, lever in scenario.facts.levers.items():
        box = plan.levers[key]
        _draw_box(plane, box, "none", "white")
        _draw_label(plane, box, dark(colours[lever.owner]))
    plane.text(0, plan.size[1] - plan.note_height, plan.note, _SMALL, GREY, va="top")
    return plane.ax


@dataclass(frozen=True, eq=False)
class _Box:
    """Words, under a bold head, and the box around them: (x, y) of its middle and its (width, height) in inches."""

    head: str
    words: str
    middle: tuple[float, float]
    size: tuple[float, float]


@dataclass(frozen=True, eq=False)
class _Graph:
    actors: dict[str, _Box]
    levers: dict[str, _Box]
    ends: dict[str, tuple[str, str]]
    size: tuple[float, float]
    note: str

    @property
    def note_height(self) -> float:
        return height_of(self.note, _SMALL)


def _lay_out(scenario: Scenario) -> _Graph:
    """Place actors on an ellipse and levers between them, then push apart what overlaps."""
    names, levers = Names(scenario), scenario.facts.levers
    involved = [a for a in scenario.facts.actors if any(a in (lever.owner, lever.target) for lever in levers.values())]
    words = {actor: wrapped(capitalised(names.actor(actor)), _LABEL, _NAME, "bold") for actor in involved}
    spots = _ellipse(len(involved), len(levers))
    boxes = {actor: _actor_box(words[actor], spot) for actor, spot in zip(involved, spots, strict=True)}
    labels = {key: _label(names, key, lever) for key, lever in levers.items()}
    where = _between({actor: box.middle for actor, box in boxes.items()}, levers)
    tags = {key: _lever_box(labels[key], where[key]) for key in levers}
    placed = _pushed_apart([*boxes.values(), *tags.values()], len(boxes))
    return _fitted(scenario, placed, list(boxes), list(tags))


def _fitted(scenario: Scenario, placed: list[_Box], actors: list[str], levers: list[str]) -> _Graph:
    """Move everything so that it starts in the corner, and add the note."""
    left = min(box.middle[0] - box.size[0] / 2 for box in placed)
    top = min(box.middle[1] - box.size[1] / 2 for box in placed)
    moved = [_Box(box.head, box.words, (box.middle[0] - left, box.middle[1] - top), box.size) for box in placed]
    width = max(6.5, *(box.middle[0] + box.size[0] / 2 for box in moved))
    body = max(box.middle[1] + box.size[1] / 2 for box in moved)
    note = wrapped(
        "An arrow runs from the actor who has the lever to the one it presses. Its points: what the target loses at "
        f"full intensity. {capitalised(POINTS.meaning)}.",
        width,
        _SMALL,
    )
    ends = {key: (lever.owner, lever.target) for key, lever in scenario.facts.levers.items()}
    size = (width, body + _NOTE_GAP + height_of(note, _SMALL))
    count = len(actors)
    boxes, labels = dict(zip(actors, moved[:count], strict=True)), dict(zip(levers, moved[count:], strict=True))
    return _Graph(boxes, labels, ends, size, note)


def _label(names: Names, key: str, lever: Lever) -> tuple[str, str]:
    """Say what a lever is; and how hard it bites and what that scales with."""
    strength = lever.strength
    bite = f"{POINTS.text(strength.value)} points" + (" a month" if strength.per else "")
    season = ", by season" if strength.season else ""
    parts = [bite + season, _SCALE[lever.scales_with]]
    if lever.replaced.value > 0:
        parts.append(f"others make good {lever.replaced.value:.0%}")
    head = wrapped(heading(names.lever(key)), _LABEL, _LETTERS, "bold")
    return head, "\n".join(wrapped(part, _LABEL, _LETTERS) for part in parts)


def _actor_box(words: str, middle: tuple[float, float]) -> _Box:
    return _Box(words, "", middle, (width_of(words, _NAME, "bold") + 0.3, height_of(words, _NAME) + 0.3))


def _lever_box(label: tuple[str, str], middle: tuple[float, float]) -> _Box:
    head, words = label
    width = max(width_of(head, _LETTERS, "bold"), width_of(words, _LETTERS))
    return _Box(head, words, middle, (width + _AIR, height_of(f"{head}\n{words}", _LETTERS) + _AIR))


def _ellipse(count: int, levers: int) -> list[tuple[float, float]]:
    """Return places for the actors: two side by side, more around an ellipse from its top."""
    if count <= 2:
        return [(0.0, 0.0), (6.5, 0.0)][:count]
    grow = 1.0 + 0.12 * max(0, levers - 4) + 0.25 * (count - 3)
    angles = [2 * np.pi * k / count for k in range(count)]
    return [(float(3.9 * grow * np.sin(a)), float(-2.6 * grow * np.cos(a))) for a in angles]


def _between(actors: dict[str, tuple[float, float]], levers: dict[str, Lever]) -> dict[str, tuple[float, float]]:
    """Return where each lever's label belongs: by the middle of the line from its owner to its target, to its left."""
    count: dict[tuple[str, str], int] = {}
    found = {}
    for key, lever in levers.items():
        start, end = np.array(actors[lever.owner]), np.array(actors[lever.target])
        pair = (lever.owner, lever.target)
        way = end - start
        aside = np.array([way[1], -way[0]]) / (np.hypot(*way) or 1.0)
        facing = any((other.owner, other.target) == pair[::-1] for other in levers.values())
        near = 0.75 if facing else 0.0
        x, y = (start + end) / 2 + aside * (near + 1.25 * count.get(pair, 0))
        found[key] = (float(x), float(y))
        count[pair] = count.get(pair, 0) + 1
    return found


def _pushed_apart(boxes: list[_Box], fixed: int) -> list[_Box]:
    """Return the boxes moved until none overlaps another; the first `fixed` ones stay where they are."""
    middles: FloatArray = np.array([box.middle for box in boxes])
    sizes: FloatArray = np.array([box.size for box in boxes]) + _AIR
    for _ in range(500):
        overlap = (sizes[:, np.newaxis] + sizes) / 2 - np.abs(middles[:, np.newaxis] - middles)
        hits = [(i, j) for i, j in np.argwhere((overlap > 1e-6).all(axis=-1)) if i < j and j >= fixed]
        if not hits:
            break
        for i, j in hits:
            axis = int(np.argmin(overlap[i, j]))
            sign = 1.0 if middles[j, axis] >= middles[i, axis] else -1.0
            share = 1.0 if i < fixed else 0.5
            middles[j, axis] += sign * share * overlap[i, j, axis]
            middles[i, axis] -= sign * (1 - share) * overlap[i, j, axis]
    return [
        _Box(box.head, box.words, (float(x), float(y)), box.size) for box, (x, y) in zip(boxes, middles, strict=True)
    ]


def _draw_arrow(plane: Plane, plan: _Graph, key: str, colour: str) -> None:
    """Draw a curve from the owner through the lever's label to the target, with a head where it meets that box."""
    owner, target = (plan.actors[actor] for actor in plan.ends[key])
    start, end, through = (np.array(box.middle) for box in (owner, target, plan.levers[key]))
    bend = 2 * through - (start + end) / 2
    t = np.linspace(0, 1, 201)[:, np.newaxis]
    curve = (1 - t) ** 2 * start + 2 * t * (1 - t) * bend + t**2 * end
    half = np.array(target.size) / 2 + 0.03
    outside = curve[(np.abs(curve - end) > half).any(axis=1)]
    plane.line(outside[:, 0], outside[:, 1], colour, 2.2, zorder=2)
    tip, back = outside[-1], outside[max(0, len(outside) - 6)]
    along = (tip - back) / np.hypot(*(tip - back))
    aside = np.array([-along[1], along[0]])
    points = [tip + 0.02 * along, tip - 0.17 * along + 0.075 * aside, tip - 0.17 * along - 0.075 * aside]
    plane.shape([(float(x), float(y)) for x, y in points], colour, zorder=3)


def _draw_label(plane: Plane, box: _Box, colour: str) -> None:
    x, top = box.middle[0], box.middle[1] - box.size[1] / 2 + _AIR / 2
    plane.text(x, top, box.head, _LETTERS, colour, ha="center", va="top", weight="bold", zorder=7)
    plane.text(x, top + height_of(box.head, _LETTERS), box.words, _LETTERS, ha="center", va="top", zorder=7)


def _draw_box(plane: Plane, box: _Box, edge: str, fill: str) -> None:
    corner = (box.middle[0] - box.size[0] / 2, box.middle[1] - box.size[1] / 2)
    width = 0.0 if edge == "none" else 2.4 * plane.scale
    plane.box(*corner, box.size, fill, edgecolor=edge, linewidth=width, zorder=6 if width else 4)


def _finding(scenario: Scenario) -> str:
    """Say who has levers on whom, for the actor with most of them, and who of them is pressed by nobody."""
    names, levers = Names(scenario), scenario.facts.levers.values()
    owners = [lever.owner for lever in levers]
    most = max(map(owners.count, owners))
    said = capitalised(
        listed([_has(names, owner, levers) for owner in dict.fromkeys(owners) if owners.count(owner) == most])
    )
    free = [actor for actor in dict.fromkeys(owners) if all(lever.target != actor for lever in levers)]
    return said + (f"; nobody has one on {listed([names.subject(actor) for actor in free], 'or')}" if free else "")


def _has(names: Names, owner: str, levers: Iterable[Lever]) -> str:
    own = [lever.target for lever in levers if lever.owner == owner]
    what = "levers" if len(own) > 1 else "a lever"
    return f"{names.subject(owner)} has {what} on {listed([names.subject(actor) for actor in dict.fromkeys(own)])}"
