"""What is watched when numbers move: the outcome, and each actor's choice at the moves that the solution reaches.

In a tree everything after a move is solved again. In a simultaneous game the others' choices are held, since that is
what makes a profile an equilibrium: the watched choice is the player's best reply to them.
"""

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from negosim.games import Chance, Decision, ExtensiveFormGame, FloatArray, IntArray, Leaf, Node, NormalFormGame, Profile
from negosim.games.extensive_form import reach_probabilities
from negosim.games.normal_form import action_payoffs
from negosim.models import CompiledMoves
from negosim.solve import Equilibrium
from negosim.solve.kernels import is_pure_equilibrium
from negosim.solve.result import TIE
from negosim.whatif.answers import CHUNK, PlayTree, answers_of


@dataclass(frozen=True, eq=False)
class Look:
    """What is seen at many points.

    `words[point, item]` are the watched items. `choices[point, set]` decide them: the best action at each set of
    comparisons, and `worth[point, set, action]` what each action is worth there, -inf where there is none. There are
    no sets where nothing is known but the words.
    """

    words: NDArray[np.str_]
    choices: IntArray
    worth: FloatArray

    def __len__(self) -> int:
        return len(self.choices)

    def joined(self, other: "Look") -> "Look":
        """Return the points of both."""
        return Look(
            np.concatenate([self.words, other.words]),
            np.concatenate([self.choices, other.choices]),
            np.concatenate([self.worth, other.worth]),
        )


class Watch(Protocol):
    """Looks at items of one game at vectors of its numbers."""

    def payoffs(self, values: FloatArray) -> FloatArray:
        """Return the payoffs at each point, in one row: values[point, number] to (points, players x profiles)."""
        ...

    def look(self, values: FloatArray) -> Look:
        """Return what is seen at each point: values[point, number]."""
        ...


@dataclass(frozen=True, eq=False)
class PlayWatch:
    """Watches a tree: item 0 is the outcome, the others the actions at `sets`, the information sets that the play
    reaches.

    Ties are broken in favour of `profile`, where one is given.
    """

    compiled: CompiledMoves
    sets: tuple[int, ...]
    profile: Profile = ()

    def payoffs(self, values: FloatArray) -> FloatArray:
        """Return the payoffs at each point, in one row."""
        return self.compiled.game(values).payoffs.reshape(len(values), -1)

    def look(self, values: FloatArray) -> Look:
        """Return what is seen at each point."""
        found = self._part(values[:CHUNK])
        for k in range(CHUNK, len(values), CHUNK):
            found = found.joined(self._part(values[k : k + CHUNK]))
        return found

    def _part(self, values: FloatArray) -> Look:
        game = self.compiled.game(values)
        assert isinstance(game, ExtensiveFormGame)
        if (game.chance == game.chance[:1]).all():
            game = replace(game, chance=game.chance[0])
        play = PlayTree(preferring(game, self.profile) if self.profile else game)
        columns = [np.array(play.answers.labels)[play.answers.index]]
        columns += [np.array(play.game.information_sets[k].actions)[play.choices[..., k]] for k in self.sets]
        return Look(np.stack(columns, axis=-1), play.choices, padded(play.induction.worth))


@dataclass(frozen=True, eq=False)
class ReplyWatch:
    """Watches a pure equilibrium of a simultaneous game: item 0 is the set of pure outcomes, the others each player's
    best reply."""

    compiled: CompiledMoves
    equilibrium: Equilibrium

    def payoffs(self, values: FloatArray) -> FloatArray:
        """Return the payoffs at each point, in one row."""
        return self.compiled.game(values).payoffs.reshape(len(values), -1)

    def look(self, values: FloatArray) -> Look:
        """Return what is seen at each point."""
        game = self.compiled.game(values)
        assert isinstance(game, NormalFormGame)
        found = answers_of(game)
        columns = [np.array(found.labels)[found.index]]
        for player, actions in enumerate(game.actions):
            worth = action_payoffs(game, self.equilibrium.profile, player)
            own = int(self.equilibrium.profile[player].argmax())
            columns.append(np.array(actions)[_reply(worth, own)])
        worth = padded(tuple(part for player in range(len(game.players)) for part in replies(game, player)))
        return Look(np.stack(columns, axis=-1), worth.argmax(axis=-1), worth)


