"""Where everything of a drawn tree stands: the root at the left, a table of payoffs at the right, notes below."""

from dataclasses import dataclass

from negosim.games import ExtensiveFormGame
from negosim.plots.lettering import height_of, width_of, wrapped
from negosim.plots.style import actor_colours
from negosim.plots.tree_shape import Shape, Spot
from negosim.plots.units import Unit, unit_of
from negosim.scenario.names import Names, capitalised, heading, spaced

ROW, FAN, NODE, LANE = 0.29, 0.32, 0.17, 0.09
LETTERS, SMALL = 8.5, 7.5


@dataclass(frozen=True, eq=False)
class TreePlan:
    """A tree's drawing, in inches from the upper left corner. `decided` steps of backward induction are shown."""

    game: ExtensiveFormGame
    shape: Shape
    names: Names
    decided: int

    def __post_init__(self) -> None:
        places = [NODE / 2]
        for depth in range(self.shape.depth):
            widest = max(self._branch_width(spot) for spot in self.shape.spots if spot.depth == depth and spot.children)
            lanes = len(self._sets_at(depth + 1))
            places.append(places[-1] + FAN + widest + 0.12 + LANE * lanes + NODE)
        object.__setattr__(self, "places", tuple(places))
        words = [self.outcome(spot) for spot in self.shape.leaves]
        outcomes = max(width_of(word, LETTERS) for word in [*words, "outcome"]) if any(words) else 0.0
        ends, right = [], places[-1] + NODE + outcomes
        for player, name in enumerate(self.heads):
            texts = [self.payoff(spot, player) for spot in self.shape.leaves]
            right += 0.22 + max(width_of(text, LETTERS, "bold") for text in [*texts, name])
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
        return self.top + ROW * len(self.shape.leaves)

    @property
    def size(self) -> tuple[float, float]:
        width = max(6.5, self.ends[-1] + 0.05)
        return width, self.bottom + sum(height_of(note, SMALL) + 0.04 for note in self.notes(width)) + 0.05

    def at(self, spot: Spot) -> tuple[float, float]:
        return self.places[spot.depth], self.top + ROW * (spot.row + 0.5)

    def outcome(self, spot: Spot) -> str:
        return heading(self.names.outcome(spot.outcome)) if spot.outcome else ""

    def payoff(self, spot: Spot, player: int) -> str:
        """Return what a player expects at a spot; from which to which value, where that depends on a type."""
        ends = [self.unit.text(float(bound[player])) for bound in (spot.low, spot.high)]
        return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"

    def is_decided(self, spot: Spot) -> bool:
        return spot.player is None or spot.step <= self.decided

    def shows_worth(self, spot: Spot) -> bool:
        """Whether the spot bears what play from it on is worth: when showing steps, once it is decided."""
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
        even = (
            copies > 1 and max(self.shape.weights) - min(self.shape.weights) < 1e-9 and abs(taken - round(taken)) < 1e-9
        )
        return f"{label} ({round(taken)} of {copies})" if even else f"{label} ({share:.0%})"

    def worth(self, spot: Spot) -> str:
        return "  ".join(f"{name} {self.payoff(spot, player)}" for player, name in enumerate(self.heads))

    def lane(self, spot: Spot) -> float | None:
        """Return where the line of a spot's information set stands; None where the set has one node."""
        sets = self._sets_at(spot.depth)
        return (
            self.places[spot.depth] - NODE / 2 - LANE * (sets.index(spot.known) + 0.5) if spot.known in sets else None
        )

    def _sets_at(self, depth: int) -> list[int]:
        known = [spot.known for spot in self.shape.spots if spot.depth == depth and spot.known >= 0]
        return sorted(k for k in set(known) if known.count(k) > 1)

    def _branch_width(self, spot: Spot) -> float:
        labels = [width_of(self.branch(spot, k), LETTERS, "bold") for k in range(len(spot.children))]
        worths = [
            width_of(self.worth(self.shape.spots[child]), SMALL)
            for child in spot.children
            if self.shape.spots[child].children
        ]
        return max([*labels, *(worths if not self.is_solved else [])])

    def notes(self, width: float) -> list[str]:
        """Return what stands under the tree."""
        kinds = ["Thick: the path that is played."] if self.is_solved else []
        kinds += ["Thin and coloured: what would be chosen there."] if self.decided else []
        kinds += ["Grey: not chosen." if self.is_solved else "Grey: not chosen, or not decided yet."]
        kinds += ["Dashed: moves between which the mover cannot tell."] if any(map(self.lane, self.shape.spots)) else []
        copies = len(self.shape.weights)
        folded = [
            f"{copies} types are drawn as one: in brackets how many choose so, where they differ; payoffs from the lowest to the highest."
        ]
        notes = [" ".join(kinds), *(folded if copies > 1 else []), capitalised(self.unit.meaning)]
        return [wrapped(note, width, SMALL) for note in notes]


