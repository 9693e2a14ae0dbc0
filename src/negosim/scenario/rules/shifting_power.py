"""The rules of a shift of power: who rises, who declines, what a war fought now and one fought later would bring."""

from collections.abc import Iterator
from typing import Literal

from negosim.scenario.quantity import Months, Share
from negosim.scenario.rules.base import ActorKey, IssueKey, Lack, ModelRules, OutcomeKey
from negosim.scenario.shared_facts import SharedFacts


class ShiftingPowerRules(ModelRules):
    """One side would do better by a war later than now, and cannot promise not to use that."""

    model: Literal["shifting_power"]
    """The formal model that makes a game of it."""
    rising: ActorKey
    """The side that will be stronger."""
    declining: ActorKey
    """The side that will be weaker, and may rather fight now."""
    issue: IssueKey
    """What is divided; the two sides want its two ends."""
    war: OutcomeKey
    """The outcome that is war: what its fighting does to the issue over the horizon is the result of a war now."""
    horizon: Months
    """Months that a war lasts, now or later: what it costs, and what it brings, is counted over these."""
    later: Share
    """The share of the issue that a war fought later would bring the rising side."""
    delay: Months
    """Months until power has shifted."""
    power: Share = Share(value=1.0)
    """How much of what peace then saves the rising side gets: all of it in Fearon 1995, none in Powell 2006."""

    def lacks(self, facts: SharedFacts) -> Iterator[Lack]:
        """Yield what a shift needs: an ideal of each of two sides."""
        for word in ("rising", "declining"):
            side = getattr(self, word)
            actor = facts.actors[side]
            if actor.ideal is None and self.issue not in facts.ideals.get(side, {}):
                yield Lack((word,), f"{side} has no ideal on {self.issue}", f"give actor {side} an `ideal:`")
        if self.rising == self.declining:
            yield Lack(("declining",), "the same actor rises and declines", "name two")
