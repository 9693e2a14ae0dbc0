"""The JSON object of a game of any model but `moves`, as the contract says it. Keys are only ever added."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from negosim.explain import TermShare
from negosim.explain.conditions import Condition, ConditionSide
from negosim.models import ModelSolution
from negosim.models.graph_model import CompiledConflict
from negosim.report.conflict_record import conflict_record, prospects_record
from negosim.report.model_finding import ModelFinding
from negosim.solve import Complete
from negosim.whatif.flips import Flip


def model_result(finding: ModelFinding) -> dict[str, Any]:
    """Return one entry of `results`: the reasons stand with the first solution, the figures with every one."""
    analysis, compiled = finding.analysis, finding.compiled
    figures = {name: amount if isfinite(amount) else None for name, amount in analysis.figures.items()}
    reasons = [_reason(condition) for condition in finding.conditions]
    solutions = [_solution(each) for each in analysis.answer.solutions]
    for solution in solutions:
        solution |= {"figures": figures, "reasons": reasons}
    said: dict[str, Any] = {}
    if isinstance(compiled, CompiledConflict):
        said = conflict_record(compiled.conflict, compiled.form, compiled.states.wanted)
        rows = zip(solutions, compiled.conflict.equilibria, strict=True)
        solutions = [one | prospects_record(compiled.conflict, state) for one, state in rows]
    firm, complete = finding.firmness, analysis.answer.complete
    is_whole = complete in (Complete.ALL, Complete.EXTREME)
    return {
        "game": finding.game,
        "model": compiled.MODEL,
        "representation": compiled.REPRESENTATION,
        "players": list(compiled.players),
        "actions": {actor: _actions(own) for actor, own in analysis.answer.actions.items()},
        "concept": compiled.concept,
        "parameters": {},
        "complete": str(complete),
        "why_complete": analysis.answer.why_complete,
        **({"components": [[k] for k in range(len(solutions))]} if is_whole else {}),
        "regime": analysis.regime,
        "headline": analysis.answer.headline,
        "figures": figures,
        "units": {name: figure.unit for name, figure in compiled.FIGURES.items()},
        "solutions": solutions,
        **said,
        "flips": [_flip(flip) for flip in finding.outcome_flips],
        "notes": list(analysis.answer.notes),
        "firmness": {
            "samples": firm.samples,
            "ranges": firm.ranges,
            "seed": firm.seed,
            "answers": [{"answer": label, "share_of_samples": share} for label, share in firm.shares],
        },
    }


def _actions(own: tuple[str, ...] | Mapping[str, tuple[str, ...]]) -> Any:
    """Return what an actor may do; of a game in steps, by information set."""
    return {known: list(each) for known, each in own.items()} if isinstance(own, Mapping) else list(own)


def _solution(solution: ModelSolution) -> dict[str, Any]:
    """Return what is said of one solution."""
    record: dict[str, Any] = {"concept": solution.concept, "payoffs": dict(solution.payoffs)}
    for word in ("agreement", "state", "profile", "beliefs", "regret"):
        value = getattr(solution, word)
        if value is not None:
            record[word] = dict(value) if word != "regret" else value
    if solution.profile is not None:
        record["outcomes"] = [{"outcome": name, "probability": p} for name, p in solution.outcomes.items()]
    return record | {"notes": list(solution.notes)}


def _reason(condition: Condition) -> dict[str, Any]:
    """Return an inequality as a reason, of `model` where it is nobody's own: `chosen` is its left side, `alternative`
    its right one, and the terms are those of left less right."""
    near = next(iter(condition.flips), None)
    signed = [(term, 1.0) for term in condition.left.terms] + [(term, -1.0) for term in condition.right.terms]
    return {
        "actor": condition.actor or "model",
        "at": condition.name,
        "chosen": condition.left.says,
        "alternative": condition.right.says,
        "difference": condition.slack,
        "terms": [_term(term, sign) for term, sign in signed],
        "flip": {"path": near.path, "value": near.value, "to": near.to} if near else None,
        "says": condition.says,
        "left": _side(condition.left),
        "right": _side(condition.right),
        "holds": condition.holds,
        "binds": condition.binds,
        "unit": condition.unit,
    }


def _side(side: ConditionSide) -> dict[str, Any]:
    return {"says": side.says, "value": side.value, "terms": [_term(term, 1.0) for term in side.terms]}


def _term(term: TermShare, sign: float) -> dict[str, Any]:
    claim = ", ".join(term.claims) or None
    return {"path": term.path, "amount": sign * term.amount, "status": term.status, "claim": claim}


def _flip(flip: Flip) -> dict[str, Any]:
    return {"path": flip.path, "now": flip.now, "value": flip.value, "share_of_range": flip.share, "to": flip.to}
