"""Models: ways of looking at a scenario, each of which builds a game and its terms from it.

Adding a model is one file or folder here and one line in `MODELS`.
"""

from negosim.errors import Fault, InputError, nearest
from negosim.games import Game
from negosim.models.moves import CompiledMoves
from negosim.models.terms import Term, Terms
from negosim.scenario import Scenario

MODELS = {"moves": CompiledMoves}


def compile_game(scenario: Scenario, game: str | None = None) -> CompiledMoves:
    """Compile a named game of a scenario, the headline game unless named. Raises InputError for an unknown name."""
    key = scenario.headline if game is None else game
    if key not in scenario.facts.games:
        raise InputError([Fault(f"--game {key}", "no such game", nearest(key, list(scenario.facts.games), "games"))])
    return MODELS[scenario.facts.games[key].model](scenario, key)


def build(scenario: Scenario, game: str | None = None) -> Game:
    """Build a named game of a scenario at the scenario's own numbers.

    >>> from negosim.scenario import read
    >>> build(read("truce-dilemma")).players
    ('north', 'south')
    """
    compiled = compile_game(scenario, game)
    return compiled.game(scenario.numbers.base)


__all__ = ["MODELS", "CompiledMoves", "Term", "Terms", "build", "compile_game"]
