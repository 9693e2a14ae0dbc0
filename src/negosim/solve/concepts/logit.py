"""Logit quantal response equilibrium (McKelvey and Palfrey 1995, 1998).

Each action is chosen with probability proportional to exp(lambda * its expected payoff): lambda, per unit of payoff as
the file gives it, runs from 0 (uniform choice) to infinity (best replies). In a normal form the principal branch is
traced from the centre (`negosim.solve.principal_branch`); the profile at lambda is the first point where the branch
reaches it. In a tree whose beliefs follow from chance alone the agent form has one equilibrium for each lambda, found
backwards.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negosim.games import ExtensiveFormGame, FloatArray, Game, NormalFormGame, Profile
from negosim.games.extensive_form import leaf_probabilities
from negosim.games.normal_form import expected_payoffs
from negosim.solve.backward import induce
from negosim.solve.certificate import logit_error, regret, sequential_regret
from negosim.solve.principal_branch import count_crossings, principal_branch
from negosim.solve.result import Complete, Equilibrium, Result


@dataclass(frozen=True)
class Logit:
    """The logit response profile at `lam` (lambda, per unit of payoff) on the principal branch.

    Raises ValueError where `lam` is no finite number from 0 up.

    >>> pennies = NormalFormGame([[[1, 0], [0, 1]], [[0, 1], [1, 0]]])
    >>> Logit(lam=2.0).solve(pennies).equilibria[0].profile[0]
    array([0.5, 0.5])
    """

    lam: float = 1.0
    name: ClassVar[str] = "logit"

    def __post_init__(self) -> None:
        if not 0 <= self.lam < np.inf:
            raise ValueError(f"lambda is a finite number from 0 up, not {self.lam}")

    def solve(self, game: Game) -> Result:
        """Find the profile. Raises UnsolvedError where the branch cannot be followed to `lam`."""
        if isinstance(game, ExtensiveFormGame):
            return self._solve_tree(game)
        profile = principal_branch_at(game, self.lam)
        solution = Equilibrium(profile, expected_payoffs(game, profile), regret(game, profile))
        why = "the first point of the principal branch at this lambda; other branches were not looked for"
        note = f"probabilities are the logit response to one another within {logit_error(game, profile, self.lam):.0e}"
        times, top = count_crossings(game, self.lam)
        often = (
            f"the principal branch crosses this lambda {times} time{'s' * (times != 1)} on its way to lambda {top:.3g}"
        )
        return Result(game, self, (solution,), Complete.SOME, why, notes=(note, often))

    def _solve_tree(self, game: ExtensiveFormGame) -> Result:
        found = induce(game, lambda worth: logit_choice(worth, self.lam))
        payoffs = np.asarray(game.payoffs @ leaf_probabilities(game, found.profile))
        gap = sequential_regret(game, found.profile, found.beliefs)
        solution = Equilibrium(found.profile, payoffs, gap, beliefs=found.beliefs)
        return Result(game, self, (solution,), Complete.ALL, "the agent form has one logit equilibrium here", ((0,),))


def logit_choice(worth: FloatArray, lam: float | FloatArray) -> FloatArray:
    """Return choice probabilities proportional to exp(lam * worth): shape (..., actions).

    >>> logit_choice(np.array([0.0, np.log(3.0)]), 1.0)
    array([0.25, 0.75])
    """
    scaled = np.asarray(lam)[..., np.newaxis] * worth
    weights = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def principal_branch_at(game: NormalFormGame, lam: float) -> Profile:
    """Return the first profile at which the principal branch reaches `lam`. Raises UnsolvedError where it does not."""
    return principal_branch(game, (lam,))[0]
