"""All equilibria of every game in a batch of three players with two actions each.

Let G_i be what player i gains by its second action over its first: bilinear in the others' probabilities of their
second actions, and given by its four corners. A profile is an equilibrium iff each player who mixes has G_i = 0 and
each other one a G_i that does not speak against its action. So, one kind of support after the other:

- nobody mixes: the signs of the corners decide;
- i and j mix: each one's gain must change its sign along the other's edge, once, and that of k must fit;
- all mix: with A and B a player's gains at the other's two actions, linear in r, G_1 = 0 and G_0 = 0 give
  p = A_1 / (A_1 - B_1) and q = A_0 / (A_0 - B_0), which lie inside iff A and B differ in sign; then G_2 = 0 is a
  quadratic equation in r, so there are at most two (McKelvey and McLennan 1997 for that number);
- only i mixes: a corner of G_i is 0, and the equilibria there are those p in a line segment at which the others keep to
  their actions. Its ends are listed, and the list is then called `extreme`.

Corners within 1e-13 of the payoff range are 0. A game is left to the solver of single games where a corner is neither 0
nor certain, a player's gain is 0 all along an edge, or a number that decides is so small that rounding might.
"""

from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from negosim.games import BoolArray, FloatArray, IntArray
from negosim.solve.kernels.batch import ALL, EXTREME, MOST_REGRET, Part, games_last
from negosim.solve.kernels.bimatrix import CERTAIN, TIED
from negosim.solve.kernels.regrets import certified

SHAPE = (2, 2, 2)
_CLEAR = 1e-10
"""A gain of another player at a mixture of two, with corners up to 1, has the sign that is computed if it is larger."""
_CLEAR_AT_ROOT = 1e-6
"""The same at a root of the quadratic equation, whose error the two bounds below keep under half of this."""
_LEAST_COEFFICIENTS = 1e-4
_LEAST_DISCRIMINANT = 1e-7
_LONGEST_POINT = 1e-9
"""Line segments of this length or less are not told from points."""


@dataclass(frozen=True, eq=False)
class _Found:
    """Equilibria `profiles[action, row]` of `game[row]`, and games in which something was in doubt."""

    profiles: FloatArray
    game: IntArray
    doubtful: IntArray


def solve_three_pairs(payoffs: FloatArray) -> Part:
    """Settle those games of payoffs[game, player, a0, a1, a2] in which every sign that matters is certain."""
    gains, settled = _corners(games_last(payoffs))
    tied = np.flatnonzero(~gains.all(axis=(0, 1, 2)))
    ties = gains[..., tied]
    settled[tied[(ties == 0).all(axis=1).any(axis=(0, 1)) | (ties == 0).all(axis=2).any(axis=(0, 1))]] = False
    found = [_two_mix(gains, pure, action) for pure, action in product(range(3), range(2))]
    found.append(_all_mix(gains))
    places = product(range(3), range(2), range(2)) if len(tied) else ()
    segments = [_one_mixes(ties, tied, place) for place in places]
    complete = np.full(len(settled), ALL, dtype=np.uint8)
    for part in segments:
        complete[part.game] = EXTREME
    found += [_inside(part) for part in segments]
    for part in found:
        settled[part.doubtful] = False
    profiles = np.concatenate([part.profiles for part in found], axis=1)
    rows = certified(payoffs, profiles, np.concatenate([part.game for part in found]))
    settled[rows.game[~(rows.regret <= MOST_REGRET)]] = False
    return Part(settled, complete, _pure(gains), rows)


