"""Figures made from findings: what each figure of `negosim.plots` is given to draw."""

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from negosim import plots
from negosim.errors import UsageError, nearest
from negosim.explain.words import number_words, scale_of
from negosim.plots import Case as DrawnCase
from negosim.plots import Curves, TermSplit
from negosim.report.cases import own_what_ifs
from negosim.report.finding import Finding
from negosim.report.whatif_pictures import WHATIF_FIGURES, draw_whatif, has_whatif_figures
from negosim.report.words import outcome_words
from negosim.scenario.names import Names, heading
from negosim.solve.learning import FictitiousPlay
from negosim.solve.outcome_shares import lambda_grid, logit_outcome_shares
from negosim.whatif.compare import Case


def draw(name: str, finding: Finding, step: int | None = None) -> Figure:
    """Draw one figure of a finding. Raises UsageError for a figure that this game does not have."""
    known = figures_of(finding)
    if name not in known:
        raise UsageError(f"no figure '{name}' of {finding.game}; {nearest(name, known, 'figures')}")
    if step is not None and name != "tree":
        raise UsageError(f"--step goes with the figure tree, not with {name}")
    names = Names(finding.scenario)
    if name == "tree":
        return _figure(plots.tree(finding.result, step=step, names=names))
    if name == "payoff_table":
        return _figure(plots.payoff_table(finding.result, names=names))
    if name == "terms":
        return _figure(plots.terms(finding.result, term_splits(finding), names=names)[0])
    if name == "outcome_shares":
        grid = lambda_grid(finding.result.game)
        curves = Curves(grid, logit_outcome_shares(finding.result.game, grid))
        return _figure(plots.outcome_shares(finding.result, curves, names=names))
    if name == "learning_path":
        path = FictitiousPlay(start=(0, 0)).learn(finding.result.game, np.random.default_rng(0))
        return _figure(plots.learning_path(path, names=names)[0])
    if name == "comparison":
        changed = own_what_ifs(finding.scenario, finding.game)
        cases = [Case(name, scenario, finding.game) for name, scenario in changed.items()]
        return _figure(plots.comparison(drawn_cases(finding, cases), names=names))
    if name in WHATIF_FIGURES:
        return _figure(draw_whatif(name, finding))
    return _figure(plots.leverage(finding.scenario) if name == "leverage" else plots.issues(finding.scenario))


def figures_of(finding: Finding) -> tuple[str, ...]:
    """Return the names of the figures that can be drawn of a finding."""
    found = plots.figures_for(finding.result.game, finding.scenario)
    has_cases = bool(own_what_ifs(finding.scenario, finding.game))
    found = tuple(name for name in found if name != "comparison" or has_cases)
    return found if has_whatif_figures(finding) else tuple(name for name in found if name not in WHATIF_FIGURES)


def save(figure: Figure, path: Path, finding: Finding) -> None:
    """Write a figure with the finding's manifest."""
    plots.save(figure, path, finding.result.manifest)


def _figure(ax: Axes) -> Figure:
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure


def term_splits(finding: Finding) -> list[TermSplit]:
    """Return, for each actor's first reason, both payoffs as sums of terms."""
    if not finding.explanations:
        raise UsageError(f"{finding.game} has no equilibrium whose terms could be drawn")
    names = Names(finding.scenario)
    splits: list[TermSplit] = []
    for reason in finding.explanations[0].reasons:
        if any(split.player == reason.actor for split in splits):
            continue
        parts = [{share.path: share.amount for share in side} for side in (reason.parts, reason.alternative.parts)]
        labels = {path: number_words(path, finding.scenario) for part in parts for path in part}
        options = [names.option(finding.game, reason.actor, o) for o in (reason.chosen, reason.alternative.option)]
        splits.append(TermSplit(reason.actor, options[0], options[1], parts[0], parts[1], labels))
    return splits


def drawn_cases(finding: Finding, cases: list[Case]) -> list[DrawnCase]:
    """Return the base and the cases as rows of a picture, with what differs from the base."""
    base = Case("base", finding.scenario, finding.game)
    rows = [_drawn(case, finding) for case in (base, *cases)]
    return [rows[0], *(_marked(row, rows[0]) for row in rows[1:])]


def _drawn(case: Case, finding: Finding) -> DrawnCase:
    names, scale = Names(finding.scenario), scale_of(finding.scenario, finding.game)
    choices: dict[str, str] = {}
    margins: dict[str, float] = {}
    for (actor, _), option in case.choices.items():
        margin = case.margin(actor, option)
        choices.setdefault(actor, names.option(finding.game, actor, option))
        if margin is not None:
            margins.setdefault(actor, scale * margin)
    return DrawnCase(
        case.name.replace("_", " "), heading(outcome_words(case.answer, finding.scenario)), choices, margins
    )


def _marked(row: DrawnCase, base: DrawnCase) -> DrawnCase:
    changed = {actor for actor, option in row.choices.items() if base.choices.get(actor) != option}
    changed |= {"outcome"} if row.outcome != base.outcome else set()
    return DrawnCase(row.name, row.outcome, row.choices, row.margins, frozenset(changed))
