"""Batches: many games of one shape, solved in chunks that fit the processor's cache.

Within a chunk the games are the last axis, payoffs[player, a0, a1, ..., game], so that each step of numpy runs along
contiguous memory. Chunks depend on nothing but their games and are put together in order, so the result is the same
whatever runs them. Every profile that is returned was checked by `regrets`, from the payoffs and the definition alone.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from negosim.games import BoolArray, FloatArray, IntArray, Profile

MOST_REGRET = 1e-9
"""A profile with more regret, as a share of the payoff range, is not returned: its game is solved singly."""
_CELLS = 2**16
"""Payoffs in a chunk: half a megabyte."""


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
        """The number of equilibria listed for each game."""
        return np.bincount(self.game, minlength=len(self.degenerate))

    def of(self, game: int) -> tuple[Profile, ...]:
        """Return the equilibria listed for one game."""
        first, last = np.searchsorted(self.game, [game, game + 1])
        ends = np.cumsum(self.shape)[:-1]
        return tuple(tuple(np.split(row, ends)) for row in self.profiles[first:last])


@dataclass(frozen=True, eq=False)
class Rows:
    """Profiles of games of a batch, by game: `profiles[row, action]`, `game[row]`, `regret[row]`."""

    profiles: FloatArray
    game: IntArray
    regret: FloatArray

    def take(self, which: BoolArray) -> "Rows":
        """Return the chosen rows."""
        return Rows(self.profiles[which], self.game[which], self.regret[which])


@dataclass(frozen=True, eq=False)
class Part:
    """A chunk of games: the equilibria of some, which games are `left` to a slower way, and in which some are not isolated."""

    rows: Rows
    left: IntArray
    degenerate: BoolArray


Solver = Callable[[FloatArray], Part]


def checked_batch(payoffs: ArrayLike) -> FloatArray:
    """Return payoffs[game, player, a0, a1, ...] as float64. Raises ValueError where axes do not fit or a payoff is not finite.

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
        raise ValueError(f"game {int(np.argwhere(~np.isfinite(taken))[0, 0])} of the batch has a payoff that is not finite")
    return taken


def solve_in_chunks(payoffs: FloatArray, solvers: Sequence[Solver], executor: Executor | None) -> BatchEquilibria:
    """Solve payoffs[game, player, a0, ...] by the first solver, a chunk at a time, and what each leaves by the next.

    The last must leave none. `executor` says where, if given; the solvers must then be importable functions.
    """
    degenerate = np.zeros(len(payoffs), dtype=np.bool_)
    left, rows = np.arange(len(payoffs)), None
    for solver in solvers:
        part = _joined(list((executor.map if executor else map)(solver, _chunks(payoffs if rows is None else payoffs[left]))))
        degenerate[left[part.degenerate]] = True
        found = part.rows if rows is None else Rows(part.rows.profiles, left[part.rows.game], part.rows.regret)
        rows = found if rows is None else _inserted(rows, found)
        left = left[part.left]
        if not len(left):
            break
    assert rows is not None
    return BatchEquilibria(payoffs.shape[2:], rows.profiles, rows.game, rows.regret, degenerate)


def games_last(payoffs: FloatArray) -> FloatArray:
    """Return payoffs[game, player, ...] as payoffs[player, ..., game], contiguous."""
    return np.ascontiguousarray(payoffs.reshape(len(payoffs), -1).T).reshape(*payoffs.shape[1:], len(payoffs))


def spreads(payoffs: FloatArray) -> FloatArray:
    """Return each player's payoff range in payoffs[player, a0, ..., game]: shape [player, game]."""
    tables = payoffs.reshape(len(payoffs), -1, payoffs.shape[-1])
    return np.asarray(tables.max(axis=1) - tables.min(axis=1))


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
    for player, spread in enumerate(spreads(payoffs)):
        worth, own = _worth(payoffs[player], strategies, player), strategies[player]
        gain = worth.max(axis=0) - (worth * own).sum(axis=0)
        gain /= np.where(spread > 0, spread, np.inf)
        np.maximum(worst, gain, out=worst)
        total = own.sum(axis=0)
        worst[(own.min(axis=0) < 0) | ~(np.abs(total - 1.0) <= MOST_REGRET)] = np.inf
    return worst


def _worth(own: FloatArray, strategies: Sequence[FloatArray], player: int) -> FloatArray:
    """Return what each action gives a player: own[a0, a1, ..., row] and strategies[player][action, row] to [action, row]."""
    for other in reversed(range(len(strategies))):
        if other != player:
            sides = (1,) * other + strategies[other].shape[:1] + (1,) * (own.ndim - other - 2)
            own = (own * strategies[other].reshape(*sides, -1)).sum(axis=other)
    return own


def _chunks(payoffs: FloatArray) -> Iterator[FloatArray]:
    """Yield the games in chunks; one empty chunk where there are none."""
    size = max(_CELLS // int(np.prod(payoffs.shape[1:])), 1)
    return (payoffs[start : start + size] for start in range(0, max(len(payoffs), 1), size))


def _joined(parts: list[Part]) -> Part:
    """Put chunks together, counting games from the first chunk on."""
    starts = np.cumsum([0, *(len(part.degenerate) for part in parts)])[:-1]
    rows = Rows(
        np.concatenate([part.rows.profiles for part in parts]),
        np.concatenate([part.rows.game + start for part, start in zip(parts, starts, strict=True)]),
        np.concatenate([part.rows.regret for part in parts]),
    )
    left = np.concatenate([part.left + start for part, start in zip(parts, starts, strict=True)])
    return Part(rows, left, np.concatenate([part.degenerate for part in parts]))


def _inserted(rows: Rows, more: Rows) -> Rows:
    """Return the rows of both, by game; no game has rows in both."""
    place = np.searchsorted(rows.game, more.game)
    pairs = ((rows.profiles, more.profiles), (rows.game, more.game), (rows.regret, more.regret))
    return Rows(*(np.insert(old, place, new, axis=0) for old, new in pairs))
