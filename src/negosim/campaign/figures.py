"""The figures of a campaign at many points of the scenario's numbers at once, as those of any model.

They are exact: shares of paths are carried forward month by month, none is drawn. So what-ifs, sweeps and samples of
assumption sets can ask for them by name.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from negosim.campaign.compiled import CompiledCampaign
from negosim.campaign.forward import run_forward
from negosim.campaign.game import CampaignGame
from negosim.campaign.reasons import stall_gains, stalls_or_not
from negosim.campaign.solve import Course, rule_of, solve
from negosim.campaign.thumbs import stalls
from negosim.games import BoolArray, FloatArray, IntArray
from negosim.models import CompiledMoves, compile_game
from negosim.models.compiled import Analysis, CompiledModel
from negosim.models.evaluation import UTILITY, Answer, Evaluation, Figure, Inequality, Part, Side
from negosim.models.formulas import Formulas
from negosim.scenario import START, Scenario
from negosim.scenario.campaign import CAMPAIGN
from negosim.solve import Complete

MOST_PLACES = 20_000
"""Places solved together, so that memory stays bounded; at least one point is."""
ENDED, TRUCE, OPEN = "most_paths_end", "most_paths_in_a_truce", "most_paths_go_on"


@dataclass(frozen=True, eq=False)
class CampaignModel(CompiledModel):
    """The campaign of a scenario as a model: figures and a regime at vectors of numbers."""

    MODEL: ClassVar[str] = CAMPAIGN
    REPRESENTATION: ClassVar[str] = "stochastic game"
    SAYS: ClassVar[str] = "what the negotiation comes to month by month, and who plays for time"
    SOURCE: ClassVar[str] = "Shapley (1953); Fudenberg and Tirole (1991, ch. 13)"
    FIGURES: ClassVar[Mapping[str, Figure]] = {
        "share": Figure(
            "the share of paths that have come to this outcome in the last month", "share of paths", "share of paths in"
        ),
        "months": Figure("the months of a path that come to this outcome, on average", "month", "time in"),
        "months_to_end": Figure(
            "the months until a path ends, all of them where it does not, on average", "month", "time to the end"
        ),
        "stall": Figure("the months in which the actor plays for time, on average", "month", "stalling by"),
        "stall_gain": Figure(
            "what it gains by playing for time at the start; null where it has no move then",
            "utility",
            "gain by stalling of",
        ),
        "worth": Figure("what the campaign is worth to the actor at the start", "utility", "worth to"),
    }
    REGIMES: ClassVar[Mapping[str, str]] = {
        ENDED: "by the last month most paths have ended with one of the outcomes that end it",
        TRUCE: "most paths that have not ended are in months that come to a truce",
        OPEN: "most paths go on without either",
    }
    CONCEPTS: ClassVar[tuple[str, ...]] = ("subgame_perfect",)

    @cached_property
    def campaign(self) -> CompiledCampaign:
        """The campaign."""
        return CompiledCampaign(self.scenario)

    @property
    def rules(self) -> Any:
        """The campaign as the file gives it."""
        return self.campaign.rules

    @property
    def players(self) -> tuple[str, ...]:
        """The actors who take part."""
        return self.campaign.players

    @cached_property
    def reads(self) -> frozenset[str]:
        """The paths of the numbers that the campaign reads."""
        return self.campaign.reads

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        """What a month can come to."""
        return self.campaign.outcomes

    def evaluate(self, f: Formulas) -> Evaluation:
        """Return the figures and the regime at the vectors of numbers of `f`."""
        f.read |= self.reads
        flat, shape = f.values.reshape(-1, f.values.shape[-1]), f.values.shape[:-1]
        keys = [row.tobytes() for row in flat[:, self._columns]]
        new = {key: k for k, key in enumerate(keys) if key not in self._known}
        for rows in self._batches(flat, np.array(sorted(new.values()), dtype=np.int64)):
            self._keep([keys[k] for k in rows], self._figures(*self._solved(flat[rows])))
        known = [self._known[key] for key in keys]
        figures = {name: np.array([each[name] for each in known]).reshape(shape) for name in known[0]}
        return Evaluation(figures, self._regime(figures, shape))

    @cached_property
    def _known(self) -> dict[bytes, dict[str, float]]:
        """Figures found so far, by the numbers that are read: searches ask again and again for the same points."""
        return {}

    def _keep(self, keys: Sequence[bytes], found: Mapping[str, FloatArray]) -> None:
        for key, amounts in zip(keys, zip(*found.values(), strict=True), strict=True):
            self._known[key] = dict(zip(found, map(float, amounts), strict=True))

    def _solved(self, values: FloatArray) -> tuple[CampaignGame, Course]:
        game = CampaignGame(self.campaign, values, self.rules.months)
        return game, solve(game.monthly, rule_of(self.rules))

    @cached_property
    def _columns(self) -> list[int]:
        return [self.scenario.numbers.index[path] for path in sorted(self.reads)]

    def _batches(self, values: FloatArray, rows: IntArray) -> Iterator[IntArray]:
        """Yield the rows that are solved together: those that start in one month, no more than memory takes."""
        step, index = max(1, MOST_PLACES // self._places), self.scenario.numbers.index
        start = values[rows, index[START]] if START in index else np.zeros(len(rows))
        for month in np.unique(start):
            own = rows[start == month]
            yield from (own[k : k + step] for k in range(0, len(own), step))

    @cached_property
    def _places(self) -> int:
        first = CampaignGame(self.campaign, self.scenario.numbers.base[np.newaxis], self.rules.months)
        return first.space.grid * len(first.modes)

    @property
    def cells(self) -> int:
        """What a month pays at each place and what is ahead of it, roughly."""
        return 100 * self._places

    def analyse(self) -> Analysis:
        """Return the answer at the scenario's own numbers, with the reasons of those who may play for time."""
        values = self.scenario.numbers.base[np.newaxis]
        game, course = self._solved(values)
        self._keep([values[0, self._columns].tobytes()], self._figures(game, course))
        found = super().analyse()
        return replace(found, base=replace(found.base, inequalities=tuple(self._reasons(game, course))))

    def _reasons(self, game: CampaignGame, course: Course) -> Iterator[Inequality]:
        """Yield for each actor that may play for time at the start what it gains by it, number by number."""
        for reason, is_stalling in stalls_or_not(game, course, 0, int(game.space.start().argmax())):
            sign = 1.0 if is_stalling else -1.0
            parts = tuple(Part(part.path, np.array(sign * part.amount)) for part in reason.parts)
            left, right = Side("what playing for time adds", parts), Side("nothing", ())
            says, fails = "playing for time at the start pays", "playing for time at the start does not pay"
            yield Inequality(f"stalls_{reason.actor}", reason.actor, says, fails, left, right, UTILITY)

    def answer(self, base: Evaluation) -> Answer:
        """Return the answer at the scenario's own numbers; what is simulated says more."""
        name = tuple(self.REGIMES)[int(base.regime)]
        return Answer(self.REGIMES[name], Complete.SOME, "one equilibrium, by the file's selection", ())

    def _regime(self, figures: Mapping[str, FloatArray], shape: tuple[int, ...]) -> IntArray:
        def share(keys: tuple[str, ...]) -> FloatArray:
            return np.asarray(
                sum((figures[f"share.{key}"] for key in keys if f"share.{key}" in figures), np.zeros(shape))
            )

        ended, truce = share(self.rules.ends), share(tuple(self.rules.truces))
        return np.where(ended > 0.5, 0, np.where(truce > 0.5 * (1.0 - ended), 1, 2)).astype(np.int64)

    def _figures(self, game: CampaignGame, course: Course) -> dict[str, FloatArray]:
        count = _Count(game, course, self.outcomes)
        first = (game.space.start()[:, np.newaxis] * course.values[0][0]).reshape(len(game.base), -1, len(self.players))
        worth = first.sum(axis=1)
        gains = stall_gains(game, course)
        found = {f"share.{key}": count.last[:, k] for k, key in enumerate(self.outcomes)}
        found |= {f"months.{key}": count.months[:, k] for k, key in enumerate(self.outcomes)}
        found["months_to_end"] = count.going
        found |= {f"stall.{actor}": count.stalled[:, k] for k, actor in enumerate(self.players)}
        found |= {f"stall_gain.{actor}": gains[:, k] for k, actor in enumerate(self.players)}
        return found | {f"worth.{actor}": worth[:, k] for k, actor in enumerate(self.players)}


