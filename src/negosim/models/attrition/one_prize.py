"""Two sides that fight for the whole of one issue: what `private_values` says of a scenario.

The prize is worth `worth_i` months of its own fighting to side i: its stake in the issue over its cost of a month. No
utility is compared: each side's worth is in months of its own. With private values both are drawn from the belief
`worth` of the game, and with known values both know both. All arrays have sides on the last axis.
"""

from dataclasses import dataclass

import numpy as np

from negosim.games import BoolArray, FloatArray
from negosim.models.attrition.private_values import (
    TINY,
    mixing_rates,
    stopping_time_exponential,
    stopping_time_uniform,
)
from negosim.models.compiled import CompiledModel
from negosim.models.evaluation import Evaluation, Inequality, Part, Side
from negosim.models.formulas import Formulas
from negosim.models.pie import Pie
from negosim.scenario.names import Names
from negosim.scenario.rules.attrition import AttritionRules

_QUANTILES = 20_000
_FAR = 1e6
_Rows = tuple[FloatArray, BoolArray, dict[str, FloatArray]]
"""The expected length, whether the first side lasts longer or more often, and figures by side."""


@dataclass(frozen=True, eq=False)
class Months:
    """What is believed of the months that the prize is worth: uniform on [low, high], or exponential if `mean` is
    given."""

    low: FloatArray
    high: FloatArray
    mean: FloatArray | None = None

    def stops(self, worth: FloatArray) -> FloatArray:
        """Return after how many months a side stops to which the prize is worth so many."""
        one = np.ones(())
        if self.mean is not None:
            return stopping_time_exponential(worth, np.maximum(self.mean, TINY), one)
        return stopping_time_uniform(worth, self.high, one, self.low)

    def below(self, worth: FloatArray) -> FloatArray:
        """Return the chance that the prize is worth less than so many months."""
        if self.mean is not None:
            return np.asarray(-np.expm1(-worth / np.maximum(self.mean, TINY)))
        return np.asarray(np.clip((worth - self.low) / self._width, 0.0, 1.0))

    def gain(self, worth: FloatArray) -> FloatArray:
        """Return the integral of `below` from 0: what a side expects, in months of its own fighting."""
        if self.mean is not None:
            return np.asarray(worth - self.mean * self.below(worth))
        inside = np.clip(worth, self.low, self.high) - self.low
        return np.asarray(inside**2 / (2.0 * self._width) + np.maximum(worth - self.high, 0.0))

    @property
    def length(self) -> FloatArray:
        """How long the war lasts on average, until the side to which it is worth less stops."""
        if self.mean is not None:
            return np.asarray(self.mean / 4.0)
        return np.asarray(self.high / 2.0 - self._width / 3.0)

    def quantiles(self) -> FloatArray:
        """Return the middles of equal bins of one belief."""
        share = (np.arange(_QUANTILES) + 0.5) / _QUANTILES
        return np.asarray(-np.log1p(-share) * self.mean if self.mean is not None else self.low + share * self._width)

    @property
    def _width(self) -> FloatArray:
        return np.asarray(np.maximum(self.high - self.low, TINY))


def months_worth(f: Formulas, rules: AttritionRules) -> tuple[FloatArray, FloatArray]:
    """Return how many months of its own fighting the prize is worth to each side, NaN where they cost it nothing, and
    what a month costs."""
    pairs = ((rules.sides[k], rules.sides[1 - k]) for k in (0, 1))
    stakes, costs = [], []
    for side, other in pairs:
        stakes.append(Pie(f, rules.issue, side, other).whole)
        costs.append(f.number(f"actors.{side}.cost_of_fighting"))
    prize, cost = (np.stack(np.broadcast_arrays(*rows), axis=-1) for rows in (stakes, costs))
    return np.divide(prize, cost, out=np.full(prize.shape, np.nan), where=cost > 0), cost


def believed_months(f: Formulas, rules: AttritionRules, game: str) -> Months:
    """Return the belief of a game of private values, with an axis for sides: [..., 1]."""
    assert rules.worth is not None
    base = f"games.{game}.worth"
    if rules.worth.exponential:
        mean = f.number(f"{base}.exponential.mean")[..., None]
        return Months(np.zeros(mean.shape), mean, mean)
    ends = [f.number(f"{base}.uniform.{word}")[..., None] for word in ("low", "high")]
    return Months(np.minimum(*ends), np.maximum(*ends))


