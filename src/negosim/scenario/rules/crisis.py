"""The rules of a crisis: two sides, what each insists on, and how fast standing firm makes backing down cost more."""

from collections.abc import Iterator
from typing import Literal

from negosim.scenario.quantity import Months, Share, Size
from negosim.scenario.rules.attrition import dispute_lacks
from negosim.scenario.rules.base import ActorKey, IssueKey, Lack, ModelRules, OutcomeKey
from negosim.scenario.rules.screening import belief_lacks
from negosim.scenario.shared_facts import SharedFacts


class CrisisRules(ModelRules):
    """Two sides stand firm in public; backing down later costs more at home, and if neither does there is war."""

    model: Literal["crisis"]
    """The formal model that makes a game of it."""
    sides: tuple[ActorKey, ActorKey]
    """The two sides; rivals' `belief` of its cost of fighting is what the other knows."""
    issue: IssueKey
    """What they dispute; each needs `audience` costs on it for a settlement."""
    demands: dict[ActorKey, Share]
    """Where each insists that the issue ends."""
    rise: dict[ActorKey, Size]
    """By side, what a month of standing firm adds of its full cost at home of signing the other side's demand."""
    disagreement: OutcomeKey | None = None
    """What war is; the status quo, at the costs of fighting, where none is named."""
    horizon: Months | None = None
    """How many months of war are counted; one if not given."""

    def lacks(self, facts: SharedFacts) -> Iterator[Lack]:
        """Yield what this game needs of the scenario and does not find."""
        yield from dispute_lacks(facts, self.issue, self.sides, self.demands)
        for side in self.sides:
            yield from belief_lacks(facts, side, "sides")
            if side not in self.rise:
                yield Lack(("rise",), f"nothing says how fast the cost at home of {side} rises", f"add `{side}:`")
            row = facts.audience.get(side, {}).get(self.issue)
            if row is None or "settlement" not in row.kinds:
                what = f"{side} has no cost at home of a settlement on {self.issue}"
                yield Lack(("issue",), what, f"add it under `audience: {side}:` with `kinds: [settlement]`")
