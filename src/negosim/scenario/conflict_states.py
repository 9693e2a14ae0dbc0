"""The states of a conflict in the graph model, from its rules: what is chosen in each, and who can move where."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from negosim.games.arrays import BoolArray, IntArray
from negosim.games.choices import Choice, merged_moves, moves_by_choices, possible_states
from negosim.games.conflict_graph import MOST_STATES, ranks_of_statements
from negosim.scenario.facts import Facts
from negosim.scenario.formula import FormulaError, states_where
from negosim.scenario.histories import players_of
from negosim.scenario.place import quoted
from negosim.scenario.rules.base import Lack
from negosim.scenario.rules.graph_model import GraphModelRules
from negosim.scenario.rules.moves import MovesRules

At = tuple[str | int, ...]


class StatementFault(ValueError):
    """A part of the rules that cannot be used: where it is, what is wrong, and what would mend it."""

    def __init__(self, at: At, what: str, fix: str) -> None:
        super().__init__(what)
        self.at, self.what, self.fix = at, what, fix


@dataclass(frozen=True, eq=False)
class ConflictStates:
    """`table[state, choice]` are indices of values; a state that stands for several has the values of the first one.

    `stands_for[state]` is the statement by which several were taken for one, or empty. `orders[actor][state]` are
    ranks, larger for better, for actors whose order the rules give. `wanted` is the state asked for, if any. `whole`
    are the states before some were taken for one, and `becomes` the place among the states of each.
    """

    players: tuple[str, ...]
    choices: tuple[Choice, ...]
    table: IntArray
    moves: BoolArray
    stands_for: tuple[str, ...]
    status_quo: int
    wanted: int | None
    orders: dict[str, IntArray]
    whole: IntArray
    becomes: IntArray


def conflict_lacks(rules: GraphModelRules, facts: Facts) -> Iterator[Lack]:
    """Yield what a conflict needs and does not find: choices, everybody's order, statements that can be read."""
    found = list(_choosing(rules, facts))
    yield from found
    if not found:
        try:
            conflict_states(rules, facts)
        except StatementFault as fault:
            yield Lack(fault.at, fault.what, fault.fix)


def _choosing(rules: GraphModelRules, facts: Facts) -> Iterator[Lack]:
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


def conflict_states(rules: GraphModelRules, facts: Facts) -> ConflictStates:
    """Return the states of a conflict whose choices are known. Raises StatementFault."""
    players, choices = _choices(rules, facts)
    choices = tuple(_with_final(rules, choices))
    try:
        table = possible_states(choices)
    except ValueError as error:
        raise StatementFault((_source(rules),), str(error), "leave choices out") from None
    table = table[~_any_holds(rules.infeasible, "infeasible", choices, table)]
    moves = moves_by_choices(table, choices, len(players)) if 0 < len(table) <= MOST_STATES else None
    if moves is None:
        fix = f"conflicts of 1 to {MOST_STATES:,} states are solved"
        raise StatementFault((_source(rules),), f"{len(table):,} states are feasible", fix)
    kept, becomes, stands_for = _merged(rules, choices, table)
    moves, whole, table = merged_moves(moves, kept, becomes), table, table[kept]
    wanted = None if rules.wanted is None else _one_state(rules.wanted, "wanted", choices, table)
    return ConflictStates(
        players,
        choices,
        table,
        moves,
        stands_for,
        _one_state(rules.status_quo, "status_quo", choices, table),
        wanted,
        {actor: _order(rules, actor, choices, table) for actor in rules.preferences},
        whole,
        becomes,
    )


def _source(rules: GraphModelRules) -> str:
    return "options" if rules.of is None else "of"


