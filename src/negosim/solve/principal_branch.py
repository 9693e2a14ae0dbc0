"""The principal branch of logit equilibria: the path that starts at uniform choice (McKelvey and Palfrey 1995).

Let z[i, a] = lambda * (u[i, a] - mean of u[i]) where u[i, a] is what action a gives player i. Player i plays the
softmax p_i of z_i. The branch is the curve of zeros (z, lambda) of

    F(z, lambda)[i, a] = z[i, a] - lambda * (u[i, a](p(z)) - mean over actions of u[i](p(z)))

It is followed in arc length by a tangent predictor and Newton's corrector across the tangent, past turning points
(Allgower and Georg 1990, chapter 6; Turocy 2005). Of two branches that cross it goes straight on, which keeps a game's
symmetry. For large lambda the curve is nearly straight, so steps may grow with lambda. A step counts only if its middle
is on the curve too and the tangent turns little: two branches can come so near to each other that longer steps go over
from one to the other.

All payoffs are divided by one number, the largest range of a player, and lambda multiplied by it: the same branch. A
number for each player would be another game.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, permutations

import numpy as np
from scipy.linalg.lapack import dgesv

from negosim.errors import UnsolvedError
from negosim.games import FloatArray, NormalFormGame, Profile, payoff_range

_FIRST_STEP = 0.0937
_LONGEST, _LONGEST_SHARE = 0.25, 0.05
"""No step is longer than the first number and this share of lambda."""
_MOST_STEPS = 5_000
_MOST_CORRECTIONS = 8
_NEARLY_STRAIGHT = 1e3
_CONVERGED = 1e-10
_WIDEST_TURN = 0.97
"""The least cosine of the angle between the tangents at both ends of a step."""
_FARTHEST = 0.1
"""How far the predictor may be from the branch, in the logarithm of the odds of two actions."""


@dataclass(frozen=True, eq=False)
class _Point:
    """A point (z, lambda) of the branch, and the unit tangent there."""

    place: FloatArray
    tangent: FloatArray


def principal_branch(game: NormalFormGame, lambdas: Sequence[float]) -> tuple[Profile, ...]:
    """Return the first profile at which the principal branch reaches each lambda, per unit of payoff, in one trace.

    `lambdas` are numbers from 0 up. Accuracy 1e-10. Raises UnsolvedError where the branch cannot be followed that far.

    >>> game = NormalFormGame([[[2, 0], [0, 1]], [[2, 0], [0, 1]]])
    >>> [round(float(profile[0][0]), 3) for profile in principal_branch(game, (0.0, 1.0, 10.0))]
    [0.5, 0.804, 1.0]
    """
    curve = _Curve(game)
    left = sorted(set(lambdas), reverse=True)
    found: dict[float, Profile] = {}
    for point, step, ahead in _steps(curve):
        length, top = curve.highest(point, step, ahead)
        while left and left[-1] * curve.scale <= top:
            lam = left.pop()
            found[lam] = curve.profile(curve.land(point, length, lam * curve.scale))
        if not left:
            return tuple(found[lam] for lam in lambdas)
    raise UnsolvedError(f"the principal branch could not be followed to lambda {left[-1]:g}")


def count_crossings(game: NormalFormGame, lam: float) -> tuple[int, float]:
    """Return how often the principal branch crosses `lam`, and the lambda up to which it was followed to see.

    That is ten times `lam`, or a thousand over the largest payoff range if that is more, where choices of an ordinary
    game are nearly best replies and lambda only rises; less where the branch cannot be followed so far. A touch at a
    turning point is no crossing.

    >>> count_crossings(NormalFormGame([[[2, 0], [0, 1]], [[2, 0], [0, 1]]]), 1.0)[0]
    1
    """
    curve = _Curve(game)
    level, top = lam * curve.scale, 0.0
    goal = max(10 * level, _NEARLY_STRAIGHT)
    count, above = 0, level <= 0
    for point, step, ahead in _steps(curve):
        turn = curve.turn(point, step, ahead)
        for value in (*(turn or ())[1:], float(ahead.place[-1])):
            count += (value > level) is not above
            above, top = value > level, max(top, value)
        if top >= goal:
            break
    return max(count, int(level <= 0)), top / curve.scale


def _steps(curve: "_Curve") -> Iterator[tuple["_Point", float, "_Point"]]:
    """Yield a point of the branch, the length of a step and the point that it leads to, from lambda 0 on."""
    point, step = curve.start(), _FIRST_STEP
    for _ in range(_MOST_STEPS):
        ahead, distance = curve.advance(point, step)
        if ahead is None:
            step /= 2
            continue
        yield point, step, ahead
        step *= min(2.0, np.sqrt(_FARTHEST / 3 / max(distance, 1e-9)))
        point, step = ahead, min(step, _LONGEST + _LONGEST_SHARE * abs(ahead.place[-1]))


class _Curve:
    """The curve of one game: its equations, and how to move along it."""

    def __init__(self, game: NormalFormGame) -> None:
        everybody = range(len(game.players))
        axes = tuple(range(1, 1 + len(game.players)))
        self.scale = float(payoff_range(game.payoffs, axis=axes).max()) or 1.0
        edges = [0, *accumulate(game.shape)]
        self.slices = [slice(first, end) for first, end in pairwise(edges)]
        self.alone = _centred(game.payoffs[0] / self.scale).reshape(game.shape[0], -1)[:, 0]  # of a lone player
        self.pairs = [(i, j, _pair_table(game.payoffs[i] / self.scale, i, j)) for i, j in permutations(everybody, 2)]

    def start(self) -> _Point:
        """Return uniform choice at lambda 0, where the branch goes on towards larger lambda."""
        place = np.zeros(self.slices[-1].stop + 1)
        return _Point(place, self._tangent(place, np.append(place[:-1], 1.0)))

    def profile(self, place: FloatArray) -> Profile:
        """Return the mixed strategies at a place."""
        found = []
        for own in self.slices:
            weights = np.exp(place[own] - place[own].max())
            found.append(weights / weights.sum())
        return tuple(found)

    def advance(self, point: _Point, length: float) -> tuple[_Point | None, float]:
        """Return the point a step ahead, None where the step is too long, and how far the prediction was from it."""
        middle, distance = self._landed(point, length / 2)
        return (None, distance) if middle is None else self._landed(point, length)

    def _landed(self, point: _Point, length: float) -> tuple[_Point | None, float]:
        place, distance = self._correct(point, length)
        if not distance <= _FARTHEST:
            return None, distance
        ahead = _Point(place, self._tangent(place, point.tangent))
        return (ahead if ahead.tangent @ point.tangent >= _WIDEST_TURN else None), distance

    def highest(self, point: _Point, length: float, ahead: _Point) -> tuple[float, float]:
        """Return how far into a step lambda is largest, and that lambda."""
        turn = self.turn(point, length, ahead) if point.tangent[-1] > 0 else None
        return turn or (length, float(ahead.place[-1]))

    def turn(self, point: _Point, length: float, ahead: _Point) -> tuple[float, float] | None:
        """Return how far into a step lambda turns, and that lambda; None where it only rises or only falls."""
        if point.tangent[-1] * ahead.tangent[-1] >= 0:
            return None
        where = _root(lambda part: self._tangent(self._correct(point, part)[0], point.tangent)[-1], length)
        return where, float(self._correct(point, where)[0][-1])

    def land(self, point: _Point, length: float, lam: float) -> FloatArray:
        """Return the place where lambda, which rises over this length, is `lam`."""
        return self._correct(point, _root(lambda part: self._correct(point, part)[0][-1] - lam, length))[0]

    def _correct(self, point: _Point, length: float) -> tuple[FloatArray, float]:
        """Return the place of the curve in the plane across the tangent, and its distance from the prediction.

        The distance is infinite where Newton's method fails.
        """
        place = point.place + length * point.tangent
        distance = 0.0
        for _ in range(_MOST_CORRECTIONS):
            zeros, slopes = self._equations(place)
            move = _solved(np.vstack([slopes, point.tangent]), np.append(-zeros, 0.0))
            size = float(np.abs(move).max())
            if not distance + size <= 2 * _FARTHEST:
                break
            place, distance = place + move, distance + size
            if size <= _CONVERGED * (1.0 + np.abs(place).max()):
                return place, distance
        return place, np.inf

    def _tangent(self, place: FloatArray, previous: FloatArray) -> FloatArray:
        """Return the unit tangent that goes on in the direction of the previous one."""
        _, slopes = self._equations(place)
        tangent = _solved(np.vstack([slopes, previous]), np.append(np.zeros(len(slopes)), 1.0))
        return np.asarray(tangent / np.linalg.norm(tangent))

    def _equations(self, place: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return F at a place, and its derivatives by z and, in the last column, by lambda."""
        lam, profile = place[-1], self.profile(place)
        slopes = np.eye(len(place) - 1, len(place))
        worth = np.empty(len(place) - 1)
        worth[self.slices[0]] = self.alone
        for i, j, table in self.pairs:
            for k, strategy in enumerate(profile):
                table = table if k in (i, j) else strategy @ table.reshape(len(strategy), -1)
            table = table.reshape(len(profile[i]), -1)
            own = table @ profile[j]
            worth[self.slices[i]] = own
            slopes[self.slices[i], self.slices[j]] = -lam * (table - own[:, np.newaxis]) * profile[j]
        slopes[:, -1] = -worth
        return place[:-1] - lam * worth, slopes


def _centred(payoffs: FloatArray) -> FloatArray:
    """Return payoffs less their mean over the first axis."""
    return np.asarray(payoffs - payoffs.mean(axis=0))


def _pair_table(payoffs: FloatArray, i: int, j: int) -> FloatArray:
    """Return a player's payoffs as table[actions of the rest..., own action, action of j], less their mean
    over its own actions."""
    ordered = np.moveaxis(payoffs, (i, j), (-2, -1))
    return np.ascontiguousarray(ordered - ordered.mean(axis=-2, keepdims=True))


def _solved(matrix: FloatArray, right: FloatArray) -> FloatArray:
    """Solve a system of equations; not a number where the matrix is singular."""
    _, _, solution, singular = dgesv(matrix, right)
    return np.asarray(np.where(singular, np.nan, solution))


def _root(function: Callable[[float], float], end: float) -> float:
    """Return where a function changes its sign between 0 and `end`."""
    from scipy.optimize import brentq

    return float(brentq(function, 0.0, end, xtol=1e-13, rtol=1e-15))
