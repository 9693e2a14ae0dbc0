"""The principal branch of logit equilibria, followed in many games at once as long as lambda rises along it.

With gains g[i, a](p) = u[i, a](p) - u[i, 0](p) over each player's first action, and y[i, a] the logarithm of the odds
of an action to the first, the logit equilibria at lambda are the zeros y of

    F(y) = y - lambda g(p(y)).

The principal branch is the curve of zeros that starts at y = 0, lambda = 0 (McKelvey and Palfrey 1995; Turocy 2005).
The determinant of the slopes of F is positive from there to the branch's first turning point. So far, and no farther,
each game is followed here in steps of lambda: a predictor of second order from the last two tangents dy/dlambda, and
Newton's corrector (Allgower and Georg 1990, chapter 2). A step is taken back and halved where the corrector goes far or
is slow, the tangent turns much, or the determinant is not positive. What does not arrive is left to
`negosim.solve.principal_branch`.
"""

import string
from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np

from negosim.games import BoolArray, FloatArray, IntArray

_FIRST_STEP = 0.5
_LONGEST, _LONGEST_SHARE = 0.5, 0.2
"""No step is longer than the first number and this share of lambda."""
_MOST_STEPS = 60
_FARTHEST = 0.1
"""How far the predictor may be from the branch, in the logarithm of the odds of two actions."""
_SLOWEST = 0.25
"""How large the second correction may be as a share of the first."""
_NEAR = 1e-3
"""How large the last correction of a step may be."""
_WIDEST_TURN = 0.97
"""The least cosine of the angle between the tangents at both ends of a step."""
_POLISHES = 4
_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class _Walk:
    """Where each game is on its way: `odds[variable, game]` at `lam[game]`, with the tangent there, how the tangent
    changes with lambda, the next step, and the end of the way; `place[game]` is the game's number."""

    odds: FloatArray
    tangent: FloatArray
    bend: FloatArray
    lam: FloatArray
    step: FloatArray
    end: FloatArray
    place: IntArray

    def take(self, chosen: BoolArray) -> "_Walk":
        """Return the walks of the chosen games."""
        return _Walk(*(np.compress(chosen, getattr(self, part.name), axis=-1) for part in fields(self)))


@dataclass(frozen=True, eq=False)
class Equations:
    """The equations of a chunk of games: `gains[player][a0, ..., game]` over its first action, left out on its axis."""

    gains: tuple[FloatArray, ...]

    @property
    def slices(self) -> list[slice]:
        """The variables of each player."""
        sizes = [own.shape[player] for player, own in enumerate(self.gains)]
        return [slice(first, end) for first, end in pairwise(np.cumsum([0, *sizes]).tolist())]

    def take(self, chosen: BoolArray) -> "Equations":
        """Return the equations of the chosen games."""
        return Equations(tuple(np.compress(chosen, own, axis=-1) for own in self.gains))

    def profile(self, odds: FloatArray) -> list[FloatArray]:
        """Return the mixed strategies [action, game] of these odds."""
        return [_softmax(odds[own]) for own in self.slices]

    def corrections(self, odds: FloatArray, lam: FloatArray) -> tuple[FloatArray, FloatArray, BoolArray]:
        """Return Newton's correction, the tangent dy/dlambda, and whether the determinant is positive."""
        size, slices, profile = len(odds), self.slices, self.profile(odds)
        system = np.zeros((size, size + 2, odds.shape[1]))
        system[np.arange(size), np.arange(size)] = 1.0
        for i, own in enumerate(slices):
            worth = self.gains[i] if len(slices) == 1 else None
            for j, other in enumerate(slices):
                if i == j:
                    continue
                table = _against(self.gains[i], i, j, profile)
                worth = np.einsum("abg,bg->ag", table, profile[j]) if worth is None else worth
                np.multiply(table[:, 1:] - worth[:, np.newaxis], -lam * profile[j][1:], out=system[own, other])
            system[own, -1] = worth
        system[:, -2] = lam * system[:, -1] - odds
        solution, is_positive = _solved(system)
        return solution[:, 0], solution[:, 1], is_positive


