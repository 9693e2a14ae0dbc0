"""Dominance by mixed strategies, as a linear program (Gale, Kuhn and Tucker 1951; Pearce 1984, appendix B).

Action a of player i is strictly dominated where some mixture of i's other actions does better whatever the others do, and
weakly dominated where some mixture never does worse and somewhere does better.
"""

import numpy as np

from negosim.games import FloatArray, NormalFormGame
from negosim.solve.result import TIE


def action_table(game: NormalFormGame, player: int) -> FloatArray:
    """Return a player's payoffs as a table: its actions by the others' profiles."""
    return np.moveaxis(game.payoffs[player], player, 0).reshape(game.shape[player], -1)


def is_strictly_dominated(table: FloatArray, action: int) -> bool:
    """Whether some mixture of the other rows of `table` is better than row `action` in every column."""
    gain = _best_worst_gain(table, action)
    return gain > TIE * max(float(table.max() - table.min()), 1e-300)


def is_weakly_dominated(table: FloatArray, row: FloatArray) -> bool:
    """Whether some mixture of the rows of `table` is never worse than `row`, and better in some column.

    The total gain over the columns is made as large as possible; `row` is dominated where it is above rounding.
    """
    from scipy.optimize import linprog

    spread = float(table.max() - table.min())
    if spread == 0:
        return False
    gains = (table - row) / spread
    better = gains.min(axis=1) >= -TIE
    if (better & (gains.max(axis=1) > 1e-9)).any():
        return True
    solved = linprog(-gains.sum(axis=0 if gains.ndim == 1 else 1), A_ub=-gains.T, b_ub=np.zeros(gains.shape[1]), A_eq=np.ones((1, len(gains))), b_eq=[1.0])
    return bool(solved.status == 0 and -solved.fun > 1e-9)


def _best_worst_gain(table: FloatArray, action: int) -> float:
    """Return the largest t such that a mixture of other rows beats row `action` by t in every column."""
    from scipy.optimize import linprog

    others = np.delete(table, action, axis=0) - table[action]
    if len(others) == 0:
        return -np.inf
    pure = float(others.min(axis=1).max())
    if pure > 0 or len(others) == 1:
        return pure
    objective = np.append(np.zeros(len(others)), -1.0)
    above = np.hstack([-others.T, np.ones((others.shape[1], 1))])
    bounds = [(0.0, None)] * len(others) + [(None, None)]
    total = np.append(np.ones(len(others)), 0.0)[np.newaxis]
    solved = linprog(objective, A_ub=above, b_ub=np.zeros(len(above)), A_eq=total, b_eq=[1.0], bounds=bounds)
    return float(-solved.fun) if solved.status == 0 else -np.inf
