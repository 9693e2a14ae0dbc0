"""All equilibria of a nondegenerate two-player game, searched in floating point and proved complete.

With payoffs made positive, let P = {x >= 0 : B' x <= 1} for the column player's payoffs B and Q = {y >= 0 : A y <= 1}
for the row player's A. The equilibria are the pairs of vertices that between them have every label, rescaled to sum to
one (von Stengel 2002, section 2.3). If P is simple, a vertex x with support S and best replies T can only be paired
with y on T that makes S best replies: A[S, T] y = 1. Each x is settled by one of two proofs:

- no such y: a vector z with z A[S, T] = a, where a y <= b is a condition on y and z 1 > b (Farkas 1902), with
  room for every rounding error and for the moves of payoffs;
- exactly one y, strictly inside all other conditions: the basis of y is certified like those of P.

A game that needs anything else is left to the enumeration in integers. Cost: that of `simple_vertices` for P and about
2 microseconds for each of its vertices; Q is never enumerated.
"""

from dataclasses import dataclass

import numpy as np

from negosim.games import BoolArray, FloatArray, IntArray
from negosim.solve.two_player.rationals import Matrix, from_one_to_two
from negosim.solve.two_player.simple_vertices import are_simple_bases, simple_vertices

_CHUNK = 4096
_UNIT = float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class SupportPairs:
    """The supports (of x, of y) of equilibria, each isolated, and whether these are all."""

    pairs: list[tuple[list[int], list[int]]]
    complete: bool


@dataclass(frozen=True, eq=False)
class _Candidates:
    """Index sets of one size k: `supports[candidate, k]` of x and `replies[candidate, k]` to it."""

    supports: IntArray
    replies: IntArray


def support_pairs(row: Matrix, column: Matrix, radius: float, limit: int) -> SupportPairs | None:
    """Find the supports of all equilibria, or None where the game is not certified to be nondegenerate.

    `row` and `column` are integer payoffs of least 1. The supports hold for all payoffs within `radius` of the range.
    """
    own, other = from_one_to_two(row), from_one_to_two(column).T.copy()
    found = simple_vertices(other, radius, limit)
    if found is None:
        return None
    used = np.bitwise_and(found.masks[1:, np.newaxis] >> np.arange(sum(other.shape)), 1).astype(np.bool_)
    inside, tight = ~used[:, : len(row)], used[:, len(row) :]
    sizes = tight.sum(axis=1)
    pairs: list[tuple[list[int], list[int]]] = []
    for size in range(1, min(other.shape) + 1):
        chosen = np.flatnonzero(sizes == size)
        for start in range(0, len(chosen), _CHUNK):
            part = chosen[start : start + _CHUNK]
            candidates = _Candidates(*(np.nonzero(labels[part])[1].reshape(-1, size) for labels in (inside, tight)))
            paired = _paired(candidates, own, radius)
            if paired is None:
                return None
            pairs.extend(zip(candidates.supports[paired].tolist(), candidates.replies[paired].tolist(), strict=True))
    return SupportPairs(pairs, found.complete)


def _paired(candidates: _Candidates, own: FloatArray, radius: float) -> IntArray | None:
    """Return which candidates are equilibria, or None where one is not settled."""
    supports, replies = candidates.supports, candidates.replies
    try:
        excluded = _are_excluded(candidates, own, radius)
        open_ones = np.flatnonzero(~excluded)
    except np.linalg.LinAlgError:
        return None
    rows, size = own.shape
    is_basic = np.zeros((len(open_ones), size + rows), dtype=np.bool_)
    is_basic[:, size:] = True
    at = np.arange(len(open_ones))[:, np.newaxis]
    is_basic[at, replies[open_ones]] = True
    is_basic[at, size + supports[open_ones]] = False
    return open_ones if are_simple_bases(is_basic, own, radius) else None


def _are_excluded(candidates: _Candidates, own: FloatArray, radius: float) -> BoolArray:
    """Prove for candidates that no y on the replies makes the support best replies."""
    supports, replies = candidates.supports, candidates.replies
    at = np.arange(len(supports))
    system = own[supports[:, :, np.newaxis], replies[:, np.newaxis, :]]
    weights = np.linalg.solve(system, np.ones((*supports.shape, 1)))[:, :, 0]
    strategies = np.zeros((len(supports), own.shape[1]))
    strategies[at[:, np.newaxis], replies] = weights
    values = strategies @ own.T
    values[at[:, np.newaxis], supports] = 1.0
    lowest, highest = weights.argmin(axis=1), values.argmax(axis=1)
    is_negative = -weights[at, lowest] > values[at, highest] - 1
    condition = own[highest[:, np.newaxis], replies]
    condition[is_negative] = 0.0
    condition[is_negative, lowest[is_negative]] = -1.0
    proof = np.linalg.solve(np.swapaxes(system, 1, 2), condition[:, :, np.newaxis])
    slip = np.abs(np.swapaxes(system, 1, 2) @ proof - condition[:, :, np.newaxis]).max(axis=(1, 2))
    proof = proof[:, :, 0]
    doubt = slip + (radius + 8 * (supports.shape[1] + 4) * _UNIT) * (np.abs(proof).sum(axis=1) + 1)
    return np.asarray(proof.sum(axis=1) - np.where(is_negative, 0.0, 1.0) > 1.01 * doubt)
