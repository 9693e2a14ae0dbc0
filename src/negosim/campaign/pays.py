"""What a month of one of the campaign's games pays in every state.

The month's game is the scenario's own at the numbers of the state, over a horizon of one month. Terms of the kinds that
`for_good` names are worth their amount if things stay so for good: a month in which they stand counts 1 - d of it,
where d is the actor's discount factor; an outcome that ends the campaign counts all of it.

Payoffs do not depend on beliefs, so they are found once for all places of a state; and of a game's terms only those
that read the calendar are found anew for another month.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from negosim.campaign.compiled import CompiledCampaign
from negosim.campaign.space import Space
from negosim.games import FloatArray
from negosim.models import CompiledMoves
from negosim.models.terms import total_payoffs
from negosim.scenario import START


@dataclass(frozen=True, eq=False)
class Pays:
    """The payoffs of one game of a campaign, players numbered as in the campaign."""

    campaign: CompiledCampaign
    key: str
    space: Space

    @property
    def game(self) -> CompiledMoves:
        """The game."""
        return self.campaign.games[self.key]

    @cached_property
    def discount(self) -> FloatArray:
        """The discount factor of every player in every state."""
        states, known = self.space.states, self.campaign.scenario.numbers
        paths = [f"actors.{actor}.discount_factor" for actor in self.campaign.players]
        return np.stack([states.number(path) if path in known else np.ones(states.size) for path in paths], axis=-1)

    @cached_property
    def weights(self) -> FloatArray:
        """Which terms stand for good: (terms,), one or zero."""
        kinds, numbers = self.campaign.rules.for_good, self.campaign.scenario.numbers
        lasting = (term.kind in kinds and numbers[term.path].quantity.per is None for term in self.game.terms)
        return np.array([float(is_lasting) for is_lasting in lasting])

    @cached_property
    def share_of_month(self) -> FloatArray:
        """How much of a lasting term one month counts: all of it where the campaign ends (state, player, end)."""
        ends = [s.label in self.campaign.rules.ends for s in self.game.situations]
        return np.where(ends, 1.0, 1.0 - self.discount[:, :, np.newaxis])

    def values(self, month: int, horizon: FloatArray | float = 1.0) -> FloatArray:
        """Return the numbers in every state in a calendar month, the game's horizon set."""
        values = self.space.states.values.copy(order="K")
        index = self.campaign.scenario.numbers.index
        if START in index:
            values[:, index[START]] = month
        if f"games.{self.key}.horizon" in index:
            values[:, index[f"games.{self.key}.horizon"]] = horizon
        return values

    def payoffs(self, month: int) -> FloatArray:
        """Return what a calendar month pays at every place: (place, player, end), places side by side in memory."""
        states = self._held + self._summed(month, self._seasonal) if self._seasonal else self._held
        return np.moveaxis(np.repeat(np.moveaxis(states, 0, -1), self.space.beliefs, axis=-1), -1, 0)

    @cached_property
    def _seasonal(self) -> list[int]:
        """The terms that depend on the calendar."""
        return [k for k, term in enumerate(self.game.terms) if START in term.reads]

    @cached_property
    def _held(self) -> FloatArray:
        """What the other terms pay in any month: (state, player, end)."""
        return self._summed(0, [k for k in range(len(self.game.terms)) if k not in set(self._seasonal)])

    def _summed(self, month: int, which: Sequence[int]) -> FloatArray:
        amounts = self.game.amounts(self.values(month), which)
        order = [self.game.players.index(player) for player in self.campaign.players]
        design, lasting = self.game.design[which][:, order], self.weights[which]
        once, stands = (total_payoffs(amounts * weight, design) for weight in (1.0 - lasting, lasting))
        return np.asarray(once + stands * self.share_of_month)
