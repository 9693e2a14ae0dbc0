"""All equilibria of every game in a batch of two-player games with up to three actions each.

In a game without ties both strategies of an equilibrium have equally many actions (von Stengel 2002, section 2.3), and
two sets of actions are its supports iff each player has a mixture there (`signs`). So the signs of each player's gains
and minors look up a set of supports in a table; the equilibria are in both sets, and their weights are gains or minors.

With ties a sign may be 0. An extreme equilibrium is then a pair of mixtures, each vertex of its player's best-response
polytope, of which each is on best replies to the other (theorem 2.14 there). A 0 must be proved: payoffs that are
decimals of up to four places are taken to integers, where all is exact; otherwise payoffs that differ by at most 1e-13
of the range are equal, and a minor is 0 where both of its products are. A game with another sign that a move of
payoffs by 1e-12 of the range could change is left to the solver of single games.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from negosim.games import BoolArray, FloatArray
from negosim.solve.kernels.batch import ALL, EXTREME, MOST_REGRET, Part, Rows, games_last
from negosim.solve.kernels.regrets import certified
from negosim.solve.kernels.signs import (
    Bits,
    Mixtures,
    Seat,
    as_bits,
    candidates,
    fill_minors,
    gains_and_minors,
    mixtures,
    table,
    weights,
)

CERTAIN = 1e-11
"""The sign of a gain above this share of the range, or of a minor of its square, stays if payoffs move by 1e-12."""
TIED = 1e-13
"""Payoffs that differ by no more than this share of the range are equal."""
_PLACES = 1e4
_EXACT = 2.0**24
"""Minors of integers up to this are exact."""


@dataclass(frozen=True, eq=False)
class _Side:
    """One player's view: gains and minors [number, game], and in which games the sign of each is certain."""

    seat: Seat
    values: FloatArray
    certain: BoolArray


def solve_without_ties(payoffs: FloatArray) -> Part:
    """Settle those games of payoffs[game, player, i, j] in which every sign is certain and none is 0."""
    sides = [_side(own, seat) for own, seat in _seats(payoffs)]
    settled = sides[0].certain & sides[1].certain
    supports = _supports(sides[0]) & _supports(sides[1])
    rows = _mixed(payoffs, sides, np.where(settled, supports, 0))
    settled[rows.game[~(rows.regret <= MOST_REGRET)]] = False
    size = payoffs[0, 0].size
    pure = (supports >> np.arange(size, dtype=np.uint32)[:, np.newaxis] & 1).astype(np.bool_)
    return Part(settled, np.full(len(settled), ALL, dtype=np.uint8), pure, rows)


def solve_with_ties(payoffs: FloatArray) -> Part:
    """Settle those games of payoffs[game, player, i, j] in which every sign is certain or a proved 0."""
    sides = [_side_with_ties(own, seat) for own, seat in _seats(payoffs)]
    settled = sides[0].certain & sides[1].certain
    of_y, of_x = (_distinct(mixtures(np.sign(side.values).astype(np.int8), side.seat), side.seat) for side in sides)
    y_on, x_on = (
        np.array([as_bits(_members(c.other, side.seat.other))[0] for c in candidates(side.seat)]) for side in sides
    )
    # is_equilibrium[mixture y, mixture x, game]
    is_equilibrium = (x_on[:, np.newaxis] & ~of_y.best[:, np.newaxis]) == 0
    is_equilibrium &= (y_on[:, np.newaxis, np.newaxis] & ~of_x.best) == 0
    is_equilibrium &= of_y.exists[:, np.newaxis] & of_x.exists & settled
    shared = (is_equilibrium.sum(axis=0) > 1).any(axis=0) | (is_equilibrium.sum(axis=1) > 1).any(axis=0)
    y, x, game = np.nonzero(is_equilibrium)
    profiles = np.concatenate(
        [weights(sides[1].values, x, game, sides[1].seat), weights(sides[0].values, y, game, sides[0].seat)]
    )
    rows = certified(payoffs, profiles, game)
    settled[rows.game[~(rows.regret <= MOST_REGRET)]] = False
    return Part(settled, np.where(shared, EXTREME, ALL).astype(np.uint8), *separated(rows, payoffs))


def separated(rows: Rows, payoffs: FloatArray) -> tuple[BoolArray, Rows]:
    """Separate pure profiles, pure[profile, game], from rows in which somebody mixes: payoffs[game, player, ...]."""
    shape = payoffs.shape[2:]
    pure = np.zeros((int(np.prod(shape)), len(payoffs)), dtype=np.bool_)
    is_pure = ((rows.profiles == 0) | (rows.profiles == 1)).all(axis=0)
    strategies = np.split(rows.profiles[:, is_pure], np.cumsum(shape)[:-1])
    pure[np.ravel_multi_index([own.argmax(axis=0) for own in strategies], shape), rows.game[is_pure]] = True
    return pure, Rows(rows.profiles[:, ~is_pure], rows.game[~is_pure], rows.regret[~is_pure])


