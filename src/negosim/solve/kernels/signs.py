"""Which mixtures of one player leave which actions of the other as best replies, read off the signs of a few numbers.

The payoffs own[i, j] of a player with up to three actions, against an opponent with up to three, give

    gains    g(i, k; j) = own[i, j] - own[k, j],
    minors   m(j, l) = g(0, 1; j) g(0, 2; l) - g(0, 1; l) g(0, 2; j)     where there are three own actions.

A candidate is a pair (K, L) of equally large sets, K of own actions and L of the opponent's. It asks for the mixture
on L that makes all of K equally good. Up to one factor its weights are

    one action   1,
    {j, l}       g(i, k; l) and -g(i, k; j), for K = {i, k},
    all three    m(1, 2), -m(0, 2) and m(0, 1),

and what K = {i, k} gains over a third action t at the mixture on {j, l} is m(j, l), up to the signs of the permutation
(i, t, k) and of the factor. So signs alone say whether there is such a mixture and K are best replies to it.

A vertex of a best-response polytope has as many independent labels as there are actions (von Stengel 2002, section
2.3), so each strategy of an extreme equilibrium, on L say, belongs to a candidate (K, L), K some of its best replies.
"""

from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from negosim.games import BoolArray, FloatArray, IntArray

MOST_ACTIONS = 3
Bits = NDArray[np.uint32]
Signs = NDArray[np.int8]


@dataclass(frozen=True)
class Seat:
    """A player with `own` actions against `other`; `is_second` says whose actions number the candidates as columns."""

    own: int
    other: int
    is_second: bool

    @property
    def gains(self) -> int:
        """How many gains there are."""
        return self.own * (self.own - 1) // 2 * self.other

    @property
    def minors(self) -> int:
        """How many minors there are; they are numbered after the gains."""
        return self.other * (self.other - 1) // 2 if self.own == MOST_ACTIONS else 0


@dataclass(frozen=True)
class Candidate:
    """Equally large sets: `own` actions that are to be equally good, while the opponent mixes on `other`."""

    own: tuple[int, ...]
    other: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Mixtures:
    """What each candidate gives in each game: arrays [candidate, game].

    `exists`: there is a mixture on just its actions to which its own actions are best replies. `best`: all own actions
    that are best replies to it, as bits.
    """

    exists: BoolArray
    best: Bits


@cache
def candidates(seat: Seat) -> tuple[Candidate, ...]:
    """Return all candidates, small ones first; both seats number the same two supports alike.

    >>> len(candidates(Seat(3, 3, is_second=False)))
    19
    """
    rows, columns = (seat.other, seat.own) if seat.is_second else (seat.own, seat.other)
    sizes = range(1, min(rows, columns) + 1)
    pairs = [(r, c) for s in sizes for r in combinations(range(rows), s) for c in combinations(range(columns), s)]
    return tuple(Candidate(c, r) if seat.is_second else Candidate(r, c) for r, c in pairs)


def gains_and_minors(own: FloatArray) -> FloatArray:
    """Return the gains and then the minors of payoffs own[i, j, game]: values[number, game]."""
    seat = Seat(own.shape[0], own.shape[1], is_second=False)
    values = np.empty((seat.gains + seat.minors, own.shape[2]))
    gains = values[: seat.gains].reshape(-1, *own.shape[1:])
    for gain, (i, k) in zip(gains, combinations(range(seat.own), 2), strict=True):
        np.subtract(own[i], own[k], out=gain)
    fill_minors(values, seat)
    return values


def fill_minors(values: FloatArray, seat: Seat) -> None:
    """Write the minors that belong to the gains of values[number, game]."""
    gains = values[: seat.gains].reshape(-1, seat.other, values.shape[1])
    for minor, (j, c) in zip(values[seat.gains :], combinations(range(seat.other), 2), strict=False):
        np.multiply(gains[0, j], gains[1, c], out=minor)
        minor -= gains[0, c] * gains[1, j]


