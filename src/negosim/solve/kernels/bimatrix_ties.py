"""Extreme equilibria of small two-player games with ties, many at once.

The signs of the gains and minors (`gain_signs`) are now +, 0 or -, and a mixture has more labels where one is 0: an action of zero
weight, or one more best reply. The extreme equilibria are the pairs of mixtures that between them have the label of every
action, unplayed or a best reply (von Stengel 2002, theorem 2.14).

A 0 must be proved. Payoffs that are decimals of up to four places are taken to integers, where all is exact. Otherwise a gain is
0 where two payoffs are equal, and a minor where equal payoffs make a row, a column or a difference of rows vanish. A game
with a small value that is not so proved goes to `negosim.solve.two_player`, one by one.
"""

from dataclasses import dataclass

import numpy as np

from negosim.games import BoolArray, FloatArray, IntArray
from negosim.solve.kernels.batch import MOST_REGRET, Part, certified, games_last, spreads
from negosim.solve.kernels.gain_signs import Seat, Signs, Vertices, candidates, gains_and_minors, mixtures, vertices
from negosim.solve.two_player import extreme_equilibria

CERTAIN = 1e-11
"""The sign of a gain larger than this share of the payoff range, or a minor of its square, is the same if payoffs move by 1e-12."""
_PLACES = (1.0, 10.0, 100.0, 1000.0, 10000.0)
_MOST_UNITS = 1e5
_ROUNDING = 1e-15


@dataclass(frozen=True, eq=False)
class _Side:
    """One player's gains and minors, what they give, and in which games every sign is proved."""

    seat: Seat
    values: FloatArray
    vertices: Vertices
    is_sure: BoolArray


def solve_ties(payoffs: FloatArray) -> Part:
    """Find the extreme equilibria of payoffs[game, player, i, j], up to three actions each."""
    given = games_last(payoffs)
    exact, is_exact = _as_integers(given)
    first = _look(exact[0], is_exact, is_second=False)
    second = _look(exact[1].swapaxes(0, 1), is_exact, is_second=True)
    y, x, game = _completely_labelled(first, second)
    sides = mixtures(second.values, x, game, second.seat), mixtures(first.values, y, game, first.seat)
    found = certified(given, np.concatenate(sides, axis=1), game)
    is_sure = first.is_sure & second.is_sure
    is_sure[game[~(found.regret <= MOST_REGRET)]] = False
    shared = [_repeated(game * len(candidates(first.seat)) + vertex) for vertex in (x, y)]
    degenerate = np.bincount(game[shared[0] | shared[1]], minlength=len(payoffs)) > 0
    return Part(found.take(is_sure[game]), np.flatnonzero(~is_sure), degenerate & is_sure)


def solve_singly(payoffs: FloatArray) -> Part:
    """Find the extreme equilibria of payoffs[game, player, i, j] of any size, one game after another."""
    found = [extreme_equilibria(*game) for game in payoffs]
    profiles = [[float(weight) for strategy in profile for weight in strategy] for one in found for profile in one.profiles]
    number = np.repeat(np.arange(len(payoffs)), [len(one.profiles) for one in found])
    rows = certified(games_last(payoffs), np.array(profiles).reshape(-1, sum(payoffs.shape[2:])), number)
    degenerate = np.array([len(one.components) != len(one.profiles) for one in found], dtype=np.bool_)
    return Part(rows, np.array([], dtype=np.int64), degenerate)


def is_certain(values: FloatArray, spread: FloatArray, seat: Seat) -> BoolArray:
    """Say of each gain and minor, values[number, game], whether its sign is certain, given the payoff ranges."""
    least = np.repeat(CERTAIN * np.array([spread, spread * spread]), (seat.gains, seat.minors), axis=0)
    return np.asarray(np.abs(values) > least)


def _as_integers(tables: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Take payoffs[player, i, j, game] that are decimals to integers; also return in which games both players' are."""
    exact = tables.copy()
    done = np.zeros((2, tables.shape[-1]), dtype=np.bool_)
    for player, own in enumerate(tables):
        size = np.abs(own).max(axis=(0, 1))
        above = own - own.min(axis=(0, 1))
        for places in _PLACES:
            units = np.rint(above * places)
            near = np.abs(above * places - units).max(axis=(0, 1)) <= 4 * _ROUNDING * places * size
            fits = near & (units.max(axis=(0, 1)) <= _MOST_UNITS) & ~done[player]
            exact[player][:, :, fits] = units[:, :, fits]
            done[player] |= fits
    return exact, done.all(axis=0)


def _look(own: FloatArray, is_exact: BoolArray, *, is_second: bool) -> _Side:
    """Read one player's signs from own[i, j, game]."""
    seat = Seat(*own.shape[:2], is_second)
    values = gains_and_minors(own)
    certain = is_certain(values, spreads(own[np.newaxis])[0], seat)
    signs: Signs = np.sign(values).astype(np.int8)
    is_sure = (certain | (values == 0) & (is_exact | _vanishes(values, seat))).all(axis=0) | is_exact
    return _Side(seat, values, _distinct(vertices(signs, seat)), is_sure)


def _vanishes(values: FloatArray, seat: Seat) -> BoolArray:
    """Say of each value whether it is 0 whatever rounding does, given that it is 0 in floating point."""
    proved = np.ones(values.shape, dtype=np.bool_)
    gains = values[: seat.gains].reshape(-1, seat.other, values.shape[1]) == 0
    columns = [(j, k) for j in range(seat.other) for k in range(j + 1, seat.other)]
    for minor, (j, k) in zip(proved[seat.gains :], columns, strict=False):
        minor[:] = (gains[:, j] & gains[:, k]).any(axis=0) | gains[:, j].all(axis=0) | gains[:, k].all(axis=0)
    return proved


def _distinct(found: Vertices) -> Vertices:
    """Leave out mixtures that an earlier candidate of the game gives: they have the same labels."""
    exists = found.exists.copy()
    for at in range(1, len(exists)):
        same = (found.best[:at] == found.best[at]) & (found.unplayed[:at] == found.unplayed[at]) & exists[:at]
        exists[at] &= ~same.any(axis=0)
    return Vertices(exists, found.best, found.unplayed)


def _completely_labelled(first: _Side, second: _Side) -> tuple[IntArray, IntArray, IntArray]:
    """Return the candidate of y, the candidate of x and the game of each pair that has every label."""
    y, x = first.vertices, second.vertices
    rows = (y.best.T[:, :, np.newaxis] | x.unplayed.T[:, np.newaxis]) == 2**first.seat.own - 1
    columns = (y.unplayed.T[:, :, np.newaxis] | x.best.T[:, np.newaxis]) == 2**second.seat.own - 1
    game, of_y, of_x = np.nonzero(rows & columns & y.exists.T[:, :, np.newaxis] & x.exists.T[:, np.newaxis])
    return of_y, of_x, game


def _repeated(numbers: IntArray) -> BoolArray:
    """Say of each number whether it is there more than once."""
    _, group, size = np.unique(numbers, return_inverse=True, return_counts=True)
    return np.asarray(size[group] > 1)
