"""The shape of a moves game: a normal form where nobody sees anything, else a tree with information sets.

An information set is labelled by the options seen, in order of play, joined by ` / `; `start` where nothing is
seen; an actor's own type first, as `type=NAME`. A label that a player already has is written out with the moves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from negosim.games import Chance, Decision, InformationSet, Leaf, Node
from negosim.scenario.histories import History, fits, players_of, seen_moves
from negosim.scenario.rules.moves import MovesRules

TypeProfile = Mapping[str, int]
"""From each actor with a private number to the index of its type."""


@dataclass
class TreeBuilder:
    """Grows the tree of a game in order of play. `type_names[actor]` are the types of an actor with a secret number."""

    game: MovesRules
    type_names: Mapping[str, tuple[str, ...]]
    nodes: list[Node] = field(default_factory=list)
    branches: list[tuple[str, int]] = field(default_factory=list)
    """The (actor, type) of each chance branch."""
    leaves: list[tuple[TypeProfile, History]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.players = players_of(self.game)
        self.known = {key: seen_moves(self.game, key) for key in self.game.moves}
        self._sets: dict[tuple[object, ...], int] = {}
        self._labels: list[tuple[int, str, tuple[str, ...]]] = []
        self._members: list[list[int]] = []
        self._draw(0, {})

    @property
    def information_sets(self) -> tuple[InformationSet, ...]:
        """The information sets, in order of first appearance."""
        return tuple(
            InformationSet(player, label, actions, tuple(members))
            for (player, label, actions), members in zip(self._labels, self._members, strict=True)
        )

    def _draw(self, drawn: int, types: TypeProfile) -> int:
        """Add the chance moves that give the actors their types, then the play."""
        if drawn == len(self.type_names):
            return self._play(0, types, {})
        actor, names = list(self.type_names.items())[drawn]
        number = self._reserve()
        first = len(self.branches)
        self.branches += [(actor, k) for k in range(len(names))]
        children = tuple(self._draw(drawn + 1, {**types, actor: k}) for k in range(len(names)))
        self.nodes[number] = Chance(tuple(f"type={name}" for name in names), children, first)
        return number

    def _play(self, position: int, types: TypeProfile, made: dict[str, str]) -> int:
        moves = list(self.game.moves.items())
        while position < len(moves) and not fits(moves[position][1].when, made):
            position += 1
        number = self._reserve()
        if position == len(moves):
            self.nodes[number] = Leaf(len(self.leaves))
            self.leaves.append((types, made))
            return number
        key, move = moves[position]
        known = self._information_set(key, types, made)
        self._members[known].append(number)
        children = tuple(self._play(position + 1, types, {**made, key: option}) for option in move.options)
        self.nodes[number] = Decision(known, children)
        return number

    def _reserve(self) -> int:
        self.nodes.append(Leaf(-1))
        return len(self.nodes) - 1

    def _information_set(self, key: str, types: TypeProfile, made: History) -> int:
        move = self.game.moves[key]
        seen = tuple((other, made[other]) for other in self.known[key] if other in made)
        identity = (key, types.get(move.actor), seen)
        if identity not in self._sets:
            self._sets[identity] = len(self._labels)
            player = self.players.index(move.actor)
            self._labels.append((player, self._label(key, player, types, seen), tuple(move.options)))
            self._members.append([])
        return self._sets[identity]

    def _label(self, key: str, player: int, types: TypeProfile, seen: tuple[tuple[str, str], ...]) -> str:
        """Return what the mover knows; where that says the same as another of its labels, with the moves' names."""
        actor = self.game.moves[key].actor
        own = [f"type={self.type_names[actor][types[actor]]}"] if actor in types else []
        label = " / ".join([*own, *(option for _, option in seen)]) or "start"
        if any(known[:2] == (player, label) for known in self._labels):
            label = " / ".join([f"at {key}", *own, *(f"{other}={option}" for other, option in seen)])
        return label


def is_simultaneous(game: MovesRules) -> bool:
    """Whether the game is in normal form: nobody sees anything, everybody moves once, and nothing is private."""
    once = len(players_of(game)) == len(game.moves)
    blind = all(not seen_moves(game, key) for key in game.moves)
    always = all(not move.when for move in game.moves.values())
    return once and blind and always and not game.private
