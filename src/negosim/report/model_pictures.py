"""Figures of games of any model but `moves`: what each figure of `negosim.plots` is given to draw."""

from matplotlib.figure import Figure

from negosim import plots
from negosim.errors import UsageError, nearest
from negosim.report.model_finding import ModelFinding
from negosim.scenario.names import Names


def draw_model(name: str, finding: ModelFinding, step: int | None = None) -> Figure:
    """Draw one figure of a finding. Raises UsageError for a figure that this game does not have."""
    known = model_figures(finding)
    if name not in known:
        raise UsageError(f"no figure '{name}' of {finding.game}; {nearest(name, known, 'figures')}")
    if step is not None:
        raise UsageError(f"--step goes with the figure tree, not with {name}")
    if plots.FIGURES[name].reads == "scenario":
        ax = getattr(plots, name)(finding.scenario)
    else:
        ax = getattr(plots, name)(finding.compiled.drawing(name), names=Names(finding.scenario))
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure


def model_figures(finding: ModelFinding) -> tuple[str, ...]:
    """Return the names of the figures that can be drawn of a finding."""
    known = plots.figures_for_model(finding.compiled.MODEL, finding.scenario)
    return tuple(
        name for name in known if plots.FIGURES[name].reads == "scenario" or finding.compiled.drawing(name) is not None
    )
