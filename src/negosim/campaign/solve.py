"""Equilibria of stochastic games in months.

With a last month: backward induction over all states of a month at once, which gives a subgame-perfect (Markov)
equilibrium where the months' games are solved for one (Fudenberg and Tirole 1991, section 13.2). Without one: a
stationary Markov-perfect equilibrium (Shapley 1953 for two players whose interests are opposed; Fink 1964) is looked
for by going back month by month until what is ahead no longer changes. That need not happen; the best found is then
reported. The search starts from nothing ahead. Where several such equilibria exist, as with promises that only the
future keeps, the start decides which one is found: for the selection `efficient` it starts from several guesses, and of
what it finds takes the largest sum of payoffs.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from negosim.campaign.choose import Rule, choose
from negosim.campaign.monthly import MonthlyGame, Stage
from negosim.games import FloatArray, NormalFormGame, Profile
from negosim.scenario.campaign import Campaign

Tell = Callable[[int], None] | None
MOST_SWEEPS = 5000
STARTS = 8
TOLERANCE = 1e-10


@dataclass(frozen=True, eq=False)
class Course:
    """An equilibrium, month by month: `policies[month][mode][set][place, action]` and what each place is worth,
    `values[month][mode, place, player]`; where there is no last month, for the months of one period.

    `without_pure` is the share of the states of simultaneous stages that have no pure equilibrium. `residual` is how
    far the last sweep still moved what is ahead; None with a last month.
    """

    game: MonthlyGame
    rule: Rule
    policies: tuple[tuple[Profile, ...], ...]
    values: tuple[FloatArray, ...]
    without_pure: float
    residual: float | None = None

    @property
    def has_converged(self) -> bool:
        """Whether it is what it claims to be, up to rounding."""
        return self.residual is None or self.residual <= TOLERANCE * _scale(self.values[0])

    def at(self, month: int) -> int:
        """Return where a month's policies and values stand."""
        return month if self.game.months is not None else month % self.game.period

    def policy(self, month: int, mode: int) -> Profile:
        """Return what is done in a mode in a month."""
        return self.policies[self.at(month)][mode]

    def ahead(self, month: int) -> FloatArray:
        """Return what the month after this one is worth: (mode, place, player)."""
        if self.game.months is not None and month + 1 == self.game.months:
            return self.game.final
        return self.values[self.at(month + 1)]


def rule_of(campaign: Campaign) -> Rule:
    """Return how a campaign's file wants months to be solved."""
    asked = campaign.solution
    return Rule(asked.stage, asked.selection, asked.precision.value)


def solve(game: MonthlyGame, rule: Rule = Rule(), tell: Tell = None) -> Course:  # noqa: B008  # frozen
    """Solve a stochastic game; `tell` hears how many months are done."""
    if game.months is None:
        return _stationary(game, rule, tell)
    later, found = game.final, []
    for done, month in enumerate(reversed(range(game.months)), start=1):
        found.append(_month(game, month, later, rule))
        later = found[-1].values
        if tell:
            tell(done)
    return _course(game, rule, found[::-1], None)


@dataclass(frozen=True, eq=False)
class _Month:
    """One month solved."""

    policies: tuple[Profile, ...]
    values: FloatArray
    lacking: int
    simultaneous: int


def _month(game: MonthlyGame, month: int, later: FloatArray, rule: Rule) -> _Month:
    policies, values, lacking, simultaneous = [], np.empty_like(later), 0, 0
    for mode in range(len(game.modes)):
        stage = game.stage(mode, month)
        payoffs = stage.payoffs + game.ahead(stage, later)
        choice = choose(stage, payoffs, rule)
        policies.append(choice.policy)
        values[mode] = np.einsum("bpe,be->bp", payoffs, stage.shape.reach(choice.policy))
        lacking += int(choice.lacks_pure.sum())
        simultaneous += len(payoffs) if _is_simultaneous(stage) else 0
    return _Month(tuple(policies), values, lacking, simultaneous)


def _is_simultaneous(stage: Stage) -> bool:
    """Whether two or more players choose at once, types apart."""
    return isinstance(stage.shape.game, NormalFormGame) and len(stage.shape.sets) - len(stage.shape.typed) > 1


def _course(game: MonthlyGame, rule: Rule, months: list[_Month], residual: float | None) -> Course:
    simultaneous = sum(month.simultaneous for month in months)
    share = sum(month.lacking for month in months) / simultaneous if simultaneous else 0.0
    policies, values = tuple(m.policies for m in months), tuple(m.values for m in months)
    return Course(game, rule, policies, values, share, residual)


def _stationary(game: MonthlyGame, rule: Rule, tell: Tell) -> Course:
    """Look from every start; take the course that converged, of several the one with the largest sum of payoffs."""
    found = [_from(game, rule, start, tell) for start in _starts(game, rule)]
    best = max(found, key=lambda course: (course.has_converged, course.values[0].sum(), -(course.residual or 0.0)))
    return found[0] if len(found) == 1 else best


def _from(game: MonthlyGame, rule: Rule, later: FloatArray, tell: Tell) -> Course:
    """Go back period by period until what is ahead stands still; where it never does, return the stillest sweep."""
    best: tuple[float, list[_Month]] | None = None
    for sweep in range(1, MOST_SWEEPS + 1):
        start, months = later, []
        for month in reversed(range(game.period)):
            months.append(_month(game, month, later, rule))
            later = months[-1].values
        residual = float(np.abs(later - start).max())
        if best is None or residual < best[0]:
            best = residual, months[::-1]
        if tell:
            tell(sweep)
        if residual <= TOLERANCE * _scale(later):
            break
    assert best is not None
    return _course(game, rule, best[1], best[0])


def _starts(game: MonthlyGame, rule: Rule) -> list[FloatArray]:
    """Return what may be thought to lie ahead at first: nothing; for `efficient` also the most in one of the first
    states and nothing in all others, as where only who keeps a promise stays in it, and some shares of the most."""
    nothing = np.array(game.final)
    if rule.selection != "efficient":
        return [nothing]
    most, rng = _largest_sum(game), np.random.default_rng(0)
    one = np.eye(most[..., 0].size)[:STARTS].reshape(-1, *most.shape[:2], 1)
    return [nothing, *(most * one), *(most * rng.random((*most.shape[:2], 1)) for _ in range(STARTS))]


def _largest_sum(game: MonthlyGame) -> FloatArray:
    """Return what each state is worth to each player where all of them end every month so that their sum is largest."""
    later = np.array(game.final)
    for _ in range(MOST_SWEEPS):
        start = later
        for month in reversed(range(game.period)):
            later = np.stack([_best_sum(game, game.stage(mode, month), later) for mode in range(len(game.modes))])
        if np.abs(later - start).max() <= TOLERANCE * _scale(later):
            break
    return later


def _best_sum(game: MonthlyGame, stage: Stage, later: FloatArray) -> FloatArray:
    payoffs = stage.payoffs + game.ahead(stage, later)
    best = payoffs.sum(axis=1).argmax(axis=-1)
    return np.asarray(np.take_along_axis(payoffs, best[:, np.newaxis, np.newaxis], axis=-1)[..., 0])


def _scale(values: FloatArray) -> float:
    """Return how far apart the values are, the measure of what is small; at least a tiny number."""
    return max(float(np.ptp(values, axis=(0, 1)).max()), float(np.abs(values).max()), 1e-12)