def _seats(payoffs: FloatArray) -> list[tuple[FloatArray, Seat]]:
    """Return each player's payoffs own[own action, other's action, game] and its seat."""
    m, n = payoffs.shape[2:]
    tables = games_last(payoffs)
    return [(tables[0], Seat(m, n, is_second=False)), (tables[1].swapaxes(0, 1), Seat(n, m, is_second=True))]


def _spread(own: FloatArray) -> FloatArray:
    return np.asarray(own.max(axis=(0, 1)) - own.min(axis=(0, 1)))


def _side(own: FloatArray, seat: Seat) -> _Side:
    """Return a view in which signs are certain by the range of all games of the chunk, which is never too small."""
    values = gains_and_minors(own)
    return _Side(seat, values, np.asarray(_are_certain(values, own.max() - own.min(), seat).all(axis=0)))


def _are_certain(values: FloatArray, spread: FloatArray | np.float64, seat: Seat) -> BoolArray:
    """Say of each gain and minor whether its sign stays if payoffs move by 1e-12 of the range."""
    sizes = np.abs(values)
    certain = np.empty(values.shape, dtype=np.bool_)
    np.greater(sizes[: seat.gains], CERTAIN * spread, out=certain[: seat.gains])
    np.greater(sizes[seat.gains :], CERTAIN * spread * spread, out=certain[seat.gains :])
    return certain


def _side_with_ties(own: FloatArray, seat: Seat) -> _Side:
    """Return a view in which values are 0 where that is proved."""
    spread = _spread(own)
    steps = (own - own.min(axis=(0, 1))) * _PLACES
    whole = np.rint(steps)
    room = spread * _PLACES
    is_whole = (np.abs(steps - whole) <= 2 * TIED * room).all(axis=(0, 1)) & (room < _EXACT)
    values = gains_and_minors(np.where(is_whole, whole, own))
    gains = values[: seat.gains]
    gains[np.abs(gains) <= np.where(is_whole, 0.0, TIED * spread)] = 0.0
    fill_minors(values, seat)
    certain = _are_certain(values, spread, seat)
    certain[: seat.gains] |= gains == 0
    is_zero = (gains == 0).reshape(-1, seat.other, gains.shape[1])
    for minor, (j, c) in zip(certain[seat.gains :], combinations(range(seat.other), 2), strict=False):
        minor |= (is_zero[0, j] | is_zero[1, c]) & (is_zero[0, c] | is_zero[1, j])
    return _Side(seat, values, is_whole | certain.all(axis=0))


def _supports(side: _Side) -> Bits:
    """Return the candidates that have a mixture, as bits, from signs none of which is 0."""
    bits = np.left_shift(1, np.arange(len(side.values), dtype=np.uint16))
    found: Bits = np.take(table(side.seat), np.einsum("ng,n->g", (side.values > 0).astype(np.uint16), bits))
    return found


def _mixed(payoffs: FloatArray, sides: list[_Side], supports: Bits) -> Rows:
    """Return the equilibria in which both mix, from the supports of each game as bits."""
    first, second = sides
    size = first.seat.own * first.seat.other
    bits: NDArray[np.uint16] = (supports >> np.uint32(size)).astype(np.uint16)
    place = np.flatnonzero(np.unpackbits(bits.view(np.uint8), bitorder="little").view(np.bool_))
    game, candidate = place >> 4, (place & 15) + size
    x, y = weights(second.values, candidate, game, second.seat), weights(first.values, candidate, game, first.seat)
    return certified(payoffs, np.concatenate([x, y]), game)


def _members(chosen: tuple[int, ...], count: int) -> BoolArray:
    return np.isin(np.arange(count), chosen)[:, np.newaxis]


def _distinct(found: Mixtures, seat: Seat) -> Mixtures:
    """Keep each mixture once: two on the same actions with the same best replies are one."""
    exists = found.exists.copy()
    places: dict[tuple[int, ...], list[int]] = {}
    for at, candidate in enumerate(candidates(seat)):
        earlier = places.setdefault(candidate.other, [])
        for other in earlier:
            exists[at] &= ~(found.exists[other] & (found.best[other] == found.best[at]))
        earlier.append(at)
    return Mixtures(exists, found.best)
