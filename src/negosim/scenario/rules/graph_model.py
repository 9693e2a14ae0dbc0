"""The rules of a conflict in the graph model: what each actor may choose, what is possible, and who prefers what."""

# ruff: noqa: RUF012  # pydantic copies defaults

from typing import Literal

from negosim.scenario.quantity import Key, Row
from negosim.scenario.rules.base import ActorKey, ModelRules


class ConflictOption(Row):
    """Something that an actor may do or leave."""

    actor: ActorKey
    """The actor whose option it is."""
    name: str | None = None
    """What the option is called."""


class Preference(Row):
    """An actor's order of the states: `ranking` or `statements`."""

    ranking: tuple[str, ...] = ()
    """Statements, the best states first: a state stands at the first one that holds there, and last where none does."""
    statements: tuple[str, ...] = ()
    """Statements in order of priority: of two states the better is that of which the first one true of only one is."""


class GraphModelRules(ModelRules):
    """Who can change what, and who likes it, in no given order of play."""

    model: Literal["graph_model"]
    """The formal model that makes a game of it."""
    of: Key | None = None
    """A game of moves whose options are the choices, and the order of whose payoffs is each actor's."""
    options: dict[Key, ConflictOption] = {}
    """The options, where no game of moves is named."""
    infeasible: tuple[str, ...] = ()
    """Statements that hold in no state."""
    one_state: tuple[str, ...] = ()
    """Statements: all states in which one holds are taken for one."""
    final: tuple[str, ...] = ()
    """What cannot be given up once it is chosen: `abandon`, `delay = no`, `reply = refuse`."""
    status_quo: str
    """A statement that holds in one state: where the conflict stands."""
    wanted: str | None = None
    """A statement that holds in one state: what preferences would make it stable is then said."""
    preferences: dict[ActorKey, Preference] = {}
    """Each actor's order of the states, where no game of moves is named."""
