"""Batches: many games of one shape, solved in chunks that fit the processor's cache.

Within a chunk the games are the last axis, payoffs[player, a0, a1, ..., game], so that each step of numpy runs along
contiguous memory. A chunk's answer depends on its games only, and chunks are put together in order: the result is the
same whatever runs them. Every profile that is returned was checked by `regrets`, by the definition alone.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from negosim.games import BoolArray, FloatArray, IntArray, Profile

MOST_REGRET = 1e-9
"""A profile with more regret, as a share of the payoff range, is not returned: its game is solved singly."""


@dataclass(frozen=True, eq=False)
class BatchEquilibria:
    """The equilibria of a batch of games: one row for each, those of the first game first.

    `profiles[k]` holds the strategies of all players side by side, `shape` says how many actions each has; `game[k]` is
    the number of its game and `regret[k]` its certificate, as in `negosim.solve.certificate.regret`.

    Where `degenerate[game]` is false, these are all equilibria, and each is isolated. Where it is true, ties make sets of
    equilibria: two players' extreme ones are listed, of every set; three players' are some, and there may be others.
    """

    shape: tuple[int, ...]
    profiles: FloatArray
    game: IntArray
    regret: FloatArray
    degenerate: BoolArray

    @cached_property
    def count(self) -> IntArray:
        """The number of equilibria listed of each game."""
        return np.bincount(self.game, minlength=len(self.degenerate))

    def of(self, game: int) -> tuple[Profile, ...]:
        """Return the equilibria of one game."""
        first, last = np.searchsorted(self.game, [game, game + 1])
        ends = np.cumsum(self.shape)[:-1]
        return tuple(tuple(np.split(row, ends)) for row in self.profiles[first:last])


@dataclass(frozen=True, eq=False)
class Rows:
    """Profiles of some games of a chunk: `profiles[row, action]`, `game[row]`, `regret[row]`."""

    profiles: FloatArray
    game: IntArray
    regret: FloatArray

    def take(self, which: BoolArray | IntArray) -> "Rows":
        """Return the chosen rows."""
        return Rows(self.profiles[which], self.game[which], self.regret[which])


@dataclass(frozen=True, eq=False)
class Part:
    """A chunk of games: the equilibria of those that are settled, and which games are `left` to a slower way."""

    rows: Rows
    left: IntArray


def solve_in_chunks(
    payoffs: FloatArray, fast: Callable[[FloatArray], Part], slow: Callable[[FloatArray], BatchEquilibria], executor: Executor | None
) -> BatchEquilibria:
    """Solve payoffs[game, player, a0, ...] by `fast`, a chunk at a time, and what that leaves by `slow`.

    `executor` says where, if given.
    """
    run = executor.map if executor else map
    parts = list(run(fast, _chunks(payoffs)))
    size = len(next(_chunks(payoffs)))
    rows = _joined([part.rows for part in parts], size)
    degenerate = np.zeros(len(payoffs), dtype=np.bool_)
    left = np.concatenate([part.left + number * size for number, part in enumerate(parts)])
    if len(left):
        slowly = list(run(slow, _chunks(payoffs[left])))
        more = _joined([Rows(part.profiles, part.game, part.regret) for part in slowly], size)
        degenerate[left] = np.concatenate([part.degenerate for part in slowly])
        rows = _inserted(rows, Rows(more.profiles, left[more.game], more.regret))
    return BatchEquilibria(payoffs.shape[2:], rows.profiles, rows.game, rows.regret, degenerate)


def checked_batch(payoffs: ArrayLike) -> FloatArray:
    """Return payoffs[game, player, a0, a1, ...] as float64. Raises ValueError where the axes do not fit or a payoff is not finite.

    >>> checked_batch([[[3, 0], [0, 2]]])
    Traceback (most recent call last):
    ...
    ValueError: payoffs of shape (1, 2, 2) are no payoffs[game, player, a0, a1, ...]: 2 players need 2 axes of actions
    """
    taken = np.asarray(payoffs, dtype=np.float64)
    players = taken.shape[1] if taken.ndim > 1 else 0
    if taken.ndim != players + 2 or 0 in taken.shape[1:]:
        axes = f"{players} players need {players} axes of actions"
        raise ValueError(f"payoffs of shape {taken.shape} are no payoffs[game, player, a0, a1, ...]: {axes}")
    if not np.isfinite(taken).all():
        raise ValueError(f"game {int(np.argwhere(~np.isfinite(taken))[0, 0])} has a payoff that is not finite")
    return taken


def games_last(payoffs: FloatArray) -> FloatArray:
    """Return payoffs[game, player, ...] as payoffs[player, ..., game], contiguous."""
    return np.ascontiguousarray(payoffs.reshape(len(payoffs), -1).T).reshape(*payoffs.shape[1:], len(payoffs))


def certified(payoffs: FloatArray, profiles: FloatArray, game: IntArray) -> Rows:
    """Return the rows with their regrets, recomputed: payoffs[player, a0, ..., game], profiles[row, action]."""
    own = np.take(payoffs.reshape(-1, payoffs.shape[-1]), game, axis=1)
    return Rows(profiles, game, regrets(own.reshape(*payoffs.shape[:-1], len(game)), profiles))


def regrets(payoffs: FloatArray, profiles: FloatArray) -> FloatArray:
    """Return the largest gain from deviating over that player's payoff range (0 where the range is 0).

    Arrays payoffs[player, a0, ..., row] and profiles[row, action]; infinite where a row is no profile of distributions.
    """
    shape = payoffs.shape[1:-1]
    strategies = np.split(np.ascontiguousarray(profiles.T), np.cumsum(shape)[:-1])
    worst = np.zeros(payoffs.shape[-1])
    for player, own in enumerate(strategies):
        worth = payoffs[player]
        for other in range(len(shape) - 1, -1, -1):
            if other != player:
                sides = (1,) * other + strategies[other].shape[:1] + (1,) * (worth.ndim - other - 2)
                worth = (worth * strategies[other].reshape(*sides, -1)).sum(axis=other)
        table = payoffs[player].reshape(int(np.prod(shape)), -1)
        spread = table.max(axis=0) - table.min(axis=0)
        gain = worth.max(axis=0) - (worth * own).sum(axis=0)
        gain /= np.where(spread > 0, spread, np.inf)
        gain[(own.min(axis=0) < 0) | ~(np.abs(own.sum(axis=0) - 1.0) <= MOST_REGRET)] = np.inf
        np.maximum(worst, gain, out=worst)
    return worst


def in_order(parts: list[Rows]) -> Rows:
    """Return the rows of all parts, by game."""
    if len(parts) == 1:
        return parts[0]
    game = np.concatenate([part.game for part in parts])
    order = np.argsort(game, kind="stable")
    profiles = np.concatenate([part.profiles for part in parts])
    return Rows(profiles[order], game[order], np.concatenate([part.regret for part in parts])[order])
