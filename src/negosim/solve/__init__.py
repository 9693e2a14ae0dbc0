"""Solving games: a concept says what a solution is, and its file how it is found.

Adding a concept is one file in `concepts` and one line in `CONCEPTS`.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, overload

from negosim.errors import UnsolvedError
from negosim.games import ConflictGraph, ExtensiveFormGame, Game
from negosim.games.extensive_form import has_beliefs_from_chance
from negosim.games.recall import check_perfect_recall
from negosim.solve.result import (
    Complete,
    Concept,
    CorrelatedEquilibrium,
    Equilibrium,
    Manifest,
    Result,
    Selection,
    Solution,
    Survivors,
    settings,
)

if TYPE_CHECKING:
    from negosim.solve.conflict import Conflict

CONCEPTS = {
    "adjusted_winner": "AdjustedWinner",
    "alternating_offers": "AlternatingOffers",
    "correlated": "Correlated",
    "egalitarian": "Egalitarian",
    "general_metarational": "GeneralMetarational",
    "iterated_dominance": "IteratedDominance",
    "iterated_weak_dominance": "IteratedWeakDominance",
    "kalai_smorodinsky": "KalaiSmorodinsky",
    "logit": "Logit",
    "maximin": "Maximin",
    "nash": "Nash",
    "nash_agreement": "NashAgreement",
    "nash_stability": "NashStability",
    "pareto_efficient": "ParetoEfficient",
    "payoff_dominance": "PayoffDominance",
    "perfect": "Perfect",
    "pure_nash": "PureNash",
    "rationalizability": "Rationalizability",
    "risk_dominance": "RiskDominance",
    "sequential": "Sequential",
    "sequential_stability": "SequentialStability",
    "stackelberg": "Stackelberg",
    "subgame_perfect": "SubgamePerfect",
    "symmetric_metarational": "SymmetricMetarational",
    "utilitarian": "Utilitarian",
}
"""The file of each concept in `negosim.solve.concepts`, and its class."""


def concept(name: str) -> Callable[..., Concept]:
    """Return the class of a concept by name. Raises KeyError for an unknown one.

    >>> concept("pure_nash")()
    PureNash()
    """
    kind = CONCEPTS[name]
    found: Callable[..., Concept] = getattr(import_module(f"negosim.solve.concepts.{name}"), kind)
    return found


def default_concept(game: Game) -> Concept:
    """Return what is solved for unless asked: nash; for a tree subgame_perfect, sequential if types are private.

    Sequential equilibria are found where beliefs follow from chance and in signalling games.
    """
    if not isinstance(game, ExtensiveFormGame):
        return concept("nash")()
    private = not game.has_perfect_information and bool(game.chance.size)
    solved = private and (has_beliefs_from_chance(game) or _is_signalling(game))
    return concept("sequential")() if solved else concept("subgame_perfect")()


def _is_signalling(game: ExtensiveFormGame) -> bool:
    from negosim.solve.signalling import signalling_form

    return signalling_form(game) is not None


@overload
def solve(game: Game, concept: Concept | None = None) -> Result: ...
@overload
def solve(game: ConflictGraph, concept: Concept | None = None) -> "Conflict": ...
def solve(game: Game | ConflictGraph, concept: Concept | None = None) -> "Result | Conflict":
    """Solve one game under a concept, the game's default unless given; or a conflict, under any of its four definitions
    unless one is given.

    Raises ValueError for a batch of games, and UnsolvedError where the algorithm stops without an answer, where a
    player forgets what it did or knew, and where a conflict is asked for another concept.

    >>> from negosim.games import NormalFormGame
    >>> len(solve(NormalFormGame([[[3, 0], [0, 2]], [[2, 0], [0, 3]]])).solutions)
    3
    """
    if isinstance(game, ConflictGraph):
        return _solve_conflict(game, concept)
    if isinstance(game, ExtensiveFormGame):
        is_single = game.payoffs.ndim == 2 and game.chance.ndim == 1
    else:
        is_single = game.payoffs.ndim == 1 + len(game.players)
    if not is_single:
        raise ValueError("solve takes one game; use the kernels for a batch")
    if isinstance(game, ExtensiveFormGame):
        check_perfect_recall(game)
    return (concept or default_concept(game)).solve(game)


def _solve_conflict(graph: ConflictGraph, asked: Concept | None) -> "Conflict":
    from negosim.solve.conflict import Conflict
    from negosim.solve.stability import DEFINITIONS

    if graph.ranks.ndim > 2:
        raise ValueError("solve takes one conflict; use StabilityTable for a batch")
    names = [each.name for each in DEFINITIONS]
    if asked is not None and asked.name not in names:
        raise UnsolvedError(f"{asked.name} is no concept of a conflict; those are {', '.join(names)}")
    return Conflict(graph, asked.name if asked else None)


__all__ = [
    "CONCEPTS",
    "Complete",
    "Concept",
    "CorrelatedEquilibrium",
    "Equilibrium",
    "Manifest",
    "Result",
    "Selection",
    "Solution",
    "Survivors",
    "concept",
    "default_concept",
    "settings",
    "solve",
]
