"""Bargaining, and Adjusted Winner."""

from typing import Any

import numpy as np

from literature.table import Found, Oracle, a, classic
from negosim.games.bargaining import BargainingProblem
from negosim.models.bargaining import bargaining_range, finite_share, limit_share, rubinstein_share
from negosim.solve.concepts.adjusted_winner import AdjustedWinner
from negosim.solve.concepts.alternating_offers import AlternatingOffers
from negosim.solve.concepts.egalitarian import Egalitarian
from negosim.solve.concepts.kalai_smorodinsky import KalaiSmorodinsky
from negosim.solve.concepts.nash_agreement import NashAgreement
from negosim.solve.concepts.utilitarian import Utilitarian


def agreements(frontier: Any, d: tuple[float, float], *concepts: Any) -> list[np.ndarray]:
    problem = BargainingProblem(frontier, d)
    return [problem.at(concept.position(problem)) for concept in concepts]


PIE = [[1.0, 0.0], [0.0, 1.0]]
SMALL, LARGE = [[1, 0], [0.75, 0.75], [0, 1]], [[1, 0], [1, 0.7], [0, 1]]
FOUR = NashAgreement(), KalaiSmorodinsky(), Egalitarian(), Utilitarian()
FINE = np.linspace(1, 0, 1_000_001)


def offers(
    deltas: tuple[float, float], d: tuple[float, float], outside: tuple[float, float] = (-np.inf, -np.inf)
) -> Any:
    concept = AlternatingOffers(deltas) if outside[1] == -np.inf else AlternatingOffers(deltas, outside)
    return agreements(PIE, d, concept)[0]


def camp_david() -> Found:
    points = np.array([[35.0, 10, 20, 10, 5, 20], [55.0, 5, 10, 5, 20, 5]])
    share = AdjustedWinner().shares(points)
    scenario = classic("camp-david")["adjusted_winner.sinai"]
    return {"israel": points[0] @ share, "egypt": points[1] @ (1 - share), "sinai": share[0], "scenario": scenario}


def linked() -> Found:
    """Weights (.7, .3) and (.3, .7): the frontier is made of what each issue gives, best exchange first."""
    vertices = [[1.0, 0.0], [0.7, 0.7], [0.0, 1.0]]
    return {"u": agreements(vertices, (0.3, 0.3), NashAgreement())[0]}


BARGAINING = [
    Oracle("bargaining", "Adjusted Winner at Camp David", "Brams and Togman 1996", camp_david,
           {"israel": 65.83333333333333, "egypt": 65.83333333333333, "sinai": 1 / 6, "scenario": 1 / 6}, 1e-6),
    Oracle("bargaining", "the asymmetric Nash agreement", "Kalai 1977",
           lambda: {"u1": agreements(PIE, (0.1, 0.3), NashAgreement(0.7))[0][0]}, {"u1": 0.52}, 1e-6),
    Oracle("bargaining", "a larger set", "Kalai and Smorodinsky 1975",
           lambda: dict(zip(("nash_s", "ks_s", "nash_t", "ks_t"),
                            agreements(SMALL, (0, 0), *FOUR[:2]) + agreements(LARGE, (0, 0), *FOUR[:2]), strict=True)),
           {"nash_s": [0.75, 0.75], "nash_t": [1, 0.7], "ks_s": [0.75, 0.75], "ks_t": [10 / 13, 10 / 13]}, 2e-6),
    Oracle("bargaining", "a line", "Nash 1950", lambda: {"u": agreements(PIE, (0.1, 0.3), *FOUR[:3])},
           {"u": [[0.4, 0.6]] * 3}, 2e-6),
    Oracle("bargaining", "a parabola", "derived by calculus",
           lambda: {"u": agreements(np.stack([FINE, 1 - FINE**2], axis=-1), (0, 0), *FOUR)},
           {"u": [[3**-0.5, 2 / 3], [0.6180339887498949] * 2, [0.6180339887498949] * 2, [0.5, 0.75]]}, 2e-6),
    Oracle("bargaining", "who is averse to risk gets less", "Kihlstrom, Roth and Schmeidler 1981",
           lambda: {"x": 1 - agreements(np.stack([FINE**0.5, 1 - FINE], axis=-1), (0, 0), FOUR[0])[0][1]}, {"x": 1 / 3},
           1e-6),
    Oracle("bargaining", "a breakdown with chance .1", "Binmore, Rubinstein and Wolinsky 1986",
           lambda: {"x1": offers((0.9, 0.9), (0.2, 0.1))[0]}, {"x1": 0.568421052631579}),
    Oracle("bargaining", "the range", "Fearon 1995, pp. 387 to 390",
           lambda: dict(zip(("low", "high"), bargaining_range(a(0.6), (a(0.1), a(0.2))), strict=True)),
           {"low": 0.5, "high": 0.8}, 1e-5),
    Oracle("bargaining", "the range if both are averse to risk", "Fearon 1995, p. 387",
           lambda: dict(zip(("low", "high"), bargaining_range(a(0.6), (a(0.1), a(0.2)), 0.5), strict=True)),
           {"low": 0.25, "high": 0.96}, 1e-8),
    Oracle("bargaining", "inside options", "Muthoo 1999, ch. 6",
           lambda: {"x1": offers((0.9, 0.9), (0.1, 0.3))[0]}, {"x1": 0.4157894736842105}),
    Oracle("bargaining", "linked issues", "Sebenius 1983; Raiffa 1982", linked, {"u": [0.7, 0.7]}),
    Oracle("bargaining", "outside options", "Binmore, Shaked and Sutton 1989",
           lambda: {"share2": offers((0.9, 0.9), (0, 0), (0, 0.3))[1],
                    "scenario": 1 - classic("deal-me-out")["alternating_offers.pie"],
                    "binding": 1 - classic("deal-me-out", outcomes__second_leaves__settles__pie=0.4)["alternating_offers.pie"]},
           {"share2": 0.4736842105263158, "scenario": 0.4736842105263158, "binding": 0.6}),
    Oracle("bargaining", "offers in turn", "Rubinstein 1982",
           lambda: {"x1": rubinstein_share(a(0.9), a(0.8)), "scenario": classic("rubinstein-pie")["alternating_offers.pie"]},
           {"x1": 0.7142857142857143, "scenario": 0.7142857142857143}),
    Oracle("bargaining", "offers in turn, equally patient", "Rubinstein 1982",
           lambda: {"x1": rubinstein_share(a(0.9), a(0.9)),
                    "scenario": classic("rubinstein-pie", actors__second__discount_factor=0.9)["alternating_offers.pie"]},
           {"x1": 0.5263157894736843, "scenario": 0.5263157894736843}),
    Oracle("bargaining", "offers without delay", "Rubinstein 1982; Muthoo 1999, ch. 3",
           lambda: {"x1": limit_share(a(0.05), a(0.15)),
                    "near": offers((np.exp(-0.05e-6), np.exp(-0.15e-6)), (0, 0))[0]}, {"x1": 0.75, "near": 0.75}, 1e-6),
    Oracle("bargaining", "a last round", "Stahl 1972",
           lambda: {"x1": [float(finite_share(a(0.9), rounds)) for rounds in (2, 3, 5)]}, {"x1": [0.1, 0.91, 0.8371]}, 1e-12),
    Oracle("bargaining", "a veto at home", "Schelling 1960; Putnam 1988",
           lambda: {"loose": 1 - classic("ratification")["patient.gain"],
                    "tight": 1 - classic("ratification", audience__second__gain__red_line=0.4)["patient.gain"]},
           {"loose": 0.5, "tight": 0.6}, 1e-4),
]  # fmt: skip