def compile_any(scenario: Scenario, key: str) -> CompiledMoves | CompiledModel:
    """Compile a game of a scenario, or its campaign where that is what the key names and there is one."""
    if key == CAMPAIGN and scenario.facts.campaign is not None:
        return campaign_model(scenario)
    return compile_game(scenario, key)


def campaign_model(scenario: Scenario) -> CampaignModel:
    """Return the campaign of a scenario as a model. Raises InputError where there is none."""
    CompiledCampaign(scenario)
    return CampaignModel(scenario, CAMPAIGN)


@dataclass(frozen=True, eq=False)
class _Count:
    """What is counted along the shares of paths: arrays (points, outcomes or players)."""

    game: CampaignGame
    course: Course
    outcomes: tuple[str, ...]

    @cached_property
    def _along(self) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Return months by outcome, the last month's shares, months of stalling, and months until it ends."""
        game, count = self.game, len(self.game.base)
        months, ended = (np.zeros((count, len(self.outcomes))) for _ in range(2))
        stalled, going = np.zeros((count, len(game.compiled.players))), np.zeros(count)
        last = months
        for month in run_forward(self.course, game.space.start(), game.months):
            last = ended.copy()
            for mode, share in enumerate(month.ends):
                mass = share.reshape(count, game.space.grid, -1).sum(axis=1)
                last += mass @ self._indicator(mode)
                ended += mass @ (self._indicator(mode) * self._ends)
                stalled += mass @ self._stalls(mode)
                going += mass.sum(axis=1)
            months += last
        return months, last, stalled, going

    @property
    def months(self) -> FloatArray:
        return self._along[0]

    @property
    def last(self) -> FloatArray:
        return self._along[1]

    @property
    def stalled(self) -> FloatArray:
        return self._along[2]

    @property
    def going(self) -> FloatArray:
        return self._along[3]

    @property
    def _ends(self) -> BoolArray:
        return np.array([key in self.game.compiled.rules.ends for key in self.outcomes])

    def _indicator(self, mode: int) -> FloatArray:
        situations = self.game.compiled.games[self.game.game_of(mode)].situations
        return np.array([[float(s.label == key) for key in self.outcomes] for s in situations])

    def _stalls(self, mode: int) -> FloatArray:
        found = stalls(self.game, self.game.monthly.stage(mode, 0).shape)
        return np.stack([found[actor] for actor in self.game.compiled.players], axis=-1).astype(float)


