"""The smallest joint change: how far all numbers together must move for the answer to change.

Numbers move within their stated ranges; the size of a change is the largest share of its range by which any number
moves (the Chebyshev distance in units of ranges). So with t the smallest size, the answer is safe as long as every
number is off by less than t of its range, whichever way. `negosim.whatif.space` says what moves.

Where payoffs are affine in the numbers, a mixed-integer linear program gives the nearest point (`regions`). Elsewhere
the program is solved for the payoffs' tangent at the best point so far, again and again (sequential linear
programming), and what it gives counts only where the game itself, solved there, bears it out. The result is then the
smallest change found, an upper bound; as evidence, not proof, points nearer are tried.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import BoolArray, ExtensiveFormGame, FloatArray
from negosim.models import CompiledMoves
from negosim.whatif.batch import MovesSubject
from negosim.whatif.certify import solve_game
from negosim.whatif.program import Moves
from negosim.whatif.regions import Wanted, choices_in, nearest_moves, plan_of
from negosim.whatif.space import Space, size_of

TRIED = 4096
"""Points tried within the distance found, and points drawn in the whole box where no start is known."""
MOST_CHOICES = 1000
_ROUNDS, _RESTARTS = 40, 3
_STAGES = ((np.inf, True), (np.inf, False), (0.1, False), (0.02, False), (0.05, True))
"""How far a step may lead, and whether it may lead to another plan: tried one after the other."""
_SAME = 1e-6
_WITHIN = 1 - 1e-3
_FARTHEST = 1.5
_PUSHES = (0.0, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3)


@dataclass(frozen=True)
class Joint:
    """The smallest joint change found: `size` is a share of ranges, `values` where the numbers that must move end.

    `to` is the answer there. `is_certified` says that the game was solved again there, alone and by other code.
    `is_exact` says that no smaller change exists, up to what `regions.STRICT` of a payoff range is worth: payoffs are
    affine in the numbers as far as probes show. `tried` points nearer, half of them corners, left the answer as it is;
    none where one did not. `ranges` is how many numbers could move.
    """

    size: float
    values: Mapping[str, float]
    to: str
    is_certified: bool
    is_exact: bool
    tried: int
    ranges: int


def joint_change(compiled: CompiledMoves, toward: str = "", seed: int = 0) -> Joint | None:
    """Find the smallest joint change of all numbers with a range that changes the answer, or brings `toward` about.

    Return None where none was found within the ranges. Raises UnsolvedError where the game cannot be solved in
    batches, or is too large. Cost: some mixed-integer programs, each about a second for some tens of information sets.
    """
    space = Space(compiled)
    size = choices_in(space.home)
    if size > MOST_CHOICES:
        raise UnsolvedError(
            f"{compiled.key}: a joint change is looked for in games of up to {MOST_CHOICES} choices, and this one has "
            f"{size}; single numbers can be looked at without --joint"
        )
    search = _Search(space, toward, np.random.default_rng(seed))
    point = search.nearest() if space.columns.size else None
    return None if point is None else search.told(point)


@dataclass(frozen=True, eq=False)
class _Search:
    """A search among the moves of one game's numbers."""

    space: Space
    toward: str
    rng: np.random.Generator

    @cached_property
    def answer(self) -> str:
        """The answer at the file's own numbers."""
        return self.space.labels(np.zeros((1, len(self.space.columns))))[0]

    @cached_property
    def wanted(self) -> Wanted:
        """What the answer must be."""
        return Wanted(plan_of(self.space.home), self.toward)

    def is_wanted(self, moves: FloatArray) -> BoolArray:
        """Whether the answer at each of some moves is as wanted."""
        said = self.space.labels(moves)
        return np.array([(label == self.toward) if self.toward else (label != self.answer) for label in said])

    def nearest(self) -> FloatArray | None:
        """Return the nearest point found: from the file's own numbers, then from any drawn point that is nearer."""
        found = self._descend(np.zeros(len(self.space.columns)), None)
        for _ in range(_RESTARTS):
            hit = self._hit(1.0 if found is None else _WITHIN * size_of(found))
            if hit is None:
                break
            found = self._descend(hit, hit)
        return found

    def told(self, point: FloatArray) -> Joint:
        """Return what there is to say of the nearest point."""
        space, point = self.space, self._without_idle(point)
        past, is_certified = self._past(point)
        is_safe = self._hit(_WITHIN * size_of(point)) is None
        entries = space.compiled.scenario.numbers.entries
        ends = space.values(past[np.newaxis])[0]
        return Joint(
            size_of(past),
            {entries[k].path: float(ends[k]) for k, move in zip(space.columns, past, strict=True) if move},
            space.labels(past[np.newaxis])[0],
            is_certified,
            is_safe and self._is_exact(size_of(point)),
            TRIED if is_safe else 0,
            len(space.columns),
        )

    def _is_exact(self, size: float) -> bool:
        """Whether payoffs are affine in the moves and their program proves that nothing is nearer; never said where
        chance decides, since answers are then shares."""
        space, zero = self.space, np.zeros(len(self.space.columns))
        by_chance = isinstance(space.home, ExtensiveFormGame) and bool(space.home.chance.size)
        if by_chance or not space.is_affine(self.rng):
            return False
        found = nearest_moves(space.home, space.box, space.tangent(zero), self.wanted)
        return found is not None and found.is_proved and found.size >= _WITHIN * size

    def _descend(self, at: FloatArray, best: FloatArray | None) -> FloatArray | None:
        """Follow tangents to nearer and nearer points, more carefully when a step fails."""
        stage = 0
        for _ in range(_ROUNDS):
            moves = self._step(at, *_STAGES[stage])
            point = None if moves is None else self._reached(moves)
            if point is not None and (best is None or size_of(point) < (1 - _SAME) * size_of(best)):
                at = best = point
                stage = 1 if stage == len(_STAGES) - 1 else stage
            elif best is not None and stage == 0 and moves is not None and size_of(moves) > _WITHIN * size_of(best):
                break  # by its own tangent nothing is nearer
            elif best is not None and stage < len(_STAGES) - 1:
                at, stage = best, stage + 1
            elif best is None and moves is not None and moves.any():
                at = moves
            else:
                break
        return best

    def _step(self, at: FloatArray, radius: float, is_free: bool) -> FloatArray | None:
        """Return the nearest moves by the tangent at a point, within a radius of it, under any plan or its own."""
        space, box = self.space, self.space.box
        box = Moves(np.maximum(box.low, at - radius), np.minimum(box.high, at + radius), box.ties)
        game = space.compiled.game(space.values(at[np.newaxis])[0])
        found = nearest_moves(game, box, space.tangent(at), self.wanted, None if is_free else plan_of(game))
        return None if found is None else found.moves

    def _reached(self, moves: FloatArray) -> FloatArray | None:
        """Return the first point, on the ray through some moves within the ranges, at which the answer is as wanted."""
        box = self.space.box
        room = np.where(moves > 0, box.high, np.where(moves < 0, box.low, np.inf))
        low, high = 0.0, float(min(np.divide(room, moves, where=moves != 0, out=np.full(len(moves), np.inf)).min(),
                                   _FARTHEST))  # fmt: skip
        for count in (301, 65, 65, 65, 65, 65):
            shares = np.linspace(low, high, count)
            hits = np.flatnonzero(self.is_wanted(shares[:, np.newaxis] * moves))
            if not hits.size:
                return None
            low, high = float(shares[max(hits[0] - 1, 0)]), float(shares[hits[0]])
        return np.asarray(high * moves)

    def _hit(self, size: float) -> FloatArray | None:
        """Return the nearest of some points drawn within a size that is as wanted, pulled in along its ray."""
        drawn = self.space.drawn(size, TRIED, self.rng)
        hits = drawn[self.is_wanted(drawn)]
        if not len(hits):
            return None
        hit = hits[np.abs(hits).max(axis=1).argmin()]
        pulled = self._reached(hit)
        return hit if pulled is None else pulled

    def _without_idle(self, point: FloatArray) -> FloatArray:
        """Return the point with what need not move back where it stands: single numbers, and stakes of one actor."""
        ties = self.space.box.ties != 0
        groups = np.concatenate([np.eye(len(point), dtype=np.bool_)[~ties.any(axis=0)], ties])
        is_idle = self.is_wanted(np.where(groups, 0.0, point))
        thinned = np.where(groups[is_idle].any(axis=0), 0.0, point)
        return thinned if self.is_wanted(thinned[np.newaxis])[0] else point

    def _past(self, point: FloatArray) -> tuple[FloatArray, bool]:
        """Return the point, pushed out by as little as lets a game solved there alone bear it out; and whether one
        did."""
        space, subject = self.space, MovesSubject(self.space.compiled)
        before = solve_game(subject, space.home).answer
        for push in _PUSHES:
            past = np.clip((1 + push) * point, space.box.low, space.box.high)
            after = solve_game(subject, space.compiled.game(space.values(past[np.newaxis])[0])).answer
            if (after == self.toward != before) if self.toward else (after not in (before, self.answer)):
                return past, True
        return point, False
