"""The facts that all games of a scenario share: what a person may write, and each field's legal domain.

The words are those of docs/scenario-language.md; `negosim schema` prints this as JSON Schema.
"""

# ruff: noqa: RUF012  # pydantic copies defaults

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from negosim.scenario.quantity import (
    Believed,
    BelievedShare,
    Key,
    Months,
    Part,
    Row,
    Share,
    Shift,
    Size,
    Strength,
    at,
)


def _existing_day(day: str) -> str:
    try:
        date.fromisoformat(day)
    except ValueError:
        raise at("", f"there is no {day}", "write a day, such as 2025-03-18") from None
    return day


Month = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
Day = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])-([0-2][0-9]|3[01])$"), AfterValidator(_existing_day)
]
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Season(Part):
    """How much of a seasonal number each month of the year gets."""

    jan: Share
    feb: Share
    mar: Share
    apr: Share
    may: Share
    jun: Share
    jul: Share
    aug: Share
    sep: Share
    oct: Share
    nov: Share
    dec: Share


class Time(Part):
    """The calendar: one step is one month."""

    start: Month
    """The month in which every game starts, as YYYY-MM."""
    step: Literal["month"] = "month"
    """How long a step is: always a month."""
    seasons: dict[Key, Season] = {}
    """How numbers follow the year, by name."""


class Record(Part):
    """What then happened: compared with the answer, never an input."""

    outcome: str
    """The outcome that came about."""
    date: Day
    """The day on which it did, as YYYY-MM-DD."""
    source: str | None = None
    """The source that says so."""
    games: list[str] = []
    """The games whose answer may be held against it; all where it names none."""
    note: str | None = None
    """Anything else that a reader should know."""


class Actor(Row):
    """Somebody who negotiates."""

    name: str
    """The actor's name, written out."""
    short: str | None = None
    """A name for narrow tables."""
    role: str | None = None
    """What the actor is in these talks, such as party or mediator."""
    ideal: Share | None = None
    """The end of every issue that this actor wants."""
    cost_of_fighting: Believed | None = None
    """What fighting costs the actor, in units of utility; usually per month."""
    discount_factor: BelievedShare | None = None
    """What a month's wait leaves of a payoff; 1 where it is not given."""
    value_of_deal: Believed | None = None
    """What a full deal is worth beside the actor's stakes."""
    resources: Size | None = None
    """Staying power; not read by `moves`."""
    obstinate: Share | None = None
    """The chance that rivals give to its never giving in; not read by `moves`."""
    breaking_point: Share | None = None
    """Monthly hazard of not being able to go on; not read by `moves`."""


class Issue(Row):
    """Something that can be settled, from 0 to 1."""

    name: str
    """What the issue is called."""
    at_0: str
    """What 0 means, in words."""
    at_1: str
    """What 1 means, in words."""
    status_quo: Share
    """Where the issue stands today."""
    drift: Shift | None = None
    """What a month of fighting adds."""
    hazard: Share | None = None
    """The chance in a month of fighting that it jumps to 1."""
    controlled_by: str | None = None
    """The actor who alone can give it."""
    holds_back: dict[Key, Size] = {}
    """Monthly drift of another issue that this one's not being at 1 prevents; not read by `moves`."""


class RedLine(Row):
    """What falling short of a red line costs at home: fixed, and per unit of shortfall."""

    red_line: Share
    """The position up to which the actor may fall short of its ideal at no cost."""
    fixed: Size = Size(value=0.0)
    """What any shortfall costs."""
    slope: Size = Size(value=0.0)
    """What each unit of shortfall costs."""
    kinds: tuple[Literal["pause", "settlement", "none"], ...]
    """The kinds of outcome that cost something."""
    while_fighting: Annotated[bool, Field(strict=True)] = True
    """Whether it costs the same while fighting goes on; if not, it scales with 1 - fighting."""


class Cost(Part):
    """What a lever costs its owner."""

    threaten: Size = Size(value=0.0)
    """Paid whenever it is used."""
    use: Size = Size(value=0.0)
    """Paid when it is used and its target refuses."""


