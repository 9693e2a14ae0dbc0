"""What each month brings a party of a truce, from the scenario's strikes or from a table of payoffs."""

from dataclasses import dataclass

import numpy as np

from negosim.games import FloatArray
from negosim.models.evaluation import Part
from negosim.models.formulas import Formulas
from negosim.models.truce.repeated import Dilemma, Signal
from negosim.models.truce.seasons import YEAR
from negosim.scenario.rules.truce import TruceGameRules
from negosim.scenario.shared_facts import MONTHS, Lever


@dataclass(frozen=True, eq=False)
class Side:
    """A party's year: amounts of shape (..., 12), January first.

    `gain` are the terms of striking alone beyond holding, `forgone` those of a month's truce beyond both striking;
    `loss` is what the other side's strikes take from it.
    """

    party: str
    dilemma: Dilemma
    gain: tuple[Part, ...]
    forgone: tuple[Part, ...]
    loss: FloatArray


def side_of(f: Formulas, game: str, rules: TruceGameRules, parties: tuple[str, str]) -> Side:
    """Return the year of the first of two parties, who faces the second."""
    return _from_table(f, game, parties[0]) if rules.payoffs else _from_strikes(f, *parties)


def signal_of(f: Formulas) -> Signal:
    """Return how well the truce is watched."""
    return Signal(f.number("truce.monitoring.detect"), f.number("truce.monitoring.false_alarm"))


def _from_strikes(f: Formulas, party: str, other: str) -> Side:
    """Return a year of strikes: a side gains by its own and loses by the other's, of which blame undoes a share.

    Blame put on the side that answers pays its target back: that share of the answer does not deter.
    """
    bites = 1.0 - f.number(f"truce.monitoring.blame.{other}", 0.0)
    own, theirs = _strikes(f, party, other), _strikes(f, other, party)
    gain = [Part(f"{path}.gain", _year(f, f.number(f"{path}.gain"))) for path, _ in own if f"{path}.gain" in f.numbers]
    hits = {path: _loss(f, path, lever) for path, lever in theirs}
    loss = np.asarray(sum(hits.values()))
    answer = [Part(f"{path}.strength", bites[..., np.newaxis] * hit) for path, hit in hits.items()]
    total = np.asarray(sum(part.amount for part in gain) + np.zeros_like(loss))
    felt = bites[..., np.newaxis] * loss
    month = Dilemma(total, np.zeros_like(total), total - felt, -felt)
    return Side(party, month, tuple(gain), (*answer, *_less(gain)), loss)


def _from_table(f: Formulas, game: str, party: str) -> Side:
    """Return a year in which every month has the payoffs of a table."""
    base = f"games.{game}.payoffs.{party}"
    words = ("temptation", "reward", "punishment", "sucker")
    rows = {word: Part(f"{base}.{word}", _year(f, f.number(f"{base}.{word}"))) for word in words}
    month = Dilemma(*(rows[word].amount for word in words))
    gain = (rows["temptation"], *_less([rows["reward"]]))
    return Side(party, month, gain, (rows["reward"], *_less([rows["punishment"]])), month.exposed)


def _strikes(f: Formulas, owner: str, target: str) -> list[tuple[str, Lever]]:
    """Return the paths of the levers by which one side strikes another."""
    levers = f.facts.levers.items()
    return [
        (f"levers.{key}", lever)
        for key, lever in levers
        if (lever.owner, lever.target, lever.scales_with) == (owner, target, "strikes")
    ]


def _loss(f: Formulas, path: str, lever: Lever) -> FloatArray:
    """Return what a month of strikes costs their target, by month."""
    strength = f.number(f"{path}.strength") * (1.0 - f.number(f"{path}.replaced", 0.0))
    season = lever.strength.season
    if season is None:
        return _year(f, strength)
    year = np.stack([f.number(f"time.seasons.{season}.{month}") for month in MONTHS], axis=-1)
    floor = f.number(f"{path}.strength.floor", 0.0)[..., np.newaxis]
    return np.asarray(strength[..., np.newaxis] * (floor + (1.0 - floor) * year))


def _year(f: Formulas, amount: FloatArray) -> FloatArray:
    """Return an amount that is the same in every month."""
    return np.broadcast_to(amount[..., np.newaxis], (*f.values.shape[:-1], YEAR))


def _less(parts: list[Part]) -> tuple[Part, ...]:
    return tuple(Part(part.path, -part.amount) for part in parts)
