"""A scenario's truce: from its strikes, monitoring and seasons to the patience that it needs, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negosim.games import BoolArray, FloatArray, IntArray
from negosim.models.compiled import CompiledModel
from negosim.models.evaluation import Answer, Evaluation, Figure, ModelSolution
from negosim.models.formulas import Formulas
from negosim.models.truce import repeated
from negosim.models.truce.faith import attributed, posterior
from negosim.models.truce.look import Look
from negosim.models.truce.repeated import Signal
from negosim.models.truce.seasons import overtakes
from negosim.models.truce.sides import side_of, signal_of
from negosim.scenario.names import Names, capitalised, listed
from negosim.scenario.numbers import START
from negosim.scenario.shared_facts import MONTHS
from negosim.solve import Complete

_UTILITY = "utility of that side"
_FACTOR = "per month"
_BREACHES = 6
_PUNISHMENTS = {
    "critical_discount_factor": "Grim punishment",
    "critical_limited": "Limited punishment",
    "critical_proportionate": "Tit-for-tat",
}


@dataclass(frozen=True)
class TruceYear:
    """A truce through the year, for pictures: by party and month, from the month in which the game starts.

    NaN in `critical` where no patience suffices.
    """

    parties: tuple[str, str]
    months: tuple[str, ...]
    slack: FloatArray
    critical: FloatArray
    loss: FloatArray
    discount: tuple[float, float]
    scale: float
    """What a payoff is multiplied by to be shown: 100 for utilities, 1 for a table of payoffs."""


@dataclass(frozen=True)
class FaithPath:
    """What is thought of each party after 0, 1, 2, ... attributed breaches in as many months, for a picture."""

    parties: tuple[str, ...]
    posterior: FloatArray


@dataclass(frozen=True, eq=False)
class CompiledTruce(CompiledModel):
    """A truce of a scenario."""

    MODEL: ClassVar = "truce"
    REPRESENTATION: ClassVar = "repeated_game"
    SAYS: ClassVar = "whether two sides keep a truce, how patient they must be, and what breaches teach"
    SOURCE: ClassVar = (
        "Friedman (1971); Green and Porter (1984); Axelrod (1984); periodic and blamed answers derived here"
    )
    CONCEPTS: ClassVar = ("perfect_public",)
    FIGURES: ClassVar = {
        "critical_discount_factor": Figure(
            "the least patience under grim punishment, this month's values kept", _FACTOR
        ),
        "critical_limited": Figure("the same where a breach brings `punishment` months of strikes", _FACTOR),
        "critical_proportionate": Figure("the same against tit-for-tat, one strike for one", _FACTOR),
        "critical_all_year": Figure("the least patience that holds in every month of the year under grim", _FACTOR),
        "shortest_punishment": Figure(
            "the fewest months of punishment that hold it, this month's values kept", "months"
        ),
        "slack": Figure("what holding is worth this month beyond striking, looking ahead", _UTILITY),
        "slack_by_month": Figure("the same by month of the year", _UTILITY),
        "loss_spared": Figure("the loss by strikes that the truce spares it over its own length", _UTILITY),
        "overtakes": Figure("months until it comes to need more patience than the other side", "months"),
        "expected_life": Figure("months until a false alarm ends a grim truce that both keep", "months"),
        "posterior": Figure("the chance of good faith after so many attributed breaches in a row"),
    }
    REGIMES: ClassVar = {
        "held": "under grim punishment neither side gains by a strike in any month of the year",
        "first_strikes": "the first party gains by a strike in one month or more",
        "second_strikes": "the second party gains by a strike in one month or more",
        "both_strike": "each gains by a strike in one month or more",
    }

    @property
    def players(self) -> tuple[str, ...]:
        """The two parties."""
        truce = self.scenario.facts.truce
        assert truce is not None
        return truce.parties

    def evaluate(self, f: Formulas) -> Evaluation:
        """Return each side's patience needed and slack, and the inequalities of its weakest month."""
        signal, one, two = signal_of(f), *self.players
        sides = [side_of(f, self.key, self.rules, pair) for pair in ((one, two), (two, one))]
        start = np.asarray(f.number(START, 0.0) % 12).astype(np.int64)
        looks = [Look(f, side, signal, start) for side in sides]
        punishment = f.number(f"games.{self.key}.punishment")
        figures: dict[str, FloatArray] = {}
        for k, look in enumerate(looks):
            other = looks[1 - k]
            figures |= dict(look.figures(punishment))
            figures[f"overtakes.{look.side.party}"] = _first(overtakes(look.by_month, other.by_month), start)
        figures["expected_life"] = repeated.expected_life(signal)
        figures |= self._posteriors(f, signal)
        reasons = [list(look.inequalities()) for look in looks]
        strikes = [(~each[0].holds).astype(np.int64) for each in reasons]
        details = {"looks": looks, "start": start}
        return Evaluation(figures, strikes[0] + 2 * strikes[1], (*reasons[0], *reasons[1]), details)

    def _posteriors(self, f: Formulas, signal: Signal) -> dict[str, FloatArray]:
        truce, found = self.scenario.facts.truce, {}
        assert truce is not None
        for party in truce.good_faith:
            base = f"truce.good_faith.{party}"
            chances = [attributed(f.number(f"{base}.{word}"), signal) for word in ("breach_if_good", "breach_if_bad")]
            for n in range(1, _BREACHES + 1):
                found[f"posterior.{party}.{n}"] = posterior(f.number(f"{base}.prior"), chances[0], chances[1], (n, n))
        return found

    def answer(self, base: Evaluation) -> Answer:
        """Return who would strike and when; each punishment is a solution, with the patience that each side needs."""
        names = Names(self.scenario)
        assert base.details is not None
        looks: list[Look] = base.details["looks"]
        breaks = [look for k, look in enumerate(looks) if int(base.regime) >> k & 1]
        sides = [names.subject(look.side.party) for look in looks]
        said = _would_strike(breaks, names) if breaks else f"{listed(sides)} both hold their fire in every month"
        why = "each side's condition is one inequality a month, and all twelve were looked at; other equilibria of the "
        why += "repeated game are not"
        notes = tuple([*self._needs(base, names), *self._notes(looks, names)])
        solutions = (*([] if breaks else [_solution(looks, 0.0)]), _solution(looks, 1.0))
        actions = {party: ("hold", "strike") for party in self.players}
        return Answer(said, Complete.SOME, why, solutions, notes, actions)

    def _needs(self, base: Evaluation, names: Names) -> Iterator[str]:
        """Say what patience each kind of punishment needs of each side."""
        needed = {
            what: {names.short(party): float(base.figures[f"{figure}.{party}"]) for party in self.players}
            for figure, what in _PUNISHMENTS.items()
        }
        if all(np.isnan(x) for needs in needed.values() for x in needs.values()):
            yield "With this month's values neither side is held by grim, limited or proportionate punishment."
            return
        for what, needs in needed.items():
            said = [f"{who} {'cannot be held' if np.isnan(x) else f'needs {x:.3f}'}" for who, x in needs.items()]
            yield f"{what}: {', '.join(said)}."

    def _notes(self, looks: list[Look], names: Names) -> Iterator[str]:
        """Say in which months the patience that one side needs overtakes the other's."""
        for look, other in (looks, looks[::-1]):
            who, whom = names.subject(look.side.party), names.subject(other.side.party)
            met = np.flatnonzero(overtakes(look.by_month, other.by_month))
            for never in (False, True):
                months = [MONTHS[k].capitalize() for k in met if bool(np.isnan(look.by_month[k])) == never]
                said = f"{who} comes to need more patience than {whom} in {listed(months)}."
                if never:
                    said = f"From {listed(months)} on the month's values let some patience hold {whom}, but none {who}."
                if months:
                    yield capitalised(said)
        yield "Patience is compared, not utility."

    def drawing(self, figure: str) -> TruceYear | FaithPath | None:
        """Return the year from the month in which the game starts, or the path of beliefs if the scenario has any."""
        if figure == "truce_faith":
            truce = self.scenario.facts.truce
            if truce is None or not truce.good_faith:
                return None
            seen = self.base.figures
            paths = [
                [truce.good_faith[p].prior.value, *(float(seen[f"posterior.{p}.{n}"]) for n in range(1, _BREACHES + 1))]
                for p in truce.good_faith
            ]
            return FaithPath(tuple(truce.good_faith), np.array(paths))
        assert self.base.details is not None
        looks: list[Look] = self.base.details["looks"]
        order = (int(self.base.details["start"]) + np.arange(12)) % 12
        rows = [np.stack([look.rows[k] for look in looks])[:, order] for k in range(3)]
        patience = (float(looks[0].discount), float(looks[1].discount))
        parties, scale = (self.players[0], self.players[1]), 1.0 if self.rules.payoffs else 100.0
        return TruceYear(
            parties, tuple(MONTHS[k].capitalize() for k in order), rows[0], rows[1], rows[2], patience, scale
        )


