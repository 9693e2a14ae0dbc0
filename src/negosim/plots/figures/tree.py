"""The tree of a sequential game, from left to right: who moves when, what follows, and the path that is played.

With `step` it shows backward induction at work: the moves nearest the ends are decided first, then those before them.
"""

from dataclasses import dataclass

from matplotlib.axes import Axes

from negosim.errors import UsageError
from negosim.games import ExtensiveFormGame
from negosim.plots.findings import path_finding
from negosim.plots.lettering import height_of, width_of, wrapped
from negosim.plots.plane import Plane, open_plane
from negosim.plots.steps import number_of_steps
from negosim.plots.style import GREY, INK, PALE, TINT, Frame, actor_colours, dark, house_style
from negosim.plots.tree_shape import Shape, Spot, shape_of
from negosim.plots.units import Unit, unit_of
from negosim.scenario.names import Names, capitalised, heading, listed, spaced
from negosim.solve import Result

_ROW, _FAN, _NODE, _LANE = 0.29, 0.32, 0.17, 0.09
_LETTERS, _SMALL = 8.5, 7.5


@house_style
def tree(
    result: Result,
    ax: Axes | None = None,
    step: int | None = None,
    names: Names | None = None,
    title: str | None = None,
) -> Axes:
    """Draw the tree of the first equilibrium of a result; with `step`, only what that many steps of backward induction decide.

    `step` runs from 0, nothing decided, to `number_of_steps(game)`. Copies of a tree for different types are folded.
    Raises UsageError for a simultaneous game, a tree of more than 40 leaves that does not fold, a result without
    an equilibrium, and a step that there is not.
    """
    if not isinstance(result.game, ExtensiveFormGame):
        raise UsageError("tree is for games played in turns; draw payoff_table or outcome_shares of a simultaneous one")
    if not result.equilibria:
        raise UsageError("tree draws an equilibrium, and this result has none")
    last = number_of_steps(result.game)
    if step is not None and not 0 <= step <= last:
        raise UsageError(f"there is no step {step}; backward induction takes {last} here, so use 0 to {last}")
    plan = _Plan(result.game, shape_of(result.game, result.equilibria[0].profile), names or Names(), last if step is None else step)
    said = path_finding(result, plan.names) if step is None or step == last else _step_finding(plan, last)
    if step == last:
        said = f"Step {last} of {last}: {said[:1].lower() + said[1:] if said.startswith('The ') else said}"
    plane = open_plane(ax, plan.size, Frame(title or said, result.game.origin))
    _draw_played_row(plane, plan)
    _draw_information_sets(plane, plan)
    for spot in plan.shape.spots:
        _draw_branches(plane, plan, spot)
    for spot in plan.shape.spots:
        _draw_node(plane, plan, spot)
    _draw_heads(plane, plan)
    _draw_notes(plane, plan)
    return plane.ax


