"""How a month changes the places: the rules of the campaign as a sparse matrix between states, and moves of beliefs.

A change adds to a state variable or makes it jump, for certain or with a chance. What falls between two points of a
grid is split between them so that the mean is kept, as in Kushner's (1977) Markov chain approximation; what would leave
the grid stops at its end. A belief moves by Bayes' rule on what was seen, split in the same way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np
from scipy.sparse import csr_array

from negosim.campaign.space import Space, Split, Spread
from negosim.errors import Fault, InputError
from negosim.games import FloatArray, IntArray
from negosim.models import CompiledMoves
from negosim.models.moves import Situation
from negosim.scenario.campaign import Change, TruceRules, TypeBelief
from negosim.scenario.histories import fits
from negosim.scenario.shared_facts import MONTHS

MOST_WAYS = 4096
"""Bound on the ways in which one month can change the state variables of one state."""


@dataclass(frozen=True, eq=False)
class Step:
    """What a month does to every place: its state goes on by `states[state, next state]`, and given that each of its
    `beliefs` places by its own chances in `moves`; they stay where they are where it is empty.

    `step @ worth` is what places can expect of worth[next place, ...], `share @ step` where share[place] goes.
    """

    states: csr_array
    beliefs: int
    moves: Split
    __array_ufunc__ = None

    @cached_property
    def _first(self) -> IntArray:
        """The first place of the state of every place."""
        states = self.states.shape[0]
        return np.repeat(np.arange(states) * self.beliefs, self.beliefs)

    def __matmul__(self, worth: FloatArray) -> FloatArray:
        ahead = (self.states @ worth.reshape(self.states.shape[0], -1)).reshape(worth.shape)
        if not self.moves:
            return np.asarray(ahead)
        each = (slice(None), *[np.newaxis] * (worth.ndim - 1))
        return np.asarray(sum(chance[each] * ahead[self._first + index] for chance, index in self.moves))

    def __rmatmul__(self, share: FloatArray) -> FloatArray:
        parts = [np.bincount(self._first + k, share * chance, len(share)) for chance, k in self.moves]
        moved = np.sum(parts, axis=0) if parts else share
        return np.asarray((self.states.T @ moved.reshape(-1, self.beliefs)).reshape(-1))

    def drawn(self, place: IntArray, luck: FloatArray) -> IntArray:
        """Draw where places go, by a uniform number for each."""
        belief, left = place % self.beliefs, luck
        passed = np.zeros(len(place))
        for chance, index in self.moves:
            own = chance[place]
            here = (luck >= passed) & (own > 0)
            belief = np.where(here, index[place], belief)
            left = np.where(here, (luck - passed) / np.where(here, own, 1.0), left)
            passed = passed + own
        return self._state(place // self.beliefs, left) * self.beliefs + belief

    def _state(self, state: IntArray, luck: FloatArray) -> IntArray:
        total = np.concatenate([[0.0], np.cumsum(self.states.data)])
        first, last = self.states.indptr[state], self.states.indptr[state + 1]
        wanted = total[first] + luck * (total[last] - total[first])
        at = np.searchsorted(total, wanted, side="right") - 1
        return np.asarray(self.states.indices[np.clip(at, first, last - 1)], dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Dynamics:
    """What a month in the calendar's `month` (0 is January) does to the places of a campaign."""

    space: Space
    month: int

    def after(self, situation: Situation) -> tuple[Change, ...]:
        """Return the changes that apply after an end of a game."""
        return tuple(
            change
            for change in self.space.campaign.changes
            if fits(change.when, situation.made) and (not change.outcomes or situation.outcome in change.outcomes)
        )

    def step(self, situation: Situation, signals: Sequence[Mapping[str, FloatArray]] = ({},)) -> tuple[Step, ...]:
        """Return what happens after an end, once for each of several signals: the new beliefs at every place, of those
        that change."""
        states = self._matrix(self._moved(situation))
        return tuple(Step(states, self.space.beliefs, self._believed(each)) for each in signals)

    def _moved(self, situation: Situation) -> list[Split]:
        """Return the new index on the axis of each state variable."""
        moved: list[Split] = []
        changes, states = self.after(situation), self.space.states
        for k, key in enumerate(states.campaign.state):
            spread: Spread = [(np.ones(states.size), states.coordinate(key))]
            for change in changes:
                if change.state == key:
                    spread = self._changed(spread, change, k, situation.outcome)
            moved.append(states.split(k, spread))
        return moved

    def _believed(self, signals: Mapping[str, FloatArray]) -> Split:
        """Return the new place among those of a state; nothing where no belief changes."""
        if not signals:
            return []
        sure = np.ones(self.space.size)
        found: Split = [(sure, np.zeros(self.space.size, dtype=np.int64))]
        for k, key in enumerate(self.space.campaign.beliefs, start=len(self.space.campaign.state)):
            held = [(sure, self.space.index[k])]
            ways = self.space.split(k, [(sure, signals[key])]) if key in signals else held
            found = _and_then(found, self.space.axes[k].points, ways)
        return found

    def _changed(self, spread: Spread, change: Change, axis: int, outcome: str) -> Spread:
        """Return a distribution after one change."""
        states = self.space.states
        scale = self._where(change) * self._scale(change, outcome)
        if change.add is not None:
            scale_of_sum = scale if change.chance is None else np.ones(states.size)
            steps = [states.number(change.add) * scale_of_sum]
            if change.spread is not None:
                off = states.number(change.spread) * scale_of_sum
                steps = [steps[0] - off, steps[0] + off]
            arrived = [(p / len(steps), x + step) for p, x in spread for step in steps]
        else:
            target = self._target(change, axis)
            arrived = [(p, np.broadcast_to(target, p.shape)) for p, _ in spread]
        if change.chance is not None:
            happens = np.clip(states.number(change.chance) * scale, 0.0, 1.0)
        else:
            happens = np.ones(states.size) if change.add is not None else scale
        stays = [(p * (1.0 - happens), x) for p, x in spread]
        return [(p, x) for p, x in [*stays, *((p * happens, x) for p, x in arrived)] if p.any()]

    def _where(self, change: Change) -> FloatArray:
        """Return one where the state variables are where the change wants them, else zero."""
        states = self.space.states
        found = np.ones(states.size)
        keys = [axis.key for axis in states.axes]
        for key, word in change.where.items():
            k = keys.index(key)
            index, last = states.index[k], states.axes[k].points - 1
            holds = {"bottom": index == 0, "top": index == last, "below_top": index < last, "above_bottom": index > 0}
            found *= holds[word]
        return found

    def _scale(self, change: Change, outcome: str) -> FloatArray:
        states = self.space.states
        found = np.ones(states.size)
        if change.scales_with is not None:
            found = found * (states.number(f"outcomes.{outcome}.{change.scales_with}") if outcome else 0.0)
        if change.season is not None:
            found = found * states.number(f"time.seasons.{change.season}.{MONTHS[self.month]}")
        return found

    def _target(self, change: Change, axis: int) -> FloatArray:
        states = self.space.states
        where = states.axes[axis]
        if change.to in ("bottom", "top"):
            return np.asarray((where.low if change.to == "bottom" else where.high)[states.point])
        assert change.to is not None
        return states.number(change.to)

    def _matrix(self, spreads: Sequence[Split]) -> csr_array:
        """Return the matrix of independent moves on all axes."""
        ways = prod(map(len, spreads))
        if ways > MOST_WAYS:
            what = f"a month can change one state in {ways:,} ways, and at most {MOST_WAYS:,} fit"
            raise InputError([Fault("campaign.changes", what, "leave out changes with a chance or a spread")])
        states, size = self.space.states, self.space.states.size
        found: Split = [(np.ones(size), np.zeros(size, dtype=np.int64))]
        for axis, spread in zip(states.axes, spreads, strict=True):
            found = _and_then(found, axis.points, spread)
        here = states.point * states.grid
        rows = np.concatenate([np.arange(size)] * len(found))
        columns = np.concatenate([here + place for _, place in found])
        matrix = csr_array((np.concatenate([p for p, _ in found]), (rows, columns)), shape=(size, size))
        matrix.eliminate_zeros()
        return matrix


