"""From `PATH=LOW:HIGH:N`, `PATH=a,b,c` and `time.start=2025-03..2026-02` to the axes of a sweep.

Everything that can be wrong with them is told before anything is solved: one fault for each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite, prod

from negosim.campaign.figures import compile_any
from negosim.errors import Fault, InputError, UsageError
from negosim.models import compile_game
from negosim.scenario import START, Scenario
from negosim.scenario.changes import Change, refusals, suggest
from negosim.scenario.numbers import is_month, month_number, month_text
from negosim.solve import Concept
from negosim.whatif.batch import subject_of
from negosim.whatif.sweep.grid import MOST_PATHS, Axis, Plan
from negosim.whatif.sweep.table import MEMORY, bytes_per_point

_DIGITS = 12
_BYTES_OF_VALUE = 120
_FORMS = "write PATH=LOW:HIGH:N, PATH=a,b,c or time.start=2025-03..2026-02"


@dataclass(frozen=True)
class Spread:
    """The values that a text stands for: a list of them, or `count` of them spread evenly from the first to the last.

    `text` is the whole option.
    """

    text: str
    path: str
    ends: tuple[float, ...]
    count: int
    is_even: bool

    def axis(self) -> Axis:
        """Return the axis. An even one has values rounded to 12 digits, so that they are what a table shows."""
        if not self.is_even:
            return Axis(self.path, tuple(sorted(self.ends)))
        low, high = self.ends
        steps = (low + (high - low) * (k / (self.count - 1)) for k in range(1, self.count - 1))
        return Axis(self.path, (low, *(float(f"{value:.{_DIGITS}g}") for value in steps), high))


def sweep_plan(
    scenario: Scenario, game: str, texts: Sequence[str], concept: Concept | None = None, figure: str = ""
) -> Plan:
    """Return the sweep that is asked for. Raises UsageError for none or more than four paths, or an unknown figure.

    Raises InputError for what is wrong with any of them: a text that cannot be read, a path where no number is or that
    the game does not read or that comes twice, a value outside the number's domain, and more points than memory.
    """
    if not 0 < len(texts) <= MOST_PATHS:
        raise UsageError(
            f"a sweep varies 1 to {MOST_PATHS} numbers, not {len(texts)}: --vary PATH=LOW:HIGH:N for each of them"
        )
    spreads = _without_faults([_parsed(text) for text in texts])
    _refuse(_misplaced(scenario, game, spreads))
    _refuse(_outside(scenario, spreads))
    frugal = Plan(scenario, game, (), concept, figure)
    _refuse(_too_many(frugal, spreads))
    plan = Plan(scenario, game, tuple(spread.axis() for spread in spreads), concept, figure)
    _check_corners(plan, spreads)
    return plan


def _refuse(faults: Iterator[Fault]) -> None:
    found = list(faults)
    if found:
        raise InputError(found)


def _without_faults(parsed: Sequence[Spread | Fault]) -> list[Spread]:
    _refuse(part for part in parsed if isinstance(part, Fault))
    return [part for part in parsed if isinstance(part, Spread)]


def _parsed(text: str) -> Spread | Fault:
    """Read one option."""
    path, equals, values = (part.strip() for part in text.partition("="))
    where = f"--vary {text}"
    if not equals or not path or not values:
        return Fault(where, "not understood", _FORMS)
    if path == START:
        found = _months(values)
    elif ":" in values:
        found = _grid(values)
    else:
        found = _list(values)
    if isinstance(found, Fault):
        return Fault(where, found.what, found.fix)
    ends, count, is_even = found
    return Spread(where, path, ends, count, is_even)


_Values = tuple[tuple[float, ...], int, bool] | Fault
"""The ends or the list, how many values there are, and whether they are spread evenly; or what is wrong."""


def _grid(text: str) -> _Values:
    parts = [part.strip() for part in text.split(":")]
    if len(parts) != 3:
        return Fault("", "not understood", _FORMS)
    numbers = [_number(part) for part in parts[:2]]
    for part, number in zip(parts[:2], numbers, strict=True):
        if number is None:
            return Fault("", f"'{part[:40]}' is not a number", "write a number, such as 0.25")
    low, high = (number for number in numbers if number is not None)
    if not (parts[2].isascii() and parts[2].isdigit() and len(parts[2]) < 20):
        return Fault(
            "", f"'{parts[2][:40]}' is no number of points", "write a whole number of 2 or more after LOW:HIGH:"
        )
    if low >= high:
        fix = f"write {high:g}:{low:g}:{parts[2]}" if low > high else "write two different ends, or use --set"
        return Fault("", "the grid is upside down" if low > high else "the grid's two ends are one", fix)
    if int(parts[2]) < 2:
        return Fault("", "a grid of fewer than 2 points", "take 2 or more; to set a number once use --set")
    return (low, high), int(parts[2]), True


def _list(text: str) -> _Values:
    parts = [part.strip() for part in text.split(",")]
    numbers = [_number(part) for part in parts]
    for part, number in zip(parts, numbers, strict=True):
        if number is None:
            return Fault("", f"'{part[:40]}' is not a number", _FORMS)
    return _several(tuple(number for number in numbers if number is not None), [f"{number:g}" for number in numbers])


def _months(text: str) -> _Values:
    first, dots, last = (part.strip() for part in text.partition(".."))
    parts = [first, last] if dots else [part.strip() for part in text.split(",")]
    for part in parts:
        if not is_month(part):
            return Fault("", f"'{part[:40]}' is not a month", "write months, such as 2025-03..2026-02")
    months = [float(month_number(part)) for part in parts]
    if dots and months[0] > months[1]:
        return Fault("", "the months are upside down", f"write {last}..{first}")
    if dots:
        months = [months[0] + k for k in range(int(months[1] - months[0]) + 1)]
    return _several(tuple(months), [month_text(month) for month in months])


def _several(values: tuple[float, ...], texts: Sequence[str]) -> _Values:
    if len(values) < 2:
        return Fault("", "one value is no sweep", "give two or more; to set a number once use --set")
    twice = [text for text, value in zip(texts, values, strict=True) if values.count(value) > 1]
    if twice:
        return Fault("", f"{twice[0]} comes twice", "give each value once")
    return values, len(values), False


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None


def _misplaced(scenario: Scenario, game: str, spreads: Sequence[Spread]) -> Iterator[Fault]:
    """Yield the paths where no number is, those that the game does not read, and those that come twice."""
    numbers, seen = scenario.numbers, dict[str, str]()
    reads = compile_any(scenario, game).reads
    for spread in spreads:
        if spread.path not in numbers:
            word = [*spread.path.split("."), ""][1]
            search = f"search: negosim show {scenario.file} {word}".rstrip()
            fix = "; ".join(part for part in (suggest(spread.path, numbers), search) if part)
            yield Fault(spread.text, "no number at this path", fix)
            continue
        stands = numbers[spread.path].path
        if stands in seen:
            yield Fault(spread.text, f"{seen[stands]} varies this number already", "vary each number once")
        elif stands not in reads:
            others = [key for key in scenario.facts.games if stands in compile_game(scenario, key).reads]
            fix = f"it is read by: {', '.join(others)}; choose such a game with --game" if others else ""
            fix = fix or "no game of this scenario reads it; it is there for models that come later"
            yield Fault(spread.text, f"`{game}` does not read {spread.path}", fix)
        seen.setdefault(stands, spread.text)


def _outside(scenario: Scenario, spreads: Sequence[Spread]) -> Iterator[Fault]:
    """Yield what takes a number out of its legal domain."""
    for spread in spreads:
        for value in (min(spread.ends), max(spread.ends)):
            change: Change = month_text(value) if spread.path == START else value
            refused = next(refusals(scenario.facts, scenario.numbers, {spread.path: change}), None)
            if refused is not None:
                yield Fault(spread.text, refused.what, refused.fix)
                break


def _too_many(plan: Plan, spreads: Sequence[Spread]) -> Iterator[Fault]:
    """Yield a grid of more points than a table in memory can have."""
    counts, each = [spread.count for spread in spreads], bytes_per_point(plan)
    need = prod(counts) * each + sum(counts) * _BYTES_OF_VALUE
    if need > MEMORY:
        widest = max(spreads, key=lambda spread: spread.count)
        most = MEMORY // (each + (_BYTES_OF_VALUE if len(counts) == 1 else 0))
        what = f"{prod(counts):,} points need {need / 1e9:,.1f} GB, and a sweep takes {MEMORY / 1e9:g} GB at most"
        yield Fault(widest.text, what, f"take fewer values or vary fewer numbers: at most about {most:,} points here")


def _check_corners(plan: Plan, spreads: Sequence[Spread]) -> None:
    """Refuse a grid with a corner that makes no sound scenario, or a game of another shape.

    The rules of the language that join several numbers are linear in them, so that what holds at the corners holds
    within.
    """
    where = " ".join(spread.text for spread in spreads)
    shape = plan.subject.shape
    for corner in plan.corners():
        changes: dict[str, Change] = {
            path: month_text(value) if path == START else value for path, value in corner.items()
        }
        said = ", ".join(
            f"{path}={value if isinstance(value, str) else f'{value:g}'}" for path, value in changes.items()
        )
        try:
            changed = plan.scenario.what_if(changes)
        except InputError as error:
            raise InputError(Fault(where, f"at {said}: {fault.what}", fault.fix) for fault in error.faults) from None
        if subject_of(changed, plan.game, plan.asked).shape != shape:
            fix = "compare such cases instead: negosim compare --set PATH=VALUE"
            raise InputError([Fault(where, f"at {said} the game changes its shape, so that it is another game", fix)])
