"""A scenario's demand: its figures, its regime, and the inequalities that decide it."""

from dataclasses import dataclass

import numpy as np

from negosim.games import FloatArray, IntArray
from negosim.models.beliefs import ExponentialBelief, TwoTypes, UniformBelief
from negosim.models.believed import believed_path, weak_type
from negosim.models.evaluation import Evaluation, Inequality, Part, Side
from negosim.models.formulas import Formulas
from negosim.models.screening.mediation import Demand, Lever, Mediation, solve_mediation, without_eagerness
from negosim.models.screening.reading import mediation, pies
from negosim.scenario.names import spaced
from negosim.scenario.rules.screening import ScreeningRules

_NEAR = 1e-9
_NEVER = 1e6
"""Stands for a surplus that is never reached, where only the weak type is thought possible."""
KINDS = ("interior", "sure_deal", "whole_issue", "risky")


@dataclass(frozen=True, eq=False)
class Reading:
    """A demand as it is read from a scenario, and its solution."""

    f: Formulas
    rules: ScreeningRules
    data: Mediation
    found: Demand

    @property
    def pressures(self) -> tuple[FloatArray, FloatArray]:
        """What refusing costs the responder and the proposer more."""
        efforts = self.found.efforts
        return self.data.on_responder.strength * efforts[0], self.data.on_proposer.strength * efforts[1]

    @property
    def surplus(self) -> FloatArray:
        """K, what the proposer has more from a deal at z = 0 than from fighting."""
        return np.asarray(self.data.cost + self.pressures[0] + self.pressures[1])

    def terms(self, cost: FloatArray, on_responder: FloatArray, on_proposer: FloatArray) -> tuple[Part, ...]:
        """Return the proposer's cost and both pressures, as far as the file has numbers for them."""
        path = f"actors.{self.rules.proposer}.cost_of_fighting"
        rows = [(path if path in self.f.numbers else None, cost)]
        levers = (self.rules.on_responder, self.rules.on_proposer)
        rows += [
            (f"levers.{lever}.strength" if lever else None, amount)
            for lever, amount in zip(levers, (on_responder, on_proposer), strict=True)
        ]
        return tuple(Part(path, amount) for path, amount in rows if path)


def evaluate_demand(f: Formulas, rules: ScreeningRules, game: str) -> Evaluation:
    """Return the demand after the mediator's best efforts, and why it is made."""
    data = mediation(f, rules, game)
    found, cold = solve_mediation(data), without_eagerness(data)
    own, theirs = pies(f, rules)
    figures = {
        "demand": own.position(found.demand),
        "excess": found.demand - data.position,
        "chance_of_deal": found.chance,
        "proposer_payoff": own.whole * found.proposer,
        "responder_payoff": theirs.whole * found.responder,
    }
    if rules.mediator:
        figures |= {
            "mediator_payoff": found.mediator,
            "proposer_gain": own.whole * (found.proposer - cold.proposer),
            "responder_gain": theirs.whole * (found.responder - cold.responder),
        }
    efforts = zip((rules.on_responder, rules.on_proposer), found.efforts, strict=True)
    figures |= {f"effort.{lever}": effort for lever, effort in efforts if lever}
    reading = Reading(f, rules, data, found)
    if isinstance(data.belief, TwoTypes):
        figures["critical_chance"] = data.belief.critical_chance(
            reading.surplus, 1.0 - data.position - reading.pressures[0]
        )
    return Evaluation(figures, _regime(reading), _inequalities(reading), {"data": data, "found": found})


def _regime(reading: Reading) -> IntArray:
    """Return the kind of demand, shifted by the number of kinds where an effort is at its cap."""
    found, rules = reading.found, reading.rules
    whole, sure = found.demand >= 1.0 - _NEAR, found.chance >= 1.0 - _NEAR
    inside = KINDS.index("risky" if isinstance(reading.data.belief, TwoTypes) else "interior")
    kind = np.where(sure, KINDS.index("sure_deal"), np.where(whole, KINDS.index("whole_issue"), inside))
    levers = zip((rules.on_responder, rules.on_proposer), found.efforts, strict=True)
    full = [effort >= 1.0 - _NEAR for lever, effort in levers if lever]
    return np.asarray(kind + len(KINDS) * np.any(full, axis=0) if full else kind, dtype=np.int64)


