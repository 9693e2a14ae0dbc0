"""Assumption sets drawn from the stated ranges, and the share of them with each answer.

Every number with a range or a distribution is drawn independently; stakes are then divided by their sum. A number
that a what-if has set is held there, and an actor's stakes all together. A share of assumption sets says how much the
answer depends on the judgements, never how likely an event is.
"""

from dataclasses import dataclass

import numpy as np

from negosim.games import FloatArray
from negosim.models import CompiledModel, CompiledMoves
from negosim.scenario import Entry, Numbers, Scenario
from negosim.scenario.quantity import NormalDist
from negosim.whatif.answers import answers, can_batch

DESIGNS = ("sobol", "latin", "plain")


@dataclass(frozen=True)
class Firmness:
    """The share of `samples` assumption sets within the `ranges` stated ranges that gives each answer, largest first.

    There are no shares, of no samples, where the game cannot be solved in batches: somebody's beliefs depend on what
    others choose.
    """

    shares: tuple[tuple[str, float], ...]
    samples: int
    ranges: int
    seed: int


def firmness(compiled: CompiledMoves | CompiledModel, samples: int = 4096, seed: int = 0) -> Firmness:
    """Draw assumption sets and solve the game at each."""
    numbers = compiled.scenario.numbers
    drawn = sampled_paths(numbers, compiled.reads - held(compiled.scenario))
    if isinstance(compiled, CompiledMoves) and not can_batch(compiled.game(numbers.base)):
        return Firmness((), 0, len(drawn), seed)
    values = draw(numbers, drawn, samples, np.random.default_rng(seed))
    return Firmness(tuple(answers(compiled, values).shares().items()), samples, len(drawn), seed)


def held(scenario: Scenario) -> frozenset[str]:
    """Return the paths of the numbers that what-ifs have set; with a stake go all of that actor's stakes."""
    numbers = scenario.numbers
    changed = {numbers[path].path for path, _ in scenario.changed if path in numbers}
    stakes = [{numbers.entries[k].path for k in positions} for positions in numbers.stakes.values()]
    return frozenset(changed.union(*(weights for weights in stakes if weights & changed)))


def sampled_paths(numbers: Numbers, reads: frozenset[str]) -> tuple[str, ...]:
    """Return the paths of the numbers with a stated range that a game reads."""
    return tuple(entry.path for entry in numbers.entries if entry.path in reads and entry.has_range)


def draw(numbers: Numbers, paths: tuple[str, ...], samples: int, rng: np.random.Generator) -> FloatArray:
    """Return vectors of numbers, some drawn from their ranges: shape (samples, numbers)."""
    return spread(numbers, paths, np.stack([rng.random(samples) for _ in paths] or [np.empty(samples)], axis=-1))


def spread(numbers: Numbers, paths: tuple[str, ...], uniform: FloatArray) -> FloatArray:
    """Return vectors of numbers, some at quantiles of their doubt: uniform[point, path] in [0, 1) to (points, numbers).

    Stakes are then divided by their sum.
    """
    columns = {path: quantile(numbers[path], uniform[:, k]) for k, path in enumerate(paths)}
    return numbers.vary(columns) if columns else np.tile(numbers.base, (len(uniform), 1))


def quantile(entry: Entry, uniform: FloatArray) -> FloatArray:
    """Return a number's values at `uniform`: evenly over its range, by a triangle with its peak at the value, or by a
    normal distribution cut to the legal domain."""
    quantity = entry.quantity
    if isinstance(quantity.dist, NormalDist):
        return _truncated_normal(entry.value, quantity.dist.normal.sd, quantity.legal, uniform)
    low, high = quantity.low, quantity.high
    assert low is not None and high is not None
    if quantity.dist == "triangular" and high > low:
        return _triangular(low, min(max(entry.value, low), high), high, uniform)
    return np.asarray(low + (high - low) * uniform)


def _triangular(low: float, peak: float, high: float, uniform: FloatArray) -> FloatArray:
    rising = low + np.sqrt(uniform * (peak - low) * (high - low))
    falling = high - np.sqrt((1.0 - uniform) * (high - peak) * (high - low))
    return np.where(uniform <= (peak - low) / (high - low), rising, falling)


def _truncated_normal(mean: float, sd: float, legal: tuple[float, float], uniform: FloatArray) -> FloatArray:
    """Return the quantiles at `uniform` of a normal distribution given that it lies within the legal interval."""
    from scipy.special import ndtr, ndtri

    bottom, top = legal
    below, within = ndtr((bottom - mean) / sd), ndtr((top - mean) / sd) - ndtr((bottom - mean) / sd)
    return np.asarray(np.clip(mean + sd * ndtri(below + uniform * within), bottom, top))


def unit_points(design: str, dims: int, samples: int, rng: np.random.Generator) -> FloatArray:
    """Return points of the unit cube by a design: shape (samples, dims)."""
    from scipy.stats import qmc

    if design not in DESIGNS:
        raise ValueError(f"no design '{design}'; there are {', '.join(DESIGNS)}")
    if design == "plain" or dims == 0:
        return rng.random((samples, dims))
    kind = qmc.Sobol if design == "sobol" else qmc.LatinHypercube
    return np.asarray(kind(dims, rng=rng).random(samples))
