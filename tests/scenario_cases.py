"""The scenarios on which models are tested, and vectors of numbers within their legal domains."""

from functools import cache
from pathlib import Path

import numpy as np

from negosim.games import FloatArray
from negosim.scenario import START, Scenario, read
from negosim.scenario.quantity import Months

SOUND = Path(__file__).parent / "scenario" / "bad" / "sound.yaml"
GAMES = [
    *(("march-2025", game) for game in ("call", "table_talk", "ukraine_russia", "call_private")),
    ("march-2025-long-war", "call"),
    ("truce-dilemma", "dilemma"),
    *((str(SOUND), game) for game in ("talk", "at_once", "secret", "table")),
]
NAMES = [f"{Path(target).stem}-{game}" for target, game in GAMES]


@cache
def scenario_of(target: str) -> Scenario:
    """Return a scenario, read once."""
    return read(target)


def generic_values(scenario: Scenario, rng: np.random.Generator, size: int) -> FloatArray:
    """Return vectors of numbers drawn from the inside of their legal domains: shape (size, numbers)."""
    columns = []
    for entry in scenario.numbers.entries:
        bottom, top = entry.quantity.legal
        low, high = max(bottom, -2.0), min(top, 2.0)
        if isinstance(entry.quantity, Months):
            low, high = 0.2, 6.5
        drawn = rng.uniform(low, high, size)
        if entry.path == START:
            drawn = rng.integers(24_300, 24_340, size).astype(float)
        if entry.path.endswith("belief.uniform.high"):
            drawn = 2.0 + drawn
        columns.append(drawn)
    return np.stack(columns, axis=-1)
