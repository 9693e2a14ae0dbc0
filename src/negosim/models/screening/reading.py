"""From a scenario's numbers to the data of a demand: everything in shares of the pie of the side that it belongs to."""

import numpy as np

from negosim.models.believed import believed_cost
from negosim.models.formulas import Formulas
from negosim.models.pie import Pie, fighting_cost, standing
from negosim.models.screening.mediation import Lever, Mediation
from negosim.scenario.rules.screening import ScreeningRules

Pies = tuple[Pie, Pie]


def pies(f: Formulas, rules: ScreeningRules) -> Pies:
    """Return the issue as the proposer and as the responder see it."""
    assert rules.issue is not None
    return (
        Pie(f, rules.issue, rules.proposer, rules.responder),
        Pie(f, rules.issue, rules.responder, rules.proposer),
    )


def mediation(f: Formulas, rules: ScreeningRules, game: str) -> Mediation:
    """Return the data of a demand."""
    own, theirs = pies(f, rules)
    assert rules.issue is not None
    start = own.share(standing(f, rules.issue, rules.disagreement))
    cost = fighting_cost(f, rules.proposer, rules.disagreement) / own.whole
    eagerness = f.number(f"actors.{rules.mediator}.value_of_deal", 0.0) if rules.mediator else np.zeros(start.shape)
    return Mediation(
        start,
        cost,
        believed_cost(f, rules.responder, rules.disagreement, theirs.whole),
        _lever(f, rules.on_responder, theirs, game),
        _lever(f, rules.on_proposer, own, game),
        eagerness,
    )


def _lever(f: Formulas, key: str | None, pie: Pie, game: str) -> Lever:
    """Return a lever in shares of its target's pie, less what others make good of it."""
    if key is None:
        none = np.zeros(f.values.shape[:-1])
        return Lever(none, none + 1.0)
    path = f"levers.{key}.strength"
    bite = f.amount(path, f.facts.levers[key].strength, pie.own) * (1.0 - f.number(f"levers.{key}.replaced", 0.0))
    return Lever(np.asarray(bite / pie.whole), f.number(f"games.{game}.effort_cost.{key}"))
