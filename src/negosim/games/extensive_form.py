"""Games in extensive form: a tree of moves, chance, and information sets (Kuhn 1953).

A player moves at information sets: sets of nodes that it cannot tell apart and at which it has the same actions.
A behavioural profile gives each information set a distribution over its actions.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from negosim.games.arrays import FloatArray, Profile, frozen
from negosim.games.exact import Fractions, check_fractions
from negosim.games.origin import Origin


@dataclass(frozen=True)
class Decision:
    """A node where the owner of `information_set` moves; `children[action]` is the next node."""

    information_set: int
    children: tuple[int, ...]


@dataclass(frozen=True)
class Chance:
    """A node where nature moves; branch k has probability `game.chance[..., first + k]`."""

    labels: tuple[str, ...]
    children: tuple[int, ...]
    first: int


@dataclass(frozen=True)
class Leaf:
    """An end of the game; its payoffs are `game.payoffs[..., :, index]`."""

    index: int


Node = Decision | Chance | Leaf
Move = tuple[int, int]
"""An information set and the action taken there."""

_ROUNDING = 1e-9


@dataclass(frozen=True)
class InformationSet:
    """Nodes that `player` cannot tell apart. `label` says what the player knows there."""

    player: int
    label: str
    actions: tuple[str, ...]
    nodes: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class ExtensiveFormGame:
    """A finite game in extensive form, immutable.

    `nodes[0]` is the root and every child comes after its parent. `payoffs[..., player, leaf]` in units of utility,
    `chance[..., branch]` probabilities; leading axes are a batch of games on one tree. `outcomes`, if not empty, names
    what each leaf means. `exact_payoffs` and `exact_chance`, where floats cannot hold what a file gives, are the same
    numbers as fractions. Raises ValueError where the parts do not make a tree, or a number is no payoff or probability.
    """

    nodes: tuple[Node, ...]
    information_sets: tuple[InformationSet, ...]
    players: tuple[str, ...]
    payoffs: FloatArray
    chance: FloatArray = field(default_factory=lambda: frozen([]))
    outcomes: tuple[str, ...] = ()
    name: str = "game"
    origin: Origin = field(default_factory=Origin)
    exact_payoffs: Fractions | None = None
    exact_chance: Fractions | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "payoffs", frozen(self.payoffs))
        object.__setattr__(self, "chance", frozen(self.chance))
        _check_tree(self)
        _check_information_sets(self)
        _check_numbers(self)
        check_fractions(self.payoffs, self.exact_payoffs)
        check_fractions(self.chance, self.exact_chance)

    @property
    def has_perfect_information(self) -> bool:
        """Whether every mover knows the node it is at."""
        return all(len(known.nodes) == 1 for known in self.information_sets)

    @cached_property
    def parents(self) -> tuple[tuple[int, int] | None, ...]:
        """The (node, branch) that leads to each node; None for the root."""
        found: list[tuple[int, int] | None] = [None] * len(self.nodes)
        for number, node in enumerate(self.nodes):
            for branch, child in enumerate(children_of(node)):
                found[child] = (number, branch)
        return tuple(found)

    @cached_property
    def leaves(self) -> tuple[int, ...]:
        """The node of each leaf, in the order of the payoffs."""
        found = {node.index: number for number, node in enumerate(self.nodes) if isinstance(node, Leaf)}
        return tuple(found[index] for index in range(len(found)))


def children_of(node: Node) -> tuple[int, ...]:
    """Return the nodes that come next: none after a leaf."""
    return () if isinstance(node, Leaf) else node.children


def branch_probabilities(game: ExtensiveFormGame, node: Decision | Chance, profile: Profile) -> FloatArray:
    """Return the probability of each branch of `node` under `profile`: shape (..., branches)."""
    if isinstance(node, Chance):
        return game.chance[..., node.first : node.first + len(node.children)]
    return profile[node.information_set]


def reach_probabilities(game: ExtensiveFormGame, profile: Profile) -> FloatArray:
    """Return the probability of reaching each node under `profile`: shape (..., nodes)."""
    batch = np.broadcast_shapes(game.chance.shape[:-1], *(p.shape[:-1] for p in profile))
    reach = np.zeros((*batch, len(game.nodes)))
    reach[..., 0] = 1.0
    for number, node in enumerate(game.nodes):
        if not isinstance(node, Leaf):
            reach[..., node.children] = reach[..., number, np.newaxis] * branch_probabilities(game, node, profile)
    return reach


def chance_probabilities(game: ExtensiveFormGame) -> FloatArray:
    """Return the product of the probabilities of chance on the way to each node: shape (..., nodes)."""
    return reach_probabilities(game, tuple(np.ones(len(known.actions)) for known in game.information_sets))


def leaf_probabilities(game: ExtensiveFormGame, profile: Profile) -> FloatArray:
    """Return the probability of each leaf under `profile`: shape (..., leaves)."""
    return reach_probabilities(game, profile)[..., game.leaves]


def path_to(game: ExtensiveFormGame, number: int) -> tuple[tuple[int, int], ...]:
    """Return the (node, branch) pairs that lead from the root to a node. Cost: the length of the path."""
    found = []
    step = game.parents[number]
    while step is not None:
        found.append(step)
        step = game.parents[step[0]]
    return tuple(reversed(found))


def paths_to_nodes(game: ExtensiveFormGame) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return `path_to` every node. Cost: the sum of the lengths of all paths."""
    return tuple(path_to(game, number) for number in range(len(game.nodes)))


