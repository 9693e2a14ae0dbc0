"""Comparing cases: the same game at the scenario's own numbers and at changed ones, and what the expectations come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from negosim.games import ExtensiveFormGame, FloatArray
from negosim.games.extensive_form import worth_at_set
from negosim.games.normal_form import action_payoffs
from negosim.models import CompiledMoves, compile_game
from negosim.scenario import Scenario
from negosim.solve import Equilibrium, Result, solve
from negosim.whatif.answers import answers_of
from negosim.whatif.watch import reached_sets

_MOVED = 1e-9


@dataclass(frozen=True, eq=False)
class Case:
    """One side of a comparison: a scenario under a name, solved."""

    name: str
    scenario: Scenario
    game: str

    @cached_property
    def compiled(self) -> CompiledMoves:
        """The game, compiled."""
        return compile_game(self.scenario, self.game)

    @cached_property
    def result(self) -> Result:
        """The game, solved under its default concept."""
        return solve(self.compiled.game(self.scenario.numbers.base))

    @property
    def equilibrium(self) -> Equilibrium | None:
        """The first equilibrium, or None where there is none."""
        return self.result.equilibria[0] if self.result.equilibria else None

    @cached_property
    def choices(self) -> Mapping[tuple[str, str], str]:
        """The likeliest option of each actor at each move that the first equilibrium reaches: by (actor, information set)."""
        game, found = self.result.game, self.equilibrium
        if found is None:
            return {}
        if isinstance(game, ExtensiveFormGame):
            known = [(k, game.information_sets[k]) for k in reached_sets(game, found)]
            return {(game.players[s.player], s.label): s.actions[int(found.profile[k].argmax())] for k, s in known}
        rows = zip(game.players, game.actions, found.profile, strict=True)
        return {(player, "start"): actions[int(strategy.argmax())] for player, actions, strategy in rows}

    def margin(self, actor: str, option: str) -> float | None:
        """Return by how much an option beats the actor's best other one at the move it reaches; None where it reaches none with it.

        Where an actor's types reach several moves, the mean of their margins.
        """
        game, found = self.result.game, self.equilibrium
        if found is None or actor not in game.players:
            return None
        player = game.players.index(actor)
        if not isinstance(game, ExtensiveFormGame):
            return _margin(action_payoffs(game, found.profile, player), game.actions[player], option)
        sets = [k for k in reached_sets(game, found) if game.information_sets[k].player == player]
        margins = [_margin(worth_at_set(game, found.profile, k), game.information_sets[k].actions, option) for k in sets]
        kept = [margin for margin in margins if margin is not None]
        return float(np.mean(kept)) if kept else None

    def outcome_is(self, outcome: str) -> bool:
        """Whether every equilibrium leads to an outcome for sure."""
        found = answers_of(self.compiled.game(self.scenario.numbers.base[np.newaxis]))
        return found.labels[int(found.index[0])] == outcome


def _margin(worth: FloatArray, actions: tuple[str, ...], option: str) -> float | None:
    if option not in actions or len(actions) < 2:
        return None
    own = actions.index(option)
    return float(worth[own] - np.delete(worth, own).max())


@dataclass(frozen=True)
class Expectation:
    """What a what-if was expected to do, and whether it did.

    `verdict` is `met`, `not met`, or `null` where the change has no effect or cannot be compared. `before` and `after` are margins in
    units of utility, None for an outcome.
    """

    figure: str
    word: str
    verdict: str
    before: float | None = None
    after: float | None = None


def expectations(base: Case, changed: Case, expect: Mapping[str, str]) -> tuple[Expectation, ...]:
    """Hold the expectations that are about this game against what the change did."""
    found = []
    for figure, word in expect.items():
        game, *rest = figure.split(".")
        if game == base.game:
            found.append(_outcome(figure, word, changed) if rest == ["outcome"] else _option(figure, word, base, changed))
    return tuple(found)


def _outcome(figure: str, word: str, changed: Case) -> Expectation:
    return Expectation(figure, word, "met" if changed.outcome_is(word) else "not met")


def _option(figure: str, word: str, base: Case, changed: Case) -> Expectation:
    _, actor, option = figure.split(".")
    before, after = base.margin(actor, option), changed.margin(actor, option)
    if before is None or after is None:
        return Expectation(figure, word, "null", before, after)
    moved = after - before
    if word == "same":
        return Expectation(figure, word, "met" if abs(moved) <= _MOVED else "not met", before, after)
    if abs(moved) <= _MOVED:
        return Expectation(figure, word, "null", before, after)
    return Expectation(figure, word, "met" if (moved > 0) == (word == "more_likely") else "not met", before, after)
