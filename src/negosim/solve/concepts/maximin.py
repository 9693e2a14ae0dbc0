"""Maximin: the strategies with which each player is sure of the most, whatever the others do (von Neumann 1928).

Each player's security level v = max over x of min over the others' profiles of u(x, others). Nobody's play is assumed
to be sensible: the strategies are in general no equilibrium, and are one in every zero-sum game of two players.
"""

from dataclasses import dataclass
from typing import ClassVar

from negosim.errors import UnsolvedError
from negosim.games import Game, NormalFormGame
from negosim.games.normal_form import expected_payoffs
from negosim.solve.certificate import regret
from negosim.solve.dominance import action_table
from negosim.solve.result import AS_TABLE, Complete, Result, Selection
from negosim.solve.security import security_strategy


@dataclass(frozen=True)
class Maximin:
    """A maximin strategy of each player, and under `figures` the level that it makes sure of.

    >>> Maximin().solve(NormalFormGame([[[3, 0], [1, 1]], [[0, 2], [0, 1]]])).solutions[0].figures
    {'security_level_1': 1.0, 'security_level_2': 1.0}
    """

    name: ClassVar[str] = "maximin"

    def solve(self, game: Game) -> Result:
        """Solve a linear program for each player. Raises UnsolvedError for a tree."""
        if not isinstance(game, NormalFormGame):
            raise UnsolvedError(f"maximin is for simultaneous games; {AS_TABLE}")
        tables = [action_table(game, player) for player in range(len(game.players))]
        profile = tuple(security_strategy(table) for table in tables)
        sure = [float((own @ table).min()) for own, table in zip(profile, tables, strict=True)]
        figures = {f"security_level_{player}": level for player, level in zip(game.players, sure, strict=True)}
        found = Selection(profile, expected_payoffs(game, profile), regret(game, profile), figures)
        why = "the levels are the only ones; other strategies may make sure of as much"
        return Result(game, self, (found,), Complete.SOME, why)
