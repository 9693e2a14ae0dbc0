"""One issue as a pie between two sides whose ideals on it differ: shares, and costs in units of it.

A side's share of a position x is (x - the other's ideal) / (its own ideal - the other's), from 0 to 1, so the shares of
two sides sum to one. The whole pie is worth a side its stake times the distance of the ideals.
"""

from dataclasses import dataclass

import numpy as np

from negosim.games import FloatArray
from negosim.models.evaluation import Part
from negosim.models.formulas import Formulas

LEAST = 1e-6


@dataclass(frozen=True)
class Pie:
    """An issue as `own` sees it against `other`."""

    f: Formulas
    issue: str
    own: str
    other: str

    @property
    def whole(self) -> FloatArray:
        """What the whole pie is worth to `own`, in utility; never less than `LEAST`, so that costs in units of it stay
        finite."""
        return np.asarray(np.maximum(self.f.number(self.stake) * np.abs(self._distance), LEAST))

    @property
    def stake(self) -> str:
        """The path of its stake."""
        return f"stakes.{self.own}.{self.issue}"

    def share(self, position: FloatArray) -> FloatArray:
        """Return the share of `own` at a position."""
        return np.asarray(np.clip((position - self.f.ideal(self.other, self.issue)) / self._distance, 0.0, 1.0))

    def position(self, share: FloatArray) -> FloatArray:
        """Return the position at which `own` has a share."""
        return np.asarray(self.f.ideal(self.other, self.issue) + share * self._distance)

    @property
    def _distance(self) -> FloatArray:
        apart = self.f.ideal(self.own, self.issue) - self.f.ideal(self.other, self.issue)
        return np.asarray(np.where(np.abs(apart) < LEAST, LEAST, apart))


def standing(f: Formulas, issue: str, outcome: str | None) -> FloatArray:
    """Return where an outcome leaves an issue, or where it stands today if none is named."""
    return f.position(issue, outcome) if outcome else f.number(f"issues.{issue}.status_quo")


def fighting_cost(f: Formulas, actor: str, outcome: str | None, believed: str | None = None) -> FloatArray:
    """Return what fighting costs an actor over the horizon in an outcome, or where it fights on; 0 where the file gives
    no cost. `believed` is the path of a number of its belief that stands in for the cost itself."""
    quantity, path = f.facts.actors[actor].cost_of_fighting, f"actors.{actor}.cost_of_fighting"
    if quantity is None:
        return np.zeros(f.values.shape[:-1])
    known = path in f.read
    if believed is not None:
        f.own[path] = f.number(believed)
    cost = f.amount(path, quantity, actor)
    if believed is not None:
        del f.own[path]
        f.read -= set() if known else {path}
    return np.asarray(cost * f.number(f"outcomes.{outcome}.fighting") if outcome else cost)


def at_home(f: Formulas, actor: str, issue: str, position: FloatArray) -> tuple[Part, ...]:
    """Return what a settlement that leaves an issue at a position costs an actor at home: once, and per shortfall."""
    row = f.facts.audience.get(actor, {}).get(issue)
    if row is None or "settlement" not in row.kinds:
        return ()
    base = f"audience.{actor}.{issue}"
    words = [word for word in ("fixed", "slope") if f"{base}.{word}" in f.numbers]
    return tuple(Part(f"{base}.{word}", f.home_cost(actor, issue, word, position)) for word in words)
