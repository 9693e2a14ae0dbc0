"""What every game of a scenario says, whatever its model, and how a rule names a part of the scenario."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from negosim.scenario.quantity import Key, Row
from negosim.scenario.shared_facts import SharedFacts


@dataclass(frozen=True)
class Names:
    """Marks a rule that names an entry of one of the scenario's mappings: `actors`, `issues`, `levers`, `outcomes`."""

    part: str


ActorKey = Annotated[Key, Names("actors")]
IssueKey = Annotated[Key, Names("issues")]
LeverKey = Annotated[Key, Names("levers")]
OutcomeKey = Annotated[Key, Names("outcomes")]


@dataclass(frozen=True)
class Lack:
    """Something of the scenario that a game needs and does not find: where in the game's own rules to say so, what is
    wrong, and the fix."""

    at: tuple[str | int, ...]
    what: str
    fix: str


class Rules(Row):
    """A named game on the shared facts."""

    name: str
    """What the game is called."""
    about: str | None = None
    """What happens in it, in a few sentences."""
    model: str
    """The formal model that makes a game of it."""
    extends: str | None = None
    """Another game of this file, which this one changes."""


class ModelRules(Rules):
    """A game of any model but `moves`, whose rules have checks of their own."""

    def lacks(self, facts: SharedFacts) -> Iterator[Lack]:
        """Yield what this game needs of the scenario and does not find; names are looked at before."""
        yield from ()
