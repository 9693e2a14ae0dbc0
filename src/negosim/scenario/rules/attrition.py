"""The rules of attrition: two sides, what each insists on and whose support may end; or a prize that both fight for."""

# ruff: noqa: RUF012  # pydantic copies defaults

from collections.abc import Iterator
from typing import Literal

from negosim.scenario.quantity import Belief, Share
from negosim.scenario.rules.base import ActorKey, IssueKey, Lack, LeverKey, ModelRules
from negosim.scenario.rules.screening import pie_lacks
from negosim.scenario.shared_facts import SharedFacts


class AttritionRules(ModelRules):
    """Two sides wear each other down: each insists on what cannot both be had, or on the whole of a prize."""

    model: Literal["attrition"]
    """The formal model that makes a game of it."""
    form: Literal["reputation", "private_values", "known_values"] = "reputation"
    """Each may be of a kind that never gives in; or both fight for the whole of the issue, and how many months of its
    own fighting that is worth to a side is known to itself alone, or to both."""
    sides: tuple[ActorKey, ActorKey]
    """The two sides; for reputation each needs the chance that it is `obstinate`."""
    issue: IssueKey
    """What they dispute."""
    demands: dict[ActorKey, Share] = {}
    """For reputation, where each insists that the issue ends."""
    support: LeverKey | None = None
    """For reputation, a lever whose end, at its `hazard`, makes its target give in."""
    worth: Belief | None = None
    """For private values, what each believes that the issue is worth to the other, in months of that side's fighting:
    uniform or exponential."""

    def lacks(self, facts: SharedFacts) -> Iterator[Lack]:
        """Yield what this game needs of the scenario and does not find."""
        for word, form in (("demands", "reputation"), ("support", "reputation"), ("worth", "private_values")):
            if self.form != form and getattr(self, word):
                yield Lack((word,), f"`{word}` is of the form {form}, and this game is of {self.form}", "leave it out")
        if self.form == "reputation":
            yield from self._reputation(facts)
        else:
            yield from self._one_prize(facts)

    def _one_prize(self, facts: SharedFacts) -> Iterator[Lack]:
        yield from pie_lacks(facts, self.issue, self.sides, "sides")
        if self.sides[0] == self.sides[1]:
            yield Lack(("sides",), "both sides are the same actor", "name two actors")
        for side in self.sides:
            if facts.actors[side].cost_of_fighting is None:
                what = f"{side} has no cost of fighting, so nothing wears it down"
                yield Lack(("sides",), what, f"give actor {side} a `cost_of_fighting:`")
        if self.form == "private_values" and (self.worth is None or self.worth.types):
            what = "this form takes a uniform or an exponential belief of what the issue is worth"
            yield Lack(("worth",) if self.worth else (), what, "write `worth: {exponential: {mean: MONTHS}}`")

    def _reputation(self, facts: SharedFacts) -> Iterator[Lack]:
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


def dispute_lacks(facts: SharedFacts, issue: str, sides: tuple[str, str], demands: dict[str, Share]) -> Iterator[Lack]:
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