def evaluate_prize(game: CompiledModel, f: Formulas) -> Evaluation:
    """Return who lasts longer, or which side is the likelier to."""
    rules: AttritionRules = game.rules
    worth, cost = months_worth(f, rules)
    free = np.isnan(worth).any(axis=-1)
    length, lasts, rows = (_private if rules.form == "private_values" else _known)(f, game, worth)
    rows = {"worth": worth, "payoff": rows.pop("gain") * cost, **rows}
    figures = {"expected_length": np.where(free, np.nan, length)}
    for name, amounts in rows.items():
        figures |= {f"{name}.{side}": np.where(free, np.nan, amounts[..., k]) for k, side in enumerate(rules.sides)}
    words = tuple(game.REGIMES)
    names = ("no_cost", "first_lasts", "second_lasts")
    regime = np.select([free, lasts], [words.index(name) for name in names[:2]], default=words.index(names[2]))
    return Evaluation(figures, np.asarray(regime, dtype=np.int64), (_worth_more(game, worth),), {"worth": worth})


def _private(f: Formulas, game: CompiledModel, worth: FloatArray) -> _Rows:
    belief = believed_months(f, game.rules, game.key)
    stops = belief.stops(worth)
    rows = {"stops_after": np.where(np.isfinite(stops), stops, np.nan), "wins": belief.below(worth)}
    return belief.length[..., 0], worth[..., 0] >= worth[..., 1], rows | {"gain": belief.gain(worth)}


def _known(f: Formulas, game: CompiledModel, worth: FloatArray) -> _Rows:
    rates = mixing_rates(worth, np.ones(()))
    total = rates.sum(axis=-1)
    wins = rates[..., ::-1] / total[..., None]
    rows = {"concession_rate": rates, "wins": wins, "gain": np.zeros(worth.shape)}
    return 1.0 / total, wins[..., 0] >= wins[..., 1], rows


def prize_regret(worth: FloatArray, belief: Months | None) -> float:
    """Return the most that a side gains by stopping at another time, as a share of what the prize is worth to it.

    From the definition: the other side stops at the times of `belief`, by its quantiles, or at its constant rate.
    """
    if belief is None:
        theirs = mixing_rates(worth, np.ones(()))[::-1, None]
        gone = -np.expm1(-theirs * np.linspace(0.0, 10.0, 401) / theirs)
        return float(np.abs((1.0 - 1.0 / (theirs * worth[:, None])) * gone).max())
    rivals = np.sort(belief.stops(belief.quantiles()))
    return max(_gain(float(own), float(plan), rivals) for own, plan in zip(worth, belief.stops(worth), strict=True))


def _gain(own: float, plan: float, rivals: FloatArray) -> float:
    """Return what the best time to stop brings beyond the planned one, against sampled rivals."""
    count = len(rivals)
    won = np.concatenate([[0.0], np.cumsum(own - rivals)]) / count
    payoffs = won - np.concatenate([[0.0], rivals]) * (1.0 - np.arange(count + 1) / count)
    return float(payoffs.max() - payoffs[np.searchsorted(rivals, plan, side="right")]) / own


def _worth_more(game: CompiledModel, worth: FloatArray) -> Inequality:
    """Return whether the prize is worth at least as many months to the first side as to the second."""
    names, sides = Names(game.scenario), game.rules.sides
    private = game.rules.form == "private_values"
    then = "stops later" if private else "is the likelier to give in first where both mix"
    says = "the prize is worth more months of its own fighting to {0}, so {0} " + then
    one, two = (names.subject(side) for side in sides)
    months = np.nan_to_num(worth, nan=_FAR)
    parts = [Part(f"actors.{side}.cost_of_fighting", months[..., k]) for k, side in enumerate(sides)]
    return Inequality(
        "worth_more_to_the_first",
        None,
        says.format(one),
        says.format(two),
        Side(f"months that it is worth to {one}", (parts[0],)),
        Side(f"months that it is worth to {two}", (parts[1],)),
        unit="months",
    )
