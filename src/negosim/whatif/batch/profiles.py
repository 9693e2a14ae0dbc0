"""Batches of simultaneous games: every pure equilibrium, every equilibrium, or the logit response.

Solutions are told apart by which actions are used in them. Where the equilibria of a game form a continuum, its extreme
points stand for it, as in `negosim.solve.concepts.nash`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import BoolArray, FloatArray, Game, IntArray, NormalFormGame
from negosim.solve import Complete, Concept, settings
from negosim.solve.batched import all_equilibria
from negosim.solve.kernels import DEGREES, is_pure_equilibrium, logit_points
from negosim.whatif.answers import NONE, membership
from negosim.whatif.batch.points import EITHER, SEVERAL, THEN, TOGETHER, Points
from negosim.whatif.distinct import distinct

_USED = 1e-12
_SAME = 1e-9


def solve_pure(game: Game, concept: Concept) -> Points:
    """Find every pure equilibrium of simultaneous games."""
    assert isinstance(game, NormalFormGame)
    stable = is_pure_equilibrium(game.payoffs, len(game.players))
    return _Found(game, stable, np.empty((0, sum(game.shape))), np.empty(0, dtype=np.int64)).points()


def solve_nash(game: Game, concept: Concept) -> Points:
    """Find every equilibrium of simultaneous games. Raises UnsolvedError where a list may not be whole."""
    assert isinstance(game, NormalFormGame)
    found = all_equilibria(game.payoffs)
    short = found.complete > DEGREES.index(Complete.EXTREME)
    if short.any():
        raise UnsolvedError(
            f"{game.name}: at {short.sum():,} of {len(short):,} points not every equilibrium is sure to be found; "
            "its pure ones can be swept: --concept pure_nash"
        )
    return _Found(game, found.pure, found.mixed, found.game).points()


def solve_logit(game: Game, concept: Concept) -> Points:
    """Find the logit response of simultaneous games: the answer is the likeliest outcome, the play the likeliest
    choices. Raises UnsolvedError where the branch of one cannot be followed to lambda."""
    assert isinstance(game, NormalFormGame)
    lam = float(settings(concept)["lam"])
    profile = logit_points(game.payoffs, lam).profile
    lost = np.isnan(profile[0][:, 0])
    if lost.any():
        raise UnsolvedError(
            f"{game.name}: at {lost.sum():,} of {len(lost):,} points the logit branch cannot be followed to lambda "
            f"{lam:g}; take a smaller one"
        )
    names, member = membership(game.outcomes)
    joint = _joint(profile)
    chances = joint @ member
    payoffs = np.matmul(game.payoffs.reshape(len(joint), len(game.players), -1), joint[:, :, np.newaxis])[..., 0]
    first, play = distinct(np.stack([strategy.argmax(axis=1) for strategy in profile]))
    best = [strategy[first].argmax(axis=1).tolist() for strategy in profile]
    made = ([own[k] for own, k in zip(game.actions, at, strict=True)] for at in zip(*best, strict=True))
    plays = tuple(_profile(game.players, options) for options in made)
    ones = np.ones(len(joint), dtype=np.int64)
    return Points(ones, chances.argmax(axis=1), play, chances, payoffs, payoffs, names, plays)


@dataclass(frozen=True, eq=False)
class _Found:
    """The solutions of a batch: `pure[point, a0, a1, ...]` says which profiles are, and each row of `mixed[row,
    action]` is one of point `of[row]`, strategies side by side."""

    game: NormalFormGame
    pure: BoolArray
    mixed: FloatArray
    of: IntArray

    def points(self) -> Points:
        """Return what the solutions of each point have in common."""
        count = self._stable.sum(axis=0) + np.bincount(self.of, minlength=len(self.pure))
        least, most = self._chances()
        shares = np.where(most - least <= _SAME, least, np.nan)
        (answer, answers), (play, plays), (low, high) = self._answers(), self._plays(), self._payoffs()
        return Points(count, answer, play, shares, low, high, answers, plays)

    @cached_property
    def _stable(self) -> BoolArray:
        """Which pure profiles are solutions: stable[profile, point]."""
        return np.ascontiguousarray(np.moveaxis(self.pure, 0, -1).reshape(-1, len(self.pure)))

    @cached_property
    def _joint(self) -> FloatArray:
        """The distribution over profiles of each row that mixes: joint[row, profile]."""
        return _joint(np.split(self.mixed, np.cumsum(self.game.shape)[:-1], axis=1))

    def _answers(self) -> tuple[IntArray, tuple[str, ...]]:
        """Return where the solutions of each point lead: each outcome that one leads to, and each mix of several."""
        names, member = membership(self.game.outcomes)
        reached = (member.T @ self._stable) > 0
        ends = self._joint @ member > _USED
        is_mix = ends.sum(axis=1) > 1
        reached[ends[~is_mix].argmax(axis=1), self.of[~is_mix]] = True
        kinds, held = _marked(ends[is_mix], self.of[is_mix], len(self.pure))
        mixes = [TOGETHER.join(name for name, used in zip(names, kind, strict=True) if used) for kind in kinds]
        return _told([*names, *mixes], np.concatenate([reached, held]))

    def _plays(self) -> tuple[IntArray, tuple[str, ...]]:
        """Return what is done in the solutions of each point."""
        players = self.game.players
        pure = [_profile(players, made) for made in product(*self.game.actions)]
        kinds, held = _marked(self.mixed > _USED, self.of, len(self.pure))
        mixes = []
        for kind in kinds:
            used = np.split(kind, np.cumsum(self.game.shape)[:-1])
            made = [EITHER.join(np.array(own)[part]) for own, part in zip(self.game.actions, used, strict=True)]
            mixes.append(_profile(players, made))
        return _told([*pure, *mixes], np.concatenate([self._stable, held]))

    def _chances(self) -> tuple[FloatArray, FloatArray]:
        """Return the least and the most probability of each outcome in the solutions of each point, NaN where there is
        none: (points, outcomes)."""
        member = membership(self.game.outcomes)[1]
        lead = (member.T @ self._stable).T
        pure = self._stable.sum(axis=0)[:, np.newaxis]
        least = np.where(pure == 0, np.nan, lead == pure)
        most = np.where(pure == 0, np.nan, lead > 0)
        return self._with_mixed(least, most, self._joint @ member)

    def _payoffs(self) -> tuple[FloatArray, FloatArray]:
        """Return the least and the most that each player gets in the solutions of each point: (points, players)."""
        payoffs = np.moveaxis(self.game.payoffs, 0, -1).reshape(len(self.game.players), -1, len(self.pure))
        low = np.where(self._stable, payoffs, np.inf).min(axis=1)
        high = np.where(self._stable, payoffs, -np.inf).max(axis=1)
        least, most = (np.where(low <= high, end, np.nan).T for end in (low, high))
        own = self.game.payoffs[self.of].reshape(len(self.of), *payoffs.shape[:2])
        return self._with_mixed(least, most, np.einsum("rk,rpk->rp", self._joint, own))

    def _with_mixed(self, least: FloatArray, most: FloatArray, mixed: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Widen the least and the most of pure solutions by what the rows give: mixed[row, ...]."""
        np.fmin.at(least, self.of, mixed)
        np.fmax.at(most, self.of, mixed)
        return least, most


