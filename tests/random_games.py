"""Random games for property tests: normal forms and small trees with chance, ties and hidden moves."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st

from negosim.games import Chance, Decision, ExtensiveFormGame, InformationSet, Leaf, Node, NormalFormGame


def examples(count: int) -> settings:
    """Return the settings of a property test: so many examples, the same in every run, in whatever time they take."""
    return settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )


@dataclass(frozen=True)
class Move:
    """A move of a tree. `player` is None for chance; `sees` are the earlier moves, by number, that the mover knows."""

    player: int | None
    actions: int
    sees: frozenset[int] = frozenset()


@dataclass
class TreeOfMoves:
    """Builds the tree of a list of moves; a (move, action) in `stops` ends the game."""

    moves: Sequence[Move]
    stops: frozenset[tuple[int, int]] = frozenset()
    shares: Sequence[Sequence[float]] = ()
    nodes: list[Node] = field(default_factory=list)
    chance: list[float] = field(default_factory=list)
    sets: dict[tuple[object, ...], list[int]] = field(default_factory=dict)
    leaves: int = 0

    def __post_init__(self) -> None:
        self._grow(())

    def game(self, payoffs: object, players: int) -> ExtensiveFormGame:
        keys = list(self.sets)
        sets = tuple(
            InformationSet(
                int(self.moves[key[0]].player),
                str(key),
                tuple(map(str, range(self.moves[key[0]].actions))),
                tuple(self.sets[key]),
            )
            for key in keys
        )
        names = tuple(f"player {k}" for k in range(players))
        return ExtensiveFormGame(tuple(self.nodes), sets, names, np.asarray(payoffs, float), np.array(self.chance))

    def _grow(self, made: tuple[int, ...]) -> int:
        number = len(self.nodes)
        position = len(made)
        self.nodes.append(Leaf(self.leaves))
        if position == len(self.moves) or (position and (position - 1, made[-1]) in self.stops):
            self.leaves += 1
            return number
        move = self.moves[position]
        if move.player is None:
            first = len(self.chance)
            self.chance += list(self.shares[position])
            children = tuple(self._grow((*made, k)) for k in range(move.actions))
            self.nodes[number] = Chance(tuple(map(str, range(move.actions))), children, first)
            return number
        key = (position, *((m, made[m]) for m in sorted(move.sees)))
        members = self.sets.setdefault(key, [])
        members.append(number)
        index = list(self.sets).index(key)
        self.nodes[number] = Decision(index, tuple(self._grow((*made, k)) for k in range(move.actions)))
        return number


@st.composite
def trees(draw, information="any", players=(2, 3), most_moves=4, top=2, most_sets=4, actions=2, chance=True):
    """Draw a tree with perfect recall and payoffs in 0..top.

    `information` is "perfect", "chance" (what is hidden is chance, and nobody learns of it from another) or "any".
    """
    count = draw(st.integers(*players))
    length = draw(st.integers(1, most_moves))
    owners = [draw(st.integers(-1 if chance else 0, count - 1)) for _ in range(length)]
    seen_from = [
        draw(st.integers(k + 1, length)) if information == "chance" and owner < 0 else k + 1
        for k, owner in enumerate(owners)
    ]
    moves: list[Move] = []
    for k, owner in enumerate(owners):
        earlier = range(k)
        if information == "any":
            sees = set(draw(st.sets(st.sampled_from(list(earlier)))) if k else ())
            for m in earlier:
                if moves[m].player == owner:
                    sees |= {m, *moves[m].sees}
        else:
            sees = {m for m in earlier if seen_from[m] <= k}
        size = draw(st.integers(1, actions)) if actions > 2 else 2
        moves.append(Move(None if owner < 0 else owner, size, frozenset(sees)))
    stops = draw(st.sets(st.tuples(st.integers(0, length - 1), st.integers(0, 1)), max_size=2))
    shares = [draw(st.sampled_from(_SHARES[move.actions])) for move in moves]
    tree = TreeOfMoves(moves, frozenset(stops), shares)
    size = count * tree.leaves
    cells = draw(st.lists(st.integers(0, top), min_size=size, max_size=size))
    game = tree.game(np.reshape(cells, (count, tree.leaves)), count)
    assume(len(game.information_sets) <= most_sets)
    return game


_SHARES = {1: [(1.0,)], 2: [(0.5, 0.5), (0.25, 0.75), (1.0, 0.0)], 3: [(0.25, 0.25, 0.5)]}


@st.composite
def normal_forms(draw, players=(1, 3), most_actions=3, low=-3, high=3):
    """Draw a normal form with small whole payoffs, so that ties are common."""
    count = draw(st.integers(*players))
    shape = tuple(draw(st.integers(1, most_actions)) for _ in range(count))
    size = count * int(np.prod(shape))
    cells = draw(st.lists(st.integers(low, high), min_size=size, max_size=size))
    return NormalFormGame(np.reshape(cells, (count, *shape)))


@st.composite
def profiles(draw, sizes):
    """Draw a distribution over so many actions for each entry of `sizes`, with zeros among the probabilities."""
    found = []
    for size in sizes:
        weights = np.array(draw(st.lists(st.integers(0, 3), min_size=size, max_size=size).filter(any)), float)
        found.append(weights / weights.sum())
    return tuple(found)