def _corners(payoffs: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Return gains[player, a, b, game] over a player's largest, by the others' actions, and if each is certain or 0."""
    gains = np.empty((3, 2, 2, payoffs.shape[-1]))
    for i, own in enumerate(payoffs):
        first, second = np.moveaxis(own, i, 0)
        np.subtract(second, first, out=gains[i])
    cells = payoffs.reshape(3, 8, -1)
    spread = (cells.max(axis=1) - cells.min(axis=1))[:, np.newaxis, np.newaxis]
    gains[np.abs(gains) <= TIED * spread] = 0.0
    sizes = np.abs(gains)
    certain = ((sizes > CERTAIN * spread) | (gains == 0)).all(axis=(0, 1, 2))
    gains /= sizes.max(axis=(1, 2), keepdims=True)
    return gains, certain & np.isfinite(gains).all(axis=(0, 1, 2))


def _pure(gains: FloatArray) -> BoolArray:
    """Return which pure profiles are equilibria: [profile, game], in C order."""
    second, first = gains >= 0, gains <= 0
    fits = np.stack([first, second], axis=1)  # [player, its action, a, b, game]
    return np.array([fits[0, a, b, c] & fits[1, b, a, c] & fits[2, c, a, b] for a, b, c in product(range(2), repeat=3)])


def _edge(gains: FloatArray, player: int, held: int, action: int) -> FloatArray:
    """Return the gains of a player [action of the third, game] while `held` keeps to an action."""
    is_first = held == min({0, 1, 2} - {player})
    return gains[player, action] if is_first else gains[player, :, action]


def _crossing(ends: FloatArray) -> FloatArray:
    """Return the mixture [action, game] at which a gain with these ends, of different signs, is 0."""
    sizes = np.abs(ends)
    return np.asarray(sizes[::-1] / sizes.sum(axis=0))


def _mean(corners: FloatArray, first: FloatArray, second: FloatArray) -> FloatArray:
    """Return a gain [game] from its corners [a, b, game] when the others mix."""
    return np.asarray(np.einsum("ag,ag->g", first, np.einsum("abg,bg->ag", corners, second)))


def _two_mix(gains: FloatArray, held: int, action: int) -> _Found:
    """Find the equilibria in which `held` keeps to an action and the others mix."""
    i, j = (player for player in range(3) if player != held)
    for_j, for_i = _edge(gains, i, held, action), _edge(gains, j, held, action)
    games = np.flatnonzero((for_j[0] * for_j[1] < 0) & (for_i[0] * for_i[1] < 0))
    mine, theirs = (_crossing(np.take(ends, games, axis=1)) for ends in (for_i, for_j))
    slack = _mean(np.take(gains[held], games, axis=2), mine, theirs) * (2 * action - 1)
    holds = slack > _CLEAR
    strategies = {i: mine[:, holds], j: theirs[:, holds], held: _at(action, int(holds.sum()))}
    profiles = np.concatenate([strategies[player] for player in range(3)])
    return _Found(profiles, games[holds], games[np.abs(slack) <= _CLEAR])


def _at(action: int, count: int) -> FloatArray:
    return np.repeat(np.eye(2)[:, [action]], count, axis=1)


def _all_mix(gains: FloatArray) -> _Found:
    """Find the equilibria in which everybody mixes."""
    can_be = ((gains > 0).any(axis=(1, 2)) & (gains < 0).any(axis=(1, 2))).all(axis=0)
    games = np.flatnonzero(can_be)
    gains = np.take(gains, games, axis=3)
    low, middle, high = _quadratic(gains)
    total = np.abs(low) + np.abs(middle) + np.abs(high)
    clear = _LEAST_COEFFICIENTS * _LEAST_COEFFICIENTS
    same = (np.minimum(np.minimum(low, middle), high) > clear) | (np.maximum(np.maximum(low, middle), high) < -clear)
    discriminant = middle * middle - low * high
    tight = np.abs(discriminant) <= _LEAST_DISCRIMINANT * total * total
    doubtful = ~same & ((total <= _LEAST_COEFFICIENTS) | tight | (np.minimum(np.abs(low), np.abs(high)) <= clear))
    open_ones = ~same & ~doubtful & (discriminant > 0)
    chosen = np.flatnonzero(open_ones)
    low, middle, high, root = (part[chosen] for part in (low, middle, high, np.sqrt(np.abs(discriminant))))
    far = -(middle + np.copysign(root, middle))
    gains = np.take(gains, chosen, axis=3)
    found = [_at_root(gains, *odds) for odds in ((far, high), (low, far))]
    return _Found(
        np.concatenate([part.profiles for part in found], axis=1),
        games[chosen[np.concatenate([part.game for part in found])]],
        games[np.concatenate([np.flatnonzero(doubtful), *(chosen[part.doubtful] for part in found)])],
    )


def _quadratic(gains: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return c0, c1 and c2 of the equation c0 (1 - r)^2 + 2 c1 r (1 - r) + c2 r^2 = 0, each [game]."""
    # weights of p and of q, unscaled, at r = 0 and r = 1: [action, r, game]
    p = gains[1][::-1] * np.array([-1.0, 1.0])[:, np.newaxis, np.newaxis]
    q = gains[0][::-1] * np.array([-1.0, 1.0])[:, np.newaxis, np.newaxis]
    products = np.einsum("arg,asg->rsg", p, np.einsum("abg,bsg->asg", gains[2], q))
    return products[0, 0], (products[0, 1] + products[1, 0]) / 2, products[1, 1]


def _at_root(gains: FloatArray, over: FloatArray, under: FloatArray) -> _Found:
    """Return the equilibria where r / (1 - r) = over / under, if that lies inside and p and q do."""
    games = np.flatnonzero(over * under > 0)
    r = np.abs(np.array([under[games], over[games]]))
    r /= r.sum(axis=0)
    ends_p, ends_q = (np.einsum("arg,rg->ag", np.take(gains[player], games, axis=2), r) for player in (1, 0))
    products = ends_p[0] * ends_p[1], ends_q[0] * ends_q[1]
    clear = np.minimum(np.abs(ends_p).min(axis=0), np.abs(ends_q).min(axis=0)) > _CLEAR_AT_ROOT
    excluded = np.zeros(len(games), dtype=np.bool_)
    for ends, sign in zip((ends_p, ends_q), products, strict=True):
        excluded |= (np.abs(ends).min(axis=0) > _CLEAR_AT_ROOT) & (sign > 0)
    holds = clear & ~excluded
    profiles = np.concatenate([_crossing(ends_p[:, holds]), _crossing(ends_q[:, holds]), r[:, holds]])
    return _Found(profiles, games[holds], games[~clear & ~excluded])


def _one_mixes(gains: FloatArray, tied: IntArray, place: tuple[int, int, int]) -> _Found:
    """Find the ends of the segment on which one player mixes, in tied games; place is it and the others' actions."""
    player, *actions = place
    others = [other for other in range(3) if other != player]
    which = np.flatnonzero(gains[place] == 0)
    gains, games = gains[..., which], tied[which]
    signs = [2 * action - 1 for action in actions]
    edges = [_edge(gains, others[k], others[1 - k], actions[1 - k]) * signs[k] for k in range(2)]
    (low, high), (other_low, other_high) = map(_kept, edges)
    doubt = (np.array(edges) == 0).any(axis=(0, 1))  # else at most one of the others is indifferent at an end
    doubt |= (np.abs(low - other_low) <= _LONGEST_POINT) & (low > 0) & (low <= 1)
    doubt |= (np.abs(high - other_high) <= _LONGEST_POINT) & (high < 1)
    low, high = np.maximum(low, other_low), np.minimum(high, other_high)
    doubt |= np.abs(high - low) <= _LONGEST_POINT
    holds = ~doubt & (low < high)
    share = np.concatenate([low[holds], high[holds]])
    strategies = {other: _at(action, len(share)) for other, action in zip(others, actions, strict=True)}
    strategies[player] = np.array([1.0 - share, share])
    return _Found(np.concatenate([strategies[each] for each in range(3)]), np.tile(games[holds], 2), games[doubt])


def _kept(ends: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the ends of the p at which a gain, ends[p = 0 or 1, game], is not negative; 2 and 1 if there is none."""
    crossing = _crossing(ends)[1]
    low = np.where(ends[0] < 0, np.where(ends[1] < 0, 2.0, crossing), 0.0)
    return low, np.where((ends[0] > 0) & (ends[1] < 0), crossing, 1.0)


def _inside(ends: _Found) -> _Found:
    """Return the ends of segments that are no pure profiles, as those are listed already."""
    mixed = ((ends.profiles > 0) & (ends.profiles < 1)).any(axis=0)
    return replace(ends, profiles=ends.profiles[:, mixed], game=ends.game[mixed])
