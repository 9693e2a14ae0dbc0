"""The rules of a bargaining chip: who wants it back, and what would be given for it."""

from collections.abc import Iterator
from typing import Literal

from negosim.scenario.rules.base import ActorKey, IssueKey, Lack, ModelRules, OutcomeKey
from negosim.scenario.shared_facts import SharedFacts


class BargainingChipRules(ModelRules):
    """One side holds a chip that it may lose; the other would pay for it, or fight on until it takes it."""

    model: Literal["bargaining_chip"]
    """The formal model that makes a game of it."""
    chip: IssueKey
    """The issue that is the chip; its `hazard` is the chance in a month of fighting that the holder loses it."""
    buyer: ActorKey
    """The actor who wants it back."""
    price_in: IssueKey | None = None
    """The issue that the buyer would pay with."""
    swap: OutcomeKey | None = None
    """The outcome that trades the chip against a part of `price_in`."""

    def lacks(self, facts: SharedFacts) -> Iterator[Lack]:
        """Yield what the chip needs: a hazard, a buyer with ideals, costs by the month, and a swap that settles."""
        actor = facts.actors[self.buyer]
        if facts.issues[self.chip].hazard is None:
            what = f"issue {self.chip} has no hazard, so the chip would never be lost"
            yield Lack(("chip",), what, f"give issue {self.chip} a `hazard:`")
        if actor.cost_of_fighting is not None and actor.cost_of_fighting.per is None:
            what = f"what fighting costs {self.buyer} is no cost of a month, so that waiting has no price"
            yield Lack(("buyer",), what, f"give the `cost_of_fighting:` of {self.buyer} a `per: month`")
        for word in ("chip", "price_in"):
            issue = getattr(self, word)
            if issue is not None and actor.ideal is None and issue not in facts.ideals.get(self.buyer, {}):
                yield Lack((word,), f"{self.buyer} has no ideal on {issue}", f"give actor {self.buyer} an `ideal:`")
        if self.swap is not None and self.price_in not in facts.outcomes[self.swap].settles:
            what = f"outcome {self.swap} does not settle {self.price_in or 'what is paid with'}"
            yield Lack(("swap",), what, "name a `price_in:` that it settles")