def history_words(game: ExtensiveFormGame, number: int) -> str:
    """Return the moves that lead to a node, chance's among them, joined by ` / `."""
    return " / ".join(_labels(game, game.nodes[passed])[branch] for passed, branch in path_to(game, number))


def own_moves(game: ExtensiveFormGame, node: int) -> tuple[tuple[int, int], ...]:
    """Return the (information set, action) pairs on the way to `node`, chance moves left out."""
    passed = ((game.nodes[number], branch) for number, branch in path_to(game, node))
    return tuple((step.information_set, branch) for step, branch in passed if isinstance(step, Decision))


def last_moves(game: ExtensiveFormGame, player: int | None = None) -> tuple[Move | None, ...]:
    """Return for each node the last (information set, action) before it, of `player` or of anybody.

    One pass over the tree. Where every information set has one last move, that move tells all earlier ones.
    """
    found: list[Move | None] = [None] * len(game.nodes)
    for number, node in enumerate(game.nodes):
        index = _set_moving(game, node, player)
        for action, child in enumerate(children_of(node)):
            found[child] = found[number] if index is None else (index, action)
    return tuple(found)


def moves_before(game: ExtensiveFormGame, player: int | None = None) -> tuple[int, ...]:
    """Return for each node the number of moves before it, of `player` or of anybody."""
    found = [0] * len(game.nodes)
    for number, node in enumerate(game.nodes):
        moves = _set_moving(game, node, player) is not None
        for child in children_of(node):
            found[child] = found[number] + moves
    return tuple(found)


def has_beliefs_from_chance(game: ExtensiveFormGame) -> bool:
    """Whether the nodes of every information set follow the same earlier choices of the players."""
    last = last_moves(game)
    return all(len({last[number] for number in known.nodes}) == 1 for known in game.information_sets)


def descendants(game: ExtensiveFormGame, root: int) -> Iterator[int]:
    """Yield the nodes of the subtree at `root`, parents first."""
    stack = [root]
    while stack:
        number = stack.pop()
        yield number
        stack.extend(reversed(children_of(game.nodes[number])))


def _set_moving(game: ExtensiveFormGame, node: Node, player: int | None) -> int | None:
    """Return the information set that moves at a node, if it is of `player`, or of anybody where that is None."""
    if not isinstance(node, Decision) or player not in (None, game.information_sets[node.information_set].player):
        return None
    return node.information_set


def _labels(game: ExtensiveFormGame, node: Node) -> tuple[str, ...]:
    """Return the labels of what comes next: nothing after a leaf."""
    if isinstance(node, Decision):
        return game.information_sets[node.information_set].actions
    return node.labels if isinstance(node, Chance) else ()


