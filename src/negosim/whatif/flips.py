"""Flips: the nearest value of each single number at which something about the answer changes.

What is watched is kept or not at each vector of numbers: the outcome, or an actor's choice at a move that it reaches. Each number is
looked at over its legal domain (up to a stated bound where the domain is open), first on a grid, then by bisection to 1e-9
of the interval searched; both sides of a flip are solved again. A change that comes and goes between two grid values is not seen.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negosim.games import BoolArray, FloatArray
from negosim.scenario import START, Entry, Numbers

Watch = Callable[[FloatArray], NDArray[np.str_]]
"""From values[point, number] to words[point, item]: what each watched item is at each point."""

GRID = 65
_BISECTIONS = 34


@dataclass(frozen=True)
class Flip:
    """A number that changes the watched item when it passes `value`, going `up` or down from where it is.

    `beyond` is a value just past it, where the change has happened. `share` is the distance over the number's stated range,
    None where the file states none. `to` is what the watched item becomes.
    """

    path: str
    now: float
    value: float
    beyond: float
    share: float | None
    to: str = ""

    @property
    def up(self) -> bool:
        """Whether the number must rise."""
        return self.value > self.now

    @property
    def in_range(self) -> bool:
        """Whether the flip lies within the stated range: never true where none is stated."""
        return self.share is not None and self.share <= 1.0


def nearest_flips(numbers: Numbers, paths: Sequence[str], watch: Watch) -> tuple[tuple[Flip, ...], ...]:
    """Return for each watched item the nearest flip of each number, up or down: nearest first, those without a range last."""
    entries = [numbers[path] for path in paths]
    base = watch(numbers.base[np.newaxis])[0]
    grids = np.stack([_grid(entry) for entry in entries])
    values = np.concatenate([numbers.vary({path: grid}) for path, grid in zip(paths, grids, strict=True)])
    kept = (watch(values) == base).reshape(*grids.shape, len(base))
    brackets = _brackets(entries, grids, kept)
    flips: list[list[Flip]] = [[] for _ in base]
    if brackets:
        inside, outside = _bisect(numbers, paths, brackets, lambda points: watch(points) == base)
        beyond = watch(_at(numbers, paths, brackets, outside))
        for k, (number, item, _, _) in enumerate(brackets):
            flips[item].append(_flip(entries[number], float(inside[k]), float(outside[k]), str(beyond[k, item])))
    return tuple(tuple(sorted(_nearer_side(found), key=_distance)) for found in flips)


def searched_interval(entry: Entry) -> tuple[float, float]:
    """Return the interval over which a number is looked at: its legal domain, or ten times its size where that is open."""
    if entry.path == START:
        return entry.value - 11.0, entry.value + 11.0
    bottom, top = entry.quantity.legal
    stated = [abs(end) for end in (entry.value, entry.quantity.low, entry.quantity.high) if end is not None]
    reach = max(1.0, 4.0 * max(stated))
    return max(bottom, -reach), min(top, reach)


def _grid(entry: Entry) -> FloatArray:
    """Return GRID values over the interval searched, the number's own among them."""
    bottom, top = searched_interval(entry)
    if entry.path == START:
        return np.clip(np.arange(GRID) - GRID // 2, -11, 11) + entry.value
    below = max(1, min(GRID - 2, round((GRID - 1) * (entry.value - bottom) / (top - bottom))))
    lower = np.linspace(bottom, entry.value, below + 1)
    return np.concatenate([lower, np.linspace(entry.value, top, GRID - below)[1:]])


_Bracket = tuple[int, int, float, float]
"""(number, item, value where the item is kept, value where it is not)."""


def _brackets(entries: Sequence[Entry], grids: FloatArray, kept: BoolArray) -> list[_Bracket]:
    """Return, for each number and item, the first grid interval up and down across which the item changes."""
    found = []
    for number, entry in enumerate(entries):
        home = int(np.argmin(np.abs(grids[number] - entry.value)))
        for item in range(kept.shape[2]):
            for order in (range(home, -1, -1), range(home, len(grids[number]))):
                steps = list(order)
                for near, far in zip(steps, steps[1:], strict=False):
                    if not kept[number, far, item]:
                        found.append((number, item, float(grids[number, near]), float(grids[number, far])))
                        break
    return found


def _bisect(
    numbers: Numbers, paths: Sequence[str], brackets: Sequence[_Bracket], kept: Callable[[FloatArray], BoolArray]
) -> tuple[FloatArray, FloatArray]:
    """Halve all brackets together; return the last kept and the first changed value of each. Months stay whole."""
    inside = np.array([bracket[2] for bracket in brackets])
    outside = np.array([bracket[3] for bracket in brackets])
    whole = np.array([paths[number] == START for number, *_ in brackets])
    items = np.array([item for _, item, *_ in brackets])
    for _ in range(_BISECTIONS):
        middle = np.where(whole, outside, (inside + outside) / 2)
        same = kept(_at(numbers, paths, brackets, middle))[np.arange(len(brackets)), items]
        inside = np.where(same & ~whole, middle, inside)
        outside = np.where(same | whole, outside, middle)
    return inside, outside


def _at(numbers: Numbers, paths: Sequence[str], brackets: Sequence[_Bracket], amounts: FloatArray) -> FloatArray:
    """Return the vectors of numbers at which each bracket's own number has the given amount."""
    values = np.empty((len(brackets), len(numbers.base)))
    owners = np.array([number for number, *_ in brackets])
    for number in np.unique(owners):
        where = owners == number
        values[where] = numbers.vary({paths[number]: amounts[where]})
    return values


def _flip(entry: Entry, inside: float, outside: float, to: str) -> Flip:
    value = outside if entry.path == START else (inside + outside) / 2
    low, high = entry.quantity.low, entry.quantity.high
    share = None
    if low is not None and high is not None and high > low:
        share = abs(value - entry.value) / (high - low)
    return Flip(entry.path, entry.value, value, outside, share, to)


def _nearer_side(flips: Sequence[Flip]) -> list[Flip]:
    """Keep the nearer of a number's flips up and down."""
    best: dict[str, Flip] = {}
    for flip in flips:
        held = best.get(flip.path)
        if held is None or abs(flip.value - flip.now) < abs(held.value - held.now):
            best[flip.path] = flip
    return list(best.values())


def _distance(flip: Flip) -> tuple[bool, float, str]:
    apart = abs(flip.value - flip.now)
    return flip.share is None, flip.share if flip.share is not None else apart, flip.path
