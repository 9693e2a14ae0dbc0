"""Pictures: one file per figure in `figures`. A figure draws on the axes it is given, or on a figure of its own.

Adding a figure is one file in `figures` and one line in `FIGURES`. Nothing here draws on pyplot's global figures, and
matplotlib is imported with the first figure that is asked for.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from negosim.games import ExtensiveFormGame, Game
from negosim.plots.steps import number_of_steps

if TYPE_CHECKING:
    from negosim.plots.figures.bargaining_range import bargaining_range
    from negosim.plots.figures.campaign import CampaignDrawing, Fan, PolicyMap, campaign
    from negosim.plots.figures.chip_price import chip_price
    from negosim.plots.figures.class_results import ClassBars, class_results
    from negosim.plots.figures.comparison import Case, comparison
    from negosim.plots.figures.conflict_graph import conflict_graph
    from negosim.plots.figures.issues import issues
    from negosim.plots.figures.learning_path import learning_path
    from negosim.plots.figures.leverage import leverage
    from negosim.plots.figures.outcome_shares import Curves, outcome_shares
    from negosim.plots.figures.payoff_table import payoff_table
    from negosim.plots.figures.phase_diagram import phase_diagram
    from negosim.plots.figures.phase_panels import phase_panels
    from negosim.plots.figures.power_shift import power_shift
    from negosim.plots.figures.regime_line import DrawnRegime, RegimeLine, regime_line
    from negosim.plots.figures.sensitivity import InfluenceBar, sensitivity
    from negosim.plots.figures.signals import signals
    from negosim.plots.figures.stability_table import stability_table
    from negosim.plots.figures.survival import survival
    from negosim.plots.figures.terms import TermSplit, terms
    from negosim.plots.figures.tipping import TippingBar, tipping
    from negosim.plots.figures.tree import tree
    from negosim.plots.figures.truce_faith import truce_faith
    from negosim.plots.figures.truce_patience import truce_patience
    from negosim.plots.figures.truce_slack import truce_slack
    from negosim.plots.regions import RegionAxis, RegionMap
    from negosim.plots.style import kind_of, manifest_of, save
    from negosim.scenario import Scenario

Representation = Literal["normal_form", "extensive_form", "any"]
Input = Literal[
    "result", "splits", "curves", "cases", "path", "scenario", "bars", "map", "line", "class", "campaign", "model"
]
_ELSEWHERE = ("map", "line", "class", "campaign", "model")
"""What figures draw that are not of one solved game of moves."""


@dataclass(frozen=True)
class FigureEntry:
    """A figure: where it is, what it shows, and what it draws.

    `reads` says what its function takes: a result, a result and something more, or a scenario. `players` is how many
    players the game must have; any number where it is None. `model` is the model that draws it, other than
    moves. `needs_scenario` says whether a game alone is not enough.
    """

    where: str
    says: str
    reads: Input
    representation: Representation = "any"
    players: int | None = None
    model: str = ""

    @property
    def needs_scenario(self) -> bool:
        """Whether it draws more than a game and what follows from it."""
        return self.reads in ("splits", "cases", "scenario", "bars")

    def applies_to(self, game: Game) -> bool:
        """Whether the figure can draw this game."""
        kind = "extensive_form" if isinstance(game, ExtensiveFormGame) else "normal_form"
        return self.representation in ("any", kind) and self.players in (None, len(game.players))


FIGURES = {
    "payoff_table": FigureEntry(
        "payoff_table:payoff_table",
        "the payoffs of two players who choose at once, with best replies and equilibria",
        "result",
        "normal_form",
        players=2,
    ),
    "tree": FigureEntry(
        "tree:tree", "who moves when, what follows, and the path that is played", "result", "extensive_form"
    ),
    "terms": FigureEntry("terms:terms", "what each actor's choice gains and costs it, term by term", "splits"),
    "outcome_shares": FigureEntry(
        "outcome_shares:outcome_shares", "where play ends as choices follow payoffs more closely", "curves"
    ),
    "learning_path": FigureEntry(
        "learning_path:learning_path",
        "how two players' strategies change as they learn from each other's play",
        "path",
        "normal_form",
        players=2,
    ),
    "comparison": FigureEntry("comparison:comparison", "what changes from case to case, side by side", "cases"),
    "tipping": FigureEntry(
        "tipping:tipping", "how far each number may move within its range before the answer changes", "bars"
    ),
    "sensitivity": FigureEntry(
        "sensitivity:sensitivity", "which numbers decide the answer when all move within their ranges", "bars"
    ),
    "regime_line": FigureEntry(
        "regime_line:regime_line", "what follows along one number, and what it gives each actor", "line"
    ),
    "phase_diagram": FigureEntry("phase_diagram:phase_diagram", "what follows over two numbers", "map"),
    "phase_panels": FigureEntry("phase_panels:phase_panels", "what follows over three or four numbers", "map"),
    "class_results": FigureEntry(
        "class_results:class_results", "what a class chose, beside the equilibrium and the logit fit", "class"
    ),
    "campaign": FigureEntry(
        "campaign:campaign", "what months of talks lead to, what moves, and who does what when", "campaign"
    ),
    "bargaining_range": FigureEntry(
        "bargaining_range:bargaining_range",
        "what two parties can agree on: the frontier, the range and the agreements",
        "model",
        model="bargaining",
    ),
    "chip_price": FigureEntry(
        "chip_price:chip_price", "the price of a chip against the hazard of losing it", "model", model="bargaining_chip"
    ),
    "mediation": FigureEntry(
        "line_chart:line_chart",
        "what is asked, and the chance of a deal, against a mediator's eagerness",
        "model",
        model="screening",
    ),
    "stalling": FigureEntry(
        "line_chart:line_chart",
        "what a month's wait brings and costs a side that may stall",
        "model",
        model="stopping",
    ),
    "still_stalling": FigureEntry(
        "line_chart:line_chart", "the chance that a side is still stalling, by month", "model", model="stopping"
    ),
    "concession": FigureEntry(
        "line_chart:line_chart", "the chance that each side is still firm, by month", "model", model="attrition"
    ),
    "escalation": FigureEntry(
        "line_chart:line_chart",
        "the chance that each side is still firm, up to a crisis's horizon",
        "model",
        model="crisis",
    ),
    "stability_table": FigureEntry(
        "stability_table:stability_table", "for whom each state of a conflict is stable", "model", model="graph_model"
    ),
    "conflict_graph": FigureEntry(
        "conflict_graph:conflict_graph", "who would leave which state, and where it leads", "model", model="graph_model"
    ),
    "truce_slack": FigureEntry(
        "truce_slack:truce_slack", "what holding fire is worth beyond striking, month by month", "model", model="truce"
    ),
    "truce_patience": FigureEntry(
        "truce_patience:truce_patience",
        "the patience that a truce needs of each party, by month",
        "model",
        model="truce",
    ),
    "truce_faith": FigureEntry(
        "truce_faith:truce_faith", "what is thought of good faith after so many breaches", "model", model="truce"
    ),
    "survival": FigureEntry(
        "survival:survival", "how a war of outlasting may end, by month", "model", model="staying_power"
    ),
    "power_shift": FigureEntry(
        "power_shift:power_shift", "where a shift of power leaves no deal", "model", model="shifting_power"
    ),
    "signals": FigureEntry(
        "signals:signals", "what a signal tells: equilibria, intervals or effort", "model", model="signalling"
    ),
    "leverage": FigureEntry("leverage:leverage", "who can press whom, with what, and how hard", "scenario"),
    "issues": FigureEntry("issues:issues", "where each issue stands, and what each actor wants of it", "scenario"),
}
"""Every figure by name, with its `file:function` in `negosim.plots.figures`."""

_PLACES = {name: entry.where for name, entry in FIGURES.items()} | {
    "CampaignDrawing": "campaign:CampaignDrawing",
    "Case": "comparison:Case",
    "ClassBars": "class_results:ClassBars",
    "Curves": "outcome_shares:Curves",
    "Fan": "campaign:Fan",
    "PolicyMap": "campaign:PolicyMap",
    "InfluenceBar": "sensitivity:InfluenceBar",
    "DrawnRegime": "regime_line:DrawnRegime",
    "RegimeLine": "regime_line:RegimeLine",
    "TermSplit": "terms:TermSplit",
    "TippingBar": "tipping:TippingBar",
}


def figures_for(game: Game, scenario: "Scenario | None" = None) -> tuple[str, ...]:
    """Return the names of the figures that can be drawn of one solved game, and of its scenario where that is given.

    >>> from negosim.games import NormalFormGame
    >>> figures_for(NormalFormGame([[[3, 0], [0, 2]], [[2, 0], [0, 3]]]))
    ('payoff_table', 'outcome_shares', 'learning_path')
    """
    missing = {name for name, entry in FIGURES.items() if entry.reads in _ELSEWHERE}
    if scenario is None:
        missing |= {name for name, entry in FIGURES.items() if entry.needs_scenario}
    else:
        missing |= _without_parts(scenario)
    return tuple(name for name, entry in FIGURES.items() if entry.applies_to(game) and name not in missing)


def figures_of_conflicts() -> tuple[str, ...]:
    """Return the names of the figures of a conflict graph, which need no scenario."""
    return tuple(name for name, entry in FIGURES.items() if entry.model == "graph_model")


def figures_for_model(model: str, scenario: "Scenario") -> tuple[str, ...]:
    """Return the names of the figures that can be drawn of a game of a model other than moves."""
    missing = _without_parts(scenario)
    return tuple(
        name
        for name, entry in FIGURES.items()
        if entry.model == model or (entry.reads == "scenario" and name not in missing)
    )


def _without_parts(scenario: "Scenario") -> set[str]:
    """Return the names of the figures of parts that a scenario does not have."""
    parts = {"leverage": scenario.facts.levers, "issues": scenario.facts.issues}
    return {name for name, part in parts.items() if not part}


def __getattr__(name: str) -> Any:
    if name in ("kind_of", "save", "manifest_of"):
        return getattr(import_module("negosim.plots.style"), name)
    if name in ("RegionAxis", "RegionMap"):
        return getattr(import_module("negosim.plots.regions"), name)
    if name not in _PLACES:
        raise AttributeError(f"module 'negosim.plots' has no attribute '{name}'")
    file, function = _PLACES[name].split(":")
    return getattr(import_module(f"negosim.plots.figures.{file}"), function)


__all__ = [
    "FIGURES",
    "CampaignDrawing",
    "Case",
    "ClassBars",
    "Curves",
    "DrawnRegime",
    "Fan",
    "FigureEntry",
    "InfluenceBar",
    "PolicyMap",
    "RegimeLine",
    "RegionAxis",
    "RegionMap",
    "TermSplit",
    "TippingBar",
    "bargaining_range",
    "campaign",
    "chip_price",
    "class_results",
    "comparison",
    "conflict_graph",
    "figures_for",
    "figures_for_model",
    "figures_of_conflicts",
    "issues",
    "kind_of",
    "learning_path",
    "leverage",
    "manifest_of",
    "number_of_steps",
    "outcome_shares",
    "payoff_table",
    "phase_diagram",
    "phase_panels",
    "power_shift",
    "regime_line",
    "save",
    "sensitivity",
    "signals",
    "stability_table",
    "survival",
    "terms",
    "tipping",
    "tree",
    "truce_faith",
    "truce_patience",
    "truce_slack",
]
