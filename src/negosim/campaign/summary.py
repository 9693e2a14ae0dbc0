"""What simulated paths have in common: shares of paths, never chances of events.

Intervals are Wilson's (1927) at 95 %; they say how far the share may be off for want of runs, and nothing of the doubt
about the numbers.
"""

from dataclasses import dataclass
from functools import cached_property
from math import sqrt

import numpy as np

from negosim.campaign.simulate import Draw, Paths
from negosim.campaign.thumbs import stalls
from negosim.games import BoolArray, FloatArray, IntArray

_Z = 1.959963984540054


@dataclass(frozen=True)
class Share:
    """A share of paths with its interval."""

    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Stalling:
    """How an actor plays for time: months of a path on average, the share of the months in which the campaign is on,
    and that share where a state variable or belief is in the lower and in the upper half of its grid (None where no
    path comes there)."""

    actor: str
    months: float
    share: Share
    by_state: dict[str, tuple[float | None, float | None]]


@dataclass(frozen=True)
class Breaking:
    """How truces fare: how many begin on an average path, and what share of their months each party breaks them in,
    and is seen to, rightly or not."""

    begun: float
    months: int
    broken: dict[str, Share]
    seen: dict[str, Share]
    ended_early: Share


@dataclass(frozen=True, eq=False)
class Summary:
    """Figures of a set of paths."""

    draw: Draw
    paths: Paths

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        """What a month can come to, in the order of the scenario."""
        return self.draw.game.compiled.outcomes

    @cached_property
    def outcome(self) -> IntArray:
        """Where in `outcomes` each run stands in each month; an outcome that ended it lasts: (runs, months)."""
        found = np.full(self.paths.mode.shape, -1, dtype=np.int64)
        for mode, labels in enumerate(self._labels):
            here = self.paths.mode == mode
            found[here] = labels[self.paths.end[here]]
        for month in range(1, self.draw.months):
            found[:, month] = np.where(found[:, month] < 0, found[:, month - 1], found[:, month])
        return found

    @cached_property
    def _labels(self) -> list[IntArray]:
        """For each mode the place in `outcomes` of every end of its game."""
        game = self.draw.game
        keys = [game.game_of(mode) for mode in range(len(game.modes))]
        return [np.array([self.outcomes.index(s.label) for s in game.compiled.games[key].situations]) for key in keys]

    def share_by_month(self, outcome: str) -> tuple[Share, ...]:
        """Return the share of paths that have come to an outcome, month by month."""
        here = self.outcome == self.outcomes.index(outcome)
        return tuple(share_of(int(count), self.paths.runs) for count in here.sum(axis=0))

    @cached_property
    def ended(self) -> IntArray:
        """The number of the month in which each run ended, counted from one; 0 where it did not."""
        over = ~self.paths.is_on
        month = np.where(over.any(axis=1), over.argmax(axis=1), 0)
        return np.where(self._ends_in_last, self.draw.months, month)

    @cached_property
    def _ends_in_last(self) -> BoolArray:
        ends = [key in self.draw.game.compiled.rules.ends for key in self.outcomes]
        return np.asarray(self.paths.is_on[:, -1] & np.array(ends)[self.outcome[:, -1]])

    @property
    def ending(self) -> Share:
        """The share of paths that end before the months are over."""
        return share_of(int((self.ended > 0).sum()), self.paths.runs)

    def months_to_end(self) -> dict[str, float] | None:
        """Return quartiles of the month in which paths end, among those that do; None where none does."""
        ended = self.ended[self.ended > 0]
        if not len(ended):
            return None
        quarters = np.quantile(ended, [0.25, 0.5, 0.75], method="inverted_cdf")
        return dict(zip(("quarter", "half", "three_quarters"), map(float, quarters), strict=True))

    @cached_property
    def stalling(self) -> tuple[Stalling, ...]:
        """How each actor that can plays for time."""
        space, on = self.draw.game.space, self.paths.is_on
        found = []
        for actor in self.draw.game.compiled.players:
            stalled = np.zeros(on.shape, dtype=bool)
            for mode in range(len(self.draw.game.modes)):
                here = self.paths.mode == mode
                stalled[here] = self._stalls[mode][actor][self.paths.end[here]]
            by_state = {}
            for k, axis in enumerate(space.axes):
                upper = space.index[k][np.maximum(self.paths.place, 0)] * 2 >= axis.points
                by_state[axis.key] = (_mean(stalled, on & ~upper), _mean(stalled, on & upper))
            if any(ends[actor].any() for ends in self._stalls):
                each = float(stalled.sum(axis=1).mean())
                found.append(Stalling(actor, each, share_of(int(stalled.sum()), int(on.sum())), by_state))
        return tuple(found)

    @cached_property
    def _stalls(self) -> list[dict[str, BoolArray]]:
        game = self.draw.game
        return [stalls(game, game.monthly.stage(mode, 0).shape) for mode in range(len(game.modes))]

    @cached_property
    def breaking(self) -> Breaking:
        """How truces fare."""
        game, paths = self.draw.game, self.paths
        under = np.array([mode.truce is not None for mode in game.modes])
        in_truce = (paths.mode >= 0) & under[np.maximum(paths.mode, 0)]
        begins = in_truce & ~np.pad(in_truce[:, :-1], ((0, 0), (1, 0)))
        broken: dict[str, int] = {}
        for mode in np.flatnonzero(under):
            here = paths.mode == mode
            for actor, ends in game.breaches(int(mode)).items():
                broken[actor] = broken.get(actor, 0) + int(ends[paths.end[here]].sum())
        months = int(in_truce.sum())
        seen = {
            actor: int(np.array([actor in event.split(",") for event in paths.events])[paths.event[in_truce]].sum())
            for actor in broken
        }
        early = int((paths.event[in_truce] > 0).sum())
        return Breaking(
            float(begins.sum() / paths.runs),
            months,
            {actor: share_of(count, months) for actor, count in broken.items()},
            {actor: share_of(count, months) for actor, count in seen.items()},
            share_of(early, int(begins.sum())),
        )

    @cached_property
    def worth(self) -> FloatArray:
        """What lies ahead of each run for each player as a month begins, and once it is over what its end gave:
        (runs, months, players)."""
        paths, course, game = self.paths, self.draw.course, self.draw.game
        worth = np.zeros((*paths.mode.shape, len(game.compiled.players)))
        for month in range(self.draw.months):
            for mode in range(len(game.modes)):
                here = paths.mode[:, month] == mode
                worth[here, month] = course.values[course.at(month)][mode, paths.place[here, month]]
            if month:
                over = paths.mode[:, month] < 0
                worth[over, month] = self._last_month[month - 1][over]
        return worth

    @cached_property
    def _last_month(self) -> list[FloatArray]:
        """What the last month played so far paid each run, for every month: (runs, players)."""
        paths, game = self.paths, self.draw.game
        held = np.zeros((paths.runs, len(game.compiled.players)))
        found = []
        for month in range(self.draw.months):
            held = held.copy()
            for mode in range(len(game.modes)):
                here = paths.mode[:, month] == mode
                stage = game.monthly.stage(mode, month)
                held[here] = stage.payoffs[paths.place[here, month], :, paths.end[here, month]]
            found.append(held)
        return found

    def better_off(self, month: int) -> dict[str, Share]:
        """Return the share of paths on which an actor's worth ahead in a month is above that of the first month."""
        above = self.worth[:, month] > self.worth[:, 0] + 1e-12
        players = self.draw.game.compiled.players
        return {actor: share_of(int(above[:, k].sum()), self.paths.runs) for k, actor in enumerate(players)}

    def fan(self, key: str, quantiles: tuple[float, ...] = (0.05, 0.25, 0.5, 0.75, 0.95)) -> FloatArray:
        """Return quantiles of a state variable or belief by month: (quantiles, months); it stays where a run ended."""
        value = self.draw.game.space.coordinate(key)
        place = np.array(self.paths.place)
        for month in range(1, place.shape[1]):
            place[:, month] = np.where(place[:, month] < 0, place[:, month - 1], place[:, month])
        return np.quantile(value[place], quantiles, axis=0, method="inverted_cdf")


def share_of(count: int, total: int) -> Share:
    """Return a share with Wilson's interval; of nothing, anything from 0 to 1."""
    if total == 0:
        return Share(0.0, 0.0, 1.0)
    share = count / total
    middle = (share + _Z**2 / (2 * total)) / (1 + _Z**2 / total)
    reach = _Z / (1 + _Z**2 / total) * sqrt(share * (1 - share) / total + _Z**2 / (4 * total**2))
    return Share(share, max(0.0, middle - reach) if count else 0.0, min(1.0, middle + reach) if count < total else 1.0)


def _mean(flags: BoolArray, where: BoolArray) -> float | None:
    return float(flags[where].mean()) if where.any() else None
