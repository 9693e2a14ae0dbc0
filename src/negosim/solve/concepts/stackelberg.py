"""Stackelberg: one player commits itself first, and the other, who sees to what, replies (von Stackelberg 1934).

The leader commits to an action, or to a mixed strategy whose draw the follower does not see (Conitzer and Sandholm
2006). Where several replies are best for the follower, it takes the one best for the leader (strong) or worst (weak).

- Mixed, strong: for each reply j a linear program finds the leader's best mixture to which j is a best reply.
- Mixed, weak: the most that the leader can secure up to any amount however small. The same programs, over the replies j
  that are the only best ones against some mixture, a reply being as bad as the worst that is the same to the follower
  (von Stengel and Zamir 2010). It need not be attained, and a note says so where it is not.

Commitment must be seen and binding. The leader's own action need be no best reply: its regret is that of the profile.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal, get_args

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import BoolArray, FloatArray, Game, IntArray, NormalFormGame, frozen, one_hot, payoff_range
from negosim.games.normal_form import expected_payoffs
from negosim.solve.certificate import regret
from negosim.solve.result import TIE, Complete, Result, Selection
from negosim.solve.security import FEASIBLE, largest_least

Commitment = Literal["pure", "mixed"]
Ties = Literal["strong", "weak"]
_STRICT = 1e-8


@dataclass(frozen=True)
class Stackelberg:
    """The best commitment of player number `leader`, to an action (`pure`) or a strategy (`mixed`), and the reply.

    >>> game = NormalFormGame([[[1, 3], [0, 2]], [[1, 0], [0, 1]]])
    >>> [Stackelberg(commitment=kind).solve(game).solutions[0].figures["leader_payoff"] for kind in ("pure", "mixed")]
    [2.0, 2.5]
    """

    leader: int = 0
    commitment: Commitment = "mixed"
    ties: Ties = "strong"
    name: ClassVar[str] = "stackelberg"

    def __post_init__(self) -> None:
        known = (self.commitment in get_args(Commitment), self.ties in get_args(Ties), self.leader in (0, 1))
        if not all(known):
            raise ValueError("stackelberg takes leader 0 or 1, commitment pure or mixed, ties strong or weak")

    def solve(self, game: Game) -> Result:
        """Find the commitment. Raises UnsolvedError for a tree and for other than two players."""
        if not isinstance(game, NormalFormGame) or len(game.players) != 2:
            raise UnsolvedError("stackelberg is for two players in a simultaneous game; use subgame_perfect for a tree")
        order = [self.leader, 1 - self.leader]
        leads = _Leads(*(_scaled(game.payoffs[k].T if self.leader else game.payoffs[k]) for k in order))
        find = leads.pure if self.commitment == "pure" else leads.mixed
        strategy, reply, value = find(self.ties == "strong")
        found = self._selected(game, leads, strategy, reply, value)
        why = "the leader's payoff is the largest; another commitment may give it as much"
        return Result(game, self, (found,), Complete.SOME, why)

    def _selected(
        self, game: NormalFormGame, leads: "_Leads", strategy: FloatArray, reply: int, value: float
    ) -> Selection:
        pair = (strategy, one_hot(leads.follower.shape[1], reply))
        profile = pair if self.leader == 0 else pair[::-1]
        payoffs = expected_payoffs(game, profile)
        worth = leads.replies(strategy)
        figures = {
            "leader_payoff": float(payoffs[self.leader]),
            "follower_regret": float(worth.max() - worth[reply]),
        }
        leader, follower = (game.players[k] for k in (self.leader, 1 - self.leader))
        notes = [f"{leader} commits itself first, {follower} replies"]
        if self.ties == "weak" and leads.worst(strategy) < value - _STRICT:
            notes.append("approached, not attained: here another best reply is worse for the leader")
        return Selection(profile, payoffs, regret(game, profile), figures, tuple(notes))


@dataclass(frozen=True, eq=False)
class _Leads:
    """The payoffs of `leader[own, reply]` and `follower[leader's, reply]`, each from 0 to 1."""

    leader: FloatArray
    follower: FloatArray

    def replies(self, strategy: FloatArray) -> FloatArray:
        """Return what each reply gives the follower."""
        return np.asarray(strategy @ self.follower)

    def worst(self, strategy: FloatArray) -> float:
        """Return the least that the leader gets from a best reply."""
        worth = self.replies(strategy)
        return float((strategy @ self.leader)[worth >= worth.max() - FEASIBLE].min())

    def pure(self, is_strong: bool) -> tuple[FloatArray, int, float]:
        best = self.follower >= self.follower.max(axis=1, keepdims=True) - TIE
        values = np.where(best, self.leader, -np.inf if is_strong else np.inf)
        reply = values.argmax(axis=1) if is_strong else values.argmin(axis=1)
        worth = values[np.arange(len(values)), reply]
        own = int(worth.argmax())
        return one_hot(len(values), own), int(reply[own]), float(worth[own])

    def mixed(self, is_strong: bool) -> tuple[FloatArray, int, float]:
        found: list[tuple[FloatArray, int, float]] = []
        for reply in range(self.follower.shape[1]):
            alike = self._alike(reply)
            if not is_strong and not self._can_be_the_only_best(reply, alike):
                continue
            ways = np.flatnonzero(alike) if not is_strong else np.array([reply])
            strategy = self._best_mixture(reply, ways)
            if strategy is not None:
                worth = (strategy @ self.leader)[ways]
                found.append((strategy, int(ways[worth.argmin()]), float(worth.min())))
        return max(found, key=lambda way: way[2])

    def _alike(self, reply: int) -> BoolArray:
        """Return which replies are always the same to the follower as `reply`."""
        return np.asarray((np.abs(self.follower - self.follower[:, [reply]]) <= TIE).all(axis=0))

    def _can_be_the_only_best(self, reply: int, alike: BoolArray) -> bool:
        """Whether some mixture makes `reply` better for the follower than all replies that are not alike."""
        less = (self.follower[:, [reply]] - self.follower)[:, ~alike]
        if not less.size:
            return True
        strategy = largest_least(less, np.zeros((len(less), 0)))
        return strategy is not None and float((strategy @ less).min()) > _STRICT

    def _best_mixture(self, reply: int, ways: IntArray) -> FloatArray | None:
        """Return what mixture gives the leader the most in the worst of `ways`, `reply` being a best reply to it."""
        return largest_least(self.leader[:, ways], self.follower[:, [reply]] - self.follower)


def _scaled(payoffs: FloatArray) -> FloatArray:
    spread = float(payoff_range(payoffs))
    return frozen((payoffs - payoffs.min()) / (spread or 1.0))
