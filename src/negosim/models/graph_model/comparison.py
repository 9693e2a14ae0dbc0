"""Where the graph model and the game of moves agree: the outcomes of the one held against the states of the other."""

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import ExtensiveFormGame, Game, IntArray
from negosim.games.extensive_form import leaf_probabilities
from negosim.games.normal_form import profile_probabilities
from negosim.models.moves import CompiledMoves
from negosim.scenario.names import Names, heading, listed
from negosim.solve import Equilibrium, concept, solve
from negosim.solve.conflict import Conflict
from negosim.solve.stability import DEFINITIONS

_PLAYED = 1e-9


def comparison_notes(game: CompiledMoves, histories: IntArray, conflict: Conflict) -> tuple[str, ...]:
    """Say of each outcome of the game of moves under which definitions a state with its options is stable.

    `histories[state]` is the history of the game that follows from what stands in a state.
    """
    solved = game.game(game.scenario.numbers.base)
    is_tree = isinstance(solved, ExtensiveFormGame)
    play = "subgame-perfect play" if is_tree else "pure equilibrium"
    try:
        found = solve(solved, concept("subgame_perfect" if is_tree else "pure_nash")()).equilibria
    except UnsolvedError as error:
        return (f"`{game.key}` has no answer to compare with: {error}",)
    if not found:
        return (f"`{game.key}` has no {play} to compare with",)
    names, said = Names(game.scenario), []
    for history in sorted({end for each in found for end in _ends(solved, each)}):
        outcome = heading(names.outcome(game.situations[history].label))
        states = np.flatnonzero(histories == history)
        holds = [d.letters for d in DEFINITIONS if conflict.table.equilibria[d.name][states].any()]
        verdict = "It agrees with" if "SEQ" in holds else "It differs from"
        stable = f"stable as {listed(holds)}" if holds else "stable under no definition"
        said.append(f"{verdict} the {play} of `{game.key}`, {outcome}: {stable}.")
    return tuple(said)


def _ends(game: Game, equilibrium: Equilibrium) -> list[int]:
    """Return the histories that are played with a chance above zero."""
    if isinstance(game, ExtensiveFormGame):
        shares = leaf_probabilities(game, equilibrium.profile)
    else:
        shares = profile_probabilities(game, equilibrium.profile)
    return [int(end) for end in np.flatnonzero(shares > _PLAYED)]
