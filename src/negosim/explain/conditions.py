"""Reasons of a game of any model but `moves`, as checked objects: inequalities whose sides are sums of named terms.

Each says what must be at least what for the model's answer to hold, for whom, whether it does, and which single number
would turn it.
"""

from dataclasses import dataclass

from negosim.explain.reasons import TermShare
from negosim.models import Analysis, Inequality, Side
from negosim.scenario import Numbers
from negosim.whatif.flips import Flip
from negosim.whatif.model_watch import ModelFlips

_NOTHING = 1e-12
KIND = "condition"


@dataclass(frozen=True)
class ConditionSide:
    """One side of an inequality: what it is in words, its value, and the terms that it is the sum of."""

    says: str
    value: float
    terms: tuple[TermShare, ...]


@dataclass(frozen=True)
class Condition:
    """`left >= right`, both in one `unit`, for an actor or, where that is None, of the model itself.

    `says` is a true sentence: of what holds, or of what does not. `flips` are the nearest values of single numbers at
    which it turns, nearest first.
    """

    name: str
    actor: str | None
    says: str
    left: ConditionSide
    right: ConditionSide
    holds: bool
    binds: bool
    unit: str = ""
    flips: tuple[Flip, ...] = ()

    @property
    def slack(self) -> float:
        """Left minus right."""
        return self.left.value - self.right.value

    @property
    def sides(self) -> tuple[ConditionSide, ConditionSide]:
        """Both sides, first the one that the true sentence says to be the greater one."""
        return (self.left, self.right) if self.holds else (self.right, self.left)


def conditions(analysis: Analysis, flips: ModelFlips | None = None) -> tuple[Condition, ...]:
    """Return the inequalities behind an answer at the scenario's own numbers, with the flips that were found."""
    numbers = analysis.compiled.scenario.numbers
    known = flips.inequalities if flips else {}
    return tuple(_condition(each, numbers, known.get(each.name, ())) for each in analysis.base.inequalities)


def _condition(each: Inequality, numbers: Numbers, flips: tuple[Flip, ...]) -> Condition:
    holds = bool(each.holds)
    left, right = _side(each.left, numbers), _side(each.right, numbers)
    says = each.says if holds else each.fails
    return Condition(each.name, each.actor, says, left, right, holds, bool(each.binds), each.unit, flips)


def _side(side: Side, numbers: Numbers) -> ConditionSide:
    """Return a side with its terms, those of one number together, largest first."""
    amounts: dict[str, float] = {}
    for part in side.parts:
        amounts[part.path] = amounts.get(part.path, 0.0) + float(part.amount)
    terms = [
        TermShare(path, amount, KIND, numbers[path].status, numbers[path].claims)
        for path, amount in amounts.items()
        if abs(amount) > _NOTHING
    ]
    return ConditionSide(side.says, float(side.value), tuple(sorted(terms, key=lambda t: (-abs(t.amount), t.path))))
