"""A mixed-integer linear program over the moves of numbers: variables, rows, and their solution by HiGHS.

Variables are the moves z of the numbers, as shares of their ranges; the largest of them, t = max |z|; and every payoff,
affine in z. `negosim.whatif.regions` adds the choices of a game to them. Rows that hold only under a choice are
switched by a constant larger than any difference of payoffs in the box ("big M"). Solved by scipy.optimize.milp.
"""

import ctypes
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import numpy as np

from negosim.games import FloatArray

_MOST_NODES = 100_000
"""Branches looked at before the search gives up: a count, not a time, so that the same input gives the same answer."""
_ROOM = 1.01


@dataclass(frozen=True, eq=False)
class Moves:
    """What may move: z in [low, high], shares of ranges, with `ties @ z = 0`, such as stakes that keep their sum."""

    low: FloatArray
    high: FloatArray
    ties: FloatArray


@dataclass(frozen=True, eq=False)
class Affine:
    """Payoffs as affine functions of the moves: `at[player, end] + slope[player, end, :] @ z`."""

    at: FloatArray
    slope: FloatArray


@dataclass(frozen=True, eq=False)
class Nearest:
    """The nearest moves of a program, their size t, and whether it is proved that no others are nearer."""

    moves: FloatArray
    size: float
    is_proved: bool


@dataclass(eq=False)
class Program:
    """A program under construction: variables with bounds, and rows `low <= sum of coefficients <= high`.

    Variables 0 to d-1 are the moves, variable d is t, then the payoffs player by player.
    """

    moves: Moves
    payoffs: Affine
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    rows: list[tuple[Mapping[int, float], float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        dims = len(self.moves.low)
        self.low, self.high = self.moves.low.tolist(), self.moves.high.tolist()
        self.whole = [0] * dims
        self.size = self.add(0.0, float(max(np.abs(self.moves.low).max(), np.abs(self.moves.high).max(), 0.0)))
        for k in range(dims):
            self.row({k: 1.0, self.size: -1.0}, -np.inf, 0.0)
            self.row({k: -1.0, self.size: -1.0}, -np.inf, 0.0)
        for tie in self.moves.ties:
            self.row({k: float(c) for k, c in enumerate(tie) if c}, 0.0, 0.0)
        reach = np.maximum(np.abs(self.moves.low), np.abs(self.moves.high))
        spread = np.abs(self.payoffs.slope) @ reach
        lowest, highest = self.payoffs.at - spread, self.payoffs.at + spread
        self.big = _ROOM * (highest.max(axis=1) - lowest.min(axis=1)) + 1e-6
        self.bounds = np.stack([lowest.min(axis=1), highest.max(axis=1)], axis=-1)
        self.ends = np.empty(self.payoffs.at.shape, dtype=np.int64)
        for player, end in np.ndindex(self.payoffs.at.shape):
            self.ends[player, end] = own = self.add(*self.bounds[player])
            slope = {k: -float(c) for k, c in enumerate(self.payoffs.slope[player, end]) if c}
            constant = float(self.payoffs.at[player, end])
            self.row(slope | {own: 1.0}, constant, constant)

    def add(self, low: float, high: float, is_whole: bool = False) -> int:
        """Add a variable and return its number."""
        self.low.append(low)
        self.high.append(high)
        self.whole.append(int(is_whole))
        return len(self.low) - 1

    def choice(self, given: int | None = None) -> int:
        """Add a variable that is 0 or 1, one of them where that is given."""
        return self.add(given or 0.0, 1.0 if given is None else float(given), given is None)

    def row(self, terms: Mapping[int, float], low: float, high: float) -> None:
        """Add a row."""
        self.rows.append((terms, low, high))

    def no_better(self, player: int, other: Mapping[int, float], own: Mapping[int, float], only_if: int,
                  by: float = 0.0) -> None:  # fmt: skip
        """Require, if a choice is 1, that for a player `own` is worth at least `by` more than `other`."""
        terms = dict(own)
        for k, share in other.items():
            terms[k] = terms.get(k, 0.0) - share
        self.row(terms | {only_if: -float(self.big[player])}, by - float(self.big[player]), np.inf)

    def solve(self) -> Nearest | None:
        """Minimise t. Return None where nothing is feasible, or nothing was found before the search gave up."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        data = [(r, k, c) for r, (terms, _, _) in enumerate(self.rows) for k, c in terms.items()]
        at_row, at_column, entries = (np.array(part) for part in zip(*data, strict=True))
        matrix = csr_array((entries, (at_row, at_column)), shape=(len(self.rows), len(self.low)))
        low, high = (np.array([row[k] for row in self.rows]) for k in (1, 2))
        cost = np.zeros(len(self.low))
        cost[self.size] = 1.0
        with _without_output():
            found = milp(
                cost,
                integrality=np.array(self.whole),
                bounds=Bounds(np.array(self.low), np.array(self.high)),
                constraints=LinearConstraint(matrix, low, high),
                options={"node_limit": _MOST_NODES, "mip_rel_gap": 0.0, "presolve": False},
            )
        if found.x is None:
            return None
        return Nearest(np.asarray(found.x[: len(self.moves.low)]), float(found.x[self.size]), found.status == 0)


@contextmanager
def _without_output() -> Iterator[None]:
    """Send what C code prints to nowhere: HiGHS prints a line when it mends a solution, whatever its options.

    It redirects standard output of the whole process, so no other thread should print meanwhile.
    """
    try:
        kept = os.dup(1)
    except OSError:
        yield
        return
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 1)
        yield
    finally:
        with suppress(OSError, TypeError, AttributeError):
            ctypes.CDLL(None).fflush(None)
        os.dup2(kept, 1)
        os.close(kept)
