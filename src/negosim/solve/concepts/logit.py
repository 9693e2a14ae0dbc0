"""Logit quantal response equilibrium (McKelvey and Palfrey 1995, 1998).

Each action is chosen with probability proportional to exp(lambda * its expected payoff): lambda, per unit of payoff as
the file gives it, runs from 0 (uniform choice) to infinity (best replies). In a normal form the principal branch is traced
from the centre by a predictor and Newton's corrector in arc length, past turning points; the profile at lambda is the first point
where the branch reaches it. In a tree whose beliefs follow from chance alone the agent form has one equilibrium for each
lambda, found backwards.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import ExtensiveFormGame, FloatArray, Game, NormalFormGame, Profile
from negosim.games.extensive_form import leaf_probabilities
from negosim.games.normal_form import action_payoffs, expected_payoffs
from negosim.solve.backward import induce
from negosim.solve.certificate import regret, sequential_regret
from negosim.solve.result import Complete, Equilibrium, Result

_RESIDUAL = 1e-12
_MOST_STEPS = 20_000


@dataclass(frozen=True)
class Logit:
    """The logit response profile at `lam` (lambda, per unit of payoff) on the principal branch.

    >>> pennies = NormalFormGame([[[1, 0], [0, 1]], [[0, 1], [1, 0]]])
    >>> Logit(lam=2.0).solve(pennies).equilibria[0].profile[0]
    array([0.5, 0.5])
    """

    lam: float = 1.0
    name: ClassVar[str] = "logit"

    def solve(self, game: Game) -> Result:
        """Find the profile. Raises UnsolvedError where the branch cannot be followed to `lam`."""
        if isinstance(game, ExtensiveFormGame):
            found = induce(game, lambda worth: logit_choice(worth, self.lam))
            payoffs = np.asarray(game.payoffs @ leaf_probabilities(game, found.profile))
            gap = sequential_regret(game, found.profile, found.beliefs)
            solution = Equilibrium(found.profile, payoffs, gap, beliefs=found.beliefs)
            return Result(game, self, (solution,), Complete.ALL, "the agent form has one logit equilibrium here", ((0,),))
        profile = principal_branch_at(game, self.lam)
        solution = Equilibrium(profile, expected_payoffs(game, profile), regret(game, profile))
        why = "the first point of the principal branch at this lambda; other branches were not looked for"
        return Result(game, self, (solution,), Complete.SOME, why)


def logit_choice(worth: FloatArray, lam: float | FloatArray) -> FloatArray:
    """Return choice probabilities proportional to exp(lam * worth): shape (..., actions)."""
    scaled = np.asarray(lam)[..., np.newaxis] * worth
    weights = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def principal_branch_at(game: NormalFormGame, lam: float) -> Profile:
    """Return the first profile at which the principal branch reaches `lam`.

    The unknowns are the logarithms of the probabilities. Steps adapt to how many corrections Newton's method needs.
    """
    if lam == 0:
        return tuple(np.full(m, 1.0 / m) for m in game.shape)
    point = np.concatenate([np.full(m, -np.log(m)) for m in game.shape] + [np.zeros(1)])
    direction = np.append(np.zeros(len(point) - 1), 1.0)
    spread = float((game.payoffs.max() - game.payoffs.min()) or 1.0)
    step = 0.05 / spread
    for _ in range(_MOST_STEPS):
        direction = _tangent(game, point, direction)
        moved = _correct(game, point + step * direction, direction)
        if moved is None:
            step /= 2
            if step < 1e-12:
                break
            continue
        if moved[-1] >= lam:
            return _land(game, point, moved, lam)
        point, step = moved, min(step * 1.4, 2.0)
    raise UnsolvedError(f"the principal branch could not be followed to lambda {lam:g}")


def _profile(game: NormalFormGame, point: FloatArray) -> Profile:
    edges = np.cumsum(game.shape)[:-1]
    return tuple(np.exp(part) for part in np.split(point[:-1], edges))


def _equations(game: NormalFormGame, point: FloatArray) -> FloatArray:
    """Return zero on the branch: log p_a - log p_0 = lam (u_a - u_0) for each player, and probabilities that sum to one."""
    profile, lam = _profile(game, point), point[-1]
    rows = []
    for player, strategy in enumerate(profile):
        worth = action_payoffs(game, profile, player)
        logs = np.log(strategy)
        rows.append(np.append(strategy.sum() - 1.0, logs[1:] - logs[0] - lam * (worth[1:] - worth[0])))
    return np.concatenate(rows)


def _jacobian(game: NormalFormGame, point: FloatArray) -> FloatArray:
    """Return the derivatives of the equations by the logarithms of probabilities, and by lambda in the last column."""
    profile, lam = _profile(game, point), point[-1]
    starts = np.concatenate([[0], np.cumsum(game.shape)])
    matrix = np.zeros((starts[-1], starts[-1] + 1))
    for i, strategy in enumerate(profile):
        rows = slice(starts[i] + 1, starts[i + 1])
        matrix[starts[i], starts[i] : starts[i + 1]] = strategy
        matrix[rows, starts[i]] = -1.0
        matrix[rows, starts[i] + 1 : starts[i + 1]] = np.eye(len(strategy) - 1)
        worth = action_payoffs(game, profile, i)
        matrix[rows, -1] = -(worth[1:] - worth[0])
        for j in range(len(profile)):
            if j != i:
                slope = _pair_payoffs(game, profile, i, j) * profile[j]
                matrix[rows, starts[j] : starts[j + 1]] = -lam * (slope[1:] - slope[0])
    return matrix


def _pair_payoffs(game: NormalFormGame, profile: Profile, i: int, j: int) -> FloatArray:
    """Return player i's expected payoff for each pair of actions of i and j: shape (actions of i, actions of j)."""
    tensor = game.payoffs[i]
    for k in range(len(profile) - 1, -1, -1):
        if k not in (i, j):
            tensor = np.tensordot(tensor, profile[k], axes=(k, 0))
    return np.asarray(tensor if i < j else tensor.T)


