"""Dominance by mixed strategies, as a linear program (Gale, Kuhn and Tucker 1951; Pearce 1984, appendix B).

Action a of player i is strictly dominated where some mixture of i's other actions does better whatever the others do,
and weakly dominated where some mixture never does worse and somewhere does better.

A program's answer is believed only where the mixture that it names passes the definition, in floating point.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from negosim.games import BoolArray, ExtensiveFormGame, FloatArray, Game, NormalFormGame
from negosim.games.strategic_form import MOST_PROFILES, all_plans, mixed_plans, number_of_plans, plan_payoffs
from negosim.solve.result import TIE, Equilibrium

_ROUNDING = 1e-10
_MOST_CELLS = 50_000
"""The largest table on which mixtures are looked for."""


def action_table(game: NormalFormGame, player: int) -> FloatArray:
    """Return a player's payoffs as a table: its actions by the others' profiles."""
    return _table(game.payoffs, player)


def is_strictly_dominated(table: FloatArray, action: int) -> bool:
    """Whether some mixture of the other rows of `table` is better than row `action` in every column."""
    gains = _gains(np.delete(table, action, axis=0), table[action], table)
    if not gains.size or (gains.max(axis=0) <= TIE).any():
        return False
    if (gains.min(axis=1) > TIE).any():
        return True
    # The unknowns are the weights of the rows and t, the smallest gain of a column, which is made as large as possible.
    rows, columns = gains.shape
    mixture = _mixture(rows, np.append(np.zeros(rows), 1.0), np.hstack([-gains.T, np.ones((columns, 1))]))
    return bool((mixture @ gains).min() > TIE)


def is_weakly_dominated(table: FloatArray, row: FloatArray) -> bool:
    """Whether some mixture of the rows of `table` is never worse than `row`, and better in some column.

    `row` may be a mixture. Mixtures are looked for in tables of at most 50,000 cells, single rows in all.
    """
    gains = _gains(table, row, table)
    if ((gains.min(axis=1) >= -TIE) & (gains.max(axis=1) > TIE)).any():
        return True
    gains = _rows_without_loss(gains)
    if gains.max(initial=0.0) <= TIE:
        return False
    gains = np.unique(gains, axis=1)
    if gains.size > _MOST_CELLS:
        return False
    mixture = _mixture(len(gains), gains.sum(axis=1), -gains.T)
    total = mixture @ gains
    return bool(total.min() >= -_ROUNDING and total.max() > 10 * _ROUNDING)


def mark_weakly_dominated(game: Game, equilibria: Sequence[Equilibrium]) -> tuple[Equilibrium, ...]:
    """Return the equilibria with a note for each player that uses a weakly dominated strategy.

    Two strategies with one support are both dominated or neither: a strategy is not weakly dominated iff it is a best
    reply to a belief that excludes nothing (Pearce 1984, lemma 4), and that depends on its support only. A tree is
    looked at in its reduced strategic form, and not at all where `unchecked_dominance` says so.
    """
    if not equilibria or unchecked_dominance(game):
        return tuple(equilibria)
    users = dominated_users(game, equilibria)
    return tuple(
        replace(found, notes=(*found.notes, *(f"uses a weakly dominated strategy: {game.players[i]}" for i in own)))
        for found, own in zip(equilibria, map(np.flatnonzero, users), strict=True)
    )


def dominated_users(game: Game, equilibria: Sequence[Equilibrium]) -> BoolArray:
    """Return whether each player uses a weakly dominated strategy: [equilibrium, player], at least one equilibrium."""
    if isinstance(game, ExtensiveFormGame):
        plans = all_plans(game)
        payoffs = plan_payoffs(game, plans)
        mixed = [[mixed_plans(own, found.profile) for own in plans] for found in equilibria]
    else:
        payoffs, mixed = game.payoffs, [list(found.profile) for found in equilibria]
    found = []
    for player in range(len(game.players)):
        supports = np.array([strategies[player] > TIE for strategies in mixed])
        found.append(are_dominated(_table(payoffs, player), supports))
    return np.stack(found, axis=1)


def unchecked_dominance(game: Game) -> tuple[str, ...]:
    """Return the note of a result whose equilibria `mark_weakly_dominated` leaves alone, if it does."""
    if isinstance(game, ExtensiveFormGame) and number_of_plans(game) > MOST_PROFILES:
        return ("weak dominance was not checked: too many plans",)
    return ()


def are_dominated(table: FloatArray, supports: BoolArray) -> BoolArray:
    """Return whether strategies on `supports[k, action]` are weakly dominated.

    A support with a dominated part is dominated, so single actions come first and then the largest supports: what is
    part of one that is not dominated need not be looked at.
    """
    places: dict[bytes, int] = {}
    place = [places.setdefault(support.tobytes(), len(places)) for support in supports]
    distinct = supports[np.unique(place, return_index=True)[1]]
    single = np.zeros(len(table), dtype=bool)
    for action in np.unique(np.nonzero(supports)[1]).tolist():
        single[action] = is_weakly_dominated(table, table[action])
    dominated = np.asarray((distinct & single).any(axis=1))
    sound = np.empty((0, len(single)), dtype=bool)  # supports that are not dominated
    for index in np.argsort(-distinct.sum(axis=1), kind="stable").tolist():
        support = distinct[index]
        if dominated[index] or support.sum() == 1 or (support <= sound).all(axis=1).any():
            continue
        dominated[index] = is_weakly_dominated(table, table[support].mean(axis=0))
        if not dominated[index]:
            sound = np.vstack([sound, support])
    return np.asarray(dominated[place])


def _table(payoffs: FloatArray, player: int) -> FloatArray:
    return np.asarray(np.moveaxis(payoffs[player], player, 0).reshape(payoffs.shape[1 + player], -1))


def _gains(rows: FloatArray, row: FloatArray, table: FloatArray) -> FloatArray:
    """Return what each of `rows` gains on `row` in each column, over the range of `table`: nothing where that is 0."""
    spread = float(table.max() - table.min())
    return (rows - row) / (spread or 1.0)


def _rows_without_loss(gains: FloatArray) -> FloatArray:
    """Leave out rows to which no dominating mixture gives weight: they lose where no other row gains."""
    while len(gains):
        tight = gains.max(axis=0) <= TIE
        kept = (gains[:, tight] >= -TIE).all(axis=1)
        if kept.all():
            break
        gains = gains[kept]
    return gains


def _mixture(rows: int, objective: FloatArray, above: FloatArray) -> FloatArray:
    """Return weights of the rows, summing to 1, that make `objective` largest with `above` times the unknowns <= 0.

    Unknowns after the weights are free. No weights at all where there is no solution.
    """
    from scipy.optimize import linprog

    free = len(objective) - rows
    solved = linprog(
        -objective,
        A_ub=above,
        b_ub=np.zeros(len(above)),
        A_eq=np.append(np.ones(rows), np.zeros(free))[np.newaxis],
        b_eq=[1.0],
        bounds=[(0.0, None)] * rows + [(None, None)] * free,
        options={"primal_feasibility_tolerance": _ROUNDING, "dual_feasibility_tolerance": _ROUNDING},
    )
    weights = np.zeros(rows) if solved.x is None else solved.x[:rows].clip(min=0.0)
    return np.asarray(weights / (weights.sum() or 1.0))