def _and_then(found: Split, points: int, ways: Split) -> Split:
    """Return where places on some axes go together with an independent move on one more axis of so many points."""
    return [(p * q, place * points + index) for p, place in found for q, index in ways if (p * q).any()]


def reads_of(changes: Sequence[Change]) -> frozenset[str]:
    """Return the paths that changes name."""
    words = (word for change in changes for word in (change.chance, change.add, change.spread, change.to))
    return frozenset(word for word in words if word not in (None, "bottom", "top"))


@dataclass(frozen=True, eq=False)
class Watch:
    """What is seen under a truce: each party's breach with some chance, or a false alarm."""

    space: Space
    rules: TruceRules
    compiled: CompiledMoves

    @property
    def parties(self) -> dict[str, str]:
        """From each party to the move by which it keeps the truce or breaks it."""
        return {self.compiled.rules.moves[name].actor: name for name in self.rules.keeps}

    def seen(self, move: str, option: str | None) -> FloatArray:
        """Return the chance that a party is seen to break the truce, at every place."""
        keeps = option is None or option in self.rules.keeps[move]
        return self.space.number(self.rules.false_alarm if keeps else self.rules.detect)

    def plays(self, belief: TypeBelief, kind: int) -> FloatArray:
        """Return the chances of the options of a type's move: (places, options)."""
        options = list(self.compiled.rules.moves[belief.move].options)
        stated = list(belief.types.values())[kind].plays
        chances = np.zeros((self.space.size, len(options)))
        for option, path in stated.items():
            chances[:, options.index(option)] = self.space.number(path)
        rest = next(k for k, option in enumerate(options) if option not in stated)
        total = chances.sum(axis=-1)
        chances /= np.maximum(total, 1.0)[:, np.newaxis]
        chances[:, rest] = np.maximum(1.0 - total, 0.0)
        return chances

    def mixture(self, key: str, belief: TypeBelief) -> FloatArray:
        """Return what everybody expects of a move that a type makes: (places, options)."""
        first = self.space.coordinate(key)[:, np.newaxis]
        return np.asarray(first * self.plays(belief, 0) + (1.0 - first) * self.plays(belief, 1))

    def updated(self, key: str, belief: TypeBelief, is_seen: bool) -> FloatArray:
        """Return the belief after its actor was seen to break the truce, or was not, by Bayes' rule."""
        options = list(self.compiled.rules.moves[belief.move].options)
        seen = np.stack([self.seen(belief.move, option) for option in options], axis=-1)
        likelihood = [(self.plays(belief, k) * (seen if is_seen else 1.0 - seen)).sum(axis=-1) for k in (0, 1)]
        prior = self.space.coordinate(key)
        joint = prior * likelihood[0]
        total = joint + (1.0 - prior) * likelihood[1]
        return np.where(total > 0, joint / np.where(total > 0, total, 1.0), prior)
