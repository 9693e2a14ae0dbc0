"""What pictures of a conflict say: names of decision makers and states, and the finding."""

from negosim.scenario.names import Names, listed
from negosim.solve.conflict import NASH, SEQUENTIAL, Conflict

_FEW = 6
_LONGEST = 60


def player_label(conflict: Conflict, index: int, names: Names) -> str:
    """Return the name of a decision maker."""
    key = conflict.graph.players[index]
    return f"decision maker {key}" if key.isdigit() else names.short(key)


def state_label(conflict: Conflict, state: int) -> str:
    """Return the number of a state and what it means."""
    graph = conflict.graph
    return f"{graph.states[state]} {graph.outcomes[state] if graph.outcomes else ''}".rstrip()


def conflict_finding(conflict: Conflict) -> str:
    """Say which states are sequentially stable, and whether some are so without any threat."""
    ahead = [one for one in conflict.equilibria if SEQUENTIAL in one.concepts]
    count = len(conflict.graph.states)
    if not ahead:
        return f"No state of {count} is sequentially stable"
    labels = [state_label(conflict, one.state) for one in ahead]
    if len(listed(labels)) > _LONGEST:
        labels = [conflict.graph.states[one.state] for one in ahead]
    which = f": {listed(labels)}" if len(ahead) <= _FEW else ""
    free = [label for label, one in zip(labels, ahead, strict=True) if NASH in one.concepts]
    said = f"1 state of {count} is" if len(ahead) == 1 else f"{len(ahead)} states of {count} are"
    if which and 0 < len(free) < len(ahead):
        return f"{said} sequentially stable{which}; without any threat {listed(free)} alone"
    return f"{said} sequentially stable, {len(free)} without any threat{which}"
