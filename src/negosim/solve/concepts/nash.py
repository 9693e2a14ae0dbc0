"""Nash equilibrium: a mixed profile from which nobody gains by deviating alone (Nash 1951).

Two players: the extreme points of every component, by vertex enumeration (Avis, Rosenberg, Savani and von Stengel
2010). More players: every isolated equilibrium, support by support, where the search can prove that it is complete;
otherwise those found, and an honest `some`. But of three players with two actions each also the line segments of
equilibria (`negosim.solve.kernels.three_pairs`), and where no choice changes what its owner gets all profiles. One
player: the best actions. A tree is solved in its reduced strategic form or, where two players have more than 200,000
pairs of plans, in its sequence form; with more movers only up to 10,000 profiles of plans.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import ExtensiveFormGame, FloatArray, Game, NormalFormGame, Profile, frozen
from negosim.games.exact import fractions_of
from negosim.games.normal_form import expected_payoffs
from negosim.games.strategic_form import MOST_PROFILES, number_of_plans
from negosim.solve.certificate import regret
from negosim.solve.concepts.pure_nash import pure_equilibria
from negosim.solve.dominance import mark_weakly_dominated
from negosim.solve.kernels import DEGREES, closed_form
from negosim.solve.many_player import isolated_equilibria
from negosim.solve.plans import solve_in_plans
from negosim.solve.result import TIE, Complete, Equilibrium, Result
from negosim.solve.sequence_form import movers, solve_in_sequences
from negosim.solve.two_player import extreme_equilibria

_REGRET = 1e-9
"""A profile with more regret than this is not reported."""

MOST_AMONG_MANY = 10_000
"""Profiles of plans of a tree with more than two movers."""
_NECESSARY = (
    "to use no weakly dominated strategy is necessary for trembling-hand perfection, not enough with more players"
)


@dataclass(frozen=True)
class Nash:
    """Nash equilibria of a normal form, or of a tree with perfect recall.

    With `exact`, ties among two players' payoffs are decided without tolerance and the probabilities are given as
    fractions.

    >>> result = Nash().solve(NormalFormGame([[[3, 0], [0, 2]], [[2, 0], [0, 3]]]))
    >>> len(result.solutions), result.complete
    (3, <Complete.ALL: 'all'>)
    """

    exact: bool = False
    name: ClassVar[str] = "nash"

    def solve(self, game: Game) -> Result:
        """Find the equilibria. Raises UnsolvedError for `exact` with more than two players, and as `solve_in_plans`."""
        if isinstance(game, ExtensiveFormGame):
            return self._tree(game)
        if len(game.players) == 2:
            return self._two_players(game)
        if self.exact:
            raise UnsolvedError("exact probabilities are given for two players only: with more they may be irrational")
        return self._one_player(game) if len(game.players) == 1 else self._many_players(game)

    def _tree(self, game: ExtensiveFormGame) -> Result:
        profiles, among = number_of_plans(game), len(movers(game))
        if profiles > MOST_PROFILES and among == 2:
            return solve_in_sequences(game, self, self.exact)
        if profiles > MOST_AMONG_MANY and among > 2:
            raise UnsolvedError(
                f"{profiles:,} profiles of plans are too many for nash with more than two movers (at most "
                f"{MOST_AMONG_MANY:,}): thousands may differ only where play never comes; use subgame_perfect"
            )
        return solve_in_plans(game, self, self.exact)

    def _two_players(self, game: NormalFormGame) -> Result:
        payoffs = fractions_of(game.payoffs, game.exact_payoffs) if self.exact else game.payoffs
        found = extreme_equilibria(payoffs[0], payoffs[1], exact=self.exact)
        shared = {id(own): own for pair in found.profiles for own in pair}  # one array where many share a strategy
        floats = {key: frozen(np.array(own, dtype=np.float64)) for key, own in shared.items()}
        texts = {key: tuple(map(str, own)) for key, own in shared.items()} if self.exact else {}
        equilibria = [
            _certified(game, (floats[id(x)], floats[id(y)]), (texts[id(x)], texts[id(y)]) if self.exact else ())
            for x, y in found.profiles
        ]
        isolated = all(len(component) == 1 for component in found.components)
        complete = Complete.SOME if not found.complete else Complete.ALL if isolated else Complete.EXTREME
        # a regular equilibrium is perfect, and so uses no weakly dominated strategy (van Damme 1991, section 2.5)
        marked = tuple(equilibria) if found.regular else mark_weakly_dominated(game, equilibria)
        return Result(game, self, marked, complete, found.why, found.components)

    def _one_player(self, game: NormalFormGame) -> Result:
        found = pure_equilibria(game)
        complete = Complete.ALL if len(found) == 1 else Complete.EXTREME
        return Result(game, self, found, complete, "every action was looked at", (tuple(range(len(found))),))

    def _many_players(self, game: NormalFormGame) -> Result:
        if _is_indifferent(game):
            return self._all_profiles(game)
        found = isolated_equilibria(game.payoffs)
        regular, rest = (
            tuple(e for e in (_certified(game, profile) for profile in profiles) if e.regret <= _REGRET)
            for profiles in (found.profiles, found.others)
        )
        marked = (*regular, *mark_weakly_dominated(game, rest))  # those of `profiles` are regular
        if found.complete:
            return Result(game, self, marked, Complete.ALL, found.why, tuple((k,) for k in range(len(marked))))
        shown = self._in_closed_form(game)
        if shown.complete is not Complete.UNKNOWN:
            return shown
        complete = Complete.UNKNOWN if found.searched else Complete.SOME
        return Result(game, self, marked, complete, found.why, notes=(_NECESSARY,) if rest else ())

    def _all_profiles(self, game: NormalFormGame) -> Result:
        pure = pure_equilibria(game)
        why = "nobody's choice changes its own payoff, so every profile is an equilibrium"
        return Result(game, self, pure, Complete.EXTREME, why, (tuple(range(len(pure))),))

    def _in_closed_form(self, game: NormalFormGame) -> Result:
        """Solve three players with two actions each where the equilibria are points and line segments for sure."""
        found = closed_form(game.payoffs)
        marked = mark_weakly_dominated(game, [_certified(game, profile) for profile in found.of(0)])
        why = "every kind of support was solved in closed form; of line segments of equilibria the ends are listed"
        return Result(game, self, marked, DEGREES[found.complete[0]], why, found.components(0), (_NECESSARY,))


def _is_indifferent(game: NormalFormGame) -> bool:
    """Whether no player's own choice ever changes its payoff, up to a tie."""
    spreads = [float(np.ptp(payoffs, axis=player).max()) for player, payoffs in enumerate(game.payoffs)]
    return all(one <= TIE * float(np.ptp(payoffs)) for one, payoffs in zip(spreads, game.payoffs, strict=True))


def _certified(game: NormalFormGame, profile: Profile, exact: tuple[tuple[str, ...], ...] = ()) -> Equilibrium:
    payoffs: FloatArray = expected_payoffs(game, profile)
    return Equilibrium(profile, payoffs, regret(game, profile), exact=exact)
