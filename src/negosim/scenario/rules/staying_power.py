"""The rules of outlasting: who wears down whom, how often each side has the better month, and over what."""

from collections.abc import Iterator
from typing import Literal

from negosim.scenario.quantity import Months, Share
from negosim.scenario.rules.base import ActorKey, IssueKey, Lack, ModelRules
from negosim.scenario.shared_facts import SharedFacts


class StayingPowerRules(ModelRules):
    """Two sides wear each other down, round by round, until one has no resources left."""

    model: Literal["staying_power"]
    """The formal model that makes a game of it."""
    sides: tuple[ActorKey, ActorKey]
    """The two sides."""
    wins: Share
    """The chance that a round goes the first side's way."""
    round: Months = Months(value=1.0)
    """How long a round is, and how many months of resources the side that loses it loses to the other."""
    issue: IssueKey | None = None
    """What the side that outlasts the other gets as it wants it; with it, whether staying is worth its cost."""

    def lacks(self, facts: SharedFacts) -> Iterator[Lack]:
        """Yield what outlasting needs: resources, and with an issue an ideal."""
        for k, side in enumerate(self.sides):
            actor = facts.actors[side]
            if actor.resources is None:
                yield Lack(("sides", k), f"{side} has no resources to lose", f"give actor {side} `resources:`")
            if self.issue is None:
                continue
            if actor.ideal is None and self.issue not in facts.ideals.get(side, {}):
                yield Lack(("issue",), f"{side} has no ideal on {self.issue}", f"give actor {side} an `ideal:`")
        if self.sides[0] == self.sides[1]:
            yield Lack(("sides", 1), "both sides are the same actor", "name two")
