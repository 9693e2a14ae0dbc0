"""Paths drawn from a course: what happens month by month in each of many runs.

Runs are drawn in chunks of a fixed size, each with a generator of its own seeded from the run's seed and the chunk's
number, so that the same seed gives the same paths whoever draws them.
"""

from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from negosim.campaign.game import CampaignGame
from negosim.campaign.monthly import Stage
from negosim.campaign.solve import Course
from negosim.campaign.thumbs import Thumb, stalls
from negosim.games import BoolArray, FloatArray, IntArray
from negosim.parallel import in_order

CHUNK = 1000
"""Runs in a chunk."""


@dataclass(frozen=True, eq=False)
class Draw:
    """What is drawn: an equilibrium of a campaign, how many months, and who plays by rote, if anybody."""

    game: CampaignGame
    course: Course
    months: int
    thumb: Thumb | None = None

    @cached_property
    def start(self) -> FloatArray:
        """The chance of each place in the first month."""
        return self.game.space.start()


@dataclass(frozen=True, eq=False)
class Paths:
    """Runs by months: `mode`, `place` and `end` are indices, -1 once the campaign is over; `event` is where in `events`
    what was seen stands. `last` is the place after the last month, or where it ended. `payoff[run, player]` is the
    discounted sum of what a run paid, what is left at its end included."""

    mode: IntArray
    place: IntArray
    end: IntArray
    event: IntArray
    payoff: FloatArray
    events: tuple[str, ...]

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return len(self.mode)

    @property
    def is_on(self) -> BoolArray:
        """Whether a run is still going on in a month: (runs, months)."""
        return np.asarray(self.end >= 0)


def simulate(draw: Draw, runs: int, seed: int = 0, executor: Executor | None = None) -> Paths:
    """Draw `runs` paths. The same seed gives the same paths, with or without an executor."""
    events = events_of(draw.game)
    parts = list(in_order(partial(_chunk, draw, runs, seed), range(-(-runs // CHUNK)), executor))
    mode, place, end, event, payoff = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return Paths(mode, place, end, event, payoff, events)


def events_of(game: CampaignGame) -> tuple[str, ...]:
    """Return what can be seen: nothing, or which parties break a truce."""
    lots = (lot for mode in range(len(game.modes)) for lot in game.monthly.stage(mode, 0).lots)
    return tuple(dict.fromkeys(["", *(lot.event for lot in lots)]))


def _chunk(draw: Draw, runs: int, seed: int, number: int) -> tuple[IntArray, IntArray, IntArray, IntArray, FloatArray]:
    """Draw the runs of one chunk."""
    count = min(CHUNK, runs - number * CHUNK)
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number,)))
    return _Chunk(draw, CHUNK, rng).drawn(count)


class _Chunk:
    """The runs of one chunk as they go on. All of a chunk's runs are drawn, so that more runs do not change the
    first."""

    def __init__(self, draw: Draw, count: int, rng: np.random.Generator) -> None:
        self.draw, self.count, self.rng = draw, count, rng
        shape = (count, draw.months)
        self.mode, self.place, self.end = (np.full(shape, -1, dtype=np.int64) for _ in range(3))
        self.event = np.zeros(shape, dtype=np.int64)
        self.payoff = np.zeros((count, len(draw.game.compiled.players)))
        self.events = events_of(draw.game)
        self.friendly = np.ones(count, dtype=bool)
        self.worth = np.ones_like(self.payoff)
        """What a payoff in this month is worth in the first one."""

    def drawn(self, count: int) -> tuple[IntArray, IntArray, IntArray, IntArray, FloatArray]:
        """Draw month by month; return the first runs."""
        now_place = _pick(np.cumsum(self.draw.start), self.rng.random(self.count))
        now_mode = np.zeros(self.count, dtype=np.int64)
        for month in range(self.draw.months):
            luck = self.rng.random((3, self.count))
            next_mode, next_place = np.full(self.count, -1), now_place.copy()
            for mode in range(len(self.draw.game.modes)):
                runs = np.flatnonzero(now_mode == mode)
                if len(runs):
                    next_mode[runs], next_place[runs] = self._month(month, mode, runs, now_place[runs], luck[:, runs])
            now_mode, now_place = next_mode, next_place
        left = now_mode >= 0
        final = self.draw.course.ahead(self.draw.months - 1)
        self.payoff[left] += self.worth[left] * final[now_mode[left], now_place[left]]
        return self.mode[:count], self.place[:count], self.end[:count], self.event[:count], self.payoff[:count]

    def _month(
        self, month: int, mode: int, runs: IntArray, place: IntArray, luck: FloatArray
    ) -> tuple[IntArray, IntArray]:
        """Play one month of the runs in one mode; return the next modes, -1 where it is over, and places."""
        game, stage = self.draw.game, self.draw.game.monthly.stage(mode, month)
        policy = tuple(part[place] for part in self.draw.course.policy(month, mode))
        if self.draw.thumb is not None:
            policy = self.draw.thumb.replaced(game, stage.shape, policy, self.friendly[runs])
        chances = np.cumsum(stage.shape.reach(policy), axis=-1)
        end = (chances < luck[0][:, np.newaxis] * chances[:, -1:]).sum(axis=-1)
        self.mode[runs, month], self.place[runs, month], self.end[runs, month] = mode, place, end
        self.payoff[runs] += self.worth[runs] * stage.payoffs[place, :, end]
        self.worth[runs] *= game.discount[place]
        lot = _lot_of(stage, place, end, luck[1])
        next_mode, next_place = np.full(len(runs), -1), place.copy()
        for k, found in enumerate(stage.lots):
            here = lot == k
            if here.any():
                next_mode[here] = found.mode
                next_place[here] = found.step.drawn(place[here], luck[2][here])
                self.event[runs[here], month] = self.events.index(found.event)
        self._watch(stage, mode, runs, end, month)
        return next_mode, next_place

    def _watch(self, stage: Stage, mode: int, runs: IntArray, end: IntArray, month: int) -> None:
        """Note whether anybody else was seen to play for time."""
        thumb = self.draw.thumb
        if thumb is None or thumb.habit != "tit_for_tat":
            return
        others = [actor for actor in self.draw.game.compiled.players if actor != thumb.actor]
        if self.draw.game.modes[mode].truce is None:
            chosen = stalls(self.draw.game, stage.shape)
            unfriendly = np.any([chosen[actor][end] for actor in others], axis=0)
        else:
            seen = np.array([any(a in event.split(",") for a in others) for event in self.events])
            unfriendly = seen[self.event[runs, month]]
        self.friendly[runs] = ~unfriendly


def _lot_of(stage: Stage, place: IntArray, end: IntArray, luck: FloatArray) -> IntArray:
    """Return the lot drawn by each run, -1 where it is over."""
    found = np.full(len(place), -1)
    passed = np.zeros(len(place))
    for k, lot in enumerate(stage.lots):
        column = np.full(len(stage.shape.paths), -1)
        column[list(lot.ends)] = np.arange(len(lot.ends))
        which = column[end]
        chance = np.where(which >= 0, lot.chance[place, which], 0.0)
        found[(found < 0) & (luck < passed + chance)] = k
        passed += chance
    return found


def _pick(cumulative: FloatArray, luck: FloatArray) -> IntArray:
    found = np.searchsorted(cumulative, luck * cumulative[-1], side="right")
    return np.asarray(np.minimum(found, len(cumulative) - 1))
