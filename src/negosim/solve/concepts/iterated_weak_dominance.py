"""Iterated elimination of weakly dominated actions, by mixed strategies, and whether its order matters.

An action is weakly dominated if some mixture never does worse and somewhere does better. Going on among what is left,
one may end at different sets of actions by different orders (Luce and Raiffa 1957; Osborne and Rubinstein 1994,
section 4.3), and may lose Nash equilibria on the way. So the concept is all dominated actions of all players at once,
round by round (Moulin 1979), and beside it every order of one action at a time is followed. Orders that strike out some
but not all at once are not.
"""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import Game, NormalFormGame
from negosim.solve.dominance import action_table, is_weakly_dominated
from negosim.solve.result import Complete, Result, Survivors

Kept = tuple[tuple[int, ...], ...]
Step = tuple[int, int]
"""A player and the action that goes."""


@dataclass(frozen=True)
class IteratedWeakDominance:
    """What survives all at once, and after it what else survives in some order of one action at a time.

    At most `most_sets` sets of actions are looked at; where there are more, completeness is `some`.

    >>> IteratedWeakDominance().solve(NormalFormGame([[[1, 1], [1, 0]], [[1, 0], [1, 1]]])).solutions[0].actions
    ((0,), (0,))
    """

    most_sets: int = 500
    name: ClassVar[str] = "iterated_weak_dominance"

    def __post_init__(self) -> None:
        if self.most_sets < 1:
            raise ValueError(f"most_sets is at least 1, not {self.most_sets}")

    def solve(self, game: Game) -> Result:
        """Eliminate in rounds, then in every order. Raises UnsolvedError for a tree."""
        if not isinstance(game, NormalFormGame):
            raise UnsolvedError("iterated_weak_dominance is for simultaneous games; use subgame_perfect for a tree")
        orders = _Orders(game)
        at_once = orders.all_at_once()
        found, is_whole = orders.one_at_a_time(self.most_sets)
        others = tuple(left for left in found if left.actions != at_once.actions)
        ends = 1 + len(others)
        complete = Complete.ALL if is_whole else Complete.SOME
        said = "every order of one action at a time" if is_whole else f"{self.most_sets:,} sets of actions"
        why = f"all at once, and {said}, were followed"
        if others:
            note = f"the order matters: {ends} different sets are left by different orders; the first is all at once"
        else:
            note = "the order does not matter" if is_whole else "no order that was followed leaves anything else"
        components = tuple((k,) for k in range(ends)) if is_whole else ()
        return Result(game, self, (at_once, *others), complete, why, components, (note,))


@dataclass(frozen=True, eq=False)
class _Orders:
    game: NormalFormGame
    known: dict[Kept, tuple[Step, ...]] = field(default_factory=dict)

    def all_at_once(self) -> Survivors:
        kept, rounds = self._everything(), []
        while gone := self._dominated(kept):
            rounds.append("; ".join(map(self._words, gone)))
            for step in gone:
                kept = _without(kept, step)
        return Survivors(kept, tuple(rounds))

    def one_at_a_time(self, most: int) -> tuple[tuple[Survivors, ...], bool]:
        """Return the ends of all orders, each with one order that leads there, and whether all were followed."""
        ends: list[Survivors] = []
        first = self._everything()
        seen = {first}
        ahead: list[tuple[Kept, tuple[str, ...]]] = [(first, ())]
        while ahead:
            kept, rounds = ahead.pop()
            steps = self._dominated(kept)
            if not steps:
                ends.append(Survivors(kept, rounds))
            for step in reversed(steps):
                left = _without(kept, step)
                if left in seen:
                    continue
                if len(seen) == most:
                    return tuple(ends), False
                seen.add(left)
                ahead.append((left, (*rounds, self._words(step))))
        return tuple(ends), True

    def _everything(self) -> Kept:
        return tuple(tuple(range(size)) for size in self.game.shape)

    def _dominated(self, kept: Kept) -> tuple[Step, ...]:
        """Return what is weakly dominated among what is kept."""
        if kept not in self.known:
            left = NormalFormGame(self.game.payoffs[np.ix_(range(len(kept)), *kept)])
            found = []
            for player, own in enumerate(kept):
                table = action_table(left, player)
                found += [(player, a) for a, row in zip(own, table, strict=True) if is_weakly_dominated(table, row)]
            self.known[kept] = tuple(found)
        return self.known[kept]

    def _words(self, step: Step) -> str:
        player, action = step
        return f"{self.game.players[player]}: {self.game.actions[player][action]}"


def _without(kept: Kept, step: Step) -> Kept:
    return tuple(tuple(a for a in own if (player, a) != step) for player, own in enumerate(kept))
