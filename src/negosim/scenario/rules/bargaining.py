"""The rules of a bargaining problem: who divides which issues, what follows otherwise, and what an owner adds."""

# ruff: noqa: RUF012  # pydantic copies defaults

from collections.abc import Iterator
from typing import Literal

from negosim.scenario.quantity import Key, Months, Share
from negosim.scenario.rules.base import ActorKey, IssueKey, Lack, ModelRules, OutcomeKey
from negosim.scenario.shared_facts import SharedFacts

MOST_RED_LINES = 6
"""Bound on the fixed costs at home that a problem may have, each of which is met or paid."""


class BargainingRules(ModelRules):
    """Two parties divide issues; without an agreement they fight on."""

    model: Literal["bargaining"]
    """The formal model that makes a game of it."""
    parties: tuple[ActorKey, ActorKey]
    """The two who must agree; the first one makes the first offer."""
    issues: tuple[IssueKey, ...]
    """The issues that they divide; the others stay where they are."""
    disagreement: OutcomeKey
    """The outcome without an agreement."""
    horizon: Months = Months(value=1.0)
    """Months for which the disagreement is counted."""
    owner: ActorKey | None = None
    """A third actor at the table, who gives what it alone controls if they agree."""
    offers: dict[Key, Share] = {}
    """Where the owner leaves each issue that it controls if they agree."""
    breakdown: Share = Share(value=0.0)
    """The chance that a refused offer ends the talks for good."""
    outside: dict[Key, OutcomeKey] = {}
    """By party, the outcome that it may leave the talks for instead of making its own offer."""
    proposal: OutcomeKey | None = None
    """A settlement on the table, held against the disagreement for each party."""

    def lacks(self, facts: SharedFacts) -> Iterator[Lack]:
        """Yield what the problem needs: issues that the parties control, ideals on them, offers by their owner."""
        if len(set(self.parties)) == 1:
            yield Lack(("parties",), "both parties are one actor", "name two actors")
        if not self.issues or len(set(self.issues)) < len(self.issues):
            yield Lack(("issues",), "the issues are none, or one comes twice", "name each issue once")
        for k, issue in enumerate(self.issues):
            owner = facts.issues[issue].controlled_by
            if owner is not None and owner not in self.parties:
                fix = f"leave it out, or name {owner} as `owner:` and put it under `offers:`"
                yield Lack(("issues", k), f"{owner} alone controls {issue}, and is no party", fix)
        for issue in self.offers:
            if issue not in facts.issues or issue in self.issues or facts.issues[issue].controlled_by != self.owner:
                what = f"{issue} is no issue that {self.owner or 'a missing owner'} alone controls"
                yield Lack(("offers", issue), what, "offer an issue with that `controlled_by:`")
        for actor in self.parties:
            known = facts.ideals.get(actor, {})
            lacking = [i for i in facts.stakes.get(actor, {}) if facts.actors[actor].ideal is None and i not in known]
            if lacking:
                yield Lack(("parties",), f"{actor} has no ideal on {lacking[0]}", f"give actor {actor} an `ideal:`")
        for actor in self.outside:
            if actor not in self.parties:
                yield Lack(("outside", actor), f"{actor} is neither party", f"name {' or '.join(self.parties)}")
        if len(list(self.fixed_costs(facts))) > MOST_RED_LINES:
            what = f"the parties have more than {MOST_RED_LINES} fixed costs at home"
            yield Lack(("issues",), what, "leave some of them out")

    def fixed_costs(self, facts: SharedFacts) -> Iterator[tuple[str, str]]:
        """Yield the party and the issue of each fixed cost at home that a settlement of the issues may incur."""
        for actor in self.parties:
            for issue, row in facts.audience.get(actor, {}).items():
                if issue in self.issues and "settlement" in row.kinds and "fixed" in row.model_fields_set:
                    yield actor, issue
