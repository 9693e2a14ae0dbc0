"""Which mixtures of one player leave which actions of the other as best replies, by the signs of a few numbers.

The payoffs own[i, j] of a player with up to three actions, against an opponent with up to three, give

    gains    G(i, k; j) = own[i, j] - own[k, j],
    minors   M(j, l) = G(0, 1; j) G(0, 2; l) - G(0, 1; l) G(0, 2; j)     where there are three own actions.

A candidate is a pair (K, L) of equally large sets, of own actions and of the opponent's. It asks for the mixture on L
that makes all of K equally good. Its weights are, up to one factor,

    one action     1,
    {j, l}         G(i, k; l) and -G(i, k; j), for K = {i, k},
    all three      M(1, 2), -M(0, 2) and M(0, 1),

and what K gains on a third action t is, for K = {i, k} and L = {j, l}, the minor of G(i, t) and G(i, k), which is
M(j, l) up to the sign of the permutation (i, t, k). So signs alone say whether no weight is negative and K is best. In a
game without ties they are + or -, and one table of all their combinations answers for every game.

Every extreme equilibrium belongs to candidates of both players with the same supports, in degenerate games too: a vertex of
a best-response polytope has at least as many labels as dimensions, so the larger support of the two is no larger than the smaller set of
best replies, and sets of one size fit in between (labels: von Stengel 2002, theorem 2.14).
"""

from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from negosim.games import BoolArray, FloatArray, IntArray

MOST_ACTIONS = 3
CERTAIN = 1e-11
"""The sign of a gain above this share of the payoff range, or a minor of its square, stays if payoffs move by 1e-12."""
TIED = 1e-13
"""Payoffs that differ by no more than this share of the range are equal (`negosim.solve.two_player` says so too)."""
Bits = NDArray[np.uint32]
Signs = NDArray[np.int8]


@dataclass(frozen=True)
class Seat:
    """A player with `own` actions against `other`; `is_second` says whose actions count as columns."""

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
    """Equally large sets: `own` actions that are to be equally good, the opponent mixing over `other`."""

    own: tuple[int, ...]
    other: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Vertices:
    """What each candidate gives in each game: arrays [candidate, game].

    `exists`: there is a mixture. `best`: the own actions that are best replies to it, as bits. `unplayed`: the opponent's
    actions that are not in it, as bits.
    """

    exists: BoolArray
    best: Bits
    unplayed: Bits


@cache
def candidates(seat: Seat) -> tuple[Candidate, ...]:
    """Return all candidates, small ones first; both seats number the same supports in the same way.

    >>> len(candidates(Seat(3, 3, is_second=False)))
    19
    """
    rows, columns = (seat.other, seat.own) if seat.is_second else (seat.own, seat.other)
    sizes = range(1, min(rows, columns) + 1)
    pairs = [(k, c) for s in sizes for k in combinations(range(rows), s) for c in combinations(range(columns), s)]
    return tuple(Candidate(c, k) if seat.is_second else Candidate(k, c) for k, c in pairs)


def gains_and_minors(own: FloatArray) -> FloatArray:
    """Return the gains and then the minors of payoffs own[i, j, game]: values[number, game]."""
    seat = Seat(*own.shape[:2], is_second=False)
    values = np.empty((seat.gains + seat.minors, own.shape[2]))
    gains = values[: seat.gains].reshape(-1, *own.shape[1:])
    for gain, (i, k) in zip(gains, combinations(range(seat.own), 2), strict=True):
        np.subtract(own[i], own[k], out=gain)
    pairs = combinations(range(seat.other), 2)
    for minor, (j, c) in zip(values[seat.gains :], pairs, strict=False):  # none with fewer than three own actions
        np.multiply(gains[0, j], gains[1, c], out=minor)
        minor -= gains[0, c] * gains[1, j]
    return values


