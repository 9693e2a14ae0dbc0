"""The agent tree: a game whose beliefs follow from chance alone, drawn with one node for each information set.

Where the nodes of an information set follow the same earlier choices, a mover's beliefs over them do not depend on how
anybody plays. Nothing that it could learn is then lost if the set becomes one node, and what nature did is drawn after
the choice instead of before. Play from any information set on leads to the same leaves with the same probabilities, so
the subgame-perfect equilibria of the agent tree are the sequential equilibria of the game (Kreps and Wilson 1982: under
perfect information the two are the same, and consistent beliefs are unique here).
"""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from negosim.games import Chance, Decision, ExtensiveFormGame, FloatArray, InformationSet, Leaf, Node, Profile
from negosim.games.extensive_form import branch_probabilities

Unit = tuple[bool, int]
"""What comes next: (True, information set) or (False, leaf)."""


def agent_tree(game: ExtensiveFormGame, beliefs: Profile) -> ExtensiveFormGame:
    """Return the agent tree of one game; information sets and leaves keep their numbers.

    `beliefs[k]` over the nodes of information set k follow from chance alone. Cost: one pass over the tree.
    """
    tree = _Drawing(game)
    start = _followers(game, {0: 1.0})
    queue = [(tree.reserve(), start)]
    for place, units in queue:
        if len(units) > 1:
            children = [tree.reserve() for _ in units]
            tree.draw_chance(place, children, np.array(list(units.values())))
            queue += [(child, {unit: 1.0}) for child, unit in zip(children, units, strict=True)]
            continue
        ((is_set, index),) = units
        if not is_set:
            tree.nodes[place] = Leaf(index)
            continue
        children = [tree.reserve() for _ in game.information_sets[index].actions]
        tree.nodes[place] = Decision(index, tuple(children))
        tree.where[index] = place
        queue += [(child, _after(game, index, action, beliefs[index])) for action, child in enumerate(children)]
    return tree.game()


@dataclass
class _Drawing:
    """An agent tree under construction."""

    source: ExtensiveFormGame
    nodes: list[Node] = field(default_factory=list)
    chance: list[float] = field(default_factory=list)
    where: dict[int, int] = field(default_factory=dict)

    def reserve(self) -> int:
        self.nodes.append(Leaf(-1))
        return len(self.nodes) - 1

    def draw_chance(self, place: int, children: list[int], shares: FloatArray) -> None:
        labels = tuple(str(k + 1) for k in range(len(children)))
        self.nodes[place] = Chance(labels, tuple(children), len(self.chance))
        self.chance += (shares / shares.sum()).tolist()

    def game(self) -> ExtensiveFormGame:
        sets = tuple(
            InformationSet(known.player, known.label, known.actions, (self.where[index],))
            for index, known in enumerate(self.source.information_sets)
        )
        return ExtensiveFormGame(
            tuple(self.nodes),
            sets,
            self.source.players,
            self.source.payoffs,
            np.array(self.chance),
            name=self.source.name,
        )


def _after(game: ExtensiveFormGame, index: int, action: int, belief: FloatArray) -> dict[Unit, float]:
    """Return what may come next after an action at an information set, with probabilities."""
    starts: dict[int, float] = {}
    for number, share in zip(game.information_sets[index].nodes, belief, strict=True):
        node = game.nodes[number]
        assert isinstance(node, Decision)
        starts[node.children[action]] = float(share)
    return _followers(game, starts)


def _followers(game: ExtensiveFormGame, starts: dict[int, float]) -> dict[Unit, float]:
    """Return the information sets and leaves that chance leads to from some nodes, with probabilities."""
    found: dict[Unit, float] = defaultdict(float)
    stack = list(starts.items())
    while stack:
        number, weight = stack.pop()
        node = game.nodes[number]
        if isinstance(node, Chance):
            shares = branch_probabilities(game, node, ()).tolist()
            stack += [(child, weight * share) for child, share in zip(node.children, shares, strict=True)]
        elif isinstance(node, Decision):
            found[True, node.information_set] += weight
        else:
            found[False, node.index] += weight
    return dict(found)
