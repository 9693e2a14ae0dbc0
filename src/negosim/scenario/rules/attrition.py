"""The rules of attrition: two sides, what each insists on, and whose support may end."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from negosim.scenario.quantity import Share
from negosim.scenario.rules.base import ActorKey, IssueKey, Lack, LeverKey, ModelRules
from negosim.scenario.rules.screening import pie_lacks

if TYPE_CHECKING:
    from negosim.scenario.facts import Facts


class AttritionRules(ModelRules):
    """Two sides insist on what cannot both be had, and each may be of a kind that never gives in."""

    model: Literal["attrition"]
    """The formal model that makes a game of it."""
    sides: tuple[ActorKey, ActorKey]
    """The two sides; each needs the chance that it is `obstinate`."""
    issue: IssueKey
    """What they dispute."""
    demands: dict[ActorKey, Share]
    """Where each insists that the issue ends."""
    support: LeverKey | None = None
    """A lever whose end, at its `hazard`, makes its target give in."""

    def lacks(self, facts: "Facts") -> Iterator[Lack]:
        """Yield what this game needs of the scenario and does not find."""
        yield from dispute_lacks(facts, self.issue, self.sides, self.demands)
        for side in self.sides:
            if facts.actors[side].obstinate is None:
                yield Lack(("sides",), f"{side} has no chance of being obstinate", f"give actor {side} an `obstinate:`")
        if self.support is None:
            return
        if facts.levers[self.support].hazard is None:
            yield Lack(("support",), f"lever {self.support} has no hazard", f"give lever {self.support} a `hazard:`")
        if facts.levers[self.support].target not in self.sides:
            yield Lack(("support",), f"lever {self.support} acts on neither side", f"name a lever on {self.sides[0]}")


def dispute_lacks(facts: "Facts", issue: str, sides: tuple[str, str], demands: dict[str, Share]) -> Iterator[Lack]:
    """Yield what is missing for two sides to insist on different ends of an issue."""
    yield from pie_lacks(facts, issue, sides, "sides")
    if sides[0] == sides[1]:
        yield Lack(("sides",), "both sides are the same actor", "name two actors")
    for side in sides:
        if side not in demands:
            yield Lack(("demands",), f"nothing says what {side} insists on", f"add `{side}:` to `demands:`")
    for actor in demands:
        if actor not in sides:
            yield Lack(
                ("demands", actor), f"{actor} is neither side", f"leave it out; the sides are {' and '.join(sides)}"
            )
