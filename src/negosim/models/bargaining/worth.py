"""What settlements and the disagreement are worth to an actor, as sums of named terms."""

from collections.abc import Mapping

import numpy as np

from negosim.games import FloatArray
from negosim.models.evaluation import Part
from negosim.models.formulas import Formulas


def settlement_parts(f: Formulas, actor: str, positions: Mapping[str, FloatArray]) -> tuple[Part, ...]:
    """Return the terms of a settlement's worth: stakes, what it costs at home, and what a full deal is worth.

    `positions` are where the issues settled end; the others stay where they are. Fighting and strikes are over.
    """
    parts = []
    for issue in f.facts.stakes.get(actor, {}):
        parts.append(stake_part(f, actor, issue, _position(f, issue, positions)))
    for issue, row in f.facts.audience.get(actor, {}).items():
        if "settlement" in row.kinds:
            parts += home_parts(f, actor, issue, _position(f, issue, positions))
    deal = f"actors.{actor}.value_of_deal"
    if deal in f.numbers:
        parts.append(Part(deal, _once(f, deal, actor)))
    return tuple(parts)


def disagreement_parts(f: Formulas, actor: str, outcome: str) -> tuple[Part, ...]:
    """Return the terms of what an outcome is worth that no settlement brought about, levers that stand included."""
    parts, known = [], f.facts.outcomes[outcome]
    fighting = f.number(f"outcomes.{outcome}.fighting")
    for issue in f.facts.stakes.get(actor, {}):
        parts.append(stake_part(f, actor, issue, f.position(issue, outcome)))
    for issue, row in f.facts.audience.get(actor, {}).items():
        if known.kind in row.kinds:
            share = 1.0 if row.while_fighting else 1.0 - fighting
            parts += [Part(p.path, p.amount * share) for p in home_parts(f, actor, issue, f.position(issue, outcome))]
    for word, sign, amount in (("cost_of_fighting", -1.0, "fighting"), ("value_of_deal", 1.0, "deal")):
        path = f"actors.{actor}.{word}"
        if path in f.numbers:
            parts.append(Part(path, sign * _once(f, path, actor) * f.number(f"outcomes.{outcome}.{amount}")))
    return (*parts, *_levers(f, actor, outcome))


def stake_part(f: Formulas, actor: str, issue: str, position: FloatArray) -> Part:
    """Return what an issue's position is worth to an actor by its stake."""
    path = f"stakes.{actor}.{issue}"
    return Part(path, np.asarray(f.number(path) * (1.0 - np.abs(position - f.ideal(actor, issue)))))


def home_parts(f: Formulas, actor: str, issue: str, position: FloatArray) -> list[Part]:
    """Return what an issue's position costs an actor at home, once and per unit of shortfall."""
    base = f"audience.{actor}.{issue}"
    words = [word for word in ("fixed", "slope") if f"{base}.{word}" in f.numbers]
    return [Part(f"{base}.{word}", -f.home_cost(actor, issue, word, position)) for word in words]


def total(parts: tuple[Part, ...]) -> FloatArray:
    """Return the sum of terms."""
    return np.asarray(sum(part.amount for part in parts) + 0.0)


def _position(f: Formulas, issue: str, positions: Mapping[str, FloatArray]) -> FloatArray:
    return positions[issue] if issue in positions else f.number(f"issues.{issue}.status_quo")


def _once(f: Formulas, path: str, actor: str) -> FloatArray:
    """Return a number's worth over the horizon."""
    return f.amount(path, f.numbers[path].quantity, actor)


def _levers(f: Formulas, actor: str, outcome: str) -> tuple[Part, ...]:
    """Return what levers that stand, with strikes or fighting, cost their target and bring their owner."""
    parts = []
    for name, lever in f.facts.levers.items():
        if lever.scales_with == "refusal" or actor not in (lever.owner, lever.target):
            continue
        intensity = f.number(f"outcomes.{outcome}.{lever.scales_with}")
        path = f"levers.{name}.{'strength' if actor == lever.target else 'gain'}"
        if path in f.numbers:
            bite = (1.0 - f.number(f"levers.{name}.replaced", 0.0)) if actor == lever.target else 1.0
            sign = -1.0 if actor == lever.target else 1.0
            parts.append(Part(path, np.asarray(sign * _once(f, path, actor) * bite * intensity)))
    return tuple(parts)
