"""What a simulated campaign is told from: the solution, its paths, and what is compared with them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from negosim.campaign import CampaignGame, CompiledCampaign, Course, Gap, Rule, certify, solve
from negosim.campaign.figures import ROUNDS, campaign_model, turning_value
from negosim.campaign.forward import run_forward
from negosim.campaign.reasons import CampaignReason, stall_gains, why_they_stall
from negosim.campaign.simulate import Draw, simulate
from negosim.campaign.solve import rule_of
from negosim.campaign.summary import Summary
from negosim.campaign.thumbs import HABITS, Thumb
from negosim.games import FloatArray
from negosim.scenario import Scenario
from negosim.scenario.numbers import month_name, month_text


@dataclass(frozen=True)
class ThumbRow:
    """What comes of one actor's rule of thumb: the share of paths that end, what it gets on average, and how much more
    that is than by the equilibrium on as many paths drawn with the same luck."""

    thumb: Thumb
    ended: float
    payoff: float
    gained: float


@dataclass(frozen=True, eq=False)
class CampaignFinding:
    """A campaign solved and simulated."""

    scenario: Scenario
    months: int
    runs: int
    seed: int
    turn: str = ""
    tell: Callable[[int], None] | None = None

    @cached_property
    def compiled(self) -> CompiledCampaign:
        """The campaign of the scenario."""
        return CompiledCampaign(self.scenario)

    @cached_property
    def game(self) -> CampaignGame:
        """The stochastic game at the scenario's numbers."""
        return CampaignGame(self.compiled, self.scenario.numbers.base[np.newaxis], self.months)

    @cached_property
    def rule(self) -> Rule:
        """How months are solved."""
        return rule_of(self.compiled.rules)

    @cached_property
    def course(self) -> Course:
        """The equilibrium."""
        return solve(self.game.monthly, self.rule, self._after(0))

    @cached_property
    def other(self) -> Course:
        """The equilibrium under a second selection."""
        return solve(self.game.monthly, self.rule.other, self._after(self.months))

    @cached_property
    def certificate(self) -> tuple[Gap, ...]:
        """What each player would gain by leaving the equilibrium."""
        return certify(self.course)

    @cached_property
    def summary(self) -> Summary:
        """The simulated paths."""
        draw = Draw(self.game, self.course, self.months)
        return Summary(draw, simulate(draw, self.runs, self.seed))

    @cached_property
    def selection_matters(self) -> float:
        """The most by which the second selection changes the share of paths with an outcome in a month."""
        one, two = (self.shares(course) for course in (self.course, self.other))
        return float(np.abs(one - two).max())

    def shares(self, course: Course) -> FloatArray:
        """Return the exact share of paths with each outcome, by month: (months, outcomes)."""
        outcomes = self.summary.outcomes
        found, ended = np.zeros((self.months, len(outcomes))), np.zeros(len(outcomes))
        for k, month in enumerate(run_forward(course, self.game.space.start(), self.months)):
            found[k] += ended
            for mode, share in enumerate(month.ends):
                situations = self.compiled.games[self.game.game_of(mode)].situations
                for end, situation in enumerate(situations):
                    place, mass = outcomes.index(situation.label), float(share[:, end].sum())
                    found[k, place] += mass
                    ended[place] += mass if situation.label in self.compiled.rules.ends else 0.0
        return found

    @cached_property
    def reasons(self) -> tuple[CampaignReason, ...]:
        """Why those who play for time in the first month do."""
        return why_they_stall(self.game, self.course, 0, int(self.game.space.start().argmax()))

    @cached_property
    def turns(self) -> dict[str, float | None]:
        """Where the number asked for turns whether it pays each actor that has a say to play for time at first."""
        if not self.turn:
            return {}
        model, gains = campaign_model(self.scenario), stall_gains(self.game, self.course)[0]
        asked = [actor for actor, gain in zip(self.compiled.players, gains, strict=True) if np.isfinite(gain)]
        steps = {actor: 2 * self.months + ROUNDS * k for k, actor in enumerate(asked)}
        return {actor: turning_value(model, actor, self.turn, self._after(steps[actor])) for actor in asked}

    @property
    def steps(self) -> int:
        """How many steps of work are told of at most: months solved twice, and looks for where a number turns."""
        return 2 * self.months + (ROUNDS * len(self.compiled.players) if self.turn else 0)

    def _after(self, before: int) -> Callable[[int], None] | None:
        """Return what tells of steps that come after so many others; a search without a last month may take more."""
        tell, most = self.tell, self.steps
        return (lambda done: tell(min(before + done, most))) if tell else None

    @cached_property
    def thumbs(self) -> tuple[ThumbRow, ...]:
        """What each actor's rules of thumb lead to, over at most a thousand paths each."""
        found, runs = [], min(self.runs, 1000)
        for k, actor in enumerate(self.compiled.players):
            own = float(self.summary.paths.payoff[:runs, k].mean())
            for habit in HABITS:
                thumb = Thumb(actor, habit)
                draw = Draw(self.game, self.course, self.months, thumb)
                paths = simulate(draw, runs, self.seed)
                gets = float(paths.payoff[:, k].mean())
                found.append(ThumbRow(thumb, Summary(draw, paths).ending.share, gets, gets - own))
        return tuple(found)

    @cached_property
    def worth(self) -> dict[str, float]:
        """What the campaign is worth to each player in its first month."""
        first = self.game.space.start() @ self.course.values[0][0]
        return dict(zip(self.compiled.players, map(float, first), strict=True))

    def month_text(self, month: int) -> str:
        """Return a month as records have it: 2025-03, or its number where there is no calendar."""
        return month_text(self.game.start + month) if self.scenario.facts.time else str(month + 1)

    def month_name(self, month: int) -> str:
        """Return a month as pages have it."""
        return month_name(self.game.start + month) if self.scenario.facts.time else f"month {month + 1}"

    @property
    def concept(self) -> str:
        """What the solution is called."""
        if self.rule.stage == "logit":
            return "logit_markov"
        return "markov_perfect" if self.course.game.months is None else "subgame_perfect"
