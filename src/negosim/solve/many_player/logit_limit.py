"""One equilibrium of a game too large to search: where the principal branch of logit equilibria leads.

As lambda grows the branch tends to Nash equilibria (McKelvey and Palfrey 1995, theorem 2), for almost all games to one
(theorem 3). Its profile at a large lambda names a support and a start for Newton's method, and what Newton's method
finds is certified like any other root (`roots`).

What it cannot find: anything that the branch does not lead to, and an equilibrium where payoffs tie.
"""

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import FloatArray, NormalFormGame, Profile
from negosim.games.arrays import payoff_range
from negosim.solve.many_player.cells import cells_around, make_faces
from negosim.solve.many_player.multilinear import Gains
from negosim.solve.many_player.roots import Root, settle
from negosim.solve.principal_branch import principal_branch

_LAMBDAS = (1e3, 1e4, 1e5)
"""Tried from the last to the first, per largest payoff range."""
_USED = 1e-3
"""An action less likely than this is taken to be unused."""
_NEAR = 2.0**-5


def logit_limit(payoffs: FloatArray, gains: Gains) -> Root | None:
    """Return a mixed root at which the principal branch of `payoffs[player, a0, a1, ...]` ends, if one is certified."""
    scale = float(payoff_range(payoffs, axis=tuple(range(1, payoffs.ndim))).max()) or 1.0
    try:
        profiles = principal_branch(NormalFormGame(payoffs), [lam / scale for lam in _LAMBDAS])
    except UnsolvedError:
        return None
    return next((root for profile in reversed(profiles) if (root := _root_near(gains, profile))), None)


def _root_near(gains: Gains, profile: Profile) -> Root | None:
    """Return the certified root near a profile on the support of its likely actions; None where that is pure."""
    faces = make_faces([(own > _USED)[np.newaxis] for own in profile])
    if max(faces.corners) == 1:
        return None
    start = tuple(np.where(own > _USED, own, 0.0)[np.newaxis] for own in profile)
    start = tuple(own / own.sum() for own in start)
    roots, _ = settle(gains, faces, cells_around(faces, np.array([0]), start, np.array([_NEAR])))
    return next(iter(roots), None)
