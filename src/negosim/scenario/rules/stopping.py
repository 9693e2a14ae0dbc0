"""The rules of stopping: who stalls over what, and what it waits for."""

from collections.abc import Iterator
from typing import Literal

from negosim.scenario.quantity import Share
from negosim.scenario.rules.base import ActorKey, IssueKey, Lack, LeverKey, ModelRules
from negosim.scenario.shared_facts import SharedFacts


class StoppingRules(ModelRules):
    """One side may settle an issue where it stands, or fight on for better terms and look again a month later."""

    model: Literal["stopping"]
    """The formal model that makes a game of it."""
    staller: ActorKey
    """The side that may stall; fighting costs it something every month."""
    issue: IssueKey
    """The issue that would be settled; its `drift` is what a month of fighting adds."""
    awaits: LeverKey | None = None
    """The lever whose `hazard` is the chance in a month that what the staller waits for comes: its support ends."""
    awaits_issue: IssueKey | None = None
    """The issue that is then where the staller wants it."""
    partner: ActorKey | None = None
    """The other side, if it may offer now what the staller would wait for."""
    decay: Share | None = None
    """What a month leaves of the drift; 1 if not given: it does not shrink."""
    ceiling: Share | None = None
    """Where fighting takes the issue no further; the end of the issue if not given."""

    def lacks(self, facts: SharedFacts) -> Iterator[Lack]:
        """Yield what this game needs of the scenario and does not find."""
        for side in (self.staller, *((self.partner,) if self.partner else ())):
            cost = facts.actors[side].cost_of_fighting
            if cost is None or cost.per is None:
                what, word = f"{side} has no monthly cost of fighting", "staller" if side == self.staller else "partner"
                yield Lack((word,), what, f"give actor {side} a `cost_of_fighting:` with `per: month`")
            for word in ("issue", "awaits_issue"):
                yield from self._lacks_stake(facts, side, word)
        if self.awaits and facts.levers[self.awaits].hazard is None:
            yield Lack(("awaits",), f"lever {self.awaits} has no hazard", f"give lever {self.awaits} a `hazard:`")
        if (self.awaits is None) != (self.awaits_issue is None):
            yield Lack((), "`awaits` and `awaits_issue` go together", "give both, or neither")

    def _lacks_stake(self, facts: SharedFacts, side: str, word: str) -> Iterator[Lack]:
        issue = getattr(self, word)
        if issue is None:
            return
        if issue not in facts.stakes.get(side, {}):
            yield Lack((word,), f"{side} has no stake in {issue}", f"add it to the stakes of {side}")
        if facts.actors[side].ideal is None and issue not in facts.ideals.get(side, {}):
            yield Lack((word,), f"{side} has no ideal on {issue}", f"give actor {side} an `ideal:`")
