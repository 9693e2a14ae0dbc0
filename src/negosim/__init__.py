"""negosim: a negotiation game-theory simulator.

    import negosim as ng
    talks = ng.read("march-2025").what_if({"levers.us_sanctions.strength": 0.2})
    game = ng.build(talks, "call")
    result = ng.solve(game, ng.SubgamePerfect())
    reasons = ng.explain(talks, result)
    ng.plot.tree(result)

Everything here is imported when it is first used. A solution is no forecast and no advice.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from negosim.version import __version__ as __version__

if TYPE_CHECKING:
    from negosim import plots as plot
    from negosim.errors import Fault, InputError, NegosimError, OutputError, UnsolvedError, UsageError
    from negosim.explain import Explanation, Reason, explain, explanation
    from negosim.games import ExtensiveFormGame, NormalFormGame
    from negosim.models import build, compile_game
    from negosim.scenario import Scenario, read, read_text
    from negosim.solve import Complete, Equilibrium, Result, solve
    from negosim.solve.concepts.iterated_dominance import IteratedDominance
    from negosim.solve.concepts.logit import Logit
    from negosim.solve.concepts.nash import Nash
    from negosim.solve.concepts.pure_nash import PureNash
    from negosim.solve.concepts.sequential import Sequential
    from negosim.solve.concepts.subgame_perfect import SubgamePerfect
    from negosim.whatif.flips import Flip, nearest_flips
    from negosim.whatif.sampling import Firmness, firmness

_HOMES = {
    "negosim.errors": ["Fault", "InputError", "NegosimError", "OutputError", "UnsolvedError", "UsageError"],
    "negosim.explain": ["Explanation", "Reason", "explain", "explanation"],
    "negosim.games": ["ExtensiveFormGame", "NormalFormGame"],
    "negosim.models": ["build", "compile_game"],
    "negosim.scenario": ["Scenario", "read", "read_text"],
    "negosim.solve": ["Complete", "Equilibrium", "Result", "solve"],
    "negosim.solve.concepts.iterated_dominance": ["IteratedDominance"],
    "negosim.solve.concepts.logit": ["Logit"],
    "negosim.solve.concepts.nash": ["Nash"],
    "negosim.solve.concepts.pure_nash": ["PureNash"],
    "negosim.solve.concepts.sequential": ["Sequential"],
    "negosim.solve.concepts.subgame_perfect": ["SubgamePerfect"],
    "negosim.whatif.flips": ["Flip", "nearest_flips"],
    "negosim.whatif.sampling": ["Firmness", "firmness"],
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Complete",
    "Equilibrium",
    "Explanation",
    "ExtensiveFormGame",
    "Fault",
    "Firmness",
    "Flip",
    "InputError",
    "IteratedDominance",
    "Logit",
    "Nash",
    "NegosimError",
    "NormalFormGame",
    "OutputError",
    "PureNash",
    "Reason",
    "Result",
    "Scenario",
    "Sequential",
    "SubgamePerfect",
    "UnsolvedError",
    "UsageError",
    "build",
    "compile_game",
    "explain",
    "explanation",
    "firmness",
    "nearest_flips",
    "plot",
    "read",
    "read_text",
    "solve",
]


def __getattr__(name: str) -> Any:
    if name == "plot":
        return import_module("negosim.plots")
    if name in _HOME_OF:
        return getattr(import_module(_HOME_OF[name]), name)
    raise AttributeError(f"module 'negosim' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
