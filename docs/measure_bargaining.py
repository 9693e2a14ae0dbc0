"""Measures how often the signs of the claims hold in the models bargaining and bargaining_chip, as `measure_truce`."""

from functools import cache

import numpy as np
from measure_claims import HOME_FIXED, PREVAILS
from measure_truce import at
from signs import Held, Sign, draws, held, rises, scenario, so, steps

from negosim.games import BoolArray
from negosim.models import CompiledModel, compile_game
from negosim.scenario import read_text

TALKS, CHIP = "settlement", "chip"
COST, SLOPE = "actors.russia.cost_of_fighting", "audience.russia.territory.slope"
AID, DRIFT, HAZARD = "issues.aid.drift", "issues.territory.drift", "issues.kursk.hazard"
_FEW = 5


def along(key: str, path: str, figure: str, turned: int = 1) -> Held:
    """A figure never falls as a number rises over its range, or where `turned` is -1 as it falls, where there is a
    range throughout."""
    points = steps(path)[:: turned * max(1, len(steps(path)) // _FEW)]
    seen = [at(key, {path: float(x)})[figure] for x in points]
    return _where(rises(seen), np.asarray(np.isfinite(np.stack(seen)).all(axis=0)))


def below_the_cap() -> Held:
    """The price falls with the hazard in draws in which waiting is worth something throughout."""
    points = steps(HAZARD)[:: -max(1, len(steps(HAZARD)) // _FEW)]
    seen = [at(CHIP, {HAZARD: float(x)}) for x in points]
    waits = np.all([each["waiting"] > 0 for each in seen], axis=0)
    return _where(rises([each["price"] for each in seen]), np.asarray(waits))


def _where(found: Held, condition: BoolArray) -> Held:
    """Count draws in which a sign's condition does not hold as draws in which the sign does not."""
    return Held(found.weakly & condition, found.strictly & condition, found.about)


def swap_refused() -> Held:
    """The chip's price is below what the swap costs."""
    seen = at(CHIP)
    return so(np.asarray(seen["price"] < seen["swap_cost"]))


def not_both_gain() -> Held:
    """Linking Kursk and land does not add for both sides."""
    seen = at(TALKS)
    both = np.minimum(seen["linkage.russia"], seen["linkage.ukraine"]) > 1e-9
    return so(~both)


@cache
def without_kursk() -> CompiledModel:
    """The same settlement with Kursk not on the table."""
    kept = read_text("negosim: 1\nextends: march-2025\ngames: {settlement: {issues: [territory]}}\n")
    assert [e.path for e in kept.numbers.entries] == [e.path for e in scenario().numbers.entries]
    found = compile_game(kept, TALKS)
    assert isinstance(found, CompiledModel)
    return found


def empties_the_range() -> Held:
    """With Kursk not on the table a prohibitive fixed cost of any foothold leaves no range; strict where there is one
    without that cost."""
    ranges, fixed = [], scenario().numbers.index[HOME_FIXED]
    for cost in (0.0, PREVAILS):
        points = draws().copy()
        points[:, fixed] = cost
        labels, regime = without_kursk().regime(points)
        ranges.append(np.asarray(regime != labels.index("no_range")))
    return Held(~ranges[1], ~ranges[1] & ranges[0], np.ones_like(ranges[0]))


def settles_kursk() -> Held:
    """With Kursk on the table that cost gets Russia all of it, where there is a range."""
    free, dear = (at(TALKS, {HOME_FIXED: cost})["nash_agreement.kursk"] for cost in (0.0, PREVAILS))
    there = np.isfinite(free) & np.isfinite(dear)
    all_of_it = np.asarray(np.nan_to_num(dear) >= 1.0 - 1e-9)
    return Held(all_of_it, all_of_it & (np.nan_to_num(free) < 1.0 - 1e-9), there)


_NASH = "d_i rises with what fighting gives i, and its Nash gain is split at the frontier (Nash 1950; Fearon 1995)"
_CHIP = "price = [V(1-d)+c]/[1-d(1-h)] where d h V > c, and V elsewhere (derived in `models/bargaining_chip`)"
_RED = "a settlement at x costs slope (|x - ideal| - |red line - ideal|): the least x accepted rises in the slope"

_FOOT = "any settlement that leaves a foothold costs Russia the fixed cost, so none does once it exceeds its surplus"

SIGNS = (
    Sign("C1", "bargaining", "the costlier the war, the less land Russia must have", _NASH,
         "Russia may give on Kursk first", lambda: along(TALKS, COST, "range_low.territory", -1)),
    Sign("C7", "bargaining", "the faster war wears aid away, the more land Ukraine signs away", _NASH,
         "neither has a stake in aid: no change", lambda: along(TALKS, AID, "nash_agreement.territory")),
    Sign("C13", "bargaining_chip", "the likelier the chip is lost, the less is paid, below the cap", _CHIP,
         "at the cap, where nobody waits, the hazard changes nothing", below_the_cap),
    Sign("C15", "bargaining", "the steeper Russia's cost at home, the more land it must have", _RED,
         "its gain on the whole may fall", lambda: along(TALKS, SLOPE, "range_low.territory")),
    Sign("C16", "bargaining_chip", "the swap is refused: the chip's price is below what it costs", _CHIP,
         "a cheap red line, a costly war or a low hazard: it is accepted", swap_refused),
    Sign("C17", "bargaining", "linking Kursk and land does not add for both", "log-rolling (Raiffa 1982)",
         "weights that differ enough, without red lines: it adds for both", not_both_gain),
    Sign("C19", "bargaining", "with Kursk not on the table a prohibitive cost of any foothold leaves no range", _FOOT,
         "Kursk on the table: it is settled in Russia's favour", empties_the_range),
    Sign("C19", "bargaining", "with Kursk on the table it gets all of it", _FOOT, "the same", settles_kursk),
    Sign("C26", "bargaining", "the better Russia's advance, the more land it gets", _NASH,
         "none where there is a range", lambda: along(TALKS, DRIFT, "nash_agreement.territory")),
)  # fmt: skip

VERDICTS = {
    "C1": "in `bargaining` reproduced in most draws: a Russia that war costs more needs less land, unless it meets or "
    "pays for the red line over Kursk instead",
    "C7": "reproduced only where there is a range of settlements, in `bargaining`: the faster war wears aid away, the "
    "more land Ukraine signs away",
    "C13": "reproduced only where waiting is worth something; at the cap the hazard changes nothing",
    "C15": "in `bargaining` nearly always: a steeper cost at home raises the land that Russia must have",
    "C16": "reproduced only where the chip's price is below what the swap costs: at the file's own numbers, and in "
    "half of the draws. "
    "Against three months of war both sides would take the swap in `bargaining`",
    "C17": "reproduced only where weights are near each other: over Kursk and land linkage adds for both in few draws",
    "C19": "in `bargaining` reproduced: with Kursk not on the table a large enough fixed cost empties the range; with "
    "Kursk on the table it is settled in Russia's favour",
    "C26": "reproduced only where there is a range of settlements: a faster advance gets Russia more land",
}
"""What these models make of the claims that they carry."""


def share(claim: str) -> Held:
    """Return how often the sign of a claim holds."""
    return held(next(sign for sign in SIGNS if sign.claim == claim))
