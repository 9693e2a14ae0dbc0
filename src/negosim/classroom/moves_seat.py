"""Who is played in a moves game, against which opponents, and what the best reply to them is."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from negosim.classroom.best_reply import best_reply
from negosim.classroom.opponents import Opponents
from negosim.explain.words import points, scale_of
from negosim.games import Chance, ExtensiveFormGame, FloatArray, Profile, one_hot
from negosim.models import CompiledMoves, Terms
from negosim.scenario.names import Names


@dataclass(frozen=True, eq=False)
class Seat:
    """Which actor is played in which game, and how the others move."""

    compiled: CompiledMoves
    tree: ExtensiveFormGame
    actor: str
    opponents: Opponents
    seed: int

    @property
    def player(self) -> int:
        """The index of the actor."""
        return self.tree.players.index(self.actor)

    @cached_property
    def names(self) -> Names:
        """What things are called."""
        return Names(self.compiled.scenario)

    @cached_property
    def draws(self) -> FloatArray:
        """A number between 0 and 1 for each node, with which chance and the others choose there."""
        return np.random.default_rng(self.seed).random(len(self.tree.nodes))

    @cached_property
    def best(self) -> Profile:
        """How the others move, and the actor's best reply to it."""
        return best_reply(self.tree, self.opponents.profile, self.player)

    @cached_property
    def is_random(self) -> bool:
        """Whether chance or another actor's mixing makes what a choice is worth an average."""
        sets = zip(self.tree.information_sets, self.opponents.profile, strict=True)
        mixes = any(known.player != self.player and float(own.max()) < 1 for known, own in sets)
        return mixes or any(isinstance(node, Chance) for node in self.tree.nodes)

    @cached_property
    def terms(self) -> Terms:
        """The terms of the payoffs, which say why."""
        return self.compiled.terms_at(self.compiled.scenario.numbers.base)

    def best_after(self, made: Mapping[int, int]) -> Profile:
        """Return how the others move and the best reply, with some of the actor's own moves as they were made."""
        sets = self.tree.information_sets
        return tuple(one_hot(len(sets[k].actions), made[k]) if k in made else own for k, own in enumerate(self.best))

    def points(self, utility: float) -> str:
        """Return utility as pages show it."""
        return points(utility, scale=scale_of(self.compiled.scenario, self.compiled.key))

    def option(self, index: int, action: int) -> str:
        """Return what an action at an information set is called."""
        known = self.tree.information_sets[index]
        return self.names.option(self.compiled.key, self.tree.players[known.player], known.actions[action])


@dataclass(frozen=True)
class OwnMove:
    """An action that the actor took at an information set, and what it took at those before."""

    index: int
    action: int
    before: Mapping[int, int]