ROUNDS = 4
"""How often `turning_value` looks, at most."""
_FIRST, _NEXT = 9, 7
"""How many points it looks at first, and then each time between two of them."""


def turning_value(
    model: CampaignModel, actor: str, path: str, tell: Callable[[int], None] | None = None
) -> float | None:
    """Return the value of one number at which it begins or ceases to pay an actor to play for time in the first month.

    The nearest to the number's own value within its stated range, all else held; None where none is found between 9
    points. Accurate to a thousandth of the range. `tell` hears how often it has looked, of `ROUNDS` times at most.
    Raises ValueError for a number without a range.
    """
    numbers = model.scenario.numbers
    quantity = numbers[path].quantity
    if quantity.low is None or quantity.high is None:
        raise ValueError(f"{path} has no range to look in")
    low, high, now = quantity.low, quantity.high, numbers[path].value
    edges = np.unique(np.append(np.linspace(low, high, _FIRST), now))
    for done in range(1, ROUNDS + 1):
        gain = model.figures(numbers.vary({path: edges}))[f"stall_gain.{actor}"]
        sign = gain > 0
        turns = np.flatnonzero((sign[1:] != sign[:-1]) & np.isfinite(gain[1:]) & np.isfinite(gain[:-1]))
        if tell:
            tell(done)
        if not len(turns):
            return None
        k = min(turns, key=lambda t: min(abs(edges[t] - now), abs(edges[t + 1] - now)))
        left, right = edges[k], edges[k + 1]
        edges = np.linspace(left, right, _NEXT)
    return float((left + right) / 2)
