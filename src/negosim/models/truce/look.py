"""One side of a truce at vectors of numbers: its figures, and why it holds its fire or strikes."""

from collections.abc import Iterator

import numpy as np

from negosim.games import FloatArray, IntArray
from negosim.models.evaluation import UTILITY, Inequality, Part
from negosim.models.evaluation import Side as Terms
from negosim.models.formulas import Formulas
from negosim.models.truce import repeated
from negosim.models.truce.repeated import Dilemma, Signal
from negosim.models.truce.seasons import ahead, critical_all_year, kept_ahead, slack, spared
from negosim.models.truce.sides import Side
from negosim.scenario.shared_facts import MONTHS

_PATIENT = 1.0 - 1e-9


class Look:
    """One side's truce, with what is worked out of it: arrays of shape (..., 12) by month of the year."""

    def __init__(self, f: Formulas, side: Side, signal: Signal, start: IntArray) -> None:
        self.side, self.signal, self.start = side, signal, start
        self.discount = f.number(f"actors.{side.party}.discount_factor", 1.0)
        self.length = f.number("truce.length")
        month = side.dilemma
        self.slack = slack(month.gain, month.forgone, self.discount, signal)
        yearly = Signal(signal.detect[..., np.newaxis], signal.false_alarm[..., np.newaxis])
        self.by_month = repeated.critical_grim(month, yearly)
        endless = self.discount * (1.0 - signal.false_alarm) >= 1
        self.told = np.where(endless[..., np.newaxis], np.nan, self.slack)
        self.rows = (self.slack, self.by_month, side.loss)

    def figures(self, punishment: FloatArray) -> Iterator[tuple[str, FloatArray]]:
        """Yield each figure of this side."""
        month, signal, party = self._now(), self.signal, self.side.party
        yield f"critical_discount_factor.{party}", at(self.by_month, self.start)
        yield f"critical_limited.{party}", _below_one(repeated.critical_limited(month, signal, punishment))
        yield f"critical_proportionate.{party}", _below_one(repeated.critical_proportionate(month, signal))
        yield f"critical_all_year.{party}", self.critical_all_year()
        yield f"shortest_punishment.{party}", repeated.shortest_punishment(month, signal, self.discount)
        yield f"slack.{party}", at(self.told, self.start)
        yield f"loss_spared.{party}", at(spared(self.side.loss, self.length), self.start)
        for k, name in enumerate(MONTHS):
            yield f"slack_by_month.{party}.{name}", self.told[..., k]

    def critical_all_year(self) -> FloatArray:
        """Return the least discount factor that holds the side in every month."""
        return critical_all_year(self.side.dilemma.gain, self.side.dilemma.forgone, self.signal)

    def average(self, strikes: bool) -> float:
        """Return what a month brings on average from the start, discounted, at one point: always struck, or held."""
        month, rest = self.side.dilemma, 1.0 - min(float(self.discount), _PATIENT)
        ended = at(ahead(month.punishment, np.asarray(1.0 - rest)), self.start)
        above = at(ahead(month.forgone, (1.0 - rest) * (1.0 - self.signal.false_alarm)), self.start)
        return float(rest * (ended if strikes else ended + above))

    def _now(self) -> Dilemma:
        month = self.side.dilemma
        words = (month.temptation, month.reward, month.punishment, month.sucker)
        return Dilemma(*(at(word, self.start) for word in words))

    def inequalities(self) -> Iterator[Inequality]:
        """Yield why the side holds or strikes in its weakest month, and whether any patience suffices this month."""
        party, worst = self.side.party, np.asarray(self.slack.argmin(axis=-1))
        ahead = [Part(p.path, at(kept_ahead(p.amount, self.discount, self.signal), worst)) for p in self.side.forgone]
        yield Inequality(
            f"holds.{party}", party,
            "even in its weakest month the truce that it would lose is worth more than a month's strikes",
            "in its weakest month a month's strikes bring more than the truce that it would lose",
            Terms("the truce that a strike puts at risk", tuple(ahead)),
            Terms("a month of strikes alone", tuple(Part(p.path, at(p.amount, worst)) for p in self.side.gain)),
            unit=UTILITY,
        )  # fmt: skip
        told_apart = self.signal.detect - self.signal.false_alarm
        deters = [Part(p.path, told_apart * at(p.amount, self.start)) for p in self.side.forgone]
        alarms = [Part(p.path, self.signal.false_alarm * at(p.amount, self.start)) for p in self.side.gain]
        yield Inequality(
            f"patience.{party}", party,
            "what a month of punishment deters exceeds what false alarms cost, so some patience suffices",
            "what a month of punishment deters does not exceed what false alarms cost, so no patience suffices",
            Terms("what a month of punishment deters, this month's values kept", tuple(deters)),
            Terms("what false alarms cost", tuple(alarms)), unit=UTILITY,
        )  # fmt: skip


def at(year: FloatArray, month: IntArray) -> FloatArray:
    """Return the value of one month, which may differ from point to point."""
    return np.asarray(np.take_along_axis(year, month[..., np.newaxis], axis=-1)[..., 0])


def _below_one(factor: FloatArray) -> FloatArray:
    """Return a critical factor, or NaN where only the limit of 1 would do."""
    return np.where(factor < 1, factor, np.nan)
