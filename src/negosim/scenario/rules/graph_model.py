"""The rules of a conflict in the graph model: what each actor may choose, what is possible, and who prefers what."""

# ruff: noqa: RUF012  # pydantic copies defaults

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from negosim.scenario.quantity import Key, Row
from negosim.scenario.rules.base import ActorKey, Lack, ModelRules
from negosim.scenario.rules.moves import MovesRules

if TYPE_CHECKING:
    from negosim.scenario.facts import Facts


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

    def lacks(self, facts: "Facts") -> Iterator[Lack]:
        """Yield what the conflict needs: choices, everybody's order, and statements that can be read."""
        from negosim.scenario.conflict_states import StatementFault, conflict_states

        found = list(_choosing(self, facts))
        yield from found
        if not found:
            try:
                conflict_states(self, facts)
            except StatementFault as fault:
                yield Lack(fault.at, fault.what, fault.fix)


def _choosing(rules: GraphModelRules, facts: "Facts") -> Iterator[Lack]:
    """Yield what keeps choices and preferences from being known."""
    if rules.of is None:
        if not rules.options:
            yield Lack(("model",), "nobody can choose anything", "give `options:`, or name a game of moves as `of:`")
        owners = dict.fromkeys(option.actor for option in rules.options.values())
        for actor in owners:
            if actor not in rules.preferences:
                yield Lack(
                    ("preferences",), f"{actor} has options and no preferences", f"add {actor} to `preferences:`"
                )
        for actor, order in rules.preferences.items():
            if actor not in owners:
                fix = "give it an option, or leave it out"
                yield Lack(("preferences", actor), f"{actor} has preferences and no option", fix)
            if bool(order.ranking) == bool(order.statements):
                fix = "give `ranking:` or `statements:`, not both"
                yield Lack(("preferences", actor), f"the order of {actor} is not said once", fix)
        return
    game = facts.games.get(rules.of)
    if not isinstance(game, MovesRules):
        names = [key for key, other in facts.games.items() if other.model == "moves"]
        fix = f"name one of: {', '.join(names)}" if names else "give `options:` in its place"
        yield Lack(("of",), f"'{rules.of}' is no game of moves", fix)
    elif game.private:
        yield Lack(("of",), f"in {rules.of} some numbers are private", "name a game whose numbers all actors know")
    for word in ("options", "preferences"):
        if getattr(rules, word):
            yield Lack((word,), f"`{word}` stand beside `of`", "leave one of them out: the game of moves gives both")
