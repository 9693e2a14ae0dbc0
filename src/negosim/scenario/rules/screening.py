"""The rules of screening: who asks whom for what, and who presses both or advises; an agenda; a buyer and a seller."""

# ruff: noqa: RUF012  # pydantic copies defaults

from collections.abc import Iterator
from typing import Literal

from negosim.scenario.quantity import Months, Number, Part, Share
from negosim.scenario.rules.base import ActorKey, IssueKey, Lack, LeverKey, ModelRules, OutcomeKey
from negosim.scenario.shared_facts import SharedFacts

TYPES = 2


class Above(Number):
    """A number above 0."""

    legal = (1e-6, 1e6)
    domain = "a number above 0"


class Values(Part):
    """What others think a value may be: anything from `low` to `high`, equally likely."""

    low: Number
    """The least that it may be."""
    high: Number
    """The most that it may be."""


class ScreeningRules(ModelRules):
    """One side asks, the other takes it or leaves it; or a buyer and a seller name a price each."""

    model: Literal["screening"]
    """The formal model that makes a game of it."""
    form: Literal["demand", "agenda", "trade", "advice"] = "demand"
    """A demand on a side of unknown cost, an offer to a veto player of known cost, a buyer (the proposer) and a seller
    (the responder) with private values, or a demand after a mediator has said what it saw of the responder."""
    proposer: ActorKey
    """The side that asks."""
    responder: ActorKey
    """The side that accepts or refuses; rivals' `belief` of its cost of fighting is what the proposer knows."""
    issue: IssueKey | None = None
    """What is asked for."""
    disagreement: OutcomeKey | None = None
    """The outcome if the demand is refused; the status quo, at the costs of fighting, where none is named."""
    horizon: Months | None = None
    """How many months of fighting are counted; one if not given."""
    mediator: ActorKey | None = None
    """The actor to whom a deal is worth its `value_of_deal`."""
    on_responder: LeverKey | None = None
    """The mediator's lever on the responder."""
    on_proposer: LeverKey | None = None
    """The mediator's lever on the proposer."""
    effort_cost: dict[LeverKey, Above] = {}
    """By lever, k in the mediator's cost k m^2 / 2 of effort m from 0 to 1."""
    accuracy: Share | None = None
    """In advice, the chance that what the mediator saw of the responder, weak or strong, is right."""
    values: dict[ActorKey, Values] = {}
    """In a trade, what the buyer's value and the seller's cost may be."""

    @property
    def levers(self) -> tuple[str, ...]:
        """The mediator's levers."""
        return tuple(lever for lever in (self.on_responder, self.on_proposer) if lever)

    def lacks(self, facts: SharedFacts) -> Iterator[Lack]:
        """Yield what this game needs of the scenario and does not find."""
        if self.proposer == self.responder:
            yield Lack(("responder",), "both sides are the same actor", "name two actors")
        if self.form == "trade":
            yield from self._lacks_values()
            return
        yield from pie_lacks(facts, self.issue, (self.proposer, self.responder), "responder")
        if self.form in ("demand", "advice"):
            yield from belief_lacks(facts, self.responder, "responder")
        if self.form == "advice":
            yield from self._lacks_adviser(facts)
        yield from self._lacks_levers(facts)

    def _lacks_values(self) -> Iterator[Lack]:
        for actor in (self.proposer, self.responder):
            if actor not in self.values:
                yield Lack(
                    ("values",), f"nothing says what {actor} may value the good at", f"add `{actor}:` to `values:`"
                )
            elif self.values[actor].low.value >= self.values[actor].high.value:
                yield Lack(("values", actor), "low is not below high", "widen the range")

    def _lacks_adviser(self, facts: SharedFacts) -> Iterator[Lack]:
        cost = facts.actors[self.responder].cost_of_fighting
        if cost is None or cost.belief is None or not cost.belief.types:
            what = f"advice tells two types of {self.responder} apart, and rivals believe in none"
            yield Lack(("responder",), what, "give its cost of fighting a `belief:` with two `types:`")
        if self.accuracy is None:
            yield Lack((), "nothing says how often the mediator sees right", "add `accuracy:`")
        if self.mediator is None:
            yield Lack((), "nobody advises", "name a `mediator:`")
        elif self.issue is not None and self.issue not in facts.stakes.get(self.mediator, {}):
            yield Lack(("mediator",), f"{self.mediator} has no stake in {self.issue}", "add one; 0 for an unbiased one")
        elif self.mediator in (self.proposer, self.responder):
            yield Lack(("mediator",), f"{self.mediator} is one of the sides", "name a third actor")

    def _lacks_levers(self, facts: SharedFacts) -> Iterator[Lack]:
        if self.levers and self.mediator is None:
            yield Lack((), "it has levers but no mediator who uses them", "name a `mediator:`")
        for word, target in (("on_responder", self.responder), ("on_proposer", self.proposer)):
            lever = getattr(self, word)
            if lever is None:
                continue
            if facts.levers[lever].target != target:
                yield Lack((word,), f"lever {lever} acts on {facts.levers[lever].target}", f"name a lever on {target}")
            if lever not in self.effort_cost:
                what = f"nothing says what effort with {lever} costs"
                yield Lack((word,), what, f"add `effort_cost: {{{lever}: ...}}`")


def belief_lacks(facts: SharedFacts, actor: str, word: str) -> Iterator[Lack]:
    """Yield that a belief about an actor's cost of fighting has other than two types."""
    cost = facts.actors[actor].cost_of_fighting
    belief = cost.belief if cost is not None else None
    if belief is not None and belief.types and len(belief.types) != TYPES:
        what = f"rivals believe in {len(belief.types)} types of {actor}; this model takes two"
        yield Lack((word,), what, "give two types, or a uniform or an exponential belief")


def pie_lacks(facts: SharedFacts, issue: str | None, sides: tuple[str, ...], word: str) -> Iterator[Lack]:
    """Yield what is missing for an issue to be a pie between two sides: stakes, and ideals that differ."""
    if issue is None:
        yield Lack((), "nothing is asked for", "name an `issue:`")
        return
    wanted = []
    for side in sides:
        stake = facts.stakes.get(side, {}).get(issue)
        if stake is None:
            yield Lack(("issue",), f"{side} has no stake in {issue}", f"add it to the stakes of {side}")
        own = facts.ideals.get(side, {}).get(issue, facts.actors[side].ideal)
        if own is None:
            yield Lack((word,), f"{side} has no ideal on {issue}", f"give actor {side} an `ideal:`")
        wanted.append(None if own is None else own.value)
    if None not in wanted and len(set(wanted)) < len(wanted):
        yield Lack(
            ("issue",), f"{' and '.join(sides)} want the same of {issue}", "name an issue that they want opposite of"
        )


__all__ = ["Above", "ScreeningRules", "Values", "belief_lacks", "pie_lacks"]
