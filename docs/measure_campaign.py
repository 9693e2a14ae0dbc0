"""Measures how often the sign of each claim that the campaign carries holds over the stated ranges of march-2025.

The number that a claim is about is swept over its stated range while every other ranged number that the campaign reads
is drawn from its own. A sign holds *weakly* in a draw if nothing along the sweep goes against it, and *strictly* if
something along it also goes its way. The grid is that of docs/coarse_campaign.yaml, over twelve months. Shares are of
draws, so of assumption sets, never chances of an event.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from negosim.campaign import CampaignGame, CompiledCampaign, Course, solve
from negosim.campaign.forward import run_forward
from negosim.campaign.thumbs import stalls
from negosim.games import BoolArray, FloatArray
from negosim.scenario import Scenario, read
from negosim.whatif.sampling import draw, sampled_paths

DRAWS, STEPS, SEED = 100, 5, 1
AT_ONCE = 20
"""Points solved together."""
DRIFT, HOLDS_BACK = "issues.territory.drift", "issues.kursk.holds_back.territory"
ENDS, REPLACED = "levers.us_aid.hazard", "levers.us_aid.replaced"
PARTIAL, KURSK = "outcomes.energy_truce.deal", "issues.kursk.status_quo"
COST_OF_WAR, HOME = "actors.russia.cost_of_fighting", "audience.russia.kursk.fixed"
_ROUNDING = 1e-9
FOOTHOLD = {HOME: 0.40}
"""A foothold in Kursk costs Russia at home as much as is thought plausible."""
STUCK = {HOME: 2.0, "issues.kursk.hazard": 0.0}
"""A foothold that cannot fall, and that no ceasefire may leave: only a partial deal is left."""
WARY = {"games.call.terms.unguarded_pause.amount": -1.5, "games.call.terms.own_offer.amount": 0.0}
"""A Ukraine that dreads an unguarded pause and may refuse it in good credit: US aid alone may make it accept."""


@dataclass(frozen=True)
class Sign:
    """In which share of draws a sign holds weakly, and strictly."""

    weak: float
    strict: float
    draws: int


@dataclass(frozen=True, eq=False)
class Solved:
    """The campaign solved at some points of the numbers."""

    game: CampaignGame

    @cached_property
    def course(self) -> Course:
        return solve(self.game.monthly)

    @cached_property
    def months_of(self) -> dict[str, FloatArray]:
        """Expected months of partial deals, and of Russia's playing for time: (points,)."""
        found = {"truce": np.zeros(len(self.game.base)), "stall": np.zeros(len(self.game.base))}
        for month in run_forward(self.course, self.game.space.start(), self.game.months):
            for mode, share in enumerate(month.ends):
                key = self.game.game_of(mode)
                partial = np.array([s.label == "energy_truce" for s in self.game.compiled.games[key].situations])
                stalled = stalls(self.game, self.game.monthly.stage(mode, 0).shape)["russia"]
                for name, ends in (("truce", partial), ("stall", stalled)):
                    found[name] += (share @ ends).reshape(len(self.game.base), -1).sum(axis=1)
        return found

    def waits(self) -> BoolArray:
        """Where Russia, to mere brokering, offers less than a full ceasefire: (points, months, places)."""
        known = self._set("russia", "broker")
        found = [self.course.policy(month, 0)[known][:, 0] < 0.5 for month in range(self.game.months)]
        return self._by_point(found)

    def takes(self) -> BoolArray:
        """Where Ukraine, pressed, takes a full ceasefire: (points, months, places)."""
        known = self._set("ukraine", "press_kyiv / full_ceasefire")
        found = [self.course.policy(month, 0)[known][:, 0] > 0.5 for month in range(self.game.months)]
        return self._by_point(found)

    def _set(self, actor: str, label: str) -> int:
        sets = self.game.monthly.stage(0, 0).shape.sets
        player = self.game.compiled.players.index(actor)
        return next(k for k, known in enumerate(sets) if (known.player, known.label) == (player, label))

    def _by_point(self, months: list[BoolArray]) -> BoolArray:
        return np.stack([each.reshape(len(self.game.base), -1) for each in months], axis=1)


@cache
def scenario() -> Scenario:
    """The scenario, with a coarser grid."""
    return read("march-2025", (str(Path(__file__).with_name("coarse_campaign.yaml")),))


@cache
def compiled() -> CompiledCampaign:
    return CompiledCampaign(scenario())


def points(path: str, draws: int, held: dict[str, float] | None = None) -> FloatArray:
    """Return values[draw, step, number]: the number at `path` over its range, the others drawn."""
    numbers = scenario().numbers
    others = [p for p in sampled_paths(numbers, compiled().reads) if p not in {path, *(held or {})}]
    rows = draw(numbers, tuple(others), draws, np.random.default_rng(SEED))
    quantity = numbers[path].quantity
    steps = np.linspace(quantity.low, quantity.high, STEPS)  # type: ignore[arg-type]  # all swept numbers have ranges
    values = np.repeat(rows[:, np.newaxis], STEPS, axis=1)
    values[:, :, numbers.index[path]] = steps
    for other, value in (held or {}).items():
        values[..., numbers.index[other]] = value
    return values


