"""The graph model, and the truce."""

import numpy as np

from literature.table import Found, Oracle, a
from negosim.games import ConflictGraph
from negosim.games.conflict_graph import moves_between_profiles
from negosim.models import compile_game
from negosim.models.truce import repeated
from negosim.models.truce.faith import posterior
from negosim.models.truce.repeated import PERFECT, Dilemma, Signal
from negosim.models.truce.seasons import slack
from negosim.scenario import read
from negosim.solve.stability import StabilityTable

LETTERS = {
    "nash_stability": "R", "general_metarational": "GMR", "symmetric_metarational": "SMR", "sequential_stability": "SEQ",
}  # fmt: skip


def stable(graph: ConflictGraph) -> Found:
    """The equilibria under each definition, by the numbers that the publications give the states."""
    equilibria = StabilityTable(graph).equilibria
    return {LETTERS[name]: (np.flatnonzero(marked) + 1).tolist() for name, marked in equilibria.items()}


ELMIRA, DILEMMA = [5, 8, 9], [1, 4]
CONFLICTS = [
    Oracle("graph_model", "Elmira", "Hipel, Fang, Kilgour and Haight 1993; Kilgour, Hipel, Fang and Peng 2001",
           lambda: stable(compile_game(read("classics/elmira")).conflict.graph),
           {"R": ELMIRA, "GMR": [1, 4, *ELMIRA], "SMR": [1, 4, *ELMIRA], "SEQ": ELMIRA}, 0),
    Oracle("graph_model", "the prisoner's dilemma", "Fang, Hipel and Kilgour 1993, ch. 3",
           lambda: stable(ConflictGraph(moves_between_profiles([2, 2]), [[3, 1, 4, 2], [3, 4, 1, 2]])),
           {"R": [4], "GMR": DILEMMA, "SMR": DILEMMA, "SEQ": DILEMMA}, 0),
]  # fmt: skip

AXELROD = Dilemma(a(5), a(3), a(1), a(0))
NOISY = Signal(a(0.9), a(0.1))
WINTER = a(2, 2, 2, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 2, 2, 2)
BY_MONTH = [
    *(4.859666157560106, 4.066295730622338, 3.184773034024822, 3.7053033711386885, 4.283670412376322),
    *(4.926300458195913, 5.640333842439901, 6.433704269377666, 7.315226965975185, 6.794696628861313),
    *(6.216329587623688, 5.573699541804098),
]
TRUCE = [
    Oracle("truce", "grim", "Friedman 1971", lambda: {"d": repeated.critical_grim(AXELROD, PERFECT)}, {"d": 0.5}),
    Oracle("truce", "one month of punishment", "derived",
           lambda: {"d": repeated.critical_limited(AXELROD, PERFECT, a(1))}, {"d": 1.0}, 1e-12),
    Oracle("truce", "two months", "Mailath and Samuelson 2006, ch. 2",
           lambda: {"d": repeated.critical_limited(AXELROD, PERFECT, a(2))}, {"d": 0.6180339887498997}, 1e-8),
    Oracle("truce", "three months", "Mailath and Samuelson 2006, ch. 2",
           lambda: {"d": repeated.critical_limited(AXELROD, PERFECT, a(3))}, {"d": 0.5436890126920758}, 1e-8),
    Oracle("truce", "grim with false alarms", "Green and Porter 1984",
           lambda: {"d": repeated.critical_grim(AXELROD, NOISY), "life": repeated.expected_life(NOISY)},
           {"d": 0.588235294117647, "life": 10.0}, 1e-8),
    Oracle("truce", "grim without false alarms", "Green and Porter 1984",
           lambda: {"d": repeated.critical_grim(AXELROD, Signal(a(1), a(0))), "life": repeated.expected_life(PERFECT)},
           {"d": 0.5, "life": np.nan}, 1e-8),
    Oracle("truce", "the shortest punishment with false alarms", "Green and Porter 1984",
           lambda: {"k": repeated.shortest_punishment(AXELROD, NOISY, a(0.9)),
                    "value": repeated.truce_value(AXELROD, NOISY, a(0.9), a(2))}, {"k": 2, "value": 2.7079419299743814}),
    Oracle("truce", "tit for tat", "Axelrod 1984", lambda: {"d": repeated.critical_proportionate(AXELROD, PERFECT)},
           {"d": 2 / 3}),
    Oracle("truce", "slack by month", "derived", lambda: {"slack": slack(np.full(12, 6.0), WINTER, a(0.9), PERFECT)},
           {"slack": BY_MONTH}),
    Oracle("truce", "learning from battles", "Bayes; Slantchev 2003",
           lambda: {"chance": posterior(a(0.5), a(0.6), a(0.4), (7, 10))}, {"chance": 0.8350515463917526}, 1e-12),
]  # fmt: skip
