"""A scenario's bargaining chip: from its numbers to the price, the swap, and why it is refused or taken."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negosim.games import FloatArray
from negosim.models.bargaining_chip.price import hazard_at_price, largest_return, worth_of_waiting
from negosim.models.compiled import CompiledModel
from negosim.models.evaluation import UTILITY, Answer, Evaluation, Figure, Inequality, ModelSolution, Part, Side
from negosim.models.formulas import Formulas
from negosim.models.pie import at_home
from negosim.scenario.names import Names
from negosim.solve import Complete

_UTILITY = "utility of the buyer"
_ACTIONS = ("swap", "fight_on", "neither")


@dataclass(frozen=True)
class PriceCurve:
    """The price against the hazard, for a picture: arrays of one shape; `now` is (hazard, price)."""

    chip: str
    buyer: str
    hazard: FloatArray
    price: FloatArray
    cap: float
    swap_cost: float
    now: tuple[float, float]
    range: tuple[float, float] | None


@dataclass(frozen=True, eq=False)
class CompiledChip(CompiledModel):
    """A bargaining chip of a scenario."""

    MODEL: ClassVar = "bargaining_chip"
    REPRESENTATION: ClassVar = "stopping_problem"
    SAYS: ClassVar = "what a chip that may be lost is worth now, and whether land is given for it"
    SOURCE: ClassVar = "constant-hazard stopping, after Dixit and Pindyck (1994, ch. 4); red lines after Putnam (1988)"
    CONCEPTS: ClassVar = ("optimal_stopping",)
    FIGURES: ClassVar = {
        "price": Figure("the most that the buyer pays for the chip now", _UTILITY),
        "cap": Figure("what the part of the chip that is still held is worth to the buyer", _UTILITY),
        "waiting": Figure("what fighting on until the chip is taken is worth to the buyer", _UTILITY),
        "swap_cost": Figure("what the swap costs the buyer: what it gives, and signing that at home", _UTILITY),
        "largest_return": Figure("the largest share of `price_in` that the buyer gives back for the chip", "share"),
        "critical_hazard": Figure("the hazard above which the swap is refused; null where none decides", "per month"),
    }
    REGIMES: ClassVar = {
        "accepted": "the chip's price covers what the swap costs",
        "refused": "the swap costs more than the chip's price",
        "full": "waiting is worth nothing, so the price is all that the chip is worth",
        "discounted": "waiting is worth something, so less is paid",
    }

    @property
    def players(self) -> tuple[str, ...]:
        """The buyer, and the actor who holds the chip where the file names one."""
        holder = self.scenario.facts.issues[self.rules.chip].controlled_by
        return (self.rules.buyer, *((holder,) if holder and holder != self.rules.buyer else ()))

    def evaluate(self, f: Formulas) -> Evaluation:
        """Return the price, the swap's cost, and the inequalities behind them."""
        chip, buyer = self.rules.chip, self.rules.buyer
        worth = self._worth(f)
        cap = Side("the chip", worth).value
        hazard_path, cost_path = f"issues.{chip}.hazard", f"actors.{buyer}.cost_of_fighting"
        hazard, cost = f.number(hazard_path), f.number(cost_path, 0.0)
        discount = f.number(f"actors.{buyer}.discount_factor", 1.0)
        waiting = worth_of_waiting(cap, hazard, cost, discount)
        figures = {"price": cap - waiting, "cap": cap, "waiting": waiting}
        waits = Inequality(
            "waiting_pays",
            buyer,
            "a month more of fighting brings more, as a chance of taking the chip, than it costs",
            "a month more of fighting costs more than the chance of taking the chip is worth",
            Side("the chance of taking the chip next month", (Part(hazard_path, discount * hazard * cap),)),
            Side("a month of fighting", (Part(cost_path, cost),) if cost_path in f.numbers else ()),
            unit=UTILITY,
        )
        if self.rules.price_in is None:
            return Evaluation(figures, np.where(waits.holds, 3, 2), (waits,))
        figures["largest_return"] = self._largest_return(f, figures["price"])
        if self.rules.swap is None:
            return Evaluation(figures, np.where(waits.holds, 3, 2), (waits,))
        swap = Inequality(
            "swap_accepted",
            buyer,
            "the chip's price covers what the swap costs",
            "the swap costs more than the chip's price",
            Side("the chip's price", (*worth, Part(hazard_path, -waiting))),
            Side("the swap", self._swap_cost(f)),
            unit=UTILITY,
        )
        figures["swap_cost"] = swap.right.value
        figures["critical_hazard"] = hazard_at_price(swap.right.value, cap, cost, discount)
        return Evaluation(figures, np.where(swap.holds, 0, 1), (swap, waits))

    def answer(self, base: Evaluation) -> Answer:
        """Return the answer in words; the stopping problem has one value, so the answer is the only one."""
        names, regime = Names(self.scenario), tuple(self.REGIMES)[int(base.regime)]
        chip, buyer = names.issue(self.rules.chip), names.subject(self.rules.buyer)
        price, cap = (100 * float(base.figures[word]) for word in ("price", "cap"))
        said = f"{buyer} pays at most {price:.1f} of the {cap:.1f} points that {chip} is worth to it"
        if self.rules.swap is not None:
            verb = "takes" if regime == "accepted" else "refuses"
            cost = 100 * float(base.figures["swap_cost"])
            said += f", and {verb} {names.outcome(self.rules.swap)}, which costs it {cost:.1f}"
        notes = ("What fighting on does to other issues is not counted here.",)
        why = "the worth of waiting solves one linear equation, so it and the price are unique"
        return Answer(said, Complete.ALL, why, (self._solution(base),), notes, {self.rules.buyer: _ACTIONS})

    def _solution(self, base: Evaluation) -> ModelSolution:
        """Return what the buyer does at its best, of taking the swap, fighting on until the chip falls, and neither.

        Its regret is held against the recursion: what fighting one month more, and then going on as before, would add.
        """
        numbers, buyer = self.scenario.numbers, self.rules.buyer
        cap, waiting = float(base.figures["cap"]), float(base.figures["waiting"])
        swap = cap - float(base.figures["swap_cost"]) if self.rules.swap is not None else -np.inf
        worth = dict(zip(_ACTIONS, (swap, waiting, 0.0), strict=True))
        does = max(worth, key=lambda action: worth[action])
        path = f"actors.{buyer}.discount_factor"
        discount = numbers[path].value if path in numbers else 1.0
        hazard = numbers[f"issues.{self.rules.chip}.hazard"].value
        cost = f"actors.{buyer}.cost_of_fighting"
        month = -numbers[cost].value if cost in numbers else 0.0
        once_more = month + discount * (hazard * cap + (1.0 - hazard) * max(worth[does], 0.0))
        regret = max(once_more - worth[does], 0.0) / cap if cap > 0 else 0.0
        return ModelSolution(self.CONCEPTS[0], {buyer: worth[does]}, profile={buyer: {does: 1.0}}, regret=regret)

    def drawing(self, figure: str) -> PriceCurve:
        """Return the price against the hazard, all other numbers held."""
        numbers, path = self.scenario.numbers, f"issues.{self.rules.chip}.hazard"
        hazard = np.linspace(0.0, 1.0, 201)
        seen, entry = self.figures(numbers.vary({path: hazard})), numbers[path]
        low, high = entry.quantity.low, entry.quantity.high
        stated = (low, high) if low is not None and high is not None else None
        now = (entry.value, float(self.base.figures["price"]))
        swap = float(self.base.figures.get("swap_cost", np.nan))
        names = Names(self.scenario)
        cap = float(self.base.figures["cap"])
        return PriceCurve(names.issue(self.rules.chip), self.rules.buyer, hazard, seen["price"], cap, swap, now, stated)

    def _worth(self, f: Formulas) -> tuple[Part, ...]:
        """Return what the part of the chip that is still held is worth to the buyer: its stake, and its image."""
        chip, buyer = self.rules.chip, self.rules.buyer
        position, ideal = f.number(f"issues.{chip}.status_quo"), f.ideal(buyer, chip)
        return (*_staked(f, buyer, chip, np.abs(position - ideal)), *at_home(f, buyer, chip, position))

    def _swap_cost(self, f: Formulas) -> tuple[Part, ...]:
        """Return what the swap costs the buyer: what it gives of the issue that it pays with, and signing that."""
        issue, buyer = self.rules.price_in, self.rules.buyer
        settled = f.number(f"outcomes.{self.rules.swap}.settles.{issue}")
        before, ideal = f.number(f"issues.{issue}.status_quo"), f.ideal(buyer, issue)
        given = np.abs(settled - ideal) - np.abs(before - ideal)
        return (*_staked(f, buyer, issue, given), *at_home(f, buyer, issue, settled))

    def _largest_return(self, f: Formulas, price: FloatArray) -> FloatArray:
        issue, buyer = self.rules.price_in, self.rules.buyer
        before, ideal = f.number(f"issues.{issue}.status_quo"), f.ideal(buyer, issue)
        home, room = (np.zeros(()), np.zeros(())), np.zeros(())
        if self._signs(issue):
            base = f"audience.{buyer}.{issue}"
            home = (f.number(f"{base}.fixed", 0.0), f.number(f"{base}.slope", 0.0))
            room = np.abs(f.number(f"{base}.red_line") - ideal) - np.abs(before - ideal)
        available = np.where(ideal >= before, before, 1.0 - before)
        return largest_return(price, f.number(f"stakes.{buyer}.{issue}", 0.0), home, room, available)

    def _signs(self, issue: str) -> bool:
        row = self.scenario.facts.audience.get(self.rules.buyer, {}).get(issue)
        return row is not None and "settlement" in row.kinds


def _staked(f: Formulas, actor: str, issue: str, share: FloatArray) -> tuple[Part, ...]:
    """Return what a share of an issue is worth to an actor by its stake, nothing where it has none."""
    path = f"stakes.{actor}.{issue}"
    return (Part(path, f.number(path) * share),) if path in f.numbers else ()
