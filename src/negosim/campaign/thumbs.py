"""Rules of thumb: what one actor does by rote while the others play the equilibrium, to see what the equilibrium is
worth.

`always stall` plays for time, `always accept` gives what is asked, and `tit for tat` (Axelrod 1984) accepts at first
and then does as the others were last seen to do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from negosim.campaign.game import CampaignGame
from negosim.campaign.monthly import Shape
from negosim.games import BoolArray, FloatArray, Profile

Habit = Literal["always_stall", "always_accept", "tit_for_tat"]
HABITS: tuple[Habit, ...] = ("always_stall", "always_accept", "tit_for_tat")


@dataclass(frozen=True)
class Thumb:
    """A rule of thumb of one actor."""

    actor: str
    habit: Habit

    def replaced(self, game: CampaignGame, shape: Shape, policy: Profile, friendly: BoolArray) -> Profile:
        """Return a policy[set][run, action] with the actor's moves by rote; `friendly[run]` says how the others acted
        last. A move that the file names no option for stays as it is."""
        player = game.compiled.players.index(self.actor)
        found = list(policy)
        for k, known in enumerate(shape.sets):
            if known.player == player:
                accept, stall = (_first(known.move, known.actions, words) for words in _words(game))
                found[k] = self._played(found[k], accept, stall, friendly)
        return tuple(found)

    def _played(self, policy: FloatArray, accept: int | None, stall: int | None, friendly: BoolArray) -> FloatArray:
        accepts = {"always_stall": np.zeros_like(friendly), "always_accept": np.ones_like(friendly)}
        choice = accepts.get(self.habit, friendly)
        played = policy.copy()
        for option, where in ((accept, choice), (stall, ~choice)):
            if option is not None:
                played[where] = np.eye(policy.shape[1])[option]
        return played


def stalls(game: CampaignGame, shape: Shape) -> dict[str, BoolArray]:
    """Return for each actor after which ends of a game it has chosen to play for time: (ends,)."""
    words = game.compiled.rules.stalling
    found: dict[str, BoolArray] = {}
    for player, actor in enumerate(game.compiled.players):
        ends = [
            any(
                shape.sets[known].player == player
                and shape.sets[known].actions[action] in words.get(shape.sets[known].move, ())
                for known, action in path
            )
            for path in shape.paths
        ]
        found[actor] = np.array(ends)
    return found


def _words(game: CampaignGame) -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    return game.compiled.rules.accepting, game.compiled.rules.stalling


def _first(move: str, actions: tuple[str, ...], words: Mapping[str, tuple[str, ...]]) -> int | None:
    """Return the first option of a move that is named, if any."""
    return next((actions.index(option) for option in words.get(move, ()) if option in actions), None)
