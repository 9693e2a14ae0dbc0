"""All pure Nash equilibria of every game in a batch: profiles of actions from which nobody gains by moving alone.

By the definition: every profile is compared with what each player gets by moving alone.
"""

import math
from concurrent.futures import Executor

import numpy as np

from negosim.games import BoolArray, FloatArray, IntArray
from negosim.solve.kernels.batch import cut, games_last, range_bound
from negosim.solve.result import TIE


def is_pure_equilibrium(payoffs: FloatArray, players: int, executor: Executor | None = None) -> BoolArray:
    """Say of every profile whether it is a pure equilibrium: payoffs[..., player, a0, ...] to (..., a0, ...).

    Payoffs that differ by less than 1e-12 of the player's range are equal. `executor` does chunks of games, if given.

    >>> is_pure_equilibrium(np.array([[[3, 0], [0, 2]], [[2, 0], [0, 3]]]), 2)
    array([[ True, False],
           [False,  True]])
    """
    batch, shape = payoffs.shape[: payoffs.ndim - players - 1], payoffs.shape[payoffs.ndim - players :]
    games = payoffs.reshape(math.prod(batch), players, *shape)
    stable = np.empty((*shape, len(games)), dtype=np.bool_)
    chunks = cut(len(games), players * math.prod(shape))
    run = executor.map if executor else map
    tied = [np.arange(0)]
    for chunk, (part, is_tied) in zip(chunks, run(_by_unique_replies, (games[chunk] for chunk in chunks)), strict=True):
        stable[..., chunk] = part
        tied.append(np.flatnonzero(is_tied) + chunk.start)
    left = np.concatenate(tied)
    again = [left[chunk] for chunk in cut(len(left), players * math.prod(shape))]
    for chosen, part in zip(again, run(_by_definition, (games[chosen] for chosen in again)), strict=True):
        stable[..., chosen] = part
    return np.moveaxis(stable, -1, 0).reshape(*batch, *shape)


def _by_unique_replies(payoffs: FloatArray) -> tuple[BoolArray, BoolArray]:
    """Return is_stable[a0, ..., game] of payoffs[game, player, a0, ...], and the games in which it may not be so.

    The tolerance is too large. So a payoff is the only one that counts as a best reply if it is the only best reply,
    and all that counts is right in a game in which every best reply is the only one.
    """
    slack = TIE * range_bound(payoffs)
    stable, replies = _compare(games_last(payoffs), np.full((payoffs.shape[1], 1), slack))
    lines = (payoffs[0, 0].size // np.array(payoffs.shape[2:])).astype(replies.dtype)
    return stable, (replies != lines[:, np.newaxis]).any(axis=0)


def _by_definition(payoffs: FloatArray) -> BoolArray:
    """Return is_stable[a0, ..., game] of payoffs[game, player, a0, ...]."""
    tables = games_last(payoffs)
    slack = TIE * np.ptp(tables.reshape(len(tables), -1, len(payoffs)), axis=1)
    return _compare(tables, slack)[0]


def _compare(tables: FloatArray, slack: FloatArray) -> tuple[BoolArray, IntArray]:
    """Return is_stable[a0, ..., game] of payoffs[player, a0, ..., game], and replies[player, game].

    A profile is stable if no player gets more than its slack[player, game] by moving alone. `replies` is the number of
    profiles in which that is so for the player.
    """
    stable = np.ones(tables.shape[1:], dtype=np.bool_)
    fits = np.empty(stable.shape, dtype=np.bool_)
    games = tables.shape[-1]
    replies = np.empty((len(tables), games), dtype=np.min_scalar_type(math.prod(tables.shape[1:-1])))
    for player, own in enumerate(tables):
        least = own.max(axis=player, keepdims=True)
        least -= slack[player]
        np.greater_equal(own, least, out=fits)
        stable &= fits
        cells = fits.view(np.uint8).reshape(-1, games)
        np.add.reduce(cells, axis=0, dtype=replies.dtype, out=replies[player])
    return stable, replies
