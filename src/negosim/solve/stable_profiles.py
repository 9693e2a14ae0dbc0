"""Stability in a simultaneous game: its pure profiles as the states of a conflict in which actions may be changed."""

from math import prod

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import Game, NormalFormGame, one_hot
from negosim.games.conflict_graph import MOST_STATES, graph_of_profiles
from negosim.solve.certificate import regret
from negosim.solve.deterrence import Walker
from negosim.solve.result import TIE, Complete, Result, Selection
from negosim.solve.standpoint import Stability, stable_for_each


def stable_profiles(game: Game, definition: Stability) -> Result:
    """List the pure profiles that are stable for every player under a definition, in C order.

    Raises UnsolvedError for a tree, and above 1,000 profiles.
    """
    if not isinstance(game, NormalFormGame):
        raise UnsolvedError(
            f"{definition.name} is for simultaneous games; for a tree name it as `of` in a game of model graph_model"
        )
    if (count := prod(game.shape)) > MOST_STATES:
        raise UnsolvedError(f"{definition.name} looks at up to {MOST_STATES:,} profiles, not {count:,}")
    graph = graph_of_profiles(game)
    walker = Walker(graph)
    stable = np.flatnonzero(stable_for_each(definition, graph).all(axis=0)).tolist()
    found = tuple(_selected(game, state) for state in stable if walker.is_equilibrium(definition.name, state))
    assert len(found) == len(stable)  # matrices and walks agree
    why = f"all {count:,} pure profiles were looked at"
    return Result(game, definition, found, Complete.ALL, why, tuple((k,) for k in range(len(found))))


def _selected(game: NormalFormGame, state: int) -> Selection:
    actions = np.unravel_index(state, game.shape)
    profile = tuple(one_hot(size, int(action)) for size, action in zip(game.shape, actions, strict=True))
    gap = regret(game, profile)
    notes = ("a Nash equilibrium",) if gap <= TIE else ()
    return Selection(profile, game.payoffs.reshape(len(actions), -1)[:, state], gap, notes=notes)
