"""The JSON object of `negosim compare --json`, of games of moves and of any other model."""

from collections.abc import Sequence
from math import isfinite
from typing import Any

from negosim.explain.chain import Link
from negosim.models import Inequality
from negosim.report.cases import Compared, links_of
from negosim.report.finding import Finding
from negosim.report.records import head
from negosim.whatif.compare import Case, Expectation
from negosim.whatif.model_compare import FigureChange, ModelCase, ReasonChange, figure_changes, reason_changes


def comparison_record(base: Finding, before: Case, cases: list[Compared[Case]], target: str) -> dict[str, Any]:
    """Return a row for the base and each case. A chain is null where the case has other moves than the base."""
    rows = [_row(Compared(before))]
    for compared in cases:
        links = links_of(before, compared.case)
        chained = [_link(link) for link in links] if links is not None else None
        rows.append({**_row(compared), "chain": chained})
    return {**head(base.scenario, target), "game": base.game, "rows": rows}


def _row(compared: Compared[Case]) -> dict[str, Any]:
    case, found = compared.case, compared.case.equilibrium
    return {
        "case": case.name,
        "says": compared.says or None,
        "changed": dict(case.scenario.changed),
        "outcome": case.answer,
        "choices": [{"actor": actor, "at": at, "option": option} for (actor, at), option in case.choices.items()],
        "payoffs": dict(zip(case.result.game.players, map(float, found.payoffs), strict=True)) if found else None,
        "complete": str(case.result.complete),
        "expectations": [_expectation(each) for each in compared.expected],
    }


def _expectation(each: Expectation) -> dict[str, Any]:
    return {
        "figure": each.figure,
        "expected": each.word,
        "verdict": each.verdict,
        "before": each.before,
        "after": each.after,
    }


def _link(link: Link) -> dict[str, Any]:
    return {
        "actor": link.actor,
        "at": link.at,
        "chosen_before": link.chosen,
        "compared_with": link.other,
        "chosen_after": link.now,
        "difference_before": link.before,
        "difference_after": link.after,
        "terms_moved": [{"path": t.share.path, "before": t.before, "after": t.after} for t in link.moved],
    }


def model_comparison_record(before: ModelCase, cases: Sequence[Compared[ModelCase]], target: str) -> dict[str, Any]:
    """Return a row for the base and each case of a game of figures; `outcome` is its answer in a word."""
    rows = [_model_row(Compared(before))]
    for compared in cases:
        changes = figure_changes(before.figures, compared.case.figures)
        moved = [_change(each) for each in changes if each.has_moved]
        chain = [_reason_change(each) for each in reason_changes(before, compared.case)]
        rows.append({**_model_row(compared), "figures_changed": moved, "chain": chain})
    return {**head(before.scenario, target), "game": before.game, "model": before.compiled.MODEL, "rows": rows}


def _model_row(compared: Compared[ModelCase]) -> dict[str, Any]:
    case, closest = compared.case, compared.case.closest
    return {
        "case": case.name,
        "says": compared.says or None,
        "changed": dict(case.scenario.changed),
        "outcome": case.answer,
        "headline": case.analysis.answer.headline,
        "figures": {name: _number(amount) for name, amount in case.figures.items()},
        "reasons": [_inequality(each) for each in case.inequalities.values()],
        "closest_reason": closest.name if closest is not None else None,
        "complete": str(case.analysis.answer.complete),
        "expectations": [_expectation(each) for each in compared.expected],
    }


def _inequality(each: Inequality) -> dict[str, Any]:
    return {
        "actor": each.actor or "model",
        "at": each.name,
        "says": each.says if bool(each.holds) else each.fails,
        "difference": float(each.slack),
        "holds": bool(each.holds),
        "binds": bool(each.binds),
    }


def _change(each: FigureChange) -> dict[str, Any]:
    before, after = _number(each.before), _number(each.after)
    return {"figure": each.name, "before": before, "after": after, "difference": each.difference}


def _reason_change(each: ReasonChange) -> dict[str, Any]:
    return {
        "actor": each.before.actor or "model",
        "at": each.before.name,
        "held_before": bool(each.before.holds),
        "holds_after": bool(each.after.holds),
        "difference_before": float(each.before.slack),
        "difference_after": float(each.after.slack),
        "terms_moved": [{"path": t.path, "before": t.before, "after": t.after} for t in each.moved],
    }


def _number(amount: float) -> float | None:
    return amount if isfinite(amount) else None