def mixtures(signs: Signs, seat: Seat) -> Mixtures:
    """Return what each candidate gives, from the signs [number, game] of the gains and minors."""
    found = candidates(seat)
    exists = np.zeros((len(found), signs.shape[1]), dtype=np.bool_)
    best = np.zeros(exists.shape, dtype=np.uint32)
    for at, candidate in enumerate(found):
        weights = np.array([sign * (signs[number] if number >= 0 else 1) for number, sign in _weights(candidate, seat)])
        weights = np.broadcast_to(weights.reshape(len(weights), -1), (len(weights), signs.shape[1]))
        slacks = _slacks(signs, candidate, seat, weights[0])
        exists[at] = ((weights > 0).all(axis=0) | (weights < 0).all(axis=0)) & (slacks >= 0).all(axis=0)
        best[at] = as_bits(slacks == 0)
    return Mixtures(exists, best)


@cache
def table(seat: Seat) -> Bits:
    """Return for each combination of signs other than 0 the candidates that have a mixture, as bits.

    Bit k of the place in the table is 1 where sign k is +.
    """
    count = seat.gains + seat.minors
    signs = (np.arange(2**count) >> np.arange(count)[:, np.newaxis] & 1) * 2 - 1
    return as_bits(mixtures(signs.astype(np.int8), seat).exists)


def weights(values: FloatArray, candidate: IntArray, game: IntArray, seat: Seat) -> FloatArray:
    """Return the opponent's mixture at chosen candidates of chosen games: [opponent's action, row]."""
    games = values.shape[1]
    flat = np.concatenate([values.ravel(), [1.0, 0.0]])
    numbers = np.take(_weight_numbers(seat), candidate, axis=1)
    one = seat.gains + seat.minors
    sizes = np.abs(np.take(flat, np.where(numbers < one, numbers * games + game, numbers + one * (games - 1))))
    return np.asarray(sizes / sizes.sum(axis=0))


def as_bits(rows: BoolArray) -> Bits:
    """Return rows[number, game] as one integer for each game.

    >>> as_bits(np.array([[True, False], [True, True]]))
    array([3, 2], dtype=uint32)
    """
    total = np.zeros(rows.shape[1], dtype=np.uint32)
    for number, row in enumerate(rows):
        total |= row.astype(np.uint32) << np.uint32(number)
    return total


@cache
def _weight_numbers(seat: Seat) -> IntArray:
    """Return the number of the value whose size is the weight: [opponent's action, candidate].

    The number after the last value stands for 1 and the next one for 0.
    """
    one = seat.gains + seat.minors
    numbers = np.full((len(candidates(seat)), seat.other), one + 1)
    for row, candidate in zip(numbers, candidates(seat), strict=True):
        row[list(candidate.other)] = [number % (one + 1) for number, _ in _weights(candidate, seat)]
    return np.ascontiguousarray(numbers.T)


def _weights(candidate: Candidate, seat: Seat) -> list[tuple[int, int]]:
    """Return for each action of a mixture the number and the sign of its weight; number -1 stands for 1."""
    if len(candidate.own) == 1:
        return [(-1, 1)]
    if len(candidate.own) == 2:
        (first, sign), (second, _) = (_gain(*candidate.own, j, seat) for j in candidate.other)
        return [(second, sign), (first, -sign)]
    return [(seat.gains + 2, 1), (seat.gains + 1, -1), (seat.gains, 1)]


def _gain(i: int, k: int, j: int, seat: Seat) -> tuple[int, int]:
    """Return the number of g(i, k; j), or of its opposite, and the sign to take it with."""
    pairs = list(combinations(range(seat.own), 2))
    return pairs.index((min(i, k), max(i, k))) * seat.other + j, 1 if i < k else -1


def _slacks(signs: Signs, candidate: Candidate, seat: Seat, factor: Signs) -> Signs:
    """Return the sign of what a candidate's own actions gain over each own action: [action, game]; 0 for themselves.

    `factor` is the sign of the factor of the weights.
    """
    slacks = np.zeros((seat.own, signs.shape[1]), dtype=np.int8)
    first, last = candidate.own[0], candidate.own[-1]
    for t in set(range(seat.own)) - set(candidate.own):
        if first == last:
            number, sign = _gain(first, t, candidate.other[0], seat)
            slacks[t] = sign * signs[number]
        else:
            pair = list(combinations(range(seat.other), 2)).index((candidate.other[0], candidate.other[1]))
            permutation = 1 if (t - first) * (last - t) > 0 else -1
            slacks[t] = permutation * signs[seat.gains + pair] * factor
    return slacks
