"""Solving games: a concept says what a solution is, and its file how it is found.

Adding a concept is one file in `concepts` and one line in `CONCEPTS`.
"""

from collections.abc import Callable
from importlib import import_module

from negosim.games import ExtensiveFormGame, Game
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


def solve(game: Game, concept: Concept | None = None) -> Result:
    """Solve one game under a concept, the game's default unless given.

    Raises ValueError for a batch of games, and UnsolvedError where the algorithm stops without an answer, and where a
    player forgets what it did or knew.

    >>> from negosim.games import NormalFormGame
    >>> len(solve(NormalFormGame([[[3, 0], [0, 2]], [[2, 0], [0, 3]]])).solutions)
    3
    """
    if isinstance(game, ExtensiveFormGame):
        is_single = game.payoffs.ndim == 2 and game.chance.ndim == 1
    else:
        is_single = game.payoffs.ndim == 1 + len(game.players)
    if not is_single:
        raise ValueError("solve takes one game; use the kernels for a batch")
    if isinstance(game, ExtensiveFormGame):
        check_perfect_recall(game)
    return (concept or default_concept(game)).solve(game)


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
