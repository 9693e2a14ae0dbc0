"""Scoring agreements that others reached: what each gives the parties, and what it leaves on the table."""

from dataclasses import dataclass

import numpy as np

from negosim.games import FloatArray
from negosim.games.bargaining import BargainingProblem
from negosim.models.bargaining.agreements import AXIOMATIC
from negosim.models.bargaining.compiled import CompiledBargaining
from negosim.models.bargaining.pieces import Bargain
from negosim.models.bargaining.worth import settlement_parts, total
from negosim.models.formulas import Formulas


@dataclass(frozen=True, eq=False)
class Scores:
    """Agreements of several pairs: `payoffs[pair, party]`, `gains` over the disagreement, and `left`, what each party
    could still gain with the other no worse; `nearest` is the concept whose settlement is nearest, "" where there is
    no agreement at all."""

    payoffs: FloatArray
    gains: FloatArray
    left: FloatArray
    nearest: tuple[str, ...]


def score(compiled: CompiledBargaining, settlements: FloatArray) -> Scores:
    """Score settlements[pair, issue] of a game at the scenario's own numbers."""
    scenario, rules = compiled.scenario, compiled.rules
    values = np.tile(scenario.numbers.base, (len(settlements), 1))
    bargain = Bargain(rules, Formulas(scenario.facts, scenario.numbers, values, f"games.{compiled.key}.horizon"))
    placed = {**bargain.given, **{issue: settlements[:, j] for j, issue in enumerate(rules.issues)}}
    payoffs = np.stack([total(settlement_parts(bargain.f, actor, placed)) for actor in rules.parties], axis=-1)
    known = compiled.base.details["agreements"] if compiled.base.details else {}
    deals = {name: known[name].settlement for name in AXIOMATIC if bool(known[name].exists)}
    names = tuple(deals)
    far = [np.abs(settlements - deal).mean(axis=-1) for deal in deals.values()]
    nearest = tuple(names[k] for k in np.argmin(far, axis=0)) if far else ("",) * len(settlements)
    return Scores(payoffs, payoffs - bargain.disagreement, _left(bargain, payoffs), nearest)


def _left(bargain: Bargain, payoffs: FloatArray) -> FloatArray:
    """Return what each party could still gain with the other no worse than it is."""
    most = np.full(payoffs.shape, 0.0)
    for piece in bargain.pieces:
        problem = BargainingProblem(piece.problem.frontier, payoffs)
        for party in (0, 1):
            end = problem.at(problem.ends[party])
            can_be = end[:, 1 - party] >= payoffs[:, 1 - party] - 1e-12
            most[:, party] = np.maximum(most[:, party], np.where(can_be, end[:, party] - payoffs[:, party], 0.0))
    return most
