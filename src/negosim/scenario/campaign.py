"""The rules of a campaign: which numbers of the scenario move from month to month, and how.

Every amount is a number of the scenario, named by its dotted path; numbers of the campaign's own stand under `numbers`.
"""

# ruff: noqa: RUF012  # pydantic copies defaults

from typing import Annotated, Literal

from pydantic import Field

from negosim.scenario.quantity import Key, Number, Row, Size
from negosim.scenario.rules.moves import Options, When

CAMPAIGN = "campaign"
"""What stands for the campaign where a game is asked for; no game has this key in a scenario with a campaign."""
Whole = Annotated[int, Field(strict=True)]
Place = Literal["bottom", "top", "below_top", "above_bottom"]
TermKind = Literal["stake", "audience", "fighting", "lever", "deal", "own", "table"]


class Grid(Row):
    """The values that a state variable may have: evenly spaced from low to high."""

    low: Number | None = None
    """The lowest value; where the number starts, unless said."""
    high: Number | None = None
    """The highest value; where the number starts, unless said."""
    points: Annotated[Whole, Field(ge=2, le=1000)]
    """How many values there are, both ends among them."""


class StateVariable(Row):
    """A number of the scenario that moves from month to month."""

    path: str
    """The dotted path of the number; its value in the file is where it starts."""
    name: str | None = None
    """What it is called in pictures; the name of its issue unless said."""
    grid: Grid
    """The values that it may have."""


class Change(Row):
    """What a month does to a state variable. All that is given must hold; amounts are paths of numbers."""

    state: str
    """The state variable that changes."""
    when: When = {}
    """Moves, and the options that they must have been made with; always, unless said."""
    outcomes: Options = ()
    """The outcomes after which it changes; all, unless said."""
    where: dict[Key, Place] = {}
    """State variables, and where they must be: at the bottom or top of their grid, or off it."""
    chance: str | None = None
    """The chance in a month that it happens; certain, unless said."""
    add: str | None = None
    """What is added."""
    spread: str | None = None
    """How far the month's addition is off, up or down with equal chance."""
    to: str | None = None
    """Where it jumps: `bottom` or `top` of its grid, or a number."""
    scales_with: Literal["fighting", "strikes", "deal"] | None = None
    """What of the outcome the chance, or an addition without one, is multiplied by."""
    season: str | None = None
    """A name of `time.seasons`, which multiplies it as well."""


class PlayedType(Row):
    """A behavioural type: it chooses by stated chances, not by payoffs."""

    name: str | None = None
    """What the type is called."""
    plays: dict[Key, str]
    """The chance of each option, by path; what they leave falls to the first option not named."""


class TypeBelief(Row):
    """What everybody believes of an actor whose move at a truce is made by one of two behavioural types."""

    name: str | None = None
    """What the belief is called."""
    about: str
    """The actor."""
    move: str
    """The move of a truce's game that the type makes."""
    prior: str
    """The chance of the first type, by path."""
    types: Annotated[dict[Key, PlayedType], Field(min_length=2, max_length=2)]
    """The two types. The actor knows no more than the others which one it is."""
    points: Annotated[Whole, Field(ge=2, le=1000)] = 11
    """How many values of the belief are told apart, 0 and 1 among them."""


class TruceRules(Row):
    """A truce that an outcome starts. While it lasts another game is played; a breach that is seen ends it."""

    game: str
    """The game of a month under the truce."""
    lasts: str
    """The months that it is in force after the one in which it was agreed, by path; rounded up."""
    keeps: When
    """For each party's move, the options that keep the truce; any other is a breach."""
    detect: str
    """The chance that a month's breach by a party is seen, by path."""
    false_alarm: str
    """The chance that a party which kept the truce is taken to have broken it, by path."""


class Afterwards(Row):
    """What is left when the months are over: as if these moves were made, counted over more months."""

    moves: dict[Key, str] = {}
    """The moves of the campaign's game, each with its option; one whole course of it."""
    months: str
    """How many months of it count, by path."""


class CampaignSolution(Row):
    """How the game of a month is solved."""

    stage: Literal["nash", "mixed", "logit"] = "nash"
    """Where moves are simultaneous: a pure Nash equilibrium, and logit or a mixed one where there is none; or logit."""
    selection: Literal["first", "last", "efficient"] = "first"
    """Which of several best choices or equilibria is taken: by order of options, or by the largest sum of payoffs."""
    precision: Size = Size(value=20.0)
    """The lambda of logit, per unit of utility."""


class Campaign(Row):
    """The negotiation month by month: every month a game is played, and numbers of the scenario move."""

    about: str | None = None
    """What it is about, in a few sentences."""
    game: str
    """The game of a month without a truce."""
    months: Annotated[Whole, Field(ge=1, le=600)]
    """How many months there are."""
    endless: Annotated[bool, Field(strict=True)] = False
    """Whether it has no last month, so that choices depend on the state and the season alone."""
    solution: CampaignSolution = CampaignSolution()
    """What is taken for the solution of a month's game."""
    for_good: tuple[TermKind, ...] = ()
    """Kinds of payoff terms that are worth their amount if things stay so for good: a month counts 1 - discount factor
    of it. Flows per month are never among them."""
    state: dict[Key, StateVariable] = {}
    """The numbers that move."""
    changes: tuple[Change, ...] = ()
    """What a month does to them."""
    beliefs: dict[Key, TypeBelief] = {}
    """What is believed of actors who keep a truce or break it by type."""
    truces: dict[Key, TruceRules] = {}
    """The outcomes that start a truce, and how it goes on."""
    ends: tuple[str, ...] = ()
    """The outcomes that end the campaign."""
    afterwards: Afterwards | None = None
    """What is left when the months are over; nothing, unless said."""
    accepting: When = {}
    """Moves, and the options that give the other side what it asks: the rule of thumb that always accepts plays the
    first."""
    stalling: When = {}
    """Moves, and the options that play for time: counted, and played by the rule of thumb that always stalls."""
    numbers: dict[Key, Number] = {}
    """The campaign's own numbers."""