def along(values: FloatArray, figure: Callable[[Solved], FloatArray]) -> FloatArray:
    """Return a figure at values[draw, step, number], a few points at a time: (draw, step, ...)."""
    flat = values.reshape(-1, values.shape[-1])
    parts = [
        figure(Solved(CampaignGame(compiled(), flat[k : k + AT_ONCE], compiled().rules.months)))
        for k in range(0, len(flat), AT_ONCE)
    ]
    found = np.concatenate(parts)
    return found.reshape(*values.shape[:-1], *found.shape[1:])


def rising(found: FloatArray) -> Sign:
    """Return how often a figure never falls along the sweep, and also rises: found[draw, step, ...]."""
    moved = np.diff(np.nan_to_num(found.astype(float)), axis=1).reshape(len(found), -1)
    weak = (moved >= -_ROUNDING).all(axis=1)
    strict = weak & (moved > _ROUNDING).any(axis=1)
    return Sign(float(weak.mean()), float(strict.mean()), len(found))


def c4(draws: int = DRAWS, held: dict[str, float] | None = None) -> Sign:
    """The faster the front moves, the more months Russia plays for time."""
    return rising(along(points(DRIFT, draws, held), lambda s: s.months_of["stall"]))


def c4_cost(draws: int = DRAWS) -> Sign:
    """The costlier war is to Russia, the fewer months it plays for time."""
    return rising(-along(points(COST_OF_WAR, draws), lambda s: s.months_of["stall"]))


def c4_home(draws: int = DRAWS) -> Sign:
    """The more a foothold in Kursk costs Russia at home, the more states it waits in."""
    return rising(along(points(HOME, draws), Solved.waits))


def c18(draws: int = DRAWS) -> Sign:
    """With Kursk settled Russia goes on playing for time in the first month."""
    values = points(DRIFT, draws, {KURSK: 1.0})[:, STEPS // 2 : STEPS // 2 + 1]
    waits = along(values, lambda s: s.months_of["stall"] > 0.5)[:, 0]
    return Sign(float(waits.mean()), float(waits.mean()), draws)


def c23(draws: int = DRAWS) -> Sign:
    """A breach that Russia is seen to make lowers the belief that it means its truces."""
    return rising(-along(points("truce.good_faith.russia.prior", draws)[:, :1], _belief_after)[:, 0])


def _belief_after(solved: Solved) -> FloatArray:
    """What is believed before and after Russia is seen to break a truce: (points, 1, 2, places) as a sweep of two."""
    stage = solved.game.monthly.stage(1, 0)
    belief = solved.game.space.coordinate("good_faith")
    seen = next(lot for lot in stage.lots if lot.event == "russia")
    pair = np.stack([belief, seen.step @ belief])
    return np.moveaxis(pair.reshape(2, len(solved.game.base), -1), 0, 1)


def c25(draws: int = DRAWS, held: dict[str, float] | None = None) -> Sign:
    """The likelier US support is to end, the more states Russia waits in: none is left, some are added."""
    return rising(along(points(ENDS, draws, held), Solved.waits))


def c25_count(draws: int = DRAWS) -> Sign:
    """The same of the number of states and months."""
    return rising(along(points(ENDS, draws), lambda s: s.waits().sum(axis=(1, 2))))


def c25_worth(draws: int = DRAWS) -> Sign:
    """The likelier US support is to end, the more the campaign is worth to Russia: what it holds out for."""
    return rising(along(points(ENDS, draws), lambda s: _worth(s, "russia")))


def c27(draws: int = DRAWS, held: dict[str, float] | None = None) -> Sign:
    """The more a partial deal counts, the more months of partial deals."""
    return rising(along(points(PARTIAL, draws, held), lambda s: s.months_of["truce"]))


def c28(draws: int = DRAWS) -> Sign:
    """With Kursk lost the front moves at least as fast: the step of a month, from held to lost."""
    return rising(along(points(HOLDS_BACK, draws), _advances)[:, -1])


def _advances(solved: Solved) -> FloatArray:
    """The mean advance of a month of fighting with Kursk held and lost, where the grid does not end: (points, 2)."""
    space, lots = solved.game.space, solved.game.monthly.stage(0, 0).lots
    war = lots[-1]
    front = space.coordinate("front")
    moved = (war.step @ front) - front
    low = (space.index[1] < space.axes[1].points // 2) & (space.index[2] == 0)
    rows = [np.where(low & (space.index[0] == k), moved, np.nan).reshape(len(solved.game.base), -1) for k in (0, 1)]
    return np.stack([np.nanmean(row, axis=1) for row in rows], axis=1)


def c29(draws: int = DRAWS, held: dict[str, float] | None = None) -> Sign:
    """The more others make good, the fewer states in which Ukraine, pressed, takes a full ceasefire."""
    return rising(~along(points(REPLACED, draws, held), Solved.takes))


def _worth(solved: Solved, actor: str) -> FloatArray:
    player = solved.game.compiled.players.index(actor)
    first = solved.game.space.start() * solved.course.values[0][0][:, player]
    return first.reshape(len(solved.game.base), -1).sum(axis=1)
