"""The named terms of a moves game: which term applies at which end, and the formula of its amount.

For actor i at an end with outcome o, options s:

    stake      w[i,j] (1 - |x[j] - ideal[i,j]|)
    audience   -(fixed [shortfall > 0] + slope * shortfall), of the kinds of outcome that cost something
    fighting   -cost_of_fighting[i] * fighting[o]
    lever      on its target -strength * (1 - replaced) * intensity;
               to its owner +gain * intensity - threaten * used - use * used * refusal of the target
    deal       value_of_deal[i] * deal[o]
    own        what the game adds

x[j] is where o leaves issue j, moved by the levers used that shift it times their targets' refusal. Linear audience
costs of falling short follow Fearon (1994) in spirit; that utilities are additive in issues is this language's
assumption.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from negosim.games import FloatArray
from negosim.models.formulas import Formulas
from negosim.models.moves.situation import Situation, usable_levers
from negosim.scenario.facts import Facts
from negosim.scenario.histories import fits, players_of
from negosim.scenario.numbers import Numbers
from negosim.scenario.shared_facts import Lever

Formula = Callable[[Formulas], FloatArray]


@dataclass(frozen=True, eq=False)
class TermRow:
    """One term before it is evaluated: its player, path and kind, its formula, and the ends where it applies."""

    identity: int
    player: int
    path: str
    kind: str
    formula: Formula
    ends: tuple[int, ...]


@dataclass(frozen=True)
class _Piece:
    """One term at one end; pieces with the same `key` are one term."""

    path: str
    kind: str
    key: tuple[object, ...]
    formula: Formula


def term_rows(facts: Facts, numbers: Numbers, key: str, ends: Sequence[Situation]) -> tuple[TermRow, ...]:
    """Return the terms of a game, each with all the ends where it applies."""
    found: dict[tuple[object, ...], tuple[int, _Piece, list[int]]] = {}
    for player, actor in enumerate(players_of(facts.moves_of(key))):
        for end, situation in enumerate(ends):
            for piece in _pieces(_At(facts, numbers, key, actor, situation)):
                found.setdefault((player, piece.path, piece.kind, piece.key), (player, piece, []))[2].append(end)
    return tuple(
        TermRow(identity, player, piece.path, piece.kind, piece.formula, tuple(where))
        for identity, (player, piece, where) in enumerate(found.values())
    )


@dataclass(frozen=True)
class _At:
    """One actor at one end of one game."""

    facts: Facts
    numbers: Numbers
    game: str
    actor: str
    situation: Situation


def _pieces(at: _At) -> Iterator[_Piece]:
    if at.facts.moves_of(at.game).payoffs:
        yield _table_piece(at)
        return
    yield from _stakes(at)
    yield from _audience(at)
    yield from _outcome_worth(at)
    yield from _levers(at)
    yield from _own_terms(at)


def _table_piece(at: _At) -> _Piece:
    path = ".".join(("games", at.game, "payoffs", *at.situation.made.values(), at.actor))
    return _Piece(path, "table", (), lambda f: f.number(path))


def _position(at: _At, issue: str) -> tuple[tuple[object, ...], Formula]:
    """Return what tells the positions of an issue apart, and the formula of where it ends."""
    outcome, refusals = at.situation.outcome, at.situation.refusals
    moved = tuple(
        (name, refusals[lever.target])
        for name, lever in at.facts.levers.items()
        if name in at.situation.used and issue in lever.shifts and lever.target in refusals
    )

    def position(f: Formulas) -> FloatArray:
        where = f.shared(("position", issue, outcome), lambda: f.position(issue, outcome))
        for name, refused in moved:
            where = where + f.number(f"levers.{name}.shifts.{issue}") * f.refusal(refused)
        return np.clip(where, 0.0, 1.0) if moved else where

    return (outcome, moved), position


def _stakes(at: _At) -> Iterator[_Piece]:
    for issue in at.facts.stakes.get(at.actor, {}):
        key, position = _position(at, issue)
        path = f"stakes.{at.actor}.{issue}"

        def formula(f: Formulas, path: str = path, issue: str = issue, position: Formula = position) -> FloatArray:
            return f.number(path) * (1.0 - np.abs(position(f) - f.ideal(at.actor, issue)))

        yield _Piece(path, "stake", key, formula)


def _audience(at: _At) -> Iterator[_Piece]:
    for issue, row in at.facts.audience.get(at.actor, {}).items():
        if at.facts.outcomes[at.situation.outcome].kind not in row.kinds:
            continue
        key, position = _position(at, issue)
        for part in ("fixed", "slope"):
            path = f"audience.{at.actor}.{issue}.{part}"
            if path in at.numbers:
                yield _Piece(path, "audience", key, _cost_at_home(at, issue, part, position))


def _cost_at_home(at: _At, issue: str, part: str, position: Formula) -> Formula:
    """Return the formula of what falling short of a red line costs: once for any shortfall, or per unit of it."""
    outcome = at.situation.outcome
    at_war = at.facts.audience[at.actor][issue].while_fighting

    def formula(f: Formulas) -> FloatArray:
        share = 1.0 if at_war else 1.0 - f.number(f"outcomes.{outcome}.fighting")
        return np.asarray(-f.home_cost(at.actor, issue, part, position(f)) * share)

    return formula


def _outcome_worth(at: _At) -> Iterator[_Piece]:
    """Yield what fighting costs and what a deal is worth at the outcome."""
    actor, outcome = at.facts.actors[at.actor], at.situation.outcome
    if actor.cost_of_fighting is not None:
        path, cost = f"actors.{at.actor}.cost_of_fighting", actor.cost_of_fighting
        yield _Piece(
            path,
            "fighting",
            (outcome,),
            lambda f: -f.amount(path, cost, at.actor) * f.number(f"outcomes.{outcome}.fighting"),
        )
    if actor.value_of_deal is not None:
        deal, worth = f"actors.{at.actor}.value_of_deal", actor.value_of_deal
        yield _Piece(
            deal, "deal", (outcome,), lambda f: f.amount(deal, worth, at.actor) * f.number(f"outcomes.{outcome}.deal")
        )


def _levers(at: _At) -> Iterator[_Piece]:
    usable = usable_levers(at.facts.moves_of(at.game))
    for name, lever in at.facts.levers.items():
        if at.actor not in (lever.owner, lever.target):
            continue
        used = name in at.situation.used
        if name in usable and not used:
            continue
        if name not in usable and lever.scales_with == "refusal":
            continue
        yield from _lever_pieces(at, name, lever, used)


def _lever_pieces(at: _At, name: str, lever: Lever, used: bool) -> Iterator[_Piece]:
    path, actor, cost = f"levers.{name}", at.actor, lever.cost
    refused = at.situation.refusals.get(lever.target, ())
    key, intensity = _intensity(lever, used, refused, at.situation.outcome)
    bites = bool(refused) or lever.scales_with != "refusal"
    if actor == lever.target:
        if bites:
            yield _Piece(f"{path}.strength", "lever", key, lambda f: -_bite(f, name, lever) * intensity(f))
        return
    if bites and "gain" in lever.model_fields_set:
        yield _Piece(f"{path}.gain", "lever", key, lambda f: f.amount(f"{path}.gain", lever.gain, actor) * intensity(f))
    if used and "threaten" in cost.model_fields_set:
        threaten = f"{path}.cost.threaten"
        yield _Piece(threaten, "lever", (), lambda f: -f.amount(threaten, cost.threaten, actor))
    if used and refused and "use" in cost.model_fields_set:
        use = f"{path}.cost.use"
        yield _Piece(use, "lever", refused, lambda f: -f.amount(use, cost.use, actor) * f.refusal(refused))


def _bite(f: Formulas, name: str, lever: Lever) -> FloatArray:
    """Return what a lever costs its target at full intensity, what others make good taken off."""
    strength = f.amount(f"levers.{name}.strength", lever.strength, lever.target)
    return np.asarray(strength * (1.0 - f.number(f"levers.{name}.replaced", 0.0)))


def _intensity(lever: Lever, used: bool, refused: tuple[str, ...], outcome: str) -> tuple[tuple[object, ...], Formula]:
    """Return how hard a lever bites: by refusal or in full where it is used, by the outcome where it only stands."""
    if used and lever.scales_with == "refusal":
        return ("refusal", refused), lambda f: f.refusal(refused)
    if used:
        return ("used",), lambda f: np.ones(f.values.shape[:-1])
    return ("stands", outcome), lambda f: f.number(f"outcomes.{outcome}.{lever.scales_with}")


def _own_terms(at: _At) -> Iterator[_Piece]:
    for name, term in at.facts.moves_of(at.game).terms.items():
        if term.actor == at.actor and fits(term.when, at.situation.made):
            path = f"games.{at.game}.terms.{name}.amount"
            amount = term.amount
            yield _Piece(path, "own", (), lambda f, path=path, amount=amount: f.amount(path, amount, at.actor))  # type: ignore[misc]  # defaults bind the loop's values
