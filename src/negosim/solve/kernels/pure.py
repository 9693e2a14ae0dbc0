"""All pure Nash equilibria of every game in a batch: profiles of actions from which nobody gains by moving alone.

By the definition: every profile is compared with what each player gets by moving alone.
"""

import math
from concurrent.futures import Executor

import numpy as np

from negosim.games import BoolArray, FloatArray
from negosim.solve.kernels.batch import cut, games_last
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
    chunks = cut(len(games), 2 * players * math.prod(shape))  # the payoffs and what is made of them
    found = (executor.map if executor else map)(_is_stable, (games[chunk] for chunk in chunks))
    for chunk, part in zip(chunks, found, strict=True):
        stable[..., chunk] = part
    return np.moveaxis(stable, -1, 0).reshape(*batch, *shape)


def _is_stable(payoffs: FloatArray) -> BoolArray:
    """Return is_stable[a0, ..., game] of payoffs[game, player, a0, ...]."""
    tables = games_last(payoffs)
    cells = tables.reshape(len(tables), math.prod(tables.shape[1:-1]), len(payoffs))
    slack = TIE * (cells.max(axis=1) - cells.min(axis=1))
    stable = np.ones(tables.shape[1:], dtype=np.bool_)
    fits = np.empty(tables.shape[1:], dtype=np.bool_)
    for player, own in enumerate(tables):
        least = own.max(axis=player, keepdims=True)
        least -= slack[player]
        np.greater_equal(own, least, out=fits)
        stable &= fits
    return stable