def follow(payoffs: FloatArray, ends: FloatArray) -> FloatArray:
    """Return profiles[action, game] of payoffs[player, a0, ..., game] where the branch reaches lambda = ends[game].

    NaN for the games that are not followed that far. Payoffs should have a range of about 1.
    """
    parts = [np.split(own, [1], axis=player) for player, own in enumerate(payoffs)]
    equations = everything = Equations(tuple(rest - first for first, rest in parts))
    walk = _start(equations, ends)
    found = np.full(walk.odds.shape, np.nan)
    for _ in range(_MOST_STEPS):
        walk = _advanced(equations, walk)
        going = walk.lam < walk.end
        if not going.all():
            done = walk.take(~going)
            found[:, done.place] = done.odds
            walk, equations = walk.take(going), equations.take(going)
        if not going.any():
            break
    for _ in range(_POLISHES):
        found += everything.corrections(found, ends)[0]
    return np.concatenate(everything.profile(found))


def _start(equations: Equations, ends: FloatArray) -> _Walk:
    """Return the start at uniform choice."""
    odds = np.zeros((equations.slices[-1].stop, len(ends)))
    tangent = equations.corrections(odds, np.zeros(len(ends)))[1]
    step = np.full(len(ends), _FIRST_STEP)
    return _Walk(odds, tangent, np.zeros(odds.shape), np.zeros(len(ends)), step, ends, np.arange(len(ends)))


def _advanced(equations: Equations, walk: _Walk) -> _Walk:
    """Take a step in every game, or halve the step."""
    step = np.minimum(walk.step, walk.end - walk.lam)
    lam = np.where(walk.step < walk.end - walk.lam, walk.lam + step, walk.end)
    odds = walk.odds + step * (walk.tangent + step / 2 * walk.bend)
    first, _, was_positive = equations.corrections(odds, lam)
    odds += first
    second, tangent, is_positive = equations.corrections(odds, lam)
    odds += second
    far, near = (np.abs(move).max(axis=0, initial=0.0) for move in (first, second))
    taken = (far <= _FARTHEST) & (near <= np.minimum(_SLOWEST * far + _ROUNDING, _NEAR)) & was_positive & is_positive
    lengths = (np.einsum("vg,vg->g", walk.tangent, walk.tangent) + 1) * (np.einsum("vg,vg->g", tangent, tangent) + 1)
    taken &= np.einsum("vg,vg->g", walk.tangent, tangent) + 1 >= _WIDEST_TURN * np.sqrt(lengths)
    growth = np.cbrt(_FARTHEST / 3 / np.maximum(far, _ROUNDING)).clip(0.5, 2.0)
    return _Walk(
        np.where(taken, odds, walk.odds),
        np.where(taken, tangent, walk.tangent),
        np.where(taken, (tangent - walk.tangent) / step, walk.bend),
        np.where(taken, lam, walk.lam),
        np.minimum(step * np.where(taken, growth, 0.5), _LONGEST + _LONGEST_SHARE * lam),
        walk.end,
        walk.place,
    )


def _softmax(odds: FloatArray) -> FloatArray:
    """Return probabilities from the logarithms of the odds of all but the first action to the first."""
    weights = np.empty((len(odds) + 1, odds.shape[1]))
    top = odds.max(axis=0, initial=0.0)
    np.exp(-top, out=weights[0])
    np.exp(odds - top, out=weights[1:])
    return np.asarray(weights / weights.sum(axis=0))


def _against(gains: FloatArray, player: int, other: int, profile: list[FloatArray]) -> FloatArray:
    """Return the gains of a player [own action, action of the other, game], the rest mixing."""
    table, left = gains, string.ascii_lowercase[: len(profile)]
    own, theirs = left[player], left[other]
    for strategy, letter in reversed(list(zip(profile, left, strict=True))):
        if letter not in (own, theirs):
            rest = left.replace(letter, "")
            table = np.einsum(f"{left}Z,{letter}Z->{rest}Z", table, strategy)
            left = rest
    return table if player < other else table.swapaxes(0, 1)


def _solved(system: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Solve system[row, column, game] with two right-hand sides as last columns, without pivots, in place.

    Returns solutions[variable, side, game] and whether the determinant is positive. A small pivot spoils the solution;
    then the corrector does not settle.
    """
    size = len(system)
    is_positive = np.ones(system.shape[2], dtype=np.bool_)
    for k in range(size):
        is_positive ^= system[k, k] <= 0
        system[k, k + 1 :] /= system[k, k]
        system[k + 1 :, k + 1 :] -= system[k + 1 :, k : k + 1] * system[k : k + 1, k + 1 :]
    for k in range(size - 1, 0, -1):
        system[:k, size:] -= system[:k, k : k + 1] * system[k : k + 1, size:]
    return system[:, size:], is_positive