def _inequalities(reading: Reading) -> tuple[Inequality, ...]:
    rules = reading.rules
    found = [_room(reading), _risk(reading)]
    return tuple([*found, _stronger_lever(reading)] if rules.on_responder and rules.on_proposer else found)


def _room(reading: Reading) -> Inequality:
    """Return whether the demand that risk and gain would balance is within the issue.

    That demand is p + z + l_U m_U with z = const - slope K.
    """
    data, rules, surplus = reading.data, reading.rules, reading.surplus
    free = data.belief.best(surplus, np.full(surplus.shape, np.inf))
    slope, (on_responder, on_proposer) = _response(data, free), reading.pressures
    parts = (
        Part(f"issues.{rules.issue}.status_quo", data.position),
        Part(_path(reading), free + slope * surplus),
        *reading.terms(-slope * data.cost, (1.0 - slope) * on_responder, -slope * on_proposer),
    )
    return Inequality(
        "less_than_the_whole",
        rules.proposer,
        "the best demand is no more than the whole issue",
        "it would ask for more than the whole issue if there were more",
        Side("the whole issue", (Part(f"stakes.{rules.proposer}.{rules.issue}", np.ones(free.shape)),)),
        Side("the demand that risk and gain would balance", parts),
        unit="of the issue",
    )


def _risk(reading: Reading) -> Inequality:
    """Return whether K is no more than what makes a sure deal best."""
    data, rules = reading.data, reading.rules
    path = _path(reading)
    if isinstance(data.belief, TwoTypes):
        path = f"{path.rsplit('.types', 1)[0]}.types.{weak_type(reading.f, rules.responder)}.probability"
    return Inequality(
        "risk_pays",
        rules.proposer,
        "a refusal costs no more than what makes a sure deal best",
        "a refusal costs it so much that it asks for what all accept",
        Side("what makes a sure deal best", (Part(path, _sure_from(data)),)),
        Side(
            "what a refusal costs both, as far as it counts for the demand",
            reading.terms(data.cost, *reading.pressures),
        ),
    )


def _stronger_lever(reading: Reading) -> Inequality:
    """Return whether the lever on the responder has the larger l^2 / k."""
    data, rules = reading.data, reading.rules
    return Inequality(
        "eagerness_raises_the_demand",
        rules.mediator,
        "its lever on the responder bends more per effort, so that in the interior eagerness raises the demand",
        "its lever on the proposer bends more per effort, so that in the interior eagerness lowers the demand",
        _bends(reading, rules.on_responder, data.on_responder),
        _bends(reading, rules.on_proposer, data.on_proposer),
    )


def _bends(reading: Reading, key: str | None, lever: Lever) -> Side:
    """Return how far a lever bends its target for each unit of effort's cost."""
    assert key is not None  # the caller has both levers
    name = reading.f.facts.levers[key].name or spaced(key)
    return Side(f"how far it bends by {name}", (Part(f"levers.{key}.strength", lever.weight),))


def _path(reading: Reading) -> str:
    """Return the path of the number that the belief ends at, or that stands for it where the file gives no cost."""
    rules = reading.rules
    return believed_path(reading.f, rules.responder) or f"stakes.{rules.responder}.{rules.issue}"


def _response(data: Mediation, free: FloatArray) -> FloatArray:
    """Return by how much the best z falls per unit of K where the issue has no end."""
    belief = data.belief
    if isinstance(belief, UniformBelief):
        return np.where((free > belief.low) & (free < belief.high), 0.5, 0.0)
    return np.where(free > 0, 1.0, 0.0) if isinstance(belief, ExponentialBelief) else np.zeros(free.shape)


def _sure_from(data: Mediation) -> FloatArray:
    """Return the K from which a sure deal is best, where the issue has no end."""
    belief = data.belief
    if isinstance(belief, UniformBelief):
        return np.asarray(belief.high - 2.0 * belief.low)
    if isinstance(belief, ExponentialBelief):
        return belief.mean
    rest = 1.0 - belief.chance_weak
    gain = belief.chance_weak * belief.weak - belief.strong
    return np.asarray(np.divide(gain, rest, out=np.full(np.broadcast(gain, rest).shape, _NEVER), where=rest > 0))
