"""What is watched when numbers move: the outcome, and each actor's choice at the moves that the solution reaches.

In a tree everything after a move is solved again. In a simultaneous game the others' choices are held, since that is what makes a
profile an equilibrium: the watched choice is the player's best reply to them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negosim.games import ExtensiveFormGame, FloatArray, IntArray, NormalFormGame
from negosim.games.extensive_form import reach_probabilities
from negosim.games.normal_form import action_payoffs
from negosim.models import CompiledMoves
from negosim.solve import Equilibrium
from negosim.solve.result import TIE
from negosim.whatif.answers import CHUNK, PlayTree, answers_of


@dataclass(frozen=True, eq=False)
class PlayWatch:
    """Watches a tree: item 0 is the outcome, the others the actions at `sets`, the information sets that the play reaches."""

    compiled: CompiledMoves
    sets: tuple[int, ...]

    def __call__(self, values: FloatArray) -> NDArray[np.str_]:
        """Return what each item is at each point: values[point, number] to words[point, item]."""
        parts = [self._part(values[k : k + CHUNK]) for k in range(0, len(values), CHUNK)]
        return np.concatenate(parts)

    def _part(self, values: FloatArray) -> NDArray[np.str_]:
        game = self.compiled.game(values)
        assert isinstance(game, ExtensiveFormGame)
        play = PlayTree(game)
        found = answers_of(game)
        columns = [np.array(found.labels)[found.index]]
        columns += [np.array(game.information_sets[k].actions)[play.choices[..., k]] for k in self.sets]
        return np.stack(columns, axis=-1)


@dataclass(frozen=True, eq=False)
class ReplyWatch:
    """Watches a pure equilibrium of a simultaneous game: item 0 is the set of pure outcomes, the others each player's best reply."""

    compiled: CompiledMoves
    equilibrium: Equilibrium

    def __call__(self, values: FloatArray) -> NDArray[np.str_]:
        """Return what each item is at each point: values[point, number] to words[point, item]."""
        game = self.compiled.game(values)
        assert isinstance(game, NormalFormGame)
        found = answers_of(game)
        columns = [np.array(found.labels)[found.index]]
        for player, actions in enumerate(game.actions):
            worth = action_payoffs(game, self.equilibrium.profile, player)
            own = int(self.equilibrium.profile[player].argmax())
            columns.append(np.array(actions)[_reply(worth, own)])
        return np.stack(columns, axis=-1)


def _reply(worth: FloatArray, own: int) -> IntArray:
    """Return the best action, the one now taken where it ties."""
    best = worth.max(axis=-1)
    stays = worth[..., own] >= best - TIE * np.maximum(1.0, np.abs(best))
    return np.where(stays, own, worth.argmax(axis=-1))


def reached_sets(game: ExtensiveFormGame, equilibrium: Equilibrium) -> tuple[int, ...]:
    """Return the information sets that a profile reaches, in order of play."""
    reach = reach_probabilities(game, equilibrium.profile)
    return tuple(k for k, known in enumerate(game.information_sets) if reach[list(known.nodes)].sum() > 0)
