"""Sensitivity: which of the judged numbers decide what the answer is, over all of their ranges at once.

Every number with a range or a distribution is drawn independently from it, stakes are then divided by their sum, and
the game is solved at each set of numbers. Given are the share of sets with each answer, the Sobol indices of whether
the answer is today's, or of a figure that is asked for (`negosim.whatif.indices`), and for each frequent answer the box
of assumptions under which it happens (`negosim.whatif.discovery`). A share of assumption sets says how much hangs on
the judgements, never how likely an event is. Numbers that a what-if has set are held there.

Designs: Sobol's sequence, scrambled (Owen 1998); a Latin hypercube (McKay, Beckman and Conover 1979); plain draws.
Intervals of shares are Wilson's (1927), as if draws were plain; for the other designs they are usually too wide.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log2, sqrt

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import FloatArray
from negosim.whatif.answers import CHUNK, Answers, answers, joined
from negosim.whatif.batch import FigureSubject, MovesSubject, Subject
from negosim.whatif.discovery import Box, find_box
from negosim.whatif.indices import Evaluations, sobol, sobol_estimates
from negosim.whatif.sampling import held, sampled_paths, spread, unit_points

Tell = Callable[[int], None]
CONVERGED = 0.05
"""Indices have converged where no interval of a total index is wider (Sarrazin, Pianosi and Wagener 2016)."""
LARGEST_GROUP = 8
FREQUENT = 0.02
"""Boxes are looked for only where an answer has at least this share of the sets."""
FEWEST = 64
_FEW = 32
"""Points solved together where one takes long."""
_Z = 1.959963984540054


@dataclass(frozen=True)
class Share:
    """The share of assumption sets with one answer, with its interval."""

    answer: str
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Influence:
    """The Sobol indices of one number, each with its interval (low, high)."""

    path: str
    first: float
    total: float
    first_interval: tuple[float, float]
    total_interval: tuple[float, float]


@dataclass(frozen=True)
class Together:
    """How much of the variance the `paths` account for when they are known together, with its interval."""

    paths: tuple[str, ...]
    share: float
    interval: tuple[float, float]


@dataclass(frozen=True)
class Discovered:
    """The box of assumptions under which an answer happens; its limits are on `Sensitivity.paths`, by place."""

    answer: str
    box: Box


@dataclass(frozen=True)
class Sensitivity:
    """How the answer depends on the `paths`, the numbers with a stated range.

    `answer` is today's. `shares` are of `samples` sets, largest first; `influences` the largest total index first, none
    where the answer is always the same. `deciding` is the smallest group of the first few numbers that accounts for at
    least half of the variance together, None where no such group does. `drift` is the most by which a total index
    differs from what half of the samples give. `solved` is how many times the game was solved. `spread` are the 5th,
    50th and 95th percentile of the figure that is asked for; none where none is.
    """

    answer: str
    paths: tuple[str, ...]
    shares: tuple[Share, ...]
    influences: tuple[Influence, ...]
    deciding: Together | None
    boxes: tuple[Discovered, ...]
    drift: float
    samples: int
    solved: int
    design: str
    seed: int
    spread: tuple[float, ...] = ()

    @property
    def widest(self) -> float:
        """The width of the widest interval of a total index."""
        return max((x.total_interval[1] - x.total_interval[0] for x in self.influences), default=0.0)

    @property
    def is_converged(self) -> bool:
        """Whether the intervals of the total indices are narrow enough."""
        return self.widest <= CONVERGED


def solutions(subject: Subject, samples: int) -> int:
    """Return how many solutions are told of at most: those of the two designs twice where a figure is asked for."""
    numbers, designs = len(_drawn(subject)), 4 if subject.figure_asked else 2
    return samples * (designs + numbers + min(LARGEST_GROUP, numbers))


def _drawn(subject: Subject) -> tuple[str, ...]:
    return sampled_paths(subject.scenario.numbers, subject.reads - held(subject.scenario))


def sensitivity(
    subject: Subject, samples: int = 1024, seed: int = 0, design: str = "sobol", tell: Tell | None = None
) -> Sensitivity:
    """Draw assumption sets, solve the game at each, and take the variance of the answer apart.

    `samples` is a power of two; `tell` hears how often the game has been solved. Raises ValueError for another number
    or an unknown design, and UnsolvedError where the game cannot be solved in batches. Cost: samples * (numbers + 2)
    solutions, in batches.
    """
    if samples < FEWEST or samples & (samples - 1):
        raise ValueError(f"samples are a power of two from {FEWEST} up, such as {_near_power(samples)}, not {samples}")
    paths = _drawn(subject)
    rng = np.random.default_rng(seed)
    run = _Run(subject, paths, unit_points(design, 2 * len(paths), samples, rng), _Count(tell))
    answer, found = run.answer, run.influences(rng)
    order = run.order if found else []
    together, groups = run.together(order, rng) if found else (None, 0)
    return Sensitivity(
        answer,
        paths,
        tuple(_share(label, share, samples) for label, share in run.at_left.shares().items()),
        tuple(found[k] for k in order),
        together,
        tuple(run.boxes()),
        run.drift if found else 0.0,
        samples,
        samples * (2 + (len(paths) if found else 0) + groups),
        design,
        seed,
        run.spread,
    )


class _Count:
    """Counts solutions, and tells of them."""

    def __init__(self, tell: Tell | None) -> None:
        self._tell, self._done = tell, 0

    def add(self, solved: int) -> None:
        """Count some more."""
        self._done += solved
        if self._tell:
            self._tell(self._done)


@dataclass(frozen=True, eq=False)
class _Run:
    """The two designs of one run, side by side in `unit[row, column]`, and the game's answers at them."""

    subject: Subject
    paths: tuple[str, ...]
    unit: FloatArray
    count: _Count

    @property
    def left(self) -> FloatArray:
        """The first design."""
        return self.unit[:, : len(self.paths)]

    @property
    def right(self) -> FloatArray:
        """The second design."""
        return self.unit[:, len(self.paths) :]

    @cached_property
    def answer(self) -> str:
        """The answer at the file's own numbers."""
        found = self.subject.solve(self.subject.scenario.numbers.base[np.newaxis])
        return found.answers[int(found.answer[0])]

    @cached_property
    def at_left(self) -> Answers:
        """The answers at the first design."""
        return self._answers(self.left)

    @cached_property
    def at_right(self) -> Answers:
        """The answers at the second design."""
        return self._answers(self.right)

    @cached_property
    def evaluations(self) -> Evaluations:
        """Whether the answer is today's, at both designs and with each number of the second in the first."""
        return self._mixed([[k] for k in range(len(self.paths))])

    @cached_property
    def order(self) -> list[int]:
        """The places of the numbers, the largest total index first."""
        total = sobol_estimates(self.evaluations)[1]
        return sorted(range(len(self.paths)), key=lambda k: (-total[k], self.paths[k]))

    @property
    def drift(self) -> float:
        """The most by which a total index differs from what half of the samples give."""
        half = self.evaluations.first_rows(len(self.unit) // 2)
        return float(np.abs(sobol_estimates(self.evaluations)[1] - sobol_estimates(half)[1]).max())

    @property
    def spread(self) -> tuple[float, ...]:
        """Percentiles of the figure at the first design."""
        if not isinstance(self.subject, FigureSubject):
            return ()
        return tuple(float(q) for q in np.quantile(self.sides[0], [0.05, 0.5, 0.95]))

    def influences(self, rng: np.random.Generator) -> list[Influence]:
        """Return the indices of each number; none where the answer never varies or nothing is drawn."""
        if not self.paths or not self.evaluations.varies:
            return []
        found = sobol(self.evaluations, rng)
        rows = zip(found.first, found.total, found.first_interval.T, found.total_interval.T, strict=True)
        return [
            Influence(path, float(first), float(total), _pair(ends), _pair(total_ends))
            for path, (first, total, ends, total_ends) in zip(self.paths, rows, strict=True)
        ]

    def together(self, order: list[int], rng: np.random.Generator) -> tuple[Together | None, int]:
        """Return the smallest group of the first numbers that accounts for half of the variance, and how many were
        looked at.

        The first-order index of a group taken as one input is its closed index (Saltelli et al. 2008, section 1.2.14).
        """
        groups = [order[: k + 1] for k in range(min(LARGEST_GROUP, len(order)))]
        found = sobol(self._mixed(groups), rng)
        for k, group in enumerate(groups):
            if found.first[k] >= 0.5:
                paths = tuple(self.paths[place] for place in group)
                return Together(paths, float(found.first[k]), _pair(found.first_interval[:, k])), len(groups)
        return None, len(groups)

    def boxes(self) -> Iterator[Discovered]:
        """Yield a box for each frequent answer that has one, found at the first design and measured at the second."""
        places = [self.subject.scenario.numbers.index[path] for path in self.paths]
        points, fresh = (self._values(unit)[:, places] for unit in (self.left, self.right))
        for label, share in self.at_left.shares().items():
            if FREQUENT <= share < 1:
                box = find_box(points, self.at_left.are(label), fresh, self.at_right.are(label))
                if box is not None:
                    yield Discovered(label, box)

    def _mixed(self, groups: Sequence[Sequence[int]]) -> Evaluations:
        """Return whether the answer is today's at both designs and, for each group, with its columns of the second in
        the first."""
        mixed = np.empty((len(groups), len(self.unit)))
        for k, group in enumerate(groups):
            unit = self.left.copy()
            unit[:, group] = self.right[:, group]
            mixed[k] = self._amounts(self._values(unit))
        return Evaluations(*self.sides, mixed)

    @cached_property
    def sides(self) -> tuple[FloatArray, FloatArray]:
        """What varies, at both designs."""
        return self._amounts(self._values(self.left)), self._amounts(self._values(self.right))

    def _amounts(self, values: FloatArray) -> FloatArray:
        """Return what varies: whether the answer is today's, 1 or 0, or the figure that is asked for. Raises
        UnsolvedError where that has no value."""
        if not isinstance(self.subject, FigureSubject):
            return self._solved(values).are(self.answer).astype(np.float64)
        subject = self.subject
        amounts = np.concatenate([subject.amounts(part) for part in self._parts(values)])
        lost = np.isnan(amounts).sum()
        if lost:
            raise UnsolvedError(
                f"{self.subject.key}: in {lost:,} of {len(amounts):,} sets of numbers {self.subject.name} has no "
                "single finite value, so its variance has none"
            )
        return amounts

    def _values(self, unit: FloatArray) -> FloatArray:
        return spread(self.subject.scenario.numbers, self.paths, unit)

    def _answers(self, unit: FloatArray) -> Answers:
        return self._solved(self._values(unit))

    def _solved(self, values: FloatArray) -> Answers:
        """Return the answers at vectors of numbers, the quick way where it is enough."""
        subject = self.subject
        if isinstance(subject, MovesSubject) and subject.asked is None:
            return joined([answers(subject.compiled, part) for part in self._parts(values)])
        found = map(subject.solve, self._parts(values))
        return joined([Answers(points.answer, points.answers) for points in found])

    def _parts(self, values: FloatArray) -> Iterator[FloatArray]:
        """Yield the points that are solved together, and count each part once the next is asked for."""
        step = _FEW if self.subject.is_costly else CHUNK
        for k in range(0, len(values), step):
            part = values[k : k + step]
            yield part
            self.count.add(len(part))


def _share(answer: str, share: float, count: int) -> Share:
    """Return a share with Wilson's interval."""
    middle = (share + _Z**2 / (2 * count)) / (1 + _Z**2 / count)
    reach = _Z / (1 + _Z**2 / count) * sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2))
    return Share(answer, share, max(0.0, middle - reach), min(1.0, middle + reach))


def _pair(ends: FloatArray) -> tuple[float, float]:
    return float(ends[0]), float(ends[1])


def _near_power(samples: int) -> int:
    return max(FEWEST, 1 << round(log2(max(samples, 1))))
