"""Solvers of games in normal form."""

import numpy as np
from scipy.optimize import minimize_scalar

from literature.table import Found, Oracle
from negosim.games import NormalFormGame
from negosim.solve import solve
from negosim.solve.concepts.correlated import Correlated
from negosim.solve.concepts.logit import principal_branch_at
from negosim.solve.concepts.nash import Nash

OCHS = NormalFormGame([[[1.1141, 0], [0, 0.2785]], [[0, 1.1141], [1.1141, 0]]])


def told_apart() -> Found:
    """Chicken, with the pair of payoffs (6,6), (2,7), (7,2), (0,0)."""
    game = NormalFormGame([[[6, 2], [7, 0]], [[6, 7], [2, 0]]])
    (found,) = solve(game, Correlated(("welfare",))).solutions
    return {"sum": found.payoffs.sum(), "p": found.joint.ravel()}


def logit(game: NormalFormGame, lam: float) -> Found:
    row, column = principal_branch_at(game, lam)
    return {"p": row[0], "q": column[0]}


def fitted() -> Found:
    shares = np.array([0.527, 0.366])

    def fit(lam: float) -> float:
        chosen = np.array([own[0] for own in principal_branch_at(OCHS, lam)])
        return 128 * float((shares * np.log(chosen) + (1 - shares) * np.log(1 - chosen)).sum())

    lam = minimize_scalar(lambda x: -fit(x), bounds=(0.5, 5.0), options={"xatol": 1e-8}).x
    return {"lam": lam, "ll": fit(lam), **logit(OCHS, lam)}


def mean_claim(reward: float) -> float:
    claims = np.arange(180, 301)
    own, other = claims[:, None], claims
    payoffs = np.minimum(own, other) + reward * np.sign(other - own)
    return float(principal_branch_at(NormalFormGame([payoffs, payoffs.T]), 1 / 8.5)[0] @ claims)


def equilibrium(game: NormalFormGame) -> Found:
    (found,) = solve(game, Nash()).equilibria
    return {"p": found.profile[0][0], "q": found.profile[1][0]}


def volunteers() -> Found:
    counts = np.indices((2, 2, 2))
    game = NormalFormGame((counts.sum(axis=0) > 0) - 0.25 * counts)
    mixed = next(e for e in solve(game, Nash()).equilibria if all(0 < own[0] < 1 for own in e.profile))
    return {"abstain": [own[0] for own in mixed.profile], "none": np.prod([own[0] for own in mixed.profile])}


SOLVERS = [
    Oracle("solver", "the best correlated equilibrium of chicken", "Aumann 1974", told_apart,
           {"sum": 10.5, "p": [0.5, 0.25, 0.25, 0.0]}),
    Oracle("solver", "asymmetric matching pennies", "Goeree and Holt 2001",
           lambda: equilibrium(NormalFormGame([[[80, 40], [40, 80]], [[40, 80], [80, 40]]])), {"p": 0.5, "q": 0.5}),
    Oracle("solver", "logit at lambda 1", "McKelvey and Palfrey 1995; computed independently", lambda: logit(OCHS, 1.0),
           {"p": 0.5867840366637898, "q": 0.45180703138950107}),
    Oracle("solver", "the lambda that fits play best", "McKelvey and Palfrey 1995; computed independently", fitted,
           {"lam": 1.8456097536855862, "p": 0.615651314427859, "q": 0.3832909400456291, "ll": -174.76453191087447}, 2e-5),
    Oracle("solver", "the limit of logit", "McKelvey and Palfrey 1995", lambda: logit(OCHS, 1e5),
           {"p": 0.5, "q": 0.2785 / (1.1141 + 0.2785)}, 1e-4),
    Oracle("solver", "travellers", "Capra and others 1999; computed independently",
           lambda: {"low": mean_claim(5), "high": mean_claim(180)}, {"low": 283.0159994741962, "high": 180.0000046143675},
           1e-4),
    Oracle("solver", "three volunteers", "Diekmann 1985", volunteers, {"abstain": [0.5] * 3, "none": 0.125}, 1e-12),
]  # fmt: skip
