"""Models: ways of looking at a scenario, each of which builds a game and its terms from it.

Adding a model is one file or folder here and one line in `MODELS`; its rules are one file in `scenario/rules`.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from negosim.errors import Fault, InputError, UnsolvedError, UsageError, nearest
from negosim.games import Game
from negosim.models.compiled import Analysis, Compiled, CompiledModel
from negosim.models.evaluation import Answer, Evaluation, Figure, Inequality, ModelSolution, Part, Side
from negosim.models.moves import CompiledMoves
from negosim.models.terms import Term, Terms
from negosim.scenario import Scenario
from negosim.scenario.campaign import CAMPAIGN
from negosim.solve.result import Result

if TYPE_CHECKING:
    AnyCompiled = CompiledMoves | CompiledModel

MODELS = {
    "moves": "moves:CompiledMoves",
    "bargaining": "bargaining:CompiledBargaining",
    "bargaining_chip": "bargaining_chip:CompiledChip",
    "screening": "screening:CompiledScreening",
    "stopping": "stopping:CompiledStopping",
    "attrition": "attrition:CompiledAttrition",
    "crisis": "crisis:CompiledCrisis",
    "graph_model": "graph_model:CompiledConflict",
    "truce": "truce:CompiledTruce",
    "shifting_power": "shifting_power:CompiledShift",
    "staying_power": "staying_power:CompiledStayingPower",
    "signalling": "signalling:CompiledSignalling",
}
"""The class of each model, as `file:class` of this folder; a model is imported when a scenario first names it."""


def model_class(name: str) -> "type[AnyCompiled]":
    """Return the class that compiles a model's games."""
    file, kind = MODELS[name].split(":")
    found: type[AnyCompiled] = getattr(import_module(f"negosim.models.{file}"), kind)
    return found


@dataclass(frozen=True)
class ModelConcept:
    """A concept that has no algorithm of its own: a model of the literature has its solutions, by this name."""

    name: str

    def solve(self, game: Game) -> Result:
        """Raise UnsolvedError: a game alone does not have it."""
        raise UnsolvedError(f"{self.name} is a concept of games of the models {', '.join(models_with(self.name))}")


def models_with(concept: str) -> tuple[str, ...]:
    """Return the models, other than moves, that have a concept."""
    kinds = {name: model_class(name) for name in MODELS}
    return tuple(n for n, kind in kinds.items() if issubclass(kind, CompiledModel) and concept in kind.CONCEPTS)


def compile_game(scenario: Scenario, game: str | None = None) -> "AnyCompiled":
    """Compile a named game of a scenario, the headline game unless named. Raises InputError for an unknown name."""
    key = scenario.headline if game is None else game
    if key not in scenario.facts.games:
        fix = nearest(key, list(scenario.facts.games), "games")
        if key == CAMPAIGN and scenario.facts.campaign is not None:
            fix = "the campaign is followed by negosim simulate; compare, sweep, tipping and sensitivity take it too"
        raise InputError([Fault(f"--game {key}", "no such game", fix)])
    return model_class(scenario.facts.games[key].model)(scenario, key)


def compile_moves(scenario: Scenario, game: str | None = None) -> CompiledMoves:
    """Compile a named game of moves. Raises UsageError for a game of another model, which has no moves."""
    compiled = compile_game(scenario, game)
    if isinstance(compiled, CompiledMoves):
        return compiled
    others = [key for key, rules in scenario.facts.games.items() if rules.model == "moves"]
    choose = f"choose one that has with --game: {', '.join(others)}" if others else "this scenario has none that has"
    raise UsageError(f"`{compiled.key}` is of the model {compiled.rules.model}, which has no moves; {choose}")


def build(scenario: Scenario, game: str | None = None) -> Game:
    """Build a named game of a scenario at the scenario's own numbers. Raises UsageError where it has no moves.

    >>> from negosim.scenario import read
    >>> build(read("truce-dilemma")).players
    ('north', 'south')
    """
    compiled = compile_moves(scenario, game)
    return compiled.game(scenario.numbers.base)


__all__ = [
    "MODELS",
    "Analysis",
    "Answer",
    "Compiled",
    "CompiledModel",
    "CompiledMoves",
    "Evaluation",
    "Figure",
    "Inequality",
    "ModelConcept",
    "ModelSolution",
    "Part",
    "Side",
    "Term",
    "Terms",
    "build",
    "compile_game",
    "compile_moves",
    "model_class",
    "models_with",
]
