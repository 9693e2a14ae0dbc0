"""Batches: many games of one shape, solved in chunks that fit the processor's cache.

Within a chunk the games are the last axis, payoffs[player, a0, a1, ..., game], so that each step of numpy runs along
contiguous memory. Chunks depend on nothing but their games and are put together in order, so the result is the same
whatever runs them. A pure profile is found by the definition itself, a comparison of payoffs; every other one is checked by
`regrets`, from the payoffs and the definition alone.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from negosim.games import BoolArray, FloatArray, IntArray, Profile, one_hot

MOST_REGRET = 1e-9
"""A profile with more regret, as a share of the payoff range, is not returned: its game is solved singly."""
_CELLS = 2**17
"""Payoffs in a chunk: one megabyte."""
_LARGE = 2**22 - 2**12


@dataclass(frozen=True, eq=False)
class BatchEquilibria:
    """The equilibria of a batch of games of one shape.

    `pure[game, a0, a1, ...]` says which pure profiles are equilibria. Each row of `mixed[row, action]` is an equilibrium in which
    somebody mixes, all players' strategies side by side; `game[row]` is the number of its game, in no particular order,
    and `regret[row]` its certificate, as in `negosim.solve.certificate.regret`. A pure one's is 0.

    Where `degenerate[game]` is false, these are all equilibria, and each is isolated. Where it is true, ties make sets of
    equilibria: two players' extreme ones are listed, of every set; three players' are some, and there may be others.
    """

    pure: BoolArray
    mixed: FloatArray
    game: IntArray
    regret: FloatArray
    degenerate: BoolArray

    @cached_property
    def count(self) -> IntArray:
        """The number of equilibria listed for each game."""
        mixed = np.bincount(self.game, minlength=len(self.pure))
        return np.asarray(mixed + self.pure.reshape(len(self.pure), -1).sum(axis=1))

    def of(self, game: int) -> tuple[Profile, ...]:
        """Return the equilibria listed for one game, pure ones first."""
        shape = self.pure.shape[1:]
        pure = [tuple(map(one_hot, shape, actions)) for actions in np.argwhere(self.pure[game]).tolist()]
        start, end = np.searchsorted(self.game, [game, game + 1], sorter=self._by_game)
        return (*pure, *(tuple(np.split(row, np.cumsum(shape)[:-1])) for row in self.mixed[self._by_game[start:end]]))

    @cached_property
    def _by_game(self) -> IntArray:
        return np.argsort(self.game, kind="stable")


@dataclass(frozen=True, eq=False)
class Rows:
    """Profiles of games of a chunk in which somebody mixes: `profiles[action, row]`, `game[row]`, `regret[row]`."""

    profiles: FloatArray
    game: IntArray
    regret: FloatArray

    def of_games(self, chosen: BoolArray) -> "Rows":
        """Return the rows of the chosen games."""
        which = np.flatnonzero(chosen[self.game])
        return Rows(np.take(self.profiles, which, axis=1), self.game[which], self.regret[which])


@dataclass(frozen=True, eq=False)
class Part:
    """What a solver found in a chunk of games.

    `pure[profile, game]`, profiles in C order, and `mixed` are as in `BatchEquilibria`. `left` lists games to be solved in
    another way, of which there is nothing here, and `degenerate` those of the others in which not all equilibria are isolated.
    """

    pure: BoolArray
    mixed: Rows
    left: IntArray
    degenerate: IntArray


Solver = Callable[[FloatArray], Part]


def checked_batch(payoffs: ArrayLike) -> FloatArray:
    """Return payoffs[game, player, a0, a1, ...] as float64. Raises ValueError where the axes do not fit.

    >>> checked_batch([[[3, 0], [0, 2]]])
    Traceback (most recent call last):
    ...
    ValueError: payoffs of shape (1, 2, 2) are no payoffs[game, player, a0, a1, ...]: 2 players need 2 axes of actions
    """
    taken = np.ascontiguousarray(payoffs, dtype=np.float64)
    players = taken.shape[1] if taken.ndim > 1 else 0
    if taken.ndim != players + 2 or 0 in taken.shape[1:]:
        axes = f"{players} players need {players} axes of actions"
        raise ValueError(f"payoffs of shape {taken.shape} are no payoffs[game, player, a0, a1, ...]: {axes}")
    return taken


def check_finite(payoffs: FloatArray, games: IntArray) -> None:
    """Raise ValueError where one of these games has a payoff that is not finite."""
    is_finite = np.isfinite(payoffs[games]).all(axis=tuple(range(1, payoffs.ndim)))
    if not is_finite.all():
        raise ValueError(f"game {games[~is_finite][0]} of the batch has a payoff that is not finite")


def solve_in_chunks(payoffs: FloatArray, solvers: Sequence[Solver], executor: Executor | None) -> BatchEquilibria:
    """Solve payoffs[game, player, a0, ...] by the first solver, a chunk at a time, and what each leaves by the next.

    The last must leave none. All leave games with a payoff that is not finite, and these raise ValueError.
    `executor` says where, if given; the solvers must then be importable functions.
    """
    np.empty(_LARGE)  # freed at once: malloc then keeps arrays of this size, as fresh memory costs more than the work
    shape = payoffs.shape[2:]
    pure = np.zeros((int(np.prod(shape)), len(payoffs)), dtype=np.bool_)
    degenerate = np.zeros(len(payoffs), dtype=np.bool_)
    mixed = [Rows(np.empty((sum(shape), 0)), np.arange(0), np.empty(0))]
    left = np.arange(len(payoffs))
    for number, solver in enumerate(solvers):
        chunks = _cut(left, payoffs)
        tables = (payoffs[games] if number else payoffs[games[0] : games[-1] + 1] for games in chunks)
        ahead = [left[:0]]
        for games, part in zip(chunks, (executor.map if executor else map)(solver, tables), strict=True):
            pure[:, games if number else slice(games[0], games[-1] + 1)] = part.pure
            degenerate[games[part.degenerate]] = True
            mixed.append(Rows(part.mixed.profiles, games[part.mixed.game], part.mixed.regret))
            ahead.append(games[part.left])
        left = np.concatenate(ahead)
        check_finite(payoffs, left)
    return BatchEquilibria(
        pure.T.reshape(-1, *shape),
        np.concatenate([rows.profiles for rows in mixed], axis=1).T,
        np.concatenate([rows.game for rows in mixed]),
        np.concatenate([rows.regret for rows in mixed]),
        degenerate,
    )


def games_last(payoffs: FloatArray) -> FloatArray:
    """Return payoffs[game, player, ...] as payoffs[player, ..., game], contiguous."""
    return np.ascontiguousarray(payoffs.reshape(len(payoffs), -1).T).reshape(*payoffs.shape[1:], len(payoffs))


def range_bound(payoffs: FloatArray) -> float:
    """Return a number that no payoff range within these exceeds: twice their Euclidean norm. It is not finite if one is not."""
    flat = payoffs.reshape(-1)
    return 2.0 * float(np.sqrt(np.einsum("k,k->", flat, flat)))  # a scalar product would start threads


def spreads(payoffs: FloatArray) -> FloatArray:
    """Return each player's payoff range in payoffs[player, a0, ..., game]: shape [player, game]."""
    tables = payoffs.reshape(len(payoffs), -1, payoffs.shape[-1])
    return np.asarray(tables.max(axis=1) - tables.min(axis=1))


