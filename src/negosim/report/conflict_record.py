"""The JSON objects of a conflict graph: its states, its stability table, its equilibria with reasons, its evolution."""

from typing import Any

from negosim.games.choices import OptionForm
from negosim.games.walks import Walk
from negosim.solve.conflict import Conflict, Prospect, StableState
from negosim.solve.deterrence import Deterrence


def conflict_record(conflict: Conflict, form: OptionForm | None = None) -> dict[str, Any]:
    """Return what is said of a conflict beside its solutions."""
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
    return {"states": rows, "evolution": _evolution(conflict)}


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
    """Return one solution: the state with the concepts that hold there, and a reason for each improvement."""
    said = {"concepts": list(one.concepts), "coalition_concepts": list(one.coalition_concepts)}
    return {
        "state": {**state_record(conflict, one.state, form), **said},
        "figures": {},
        "reasons": [prospect_record(conflict, one.state, each) for each in conflict.prospects(one.state)],
        "upset_by": [_group(conflict, each) for each in one.upset_by],
        "notes": [],
    }


def prospect_record(conflict: Conflict, state: int, prospect: Prospect) -> dict[str, Any]:
    """Return why an improvement is or is not taken: the answer that deters it under each concept, null for none."""
    graph = conflict.graph
    return {
        "actor": graph.players[prospect.player],
        "at": graph.states[state],
        "chosen": graph.states[state],
        "alternative": graph.states[prospect.move],
        "answers": {name: None if walk is None else _walk(conflict, walk) for name, walk in prospect.answers.items()},
        "terms": [],
        "flip": None,
    }


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
