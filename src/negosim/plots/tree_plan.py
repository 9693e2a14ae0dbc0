"""Where everything of a drawn tree stands: the root at the left, a table of payoffs at the right, notes below."""

from dataclasses import dataclass
from functools import cached_property

from negosim.games import ExtensiveFormGame
from negosim.plots.lettering import LEADING, fitted, height_of, width_of, wrapped
from negosim.plots.style import actor_colours
from negosim.plots.tree_shape import Shape, Spot
from negosim.plots.units import Unit, unit_of
from negosim.scenario.names import Names, capitalised, heading, spaced

ROW, FAN, NODE, LANE = 0.29, 0.32, 0.17, 0.09
LETTERS, SMALL = 8.5, 7.5
_WIDEST, _OUTCOME, _HEAD = 2.3, 1.9, 1.1  # inches that a branch's label, an outcome and a player's name may take


@dataclass(frozen=True, eq=False)
class TreePlan:
    """A tree's drawing, in inches from the upper left corner. `decided` steps of backward induction are shown."""

    game: ExtensiveFormGame
    shape: Shape
    names: Names
    decided: int

    @cached_property
    def places(self) -> tuple[float, ...]:
        """Where the nodes of each depth stand."""
        found = [NODE / 2]
        for depth in range(self.shape.depth):
            widest = max(self._branch_width(spot) for spot in self.shape.spots if spot.depth == depth and spot.children)
            found.append(found[-1] + FAN + widest + 0.12 + LANE * len(self._sets_at(depth + 1)) + NODE)
        return tuple(found)

    @cached_property
    def ends(self) -> tuple[float, ...]:
        """Where the column of each player's payoffs ends."""
        words = [self.outcome(spot) for spot in self.shape.leaves]
        outcomes = max(width_of(word, LETTERS, "bold") for word in [*words, "outcome"]) if any(words) else 0.0
        found, right = [], self.places[-1] + NODE + outcomes
        for player, name in enumerate(self.heads):
            texts = [self.payoff(spot, player) for spot in self.shape.leaves]
            right += 0.22 + max(width_of(text, LETTERS, "bold") for text in [*texts, name])
            found.append(right)
        return tuple(found)

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

    @cached_property
    def heads(self) -> list[str]:
        """The players' names over the columns of payoffs."""
        shorts = [capitalised(self.names.short(player)) for player in self.game.players]
        return [fitted(short, _HEAD, LETTERS, "bold", lines=3) for short in shorts]

    @property
    def top(self) -> float:
        return 0.46 + max(height_of(head, LETTERS) for head in self.heads)

    @cached_property
    def row(self) -> float:
        """The height of a row: more where some label takes two lines."""
        branches = [self.branch(spot, k) for spot in self.shape.spots for k in range(len(spot.children))]
        lines = max(words.count("\n") for words in [*branches, *map(self.outcome, self.shape.leaves)])
        return ROW + lines * LEADING * LETTERS / 72

    @property
    def bottom(self) -> float:
        return self.top + self.row * len(self.shape.leaves)

    @property
    def size(self) -> tuple[float, float]:
        width = max(6.5, self.ends[-1] + 0.05)
        return width, self.bottom + sum(height_of(note, SMALL) + 0.04 for note in self.notes(width)) + 0.05

    def at(self, spot: Spot) -> tuple[float, float]:
        return self.places[spot.depth], self.top + self.row * (spot.row + 0.5)

    def outcome(self, spot: Spot) -> str:
        """Return what a leaf means."""
        words = heading(self.names.outcome(spot.outcome)) if spot.outcome else ""
        return fitted(words, _OUTCOME, LETTERS, "bold")

    def payoff(self, spot: Spot, player: int) -> str:
        """Return what a player expects at a spot; from which to which value, where that depends on a type."""
        ends = [self.unit.text(float(bound[player])) for bound in (spot.low, spot.high)]
        return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"

    def mover(self, player: int, room: float) -> str:
        """Return a player's name as it fits over a column of its moves."""
        key = self.game.players[player]
        found = [capitalised(name) for name in (self.names.actor(key), self.names.short(key))]
        return next(
            (name for name in found if width_of(name, 9.0, "bold") <= room), fitted(found[1], room, 9.0, "bold", 1)
        )

    def is_decided(self, spot: Spot) -> bool:
        return spot.player is None or spot.step <= self.decided

    def shows_worth(self, spot: Spot) -> bool:
        """Whether the spot bears what play from it on is worth: when showing steps, once it is decided."""
        return bool(spot.children) and 0 < spot.step <= self.decided and spot.depth > 0 and not self.is_solved

    def branch(self, spot: Spot, branch: int) -> str:
        """Return the label of a branch, with how often it is taken where that is neither never nor always."""
        key, share = spot.labels[branch], spot.shares[branch]
        if spot.player is None:
            return f"{fitted(spaced(key).replace('type=', 'type '), _WIDEST, LETTERS, 'bold')} ({share:.0%})"
        words = self.names.option(self.game.name, self.game.players[spot.player], key)
        label = fitted(words, _WIDEST, LETTERS, "bold")
        if not self.is_decided(spot) or not 1e-9 < share < 1 - 1e-9:
            return label
        weights = self.shape.weights
        taken = share * len(weights)
        counts = len(weights) > 1 and max(weights) - min(weights) < 1e-9 and abs(taken - round(taken)) < 1e-9
        return f"{label} ({round(taken)} of {len(weights)})" if counts else f"{label} ({share:.0%})"

    def worth(self, spot: Spot) -> str:
        """Return what each player expects at a spot, on one line."""
        shorts = [fitted(self.names.short(player), 0.7, SMALL, lines=1) for player in self.game.players]
        return "  ".join(f"{capitalised(short)} {self.payoff(spot, k)}" for k, short in enumerate(shorts))

    def lane(self, spot: Spot) -> float | None:
        """Return where the line of a spot's information set stands; None where the set has one node."""
        sets = self._sets_at(spot.depth)
        if spot.known not in sets:
            return None
        return self.places[spot.depth] - NODE / 2 - LANE * (sets.index(spot.known) + 0.5)

    def _sets_at(self, depth: int) -> list[int]:
        known = [spot.known for spot in self.shape.spots if spot.depth == depth and spot.known >= 0]
        return sorted(k for k in set(known) if known.count(k) > 1)

    def _branch_width(self, spot: Spot) -> float:
        labels = [width_of(self.branch(spot, k), LETTERS, "bold") for k in range(len(spot.children))]
        below = [self.shape.spots[child] for child in spot.children]
        worths = [width_of(self.worth(child), SMALL) for child in below if child.children and not self.is_solved]
        return max([*labels, *worths])

    def notes(self, width: float) -> list[str]:
        """Return what stands under the tree."""
        kinds = ["Thick: the path that is played."] if self.is_solved else []
        kinds += ["Thin and coloured: what would be chosen there."] if self.decided else []
        kinds += ["Grey: not chosen." if self.is_solved else "Grey: not chosen, or not decided yet."]
        kinds += ["Dashed: moves between which the mover cannot tell."] if any(map(self.lane, self.shape.spots)) else []
        copies = len(self.shape.weights)
        folded = f"{copies} types are drawn as one. In brackets: how many choose so, where they differ. "
        folded += "Payoffs: from the lowest type's to the highest's."
        notes = [" ".join(kinds), *([folded] if copies > 1 else []), capitalised(self.unit.meaning)]
        return [wrapped(note, width, SMALL) for note in notes]