def _check_tree(game: ExtensiveFormGame) -> None:
    """Raise ValueError unless every node but the root follows exactly one other, and leaves are numbered from 0."""
    arrivals = [1] + [0] * (len(game.nodes) - 1)
    for number, node in enumerate(game.nodes):
        if not isinstance(node, Leaf) and (not node.children or min(node.children) <= number):
            raise ValueError(f"node {number} must have children, and they must come after it")
        for child in children_of(node):
            if child >= len(arrivals):
                raise ValueError(f"node {number} leads to node {child}, and there are {len(arrivals)} nodes")
            arrivals[child] += 1
    for number, count in enumerate(arrivals):
        if count != 1:
            raise ValueError(f"node {number} has {count} parents, and a tree gives it one")
    indices = sorted(node.index for node in game.nodes if isinstance(node, Leaf))
    if indices != list(range(len(indices))):
        raise ValueError(f"leaves are numbered {indices}, not 0 to {len(indices) - 1}")


def _check_information_sets(game: ExtensiveFormGame) -> None:
    """Raise ValueError unless information sets and decision nodes name each other."""
    members: list[list[int]] = [[] for _ in game.information_sets]
    for number, node in enumerate(game.nodes):
        if isinstance(node, Decision):
            if not 0 <= node.information_set < len(members):
                raise ValueError(f"node {number} is of information set {node.information_set}, which does not exist")
            members[node.information_set].append(number)
            named = game.information_sets[node.information_set].actions
            if len(named) != len(node.children):
                raise ValueError(f"node {number} has {len(node.children)} children for the actions {named}")
    for index, known in enumerate(game.information_sets):
        if not members[index] or sorted(known.nodes) != members[index]:
            raise ValueError(
                f"information set {index} lists the nodes {known.nodes}, and the tree has {members[index]}"
            )
        if not 0 <= known.player < len(game.players):
            raise ValueError(f"information set {index} is of player {known.player} of {len(game.players)}")


def _check_numbers(game: ExtensiveFormGame) -> None:
    """Raise ValueError unless payoffs fit the tree and are finite, and chance is made of probabilities."""
    leaves = len(game.leaves)
    if game.payoffs.shape[-2:] != (len(game.players), leaves):
        raise ValueError(
            f"payoffs have shape {game.payoffs.shape}, the tree has {len(game.players)} players and {leaves} leaves"
        )
    if not (np.isfinite(game.payoffs).all() and np.isfinite(game.chance).all()):
        raise ValueError("every payoff and every probability must be finite")
    if game.outcomes and len(game.outcomes) != leaves:
        raise ValueError(f"{len(game.outcomes)} outcomes are named for {leaves} leaves")
    for number, node in enumerate(game.nodes):
        if isinstance(node, Chance):
            shares = branch_probabilities(game, node, ())
            fit = len(node.labels) == len(node.children) == shares.shape[-1]
            if not fit or shares.min() < 0 or np.abs(shares.sum(axis=-1) - 1.0).max() > _ROUNDING:
                raise ValueError(
                    f"chance at node {number} needs a label and a probability for each branch, summing to 1"
                )


def values_at_nodes(game: ExtensiveFormGame, profile: Profile) -> FloatArray:
    """Return the expected payoff of each player from each node on: shape (..., players, nodes)."""
    batch = np.broadcast_shapes(game.payoffs.shape[:-2], game.chance.shape[:-1], *(p.shape[:-1] for p in profile))
    values = np.empty((*batch, len(game.players), len(game.nodes)))
    values[..., game.leaves] = game.payoffs
    for number in range(len(game.nodes) - 1, -1, -1):
        node = game.nodes[number]
        if not isinstance(node, Leaf):
            shares = branch_probabilities(game, node, profile)
            values[..., number] = np.einsum("...pk,...k->...p", values[..., node.children], shares)
    return values


def worth_at_set(game: ExtensiveFormGame, profile: Profile, index: int, reach: FloatArray | None = None) -> FloatArray:
    """Return what each action of a reached information set is worth to its owner: shape (actions,).

    Its nodes are weighed by `reach`, of shape (nodes of the tree,): by the profile's reach unless given.
    """
    known = game.information_sets[index]
    belief = (reach_probabilities(game, profile) if reach is None else reach)[list(known.nodes)]
    values = values_at_nodes(game, profile)[known.player]
    ahead = values[[children_of(game.nodes[number]) for number in known.nodes]]  # ahead[node, action]
    return np.asarray(belief @ ahead / belief.sum())
