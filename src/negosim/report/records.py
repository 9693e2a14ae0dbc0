"""The JSON objects of the contract, made from findings. Keys are only ever added."""

from dataclasses import asdict
from typing import Any

from negosim.explain import Reason
from negosim.games import ExtensiveFormGame, FloatArray, Game
from negosim.games.extensive_form import history_words
from negosim.report.finding import Finding, outcome_probabilities
from negosim.report.model_finding import ModelFinding
from negosim.report.model_records import model_result
from negosim.report.solutions import solution_record
from negosim.scenario import Scenario
from negosim.solve import Complete, CorrelatedEquilibrium, Equilibrium, Result, Selection, Solution, Survivors
from negosim.version import __version__
from negosim.whatif.flips import Flip

NOTICE = "model output, not a forecast"
_SHOWN = 1e-12


def solve_record(findings: list[Finding | ModelFinding], target: str) -> dict[str, Any]:
    """Return the object of `solve --json`."""
    first = findings[0]
    return {**head(first.scenario, target), "results": [_any_result(finding) for finding in findings]}


def _any_result(finding: Finding | ModelFinding) -> dict[str, Any]:
    return model_result(finding) if isinstance(finding, ModelFinding) else _result(finding)


def head(scenario: Scenario, target: str) -> dict[str, Any]:
    """Return what every JSON object on a scenario starts with."""
    record = bare_head(target)
    known = {"title": scenario.facts.title, "scenario": scenario.digest, "changed": dict(scenario.changed)}
    return {**record, "manifest": {"version": __version__, **known, "notice": NOTICE}}


def bare_head(target: str | None) -> dict[str, Any]:
    """Return what a JSON object starts with where no one scenario was read."""
    return {"negosim": __version__, "target": target, "manifest": {"version": __version__, "notice": NOTICE}}


def _result(finding: Finding) -> dict[str, Any]:
    result = finding.result
    record: dict[str, Any] = {
        "game": finding.game,
        "model": finding.compiled.rules.model,
        **solved(result),
        "record": _record(finding),
        "firmness": _firmness(finding),
    }
    for k, solution in enumerate(record["solutions"]):
        if k < len(result.equilibria):
            explained = finding.explanations[k]
            solution["reasons"] = [_reason(reason) for reason in explained.reasons]
            solution["flips_searched"] = explained.is_searched
            solution["flips"] = [_flip(flip) for flip in explained.outcome_flips]
    return record


def solved(result: Result) -> dict[str, Any]:
    """Return the parts of a result that need no scenario: the game's shape, the concept and the solutions."""
    game = result.game
    record: dict[str, Any] = {
        "representation": "extensive_form" if isinstance(game, ExtensiveFormGame) else "normal_form",
        "players": list(game.players),
        "actions": _actions(game),
        "concept": result.concept.name,
        "parameters": dict(result.manifest.settings),
        "complete": str(result.complete),
        "why_complete": result.why_complete,
    }
    if result.complete in (Complete.ALL, Complete.EXTREME):
        record["components"] = [list(component) for component in result.components]
    record["solutions"] = [_solution(result, solution) for solution in result.solutions]
    record["notes"] = list(result.notes)
    return record


def _actions(game: Game) -> dict[str, Any]:
    if not isinstance(game, ExtensiveFormGame):
        return {player: list(actions) for player, actions in zip(game.players, game.actions, strict=True)}
    sets: dict[str, Any] = {player: {} for player in game.players}
    for known in game.information_sets:
        sets[game.players[known.player]][known.label] = list(known.actions)
    return sets


def _solution(result: Result, solution: Solution) -> dict[str, Any]:
    game = result.game
    if isinstance(solution, CorrelatedEquilibrium | Selection):
        return solution_record(game, solution)
    if isinstance(solution, Survivors):
        assert not isinstance(game, ExtensiveFormGame)
        left = {
            player: [names[a] for a in kept]
            for player, names, kept in zip(game.players, game.actions, solution.actions, strict=True)
        }
        return {"surviving": left, "rounds": list(solution.rounds), "figures": {}, "reasons": []}
    outcomes = outcome_probabilities(result, solution)
    record: dict[str, Any] = {
        "profile": _profile(game, solution),
        "payoffs": {player: float(u) for player, u in zip(game.players, solution.payoffs, strict=True)},
        "regret": float(solution.regret),
        "outcomes": [{"outcome": name, "probability": p} for name, p in outcomes.items()],
        "figures": {},
        "reasons": [],
        "notes": list(solution.notes),
    }
    if solution.exact:
        record["exact"] = _exact(game, solution)
    if solution.beliefs and isinstance(game, ExtensiveFormGame):
        record["beliefs"] = _beliefs(game, solution)
        if solution.exact_beliefs:
            record["exact_beliefs"] = _exact_beliefs(game, solution)
        if solution.off_path_beliefs:
            record["off_path_beliefs"] = _off_path_beliefs(game, solution)
    return record


