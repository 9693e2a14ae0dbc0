"""A scenario's crisis: from its numbers to who backs down, when, the risk of war, and why."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negosim.games import FloatArray
from negosim.models.believed import believed_cost
from negosim.models.compiled import CompiledModel
from negosim.models.crisis.escalation import Crisis, Standoff, stand_off, still_firm, worth_of_backing_down
from negosim.models.evaluation import Answer, Evaluation, Figure, Inequality, ModelSolution, Part, Side
from negosim.models.formulas import Formulas
from negosim.models.line_chart import Line, LineChart
from negosim.models.pie import Pie, at_home, standing
from negosim.scenario.names import Names
from negosim.solve import Complete

_FAR = 1e6


@dataclass(frozen=True, eq=False)
class CompiledCrisis(CompiledModel):
    """Two sides of a scenario that stand firm in public."""

    MODEL: ClassVar = "crisis"
    REPRESENTATION: ClassVar = "war_of_attrition"
    SAYS: ClassVar = "who backs down when standing firm raises the cost at home of backing down, and the risk of war"
    SOURCE: ClassVar = "Fearon (1994); the closed form for uniform types is derived here"
    CONCEPTS: ClassVar = ("perfect_bayesian",)
    FIGURES: ClassVar = {
        "horizon": Figure("after how long nobody backs down any more; null if standing firm costs nothing", "month"),
        "risk_of_war": Figure("the chance that neither backs down", "probability"),
        "backs_down_at_once": Figure("the chance that a side backs down at once", "probability"),
        "backs_down": Figure("the chance that a side is the one that backs down", "probability"),
        "would_fight": Figure("the chance that at the horizon a side would rather fight than back down", "probability"),
        "payoff": Figure(
            "the payoff of a side that would back down, beside backing down at once", "utility of the side"
        ),
    }
    REGIMES: ClassVar = {
        "first_yields": "the first side may back down at once",
        "second_yields": "the second side may back down at once",
        "even": "neither backs down at once",
        "no_costs": "standing firm costs nobody anything at home, so nothing ends the crisis",
        "no_dispute": "what they insist on leaves nothing to dispute",
    }

    @property
    def players(self) -> tuple[str, ...]:
        """Both sides."""
        return tuple(self.rules.sides)

    def evaluate(self, f: Formulas) -> Evaluation:
        """Return the equilibrium, its figures, and the inequality behind it."""
        data = self._data(f)
        found = stand_off(data)
        figures: dict[str, FloatArray] = {"horizon": found.horizon, "risk_of_war": found.war}
        for k, side in enumerate(self.rules.sides):
            figures |= {
                f"backs_down_at_once.{side}": found.at_once[..., k],
                f"backs_down.{side}": found.first[..., k],
                f"would_fight.{side}": found.left[..., k],
                f"payoff.{side}": found.payoffs[..., k],
            }
        nothing = ~(data.prize > 0).all(axis=-1)
        cases = [nothing, np.isnan(found.horizon), found.at_once[..., 0] > 0, found.at_once[..., 1] > 0]
        regime = np.select(cases, [4, 3, 0, 1], default=2)
        return Evaluation(figures, np.asarray(regime, dtype=np.int64), (self._stronger(found),))

    def answer(self, base: Evaluation) -> Answer:
        """Return the answer in words."""
        names, regime = Names(self.scenario), tuple(self.REGIMES)[int(base.regime)]
        one, two = (names.subject(side) for side in self.rules.sides)
        at = {name: float(amount) for name, amount in base.figures.items()}
        once = [at[f"backs_down_at_once.{side}"] for side in self.rules.sides]
        war = names.outcome(self.rules.disagreement) if self.rules.disagreement else "war"
        backs = [at[f"backs_down.{side}"] for side in self.rules.sides]
        end = f"in the end {one} is the one that does with {backs[0]:.2f} and {two} with {backs[1]:.2f}; "
        end += f"after {at['horizon']:.3g} months nobody does, and {war} follows with {at['risk_of_war']:.2f}"
        words = {
            "first_yields": f"{one} backs down at once with a chance of {once[0]:.2f}; {end}",
            "second_yields": f"{two} backs down at once with a chance of {once[1]:.2f}; {end}",
            "even": f"neither backs down at once; {end}",
            "no_costs": "standing firm costs nobody anything at home, so the crisis has no end",
            "no_dispute": "there is nothing to dispute",
        }
        why = "among equilibria with a horizon at which those left would rather fight there is one"
        notes, sides = ("A chance is one in the model, not of an event.",), self.rules.sides
        if regime in ("no_costs", "no_dispute"):
            return Answer(words[regime], Complete.UNKNOWN, "only equilibria with a horizon are sought", (), notes)
        does = {side: {"backs_down": k, "stands_firm": 1.0 - k} for side, k in zip(sides, once, strict=True)}
        payoffs = {side: at[f"payoff.{side}"] for side in sides}
        solution = ModelSolution(self.CONCEPTS[0], payoffs, profile=does, regret=self._regret())
        return Answer(
            words[regime], Complete.SOME, why, (solution,), notes, {side: tuple(does[side]) for side in sides}
        )

    def _regret(self) -> float:
        """Return the most that a side which would back down gains, as a share of the prize, by doing so at another
        time."""
        data = self._data(self._formulas(self.scenario.numbers.base))
        found = stand_off(data)
        worth = worth_of_backing_down(data, found, np.linspace(0.0, float(found.horizon), 401))
        return max(float(((worth - found.payoffs[:, None]) / data.prize[:, None]).max()), 0.0)

    def drawing(self, figure: str) -> LineChart:
        """Return the chance that each side is still firm, month by month, up to the horizon."""
        data = self._data(self._formulas(self.scenario.numbers.base))
        found, names = stand_off(data), Names(self.scenario)
        horizon = float(found.horizon)
        until = horizon if np.isfinite(horizon) and horizon > 0 else 12.0
        x = np.linspace(0.0, 1.15 * until, 300)
        firm = still_firm(data, found, x)
        lines = tuple(Line(names.short(side), firm[k], side) for k, side in enumerate(self.rules.sides))
        marks = ((horizon, "nobody backs down any more"),) if np.isfinite(horizon) else ()
        said = self.analyse().answer.headline
        return LineChart(
            said[:1].upper() + said[1:], x, "months from now", "still firm, probability", lines, marks, top=1.0
        )

    def _data(self, f: Formulas) -> Crisis:
        rules = self.rules
        one, two = rules.sides
        pies = Pie(f, rules.issue, one, two), Pie(f, rules.issue, two, one)
        asked = [f.number(f"games.{self.key}.demands.{side}") for side in rules.sides]
        war = standing(f, rules.issue, rules.disagreement)
        prize, slope, result, beliefs = [], [], [], []
        for k, (pie, side) in enumerate(zip(pies, rules.sides, strict=True)):
            own, conceded = pie.share(asked[k]), pie.share(asked[1 - k])
            prize.append(pie.whole * (own - conceded))
            home = sum((part.amount for part in at_home(f, side, rules.issue, asked[1 - k])), np.zeros(()))
            slope.append(f.number(f"games.{self.key}.rise.{side}") * home)
            result.append(pie.whole * (pie.share(war) - conceded))
            beliefs.append(believed_cost(f, side, rules.disagreement, np.ones(())))
        pairs = [np.stack(np.broadcast_arrays(*rows), axis=-1) for rows in (prize, slope, result)]
        return Crisis(pairs[0], pairs[1], pairs[2], (beliefs[0], beliefs[1]))

    def _stronger(self, found: Standoff) -> Inequality:
        """Return which side runs out first of those who would back down."""
        names, (one, two) = Names(self.scenario), self.rules.sides
        alone = np.nan_to_num(found.alone, nan=_FAR, posinf=_FAR)
        paths = [f"games.{self.key}.rise.{side}" for side in (one, two)]
        sooner = "those of {} who would back down are gone sooner, so {} may yield at once"
        return Inequality(
            "first_is_stronger",
            None,
            sooner.format(names.subject(one), names.subject(two)),
            sooner.format(names.subject(two), names.subject(one)),
            Side(f"months until they are gone of {names.subject(two)}", (Part(paths[1], alone[..., 1]),)),
            Side(f"months until they are gone of {names.subject(one)}", (Part(paths[0], alone[..., 0]),)),
            unit="months",
        )