def vertices(signs: Signs, seat: Seat) -> Vertices:
    """Return what each candidate gives, from the signs [number, game] of the gains and minors."""
    found = candidates(seat)
    exists = np.zeros((len(found), signs.shape[1]), dtype=np.bool_)
    best, unplayed = np.zeros((2, *exists.shape), dtype=np.uint32)
    for at, candidate in enumerate(found):
        weights = _weight_signs(signs, candidate, seat)
        slacks = _slack_signs(signs, candidate, seat)
        exists[at] = ((weights < 0).any(axis=0) ^ (weights > 0).any(axis=0)) & (slacks >= 0).all(axis=0)
        best[at], unplayed[at] = as_bits(slacks == 0), as_bits(weights == 0)
    return Vertices(exists, best, unplayed)


@cache
def table(seat: Seat) -> Bits:
    """Return for each combination of signs the candidates that give a mixture, as bits. Bit k of the place is 1 for sign k being +."""
    count = seat.gains + seat.minors
    signs = (np.arange(2**count) >> np.arange(count)[:, np.newaxis] & 1) * 2 - 1
    return as_bits(vertices(signs.astype(np.int8), seat).exists)


def mixtures(values: FloatArray, candidate: IntArray, game: IntArray, seat: Seat) -> FloatArray:
    """Return the opponent's mixture at chosen candidates of chosen games: weights[action, row]."""
    games = values.shape[1]
    flat = np.concatenate([values.ravel(), [1.0, 0.0]])
    numbers = np.take(_weight_numbers(seat), candidate, axis=1)
    one = seat.gains + seat.minors
    places = np.where(numbers < one, numbers * games + game, numbers + one * (games - 1))
    weights = np.abs(np.take(flat, places))
    return np.asarray(weights / weights.sum(axis=0))


def as_bits(rows: BoolArray) -> Bits:
    """Return rows[number, game] as one integer for each game."""
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
    """Return for each action of a candidate's mixture the number and the sign of its weight; number -1 stands for 1."""
    if len(candidate.own) == 1:
        return [(-1, 1)]
    if len(candidate.own) == 2:
        (first, sign), (second, _) = (_gain(*candidate.own, j, seat) for j in candidate.other)
        return [(second, sign), (first, -sign)]
    return [(seat.gains + 2, 1), (seat.gains + 1, -1), (seat.gains, 1)]


def _gain(i: int, k: int, j: int, seat: Seat) -> tuple[int, int]:
    """Return the number of the gain G(i, k; j), or of the opposite one, and its sign."""
    pairs = list(combinations(range(seat.own), 2))
    return pairs.index((min(i, k), max(i, k))) * seat.other + j, 1 if i < k else -1


def _weight_signs(signs: Signs, candidate: Candidate, seat: Seat) -> Signs:
    """Return the sign of the weight of each of the opponent's actions: [action, game]."""
    weights = np.zeros((seat.other, signs.shape[1]), dtype=np.int8)
    for j, (number, sign) in zip(candidate.other, _weights(candidate, seat), strict=True):
        weights[j] = sign if number < 0 else sign * signs[number]
    return weights


def _slack_signs(signs: Signs, candidate: Candidate, seat: Seat) -> Signs:
    """Return the sign of what a candidate's actions gain on each own action: [action, game]; 0 for those actions."""
    slacks = np.zeros((seat.own, signs.shape[1]), dtype=np.int8)
    first, last = candidate.own[0], candidate.own[-1]
    for t in set(range(seat.own)) - set(candidate.own):
        if first == last:
            number, sign = _gain(first, t, candidate.other[0], seat)
            slacks[t] = sign * signs[number]
        else:
            pair = list(combinations(range(seat.other), 2)).index((candidate.other[0], candidate.other[1]))
            permutation = 1 if (t - first) * (last - t) > 0 else -1
            factor = np.sign(_weight_signs(signs, candidate, seat).sum(axis=0, dtype=np.int8))
            slacks[t] = permutation * signs[seat.gains + pair] * factor
    return slacks
