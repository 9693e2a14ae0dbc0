"""Attrition, the crisis, staying power, stopping and the chip."""

import numpy as np
import pytest

from literature.table import Found, Oracle, a, classic
from negosim.models.attrition.concession import Attrition, concede, rates_needed
from negosim.models.attrition.private_values import mixing_rates, stopping_time_exponential
from negosim.models.bargaining_chip.price import price
from negosim.models.beliefs import UniformBelief
from negosim.models.crisis.escalation import Crisis, stand_off, worth_of_backing_down
from negosim.models.staying_power.ruin import chance, expected_length
from negosim.models.stopping.stall import Prospect, Side, stall


def abreu_gul() -> Found:
    found = classic("abreu-gul")
    names = {"l": "concession_rate", "mu": "concedes_at_once"}
    sides = {f"{short}{k}": found[f"{figure}.{side}"]
             for short, figure in names.items() for k, side in ((1, "north"), (2, "south"))}  # fmt: skip
    return {"T": found["ends_after"], **sides}


def waiting_gains() -> Found:
    """What waiting for another moment is worth to each side, less what it costs."""
    data = Attrition(a(0.7, 0.6), a(0.05, 0.1), a(0, 0), a(0.1, 0.1), a(0, 0))
    gains = concede(data).rates[::-1] * data.dispute - data.rate * (1 - data.asks[::-1])
    assert rates_needed(data) == pytest.approx(concede(data).rates[::-1])
    return {"g": gains}


def known_values() -> Found:
    h1, h2 = mixing_rates(a(10, 5), a(1, 2))
    return {"h1": h1, "h2": h2, "p1_wins": h2 / (h1 + h2), "length": 1 / (h1 + h2)}


def quitting_at(*times: float) -> Found:
    """What the first side gets by quitting at each time, from the definition."""
    rate, time = mixing_rates(a(10, 5), a(1, 2))[1], np.array(times)
    return {"u": 10 * (1 - np.exp(-rate * time)) - 1 * (1 - np.exp(-rate * time)) / rate}


COSTS = UniformBelief(a(0.0), a(2.0))
STEEP = Crisis(a(1, 1), a(2, 1), a(0, 0), (COSTS, COSTS))


def crisis() -> Found:
    found = classic("fearon-crisis")
    return {"t": found["horizon"], "war": found["risk_of_war"], "k1": found["backs_down_at_once.democracy"],
            "k2": found["backs_down_at_once.autocracy"]}  # fmt: skip


def backing_down_at(*shares: float) -> Found:
    found = stand_off(STEEP)
    return {"u": worth_of_backing_down(STEEP, found, float(found.horizon) * np.array(shares))[0]}


def war_of_forts() -> Found:
    found = classic("ten-forts")
    side = next(name.split(".")[1] for name in found if name.startswith("chance."))
    return {"win": chance(a(4), a(6), a(0.55)), "length": expected_length(a(4), a(6), a(0.55)),
            "scenario": found[f"chance.{side}"]}  # fmt: skip


WAITING = [
    Oracle("attrition", "obstinate kinds", "Abreu and Gul 2000, proposition 1", abreu_gul,
           {"l1": 0.1, "l2": 0.06666666666666667, "T": 23.025850929940457, "mu1": 0.0, "mu2": 0.5358411166387221}),
    Oracle("attrition", "obstinate kinds: nobody gains by waiting", "derived", waiting_gains, {"g": [0.0, 0.0]}, 1e-5),
    Oracle("attrition", "values that both know", "Hendricks, Weiss and Wilson 1988", known_values,
           {"h1": 0.4, "h2": 0.1, "p1_wins": 0.2, "length": 2.0}),
    Oracle("attrition", "values that both know: quitting at any time", "derived", lambda: quitting_at(0.5, 1.0, 5.0),
           {"u": [0.0, 0.0, 0.0]}, 1e-12),
    Oracle("attrition", "values that only their owner knows", "Bishop, Cannings and Maynard Smith 1978",
           lambda: {"t": stopping_time_exponential(a(0.5), a(1.0), a(1.0)),
                    "months": classic("animal-contest")["stops_after.first"] / 100}, {"t": 0.125, "months": 0.125}),
    Oracle("crisis", "costs at home that rise", "Fearon 1994; closed form for uniform types derived", crisis,
           {"t": 0.6180339887498949, "k1": 0.0, "k2": 0.30901699437494734, "war": 0.1909830056250526}),
    Oracle("crisis", "backing down at any time", "derived", lambda: backing_down_at(0.1, 0.5, 0.99),
           {"u": [0.30901699437494734] * 3}),
    Oracle("staying_power", "four forts of ten", "Smith and Stam 2004; Feller, ch. XIV", war_of_forts,
           {"win": 0.6375859553439374, "length": 23.75859553439372, "scenario": 0.6375859553439374}),
    Oracle("stopping", "gains that shrink", "Chow and Robbins 1961; model derived",
           lambda: {"t": stall(Prospect(*map(a, (0.4, 0.05, 0.8, np.inf, 0.0, 0.0))),
                               Side(lambda x: x, a(0.02 * 0.5), a(0.98), a(0.0))).settles}, {"t": 4}, 0),
    Oracle("bargaining_chip", "a low hazard", "derived",
           lambda: {"price": price(a(0.35), a(0.02), a(0.01), a(0.98)),
                    "scenario": classic("fading-claim", issues__house__hazard=0.02)["price"]},
           {"price": 0.35, "scenario": 0.35}),
    Oracle("bargaining_chip", "a higher hazard", "derived; Dixit and Pindyck 1994, ch. 4",
           lambda: {"price": price(a(0.35), a(0.05), a(0.01), a(0.98)), "scenario": classic("fading-claim")["price"]},
           {"price": 0.24637681159420274, "scenario": 0.24637681159420274}),
]  # fmt: skip