def _profile(game: Game, equilibrium: Equilibrium) -> dict[str, Any]:
    if not isinstance(game, ExtensiveFormGame):
        rows = zip(game.players, game.actions, equilibrium.profile, strict=True)
        return {player: _mixture(actions, strategy) for player, actions, strategy in rows}
    profile: dict[str, Any] = {player: {} for player in game.players}
    for known, strategy in zip(game.information_sets, equilibrium.profile, strict=True):
        profile[game.players[known.player]][known.label] = _mixture(known.actions, strategy)
    return profile


def _exact(game: Game, equilibrium: Equilibrium) -> dict[str, Any]:
    if not isinstance(game, ExtensiveFormGame):
        rows = zip(game.players, game.actions, equilibrium.exact, strict=True)
        return {player: dict(zip(actions, parts, strict=True)) for player, actions, parts in rows}
    exact: dict[str, Any] = {player: {} for player in game.players}
    for known, parts in zip(game.information_sets, equilibrium.exact, strict=True):
        exact[game.players[known.player]][known.label] = dict(zip(known.actions, parts, strict=True))
    return exact


def _mixture(actions: tuple[str, ...], strategy: FloatArray) -> dict[str, float]:
    return {action: float(p) for action, p in zip(actions, strategy, strict=True) if p > _SHOWN}


def _beliefs(game: ExtensiveFormGame, equilibrium: Equilibrium) -> dict[str, dict[str, float]]:
    """Return the beliefs at information sets of more than one node, each node named by the history that leads to it."""
    names = _names_of_large_sets(game)
    return {name: _weighed(game, k, equilibrium.beliefs[k]) for k, name in names.items()}


def _exact_beliefs(game: ExtensiveFormGame, equilibrium: Equilibrium) -> dict[str, dict[str, str]]:
    histories = {
        k: [history_words(game, n) for n in game.information_sets[k].nodes] for k in _names_of_large_sets(game)
    }
    return {
        name: dict(zip(histories[k], equilibrium.exact_beliefs[k], strict=True))
        for k, name in _names_of_large_sets(game).items()
    }


def _off_path_beliefs(game: ExtensiveFormGame, equilibrium: Equilibrium) -> dict[str, list[dict[str, float]]]:
    """Return at each large information set not reached the corners of the beliefs that support the strategies."""
    names = _names_of_large_sets(game)
    sets = [(k, corners) for k, corners in equilibrium.off_path_beliefs.items() if k in names]
    return {names[k]: [_weighed(game, k, corner) for corner in corners] for k, corners in sets}


def _names_of_large_sets(game: ExtensiveFormGame) -> dict[int, str]:
    """Name the information sets of more than one node: a label that two players have is preceded by the player."""
    large = {k: known for k, known in enumerate(game.information_sets) if len(known.nodes) > 1}
    shared = [known.label for known in large.values()]
    return {
        k: f"{game.players[known.player]}: {known.label}" if shared.count(known.label) > 1 else known.label
        for k, known in large.items()
    }


def _weighed(game: ExtensiveFormGame, index: int, weights: FloatArray) -> dict[str, float]:
    nodes = game.information_sets[index].nodes
    return {history_words(game, number): float(weight) for number, weight in zip(nodes, weights, strict=True)}


def _reason(reason: Reason) -> dict[str, Any]:
    """Return one reason; its flip is null where no single number changes this choice."""
    near = reason.flips[0] if reason.flips else None
    return {
        "actor": reason.actor,
        "at": reason.at,
        "chosen": reason.chosen,
        "alternative": reason.alternative.option,
        "difference": reason.difference,
        "terms": [
            {"path": t.path, "amount": t.amount, "status": t.status, "claim": ", ".join(t.claims) or None}
            for t in reason.terms
        ],
        "flip": {"path": near.path, "value": near.value, "to": near.to} if near else None,
        "mixed": reason.is_mixed,
        "alternatives": [
            {
                "option": other.option,
                "worth": other.worth,
                "outcomes": dict(other.outcomes),
                "replies": [asdict(reply) for reply in other.replies],
            }
            for other in reason.alternatives
        ],
    }


def _flip(flip: Flip) -> dict[str, Any]:
    return {"path": flip.path, "now": flip.now, "value": flip.value, "share_of_range": flip.share, "to": flip.to}


def _record(finding: Finding) -> dict[str, Any] | None:
    record = finding.scenario.facts.record
    if record is None or finding.recorded is None:
        return None
    return {"outcome": record.outcome, "date": record.date, "agrees": finding.agrees_with_record}


def _firmness(finding: Finding) -> dict[str, Any] | None:
    firm = finding.firmness
    if firm is None:
        return None
    shares = [{"answer": label, "share_of_samples": share} for label, share in firm.shares]
    return {"samples": firm.samples, "ranges": firm.ranges, "seed": firm.seed, "answers": shares}
