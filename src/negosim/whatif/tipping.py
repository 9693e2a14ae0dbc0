"""Tipping points: for every number that a game reads, the nearest value at which the answer changes.

The answer is the outcome, or the set of outcomes of the pure equilibria of a simultaneous game. Each number moves
alone, up and down from where it is, over its `searched_interval`; `negosim.whatif.scan` says what the search can miss.
A number may change what is done on the way to the same answer: that flip is kept apart. Every flip is certified by
solving the game alone on both sides (`negosim.whatif.certify`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from negosim.errors import UnsolvedError
from negosim.games import ExtensiveFormGame
from negosim.models import CompiledMoves
from negosim.solve import solve
from negosim.whatif.answers import can_batch
from negosim.whatif.certify import certified, certified_play, solve_alone
from negosim.whatif.flips import Flip, can_move, flip_order, flips_both_ways
from negosim.whatif.watch import PlayWatch, StableWatch, TowardWatch, reached_sets


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


def tipping(compiled: CompiledMoves, paths: Sequence[str] = (), toward: str = "") -> Tipping:
    """Find where each number, or each of `paths`, changes the answer or brings the outcome `toward` about.

    Raises UnsolvedError where the game cannot be solved in batches. Cost: some thousand solutions in batches, and two
    alone for each flip.
    """
    watch, movers = _watch_of(compiled)
    numbers = compiled.scenario.numbers
    before = solve_alone(compiled, numbers.base)
    wanted = [path for path in (paths or sorted(compiled.reads)) if can_move(path)]
    of_answer, *of_play = flips_both_ways(numbers, wanted, TowardWatch(watch, toward) if toward else watch)
    tips = []
    for path in wanted:
        wanted_flips = [flip for flip in of_answer.get(path, ()) if flip.to == toward or not toward]
        flips = tuple(certified(compiled, flip, before, toward) for flip in wanted_flips)
        plays = [
            (flip, mover)
            for of_item, mover in zip(of_play, movers, strict=False)
            for flip in of_item.get(path, ())
            if _comes_before(flip, flips)
        ]
        play, mover = min(plays, key=lambda each: flip_order(each[0]), default=(None, ""))
        tips.append(Tip(path, flips, certified_play(compiled, play, before) if play else None, mover))
    return Tipping(before.answer, tuple(sorted(tips, key=_rank)), toward)


def _watch_of(compiled: CompiledMoves) -> tuple[PlayWatch | StableWatch, list[str]]:
    """Return a watch whose item 0 is the answer and whose others are what is done, and who does the latter."""
    game = compiled.game(compiled.scenario.numbers.base)
    if not isinstance(game, ExtensiveFormGame):
        return StableWatch(compiled), [""]
    if not can_batch(game):
        raise UnsolvedError(
            f"{compiled.key}: what somebody believes depends on what another chooses, so that flips cannot be looked "
            "for; single values can be set with --set"
        )
    first = solve(game).equilibria[0]
    is_pure = all(strategy.max() == 1.0 for strategy in first.profile)
    sets = reached_sets(game, first)
    movers = [game.players[game.information_sets[k].player] for k in sets]
    return PlayWatch(compiled, sets, first.profile if is_pure else ()), movers


def _comes_before(flip: Flip, flips: Sequence[Flip]) -> bool:
    """Whether what is done changes before the answer does, going the same way."""
    return all(abs(flip.beyond - flip.now) < abs(other.beyond - flip.now) for other in flips if other.up == flip.up)


def _rank(tip: Tip) -> tuple[bool, tuple[bool, float, str]]:
    return not tip.flips, flip_order(tip.flips[0]) if tip.flips else (True, 0.0, tip.path)
