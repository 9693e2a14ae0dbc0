"""Flips: the nearest value of each single number at which something about the answer changes.

What is watched is the outcome, or an actor's choice at a move that it reaches. Each number is looked at over its
`searched_interval`, up and down from where it is, the others held; setting a stake rescales the actor's others.
`negosim.whatif.scan` says what such a search can miss. Both sides of every flip are solved. Cost: some thousand
solutions of the game, in batches.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from negosim.scenario import START, Entry, Numbers
from negosim.scenario.numbers import legal_interval
from negosim.whatif.scan import NARROW, Change, Way, first_changes
from negosim.whatif.watch import Watch

REACH = 4.0
_MONTHS = 11.0
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Flip:
    """A number that changes the watched item when it passes `value`, going `up` or down from where it is.

    `last` is a value before it, at which nothing has changed yet; `beyond` one just past it, where the change has
    happened: `value` itself where it happens only there, at the end of the number's domain or in a month. `share` is
    the distance over the number's stated range, None where the file states none. `to` is what the watched item
    becomes. `in_range` says whether `value` lies within the stated range, `is_certified` that both sides were solved
    again, alone and by other code.
    """

    path: str
    now: float
    value: float
    beyond: float
    share: float | None
    to: str = ""
    in_range: bool = False
    last: float | None = None
    is_certified: bool = False

    @property
    def up(self) -> bool:
        """Whether the number must rise."""
        return self.beyond > self.now


def nearest_flips(numbers: Numbers, paths: Sequence[str], watch: Watch) -> tuple[tuple[Flip, ...], ...]:
    """Return for each watched item the flips of each number: nearest first as a share of its range, those without a
    range last.

    A number has its nearest flip, up or down; and the other one too where only that lies within its stated range. One
    that moves alone against the rules of the language, the probability of a type, has none.
    """
    found = flips_both_ways(numbers, paths, watch)
    return tuple(
        tuple(sorted((f for both in of_item.values() for f in _told(both)), key=flip_order)) for of_item in found
    )


def flips_both_ways(
    numbers: Numbers, paths: Sequence[str], watch: Watch, narrow: float = NARROW
) -> tuple[Mapping[str, tuple[Flip, ...]], ...]:
    """Return for each watched item the flips of each number that has one, by path: up and down, the nearer first."""
    ways = [replace(way, narrow=narrow) for path in paths if can_move(path) for way in _ways(numbers, path)]
    items = len(watch.look(numbers.base[None]).words[0])
    flips: list[dict[str, list[Flip]]] = [{} for _ in range(items)]
    for change in first_changes(numbers, ways, watch):
        path = ways[change.way].path
        flips[change.item].setdefault(path, []).append(_flip(numbers[path], change, ways[change.way].stop))
    return tuple({path: tuple(sorted(both, key=_size_of_move)) for path, both in of_item.items()} for of_item in flips)


def can_move(path: str) -> bool:
    """Whether a number may move alone: the probability of a type may not, since they sum to one, and the ends of a
    campaign's grids say how finely it is computed, not what is so."""
    return not path.endswith(".probability") and not path.startswith("campaign.state.")


def searched_interval(numbers: Numbers, path: str) -> tuple[float, float]:
    """Return the interval over which a number is looked at.

    It is the number's legal domain, but no farther from zero than four times the largest of its value and the ends of
    its stated range, or than 1 where that is more. A payoff of a plain table goes as far as the largest of the table
    would; the first month goes eleven months either way; what rivals believe stays legal for what it is about.
    """
    entry = numbers[path]
    if path == START:
        return entry.value - _MONTHS, entry.value + _MONTHS
    bottom, top = legal_values(numbers, path)
    reach = max(1.0, REACH * max(_size(peer) for peer in _peers(numbers, entry)))
    return max(bottom, -reach), min(top, reach)


def _peers(numbers: Numbers, entry: Entry) -> list[Entry]:
    """Return the numbers that say how large this one may be: all of its payoff table, else itself."""
    table, is_payoff, _ = entry.path.partition(".payoffs.")
    return [peer for peer in numbers.entries if peer.path.startswith(table + is_payoff)] if is_payoff else [entry]


def _size(entry: Entry) -> float:
    quantity = entry.quantity
    return max(abs(end) for end in (entry.value, quantity.low, quantity.high) if end is not None)


def legal_values(numbers: Numbers, path: str) -> tuple[float, float]:
    """Return the least and the most that a number may be set to by itself: a stake that leaves nothing for others only
    to what it is."""
    bottom, top = legal_interval(numbers[path])
    if numbers[path].is_stake and numbers[path].value == 1.0:
        own = numbers.stakes[path.split(".")[1]]
        if sum(numbers.base[own]) - numbers[path].value <= 0.0:
            return 1.0, 1.0
    if path in numbers.grids:
        bottom, top = max(bottom, numbers.grids[path][0]), min(top, numbers.grids[path][1])
    about, believed, form = path.partition(".belief.")
    if not believed:
        return bottom, top
    least, most = legal_interval(numbers[about])
    if form == "uniform.low":
        most = min(most, numbers[f"{about}.belief.uniform.high"].value)
    if form == "uniform.high":
        least = max(least, numbers[f"{about}.belief.uniform.low"].value)
    return max(bottom, least), min(top, most)


def is_searched_whole(numbers: Numbers, path: str) -> bool:
    """Whether a number was looked at over every value that it may be set to."""
    return path != START and searched_interval(numbers, path) == legal_values(numbers, path)


def _ways(numbers: Numbers, path: str) -> list[Way]:
    """Return the ways from where a number is to the ends of the interval searched."""
    now = numbers[path].value
    return [Way(path, now, end, path == START) for end in searched_interval(numbers, path) if end != now]


def _flip(entry: Entry, change: Change, stop: float) -> Flip:
    is_there = entry.path == START or change.first == stop
    value = change.first if is_there else (change.last + change.first) / 2
    low, high = entry.quantity.low, entry.quantity.high
    flip = Flip(entry.path, entry.value, value, change.first, None, change.to, last=change.last)
    if low is None or high is None:
        return flip
    slack = _ROUNDING * (high - low)
    share = abs(value - entry.value) / (high - low) if high > low else None
    return replace(flip, share=share, in_range=low - slack <= value <= high + slack)


def _told(both: Sequence[Flip]) -> list[Flip]:
    """Return the nearer of a number's flips up and down, and the other where it alone lies within the stated range."""
    nearest, *farther = both
    return [nearest, *(flip for flip in farther if flip.in_range and not nearest.in_range)]


def flip_order(flip: Flip) -> tuple[bool, float, str]:
    """Return what flips are ranked by: their distance as a share of the range, those without a range last."""
    return flip.share is None, flip.share if flip.share is not None else _size_of_move(flip), flip.path


def _size_of_move(flip: Flip) -> float:
    return abs(flip.value - flip.now)