def _tangent(game: NormalFormGame, point: FloatArray, previous: FloatArray) -> FloatArray:
    """Return the unit tangent of the branch that goes on in the direction of the previous one."""
    matrix = np.vstack([_jacobian(game, point), previous])
    tangent = np.linalg.lstsq(matrix, np.append(np.zeros(len(matrix) - 1), 1.0), rcond=None)[0]
    return np.asarray(tangent / np.linalg.norm(tangent))


def _correct(game: NormalFormGame, guess: FloatArray, direction: FloatArray) -> FloatArray | None:
    """Return the point of the branch in the plane through `guess` across `direction`, or None where Newton's method fails."""
    point = guess
    for _ in range(8):
        error = np.append(_equations(game, point), direction @ (point - guess))
        if np.abs(error).max() < _RESIDUAL:
            return point
        try:
            point = point - np.linalg.solve(np.vstack([_jacobian(game, point), direction]), error)
        except np.linalg.LinAlgError:
            return None
        if not np.isfinite(point).all() or point[:-1].max() > 1.0:
            return None
    return point if np.abs(_equations(game, point)).max() < 1e-10 else None


def _land(game: NormalFormGame, before: FloatArray, after: FloatArray, lam: float) -> Profile:
    """Return the profile at exactly `lam`, between two points of the branch on either side of it."""
    share = (lam - before[-1]) / (after[-1] - before[-1])
    upright = np.append(np.zeros(len(before) - 1), 1.0)
    guess = before + share * (after - before)
    guess[-1] = lam
    point = _correct(game, guess, upright)
    if point is None:
        raise UnsolvedError(f"the principal branch turns at lambda {lam:g}")
    return tuple(part / part.sum() for part in _profile(game, point))
