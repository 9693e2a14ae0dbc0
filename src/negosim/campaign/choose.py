"""Solving the game of a month at all places at once.

By `nash` a sequential game is solved backwards: subgame perfection, the first or the last of several best actions. In a
simultaneous one it is a pure Nash equilibrium, the first or the last in order of actions or the one with the largest
sum of payoffs (which compares the players' utilities); where there is none, a logit equilibrium, or by `mixed` a mixed
Nash equilibrium. By `logit` it is the logit equilibrium of either. What a type does is given.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from negosim.campaign.monthly import Shape, Stage
from negosim.errors import UnsolvedError
from negosim.games import (
    BoolArray,
    Chance,
    Decision,
    ExtensiveFormGame,
    FloatArray,
    Node,
    Profile,
    payoff_range,
)
from negosim.games.extensive_form import InformationSet
from negosim.solve.backward import best_action, induce
from negosim.solve.batched import all_equilibria
from negosim.solve.concepts.logit import logit_choice
from negosim.solve.kernels import is_pure_equilibrium, logit_points
from negosim.solve.result import TIE

Selection = Literal["first", "last", "efficient"]


@dataclass(frozen=True)
class Rule:
    """How a month's game is solved: see `negosim.scenario.campaign.CampaignSolution`."""

    stage: Literal["nash", "mixed", "logit"] = "nash"
    selection: Selection = "first"
    precision: float = 20.0

    @property
    def other(self) -> "Rule":
        """The rule with another selection, to see whether the selection matters."""
        return Rule(self.stage, "last" if self.selection == "first" else "first", self.precision)


@dataclass(frozen=True, eq=False)
class Choice:
    """The solution of a month's game: `policy[set][place, action]`, and at which places it is not a pure Nash
    equilibrium for want of one."""

    policy: Profile
    lacks_pure: BoolArray


def choose(stage: Stage, payoffs: FloatArray, rule: Rule) -> Choice:
    """Solve a stage at payoffs[place, player, end], those of the months to come included."""
    if isinstance(stage.shape.game, ExtensiveFormGame):
        return _backwards(stage, payoffs, rule)
    return _at_once(stage, payoffs, rule)


def _backwards(stage: Stage, payoffs: FloatArray, rule: Rule) -> Choice:
    shape = stage.shape
    assert isinstance(shape.game, ExtensiveFormGame)
    tree = _with_types(shape, payoffs[:, list(shape.owners)], stage.played)
    slack = TIE * float(payoff_range(payoffs, axis=(0, 2)).max())
    found = iter(induce(tree, lambda worth: _best(worth, rule, slack)).profile)
    policy = tuple(stage.played[k] if k in shape.typed else next(found) for k in range(len(shape.sets)))
    return Choice(policy, np.zeros(len(payoffs), dtype=bool))


def _with_types(shape: Shape, payoffs: FloatArray, played: dict[int, FloatArray]) -> ExtensiveFormGame:
    """Return the tree with chance in the place of the types that move."""
    game = shape.game
    assert isinstance(game, ExtensiveFormGame)
    if not played:
        return ExtensiveFormGame(game.nodes, game.information_sets, game.players, payoffs)
    first: dict[int, int] = {}
    for known, chances in played.items():
        first[known] = sum(played[k].shape[-1] for k in first)
        assert chances.shape[-1] == len(shape.sets[known].actions)
    free = [k for k in range(len(shape.sets)) if k not in played]

    def node(found: Node) -> Node:
        if not isinstance(found, Decision):
            return found
        known = found.information_set
        if known in played:
            return Chance(shape.sets[known].actions, found.children, first[known])
        return Decision(free.index(known), found.children)

    sets: tuple[InformationSet, ...] = tuple(game.information_sets[k] for k in free)
    chance = np.concatenate(list(played.values()), axis=-1)
    return ExtensiveFormGame(tuple(map(node, game.nodes)), sets, game.players, payoffs, chance)


def _at_once(stage: Stage, payoffs: FloatArray, rule: Rule) -> Choice:
    """Solve a normal form: at the sets that no type moves at, its axes in the order of the game's players."""
    shape = stage.shape
    counts = [len(known.actions) for known in shape.sets]
    free = [k for k in range(len(shape.sets)) if k not in shape.typed]
    table = payoffs.reshape(*payoffs.shape[:2], *counts)
    for k in sorted(shape.typed, reverse=True):
        table = np.einsum("bpa...,ba->bp...", np.moveaxis(table, 2 + k, 2), stage.played[k])
    own = table[:, [shape.sets[k].player for k in free]]
    found = _solve_table(own, rule)
    policy = dict(zip(free, found.policy, strict=True)) | stage.played
    return Choice(tuple(policy[k] for k in range(len(shape.sets))), found.lacks_pure)


def _solve_table(table: FloatArray, rule: Rule) -> Choice:
    """Solve games table[place, player, a0, a1, ...]."""
    if table.shape[1] == 1:
        slack = TIE * float(payoff_range(table[:, 0], axis=-1).max())
        return Choice((_best(table[:, 0], rule, slack),), np.zeros(len(table), dtype=bool))
    if rule.stage == "logit":
        return Choice(_logit(table, rule.precision), np.zeros(len(table), dtype=bool))
    policy, lacks = _pure(table, rule.selection)
    if lacks.any():
        others = _mixed(table[lacks], rule) if rule.stage == "mixed" else _logit(table[lacks], rule.precision)
        for chosen, other in zip(policy, others, strict=True):
            chosen[lacks] = other
    return Choice(policy, lacks)


def _best(worth: FloatArray, rule: Rule, slack: float) -> FloatArray:
    """Return what one player does at worth[..., action]; worths that differ by less than `slack` are equal."""
    if rule.stage == "logit":
        return logit_choice(worth, rule.precision)
    if rule.selection == "last":
        return best_action(worth[..., ::-1], slack)[..., ::-1]
    return best_action(worth, slack)


def _pure(table: FloatArray, selection: Selection) -> tuple[tuple[FloatArray, ...], BoolArray]:
    """Return the selected pure equilibrium of every game, and where there is none."""
    places, players, *counts = table.shape
    is_stable = is_pure_equilibrium(table, players)
    flat = is_stable.reshape(places, -1)
    if selection == "efficient":
        total = np.where(flat, table.sum(axis=1).reshape(places, -1), -np.inf)
        chosen = total.argmax(axis=-1)
    elif selection == "last":
        chosen = flat.shape[1] - 1 - flat[:, ::-1].argmax(axis=-1)
    else:
        chosen = flat.argmax(axis=-1)
    indices = np.unravel_index(chosen, counts)
    policy = tuple(np.eye(count)[index] for count, index in zip(counts, indices, strict=True))
    return policy, np.logical_not(flat.any(axis=-1))


def _mixed(table: FloatArray, rule: Rule) -> tuple[FloatArray, ...]:
    """Return the first or the last Nash equilibrium found of games without a pure one."""
    found = all_equilibria(table)
    chosen = [found.of(k)[-1 if rule.selection == "last" else 0] for k in range(len(table))]
    return tuple(np.stack(rows) for rows in zip(*chosen, strict=True))


def _logit(table: FloatArray, precision: float) -> Profile:
    """Return the logit equilibrium of the principal branch of every game. Raises UnsolvedError where it is lost."""
    found = logit_points(table, precision)
    if np.isnan(found.error).any():
        raise UnsolvedError(
            f"the logit branch cannot be followed to lambda {precision:g} in some state; lower precision"
        )
    return found.profile