@dataclass(frozen=True, eq=False)
class StableWatch:
    """Watches a simultaneous game whatever its equilibria: item 0 is the set of outcomes of its pure equilibria, item 1
    the set of those equilibria, each by its options."""

    compiled: CompiledMoves

    def payoffs(self, values: FloatArray) -> FloatArray:
        """Return the payoffs at each point, in one row."""
        return self.compiled.game(values).payoffs.reshape(len(values), -1)

    def look(self, values: FloatArray) -> Look:
        """Return what is seen at each point."""
        game = self.compiled.game(values)
        assert isinstance(game, NormalFormGame)
        found = answers_of(game)
        profiles = [
            " / ".join(own[a] for own, a in zip(game.actions, at, strict=True)) for at in np.ndindex(game.shape)
        ]
        stable = is_pure_equilibrium(game.payoffs, len(game.players)).reshape(len(values), -1)
        codes, index = np.unique(stable, axis=0, return_inverse=True)
        sets = ["; ".join(name for name, is_stable in zip(profiles, code, strict=True) if is_stable) for code in codes]
        columns = [np.array(found.labels)[found.index], np.array(sets)[index.reshape(-1)]]
        worth = padded(tuple(part for player in range(len(game.players)) for part in replies(game, player)))
        return Look(np.stack(columns, axis=-1), worth.argmax(axis=-1), worth)


@dataclass(frozen=True, eq=False)
class TowardWatch:
    """Watches whether the answer, item 0 of another watch, is one outcome and no other: its name, or nothing."""

    inner: Watch
    outcome: str

    def payoffs(self, values: FloatArray) -> FloatArray:
        """Return the payoffs at each point, in one row."""
        return self.inner.payoffs(values)

    def look(self, values: FloatArray) -> Look:
        """Return what is seen at each point."""
        seen = self.inner.look(values)
        return replace(seen, words=np.where(seen.words[:, :1] == self.outcome, self.outcome, ""))


def replies(game: NormalFormGame, player: int) -> FloatArray:
    """Return what a player's actions are worth against each pure profile of the others: (profiles, points, actions)."""
    own = np.moveaxis(game.payoffs[:, player], player + 1, -1)
    return np.moveaxis(own.reshape(len(own), -1, own.shape[-1]), 1, 0)


def unwatched(words: NDArray[np.str_]) -> Look:
    """Return a look of which nothing is known but the words: words[point, item]."""
    return Look(words, np.zeros((len(words), 0), dtype=np.int64), np.zeros((len(words), 0, 1)))


def padded(worth: tuple[FloatArray, ...]) -> FloatArray:
    """Return the worth of each action in one array: (points, actions) for each set to (points, sets, actions), -inf
    where there is none."""
    widest = max(part.shape[-1] for part in worth)
    found = np.full((len(worth[0]), len(worth), widest), -np.inf)
    for k, part in enumerate(worth):
        found[:, k, : part.shape[-1]] = part
    return found


def _reply(worth: FloatArray, own: int) -> IntArray:
    """Return the best action, the one now taken where it ties."""
    best = worth.max(axis=-1)
    stays = worth[..., own] >= best - TIE * np.maximum(1.0, np.abs(best))
    return np.where(stays, own, worth.argmax(axis=-1))


def preferring(game: ExtensiveFormGame, profile: Profile) -> ExtensiveFormGame:
    """Return the tree with the actions of a pure profile listed first, so that backward induction breaks ties its
    way."""
    order = [np.argsort(-strategy, kind="stable") for strategy in profile]

    def reordered(node: Node) -> Node:
        if isinstance(node, Leaf | Chance):
            return node
        return Decision(node.information_set, tuple(node.children[a] for a in order[node.information_set]))

    sets = tuple(
        replace(known, actions=tuple(known.actions[a] for a in order[k]))
        for k, known in enumerate(game.information_sets)
    )
    return replace(game, nodes=tuple(reordered(node) for node in game.nodes), information_sets=sets)


def reached_sets(game: ExtensiveFormGame, equilibrium: Equilibrium) -> tuple[int, ...]:
    """Return the information sets that a profile reaches, in order of play."""
    reach = reach_probabilities(game, equilibrium.profile)
    return tuple(k for k, known in enumerate(game.information_sets) if reach[list(known.nodes)].sum() > 0)
