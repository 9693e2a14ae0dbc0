"""The tree of a sequential game, from left to right: who moves when, what follows, and the path that is played.

With `step` it shows backward induction at work: the moves nearest the ends are decided first, then those before them.
"""

from matplotlib.axes import Axes

from negosim.errors import UsageError
from negosim.games import ExtensiveFormGame
from negosim.plots.findings import continued, path_finding
from negosim.plots.lettering import height_of, width_of
from negosim.plots.plane import Plane, open_plane
from negosim.plots.steps import number_of_steps
from negosim.plots.style import GREY, INK, PALE, TINT, Frame, dark, house_style
from negosim.plots.tree_plan import FAN, LETTERS, NODE, SMALL, TreePlan
from negosim.plots.tree_shape import Spot, shape_of
from negosim.scenario.names import Names, capitalised, listed
from negosim.solve import Result

_SELDOM = 0.005  # what is chosen less often is drawn as not chosen


@house_style
def tree(
    result: Result,
    ax: Axes | None = None,
    step: int | None = None,
    names: Names | None = None,
    title: str | None = None,
) -> Axes:
    """Draw the tree of the first equilibrium of a result; with `step`, backward induction as far as that.

    `step` runs from 0, nothing decided, to `number_of_steps(game)`. Copies of a tree for different types are folded.
    Raises UsageError for a simultaneous game, a tree of more than 40 leaves that does not fold, a result without
    an equilibrium, and a step that there is not.
    """
    plan = _planned(result, step, names or Names())
    said = path_finding(result, plan.names) if step is None else _step_finding(result, plan)
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


def _planned(result: Result, step: int | None, names: Names) -> TreePlan:
    """Lay the tree out, or refuse what cannot be drawn."""
    if not isinstance(result.game, ExtensiveFormGame):
        raise UsageError("tree is for games played in turns; draw payoff_table or outcome_shares of a simultaneous one")
    if not result.equilibria:
        raise UsageError("tree draws an equilibrium, and this result has none")
    shape = shape_of(result.game, result.equilibria[0].profile)
    last = number_of_steps(result.game)
    if step is not None and not 0 <= step <= last:
        raise UsageError(f"there is no step {step}; backward induction takes {last} here, so use 0 to {last}")
    return TreePlan(result.game, shape, names, last if step is None else step)


def _step_finding(result: Result, plan: TreePlan) -> str:
    """Say who chooses at this step of backward induction; at the last one, what is played."""
    last = max(spot.step for spot in plan.shape.spots)
    if plan.decided == last:
        return f"Step {last} of {last}: {continued(path_finding(result, plan.names))}"
    if plan.decided == 0:
        return f"Step 0 of {last}: the game, with nothing decided yet"
    movers = sorted({spot.player for spot in plan.shape.spots if spot.player is not None and spot.step == plan.decided})
    who = capitalised(listed([plan.names.subject(plan.game.players[player]) for player in movers]))
    verb = "chooses" if len(movers) == 1 else "choose"
    after = "from what each end is worth to it" if plan.decided == 1 else "knowing what will follow"
    return f"Step {plan.decided} of {last}: {who} {verb}, {after}"


def _draw_branches(plane: Plane, plan: TreePlan, spot: Spot) -> None:
    """Draw the branches of a spot: a fan, then level lines that bear the labels."""
    x, y = plan.at(spot)
    for branch, child in enumerate(spot.children):
        below = plan.shape.spots[child]
        end, level = plan.at(below)
        chosen = plan.is_decided(spot) and spot.shares[branch] > _SELDOM
        newest = not plan.is_solved and spot.step == plan.decided
        played = plan.is_solved and chosen and below.reach > _SELDOM
        colour = plan.colours[spot.player] if chosen and spot.player is not None else GREY if chosen else PALE
        width = 1.0 + 2.6 * below.reach if played else 2.6 if chosen and newest else 1.6 if chosen else 0.9
        plane.line([x, x + FAN * 0.8, end], [y, level, level], colour, width, zorder=3 if played else 2)
        ink = (dark(colour) if spot.player is not None else GREY) if chosen else GREY
        weight = "bold" if played and below.reach >= 0.5 else "normal"
        plane.text(x + FAN, level - 0.015, plan.branch(spot, branch), LETTERS, ink, va="bottom", weight=weight)


def _draw_node(plane: Plane, plan: TreePlan, spot: Spot) -> None:
    """Draw a node, or what a leaf is worth."""
    x, y = plan.at(spot)
    if not spot.children:
        column = plan.places[-1]
        if x < column:
            plane.line([x, column], [y, y], PALE, 0.7, linestyle=":")
        weight = "bold" if plan.is_solved and spot.reach >= 0.5 else "normal"
        plane.text(column + NODE, y, plan.outcome(spot), LETTERS, INK, weight=weight)
        for player, end in enumerate(plan.ends):
            ink = dark(plan.colours[player])
            plane.text(end, y, plan.payoff(spot, player), LETTERS, ink, weight=weight, ha="right")
        return
    colour, marker = (GREY, "D") if spot.player is None else (plan.colours[spot.player], "o")
    plane.dot(x, y, colour, marker, 8.5)
    if plan.shows_worth(spot):
        lane = plan.lane(spot)
        plane.text((lane or x) - NODE / 2 - 0.02, y + 0.03, plan.worth(spot), SMALL, INK, ha="right", va="top")


def _draw_information_sets(plane: Plane, plan: TreePlan) -> None:
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


def _draw_played_row(plane: Plane, plan: TreePlan) -> None:
    for spot in plan.shape.leaves:
        if plan.is_solved and spot.reach > _SELDOM:
            y = plan.at(spot)[1]
            x, width = plan.places[-1] + NODE / 2, plan.ends[-1] - plan.places[-1]
            plane.box(x, y - plan.row / 2, (width, plan.row), TINT, alpha=min(1.0, spot.reach), zorder=0)


def _draw_heads(plane: Plane, plan: TreePlan) -> None:
    """Say over each column of nodes who moves there, and over the payoffs whose they are."""
    y = plan.top - 0.14
    for depth in range(plan.shape.depth):
        movers = {spot.player for spot in plan.shape.spots if spot.depth == depth and spot.children}
        room = plan.places[depth + 1] - plan.places[depth] - 0.1
        x = plan.places[depth] - NODE / 2
        for mover in sorted(movers, key=lambda player: -1 if player is None else player):
            name, ink = ("chance", GREY) if mover is None else (plan.mover(mover, room), dark(plan.colours[mover]))
            if width_of(name, 9.0, "bold") <= room:
                plane.text(x, y, name, 9.0, ink, weight="bold", va="bottom")
                used = width_of(name, 9.0, "bold") + 0.15
                x, room = x + used, room - used
    if any(map(plan.outcome, plan.shape.leaves)):
        plane.text(plan.places[-1] + NODE, y, "outcome", LETTERS, GREY, va="bottom")
    for player, end in enumerate(plan.ends):
        ink = dark(plan.colours[player])
        plane.text(end, y, plan.heads[player], LETTERS, ink, weight="bold", ha="right", va="bottom")
    above = y - max(height_of(head, LETTERS) for head in plan.heads) - 0.02
    plane.text(plan.ends[-1], above, plan.unit.name, LETTERS, GREY, ha="right", va="bottom")


def _draw_notes(plane: Plane, plan: TreePlan) -> None:
    y = plan.bottom + 0.05
    for note in plan.notes(plane.width):
        plane.text(0, y, note, SMALL, GREY, va="top")
        y += height_of(note, SMALL) + 0.04
