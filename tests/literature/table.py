"""A row of the table, and how a row asks."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from negosim.models import compile_game
from negosim.scenario import read

Found = Mapping[str, Any]


class Oracle(NamedTuple):
    """One row: `ask` is called and gives the figures under the names of `expected`."""

    area: str
    name: str
    source: str
    ask: Callable[[], Found]
    expected: Found
    tolerance: float = 1e-9


def a(*values: float) -> np.ndarray:
    """One number without axes, or several along one."""
    return np.array(values[0] if len(values) == 1 else values, dtype=float)


def classic(name: str, **changes: float) -> Mapping[str, float]:
    """The figures of a classic scenario's headline game, after changes to numbers with `__` for dots."""
    scenario = read(f"classics/{name}")
    changed = {path.replace("__", "."): value for path, value in changes.items()}
    return compile_game(scenario.what_if(changed) if changed else scenario).analyse().figures
