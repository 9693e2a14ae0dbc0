"""Certificates of flips: one game on each side of a flip, solved alone, by other code than what found the flip.

A tree is solved with every equilibrium that ties allow; a simultaneous game by holding each of its profiles against the
definition, or by the solver of single games where somebody mixes; a game of another model from the scenario on, with
the number changed there. A flip is certified when the answer before it is the one that is watched, the answer past it
is the one that it is said to lead to, and neither hangs on a tie.

A flip lies where somebody is indifferent, so the nearest games on its two sides may themselves be ties to within
rounding. Where they do not bear a flip out, the games `APART` farther from it are solved: a millionth of the interval
over which the number is looked at, on each side, though never beyond where the number is now or past that interval.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from negosim.campaign.figures import compile_any
from negosim.games import ExtensiveFormGame, FloatArray, Game, NormalFormGame, one_hot
from negosim.games.extensive_form import leaf_probabilities
from negosim.games.normal_form import profile_probabilities
from negosim.models import CompiledModel
from negosim.scenario import START
from negosim.scenario.numbers import month_text
from negosim.solve import Equilibrium, solve
from negosim.solve.certificate import regret
from negosim.solve.result import TIE
from negosim.whatif.answers import NONE, membership, outcome_label
from negosim.whatif.batch import FigureSubject, MovesSubject, Subject
from negosim.whatif.batch.figure import sign_word
from negosim.whatif.batch.points import SEVERAL, TOGETHER
from negosim.whatif.flips import Flip, searched_interval
from negosim.whatif.model_watch import FAILS, HOLDS
from negosim.whatif.watch import reached_sets

APART = 1e-6
"""How far from a flip its certificate is looked for, as a share of the interval searched, where a tie is too near."""
_USED = 1e-9


@dataclass(frozen=True)
class Alone:
    """What one game leads to: its answer as a subject says it, and what is done in each of its equilibria; of another
    model than moves, which inequalities hold."""

    answer: str
    plays: frozenset[str]

    def is_answer(self, answer: str) -> bool:
        """Whether an answer is this one, whatever the order of several solutions."""
        return sorted(self.answer.split(SEVERAL)) == sorted(answer.split(SEVERAL))


def solve_alone(subject: Subject, path: str = "", value: float = 0.0) -> Alone:
    """Answer a subject at the scenario's own numbers but for one. Raises UnsolvedError where there is no answer."""
    if isinstance(subject, FigureSubject):
        return Alone(sign_word(_figure(subject, path, value)), frozenset())
    if isinstance(subject, MovesSubject):
        return solve_game(subject, _game(subject, path, value))
    model = _compiled(subject, path, value)
    held = (f"{x.name}: {HOLDS if bool(x.holds) else FAILS}" for x in model.base.inequalities)
    return Alone(tuple(model.REGIMES)[int(model.base.regime)], frozenset(held))


def certified(subject: Subject, flip: Flip, before: Alone, toward: str = "") -> Flip:
    """Return a flip of the answer with its certificate, where both sides bear it out.

    `before` is the answer at the file's own numbers; `toward` the answer wanted, if the flip is to bring one about.
    """

    def is_borne_out(near: Alone, far: Alone) -> bool:
        if toward:
            return near.answer != toward and far.answer == toward
        return near.is_answer(before.answer) and far.is_answer(flip.to)

    return _borne_out(subject, flip, is_borne_out)


def certified_play(subject: Subject, flip: Flip, before: Alone) -> Flip:
    """Return a flip of what is done, at one and the same answer, with its certificate, where both sides bear it out."""

    def is_borne_out(near: Alone, far: Alone) -> bool:
        same = near.answer == far.answer == before.answer
        return same and near.plays == before.plays != far.plays

    return _borne_out(subject, flip, is_borne_out)


def _borne_out(subject: Subject, flip: Flip, is_borne_out: Callable[[Alone, Alone], bool]) -> Flip:
    """Return a flip with its certificate: by the games next to it or, where a tie is too near, by those `APART`."""
    sides = (_next_to(flip), *([] if flip.path == START else [_apart(subject, flip)]))
    solved = ((solve_alone(subject, flip.path, near), solve_alone(subject, flip.path, far)) for near, far in sides)
    return replace(flip, is_certified=any(is_borne_out(near, far) for near, far in solved))


