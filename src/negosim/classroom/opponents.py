"""How the others move against a student: by the solution, by logit response, or by a rule of thumb.

A rule of thumb looks at one move at a time and at nothing that follows from it, apart from `shortsighted`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from negosim.errors import UsageError, nearest
from negosim.games import ExtensiveFormGame, FloatArray, Game, Profile, one_hot
from negosim.games.extensive_form import worth_at_set
from negosim.games.simultaneous_tree import simultaneous_tree
from negosim.models import CompiledMoves
from negosim.scenario.rules.moves import Move
from negosim.solve import Result, concept, solve


@dataclass(frozen=True, eq=False)
class Opponents:
    """How everybody moves: `profile[k]` at information set k of the tree; `says` completes "the others ..."."""

    name: str
    says: str
    profile: Profile
    lam: float | None = None


OPPONENTS = {
    "solution": "move as the solution says",
    "logit": "choose the better options more often, not always (logit response)",
    "random": "take every option equally often",
    "firm": "refuse as much as they can",
    "yielding": "refuse as little as they can",
    "shortsighted": "do what is best if everybody after them chose at random",
}
"""The names that `--opponents` takes for a moves game, and what they mean."""


def opponents(compiled: CompiledMoves, tree: ExtensiveFormGame, name: str, lam: float | None) -> Opponents:
    """Return how everybody moves under one of `OPPONENTS`. Raises UsageError for a name that is none, or does not fit.

    Logit takes lambda per unit of payoff.
    """
    if name not in OPPONENTS:
        raise UsageError(f"--opponents {name}: no such opponents; {nearest(name, list(OPPONENTS), 'opponents')}")
    if lam is not None and name != "logit":
        raise UsageError(f"--lambda goes with --opponents logit, not with {name}")
    if name == "solution":
        result = solve(compiled.game(compiled.scenario.numbers.base))
        return Opponents(name, _solution_words(result), _first_profile(result))
    if name == "logit":
        lam = 1.0 / _spread(tree) * 5.0 if lam is None else lam
        result = solve(compiled.game(compiled.scenario.numbers.base), concept("logit")(lam=lam))
        says = f"choose the better options more often, not always (logit response at lambda {lam:.4g})"
        return Opponents(name, says, _first_profile(result), lam)
    return Opponents(name, OPPONENTS[name], _by_rule(compiled, tree, name))


def _spread(tree: ExtensiveFormGame) -> float:
    """Return the largest payoff range of a player."""
    return float((tree.payoffs.max(axis=1) - tree.payoffs.min(axis=1)).max()) or 1.0


def _first_profile(result: Result) -> Profile:
    if not result.equilibria:
        raise UsageError(f"there is no {result.concept.name} profile to play against; choose --opponents random")
    return result.equilibria[0].profile


def _solution_words(result: Result) -> str:
    kind = result.concept.name.replace("_", "-")
    count = len(result.equilibria)
    which = f", the first of {count} equilibria" if count > 1 else ""
    return f"{OPPONENTS['solution']} ({kind}{which})"


def _by_rule(compiled: CompiledMoves, tree: ExtensiveFormGame, name: str) -> Profile:
    uniform = tuple(np.full(len(known.actions), 1.0 / len(known.actions)) for known in tree.information_sets)
    if name == "random":
        return uniform
    if name == "shortsighted":
        worth = [worth_at_set(tree, uniform, k) for k in range(len(uniform))]
        return tuple(one_hot(len(own), int(own.argmax())) for own in worth)
    moves = compiled.rules.moves.values()
    if not any(option.refuses.value for move in moves for option in move.options.values()):
        raise UsageError(f"--opponents {name}: no option of this game refuses anything; choose another rule")
    refuse = max if name == "firm" else min
    rules = {(move.actor, tuple(move.options)): _share_out(move, refuse) for move in moves}
    return tuple(rules[tree.players[known.player], known.actions] for known in tree.information_sets)


def _share_out(move: Move, pick: Callable[[list[float]], float]) -> FloatArray:
    """Return the options that refuse the most, or the least, taken equally often."""
    refusals = [option.refuses.value for option in move.options.values()]
    chosen = np.array([refusal == pick(refusals) for refusal in refusals], dtype=np.float64)
    return np.asarray(chosen / chosen.sum())


def tree_of(game: Game) -> ExtensiveFormGame:
    """Return a game as a tree; one in which all choose at once as one where nobody sees what the others chose."""
    return game if isinstance(game, ExtensiveFormGame) else simultaneous_tree(game)
