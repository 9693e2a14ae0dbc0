"""negosim: a negotiation game-theory simulator.

    import negosim as ng
    talks = ng.read("march-2025").what_if({"levers.us_sanctions.strength": 0.2})
    game = ng.build(talks, "call")
    result = ng.solve(game, ng.SubgamePerfect())
    reasons = ng.explain(talks, result)
    ng.plot.tree(result)

Everything here is imported when it is first used. A solution is no forecast and no advice.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from negosim.version import __version__ as __version__

if TYPE_CHECKING:
    from negosim import plots as plot
    from negosim.errors import Fault, InputError, NegosimError, OutputError, UnsolvedError, UsageError
    from negosim.explain import Explanation, Reason, explain, explanation
    from negosim.games import ConflictGraph, ExtensiveFormGame, NormalFormGame
    from negosim.interop import read_game, read_gmcr, write_efg, write_nfg
    from negosim.models import build, compile_game
    from negosim.parallel import workers
    from negosim.scenario import Scenario, read, read_text
    from negosim.scenario.names import Names
    from negosim.solve import Complete, Equilibrium, Result, solve
    from negosim.solve.concepts.correlated import Correlated
    from negosim.solve.concepts.general_metarational import GeneralMetarational
    from negosim.solve.concepts.iterated_dominance import IteratedDominance
    from negosim.solve.concepts.iterated_weak_dominance import IteratedWeakDominance
    from negosim.solve.concepts.logit import Logit
    from negosim.solve.concepts.maximin import Maximin
    from negosim.solve.concepts.nash import Nash
    from negosim.solve.concepts.nash_stability import NashStability
    from negosim.solve.concepts.pareto_efficient import ParetoEfficient
    from negosim.solve.concepts.payoff_dominance import PayoffDominance
    from negosim.solve.concepts.perfect import Perfect
    from negosim.solve.concepts.pure_nash import PureNash
    from negosim.solve.concepts.rationalizability import Rationalizability
    from negosim.solve.concepts.risk_dominance import RiskDominance
    from negosim.solve.concepts.sequential import Sequential
    from negosim.solve.concepts.sequential_stability import SequentialStability
    from negosim.solve.concepts.stackelberg import Stackelberg
    from negosim.solve.concepts.subgame_perfect import SubgamePerfect
    from negosim.solve.concepts.symmetric_metarational import SymmetricMetarational
    from negosim.solve.conflict import Conflict
    from negosim.solve.learning import BestResponses, FictitiousPlay, LearningPath, Replicator
    from negosim.solve.stability import StabilityTable
    from negosim.whatif.flips import Flip, nearest_flips
    from negosim.whatif.joint import Joint, joint_change
    from negosim.whatif.sampling import Firmness, firmness
    from negosim.whatif.sensitivity import Sensitivity, sensitivity
    from negosim.whatif.sweep.regimes import Regime, regimes
    from negosim.whatif.sweep.run import sweep
    from negosim.whatif.sweep.table import SweepTable
    from negosim.whatif.sweep.vary import sweep_plan
    from negosim.whatif.tipping import Tipping, tipping

_HOMES = {
    "negosim.errors": ["Fault", "InputError", "NegosimError", "OutputError", "UnsolvedError", "UsageError"],
    "negosim.explain": ["Explanation", "Reason", "explain", "explanation"],
    "negosim.games": ["ConflictGraph", "ExtensiveFormGame", "NormalFormGame"],
    "negosim.interop": ["read_game", "read_gmcr", "write_efg", "write_nfg"],
    "negosim.models": ["build", "compile_game"],
    "negosim.parallel": ["workers"],
    "negosim.scenario": ["Scenario", "read", "read_text"],
    "negosim.scenario.names": ["Names"],
    "negosim.solve": ["Complete", "Equilibrium", "Result", "solve"],
    "negosim.solve.conflict": ["Conflict"],
    "negosim.solve.concepts.correlated": ["Correlated"],
    "negosim.solve.concepts.general_metarational": ["GeneralMetarational"],
    "negosim.solve.concepts.iterated_dominance": ["IteratedDominance"],
    "negosim.solve.concepts.iterated_weak_dominance": ["IteratedWeakDominance"],
    "negosim.solve.concepts.logit": ["Logit"],
    "negosim.solve.concepts.maximin": ["Maximin"],
    "negosim.solve.concepts.nash": ["Nash"],
    "negosim.solve.concepts.nash_stability": ["NashStability"],
    "negosim.solve.concepts.pareto_efficient": ["ParetoEfficient"],
    "negosim.solve.concepts.payoff_dominance": ["PayoffDominance"],
    "negosim.solve.concepts.perfect": ["Perfect"],
    "negosim.solve.concepts.pure_nash": ["PureNash"],
    "negosim.solve.concepts.rationalizability": ["Rationalizability"],
    "negosim.solve.concepts.risk_dominance": ["RiskDominance"],
    "negosim.solve.concepts.sequential": ["Sequential"],
    "negosim.solve.concepts.sequential_stability": ["SequentialStability"],
    "negosim.solve.concepts.stackelberg": ["Stackelberg"],
    "negosim.solve.concepts.subgame_perfect": ["SubgamePerfect"],
    "negosim.solve.concepts.symmetric_metarational": ["SymmetricMetarational"],
    "negosim.solve.learning": ["BestResponses", "FictitiousPlay", "LearningPath", "Replicator"],
    "negosim.solve.stability": ["StabilityTable"],
    "negosim.whatif.flips": ["Flip", "nearest_flips"],
    "negosim.whatif.joint": ["Joint", "joint_change"],
    "negosim.whatif.sampling": ["Firmness", "firmness"],
    "negosim.whatif.sensitivity": ["Sensitivity", "sensitivity"],
    "negosim.whatif.tipping": ["Tipping", "tipping"],
    "negosim.whatif.sweep.regimes": ["Regime", "regimes"],
    "negosim.whatif.sweep.run": ["sweep"],
    "negosim.whatif.sweep.table": ["SweepTable"],
    "negosim.whatif.sweep.vary": ["sweep_plan"],
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "BestResponses",
    "Complete",
    "Conflict",
    "ConflictGraph",
    "Correlated",
    "Equilibrium",
    "Explanation",
    "ExtensiveFormGame",
    "Fault",
    "FictitiousPlay",
    "Firmness",
    "Flip",
    "GeneralMetarational",
    "InputError",
    "IteratedDominance",
    "IteratedWeakDominance",
    "Joint",
    "LearningPath",
    "Logit",
    "Maximin",
    "Names",
    "Nash",
    "NashStability",
    "NegosimError",
    "NormalFormGame",
    "OutputError",
    "ParetoEfficient",
    "PayoffDominance",
    "Perfect",
    "PureNash",
    "Rationalizability",
    "Reason",
    "Regime",
    "Replicator",
    "Result",
    "RiskDominance",
    "Scenario",
    "Sensitivity",
    "Sequential",
    "SequentialStability",
    "StabilityTable",
    "Stackelberg",
    "SubgamePerfect",
    "SweepTable",
    "SymmetricMetarational",
    "Tipping",
    "UnsolvedError",
    "UsageError",
    "build",
    "compile_game",
    "explain",
    "explanation",
    "firmness",
    "joint_change",
    "nearest_flips",
    "plot",
    "read",
    "read_game",
    "read_gmcr",
    "read_text",
    "regimes",
    "sensitivity",
    "solve",
    "sweep",
    "sweep_plan",
    "tipping",
    "workers",
    "write_efg",
    "write_nfg",
]


def __getattr__(name: str) -> Any:
    if name == "plot":
        return import_module("negosim.plots")
    if name in _HOME_OF:
        return getattr(import_module(_HOME_OF[name]), name)
    raise AttributeError(f"module 'negosim' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])


class _Package(ModuleType):
    """Keeps `negosim.solve` and `negosim.explain` the functions: importing their subpackages binds nothing."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOME_OF and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
