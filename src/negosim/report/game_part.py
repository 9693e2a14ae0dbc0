"""The part of a scenario that one game is about: its own actors' levers on each other, and its own issues."""

from collections.abc import Iterable
from dataclasses import replace

from matplotlib.figure import Figure

from negosim import plots
from negosim.report.finding import AnyFinding
from negosim.report.model_finding import ModelFinding
from negosim.scenario import Scenario


def draw_own(name: str, finding: AnyFinding) -> Figure:
    """Draw a figure of the scenario with nothing but the game's own part of it."""
    figure = getattr(plots, name)(own_part(finding)).get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure


def own_part(finding: AnyFinding) -> Scenario:
    """Return the scenario with the levers that the game reads and its players have on each other, and with its issues:
    those that an agreement settles, else those of which it reads a number. All actors stay, with their colours."""
    facts, reads, players = finding.scenario.facts, finding.compiled.reads, set(finding.compiled.players)
    named = {part for path in reads for part in path.split(".")}
    own = _settled(finding) or {key for key in facts.issues if key in named}
    levers = {
        key: lever
        for key, lever in facts.levers.items()
        if {lever.owner, lever.target} <= players and _any_under(f"levers.{key}.", reads)
    }
    parts = {
        "levers": levers,
        "issues": {key: issue for key, issue in facts.issues.items() if key in own},
        "stakes": {actor: each for actor, each in facts.stakes.items() if actor in players},
        "audience": {actor: each for actor, each in facts.audience.items() if actor in players},
    }
    return replace(finding.scenario, facts=facts.model_copy(update=parts))


def _settled(finding: AnyFinding) -> set[str]:
    if not isinstance(finding, ModelFinding):
        return set()
    return {issue for each in finding.analysis.answer.solutions for issue in each.agreement or ()}


def _any_under(start: str, paths: Iterable[str]) -> bool:
    return any(path.startswith(start) for path in paths)