def certified(payoffs: FloatArray, profiles: FloatArray, game: IntArray) -> Rows:
    """Return the rows with their regrets, recomputed: payoffs[player, a0, ..., game], profiles[action, row]."""
    own = np.take(payoffs.reshape(-1, payoffs.shape[-1]), game, axis=1)
    return Rows(profiles, game, regrets(own.reshape(*payoffs.shape[:-1], len(game)), profiles))


def regrets(payoffs: FloatArray, profiles: FloatArray) -> FloatArray:
    """Return the largest gain from deviating over that player's payoff range, for each row.

    Arrays payoffs[player, a0, ..., row] and profiles[action, row]; infinite where a row is no profile of distributions.
    """
    strategies = np.split(profiles, np.cumsum(payoffs.shape[1:-1])[:-1])
    worst = regret_of(payoffs[0], strategies, 0)
    for player in range(1, len(payoffs)):
        np.maximum(worst, regret_of(payoffs[player], strategies, player), out=worst)
    return worst


def regret_of(payoffs: FloatArray, strategies: Sequence[FloatArray], player: int) -> FloatArray:
    """Return what a player gains by its best deviation over its payoff range (0 where the range is 0), for each row.

    Arrays payoffs[a0, ..., row] of that player and strategies[player][action, row]; infinite where it plays no distribution.
    """
    own, worth = strategies[player], payoffs
    for other in reversed(range(len(strategies))):
        if other != player:
            axes = list(range(worth.ndim))
            worth = np.einsum(worth, axes, strategies[other], [other, axes[-1]], [axis for axis in axes if axis != other])
    spread = spreads(payoffs[np.newaxis])[0]
    spread[spread == 0] = np.inf
    regret = (worth.max(axis=0) - (worth * own).sum(axis=0)) / spread
    is_distribution = np.abs(own.sum(axis=0) - 1.0) <= MOST_REGRET
    if not is_distribution.all() or own.min(initial=0.0) < 0:
        regret[~is_distribution | (own < 0).any(axis=0)] = np.inf
    return np.asarray(regret)


def separated(rows: Rows, shape: tuple[int, ...], games: int) -> tuple[BoolArray, Rows]:
    """Separate pure profiles, pure[profile, game], from rows in which somebody mixes."""
    pure = np.zeros((int(np.prod(shape)), games), dtype=np.bool_)
    is_pure = ((rows.profiles == 0) | (rows.profiles == 1)).all(axis=0)
    strategies = np.split(rows.profiles[:, is_pure], np.cumsum(shape)[:-1])
    pure[np.ravel_multi_index([own.argmax(axis=0) for own in strategies], shape), rows.game[is_pure]] = True
    return pure, Rows(rows.profiles[:, ~is_pure], rows.game[~is_pure], rows.regret[~is_pure])


def _cut(games: IntArray, payoffs: FloatArray) -> list[IntArray]:
    size = max(_CELLS // int(np.prod(payoffs.shape[1:])), 1)
    return [games[start : start + size] for start in range(0, len(games), size)]