@dataclass(frozen=True, eq=False)
class _Plan:
    """Where everything stands, in inches from the upper left corner. `decided` steps of backward induction are shown."""

    game: ExtensiveFormGame
    shape: Shape
    names: Names
    decided: int

    def __post_init__(self) -> None:
        places = [_NODE / 2]
        for depth in range(self.shape.depth):
            widest = max(self._branch_width(spot) for spot in self.shape.spots if spot.depth == depth and spot.children)
            lanes = len(self._sets_at(depth + 1))
            places.append(places[-1] + _FAN + widest + 0.12 + _LANE * lanes + _NODE)
        object.__setattr__(self, "places", tuple(places))
        words = [self.outcome(spot) for spot in self.shape.leaves]
        outcomes = max(width_of(word, _LETTERS) for word in [*words, "outcome"]) if any(words) else 0.0
        ends, right = [], places[-1] + _NODE + outcomes
        for player, name in enumerate(self.heads):
            texts = [self.payoff(spot, player) for spot in self.shape.leaves]
            right += 0.22 + max(width_of(text, _LETTERS, "bold") for text in [*texts, name])
            ends.append(right)
        object.__setattr__(self, "ends", tuple(ends))

    places: tuple[float, ...] = ()
    """Where the nodes of each depth stand."""
    ends: tuple[float, ...] = ()
    """Where the column of each player's payoffs ends."""

    @property
    def unit(self) -> Unit:
        return unit_of(self.game, self.names)

    @property
    def is_solved(self) -> bool:
        return self.decided >= max(spot.step for spot in self.shape.spots)

    @property
    def colours(self) -> list[str]:
        found = actor_colours(self.names.actors, self.game.players)
        return [found[player] for player in self.game.players]

    @property
    def heads(self) -> list[str]:
        return [capitalised(self.names.short(player)) for player in self.game.players]

    @property
    def top(self) -> float:
        return 0.62

    @property
    def bottom(self) -> float:
        return self.top + _ROW * len(self.shape.leaves)

    @property
    def size(self) -> tuple[float, float]:
        width = max(6.5, self.ends[-1] + 0.05)
        return width, self.bottom + sum(height_of(note, _SMALL) + 0.04 for note in self.notes(width)) + 0.05

    def at(self, spot: Spot) -> tuple[float, float]:
        return self.places[spot.depth], self.top + _ROW * (spot.row + 0.5)

    def outcome(self, spot: Spot) -> str:
        return heading(self.names.outcome(spot.outcome)) if spot.outcome else ""

    def payoff(self, spot: Spot, player: int) -> str:
        """Return what a player expects at a spot; from which to which value, where that depends on a type."""
        ends = [self.unit.text(float(bound[player])) for bound in (spot.low, spot.high)]
        return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"

    def is_decided(self, spot: Spot) -> bool:
        return spot.player is None or spot.step <= self.decided

    def shows_worth(self, spot: Spot) -> bool:
        """Whether what play from here on is worth stands at the spot: when showing steps, once all below it is decided."""
        return bool(spot.children) and 0 < spot.step <= self.decided and spot.depth > 0 and not self.is_solved

    def branch(self, spot: Spot, branch: int) -> str:
        """Return the label of a branch, with how often it is taken where that is neither never nor always."""
        key, share = spot.labels[branch], spot.shares[branch]
        if spot.player is None:
            return f"{spaced(key).replace('type=', 'type ')} ({share:.0%})"
        label = self.names.option(self.game.name, self.game.players[spot.player], key)
        if not self.is_decided(spot) or not 1e-9 < share < 1 - 1e-9:
            return label
        copies = len(self.shape.weights)
        taken = share * copies
        even = copies > 1 and max(self.shape.weights) - min(self.shape.weights) < 1e-9 and abs(taken - round(taken)) < 1e-9
        return f"{label} ({round(taken)} of {copies})" if even else f"{label} ({share:.0%})"

    def worth(self, spot: Spot) -> str:
        return "  ".join(f"{name} {self.payoff(spot, player)}" for player, name in enumerate(self.heads))

    def lane(self, spot: Spot) -> float | None:
        """Return where the line of a spot's information set stands; None where the set has one node."""
        sets = self._sets_at(spot.depth)
        return self.places[spot.depth] - _NODE / 2 - _LANE * (sets.index(spot.known) + 0.5) if spot.known in sets else None

    def _sets_at(self, depth: int) -> list[int]:
        known = [spot.known for spot in self.shape.spots if spot.depth == depth and spot.known >= 0]
        return sorted(k for k in set(known) if known.count(k) > 1)

    def _branch_width(self, spot: Spot) -> float:
        labels = [width_of(self.branch(spot, k), _LETTERS, "bold") for k in range(len(spot.children))]
        worths = [width_of(self.worth(self.shape.spots[child]), _SMALL) for child in spot.children if self.shape.spots[child].children]
        return max([*labels, *(worths if not self.is_solved else [])])

    def notes(self, width: float) -> list[str]:
        """Return what stands under the tree."""
        kinds = ["Thick: the path that is played."] if self.is_solved else []
        kinds += ["Thin and coloured: what would be chosen there. Grey: not chosen."] if self.decided else []
        kinds += ["Grey: not decided yet."] if not self.is_solved else []
        kinds += ["Dashed: moves between which the mover cannot tell."] if any(map(self.lane, self.shape.spots)) else []
        copies = len(self.shape.weights)
        folded = [f"{copies} types are drawn as one: in brackets how many choose so; payoffs from the lowest type's to the highest's."]
        notes = [" ".join(kinds), *(folded if copies > 1 else []), capitalised(self.unit.meaning)]
        return [wrapped(note, width, _SMALL) for note in notes]


def _step_finding(plan: _Plan, last: int) -> str:
    """Say who chooses at this step of backward induction."""
    if plan.decided == 0:
        return f"Step 0 of {last}: the game, with nothing decided yet"
    movers = sorted({spot.player for spot in plan.shape.spots if spot.player is not None and spot.step == plan.decided})
    who = capitalised(listed([plan.names.subject(plan.game.players[player]) for player in movers]))
    verb = "chooses" if len(movers) == 1 else "choose"
    after = "from what each end is worth to it" if plan.decided == 1 else "knowing what will follow"
    return f"Step {plan.decided} of {last}: {who} {verb}, {after}"


