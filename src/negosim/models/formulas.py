"""The amounts of terms, as formulas over vectors of the scenario's numbers, with any leading batch axes.

A flow of c per month over a horizon of T months is worth the sum over t of w_t d^t c_t, where d is the actor's
discount factor, c_t follows the season if the number does, and w_t is the part of month t that lies within T.
"""

from collections.abc import Callable, Hashable

import numpy as np

from negosim.games import FloatArray
from negosim.scenario.facts import Facts
from negosim.scenario.numbers import START, Numbers
from negosim.scenario.quantity import Number, Strength
from negosim.scenario.shared_facts import MONTHS

_NO_SHORTFALL = 1e-12


class Formulas:
    """Evaluates formulas at `values[..., number]`, each shared part once, and notes which numbers were read.

    `own` holds values that stand in for numbers: an actor's own type in place of a believed number.
    """

    def __init__(self, facts: Facts, numbers: Numbers, values: FloatArray, horizon_path: str) -> None:
        self.facts, self.numbers, self.values = facts, numbers, values
        self.horizon_path = horizon_path
        self.own: dict[str, FloatArray] = {}
        self.read: set[str] = set()
        self._known: dict[Hashable, tuple[FloatArray, frozenset[str]]] = {}

    def number(self, path: str, default: float | None = None) -> FloatArray:
        """Return the value at a path, or a default where the file does not give the number."""
        if path in self.own:
            self.read.add(path)
            return self.own[path]
        if path not in self.numbers and default is not None:
            return np.full(self.values.shape[:-1], default)
        self.read.add(self.numbers[path].path)
        return np.asarray(self.values[..., self.numbers.index[path]])

    def shared(self, key: Hashable, compute: Callable[[], FloatArray]) -> FloatArray:
        """Return a part that several formulas use, computing it once."""
        if key not in self._known:
            outer, self.read = self.read, set()
            self._known[key] = (compute(), frozenset(self.read))
            self.read = outer
        value, read = self._known[key]
        self.read |= read
        return value

    def position(self, issue: str, outcome: str) -> FloatArray:
        """Return where an outcome leaves an issue: settled, or moved by fighting over the horizon."""
        settled = f"outcomes.{outcome}.settles.{issue}"
        if settled in self.numbers:
            return self.number(settled)
        start = self.number(f"issues.{issue}.status_quo")
        if all(f"issues.{issue}.{word}" not in self.numbers for word in ("drift", "hazard")):
            return start
        effect = self.shared(("effect", issue), lambda: self._effect_of_fighting(issue))
        return np.asarray(np.clip(start + self.number(f"outcomes.{outcome}.fighting") * effect, 0.0, 1.0))

    def _effect_of_fighting(self, issue: str) -> FloatArray:
        """Return what fighting throughout T months does: drift T, or the chance 1 - (1 - hazard)^T of the jump to 1."""
        months = self.number(self.horizon_path, 1.0)
        if f"issues.{issue}.hazard" in self.numbers:
            jump = 1.0 - self.number(f"issues.{issue}.status_quo")
            return np.asarray(jump * (1.0 - (1.0 - self.number(f"issues.{issue}.hazard")) ** months))
        return np.asarray(self.number(f"issues.{issue}.drift") * months)

    def ideal(self, actor: str, issue: str) -> FloatArray:
        """Return the end of an issue that an actor wants."""
        own = f"ideals.{actor}.{issue}"
        return self.number(own if own in self.numbers else f"actors.{actor}.ideal")

    def home_cost(self, actor: str, issue: str, part: str, position: FloatArray) -> FloatArray:
        """Return what leaving an issue at a position costs an actor at home: `fixed` once for any shortfall beyond its
        red line, `slope` per unit of it."""
        base, ideal = f"audience.{actor}.{issue}", self.ideal(actor, issue)
        short = np.abs(position - ideal) - np.abs(self.number(f"{base}.red_line") - ideal)
        units = short > _NO_SHORTFALL if part == "fixed" else np.maximum(short, 0.0)
        return np.asarray(self.number(f"{base}.{part}") * units)

    def amount(self, path: str, quantity: Number, actor: str) -> FloatArray:
        """Return a number's worth to an actor over the horizon: a flow summed with discounting, or the number once."""
        value = self.number(path)
        if quantity.per is None:
            return np.asarray(value * self._season(path, quantity)[..., 0])
        return np.asarray(value * self.shared(("sum", path, actor), lambda: self._months(path, quantity, actor)))

    def _months(self, path: str, quantity: Number, actor: str) -> FloatArray:
        weights = self.shared(("weights", actor), lambda: self._weights(actor))
        return np.asarray((weights * self._season(path, quantity)).sum(axis=-1))

    def _weights(self, actor: str) -> FloatArray:
        """Return w_t d^t for each month t: shape (..., months)."""
        horizon = self.number(self.horizon_path, 1.0)
        discount = self.number(f"actors.{actor}.discount_factor", 1.0)
        month = np.arange(int(np.ceil(horizon.max())))
        inside = np.clip(horizon[..., np.newaxis] - month, 0.0, 1.0)
        return np.asarray(inside * discount[..., np.newaxis] ** month)

    def _season(self, path: str, quantity: Number) -> FloatArray:
        """Return floor + (1 - floor) season for each month, or ones: shape (..., months)."""
        if not isinstance(quantity, Strength) or quantity.season is None:
            return np.ones(1)
        horizon, start = self.number(self.horizon_path, 1.0), self.number(START)
        year = np.stack([self.number(f"time.seasons.{quantity.season}.{month}") for month in MONTHS], axis=-1)
        when = (start[..., np.newaxis] + np.arange(int(np.ceil(horizon.max())))).astype(int) % 12
        season = np.take_along_axis(np.broadcast_to(year, (*when.shape[:-1], 12)), when, axis=-1)
        floor = self.number(f"{path}.floor", 0.0)[..., np.newaxis]
        return np.asarray(floor + (1.0 - floor) * season)

    def refusal(self, paths: tuple[str, ...]) -> FloatArray:
        """Return how much an actor refuses by the options it chose: the most that any of them refuses."""
        found = [self.number(path) for path in paths]
        return np.asarray(np.max(found, axis=0)) if found else np.zeros(self.values.shape[:-1])
