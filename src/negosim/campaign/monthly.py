"""Stochastic games played month by month.

In every month the players are in one of finitely many states, play the state's game, are paid, and move to another
state with probabilities that depend on the state and on how the game ended; or the whole thing is over. A player's
payoff is the sum of its months' payoffs, those of month t times its discount factor to the power t (Shapley 1953).

States are numbered by `mode` (which game is played: talks, or a truce with so many months left) and, within each mode,
by the same `size` places: points of the grids, and in front of them scenario points that never meet.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from negosim.games import ExtensiveFormGame, FloatArray, Game, NormalFormGame, Profile
from negosim.games.extensive_form import own_moves

Step = tuple[int, int]
"""An information set and the action taken there."""
Sparse = Any
"""A sparse matrix of scipy's: from places to places, rows summing to one."""


@dataclass(frozen=True)
class Knowledge:
    """An information set of a month's game: who moves, at which move, what it has seen, and what it may do."""

    player: int
    move: str
    label: str
    actions: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Shape:
    """The shape of a month's game: a game whose payoffs are only an example.

    `sets` are its information sets, one for each player of a normal form, with players numbered as in the stochastic
    game. `typed` are those at which a behavioural type moves.
    """

    game: Game
    sets: tuple[Knowledge, ...]
    typed: frozenset[int] = frozenset()

    @cached_property
    def paths(self) -> tuple[tuple[Step, ...], ...]:
        """The moves that lead to each end."""
        return paths_of(self.game)

    @cached_property
    def owners(self) -> tuple[int, ...]:
        """The number in the stochastic game of each player of the month's game."""
        found = {}
        known = self.game.information_sets if isinstance(self.game, ExtensiveFormGame) else None
        for k, entry in enumerate(self.sets):
            found[known[k].player if known else k] = entry.player
        return tuple(found[k] for k in range(len(self.game.players)))

    def reach(self, policy: Profile) -> FloatArray:
        """Return the probability of each end: policy[set][..., action] to (..., ends)."""
        return self.reach_without(policy, -1)

    def reach_without(self, policy: Profile, player: int) -> FloatArray:
        """Return the probability of each end if `player`, where its types do not move, made every move toward it."""
        ends = []
        for path in self.paths:
            weight: FloatArray = np.ones(policy[0].shape[:-1])
            for known, action in path:
                if self.sets[known].player != player or known in self.typed:
                    weight = weight * policy[known][..., action]
            ends.append(weight)
        return np.stack(ends, axis=-1)


def paths_of(game: Game) -> tuple[tuple[Step, ...], ...]:
    """Return the (information set, action) pairs that lead to each end, in order of play."""
    if isinstance(game, NormalFormGame):
        shape = tuple(map(len, game.actions))
        profiles = np.ndindex(*shape)
        return tuple(tuple(enumerate(profile)) for profile in profiles)
    return tuple(own_moves(game, leaf) for leaf in game.leaves)


def plain_shape(game: Game) -> Shape:
    """Return the shape of a game that stands alone, its players numbered as they are.

    >>> plain_shape(NormalFormGame([[[3, 0], [0, 2]], [[2, 0], [0, 3]]])).owners
    (0, 1)
    """
    if isinstance(game, NormalFormGame):
        return Shape(game, tuple(Knowledge(k, str(k), "start", actions) for k, actions in enumerate(game.actions)))
    return Shape(game, tuple(Knowledge(s.player, s.label, s.label, s.actions) for s in game.information_sets))


@dataclass(frozen=True, eq=False)
class Lot:
    """One way in which a month goes on after some of its game's `ends`.

    It has the probability `chance[place, k]` after the k-th of these ends, and leads to `mode` and to the places that
    the sparse matrix `step[place, next place]` gives. `event` names what was seen, if anything.
    """

    ends: tuple[int, ...]
    chance: FloatArray
    step: Sparse
    mode: int
    event: str = ""


@dataclass(frozen=True, eq=False)
class Stage:
    """What is played in one mode in one month.

    `payoffs[place, player, end]`; `played[set]` are the probabilities of the actions of the sets that types move at;
    after ends that no lot names it is over.
    """

    shape: Shape
    payoffs: FloatArray
    lots: tuple[Lot, ...]
    played: dict[int, FloatArray] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class MonthlyGame:
    """A stochastic game in months: `stage(mode, month)` gives what is played.

    `discount[place, player]`; `final[mode, place, player]` is what is left after the last month. `months` is None where
    there is no last one; the stages then repeat after `period` months.
    """

    players: tuple[str, ...]
    modes: tuple[str, ...]
    size: int
    discount: FloatArray
    stage: Callable[[int, int], Stage]
    final: FloatArray
    months: int | None
    period: int = 1

    def ahead(self, stage: Stage, later: FloatArray) -> FloatArray:
        """Return what the months to come are worth today after each end, where they are worth later[mode, place,
        player]: (place, player, end)."""
        worth = np.zeros(stage.payoffs.T.shape)  # worth[end, player, place]
        for lot in stage.lots:
            expected = ((lot.step @ later[lot.mode]) * self.discount).T
            for k, end in enumerate(lot.ends):
                worth[end] += expected * lot.chance[:, k]
        return worth.T


def markov_game(
    payoffs: FloatArray, onward: FloatArray, discount: FloatArray, months: int | None = None
) -> MonthlyGame:
    """Return a stochastic game in which players choose at once: payoffs[state, player, a0, a1, ...].

    `onward[state, a0, a1, ..., next state]` are the probabilities of what comes next, what they leave that it is over;
    `discount[player]`. There is no last month unless `months` are given, after which nothing is left.
    """
    from scipy.sparse import csr_array

    states, players = payoffs.shape[:2]
    game = NormalFormGame(payoffs[0])
    steps = onward.reshape(states, -1, states)
    flat = payoffs.reshape(states, players, -1)
    lots = tuple(Lot((end,), np.ones((states, 1)), csr_array(steps[:, end]), 0) for end in range(steps.shape[1]))
    stage = Stage(plain_shape(game), flat, lots)
    rates = np.broadcast_to(np.asarray(discount, dtype=float), (states, players))
    final = np.zeros((1, states, players))
    return MonthlyGame(game.players, ("state",), states, rates, lambda mode, month: stage, final, months)
