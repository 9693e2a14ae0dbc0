"""Tipping points: for every number that a game reads, the nearest value at which the answer changes.

The answer is the outcome, or the set of outcomes of the equilibria of a simultaneous game; the regime of another model;
or the sign of a figure. Each number moves alone, up and down from where it is, over its `searched_interval`;
`negosim.whatif.scan` says what the search can miss. A number may change what is done on the way to the same answer, or
of another model which inequalities hold: that flip is kept apart. Every flip is certified by solving the game alone on
both sides (`negosim.whatif.certify`).
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from negosim.games import ExtensiveFormGame
from negosim.parallel import in_order
from negosim.solve import solve
from negosim.whatif.batch import ModelSubject, MovesSubject, Subject
from negosim.whatif.batch.moves import MovesWatch
from negosim.whatif.certify import Alone, certified, certified_play, solve_alone
from negosim.whatif.flips import Flip, can_move, flip_order, flips_both_ways
from negosim.whatif.model_watch import ModelWatch
from negosim.whatif.watch import PlayWatch, StableWatch, TowardWatch, Watch, reached_sets

_FEW = 8
"""Numbers looked at together where a point takes long to solve."""
_WITH_PLAYS = ("subgame_perfect", "sequential", "pure_nash")


@dataclass(frozen=True)
class Tip:
    """What one number does when it moves alone.

    `flips` are the nearest flips of the answer up and down, the nearer first; empty where no value that was looked at
    changes it. `play` is the nearest flip of what is done, of those that come before the answer changes: its `to` is
    what `mover` does then, or where there is no `mover` the equilibria that there are.
    """

    path: str
    flips: tuple[Flip, ...] = ()
    play: Flip | None = None
    mover: str = ""

    @property
    def nearest(self) -> Flip | None:
        """The nearest flip of the answer."""
        return self.flips[0] if self.flips else None


@dataclass(frozen=True)
class Tipping:
    """The tipping points of one game: numbers ranked by their nearest flip as a share of their range, then those
    without a range, then those that never change the answer.

    `answer` is what follows at the file's own numbers. Where `toward` names an outcome, flips are those that bring it
    about.
    """

    answer: str
    tips: tuple[Tip, ...]
    toward: str = ""

    @property
    def flips(self) -> tuple[Flip, ...]:
        """The nearest flip of each number that has one, in order of the numbers."""
        return tuple(tip.nearest for tip in self.tips if tip.nearest is not None)

    @property
    def never(self) -> tuple[str, ...]:
        """The paths of the numbers that never change the answer."""
        return tuple(tip.path for tip in self.tips if not tip.flips)


def moving(subject: Subject, paths: Sequence[str] = ()) -> list[str]:
    """Return the numbers that are moved: those of `paths`, or all that the game reads, that can move alone."""
    return [path for path in (paths or sorted(subject.reads)) if can_move(path)]


def tipping(
    subject: Subject,
    paths: Sequence[str] = (),
    toward: str = "",
    executor: Executor | None = None,
    tell: Callable[[int], None] | None = None,
) -> Tipping:
    """Find where each number, or each of `paths`, changes the answer or brings the outcome `toward` about.

    `tell` hears how many numbers are done. Work that takes longer than a second goes through `executor`, a few numbers
    at a time where a point takes long to solve, otherwise all at once. Raises UnsolvedError where the game cannot be
    solved in batches. Cost: some thousand solutions in batches, and two alone for each flip.
    """
    search = _Search(subject, moving(subject, paths), toward, solve_alone(subject))
    tips: list[Tip] = []
    for found in in_order(search.tips, range(search.parts), executor):
        tips += found
        if tell:
            tell(len(tips))
    return Tipping(search.before.answer, tuple(sorted(tips, key=_rank)), toward)


@dataclass(frozen=True, eq=False)
class _Search:
    """The numbers that are looked at, in parts, for changes of what is so `before`."""

    subject: Subject
    paths: list[str]
    toward: str
    before: Alone

    @property
    def _size(self) -> int:
        return _FEW if self.subject.is_costly else max(1, len(self.paths))

    @property
    def parts(self) -> int:
        """How many parts there are."""
        return -(-len(self.paths) // self._size)

    def tips(self, part: int) -> list[Tip]:
        """Return what the numbers of a part do."""
        subject, toward, before = self.subject, self.toward, self.before
        watch, movers = _watch_of(subject)
        paths = self.paths[part * self._size : (part + 1) * self._size]
        watched = TowardWatch(watch, toward) if toward else watch
        of_answer, *of_play = flips_both_ways(subject.scenario.numbers, paths, watched, subject.narrow)
        tips = []
        for path in paths:
            wanted_flips = [flip for flip in of_answer.get(path, ()) if flip.to == toward or not toward]
            flips = tuple(certified(subject, flip, before, toward) for flip in wanted_flips)
            plays = [
                (flip, mover)
                for of_item, mover in zip(of_play, movers, strict=False)
                for flip in of_item.get(path, ())
                if _comes_before(flip, flips)
            ]
            play, mover = min(plays, key=lambda each: flip_order(each[0]), default=(None, ""))
            tips.append(Tip(path, flips, certified_play(subject, play, before) if play else None, mover))
        return tips


def _watch_of(subject: Subject) -> tuple[Watch, list[str]]:
    """Return a watch whose item 0 is the answer and whose others are what is done, and who does the latter; of another
    model than moves they are its inequalities."""
    if isinstance(subject, ModelSubject):
        return ModelWatch(subject.compiled), [each.name for each in subject.compiled.base.inequalities]
    if not isinstance(subject, MovesSubject):
        return subject.watch, []
    if subject.concept not in _WITH_PLAYS:
        return MovesWatch(subject, marks_several=False), []
    if not isinstance(subject.game, ExtensiveFormGame):
        return StableWatch(subject.compiled), [""]
    game, first = subject.game, solve(subject.game, subject.solved_under).equilibria[0]
    is_pure = all(strategy.max() == 1.0 for strategy in first.profile)
    sets = reached_sets(game, first)
    movers = [game.players[game.information_sets[k].player] for k in sets]
    return PlayWatch(subject.compiled, sets, first.profile if is_pure else ()), movers


def _comes_before(flip: Flip, flips: Sequence[Flip]) -> bool:
    """Whether what is done changes before the answer does, going the same way."""
    return all(abs(flip.beyond - flip.now) < abs(other.beyond - flip.now) for other in flips if other.up == flip.up)


def _rank(tip: Tip) -> tuple[bool, tuple[bool, float, str]]:
    return not tip.flips, flip_order(tip.flips[0]) if tip.flips else (True, 0.0, tip.path)