class Lever(Row):
    """One actor's leverage on another."""

    name: str | None = None
    """What the lever is called."""
    owner: Annotated[str, Field(alias="from")]
    """The actor who has it."""
    target: Annotated[str, Field(alias="to")]
    """The actor whom it hurts."""
    scales_with: Literal["refusal", "strikes", "fighting"]
    """How hard it bites: with the target's refusal, or with the strikes or the fighting of the outcome."""
    strength: Strength
    """Utility that the target loses at full intensity."""
    replaced: Share = Share(value=0.0)
    """The share of the bite that others make good."""
    gain: Size = Size(value=0.0)
    """Utility that the owner wins at full intensity."""
    cost: Cost = Cost()
    """What it costs its owner."""
    shifts: dict[Key, Shift] = {}
    """What carrying it out does to an issue."""
    hazard: Share | None = None
    """Monthly chance, as rivals see it, that the lever ends; not read by `moves`."""


class Outcome(Row):
    """A named end. A pause concedes nothing for good; a settlement does."""

    name: str | None = None
    """What the outcome is called, as a noun: `an energy truce`."""
    kind: Literal["pause", "settlement", "none"]
    """Whether it pauses the fighting, settles issues for good, or does neither."""
    fighting: Share
    """How much of the fighting goes on."""
    strikes: Share
    """How much of the strikes goes on."""
    deal: Share
    """How much of a full deal it is."""
    settles: dict[Key, Share] = {}
    """Where a settlement leaves issues."""


class Monitoring(Row):
    """How well breaches of a truce are seen, and whom a false alarm is blamed on."""

    detect: Share
    """The chance that a month's breach is seen."""
    false_alarm: Share
    """The chance that a month without a breach is taken for one with a breach."""
    blame: dict[Key, Share] = {}
    """The chance that a party is blamed when it answers a breach."""


class GoodFaith(Row):
    """What is thought of a party: the chance that it means the truce, and how often it breaks it either way."""

    prior: Share
    """The chance that it means the truce."""
    breach_if_good: Share
    """The chance of a breach in a month if it does."""
    breach_if_bad: Share
    """The chance of a breach in a month if it does not."""


class Truce(Row):
    """A truce that two parties may keep or break; read by the truce model."""

    parties: tuple[str, str]
    """The two actors who agree on it."""
    length: Months
    """How long it is agreed for."""
    monitoring: Monitoring
    """How well it is watched."""
    good_faith: dict[Key, GoodFaith] = {}
    """What is thought of each party."""


class SharedFacts(Part):
    """What all games share: who negotiates, over what, with which leverage and at what cost."""

    negosim: Literal[1]
    """The version of the scenario language."""
    title: str
    """What the scenario is called."""
    question: str | None = None
    """The question that it answers."""
    about: str | None = None
    """What it is about, in a few sentences."""
    method: str | None = None
    """How the judged numbers were chosen."""
    as_of: Day | None = None
    """The date up to which facts may be used as inputs."""
    record: Record | None = None
    """What then happened: never an input."""
    extends: str | None = None
    """A shipped scenario, or a file in the same folder, that this one changes."""
    time: Time | None = None
    """The calendar."""
    actors: dict[Key, Actor]
    """Who negotiates."""
    issues: dict[Key, Issue] = {}
    """What can be settled."""
    stakes: dict[Key, dict[Key, Share]] = {}
    """What each issue is worth to whom; an actor's weights sum to one."""
    ideals: dict[Key, dict[Key, Share]] = {}
    """What an actor wants on an issue, where it is not the actor's `ideal`."""
    audience: dict[Key, dict[Key, RedLine]] = {}
    """What falling short of a red line costs whom at home."""
    levers: dict[Key, Lever] = {}
    """Who can hurt whom."""
    outcomes: dict[Key, Outcome] = {}
    """How the games can end."""
    truce: Truce | None = None
    """A truce that may be kept or broken; not read by `moves`."""