def _choices(rules: GraphModelRules, facts: Facts) -> tuple[tuple[str, ...], tuple[Choice, ...]]:
    if rules.of is None:
        owners = tuple(dict.fromkeys(option.actor for option in rules.options.values()))
        return owners, tuple(Choice(owners.index(option.actor), key) for key, option in rules.options.items())
    game = facts.games[rules.of]
    assert isinstance(game, MovesRules)  # which the rules have checked
    actors = players_of(game)
    moves = game.moves.items()
    return actors, tuple(Choice(actors.index(move.actor), key, tuple(move.options)) for key, move in moves)


def _with_final(rules: GraphModelRules, choices: Sequence[Choice]) -> Sequence[Choice]:
    """Return the choices with the values that cannot be given up: each a choice, or a choice = value."""
    final: dict[str, set[int]] = {choice.name: set() for choice in choices}
    for place, text in enumerate(rules.final):
        name, _, value = (part.strip() for part in text.partition("="))
        choice = next((each for each in choices if each.name == name), None)
        if choice is None or (value or "yes") not in choice.values:
            known = ", ".join(choice.name for choice in choices)
            what = f"{quoted(text)} is no choice and no value of one"
            raise StatementFault(("final", place), what, f"write CHOICE, or CHOICE = VALUE; choices: {known}")
        final[name].add(choice.values.index(value or "yes"))
    return [Choice(each.player, each.name, each.values, frozenset(final[each.name])) for each in choices]


def _merged(
    rules: GraphModelRules, choices: Sequence[Choice], table: IntArray
) -> tuple[list[int], IntArray, tuple[str, ...]]:
    """Return which states are kept, the place among them of each, and what each stands for. Those that stand for
    several come last."""
    group = np.full(len(table), -1)
    for place, text in enumerate(rules.one_state):
        holds = _holds(text, ("one_state", place), choices, table) & (group < 0)
        if not holds.any():
            raise StatementFault(("one_state", place), "this holds in no further state", "leave it out")
        group[holds] = place
    single = np.flatnonzero(group < 0).tolist()
    firsts = [int(np.flatnonzero(group == place)[0]) for place in range(len(rules.one_state))]
    becomes = np.empty(len(table), dtype=np.int64)
    becomes[single] = np.arange(len(single))
    for place in range(len(firsts)):
        becomes[group == place] = len(single) + place
    return [*single, *firsts], becomes, (*("" for _ in single), *rules.one_state)


def _order(rules: GraphModelRules, actor: str, choices: Sequence[Choice], table: IntArray) -> IntArray:
    order = rules.preferences[actor]
    word = "ranking" if order.ranking else "statements"
    texts: tuple[str, ...] = getattr(order, word)
    rows = [_holds(text, ("preferences", actor, word, k), choices, table) for k, text in enumerate(texts)]
    if word == "statements":
        return ranks_of_statements(np.array(rows))
    ranks = np.zeros(len(table), dtype=np.int64)
    for k, holds in enumerate(rows):
        fresh = holds & (ranks == 0)
        if not fresh.any():
            what = "every state in which this holds is ranked before" if holds.any() else "this holds in no state"
            raise StatementFault(("preferences", actor, word, k), what, "leave it out, or move it up")
        ranks[fresh] = len(rows) - k
    return ranks


def _any_holds(texts: Sequence[str], word: str, choices: Sequence[Choice], table: IntArray) -> BoolArray:
    rows = [_holds(text, (word, place), choices, table) for place, text in enumerate(texts)]
    return np.asarray(np.logical_or.reduce(rows or [np.zeros(len(table), dtype=np.bool_)]))


def _one_state(text: str, word: str, choices: Sequence[Choice], table: IntArray) -> int:
    found = np.flatnonzero(_holds(text, (word,), choices, table)).tolist()
    if len(found) != 1:
        what = f"this holds in {len(found)} states of {len(table)}, not in one"
        raise StatementFault((word,), what, "say of every choice what it is, as `accept and not insist`")
    return int(found[0])


def _holds(text: str, at: At, choices: Sequence[Choice], table: IntArray) -> BoolArray:
    try:
        return states_where(text, choices, table)
    except FormulaError as error:
        raise StatementFault(at, error.what, error.fix) from None