def _draw_branches(plane: Plane, plan: _Plan, spot: Spot) -> None:
    """Draw the branches of a spot: a fan, then level lines that bear the labels."""
    x, y = plan.at(spot)
    for branch, child in enumerate(spot.children):
        below = plan.shape.spots[child]
        end, level = plan.at(below)
        chosen = plan.is_decided(spot) and spot.shares[branch] > 1e-9
        played = plan.is_solved and chosen and below.reach > 1e-9
        colour = plan.colours[spot.player] if chosen and spot.player is not None else GREY if chosen else PALE
        width = 3.6 if played else 1.6 if chosen else 0.9
        plane.line([x, x + _FAN * 0.8, end], [y, level, level], colour, width, zorder=3 if played else 2)
        ink = (dark(colour) if spot.player is not None else GREY) if chosen else GREY
        weight = "bold" if played else "normal"
        plane.text(x + _FAN, level - 0.035, plan.branch(spot, branch), _LETTERS, ink, va="bottom", weight=weight)


def _draw_node(plane: Plane, plan: _Plan, spot: Spot) -> None:
    """Draw a node, or what a leaf is worth."""
    x, y = plan.at(spot)
    if not spot.children:
        column = plan.places[-1]
        if x < column:
            plane.line([x, column], [y, y], PALE, 0.7, linestyle=":")
        weight = "bold" if plan.is_solved and spot.reach > 1e-9 else "normal"
        plane.text(column + _NODE, y, plan.outcome(spot), _LETTERS, INK, weight=weight)
        for player, end in enumerate(plan.ends):
            plane.text(end, y, plan.payoff(spot, player), _LETTERS, dark(plan.colours[player]), weight=weight, ha="right")
        return
    colour, marker = (GREY, "D") if spot.player is None else (plan.colours[spot.player], "o")
    plane.dot(x, y, colour, marker, 8.5)
    if plan.shows_worth(spot):
        lane = plan.lane(spot)
        plane.text((lane or x) - _NODE / 2 - 0.02, y + 0.04, plan.worth(spot), _SMALL, INK, ha="right", va="top")


def _draw_information_sets(plane: Plane, plan: _Plan) -> None:
    """Join the nodes between which a mover cannot tell by a dashed line beside them."""
    levels: dict[tuple[float, int], list[Spot]] = {}
    for spot in plan.shape.spots:
        lane = plan.lane(spot)
        if lane is not None:
            levels.setdefault((lane, spot.known), []).append(spot)
    for (lane, _), spots in levels.items():
        ys = [plan.at(spot)[1] for spot in spots]
        assert spots[0].player is not None
        colour = plan.colours[spots[0].player]
        plane.line([lane, lane], [min(ys), max(ys)], colour, 1.4, linestyle="--", zorder=4)
        for spot, y in zip(spots, ys, strict=True):
            plane.line([lane, plan.at(spot)[0]], [y, y], colour, 1.4, linestyle="--", zorder=4)


def _draw_played_row(plane: Plane, plan: _Plan) -> None:
    for spot in plan.shape.leaves:
        if plan.is_solved and spot.reach > 1e-9:
            y = plan.at(spot)[1]
            plane.box(plan.places[-1] + _NODE / 2, y - _ROW / 2, (plan.ends[-1] - plan.places[-1], _ROW), TINT, zorder=0)


def _draw_heads(plane: Plane, plan: _Plan) -> None:
    """Say over each column of nodes who moves there, and over the payoffs whose they are."""
    y = plan.top - 0.14
    for depth in range(plan.shape.depth):
        movers = {spot.player for spot in plan.shape.spots if spot.depth == depth and spot.children}
        room = plan.places[depth + 1] - plan.places[depth] - 0.1
        x = plan.places[depth] - _NODE / 2
        for mover in sorted(movers, key=lambda player: -1 if player is None else player):
            name = "chance" if mover is None else capitalised(plan.names.actor(plan.game.players[mover]))
            if width_of(name, 9.0, "bold") > room and mover is not None:
                name = plan.heads[mover]
            if width_of(name, 9.0, "bold") <= room:
                plane.text(x, y, name, 9.0, GREY if mover is None else dark(plan.colours[mover]), weight="bold", va="bottom")
                used = width_of(name, 9.0, "bold") + 0.15
                x, room = x + used, room - used
    if any(map(plan.outcome, plan.shape.leaves)):
        plane.text(plan.places[-1] + _NODE, y, "outcome", _LETTERS, GREY, va="bottom")
    for player, end in enumerate(plan.ends):
        plane.text(end, y, plan.heads[player], _LETTERS, dark(plan.colours[player]), weight="bold", ha="right", va="bottom")
    plane.text(plan.ends[-1], y - 0.2, plan.unit.name, _LETTERS, GREY, ha="right", va="bottom")


def _draw_notes(plane: Plane, plan: _Plan) -> None:
    y = plan.bottom + 0.05
    for note in plan.notes(plane.width):
        plane.text(0, y, note, _SMALL, GREY, va="top")
        y += height_of(note, _SMALL) + 0.04
