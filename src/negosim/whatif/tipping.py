"""Tipping points: for every number that a game reads, the nearest value at which the answer changes.

The answer is the outcome, or the set of outcomes of the equilibria of a simultaneous game; the regime of another model;
or the sign of a figure. Each number moves alone, up and down from where it is, over its `searched_interval`;
`negosim.whatif.scan` says what the search can miss. A number may change what is done on the way to the same answer, or
of another model which inequalities hold: that flip is kept apart. Every flip is certified by solving the game alone on
both sides (`negosim.whatif.certify`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from negosim.games import ExtensiveFormGame
from negosim.solve import solve
from negosim.whatif.batch import ModelSubject, MovesSubject, Subject
from negosim.whatif.batch.moves import MovesWatch
from negosim.whatif.certify import certified, certified_play, solve_alone
from negosim.whatif.flips import Flip, can_move, flip_order, flips_both_ways
from negosim.whatif.model_watch import ModelWatch
from negosim.whatif.watch import PlayWatch, StableWatch, TowardWatch, Watch, reached_sets

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


def tipping(subject: Subject, paths: Sequence[str] = (), toward: str = "") -> Tipping:
    """Find where each number, or each of `paths`, changes the answer or brings the outcome `toward` about.

    Raises UnsolvedError where the game cannot be solved in batches. Cost: some thousand solutions in batches, and two
    alone for each flip.
    """
    watch, movers = _watch_of(subject)
    numbers = subject.scenario.numbers
    before = solve_alone(subject)
    wanted = [path for path in (paths or sorted(subject.reads)) if can_move(path)]
    of_answer, *of_play = flips_both_ways(numbers, wanted, TowardWatch(watch, toward) if toward else watch)
    tips = []
    for path in wanted:
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
    return Tipping(before.answer, tuple(sorted(tips, key=_rank)), toward)


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
