"""A sign of a claim as it is tested over draws from the stated ranges of march-2025, and where it holds.

One set of draws serves every game: all ranged numbers that some game reads are drawn together (stakes sum to one), so
that signs of different models can be held against each other draw by draw.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from negosim.games import BoolArray, FloatArray
from negosim.models import CompiledModel, compile_game
from negosim.scenario import Scenario, read
from negosim.whatif.sampling import draw, sampled_paths

DRAWS, STEPS, SEED = 1500, 9, 1


@dataclass(frozen=True, eq=False)
class Held:
    """In which draws a sign holds weakly, and strictly, and which draws it is about."""

    weakly: BoolArray
    strictly: BoolArray
    about: BoolArray

    @property
    def weak(self) -> float:
        """In which share of the draws that it is about it holds weakly."""
        return self._share(self.weakly)

    @property
    def strict(self) -> float:
        """In which share of them it also changes something."""
        return self._share(self.strictly)

    @property
    def of(self) -> float:
        """Which share of all draws it is about."""
        return float(self.about.mean())

    @property
    def fits(self) -> BoolArray:
        """In which draws nothing goes against it."""
        return np.asarray(self.weakly | ~self.about)

    def _share(self, where: BoolArray) -> float:
        return float(where[self.about].mean()) if self.about.any() else 0.0


@dataclass(frozen=True)
class Sign:
    """A sign as it is tested: the claim, the model, the theorem with its condition and source, the counterexample.

    `aside` marks one that is measured with numbers set to other values than those drawn: it tells where the sign of the
    claim would hold, and counts for no share together with others.
    """

    claim: str
    model: str
    says: str
    theorem: str
    counterexample: str
    measured: Callable[[], Held]
    aside: bool = False


@cache
def scenario() -> Scenario:
    """The scenario as shipped."""
    return read("march-2025")


@cache
def compiled(key: str) -> CompiledModel:
    """One of its games that is not of moves."""
    found = compile_game(scenario(), key)
    assert isinstance(found, CompiledModel)
    return found


@cache
def draws() -> FloatArray:
    """Assumption sets from the stated ranges: of every number that some game reads."""
    read_by_some = frozenset().union(*(compile_game(scenario(), key).reads for key in scenario().facts.games))
    numbers = scenario().numbers
    return draw(numbers, sampled_paths(numbers, read_by_some), DRAWS, np.random.default_rng(SEED))


def steps(path: str) -> FloatArray:
    """Return the steps of a number over its stated range."""
    quantity = scenario().numbers[path].quantity
    assert quantity.low is not None and quantity.high is not None
    return np.linspace(quantity.low, quantity.high, STEPS)


def rises(along: Sequence[FloatArray], about: BoolArray | None = None) -> Held:
    """In which draws something never falls along a sweep, and also rises somewhere; NaN is more than any number."""
    change = np.diff(np.nan_to_num(np.stack(along).astype(np.float64), nan=9e9), axis=0)
    weak = np.asarray((change >= -1e-9).all(axis=0))
    strict = np.asarray(weak & (change > 1e-9).any(axis=0))
    return Held(weak, strict, np.ones_like(weak) if about is None else about)


def falls(along: Sequence[FloatArray]) -> Held:
    """In which draws something never rises along a sweep, and also falls somewhere; NaN is more than any number."""
    return rises([-np.nan_to_num(x, nan=9e9) for x in along])


def so(is_true: BoolArray, about: BoolArray | None = None) -> Held:
    """In which draws something is so."""
    return Held(is_true, is_true, np.ones_like(is_true) if about is None else about)


@cache
def held(sign: Sign) -> Held:
    """Return where a sign holds; measured once."""
    return sign.measured()


def together(signs: Sequence[Sign]) -> float:
    """In which share of draws nothing goes against any of the signs, those aside left out."""
    return float(np.all([held(sign).fits for sign in signs if not sign.aside], axis=0).mean())
