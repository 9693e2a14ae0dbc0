"""Iterated elimination of strictly dominated actions, by mixed strategies (Luce and Raiffa 1957; Pearce 1984).

Rational players who know that all are rational choose no action that some mixture beats whatever the others do, nor one
that is so beaten once those are gone, and so on. The order of elimination does not matter for strict dominance.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import Game, NormalFormGame
from negosim.solve.dominance import action_table, is_strictly_dominated
from negosim.solve.result import Complete, Result, Survivors


@dataclass(frozen=True)
class IteratedDominance:
    """What survives iterated elimination of strictly dominated actions.

    >>> IteratedDominance().solve(NormalFormGame([[[-1, -3], [0, -2]], [[-1, 0], [-3, -2]]])).solutions[0].actions
    ((1,), (1,))
    """

    name: ClassVar[str] = "iterated_dominance"

    def solve(self, game: Game) -> Result:
        """Eliminate in rounds. Raises UnsolvedError for a tree."""
        if not isinstance(game, NormalFormGame):
            raise UnsolvedError("iterated_dominance is for simultaneous games; use subgame_perfect for a tree")
        kept = [list(range(size)) for size in game.shape]
        rounds: list[str] = []
        while gone := _dominated(game, kept):
            rounds.append("; ".join(f"{game.players[i]}: {game.actions[i][a]}" for i, a in gone))
            for player, action in gone:
                kept[player].remove(action)
        survivors = Survivors(tuple(map(tuple, kept)), tuple(rounds))
        why = "strict dominance leaves the same actions in whatever order they go"
        return Result(game, self, (survivors,), Complete.ALL, why, ((0,),))


def _dominated(game: NormalFormGame, kept: list[list[int]]) -> list[tuple[int, int]]:
    """Return the (player, action) pairs that are strictly dominated among what is kept."""
    found = []
    for player, own in enumerate(kept):
        table = action_table(NormalFormGame(game.payoffs[np.ix_(range(len(kept)), *kept)]), player)
        found += [(player, action) for row, action in enumerate(own) if is_strictly_dominated(table, row)]
    return found
