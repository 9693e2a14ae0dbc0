"""Figures made from findings: what each figure of `negosim.plots` is given to draw."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from negosim import plots
from negosim.errors import UsageError, nearest
from negosim.explain.number_names import number_words
from negosim.explain.words import scale_of
from negosim.plots import Case as DrawnCase
from negosim.plots import Curves, TermSplit
from negosim.report.cases import own_what_ifs, what_ifs_of
from negosim.report.finding import Finding
from negosim.report.model_finding import ModelFinding
from negosim.report.moves import type_of, type_words
from negosim.report.whatif_pictures import WHATIF_FIGURES, draw_whatif, has_whatif_figures
from negosim.report.words import outcome_words
from negosim.scenario.names import Names, heading
from negosim.solve import Result
from negosim.solve.learning import FictitiousPlay
from negosim.solve.outcome_shares import lambda_grid, logit_outcome_shares
from negosim.whatif.compare import Case


def draw(name: str, finding: Finding, step: int | None = None) -> Figure:
    """Draw one figure of a finding. Raises UsageError for a figure that this game does not have."""
    known = figures_of(finding)
    if name not in known:
        raise UsageError(f"no figure '{name}' of {finding.game}; {nearest(name, known, 'figures')}")
    names = Names(finding.scenario)
    if not plots.FIGURES[name].needs_scenario:
        return draw_result(name, finding.result, step, names)
    _check_step(name, step)
    if name == "terms":
        return _figure(plots.terms(finding.result, term_splits(finding), names=names)[0])
    if name == "comparison":
        changed = own_what_ifs(finding.scenario, finding.game)
        cases = [Case(name, scenario, finding.game) for name, scenario in changed.items()]
        drawn, notes = drawn_cases(finding, cases), _notes(finding, cases)
        return _figure(plots.comparison(drawn, names=names, notes=notes))
    if name in WHATIF_FIGURES:
        return _figure(draw_whatif(name, finding))
    return _figure(plots.leverage(finding.scenario) if name == "leverage" else plots.issues(finding.scenario))


def draw_result(name: str, result: Result, step: int | None = None, names: Names | None = None) -> Figure:
    """Draw one figure that needs no scenario. Raises UsageError for a step of a figure without steps."""
    _check_step(name, step)
    game = result.game
    if name == "tree":
        return _figure(plots.tree(result, step=step, names=names))
    if name == "payoff_table":
        return _figure(plots.payoff_table(result, names=names))
    if name == "outcome_shares":
        grid = lambda_grid(game)
        return _figure(plots.outcome_shares(result, Curves(grid, logit_outcome_shares(game, grid)), names=names))
    path = FictitiousPlay(start=(0, 0)).learn(game, np.random.default_rng(0))
    return _figure(plots.learning_path(path, names=names)[0])


def _check_step(name: str, step: int | None) -> None:
    if step is not None and name != "tree":
        raise UsageError(f"--step goes with the figure tree, not with {name}")


def figures_of(finding: Finding) -> tuple[str, ...]:
    """Return the names of the figures that can be drawn of a finding."""
    found = plots.figures_for(finding.result.game, finding.scenario)
    has_cases = bool(what_ifs_of(finding.scenario, finding.game))
    found = tuple(name for name in found if name != "comparison" or has_cases)
    return found if has_whatif_figures(finding) else tuple(name for name in found if name not in WHATIF_FIGURES)


def save(figure: Figure, path: Path, finding: Finding | ModelFinding) -> None:
    """Write a figure with the finding's manifest."""
    solved = finding.analysis if isinstance(finding, ModelFinding) else finding.result
    plots.save(figure, path, solved.manifest)


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
        kind = type_of(reason.at)
        options[0] = f"({type_words([kind])}) {options[0]}" if kind else options[0]
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
        margin = next(iter(case.margins(actor, option)), None)
        choices.setdefault(actor, names.option(finding.game, actor, option))
        if margin is not None:
            margins.setdefault(actor, scale * margin)
    outcome = heading(outcome_words(case.answer, finding.scenario))
    known = finding.scenario.facts.what_ifs.get(case.name)
    return DrawnCase(names.what_if(case.name), outcome, choices, margins, says=(known.says if known else None) or "")


def _notes(finding: Finding, cases: list[Case]) -> list[str]:
    """Return what a reader of a comparison must know of choices that stand for several."""
    notes = []
    if any(len(case.result.equilibria) > 1 for case in (Case("base", finding.scenario, finding.game), *cases)):
        notes.append("Where there are several equilibria the choices are those of the first; the outcome lists all.")
    if finding.compiled.rules.private:
        notes.append("Of an actor with private types: the choice of the first, and the mean of the types' amounts.")
    return notes


def _marked(row: DrawnCase, base: DrawnCase) -> DrawnCase:
    changed = {actor for actor, option in row.choices.items() if base.choices.get(actor) != option}
    changed |= {"outcome"} if row.outcome != base.outcome else set()
    return replace(row, changed=frozenset(changed))
