"""The rules of a game: who moves when, what each may choose and sees, and what outcome follows."""

# ruff: noqa: RUF012  # pydantic copies defaults

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from negosim.scenario.quantity import Key, Months, Number, Row, Share, one_or_more
from negosim.scenario.rules.base import Rules
from negosim.scenario.syntax import MAX_DEPTH

Options = Annotated[tuple[str, ...], BeforeValidator(one_or_more, str | tuple[str, ...])]
When = dict[Key, Options]
"""From moves to the options that they must have been made with."""


class Option(Row):
    """Something that an actor may choose at a move."""

    name: str | None = None
    """A verb phrase in the third person: `presses Moscow`."""
    uses: tuple[str, ...] = ()
    """The levers used."""
    refuses: Share = Share(value=0.0)
    """How much of what is asked is refused: a partial yes escapes part of the pressure."""


class Move(Row):
    """One actor's turn."""

    actor: str
    """The actor who moves."""
    name: str | None = None
    """What the move is called: `Russia's reply`."""
    sees: tuple[str, ...] | None = None
    """The earlier moves that the mover knows; all of them unless said."""
    when: When = {}
    """The move is made only where this holds."""
    options: dict[Key, Option]
    """What may be chosen."""


class Rule(Row):
    """Where this holds, and no earlier rule did, the outcome is this one."""

    when: When = {}
    """Moves, and the options that they must have been made with; always, unless said."""
    outcome: str
    """The outcome that follows."""


class Addition(Row):
    """A game's own addition to an actor's payoff."""

    actor: str
    """The actor whose payoff it is added to."""
    name: str | None = None
    """What the addition is called."""
    when: When = {}
    """Moves, and the options that they must have been made with; always, unless said."""
    amount: Number
    """What is added, in units of utility; below zero for a cost."""


class MovesRules(Rules):
    """Actors choose options in some order, and rules say what outcome follows."""

    model: Literal["moves"] = "moves"
    """The formal model that makes a game of it: this one unless said."""
    horizon: Months = Months(value=1.0)
    """Months that fighting on is counted for."""
    moves: dict[Key, Move]
    """The moves, in the order played."""
    outcome_rules: tuple[Rule, ...] = ()
    """What outcome follows: the first rule that fits."""
    terms: dict[Key, Addition] = {}
    """The game's own additions to payoffs."""
    private: dict[str, Annotated[int, Field(strict=True, ge=2, le=50)]] = {}
    """A number that has a belief and is known to its actor only: how many equally likely types stand for it."""
    payoffs: dict[str, Any] = {}
    """A plain table instead of terms: options nested in order of play, then actors."""

    @field_validator("payoffs")
    @classmethod
    def _take_table(cls, table: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        if "moves" not in info.data or not table:
            return table
        try:
            return _table_reader(min(len(info.data["moves"]), MAX_DEPTH)).validate_python(table)
        except ValidationError as error:
            raise PydanticCustomError("within", "payoffs", {"errors": error.errors(include_url=False)}) from None


@cache
def _table_reader(depth: int) -> TypeAdapter[dict[str, Any]]:
    """Return a reader of tables that nest options `depth` deep, then actors."""
    shape: Any = dict[str, Number]
    for _ in range(depth):
        shape = dict[str, shape]
    return TypeAdapter(shape)
