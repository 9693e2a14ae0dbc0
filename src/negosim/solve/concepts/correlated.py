"""Correlated equilibrium: a lot from which nobody gains by disobeying what it is told (Aumann 1974, 1987).

A distribution p over pure profiles; a mediator draws one and tells each player its own action only. It is an
equilibrium if for every player i and all actions a, b: sum over a_-i of p(a, a_-i) (u_i(b, a_-i) - u_i(a, a_-i))
<= 0. These are linear, so that the equilibria are a polytope, and the best one by a linear objective is a linear
program. Every Nash equilibrium is one, so there always is one.
"""

from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any, ClassVar, Literal, get_args

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import FloatArray, Game, NormalFormGame, frozen, payoff_range
from negosim.solve.certificate import disobedience
from negosim.solve.dominance import action_table
from negosim.solve.result import Complete, CorrelatedEquilibrium, Result
from negosim.solve.security import security_level

Objective = Literal["welfare", "least_gain", "each_best"]

_MOST_PROFILES = 20_000
_FEASIBLE = 1e-10
_SUMS = "the largest sum of payoffs: it adds up utilities of different actors, which only a common unit gives a meaning"
_LEAST = "the largest least gain over what each could make sure of alone, in shares of each player's own payoff range"


@dataclass(frozen=True)
class Correlated:
    """The correlated equilibria that are best by each of `objectives`, one or, for `each_best`, one for each player.

    `welfare` sums the payoffs, `least_gain` makes the smallest gain over a maximin level as large as it can be, and
    `each_best` is what each player would pick. Where several are equally good, one of them is found.

    >>> chicken = NormalFormGame([[[6, 2], [7, 0]], [[6, 7], [2, 0]]])
    >>> Correlated(("welfare",)).solve(chicken).solutions[0].joint
    array([[0.5 , 0.25],
           [0.25, 0.  ]])
    """

    objectives: tuple[Objective, ...] = get_args(Objective)
    name: ClassVar[str] = "correlated"

    def __post_init__(self) -> None:
        if not self.objectives or not set(self.objectives) <= set(get_args(Objective)):
            raise ValueError(f"objectives are of {', '.join(get_args(Objective))}, not {self.objectives}")

    def solve(self, game: Game) -> Result:
        """Solve a linear program for each objective. Raises UnsolvedError for a tree and above 20,000 profiles."""
        if not isinstance(game, NormalFormGame):
            raise UnsolvedError("correlated is for simultaneous games; use subgame_perfect for a tree")
        if int(np.prod(game.shape)) > _MOST_PROFILES:
            raise UnsolvedError(f"correlated takes up to {_MOST_PROFILES:,} profiles; use pure_nash for larger games")
        program = _Program(game)
        find = {"welfare": program.welfare, "least_gain": program.least_gain, "each_best": program.each_best}
        found = tuple(solution for objective in self.objectives for solution in find[objective]())
        why = "the correlated equilibria are a convex set, of which these are the best by each objective"
        return Result(game, self, found, Complete.SOME, why)


@dataclass(frozen=True, eq=False)
class _Program:
    """The linear programs of one game: the unknowns are the profiles' probabilities and, last, a gain."""

    game: NormalFormGame

    def welfare(self) -> tuple[CorrelatedEquilibrium, ...]:
        largest = float(self._spread.max()) or 1.0
        least = self._flat.min(axis=1, keepdims=True)
        return (self._best(((self._flat - least) / largest).sum(axis=0), _SUMS),)

    def each_best(self) -> tuple[CorrelatedEquilibrium, ...]:
        pairs = zip(self.game.players, self._scaled, strict=True)
        return tuple(self._best(scaled, f"the best for {player}") for player, scaled in pairs)

    def least_gain(self) -> tuple[CorrelatedEquilibrium, ...]:
        players = range(len(self.game.players))
        levels = np.array([security_level(action_table(self.game, player)) for player in players])
        some = self._spread > 0
        gains = (self._flat - levels[:, np.newaxis])[some] / self._spread[some, np.newaxis]
        best = self._best(np.zeros(self._flat.shape[1]), _LEAST, gains)
        pairs = zip(self.game.players, best.payoffs - levels, strict=True)
        said = ", ".join(f"{player} {gain:.4g}" for player, gain in pairs)
        return (replace(best, notes=(*best.notes, f"gains over the maximin levels: {said}")),)

    @property
    def _flat(self) -> FloatArray:
        """Payoffs of each player at each profile: shape (players, profiles)."""
        return self.game.payoffs.reshape(len(self.game.players), -1)

    @property
    def _spread(self) -> FloatArray:
        return payoff_range(self._flat, axis=1)

    @property
    def _scaled(self) -> FloatArray:
        """Payoffs from 0 to 1, each player's by itself."""
        spread = np.where(self._spread > 0, self._spread, 1.0)[:, np.newaxis]
        return np.asarray((self._flat - self._flat.min(axis=1, keepdims=True)) / spread)

    def _best(self, objective: FloatArray, note: str, gains: FloatArray | None = None) -> CorrelatedEquilibrium:
        """Return the equilibrium with the largest `objective`, plus the least of `gains[k, profile]` where given."""
        from scipy.optimize import linprog
        from scipy.sparse import csr_array, hstack, vstack

        disobeying = self._disobeying()
        rows = np.zeros((0, len(objective))) if gains is None else gains
        above = vstack([hstack([disobeying, csr_array((disobeying.shape[0], 1))]), _below(rows)])
        solved = linprog(
            -np.append(objective, float(len(rows) > 0)),
            A_ub=above,
            b_ub=np.zeros(above.shape[0]),
            A_eq=np.append(np.ones(len(objective)), 0.0)[np.newaxis],
            b_eq=[1.0],
            bounds=[(0.0, 1.0)] * len(objective) + [(None, None) if len(rows) else (0.0, 0.0)],
            options={"primal_feasibility_tolerance": _FEASIBLE, "dual_feasibility_tolerance": _FEASIBLE},
        )
        weights = solved.x[:-1].clip(min=0.0)
        joint = frozen((weights / weights.sum()).reshape(self.game.shape))
        payoffs = frozen(self._flat @ joint.reshape(-1))
        return CorrelatedEquilibrium(joint, payoffs, disobedience(self.game, joint), (note,))

    def _disobeying(self) -> Any:
        """Return what each player gains at each profile by each other action, a row for each pair (told, done)."""
        from scipy.sparse import csr_array, vstack

        profiles = np.arange(self._flat.shape[1]).reshape(self.game.shape)
        rows = [csr_array((0, profiles.size))]
        for player, payoffs in enumerate(self._scaled):
            for told, done in permutations(range(self.game.shape[player]), 2):
                at, instead = profiles.take(told, axis=player).ravel(), profiles.take(done, axis=player).ravel()
                gain = payoffs[instead] - payoffs[at]
                rows.append(csr_array((gain, (np.zeros_like(at), at)), shape=(1, profiles.size)))
        return vstack(rows)


def _below(gains: FloatArray) -> FloatArray:
    """Return rows that say that the last unknown, the least gain, is at most each of `gains`."""
    return np.hstack([-gains, np.ones((len(gains), 1))])
