"""The logit response profile of every game in a batch, where the principal branch first reaches lambda.

The same point as `negosim.solve.concepts.logit` gives for one game: the branch is followed in all games at once while
lambda rises along it (`branch`), and by `negosim.solve.principal_branch` in the games where that does not arrive.
Each profile is checked against the definition, from the payoffs: p = softmax(lambda * what each action gives).
"""

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from negosim.errors import UnsolvedError
from negosim.games import FloatArray, NormalFormGame, Profile
from negosim.solve.kernels.batch import checked_batch, cut, games_last
from negosim.solve.kernels.branch import follow
from negosim.solve.kernels.regrets import action_values
from negosim.solve.principal_branch import principal_branch

MOST_ERROR = 1e-10


@dataclass(frozen=True, eq=False)
class LogitPoints:
    """`profile[player][game, action]`, and `error[game]`: how far a probability is from the logit response.

    The error is below 1e-10, but for games in which the branch cannot be followed to lambda: there both are NaN.
    """

    profile: Profile
    error: FloatArray


def logit_points(payoffs: ArrayLike, lam: ArrayLike, executor: Executor | None = None) -> LogitPoints:
    """Return the profile at lambda, one number or lam[game], of each game of payoffs[game, player, a0, a1, ...].

    Lambda is per unit of payoff. `executor` does chunks of games, if given. Raises ValueError where the axes do not
    fit, a payoff is not finite, or lambda is no finite number from 0 up.

    >>> found = logit_points([[[[2, 0], [0, 1]], [[2, 0], [0, 1]]]], 1.0)
    >>> found.profile[0].round(3)
    array([[0.804, 0.196]])
    """
    taken = checked_batch(payoffs)
    lams = np.broadcast_to(np.asarray(lam, dtype=np.float64), (len(taken),))
    if not ((lams >= 0) & np.isfinite(lams)).all():
        raise ValueError("lambda is a finite number from 0 up")
    profiles, error = np.empty((sum(taken.shape[2:]), len(taken))), np.empty(len(taken))
    chunks = cut(len(taken), taken[:1].size or 1)
    parts = (executor.map if executor else map)(_points, (taken[c] for c in chunks), (lams[c] for c in chunks))
    for chunk, (part, off) in zip(chunks, parts, strict=True):
        profiles[:, chunk], error[chunk] = part, off
    strategies = np.split(profiles.T, np.cumsum(taken.shape[2:])[:-1], axis=1)
    return LogitPoints(tuple(strategies), error)


def _points(payoffs: FloatArray, lams: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return profiles[action, game] and their errors for a chunk of payoffs[game, player, ...]."""
    tables = games_last(payoffs)
    scale = np.ptp(tables.reshape(len(tables), -1, len(payoffs)), axis=1).max(axis=0)
    scale[scale == 0] = 1.0
    with np.errstate(all="ignore"):  # what overflows does not converge
        profiles = follow(tables / scale, lams * scale)
        error = _errors(tables, profiles, lams)
    left = np.flatnonzero(~(error <= MOST_ERROR))
    for game in left.tolist():
        profiles[:, game] = _single(payoffs[game], float(lams[game]))
    error[left] = _errors(tables[..., left], profiles[:, left], lams[left])
    return profiles, error


def _single(payoffs: FloatArray, lam: float) -> FloatArray:
    try:
        return np.concatenate(principal_branch(NormalFormGame(payoffs), (lam,))[0])
    except UnsolvedError:
        return np.full(sum(payoffs.shape[1:]), np.nan)


def _errors(payoffs: FloatArray, profiles: FloatArray, lams: FloatArray) -> FloatArray:
    """Return the largest difference between a probability and the logit response: profiles[action, game]."""
    strategies = np.split(profiles, np.cumsum(payoffs.shape[1:-1])[:-1])
    error = np.zeros(len(lams))
    for player, (own, mine) in enumerate(zip(payoffs, strategies, strict=True)):
        worth = lams * action_values(own, strategies, player)
        weights = np.exp(worth - worth.max(axis=0))
        np.maximum(error, np.abs(weights / weights.sum(axis=0) - mine).max(axis=0), out=error)
    return error
