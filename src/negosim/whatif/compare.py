"""Comparing cases: the same game at the scenario's own numbers and at changed ones, and what came of expectations."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from negosim.games import ExtensiveFormGame, FloatArray, Game
from negosim.games.extensive_form import leaf_probabilities, reach_probabilities, worth_at_set
from negosim.games.normal_form import action_payoffs, profile_probabilities
from negosim.models import CompiledMoves, compile_moves
from negosim.scenario import Scenario
from negosim.solve import Equilibrium, Result, solve
from negosim.whatif.answers import NONE, answers_of, can_batch, outcome_label
from negosim.whatif.watch import reached_sets

_MOVED = 1e-9
_UNLIKELY = 1e-9


@dataclass(frozen=True, eq=False)
class Case:
    """One side of a comparison: a scenario under a name, solved."""

    name: str
    scenario: Scenario
    game: str

    @cached_property
    def compiled(self) -> CompiledMoves:
        """The game, compiled."""
        return compile_moves(self.scenario, self.game)

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
        """The likeliest option at each move that the first equilibrium reaches, by (actor, information set)."""
        game, found = self.result.game, self.equilibrium
        if found is None:
            return {}
        if isinstance(game, ExtensiveFormGame):
            known = [(k, game.information_sets[k]) for k in reached_sets(game, found)]
            return {(game.players[s.player], s.label): s.actions[int(found.profile[k].argmax())] for k, s in known}
        rows = zip(game.players, game.actions, found.profile, strict=True)
        return {(player, "start"): actions[int(strategy.argmax())] for player, actions, strategy in rows}

    def margins(self, actor: str, option: str) -> tuple[float, ...]:
        """Return by how much an option beats the actor's best other one at the move it reaches, in each equilibrium.

        Where an actor's types reach several moves, the mean of their margins, weighted by the chance of reaching each.
        Nothing for an equilibrium in which the option cannot be chosen. The margins of a tree are those of the first
        equilibrium alone.
        """
        game, found = self.result.game, self.result.equilibria
        if not found or actor not in game.players:
            return ()
        player = game.players.index(actor)
        if isinstance(game, ExtensiveFormGame):
            margins = [_margin_in_play(game, found[0], player, option)]
        else:
            actions = game.actions[player]
            margins = [_margin(action_payoffs(game, one.profile, player), actions, option) for one in found]
        return tuple(margin for margin in margins if margin is not None)

    @cached_property
    def answer(self) -> str:
        """What the game leads to, by the keys of its outcomes: as `answers` says it, or from its equilibria."""
        game = self.result.game
        if can_batch(game):
            found = answers_of(self.compiled.game(self.scenario.numbers.base[np.newaxis]))
            return found.labels[int(found.index[0])]
        said = [outcome_label(game, end_probabilities(game, found)) for found in self.result.equilibria]
        return " or ".join(dict.fromkeys(said)) or NONE

    def outcome_is(self, outcome: str) -> bool:
        """Whether there is an equilibrium, and every one that was found leads to an outcome for sure."""
        game = self.result.game
        ends = [end_probabilities(game, found) for found in self.result.equilibria]
        other = np.array([label != outcome for label in game.outcomes])
        return bool(ends) and all(shares[other].sum() <= _UNLIKELY for shares in ends)


def end_probabilities(game: Game, equilibrium: Equilibrium) -> FloatArray:
    """Return the probability of each leaf of a tree, or of each pure profile in C order: shape (ends,)."""
    if isinstance(game, ExtensiveFormGame):
        return leaf_probabilities(game, equilibrium.profile)
    return profile_probabilities(game, equilibrium.profile)


def _margin_in_play(game: ExtensiveFormGame, found: Equilibrium, player: int, option: str) -> float | None:
    """Return the margin of an option at the information sets of a player that an equilibrium reaches."""
    reach = reach_probabilities(game, found.profile)
    kept = []
    for k in reached_sets(game, found):
        known = game.information_sets[k]
        if known.player != player:
            continue
        margin = _margin(worth_at_set(game, found.profile, k), known.actions, option)
        if margin is not None:
            kept.append((margin, float(reach[list(known.nodes)].sum())))
    return sum(margin * chance for margin, chance in kept) / sum(chance for _, chance in kept) if kept else None


def _margin(worth: FloatArray, actions: tuple[str, ...], option: str) -> float | None:
    if option not in actions or len(actions) < 2:
        return None
    own = actions.index(option)
    return float(worth[own] - np.delete(worth, own).max())


@dataclass(frozen=True)
class Expectation:
    """What a what-if was expected to do, and whether it did.

    `verdict` is `met`, `not met`, or `null` where the change has no effect or cannot be compared. `before` and
    `after` are margins in units of utility, None for an outcome: of several equilibria, in the one that favours the
    option most.
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
            found.append(
                _outcome(figure, word, changed) if rest == ["outcome"] else _option(figure, word, base, changed)
            )
    return tuple(found)


def _outcome(figure: str, word: str, changed: Case) -> Expectation:
    return Expectation(figure, word, "met" if changed.outcome_is(word) else "not met")


def _option(figure: str, word: str, base: Case, changed: Case) -> Expectation:
    _, actor, option = figure.split(".")
    before, after = (max(case.margins(actor, option), default=None) for case in (base, changed))
    if before is None or after is None:
        return Expectation(figure, word, "null", before, after)
    moved = after - before
    if word == "same":
        return Expectation(figure, word, "met" if abs(moved) <= _MOVED else "not met", before, after)
    if abs(moved) <= _MOVED:
        return Expectation(figure, word, "null", before, after)
    return Expectation(figure, word, "met" if (moved > 0) == (word == "more_likely") else "not met", before, after)
