"""Security levels: what a player can make sure of, whatever the others do (von Neumann 1928; maximin).

The security level of player i is the largest v for which some strategy of i gives at least v against every profile of
the others: v = max over x of min over a_-i of u_i(x, a_-i), a linear program. Others who may draw lots together can
hold i down no further, for the minimum is at a pure profile. In a zero-sum game of two it is the value.
"""

import numpy as np

from negosim.games import FloatArray, frozen, one_hot

FEASIBLE = 1e-10
"""How far a linear program may miss what it is held to, payoffs being from 0 to 1."""


def security_strategy(table: FloatArray) -> FloatArray:
    """Return a maximin strategy over the rows of `table[own action, others' profile]`; one of many where it is not
    unique.

    A pure one where no mixture is better. Cost: one linear program.

    >>> security_strategy(np.array([[1.0, -1.0], [-1.0, 1.0]]))
    array([0.5, 0.5])
    """
    spread = float(table.max() - table.min()) or 1.0
    scaled = np.unique((table - table.min()) / spread, axis=1)
    pure = one_hot(len(scaled), int(scaled.min(axis=1).argmax()))
    mixed = largest_least(scaled, np.zeros((len(scaled), 0)))
    assert mixed is not None  # nothing is asked that no strategy gives
    return mixed if float((mixed @ scaled).min() - (pure @ scaled).min()) > FEASIBLE else pure


def security_level(table: FloatArray) -> float:
    """Return what a maximin strategy makes sure of, in the unit of `table`.

    >>> security_level(np.array([[3.0, 0.0], [1.0, 1.0]]))
    1.0
    """
    return float((security_strategy(table) @ table).min())


def largest_least(gains: FloatArray, floor: FloatArray) -> FloatArray | None:
    """Return weights x of the rows that make the least of x @ gains largest with x @ floor >= 0; None where none fit.

    `gains[row, column]` and `floor[row, column]` are about 1 in size. Cost: one linear program.
    """
    from scipy.optimize import linprog

    rows, columns = gains.shape
    kept = np.hstack([-floor.T, np.zeros((floor.shape[1], 1))])
    solved = linprog(
        np.append(np.zeros(rows), -1.0),
        A_ub=np.vstack([np.hstack([-gains.T, np.ones((columns, 1))]), kept]),
        b_ub=np.zeros(columns + len(kept)),
        A_eq=np.append(np.ones(rows), 0.0)[np.newaxis],
        b_eq=[1.0],
        bounds=[(0.0, None)] * rows + [(None, None)],
        options={"primal_feasibility_tolerance": FEASIBLE, "dual_feasibility_tolerance": FEASIBLE},
    )
    if solved.x is None:
        return None
    weights = solved.x[:rows].clip(min=0.0)
    return frozen(weights / weights.sum())
