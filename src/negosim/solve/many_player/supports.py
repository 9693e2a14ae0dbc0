"""Supports that an equilibrium can have: those without a conditionally dominated action.

A support profile gives each player the set of actions played with positive probability. An action a of player i is
conditionally dominated, given the supports of the others, if some action of i does better against every pure profile in
them; no equilibrium has such a support (Porter, Nudelman and Shoham 2008, "Simple search methods for finding a Nash
equilibrium", section 4). The test compares payoffs only, so no rounding enters.

Cost: the number of support profiles, product over i of 2**m_i - 1, times the number of actions.
"""

from itertools import product

import numpy as np

from negosim.games import BoolArray, FloatArray, IntArray
from negosim.games.arrays import payoff_range
from negosim.solve.result import TIE


def undominated_supports(payoffs: FloatArray) -> tuple[BoolArray, ...]:
    """Return the support profiles that survive, small ones first: one array [support, action] per player.

    `payoffs[player, a0, a1, ...]`. Payoffs within 1e-12 of the player's range are equal and dominate nothing.

    >>> pd = np.array([[[-1., -3.], [0., -2.]], [[-1., 0.], [-3., -2.]]])
    >>> [s.tolist() for s in undominated_supports(pd)]
    [[[False, True]], [[False, True]]]
    """
    members = [_subsets(count) for count in payoffs.shape[1:]]
    possible = np.ones([len(subsets) for subsets in members], dtype=bool)
    for player in range(len(payoffs)):
        possible &= ~_has_dominated_action(payoffs[player], player, members)
    found = np.argwhere(possible)
    total = sum(subsets.sum(axis=1)[found[:, i]] for i, subsets in enumerate(members))
    found = found[np.argsort(total, kind="stable")]
    return tuple(subsets[found[:, i]] for i, subsets in enumerate(members))


def count_supports(shape: tuple[int, ...]) -> int:
    """Return the number of support profiles of a game with these numbers of actions.

    >>> count_supports((3, 3, 3))
    343
    """
    count = 1
    for actions in shape:
        count *= 2**actions - 1
    return count


def pure_equilibria(payoffs: FloatArray) -> tuple[IntArray, BoolArray]:
    """Return the pure equilibria as rows of action numbers, and whether each is strict.

    Strict: every other action loses more than 1e-12 of the player's payoff range.
    """
    holds = np.ones(payoffs.shape[1:], dtype=bool)
    strict = holds.copy()
    for player, own in enumerate(payoffs):
        tie = TIE * payoff_range(own)
        best = own.max(axis=player, keepdims=True)
        holds &= own >= best - tie
        strict &= (own >= best - tie) & ((own >= best - tie).sum(axis=player, keepdims=True) == 1)
    return np.argwhere(holds), strict[holds]


def _subsets(count: int) -> BoolArray:
    """Return the nonempty subsets of `count` actions: [subset, action]."""
    return np.array([inside for inside in product((False, True), repeat=count) if any(inside)], dtype=bool)


def _has_dominated_action(own: FloatArray, player: int, members: list[BoolArray]) -> BoolArray:
    """Return for each support profile whether an action of `player` in it is conditionally dominated."""
    rows = np.moveaxis(own, player, 0)
    tie = TIE * payoff_range(own)
    others = [subsets for j, subsets in enumerate(members) if j != player]
    dominated = np.zeros((len(rows), *map(len, others)), dtype=bool)
    for a, b in product(range(len(rows)), repeat=2):
        gain = rows[b] - rows[a]  # of b over a, at each pure profile of the others
        for axis, subsets in enumerate(others):
            inside = np.moveaxis(gain, axis, -1)[..., np.newaxis, :]
            gain = np.moveaxis(np.where(subsets, inside, np.inf).min(axis=-1), -1, axis)
        dominated[a] |= gain > tie
    used = np.tensordot(members[player].astype(np.float32), dominated.astype(np.float32), axes=1) > 0
    return np.asarray(np.moveaxis(used, 0, player), dtype=bool)
