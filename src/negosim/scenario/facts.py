"""The schema of a scenario file as a whole: the shared facts, the games on them, and how they go month by month."""

# ruff: noqa: RUF012  # pydantic copies defaults

from typing import Literal

from negosim.scenario.campaign import Campaign
from negosim.scenario.quantity import ClaimId, Key, Part, Real, Row
from negosim.scenario.rules import GameRules, MovesRules
from negosim.scenario.shared_facts import SharedFacts


class WhatIf(Row):
    """A named change of numbers, with the effect expected before solving."""

    name: str | None = None
    """What the change is called."""
    says: str | None = None
    """The question, in one sentence: `What if ...?`"""
    set: dict[str, Real | str | None]
    """The numbers changed, by path."""
    expect: dict[str, str] = {}
    """What is expected: an outcome, or an option that becomes more_likely, less_likely or stays the same."""


class Claim(Part):
    """A strategic claim of a source."""

    says: str
    """What the source says."""
    source: str | None = None
    """The source that makes it."""
    reading: str | None = None
    """Which numbers or rules carry it, and how."""
    contested: str | None = None
    """What others hold against it."""


class Source(Part):
    """Where something was published. An aggregator is a weak outlet, and the output says so."""

    author: str
    """Who says it."""
    title: str | None = None
    """What it is called."""
    date: str | None = None
    """When it was published."""
    kind: Literal["primary", "press", "aggregator"]
    """How near to the fact it stands."""
    note: str | None = None
    """Anything else that a reader should know."""


class Facts(SharedFacts):
    """A scenario: who negotiates, over what, with which leverage and at what cost, and the games that they play."""

    games: dict[Key, GameRules]
    """The games on these facts; the first is the headline game."""
    campaign: Campaign | None = None
    """How the negotiation goes from month to month."""
    what_ifs: dict[Key, WhatIf] = {}
    """Named changes of numbers."""
    claims: dict[ClaimId, Claim] = {}
    """What the sources say that gives numbers their direction."""
    sources: dict[Key, Source] = {}
    """What was published where."""

    def moves_of(self, game: str) -> MovesRules:
        """Return the rules of a game that has moves."""
        rules = self.games[game]
        assert isinstance(rules, MovesRules)
        return rules