def _solution(looks: list[Look], strikes: float) -> ModelSolution:
    """Return one equilibrium from the start on: both hold under grim punishment, or both strike for ever.

    Payoffs are averages over months, discounted; the regret of holding is what the best month's strike would bring.
    """
    chosen = "strike" if strikes else "hold"
    payoffs = {look.side.party: look.average(bool(strikes)) for look in looks}
    regret = 0.0 if strikes else max(0.0, *(-float(look.slack.min()) for look in looks))
    return ModelSolution("perfect_public", payoffs, profile={p: {chosen: 1.0} for p in payoffs}, regret=regret)


def _first(marked: BoolArray, start: IntArray) -> FloatArray:
    """Return how many months from the start the first marked month comes; NaN where none is."""
    order = (start[..., np.newaxis] + np.arange(12)) % 12
    seen = np.take_along_axis(marked, order, axis=-1)
    return np.where(seen.any(axis=-1), seen.argmax(axis=-1), np.nan)


def _would_strike(looks: list[Look], names: Names) -> str:
    """Say in which months each side would strike, and whether more patience would help; of both at once if alike."""
    said: dict[str, list[str]] = {}
    for look in looks:
        count, needed = int((look.slack < 0).sum()), float(look.critical_all_year())
        when = "in every month" if count == 12 else f"in {count} of 12 months"
        helps = f"a discount factor of {needed:.3f} would be needed, and it is {float(look.discount):.3f}"
        helps = "and no patience would prevent it all year" if np.isnan(needed) else helps
        said.setdefault(f"would strike {when}, {helps}", []).append(names.subject(look.side.party))
    return capitalised("; ".join(f"{listed(who)} {does}" for does, who in said.items()))
