"""The JSON objects of a conflict graph: its states, its stability table, its equilibria with reasons, its evolution."""

from typing import Any

from negosim.games.choices import OptionForm
from negosim.games.walks import Walk
from negosim.solve.conflict import Conflict, StableState
from negosim.solve.deterrence import Deterrence
from negosim.solve.inverse import requirements


def conflict_record(conflict: Conflict, form: OptionForm | None = None, wanted: int | None = None) -> dict[str, Any]:
    """Return what is said of a conflict beside its solutions; of a state that is wanted, what would make it stable."""
    graph, table = conflict.graph, conflict.table
    rows = [
        {
            **state_record(conflict, state, form),
            "stable_for": {
                name: [player for player, row in zip(graph.players, stable, strict=True) if row[state]]
                for name, stable in table.stable.items()
            },
        }
        for state in range(len(graph.states))
    ]
    record = {"states": rows, "evolution": _evolution(conflict)}
    return record if wanted is None else record | {"wanted": _wanted(conflict, wanted)}


def state_record(conflict: Conflict, state: int, form: OptionForm | None = None) -> dict[str, Any]:
    """Return what a state is: its label, what is chosen in it, by player, and its outcome."""
    graph = conflict.graph
    record: dict[str, Any] = {"label": graph.states[state]}
    if form is not None:
        record["choices"] = form.chosen(state)
    if graph.outcomes:
        record["outcome"] = graph.outcomes[state]
    return record


def equilibrium_record(conflict: Conflict, one: StableState, form: OptionForm | None = None) -> dict[str, Any]:
    """Return one solution: the state with the concepts that hold there, and why it is not left."""
    said = {"concepts": list(one.concepts), "coalition_concepts": list(one.coalition_concepts)}
    return {
        "state": {**state_record(conflict, one.state, form), **said},
        "figures": {},
        "reasons": [],
        **prospects_record(conflict, one),
        "notes": [],
    }


def prospects_record(conflict: Conflict, one: StableState) -> dict[str, Any]:
    """Return why an equilibrium is not left: for each improvement of one actor the answer that deters it under each
    concept, null for none, and the improvements of groups that nothing deters."""
    graph = conflict.graph
    prospects = [
        {
            "actor": graph.players[each.player],
            "to": graph.states[each.move],
            "answers": {name: None if walk is None else _walk(conflict, walk) for name, walk in each.answers.items()},
        }
        for each in conflict.prospects(one.state)
    ]
    return {"prospects": prospects, "upset_by": [_group(conflict, each) for each in one.upset_by]}


def _wanted(conflict: Conflict, wanted: int) -> dict[str, Any]:
    """Return for each concept what every actor's order must be, and what it lacks."""
    graph = conflict.graph

    def names(states: tuple[int, ...]) -> list[str]:
        return [graph.states[state] for state in states]

    asked = {
        name: [
            {
                "actor": graph.players[one.player],
                "move": graph.states[one.move],
                "is_met": one.is_met,
                "not_better_than_wanted": [
                    {"states": names(choice), "missing": names(missing)}
                    for choice, missing in zip(one.choices, one.missing, strict=True)
                ],
            }
            for one in requirements(graph, wanted, name)
        ]
        for name in conflict.table.equilibria
    }
    return {"label": graph.states[wanted], "requirements": asked}


def _group(conflict: Conflict, upset: Deterrence) -> dict[str, Any]:
    members = [conflict.graph.players[i] for i in upset.members]
    return {"members": members, "moves": _walk(conflict, upset.improvement)}


def _evolution(conflict: Conflict) -> dict[str, Any] | None:
    found = conflict.evolution
    if found is None:
        return None
    states = conflict.graph.states
    return {
        "status_quo": states[found.start],
        "by_moves": {states[state]: _walk(conflict, walk) for state, walk in found.moves.items()},
        "by_improvements": {states[state]: _walk(conflict, walk) for state, walk in found.improvements.items()},
    }


def _walk(conflict: Conflict, walk: Walk) -> list[dict[str, str]]:
    graph = conflict.graph
    return [{"player": graph.players[mover], "to": graph.states[state]} for mover, state in walk]
