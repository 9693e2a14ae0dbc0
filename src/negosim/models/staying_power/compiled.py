"""A scenario's war of outlasting: each side's chance, how long it lasts, and whether staying is worth its cost."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negosim.games import FloatArray
from negosim.models.compiled import CompiledModel
from negosim.models.evaluation import UTILITY, Answer, Evaluation, Figure, Inequality, Part, Side
from negosim.models.formulas import Formulas
from negosim.models.staying_power.ruin import by_period, chance, discounted_chance, expected_length
from negosim.scenario.names import Names, capitalised
from negosim.solve import Complete

_UTILITY = "utility of that side"
_MOST_PERIODS = 240


@dataclass(frozen=True)
class Survival:
    """How likely each side has outlasted the other, and that war goes on, round by round: shape (rounds + 1, 3).
    `chance` and `length` are the answer's: how likely the first side outlasts, and the months that it takes."""

    sides: tuple[str, str]
    by_round: FloatArray
    months: float
    units: tuple[int, int]
    chance: float
    length: float


@dataclass(frozen=True, eq=False)
class CompiledStayingPower(CompiledModel):
    """A war of outlasting of a scenario."""

    MODEL: ClassVar = "staying_power"
    REPRESENTATION: ClassVar = "random_walk"
    SAYS: ClassVar = "who outlasts whom, how long it takes, and whether staying is worth its cost"
    SOURCE: ClassVar = "gambler's ruin: Feller (volume 1, chapter XIV); as a war of forts Smith and Stam (2004)"
    CONCEPTS: ClassVar = ("ruin",)
    FIGURES: ClassVar = {
        "chance": Figure("the chance that it outlasts the other side if both stay"),
        "expected_length": Figure("how long that takes on average", "months"),
        "prize": Figure("what outlasting, and not being outlasted, is worth to it today", _UTILITY),
        "cost": Figure("what fighting costs it until one side has none left, as of today", _UTILITY),
    }
    REGIMES: ClassVar = {
        "first_outlasts": "the first side is at least as likely to outlast the second as the other way round",
        "second_outlasts": "the second side is likelier to outlast the first",
        "worth_it_to_both": "staying is worth its cost to both",
        "not_worth_it_to_first": "staying is not worth its cost to the first side",
        "not_worth_it_to_second": "staying is not worth its cost to the second side",
        "worth_it_to_neither": "staying is worth its cost to neither",
    }

    @property
    def players(self) -> tuple[str, ...]:
        """The two sides."""
        first, second = self.rules.sides
        return (first, second)

    def evaluate(self, f: Formulas) -> Evaluation:
        """Return both sides' chances, and the inequalities of who outlasts and who stays."""
        one, two = self.rules.sides
        months = f.number(f"games.{self.key}.round", 1.0)
        mine, theirs = (f.number(f"actors.{side}.resources") / months for side in (one, two))
        wins = f.number(f"games.{self.key}.wins")
        chances = chance(mine, theirs, wins), chance(theirs, mine, 1.0 - wins)
        length = expected_length(mine, theirs, wins)
        figures = {f"chance.{one}": chances[0], f"chance.{two}": chances[1], "expected_length": months * length}
        ahead, behind = map(Names(self.scenario).subject, self.rules.sides)
        likelier = Inequality(
            "outlasts", None,
            f"{ahead} is at least as likely to outlast {behind} as the other way round",
            f"{behind} is likelier to outlast {ahead}",
            Side(f"the chance that {ahead} outlasts {behind}", (Part(f"actors.{one}.resources", chances[0]),)),
            Side(f"the chance that {behind} outlasts {ahead}", (Part(f"actors.{two}.resources", chances[1]),)),
        )  # fmt: skip
        details = {one: mine, two: theirs}
        if self.rules.issue is None:
            return Evaluation(figures, np.where(likelier.holds, 0, 1), (likelier,), details)
        stays = [self._stays(f, side, pair, odds) for side, pair, odds in
                 ((one, (mine, theirs), wins), (two, (theirs, mine), 1.0 - wins))]  # fmt: skip
        for side, each in zip((one, two), stays, strict=True):
            figures |= {f"prize.{side}": each.left.value, f"cost.{side}": each.right.value}
        yields = [(~each.holds).astype(np.int64) for each in stays]
        return Evaluation(figures, 2 + yields[0] + 2 * yields[1], (likelier, *stays), details)

    def _stays(self, f: Formulas, side: str, units: tuple[FloatArray, FloatArray], wins: FloatArray) -> Inequality:
        """Return whether staying to the end is worth more to a side than giving the issue up now.

        Giving up loses what the issue is worth beyond the other side's ideal. Staying keeps it until the end, moves the
        issue to the side's own ideal if it outlasts, and loses it then if it is outlasted.
        """
        issue = self.rules.issue
        other = next(x for x in self.rules.sides if x != side)
        discount, length = f.number(f"actors.{side}.discount_factor", 1.0), f.number(f"games.{self.key}.round", 1.0)
        gets = discounted_chance(*units, wins, discount**length)
        loses = discounted_chance(units[1], units[0], 1.0 - wins, discount**length)
        stake, cost = f"stakes.{side}.{issue}", f"actors.{side}.cost_of_fighting"
        quantity = self.scenario.facts.actors[side].cost_of_fighting
        position, own, theirs = f.number(f"issues.{issue}.status_quo"), f.ideal(side, issue), f.ideal(other, issue)
        gained = np.abs(position - own) * gets
        kept = (np.abs(theirs - own) - np.abs(position - own)) * (1.0 - loses)
        lost = np.where(discount < 1, 1.0 - discount, 1.0)
        months = np.where(discount < 1, (1.0 - gets - loses) / lost, length * expected_length(*units, wins))
        return Inequality(
            f"stays.{side}", side,
            "staying to the end is worth what it costs",
            "staying to the end costs more than it is worth",
            Side("what may be gained and kept", _part(f, stake, gained + kept)),
            Side("fighting until the end", _part(f, cost, months if quantity and quantity.per else np.ones(()))),
            unit=UTILITY,
        )  # fmt: skip

    def answer(self, base: Evaluation) -> Answer:
        """Return the odds in words; the walk has one law, so the answer is the only one."""
        names = Names(self.scenario)
        one, two = (names.subject(side) for side in self.rules.sides)
        odds = 100 * float(base.figures[f"chance.{self.rules.sides[0]}"])
        months = float(base.figures["expected_length"])
        said = f"{one} outlasts {two} in {odds:.0f} of 100 courses of the war, after {months:.0f} months on average"
        said += "".join(self._staying(base, names))
        notes = (self._to_and_fro(base), "A share of the model's own courses, not the chance of an event.")
        return Answer(capitalised(said), Complete.ALL, "the walk has one law for each pair of resources", (), notes)

    def _to_and_fro(self, base: Evaluation) -> str:
        """Say why a war lasts longer than either side's resources: what one side loses in a round the other has."""
        units = [float(base.details[side]) for side in self.rules.sides] if base.details else []
        months = float(self.rules.round.value)
        rounds = float(base.figures["expected_length"]) / months
        of = f"each of {months:.3g} months" if months != 1 else "each of a month"
        return (
            f"What a side loses in a round the other wins, so the war goes to and fro and may last longer than "
            f"either's resources: with {units[0]:.3g} and {units[1]:.3g} rounds' worth, {of}, it takes {rounds:.3g} "
            f"rounds on average, and {units[0]:.3g} x {units[1]:.3g} if they were even."
        )

    def _staying(self, base: Evaluation, names: Names) -> Iterator[str]:
        """Say who would rather give in than stay."""
        for side, each in zip(self.rules.sides, base.inequalities[1:], strict=False):
            if not each.holds:
                yield f"; to {names.subject(side)} staying is not worth its cost"

    def drawing(self, figure: str) -> Survival:
        """Return the courses of the war, at resources rounded to whole rounds."""
        facts, rules = self.scenario.facts, self.rules
        months = float(rules.round.value)
        units = [facts.actors[side].resources for side in rules.sides]
        first, second = (max(round(unit.value / months), 1) for unit in units if unit is not None)
        chance, length = (float(self.base.figures[k]) for k in (f"chance.{rules.sides[0]}", "expected_length"))
        rounds = int(min(max(3 * length / months, 12), _MOST_PERIODS))
        courses = by_period(first, second, float(rules.wins.value), rounds)
        return Survival(rules.sides, courses, months, (first, second), chance, length)


def _part(f: Formulas, path: str, times: FloatArray) -> tuple[Part, ...]:
    """Return a number times something as a term; nothing where the file does not give the number."""
    return (Part(path, f.number(path) * times),) if path in f.numbers else ()
