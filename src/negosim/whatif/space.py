"""The space of joint moves: how far each number with a stated range is from where it stands, as a share of its range.

Moves of 0 are the file's own numbers. Each number stays within its range, and the stakes of an actor keep their sum;
numbers without a range, the first month and the probabilities of types stay where they are.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from negosim.games import FloatArray, Game, IntArray
from negosim.models import CompiledMoves
from negosim.scenario import START, Entry
from negosim.whatif.answers import answers
from negosim.whatif.flips import can_move
from negosim.whatif.program import Affine, Moves

_STEP = 1e-6
_STRAIGHT = 1e-9


@dataclass(frozen=True, eq=False)
class Space:
    """The moves of one game's numbers: arrays of shape (points, moved numbers)."""

    compiled: CompiledMoves

    @cached_property
    def home(self) -> Game:
        """The game at the file's own numbers."""
        return self.compiled.game(self.compiled.scenario.numbers.base)

    @cached_property
    def columns(self) -> IntArray:
        """The positions of the numbers that move."""
        entries = self.compiled.scenario.numbers.entries
        return np.array([k for k, entry in enumerate(entries) if _moves(entry, self.compiled.reads)], dtype=np.int64)

    @cached_property
    def base(self) -> FloatArray:
        """Where these numbers stand."""
        return np.asarray(self.compiled.scenario.numbers.base[self.columns])

    @cached_property
    def width(self) -> FloatArray:
        """The widths of their ranges."""
        return np.asarray(self._ends[1] - self._ends[0])

    @cached_property
    def box(self) -> Moves:
        """The box of the stated ranges, and the stakes of each actor that must keep their sum."""
        low, high = ((end - self.base) / self.width for end in self._ends)
        places = {int(k): place for place, k in enumerate(self.columns)}
        ties = []
        for weights in self.compiled.scenario.numbers.stakes.values():
            own = [places[k] for k in weights if k in places]
            tie = np.zeros(len(self.columns))
            tie[own] = self.width[own]
            ties += [tie] if own else []
        return Moves(low, high, np.array(ties).reshape(-1, len(self.columns)))

    def values(self, moves: FloatArray) -> FloatArray:
        """Return the vectors of all numbers at moves: (points, numbers)."""
        found = np.tile(self.compiled.scenario.numbers.base, (len(moves), 1))
        found[:, self.columns] = self.base + moves * self.width
        return found

    def labels(self, moves: FloatArray) -> list[str]:
        """Return the answer at each of some moves."""
        found = answers(self.compiled, self.values(moves))
        return [found.labels[k] for k in found.index]

    def tangent(self, at: FloatArray) -> Affine:
        """Return payoffs as affine functions of the moves, as they are near one point: shape (moved numbers,)."""
        step = _STEP * np.eye(len(at))
        payoffs = self._payoffs(np.concatenate([at + step, at - step, at[np.newaxis]]))
        slope = np.moveaxis((payoffs[: len(at)] - payoffs[len(at) : -1]) / (2 * _STEP), 0, -1)
        return Affine(np.asarray(payoffs[-1] - slope @ at), np.asarray(slope))

    def is_affine(self, rng: np.random.Generator) -> bool:
        """Whether payoffs are affine in the moves, at 64 points of the box: a check, not a proof."""
        points = self.drawn(1.0, 64, rng)
        line, seen = self.tangent(np.zeros(len(self.columns))), self._payoffs(points)
        said = line.at + np.einsum("pez,nz->npe", line.slope, points)
        return bool(np.abs(seen - said).max() <= _STRAIGHT * max(1.0, np.abs(seen).max()))

    def drawn(self, size: float, count: int, rng: np.random.Generator) -> FloatArray:
        """Return points of the box no farther than a size, half of them corners, with stakes that keep their sum."""
        low, high = np.maximum(self.box.low, -size), np.minimum(self.box.high, size)
        shares = rng.random((count, len(low)))
        shares[: count // 2] = shares[: count // 2] < 0.5
        found: FloatArray = low + shares * (high - low)
        for tie in self.box.ties:
            own = tie != 0
            excess = (found[:, own] * tie[own]).sum(axis=1, keepdims=True)
            room = np.where(excess > 0, found[:, own] - low[own], high[own] - found[:, own]) * tie[own]
            total = room.sum(axis=1, keepdims=True)
            found[:, own] -= np.divide(room, total, out=np.zeros_like(room), where=total > 0) * excess / tie[own]
        return found

    @cached_property
    def _ends(self) -> FloatArray:
        """The ends of the ranges: shape (2, moved numbers)."""
        quantities = [self.compiled.scenario.numbers.entries[k].quantity for k in self.columns]
        return np.array([[q.low for q in quantities], [q.high for q in quantities]], dtype=np.float64)

    def _payoffs(self, moves: FloatArray) -> FloatArray:
        """Return payoffs[point, player, end] at moves."""
        game = self.compiled.game(self.values(moves))
        return np.asarray(game.payoffs.reshape(len(moves), len(game.players), -1))


def _moves(entry: Entry, reads: frozenset[str]) -> bool:
    low, high = entry.quantity.low, entry.quantity.high
    has_room = low is not None and high is not None and high > low
    return has_room and entry.path in reads and can_move(entry.path) and entry.path != START


def size_of(moves: FloatArray) -> float:
    """Return the size of moves: the largest share of a range by which any number moves."""
    return float(np.abs(moves).max(initial=0.0))
