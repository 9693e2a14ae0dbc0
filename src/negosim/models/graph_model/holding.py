"""What holds each actor at the status quo: its payoff there against its payoff after the best of its own moves, by
terms of the game of moves."""

import numpy as np

from negosim.games import BoolArray, FloatArray, IntArray
from negosim.models.evaluation import UTILITY, Inequality, Part, Side
from negosim.models.formulas import Formulas
from negosim.models.moves import CompiledMoves
from negosim.scenario.conflict_states import ConflictStates
from negosim.scenario.names import Names, listed


def holding(game: CompiledMoves, states: ConflictStates, histories: IntArray, f: Formulas) -> tuple[Inequality, ...]:
    """Return an inequality for each actor that can move from the status quo, against its best move.

    Where it fails, that move is an improvement. `histories[state]` is the history of the game that follows from what
    stands in a state.
    """
    amounts = game.amounts(f.values)
    found = []
    for player in range(len(states.players)):
        if states.moves[player, states.status_quo].any():
            found.append(_inequality(game, states, histories, player, amounts))
    return tuple(found)


def _inequality(
    game: CompiledMoves, states: ConflictStates, histories: IntArray, player: int, amounts: FloatArray
) -> Inequality:
    actor, moves = states.players[player], np.flatnonzero(states.moves[player, states.status_quo])
    own = game.design[:, player, histories]  # [term, state]
    best = moves[np.argmax(amounts @ own[:, moves], axis=-1)]
    here, there = own[:, states.status_quo], own.T[best]
    does = _words(game, states, actor, int(best.reshape(-1)[0]))
    return Inequality(
        f"{actor}_stays",
        actor,
        f"gains nothing by leaving, even where it {does}",
        f"gains by leaving, most where it {does}",
        _side("the status quo", game, amounts * here, here != 0),
        _side(f"where it {does}", game, amounts * there, (own[:, moves] != 0).any(axis=1)),
        unit=UTILITY,
    )


def _side(says: str, game: CompiledMoves, amounts: FloatArray, used: BoolArray) -> Side:
    return Side(says, tuple(Part(game.terms[k].path, amounts[..., k]) for k in np.flatnonzero(used).tolist()))


def _words(game: CompiledMoves, states: ConflictStates, actor: str, state: int) -> str:
    """Say what an actor does in a state that it does not do in the status quo."""
    names = Names(game.scenario)
    rows = zip(states.choices, states.table[state].tolist(), states.table[states.status_quo].tolist(), strict=True)
    changed = [choice.values[value] for choice, value, before in rows if value != before]
    return listed([names.option(game.key, actor, value) for value in changed])
