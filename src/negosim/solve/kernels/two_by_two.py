"""All equilibria of 2x2 games, in closed form.

Let r_j be what the row player gains by its first action over its second against column j, and c_i what the column player
gains by its first action over its second against row i. A pure profile is an equilibrium iff no gain speaks against it.
Where r_0 and r_1 differ in sign, y makes the row player indifferent, and where c_0 and c_1 do, x the column player:

    x = (|c_1|, |c_0|) / (|c_0| + |c_1|),      y = (|r_1|, |r_0|) / (|r_0| + |r_1|).

Then (x, y) is an equilibrium, and the only mixed one if no gain is 0 (von Neumann and Morgenstern 1944, section 18). With ties
the other extreme equilibria in which somebody mixes are (row i, y) where c_i = 0 and (x, column j) where r_j = 0.
"""

import numpy as np
from numpy.typing import NDArray

from negosim.games import BoolArray, FloatArray, IntArray
from negosim.solve.kernels.batch import MOST_REGRET, Part, Rows, certified, games_last, range_bound, regret_of, spreads
from negosim.solve.kernels.gain_signs import CERTAIN, TIED


def solve_two_by_two(payoffs: FloatArray) -> Part:
    """Find the equilibria of those games of payoffs[game, player, i, j] in which every gain has a certain sign."""
    least = CERTAIN * range_bound(payoffs)
    pairs = np.ascontiguousarray(payoffs.reshape(-1, 8).view(np.complex128).T)  # two payoffs move at once
    tables = pairs.view(np.float64).reshape(2, 2, -1, 2)  # [player, i, game, j]
    gains = np.empty((4, len(payoffs)))  # r_0, r_1, c_0, c_1
    gains[:2] = (tables[0, 0] - tables[0, 1]).T
    np.subtract(tables[1, ..., 0], tables[1, ..., 1], out=gains[2:])
    first, second = gains > least, gains < -least
    settled = (first | second).all(axis=0)
    mixed = _mixed(pairs, (first[0] ^ first[1]) & (first[2] ^ first[3]) & settled)
    if len(failed := mixed.game[~(mixed.regret <= MOST_REGRET)]):
        settled[failed] = False
        mixed = mixed.of_games(settled)
    first &= settled
    second &= settled
    pure = np.array([first[0] & first[2], first[1] & second[2], second[0] & first[3], second[1] & second[3]])
    return Part(pure, mixed, np.flatnonzero(~settled), np.arange(0))


def solve_tied_two_by_two(payoffs: FloatArray) -> Part:
    """Find the extreme equilibria of those games of payoffs[game, player, i, j] in which every gain is certain or a tie."""
    tables = games_last(payoffs)
    gains = np.concatenate([tables[0, 0] - tables[0, 1], tables[1, :, 0] - tables[1, :, 1]])
    spread = np.repeat(spreads(tables), 2, axis=0)
    gains[np.abs(gains) <= TIED * spread] = 0.0
    settled = ((gains == 0) | (np.abs(gains) > CERTAIN * spread)).all(axis=0)
    is_equilibrium = np.zeros((3, 3, len(payoffs)), dtype=np.bool_)  # [row 0, row 1 or x, column 0, column 1 or y, game]
    r, c = gains[:2], gains[2:]
    is_equilibrium[:2, :2] = np.array([r >= 0, r <= 0]) & np.array([c >= 0, c <= 0]).swapaxes(0, 1)
    has_x, has_y = c.prod(axis=0) < 0, r.prod(axis=0) < 0
    is_equilibrium[:2, 2], is_equilibrium[2, :2], is_equilibrium[2, 2] = (c == 0) & has_y, (r == 0) & has_x, has_x & has_y
    is_equilibrium &= settled
    degenerate = (is_equilibrium.sum(axis=0) > 1).any(axis=0) | (is_equilibrium.sum(axis=1) > 1).any(axis=0)
    of_x, of_y, games = np.nonzero(is_equilibrium)
    is_mixed = (of_x == 2) | (of_y == 2)
    profiles = np.concatenate([_strategies(c, of_x, games), _strategies(r, of_y, games)])[:, is_mixed]
    mixed = certified(tables, profiles, games[is_mixed])
    return Part(is_equilibrium[:2, :2].reshape(4, -1), mixed, np.flatnonzero(~settled), np.flatnonzero(degenerate))


def _mixed(pairs: NDArray[np.complex128], exists: BoolArray) -> Rows:
    """Return the mixed equilibria of the games that have one; both players are looked at in one go."""
    games = np.flatnonzero(exists)
    tables = np.take(pairs, games, axis=1).view(np.float64).reshape(2, 2, -1, 2)  # [player, i, game, j]
    own = np.empty((2, 2, 2, len(games)))  # [own action, other's action, player, game]
    own[:, :, 0], own[:, :, 1] = tables[0].swapaxes(1, 2), tables[1].transpose(2, 0, 1)
    gains = np.abs(own[0] - own[1])
    theirs = gains[::-1] / (gains[0] + gains[1])
    mine = theirs[:, ::-1]
    regret = regret_of(own.reshape(2, 2, -1), [mine.reshape(2, -1), theirs.reshape(2, -1)], 0).reshape(2, -1)
    return Rows(np.concatenate([mine[:, 0], theirs[:, 0]]), games, np.maximum(*regret))


def _strategies(gains: FloatArray, candidate: IntArray, game: IntArray) -> FloatArray:
    """Return strategies [action, row]: the first action, the second, or the mixture that makes these gains cancel."""
    sizes = np.abs(gains[:, game])
    mixture = sizes[::-1] / np.where(candidate == 2, sizes.sum(axis=0), 1.0)
    return np.where(candidate == 2, mixture, candidate == np.array([[0], [1]]))
