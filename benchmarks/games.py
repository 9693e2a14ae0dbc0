"""Random games to measure on. One in a hundred of each batch is degenerate."""

import numpy as np

from negosim.games import FloatArray

ONE_IN = 100


def batch(rng: np.random.Generator, games: int, shape: tuple[int, ...]) -> FloatArray:
    """Return payoffs[game, player, a0, a1, ...], uniform from 0 to 1; every hundredth game is degenerate.

    There a player has two best replies to one pure profile of the others (von Stengel 2002, definition 2.6).
    """
    payoffs = rng.random((games, len(shape), *shape))
    for game in payoffs[::ONE_IN]:
        player = int(rng.integers(len(shape)))
        own = np.moveaxis(game[player], player, -1)
        replies = own[tuple(rng.integers(own.shape[:-1]))]
        order = replies.argsort()
        replies[order[-2]] = replies[order[-1]]
    return payoffs


def generic(rng: np.random.Generator, games: int, shape: tuple[int, ...]) -> FloatArray:
    """Return payoffs[game, player, a0, a1, ...], uniform from 0 to 1, without ties."""
    return rng.random((games, len(shape), *shape))


def steepness(payoffs: FloatArray, level: float) -> FloatArray:
    """Return for each game the lambda that is `level` over the largest payoff range of a player."""
    ranges = np.ptp(payoffs.reshape(*payoffs.shape[:2], -1), axis=2)
    return np.asarray(level / ranges.max(axis=1))
