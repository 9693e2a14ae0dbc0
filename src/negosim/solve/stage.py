"""Stages: what lies between the root of a subgame and the next subgames below it, as a tree of its own."""

from collections.abc import Collection
from dataclasses import dataclass

from negosim.games import Chance, Decision, ExtensiveFormGame, FloatArray, InformationSet, Leaf, Node
from negosim.games.extensive_form import children_of


@dataclass(frozen=True)
class Stage:
    """A stage of `game`. `ends` are the nodes of the game where it stops, `sets` its information sets in the game."""

    game: ExtensiveFormGame
    nodes: tuple[int, ...]
    ends: tuple[int, ...]
    sets: tuple[int, ...]

    @property
    def players(self) -> tuple[int, ...]:
        """The players that move in it."""
        return tuple(sorted({self.game.information_sets[k].player for k in self.sets}))

    def with_payoffs(self, payoffs: FloatArray) -> ExtensiveFormGame:
        """Return the stage as a tree of those who move in it, whose ends pay `payoffs[player, end]`.

        Its players, sets and leaves are numbered as here.
        """
        place = {number: k for k, number in enumerate(self.nodes)}
        end = {number: Leaf(k) for k, number in enumerate(self.ends)}
        index = {known: k for k, known in enumerate(self.sets)}

        def copied(number: int) -> Node:
            node = self.game.nodes[number]
            if number in end or isinstance(node, Leaf):
                return end[number]
            children = tuple(place[child] for child in node.children)
            if isinstance(node, Chance):
                return Chance(node.labels, children, node.first)
            return Decision(index[node.information_set], children)

        known = [self.game.information_sets[k] for k in self.sets]
        sets = tuple(
            InformationSet(self.players.index(s.player), s.label, s.actions, tuple(place[n] for n in s.nodes))
            for s in known
        )
        names = tuple(self.game.players[player] for player in self.players)
        nodes = tuple(copied(number) for number in self.nodes)
        return ExtensiveFormGame(nodes, sets, names, payoffs[list(self.players)], self.game.chance, name=self.game.name)


def stage_at(game: ExtensiveFormGame, root: int, roots: Collection[int]) -> Stage:
    """Return the stage that starts at `root`, where `roots` are those of all subgames."""
    nodes, ends, sets = [root], [], set()
    for number in nodes:
        node = game.nodes[number]
        if isinstance(node, Leaf) or (number != root and number in roots):
            ends.append(number)
            continue
        nodes += children_of(node)
        if isinstance(node, Decision):
            sets.add(node.information_set)
    return Stage(game, tuple(nodes), tuple(ends), tuple(sorted(sets)))
