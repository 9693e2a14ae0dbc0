"""All equilibria of every game in a batch of 2x2 games, in closed form.

Let r_j be what the row player gains by its first action over its second against column j, and c_i what the column
player gains by its first over its second against row i. A pure profile is an equilibrium iff no gain speaks against it.
Where c_0 and c_1 differ in sign there is one x that makes the column player indifferent, and where r_0 and r_1 do, one
y that makes the row player so:

    x = (|c_1|, |c_0|) / (|c_0| + |c_1|),      y = (|r_1|, |r_0|) / (|r_0| + |r_1|).

Then (x, y) is an equilibrium, and the only mixed one if no gain is 0 (von Neumann and Morgenstern 1944, section 18).
With ties the other extreme equilibria in which somebody mixes are (row i, y) where c_i = 0 and (x, column j) where
r_j = 0. A game with a gain that is neither certain nor a tie, as in `bimatrix`, is left.
"""

import numpy as np

from negosim.games import FloatArray, IntArray
from negosim.solve.kernels.batch import ALL, EXTREME, MOST_REGRET, Part, games_last, range_bound
from negosim.solve.kernels.bimatrix import CERTAIN, TIED
from negosim.solve.kernels.regrets import certified


def solve_two_by_two(payoffs: FloatArray) -> Part:
    """Settle those games of payoffs[game, player, i, j] in which every gain has a certain sign."""
    least = CERTAIN * range_bound(payoffs)
    gains = _gains(payoffs)
    first, second = gains > least, gains < -least
    settled = np.asarray((first | second).all(axis=0))
    games = np.flatnonzero((first[0] ^ first[1]) & (first[2] ^ first[3]) & settled)
    sizes = np.abs(np.take(gains, games, axis=1))
    rows = certified(payoffs, np.concatenate([_mixture(sizes[2:]), _mixture(sizes[:2])]), games)
    settled[rows.game[~(rows.regret <= MOST_REGRET)]] = False
    pure = np.array([first[0] & first[2], first[1] & second[2], second[0] & first[3], second[1] & second[3]])
    return Part(settled, np.full(len(settled), ALL, dtype=np.uint8), pure, rows)


def solve_tied_two_by_two(payoffs: FloatArray) -> Part:
    """Settle those games of payoffs[game, player, i, j] in which every gain is certain or a tie."""
    gains = _gains(payoffs)
    spread = np.repeat(np.ptp(games_last(payoffs), axis=(1, 2)), 2, axis=0)
    gains[np.abs(gains) <= TIED * spread] = 0.0
    settled = np.asarray(((gains == 0) | (np.abs(gains) > CERTAIN * spread)).all(axis=0))
    r, c = gains[:2], gains[2:]
    # is_equilibrium[row 0, row 1 or x, column 0, column 1 or y, game]
    is_equilibrium = np.zeros((3, 3, len(settled)), dtype=np.bool_)
    is_equilibrium[:2, :2] = np.array([r >= 0, r <= 0]) & np.array([c >= 0, c <= 0]).swapaxes(0, 1)
    has_x, has_y = c[0] * c[1] < 0, r[0] * r[1] < 0
    is_equilibrium[:2, 2], is_equilibrium[2, :2] = (c == 0) & has_y, (r == 0) & has_x
    is_equilibrium[2, 2] = has_x & has_y
    shared = (is_equilibrium.sum(axis=0) > 1).any(axis=0) | (is_equilibrium.sum(axis=1) > 1).any(axis=0)
    pure = is_equilibrium[:2, :2].reshape(4, -1).copy()
    is_equilibrium[:2, :2] = False
    of_x, of_y, games = np.nonzero(is_equilibrium)
    rows = certified(payoffs, np.concatenate([_strategies(c, of_x, games), _strategies(r, of_y, games)]), games)
    settled[rows.game[~(rows.regret <= MOST_REGRET)]] = False
    return Part(settled, np.where(shared, EXTREME, ALL).astype(np.uint8), pure, rows)


def _gains(payoffs: FloatArray) -> FloatArray:
    """Return r_0, r_1, c_0 and c_1 of payoffs[game, player, i, j]."""
    gains = np.empty((4, len(payoffs)))
    np.subtract(payoffs[:, 0, 0].T, payoffs[:, 0, 1].T, out=gains[:2])
    np.subtract(payoffs[:, 1, :, 0].T, payoffs[:, 1, :, 1].T, out=gains[2:])
    return gains


def _mixture(sizes: FloatArray) -> FloatArray:
    """Return the mixture at which two gains of these sizes and of different signs cancel."""
    return np.asarray(sizes[::-1] / (sizes[0] + sizes[1]))


def _strategies(gains: FloatArray, candidate: IntArray, game: IntArray) -> FloatArray:
    """Return strategies[action, row]: the first action, the second, or the mixture at which these gains cancel."""
    mixture = _mixture(np.abs(gains[:, game]))
    return np.where(candidate == 2, mixture, candidate == np.array([[0], [1]]))