def _joint(strategies: Sequence[FloatArray]) -> FloatArray:
    """Return distributions over profiles in C order: strategies[player][row, action] to (rows, profiles)."""
    joint, *others = strategies
    for strategy in others:
        both = joint[:, :, np.newaxis] * strategy[:, np.newaxis, :]
        joint = both.reshape(len(joint), joint.shape[1] * strategy.shape[1])
    return joint


def _marked(kinds: BoolArray, of: IntArray, points: int) -> tuple[BoolArray, BoolArray]:
    """Return the distinct ones of kinds[row] in an order of their own, and which points have a row of each: (kinds,
    points)."""
    different, which = np.unique(~kinds, axis=0, return_inverse=True)
    held = np.zeros((len(different), points), dtype=np.bool_)
    held[which.reshape(-1), of] = True
    return ~different, held


def _told(labels: Sequence[str], held: BoolArray) -> tuple[IntArray, tuple[str, ...]]:
    """Return the distinct sets of labels that points have, and which of them each has: held[label, point]."""
    first, which = distinct(held)
    return which, tuple(_joined(labels, held[:, point]) for point in first)


def _profile(players: Sequence[str], made: Sequence[str]) -> str:
    return THEN.join(f"{player}={action}" for player, action in zip(players, made, strict=True))


def _joined(labels: Sequence[str], which: BoolArray) -> str:
    """Return the labels marked, or that there is none."""
    return SEVERAL.join(label for label, used in zip(labels, which, strict=True) if used) or NONE
