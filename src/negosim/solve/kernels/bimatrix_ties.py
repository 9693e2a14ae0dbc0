"""Extreme equilibria of small two-player games with ties, many at once.

The signs of the gains and minors (`gain_signs`) are now +, 0 or -, and a mixture has more labels where one is 0: an action of zero
weight, or one more best reply. The extreme equilibria are the pairs of mixtures that between them have the label of every
action, unplayed or a best reply (von Stengel 2002, theorem 2.14).

A 0 must be proved. Payoffs that are decimals of up to four places are taken to integers, where all is exact. Otherwise a gain is
0 where two payoffs are equal, and a minor where equal payoffs make a row, a column or a difference of rows vanish. A game
with a small value that is not so proved goes to `negosim.solve.two_player`, one by one.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from negosim.games import BoolArray, FloatArray, IntArray
from negosim.solve.kernels.batch import MOST_REGRET, Part, certified, games_last, separated, spreads
from negosim.solve.kernels.gain_signs import CERTAIN, TIED, Seat, Vertices, gains_and_minors, mixtures, vertices
from negosim.solve.two_player import extreme_equilibria

_PLACES = (1.0, 10.0, 100.0, 1000.0, 10000.0)
_MOST_UNITS = 1e5
_ROUNDING = 1e-15
_MOST_CANDIDATES = 32


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
    is_sure = first.is_sure & second.is_sure
    y, x, game = _completely_labelled(first, second)
    shared = _repeated(game, x) | _repeated(game, y)
    sides = mixtures(second.values, x, game, second.seat), mixtures(first.values, y, game, first.seat)
    found = certified(given, np.concatenate(sides), game)
    is_sure[game[~(found.regret <= MOST_REGRET)]] = False
    pure, mixed = separated(found.of_games(is_sure), payoffs.shape[2:], len(payoffs))
    degenerate = np.bincount(game[shared], minlength=len(payoffs)) > 0
    return Part(pure, mixed, np.flatnonzero(~is_sure), np.flatnonzero(degenerate & is_sure))


def solve_singly(payoffs: FloatArray) -> Part:
    """Find the extreme equilibria of payoffs[game, player, i, j] of any size, one game after another."""
    found = [extreme_equilibria(*game) for game in payoffs]
    profiles = [[float(weight) for strategy in profile for weight in strategy] for one in found for profile in one.profiles]
    number = np.repeat(np.arange(len(payoffs)), [len(one.profiles) for one in found])
    rows = certified(games_last(payoffs), np.array(profiles).reshape(-1, sum(payoffs.shape[2:])).T, number)
    degenerate = np.flatnonzero([len(one.components) != len(one.profiles) for one in found])
    return Part(*separated(rows, payoffs.shape[2:], len(payoffs)), np.arange(0), degenerate)


def is_certain(values: FloatArray, spread: FloatArray | float, seat: Seat) -> BoolArray:
    """Say of each gain and minor, values[number, game], whether its sign is certain, given the payoff range of the games."""
    certain = np.empty(values.shape, dtype=np.bool_)
    sizes = np.abs(values)
    np.greater(sizes[: seat.gains], CERTAIN * spread, out=certain[: seat.gains])
    np.greater(sizes[seat.gains :], CERTAIN * spread * spread, out=certain[seat.gains :])
    return certain


def _as_integers(tables: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Take payoffs[player, i, j, game] that are decimals to integers; also return in which games both players' are."""
    exact = tables.copy()
    above = tables - tables.min(axis=(1, 2), keepdims=True)
    rounding = 4 * _ROUNDING * np.abs(tables).max(axis=(1, 2), keepdims=True)
    done = np.zeros(rounding.shape, dtype=np.bool_)
    for places in _PLACES:
        units = np.rint(above * places)
        near = (np.abs(above * places - units) <= places * rounding) & (units <= _MOST_UNITS)
        fits = near.all(axis=(1, 2), keepdims=True) & ~done
        np.copyto(exact, units, where=fits)
        done |= fits
        if done.all():
            break
    return exact, done.all(axis=(0, 1, 2))


def _look(own: FloatArray, is_exact: BoolArray, *, is_second: bool) -> _Side:
    """Read one player's signs from own[i, j, game]."""
    seat = Seat(*own.shape[:2], is_second)
    values, spread = gains_and_minors(own), spreads(own[np.newaxis])[0]
    gains, minors = values[: seat.gains], values[seat.gains :]
    gains[np.abs(gains) <= TIED * spread] = 0.0
    vanish = _vanish(gains.reshape(-1, *own.shape[1:]) == 0, seat.minors)
    minors[vanish] = 0.0
    is_sure = is_certain(values, spread, seat)
    is_sure[: seat.gains] |= gains == 0
    is_sure[seat.gains :] |= vanish
    return _Side(seat, values, _distinct(vertices(np.sign(values).astype(np.int8), seat)), is_sure.all(axis=0) | is_exact)


def _vanish(is_tie: BoolArray, minors: int) -> BoolArray:
    """Say of each minor whether ties make it 0, from is_tie[pair of own actions, other's action, game]."""
    columns = combinations(range(is_tie.shape[1]), 2) if minors else ()
    found = [(is_tie[:, j] & is_tie[:, k]).any(axis=0) | is_tie[:, j].all(axis=0) | is_tie[:, k].all(axis=0) for j, k in columns]
    return np.array(found, dtype=np.bool_).reshape(minors, -1)


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


def _repeated(game: IntArray, candidate: IntArray) -> BoolArray:
    """Say of each pair of a game and a candidate whether it is there more than once."""
    numbers = game * _MOST_CANDIDATES + candidate
    return np.asarray(np.bincount(numbers)[numbers] > 1)
