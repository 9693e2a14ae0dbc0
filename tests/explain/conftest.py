"""Slow, obvious oracles for explanations: payoffs from their definition, and play by following a solution move by move.

They read the scenario's facts and the probabilities of the solution, and nothing else of the library.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

History = dict[str, str]
Policy = Mapping[tuple[str, str], Mapping[str, float]]
"""From (actor, what it knows) to the probability of each option."""


@dataclass(frozen=True)
class Play:
    """One way a game may go. `made` are the moves made, `at` what each mover knew, `private` the type drawn."""

    chance: float
    made: History
    at: tuple[tuple[str, str], ...]
    private: Mapping[str, float]
    outcome: str


@dataclass(frozen=True)
class Slow:
    """A game of a scenario, read from its facts alone."""

    scenario: Any
    key: str

    @property
    def facts(self) -> Any:
        return self.scenario.facts

    @property
    def game(self) -> Any:
        return self.facts.games[self.key]

    # --- play -----------------------------------------------------------------------------------

    def types(self) -> list[tuple[float, str | None, Mapping[str, float]]]:
        """(probability, name, values) of each type of the actor with a private number; one nameless type without."""
        if not self.game.private:
            return [(1.0, None, {})]
        ((path, count),) = self.game.private.items()
        _, actor, field = path.split(".")
        uniform = getattr(self.facts.actors[actor], field).belief.uniform
        low, high = uniform.low.value, uniform.high.value
        bins = [low + (high - low) * (k + 0.5) / count for k in range(count)]
        return [(1 / count, f"{actor}: type={k + 1}_of_{count}", {path: value}) for k, value in enumerate(bins)]

    def plays(self, policy: Policy, forced: tuple[str, str, str] | None = None) -> Iterator[Play]:
        """Every way in which play may go. `forced` = (actor, knows, option) is taken for sure."""
        for chance, name, private in self.types():
            for share, made, at in self._go_on({}, (), name, policy, forced):
                yield Play(chance * share, made, at, private, self.outcome(made))

    def _go_on(
        self, made: History, at: tuple[tuple[str, str], ...], name: str | None, policy: Policy, forced: Any
    ) -> Iterator[tuple[float, History, tuple[tuple[str, str], ...]]]:
        moves = list(self.game.moves)
        later = moves[moves.index(next(reversed(made))) + 1 :] if made else moves
        key = next((k for k in later if self._fits(self.game.moves[k].when, made)), None)
        if key is None:
            yield 1.0, made, at
            return
        here = (self.game.moves[key].actor, self.knows(key, made, name))
        odds = {forced[2]: 1.0} if forced and here == forced[:2] else policy[here]
        for option, share in odds.items():
            if share > 0:
                for rest, *end in self._go_on({**made, key: option}, (*at, here), name, policy, forced):
                    yield share * rest, *end

    def knows(self, key: str, made: History, name: str | None) -> str:
        """What a mover knows: its own type, then the options seen and its own, in order of play."""
        move = self.game.moves[key]
        earlier = list(self.game.moves)[: list(self.game.moves).index(key)]
        seen = [m for m in earlier if move.sees is None or m in move.sees or self.game.moves[m].actor == move.actor]
        words = [made[m] for m in seen if m in made]
        if name and name.split(":")[0] == move.actor:
            words.insert(0, name.split(": ")[1])
        return " / ".join(words) or "start"

    def _fits(self, when: Mapping[str, Any], made: History) -> bool:
        wanted = {move: (o,) if isinstance(o, str) else o for move, o in when.items()}
        return all(made.get(move) in options for move, options in wanted.items())

    def outcome(self, made: History) -> str:
        for rule in self.game.outcome_rules:
            if self._fits(rule.when, made):
                return str(rule.outcome)
        return ""

    # --- payoffs --------------------------------------------------------------------------------

    def terms(self, actor: str, play: Play) -> dict[str, float]:
        """The terms of an actor's payoff at the end of a play, by path: the formulas of docs/scenario-language.md."""
        if self.game.payoffs:
            table = self.game.payoffs
            for option in play.made.values():
                table = table[option]
            return {".".join(("games", self.key, "payoffs", *play.made.values(), actor)): table[actor].value}
        found: dict[str, float] = {}
        for part in (self._stakes, self._audience, self._worth, self._levers, self._own):
            for path, amount in part(actor, play):
                found[path] = found.get(path, 0.0) + amount
        return found

    def _months(self) -> float:
        return float(self.game.horizon.value) if self.game.horizon is not None else 1.0

    def _value(self, path: str, number: Any, play: Play) -> float:
        return play.private.get(path, number.value)

    def _over_time(self, actor: str, path: str, number: Any, play: Play) -> float:
        """A flow summed with discounting over the horizon, in season; a number that is no flow once."""
        factor = self.facts.actors[actor].discount_factor
        d = 1.0 if factor is None else factor.value
        months = self._months() if number.per == "month" else 1.0
        total = 0.0
        for t in range(math.ceil(months)):
            season = 1.0
            if getattr(number, "season", None):
                calendar = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
                month = calendar[(int(self.facts.time.start.split("-")[1]) - 1 + t) % 12]
                rises = self.facts.time.seasons[number.season]
                peak = getattr(rises, month).value
                season = number.floor.value + (1 - number.floor.value) * peak
            total += min(1.0, months - t) * d**t * season
        return self._value(path, number, play) * total

    def _refusal(self, actor: str, play: Play) -> float:
        moves = self.game.moves
        own = [moves[m].options[o].refuses.value for m, o in play.made.items() if moves[m].actor == actor]
        return max(own, default=0.0)

    def _used(self, play: Play) -> set[str]:
        return {lever for m, o in play.made.items() for lever in self.game.moves[m].options[o].uses}

    def _position(self, issue: str, play: Play) -> float:
        row, outcome = self.facts.issues[issue], self.facts.outcomes[play.outcome]
        if issue in outcome.settles:
            x = outcome.settles[issue].value
        else:
            start, months = row.status_quo.value, self._months()
            effect = row.drift.value * months if row.drift is not None else 0.0
            if row.hazard is not None:
                effect = (1 - start) * (1 - (1 - row.hazard.value) ** months)
            x = min(1.0, max(0.0, start + outcome.fighting.value * effect))
        for lever in self._used(play):
            if issue in self.facts.levers[lever].shifts:
                target = self.facts.levers[lever].target
                x = x + self.facts.levers[lever].shifts[issue].value * self._refusal(target, play)
        return min(1.0, max(0.0, x))

    def _ideal(self, actor: str, issue: str) -> float:
        own = self.facts.ideals.get(actor, {})
        return float(own[issue].value if issue in own else self.facts.actors[actor].ideal.value)

    def _stakes(self, actor: str, play: Play) -> Iterator[tuple[str, float]]:
        for issue, weight in self.facts.stakes.get(actor, {}).items():
            apart = abs(self._position(issue, play) - self._ideal(actor, issue))
            yield f"stakes.{actor}.{issue}", weight.value * (1 - apart)

    def _audience(self, actor: str, play: Play) -> Iterator[tuple[str, float]]:
        outcome = self.facts.outcomes[play.outcome]
        for issue, row in self.facts.audience.get(actor, {}).items():
            ideal = self._ideal(actor, issue)
            short = max(0.0, abs(self._position(issue, play) - ideal) - abs(row.red_line.value - ideal))
            if outcome.kind in row.kinds and short > 1e-12:
                share = 1.0 if row.while_fighting else 1 - outcome.fighting.value
                yield f"audience.{actor}.{issue}.fixed", -row.fixed.value * share
                yield f"audience.{actor}.{issue}.slope", -row.slope.value * short * share

    def _worth(self, actor: str, play: Play) -> Iterator[tuple[str, float]]:
        row, outcome = self.facts.actors[actor], self.facts.outcomes[play.outcome]
        if row.cost_of_fighting is not None:
            path = f"actors.{actor}.cost_of_fighting"
            yield path, -self._over_time(actor, path, row.cost_of_fighting, play) * outcome.fighting.value
        if row.value_of_deal is not None:
            path = f"actors.{actor}.value_of_deal"
            yield path, self._over_time(actor, path, row.value_of_deal, play) * outcome.deal.value

    def _levers(self, actor: str, play: Play) -> Iterator[tuple[str, float]]:
        usable = {lever for m in self.game.moves.values() for o in m.options.values() for lever in o.uses}
        for name, lever in self.facts.levers.items():
            used, refused = name in self._used(play), self._refusal(lever.target, play)
            if used:
                intensity = refused if lever.scales_with == "refusal" else 1.0
            elif name in usable or lever.scales_with == "refusal":
                intensity = 0.0
            else:
                intensity = getattr(self.facts.outcomes[play.outcome], lever.scales_with).value
            if actor == lever.target:
                bite = self._over_time(actor, f"levers.{name}.strength", lever.strength, play)
                yield f"levers.{name}.strength", -bite * (1 - lever.replaced.value) * intensity
            if actor == lever.owner:
                yield f"levers.{name}.gain", self._over_time(actor, "", lever.gain, play) * intensity
                if used:
                    yield f"levers.{name}.cost.threaten", -self._over_time(actor, "", lever.cost.threaten, play)
                    yield f"levers.{name}.cost.use", -self._over_time(actor, "", lever.cost.use, play) * refused

    def _own(self, actor: str, play: Play) -> Iterator[tuple[str, float]]:
        for name, term in self.game.terms.items():
            if term.actor == actor and self._fits(term.when, play.made):
                yield f"games.{self.key}.terms.{name}.amount", self._over_time(actor, "", term.amount, play)

    def payoff(self, actor: str, play: Play) -> float:
        """The sum of the terms."""
        return sum(self.terms(actor, play).values())


@pytest.fixture
def slow() -> type[Slow]:
    """The slow reading of a game: `slow(scenario, game)`."""
    return Slow


@pytest.fixture
def policy_of() -> Any:
    """What a solution plays, by (actor, what it knows)."""

    def policy(game: Any, equilibrium: Any) -> Policy:
        if hasattr(game, "information_sets"):
            rows = zip(game.information_sets, equilibrium.profile, strict=True)
            return {
                (game.players[known.player], known.label): dict(zip(known.actions, map(float, strategy), strict=True))
                for known, strategy in rows
            }
        triples = zip(game.players, game.actions, equilibrium.profile, strict=True)
        return {(p, "start"): dict(zip(actions, map(float, s), strict=True)) for p, actions, s in triples}

    return policy
