"""Certificates of flips: one game on each side of a flip, solved alone, by other code than what found the flip.

A tree is solved under its default concept, with every equilibrium that ties allow; a simultaneous game by holding each
of its profiles against the definition. A flip is certified when the answer before it is the one that is watched, the
answer past it is the one that it is said to lead to, and neither hangs on a tie.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from negosim.games import ExtensiveFormGame, FloatArray, NormalFormGame, one_hot
from negosim.games.extensive_form import leaf_probabilities
from negosim.models import CompiledMoves
from negosim.solve import Equilibrium, solve
from negosim.solve.certificate import regret
from negosim.solve.result import TIE
from negosim.whatif.answers import NONE, outcome_label
from negosim.whatif.flips import Flip
from negosim.whatif.watch import reached_sets


@dataclass(frozen=True)
class Alone:
    """What one game leads to: its answer as `answers` says it, and what is done in each of its equilibria."""

    answer: str
    plays: frozenset[str]


def solve_alone(compiled: CompiledMoves, values: FloatArray) -> Alone:
    """Solve a game at one vector of numbers. Raises UnsolvedError where it has no answer."""
    game = compiled.game(values)
    if isinstance(game, NormalFormGame):
        return _stable(game)
    found = solve(game).equilibria
    said = [outcome_label(game, leaf_probabilities(game, each.profile)) for each in found]
    return Alone(_joined(said), frozenset(_play(game, each) for each in found))


def certified(compiled: CompiledMoves, flip: Flip, before: Alone, toward: str = "") -> Flip:
    """Return a flip of the answer with its certificate, where both sides bear it out.

    `before` is the answer at the file's own numbers; `toward` the outcome wanted, if the flip is to bring one about.
    """
    near, far = _sides(compiled, flip)
    if toward:
        return replace(flip, is_certified=near.answer != toward and far.answer == toward)
    return replace(flip, is_certified=near.answer == before.answer and far.answer == flip.to)


def certified_play(compiled: CompiledMoves, flip: Flip, before: Alone) -> Flip:
    """Return a flip of what is done, at one and the same answer, with its certificate, where both sides bear it out."""
    near, far = _sides(compiled, flip)
    same = near.answer == far.answer == before.answer
    return replace(flip, is_certified=same and near.plays == before.plays != far.plays)


def _sides(compiled: CompiledMoves, flip: Flip) -> tuple[Alone, Alone]:
    assert flip.last is not None
    near, far = compiled.scenario.numbers.vary({flip.path: np.array([flip.last, flip.beyond])})
    return solve_alone(compiled, near), solve_alone(compiled, far)


def _stable(game: NormalFormGame) -> Alone:
    """Return the pure equilibria of a simultaneous game, each profile held against the definition."""
    found = []
    for index, at in enumerate(np.ndindex(*game.shape)):
        profile = tuple(one_hot(size, a) for size, a in zip(game.shape, at, strict=True))
        if regret(game, profile) <= TIE:
            options = " / ".join(own[a] for own, a in zip(game.actions, at, strict=True))
            found.append((game.outcomes[index], options))
    order = [name for name in dict.fromkeys(game.outcomes) if name in {outcome for outcome, _ in found}]
    return Alone(_joined(order), frozenset(options for _, options in found))


def _play(game: ExtensiveFormGame, equilibrium: Equilibrium) -> str:
    """Return what is done at the moves that an equilibrium reaches."""
    known = [(game.information_sets[k], equilibrium.profile[k]) for k in reached_sets(game, equilibrium)]
    return "; ".join(f"{s.player} at {s.label}: {s.actions[int(strategy.argmax())]}" for s, strategy in known)


def _joined(said: Iterable[str]) -> str:
    return " or ".join(dict.fromkeys(said)) or NONE
