"""The schema of scenario files: what a person may write, and each field's legal domain.

The words are those of docs/scenario-language.md; `negosim schema` prints this as JSON Schema.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from negosim.scenario.quantity import (
    Believed,
    BelievedShare,
    ClaimId,
    Key,
    Months,
    Number,
    Part,
    Real,
    Row,
    Share,
    Shift,
    Size,
    Strength,
)

Month = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])-([0-2][0-9]|3[01])$")]
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
    seasons: dict[Key, Season] = {}


class Record(Part):
    """What then happened: compared with the answer, never an input."""

    outcome: str
    date: Day
    source: str | None = None
    note: str | None = None


class Actor(Row):
    """Somebody who negotiates."""

    name: str
    short: str | None = None
    """A name for narrow tables."""
    role: str | None = None
    ideal: Share | None = None
    """The end of every issue that this actor wants."""
    cost_of_fighting: Believed | None = None
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
    at_0: str
    at_1: str
    status_quo: Share
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
    fixed: Size = Size(value=0.0)
    slope: Size = Size(value=0.0)
    kinds: tuple[Literal["pause", "settlement", "none"], ...]
    """The kinds of outcome that cost something."""
    while_fighting: bool = True
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
    owner: Annotated[str, Field(alias="from")]
    target: Annotated[str, Field(alias="to")]
    scales_with: Literal["refusal", "strikes", "fighting"]
    strength: Strength
    """Utility that the target loses at full intensity."""
    replaced: Share = Share(value=0.0)
    """The share of the bite that others make good."""
    gain: Size = Size(value=0.0)
    """Utility that the owner wins at full intensity."""
    cost: Cost = Cost()
    shifts: dict[Key, Shift] = {}
    """What carrying it out does to an issue."""
    hazard: Share | None = None
    """Monthly chance, as rivals see it, that the lever ends; not read by `moves`."""


class Outcome(Row):
    """A named end. A pause concedes nothing for good; a settlement does."""

    name: str | None = None
    kind: Literal["pause", "settlement", "none"]
    fighting: Share
    strikes: Share
    deal: Share
    """How much of a full deal it is."""
    settles: dict[Key, Share] = {}


class Monitoring(Row):
    """How well breaches of a truce are seen, and whom a false alarm is blamed on."""

    detect: Share
    false_alarm: Share
    blame: dict[Key, Share] = {}


class GoodFaith(Row):
    """What is thought of a party: the chance that it means the truce, and how often it breaks it either way."""

    prior: Share
    breach_if_good: Share
    breach_if_bad: Share


class Truce(Row):
    """A truce that two parties may keep or break; read by the truce model."""

    parties: tuple[str, str]
    length: Months
    monitoring: Monitoring
    good_faith: dict[Key, GoodFaith] = {}


When = dict[Key, str | tuple[str, ...]]


class Option(Row):
    """Something that an actor may choose at a move."""

    name: str | None = None
    """A verb phrase in the third person: `presses Moscow`."""
    uses: tuple[str, ...] = ()
    refuses: Share = Share(value=0.0)
    """How much of what is asked is refused: a partial yes escapes part of the pressure."""


class Move(Row):
    """One actor's turn."""

    actor: str
    name: str | None = None
    sees: tuple[str, ...] | None = None
    """The earlier moves that the mover knows; all of them unless said."""
    when: When = {}
    """The move is made only where this holds."""
    options: dict[Key, Option]


class Rule(Row):
    """Where this holds, and no earlier rule did, the outcome is this one."""

    when: When = {}
    outcome: str


class Addition(Row):
    """A game's own addition to an actor's payoff."""

    actor: str
    name: str | None = None
    when: When = {}
    amount: Number


class GameRules(Row):
    """A named game on the shared facts."""

    name: str
    about: str | None = None
    model: Literal["moves"] = "moves"
    extends: str | None = None
    horizon: Months = Months(value=1.0)
    """Months that fighting on is counted for."""
    moves: dict[Key, Move]
    outcome_rules: tuple[Rule, ...] = ()
    terms: dict[Key, Addition] = {}
    private: dict[str, Annotated[int, Field(strict=True, ge=2, le=50)]] = {}
    """A number that has a belief and is known to its actor only: how many equally likely types stand for it."""
    payoffs: dict[str, Any] = {}
    """A plain table instead of terms: options nested in order of play, then actors."""

    @field_validator("payoffs")
    @classmethod
    def _take_table(cls, table: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        return _payoff_table(table, len(info.data.get("moves", ())))


def _payoff_table(table: Any, depth: int) -> dict[str, Any]:
    """Read the numbers of a table that is nested `depth` moves deep, then by actor."""
    if not isinstance(table, dict):
        raise PydanticCustomError("payoffs", "a payoff table nests one option of each move, then the actors")
    if depth == 0:
        return {actor: Number.model_validate(amount) for actor, amount in table.items()}
    return {option: _payoff_table(rest, depth - 1) for option, rest in table.items()}


class WhatIf(Row):
    """A named change of numbers, with the effect expected before solving."""

    name: str | None = None
    says: str | None = None
    set: dict[str, Real | str | None]
    expect: dict[str, str] = {}


class Claim(Part):
    """A strategic claim of a source."""

    says: str
    reading: str | None = None
    contested: str | None = None


class Source(Part):
    """Where something was published. An aggregator is a weak outlet, and the output says so."""

    author: str
    title: str | None = None
    date: str | None = None
    kind: Literal["primary", "press", "aggregator"]
    note: str | None = None


class Facts(Part):
    """A whole scenario file."""

    negosim: Literal[1]
    title: str
    question: str | None = None
    about: str | None = None
    as_of: Day | None = None
    record: Record | None = None
    extends: str | None = None
    time: Time | None = None
    actors: dict[Key, Actor]
    issues: dict[Key, Issue] = {}
    stakes: dict[Key, dict[Key, Share]] = {}
    ideals: dict[Key, dict[Key, Share]] = {}
    audience: dict[Key, dict[Key, RedLine]] = {}
    levers: dict[Key, Lever] = {}
    outcomes: dict[Key, Outcome] = {}
    truce: Truce | None = None
    games: dict[Key, GameRules]
    what_ifs: dict[Key, WhatIf] = {}
    claims: dict[ClaimId, Claim] = {}
    sources: dict[Key, Source] = {}
