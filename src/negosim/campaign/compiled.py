"""A campaign of a scenario: its games, its modes, and the numbers that it reads."""

from dataclasses import dataclass
from functools import cached_property

from negosim.campaign.transitions import reads_of
from negosim.errors import Fault, InputError
from negosim.models import CompiledMoves, compile_moves
from negosim.scenario import Scenario
from negosim.scenario.campaign import Campaign
from negosim.scenario.check_campaign import games_of
from negosim.scenario.shared_facts import MONTHS

TALKS = "talks"
"""The mode without a truce."""


@dataclass(frozen=True)
class Mode:
    """Which game is played: that of talks, or of a truce with so many months left."""

    truce: str | None
    left: int

    @property
    def label(self) -> str:
        """What it is called in records."""
        return TALKS if self.truce is None else f"{self.truce}, {self.left} left"


@dataclass(frozen=True, eq=False)
class CompiledCampaign:
    """The campaign of a scenario. Raises InputError where the scenario has none."""

    scenario: Scenario

    def __post_init__(self) -> None:
        if self.scenario.facts.campaign is None:
            what = "this scenario has no campaign"
            raise InputError([Fault(self.scenario.file, what, "add a `campaign:` section, see docs/campaign.md")])

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the scenario alone: what is compiled from it holds functions, and is made again."""
        return CompiledCampaign, (self.scenario,)

    @property
    def rules(self) -> Campaign:
        """The campaign as the file gives it."""
        assert self.scenario.facts.campaign is not None
        return self.scenario.facts.campaign

    @cached_property
    def games(self) -> dict[str, CompiledMoves]:
        """The games that it plays, that of talks first."""
        return {key: compile_moves(self.scenario, key) for key in games_of(self.rules)}

    @property
    def players(self) -> tuple[str, ...]:
        """The actors, in the order of the game of talks."""
        return self.games[self.rules.game].players

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        """What a month can come to, in the order of the scenario."""
        labels = {situation.label for game in self.games.values() for situation in game.situations}
        known = [key for key in self.scenario.facts.outcomes if key in labels]
        return (*known, *sorted(labels - set(known)))

    @cached_property
    def reads(self) -> frozenset[str]:
        """The paths of the numbers that the campaign depends on."""
        numbers, rules = self.scenario.numbers, self.rules
        named = set(reads_of(rules.changes)) | {part.path for part in rules.state.values()}
        named |= {belief.prior for belief in rules.beliefs.values()}
        named |= {path for b in rules.beliefs.values() for kind in b.types.values() for path in kind.plays.values()}
        named |= {path for t in rules.truces.values() for path in (t.lasts, t.detect, t.false_alarm)}
        named |= {rules.afterwards.months} if rules.afterwards else set()
        named |= {f"actors.{actor}.discount_factor" for actor in self.players}
        named |= {f"campaign.state.{key}.grid.{word}" for key in rules.state for word in ("low", "high")}
        named |= {"campaign.solution.precision"}
        for change in rules.changes:
            named |= {f"outcomes.{key}.{change.scales_with}" for key in self.scenario.facts.outcomes}
            named |= {f"time.seasons.{change.season}.{month}" for month in MONTHS} if change.season else set()
        games = frozenset[str]().union(*(game.reads for game in self.games.values()))
        horizons = {f"games.{key}.horizon" for key in self.games}
        return (games | {numbers[path].path for path in named if path in numbers}) - {
            numbers[path].path for path in horizons if path in numbers
        }
