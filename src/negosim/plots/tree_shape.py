"""The shape of a tree as it is drawn: nodes in rows, one row for each leaf, with what is chosen and what it is worth.

A tree that begins with chance moves for players' types, and goes on in the same way after each, is folded: its copies
lie on top of each other, each branch shows in how many it is chosen, and each payoff its least and largest value.
"""

from dataclasses import dataclass

import numpy as np

from negosim.errors import UsageError
from negosim.games import Chance, Decision, ExtensiveFormGame, FloatArray, Leaf, Profile
from negosim.games.extensive_form import branch_probabilities, reach_probabilities
from negosim.plots.steps import steps

MOST_LEAVES = 40


@dataclass(frozen=True, eq=False)
class Spot:
    """One node as drawn.

    `player` moves there, nobody where it is None; `known` is its information set, -1 where there is none. `children`
    are spots; `labels` and `shares` are those of the branches, and `step` is when backward induction decides here, 0
    for never. `low` and `high` bound each player's expected payoff over the copies folded together. `reach` is the
    probability of play.
    """

    depth: int
    row: float
    player: int | None
    known: int
    children: tuple[int, ...]
    labels: tuple[str, ...]
    shares: tuple[float, ...]
    step: int
    low: FloatArray
    high: FloatArray
    reach: float
    outcome: str


@dataclass(frozen=True, eq=False)
class Shape:
    """A tree as drawn: spots in order of rows, the root last; `weights` of the copies that are folded, or one."""

    spots: tuple[Spot, ...]
    weights: tuple[float, ...]

    @property
    def root(self) -> Spot:
        return self.spots[-1]

    @property
    def leaves(self) -> tuple[Spot, ...]:
        """The leaves, from the top row down."""
        return tuple(spot for spot in self.spots if not spot.children)

    @property
    def depth(self) -> int:
        """How many branches the longest path has."""
        return max(spot.depth for spot in self.spots)


def shape_of(game: ExtensiveFormGame, profile: Profile) -> Shape:
    """Lay a tree out. Raises UsageError where it has more than 40 leaves and is no fold of equal copies."""
    leaves = game.payoffs.shape[-1]
    copies = [(0, 1.0)] if leaves <= MOST_LEAVES else _copies(game)
    if leaves > MOST_LEAVES * len(copies) or not _are_alike(game, [number for number, _ in copies]):
        raise UsageError(
            f"this tree has {leaves} leaves, more than the {MOST_LEAVES} that can be read; draw outcome_shares"
        )
    layout = _Layout(game, profile, np.array([weight for _, weight in copies]))
    layout.place(tuple(number for number, _ in copies), 0)
    return Shape(tuple(layout.spots), tuple(weight for _, weight in copies))


def _copies(game: ExtensiveFormGame) -> list[tuple[int, float]]:
    """Return what comes after the chance moves that the tree begins with: (node, probability)."""
    found, unseen = [], [(0, 1.0)]
    while unseen:
        number, weight = unseen.pop(0)
        node = game.nodes[number]
        if isinstance(node, Chance):
            shares = game.chance[node.first : node.first + len(node.children)]
            unseen += [(child, weight * float(share)) for child, share in zip(node.children, shares, strict=True)]
        else:
            found.append((number, weight))
    return found


def _are_alike(game: ExtensiveFormGame, numbers: list[int]) -> bool:
    """Whether the same players have the same actions after each of these nodes."""
    nodes = [game.nodes[number] for number in numbers]
    if (
        len(
            {
                (type(node), _mover(game, number), _labels(game, number))
                for node, number in zip(nodes, numbers, strict=True)
            }
        )
        > 1
    ):
        return False
    children = [() if isinstance(node, Leaf) else node.children for node in nodes]
    return all(_are_alike(game, list(together)) for together in zip(*children, strict=True))


def _mover(game: ExtensiveFormGame, number: int) -> int | None:
    node = game.nodes[number]
    return game.information_sets[node.information_set].player if isinstance(node, Decision) else None


def _labels(game: ExtensiveFormGame, number: int) -> tuple[str, ...]:
    node = game.nodes[number]
    if isinstance(node, Leaf):
        return ()
    return node.labels if isinstance(node, Chance) else game.information_sets[node.information_set].actions


class _Layout:
    """Places spots from the top row down."""

    def __init__(self, game: ExtensiveFormGame, profile: Profile, weights: FloatArray) -> None:
        self.game, self.profile, self.weights = game, profile, weights
        self.spots: list[Spot] = []
        self.rows = 0
        self.steps = steps(game)
        self.reach = reach_probabilities(game, profile)
        self.worth = _expected_payoffs(game, profile)

    def place(self, numbers: tuple[int, ...], depth: int) -> int:
        """Place the nodes that lie on top of each other, after all below them; return the index of their spot."""
        nodes = [self.game.nodes[number] for number in numbers]
        below = zip(*[() if isinstance(node, Leaf) else node.children for node in nodes], strict=True)
        children = tuple(self.place(together, depth + 1) for together in below)
        row = float(np.mean([self.spots[child].row for child in children])) if children else float(self.rows)
        self.rows += not children
        first = nodes[0]
        known = first.information_set if isinstance(first, Decision) else -1
        worth = self.worth[:, list(numbers)]
        spot = Spot(
            depth,
            row,
            _mover(self.game, numbers[0]),
            known,
            children,
            _labels(self.game, numbers[0]),
            self._shares(nodes),
            self.steps[known] if known >= 0 else 0,
            worth.min(axis=1),
            worth.max(axis=1),
            float(self.reach[list(numbers)].sum()),
            self._outcome(nodes),
        )
        self.spots.append(spot)
        return len(self.spots) - 1

    def _shares(self, nodes: list[Chance | Decision | Leaf]) -> tuple[float, ...]:
        branching = [
            branch_probabilities(self.game, node, self.profile) for node in nodes if not isinstance(node, Leaf)
        ]
        return tuple((self.weights @ np.stack(branching)).tolist()) if branching else ()

    def _outcome(self, nodes: list[Chance | Decision | Leaf]) -> str:
        found = {self.game.outcomes[node.index] for node in nodes if isinstance(node, Leaf) and self.game.outcomes}
        return found.pop() if len(found) == 1 else ""


def _expected_payoffs(game: ExtensiveFormGame, profile: Profile) -> FloatArray:
    """Return what each player expects from each node on: (players, nodes)."""
    worth = np.zeros((len(game.players), len(game.nodes)))
    for number in range(len(game.nodes) - 1, -1, -1):
        node = game.nodes[number]
        if isinstance(node, Leaf):
            worth[:, number] = game.payoffs[:, node.index]
        else:
            worth[:, number] = worth[:, list(node.children)] @ branch_probabilities(game, node, profile)
    return worth
