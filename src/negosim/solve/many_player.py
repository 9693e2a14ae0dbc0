"""All isolated Nash equilibria of a game with any number of players, with a proof that none is missing.

A profile is an equilibrium if every action with positive probability is a best reply (Nash 1951). For each support profile
the indifference equations are multilinear; a generic game has finitely many roots, and each support is searched for them
(McKelvey and McLennan 1996, "Computation of equilibria in finite games"; bounds on their number: 1997, "The maximal number
of regular totally mixed Nash equilibria"):

1. pure profiles are compared directly;
2. supports with a conditionally dominated action are dropped (Porter, Nudelman and Shoham 2008);
3. each other support is cut into cells (products of simplices) until every cell is excluded or holds at most one root, which is
   then certified (`cell_bounds`, `roots`). All comparisons allow for rounding, outwards.

What it cannot find: continua. A support with an unused best reply, a singular root, or cells left over is reported
as unsettled and the result is not complete. Cost: exponential in the number of actions; on one core about 3 ms for
2x2x2, 40 ms for 3x3x3, 0.5 to 2 s for 4x4x4, and out of reach beyond about 5x5x5.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from negosim.games import BoolArray, FloatArray, IntArray, Profile, one_hot
from negosim.solve.cell_bounds import (
    contraction_rate,
    has_dominated_action,
    krawczyk_image,
    misses_hull,
    weight_lows,
)
from negosim.solve.cells import Cells, Faces, bisect, contract, join, make_faces, whole_faces, widths
from negosim.solve.multilinear import Gains, action_gains, gain_doubt, lay_out, scale_gains
from negosim.solve.roots import MARGIN, RADIUS, Kind, Root, find_singular, settle
from negosim.solve.supports import count_supports, pure_equilibria, undominated_supports

BATCH = 256
"""Cells handled at once: enough to amortise a numpy call, few enough for the cache."""
MOST_SUPPORTS = 2**18
SMALLEST = 1e-7
"""A cell with no longer edge than this, in probability, is not cut again."""


@dataclass(frozen=True, eq=False)
class IsolatedEquilibria:
    """`profiles` are certified: each is the only equilibrium near it, and no unused action is a best reply.

    `others` are equilibria found that are not isolated for sure: points of a continuum, or with an unused best reply.
    `complete` says whether `profiles` are all equilibria of the game, `why` the reason in words.
    """

    profiles: tuple[Profile, ...]
    complete: bool
    why: str
    others: tuple[Profile, ...] = ()


def isolated_equilibria(payoffs: FloatArray, *, budget: int = 50_000) -> IsolatedEquilibria:
    """Find all isolated equilibria of the game `payoffs[player, a0, a1, ...]`.

    `budget` is the number of cells to look at before giving up. Pure equilibria are found in games of any size.

    >>> volunteer = np.full((3, 2, 2, 2), 0.75)
    >>> for i in range(3): volunteer[i][(slice(None),) * i + (1,)] = 1.0
    >>> volunteer[:, 1, 1, 1] = 0.0
    >>> found = isolated_equilibria(volunteer)
    >>> found.complete, len(found.profiles), found.profiles[-1][0].round(12).tolist()
    (True, 7, [0.5, 0.5])
    """
    payoffs = np.asarray(payoffs, dtype=np.float64)
    shape = payoffs.shape[1:]
    places, strict = pure_equilibria(payoffs)
    pure = [tuple(one_hot(m, int(a)) for m, a in zip(shape, place, strict=True)) for place in places]
    proved, others = ([p for p, s in zip(pure, strict, strict=True) if s is wanted] for wanted in (np.True_, np.False_))
    doubts = ["a pure equilibrium has an unused best reply"] * len(others)
