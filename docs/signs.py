"""A sign of a claim as it is tested over draws from the stated ranges, and where it holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from measure_claims import Share

from negosim.games import BoolArray, FloatArray


@dataclass(frozen=True, eq=False)
class Held:
    """In which draws a sign holds weakly, and strictly, and which draws it is about."""

    weak: BoolArray
    strict: BoolArray
    about: BoolArray

    @property
    def share(self) -> Share:
        """The shares of the draws that it is about."""
        if not self.about.any():
            return Share(0.0, 0.0, 0.0)
        weak, strict = (float(x[self.about].mean()) for x in (self.weak, self.strict))
        return Share(weak, strict, float(self.about.mean()))


@dataclass(frozen=True)
class Sign:
    """A sign as it is tested: the claim, the model, the theorem with its condition and source, the counterexample."""

    claim: str
    model: str
    says: str
    theorem: str
    counterexample: str
    measured: Callable[[], Held]


def rises(along: Sequence[FloatArray], about: BoolArray | None = None) -> Held:
    """In which draws something never falls along a sweep, and also rises somewhere; NaN is more than any number."""
    change = np.diff(np.nan_to_num(np.stack(along), nan=9e9), axis=0)
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


def together(signs: Sequence[Sign], model: str) -> Share:
    """In which share of draws all signs of a model hold at once, where they are about the draw."""
    own = [held(sign) for sign in signs if sign.model == model]
    every = np.all([each.weak | ~each.about for each in own], axis=0)
    return so(every).share