def _next_to(flip: Flip) -> tuple[float, float]:
    """Return the values on both sides of a flip that the search ended with."""
    assert flip.last is not None
    return flip.last, flip.beyond


def _apart(subject: Subject, flip: Flip) -> tuple[float, float]:
    """Return the values on both sides of a flip that are `APART` from those, as far as there is room."""
    last, beyond = _next_to(flip)
    low, high = searched_interval(subject.scenario.numbers, flip.path)
    step = APART * (high - low)
    if flip.up:
        return max(flip.now, last - step), min(high, beyond + step)
    return min(flip.now, last + step), max(low, beyond - step)


def _game(subject: MovesSubject, path: str, value: float) -> Game:
    numbers = subject.scenario.numbers
    return subject.compiled.game(numbers.vary({path: np.array([value])})[0] if path else numbers.base)


def _compiled(subject: Subject, path: str, value: float) -> CompiledModel:
    """Return the game of a model, compiled anew from a scenario with one number changed."""
    scenario = subject.scenario
    if path:
        scenario = scenario.what_if({path: month_text(value) if path == START else value})
    found = compile_any(scenario, subject.key)
    assert isinstance(found, CompiledModel)
    return found


def solve_game(subject: MovesSubject, game: Game) -> Alone:
    """Return what a game of moves leads to under the concept of its subject."""
    if isinstance(game, NormalFormGame) and subject.concept == "pure_nash":
        return _stable(game)
    found = solve(game, subject.solved_under).equilibria
    ends = [_ends(game, each) for each in found]
    if subject.concept == "logit":
        names, member = membership(game.outcomes)
        return Alone(names[int((ends[0] @ member).argmax())], frozenset())
    if isinstance(game, NormalFormGame):
        return Alone(_mixed(game, ends), frozenset())
    said = (outcome_label(game, own) for own in ends)
    return Alone(_joined(said), frozenset(_play(game, each) for each in found))


def _figure(subject: FigureSubject, path: str, value: float) -> float:
    """Return a figure, NaN where solutions differ in it."""
    inner = subject.inner
    if not isinstance(inner, MovesSubject):
        return float(_compiled(inner, path, value).base.figures[subject.name])
    game = _game(inner, path, value)
    found = solve(game, inner.solved_under).equilibria
    place = inner.named_figures.index(subject.name)
    if place < len(inner.figures):
        amounts = [float(_ends(game, each) @ membership(game.outcomes)[1][:, place]) for each in found]
    else:
        amounts = [float(each.payoffs[place - len(inner.figures)]) for each in found]
    return amounts[0] if amounts and np.ptp(amounts) <= _USED else float("nan")


def _ends(game: Game, found: Equilibrium) -> FloatArray:
    """Return the chances of the leaves or profiles."""
    if isinstance(game, ExtensiveFormGame):
        return leaf_probabilities(game, found.profile)
    return profile_probabilities(game, found.profile)


def _mixed(game: NormalFormGame, ends: Sequence[FloatArray]) -> str:
    """Return where every equilibrium of a simultaneous game leads, as `negosim.whatif.batch.profiles` says it."""
    names, member = membership(game.outcomes)
    reached = [own @ member > _USED for own in ends]
    return _joined(TOGETHER.join(name for name, used in zip(names, own, strict=True) if used) for own in reached)


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


def _play(game: Game, equilibrium: Equilibrium) -> str:
    """Return what is done at the moves that an equilibrium of a tree reaches."""
    assert isinstance(game, ExtensiveFormGame)
    known = [(game.information_sets[k], equilibrium.profile[k]) for k in reached_sets(game, equilibrium)]
    return "; ".join(f"{s.player} at {s.label}: {s.actions[int(strategy.argmax())]}" for s, strategy in known)


def _joined(said: Iterable[str]) -> str:
    return SEVERAL.join(dict.fromkeys(said)) or NONE
