"""Subgame-perfect equilibrium: a profile that is a Nash equilibrium of every subgame (Selten 1965).

Solved from the ends. A stage is what lies between the root of a subgame and the next subgames below it: under perfect
information one move, elsewhere a small tree that is solved as a game in strategic form. Where a mover is indifferent, every choice that
some equilibrium supports is followed; one outcome with ties off its path stays one outcome.

Cost: one pass over the tree; with ties, the product of the outcomes below. At most `most` outcomes are kept.
"""

from dataclasses import dataclass, field
from itertools import product
from typing import ClassVar

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import Chance, Decision, ExtensiveFormGame, FloatArray, Game, Leaf, Profile, payoff_range
from negosim.games.extensive_form import branch_probabilities
from negosim.games.strategic_form import strategic_form
from negosim.solve.certificate import subgame_regret, subgame_roots
from negosim.solve.concepts.nash import Nash
from negosim.solve.result import TIE, Complete, Equilibrium, Result


@dataclass(frozen=True)
class SubgamePerfect:
    """Subgame-perfect equilibria of a tree, one for each outcome that some equilibrium leads to.

    `most` bounds the number of outcomes followed at any node.
    """

    most: int = 1000
    name: ClassVar[str] = "subgame_perfect"

    def solve(self, game: Game) -> Result:
        """Find the equilibria. Raises UnsolvedError for a normal form, and for a stage that is too large."""
        if not isinstance(game, ExtensiveFormGame):
            raise UnsolvedError("subgame_perfect is for trees; use nash for a simultaneous game")
        search = _Search(game, self.most)
        plans = search.plans(0)
        default = tuple(np.eye(len(known.actions))[0] for known in game.information_sets)
        found = []
        for plan in plans:
            profile: Profile = tuple(plan.strategies.get(k, default[k]) for k in range(len(default)))
            found.append(Equilibrium(profile, plan.payoffs, subgame_regret(game, profile)))
        complete, why = search.verdict()
        components = ((tuple(range(len(found))),) if len(found) == 1 else ()) if complete is Complete.ALL else ()
        return Result(game, self, tuple(found), complete, why, components, search.notes())


@dataclass(frozen=True, eq=False)
class _Plan:
    """How a subgame is played: strategies by information set, payoffs, and the probability of each leaf."""

    strategies: dict[int, FloatArray]
    payoffs: FloatArray
    leaves: dict[int, float]


@dataclass
class _Search:
    """Solves subgames from the ends and keeps count of ties."""

    game: ExtensiveFormGame
    most: int
    ties: int = 0
    harmless: int = 0
    cut: bool = False
    stages: list[Complete] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.roots = set(subgame_roots(self.game))
        self.slack = TIE * payoff_range(self.game.payoffs, axis=-1)

    def plans(self, number: int) -> list[_Plan]:
        """Return one plan for each outcome of the subgame at a node."""
        node = self.game.nodes[number]
        if isinstance(node, Leaf):
            return [_Plan({}, self.game.payoffs[:, node.index], {node.index: 1.0})]
        below = self._stage(number)
        inner = [n for n in below if n not in self.roots and not isinstance(self.game.nodes[n], Leaf)]
        if inner or (isinstance(node, Decision) and self._information_set_size(node) > 1):
            return self._simultaneous(number)
        children = [self.plans(child) for child in node.children]
        if isinstance(node, Chance):
            return self._mixed_by_chance(node, children)
        return self._chosen(node, children)

    def _information_set_size(self, node: Decision) -> int:
        return len(self.game.information_sets[node.information_set].nodes)

    def _stage(self, root: int) -> list[int]:
        """Return the nodes below a root down to the next subgames, and these."""
        found: list[int] = []
        node = self.game.nodes[root]
        stack = [] if isinstance(node, Leaf) else list(reversed(node.children))
        while stack:
            number = stack.pop()
            found.append(number)
            inside = self.game.nodes[number]
            if number not in self.roots and not isinstance(inside, Leaf):
                stack.extend(reversed(inside.children))
        return found

    def _chosen(self, node: Decision, children: list[list[_Plan]]) -> list[_Plan]:
        """Return the plans in which the mover takes an action that is best, given some equilibrium after each other action."""
        player = self.game.information_sets[node.information_set].player
        slack = self.slack[player]
        worst = [min(plans, key=lambda plan: float(plan.payoffs[player])) for plans in children]
        found = []
        for action, plans in enumerate(children):
            others = [worst[b].payoffs[player] for b in range(len(children)) if b != action]
            bar = max(others, default=-np.inf) - slack
            for plan in plans:
                if plan.payoffs[player] >= bar:
                    parts = [plan if b == action else worst[b] for b in range(len(children))]
                    strategies = {k: s for part in parts for k, s in part.strategies.items()}
                    strategies[node.information_set] = np.eye(len(children))[action]
                    found.append(_Plan(strategies, plan.payoffs, plan.leaves))
        self._count_ties(player, children)
        return self._distinct(found)

    def _count_ties(self, player: int, children: list[list[_Plan]]) -> None:
        best = max(float(plan.payoffs[player]) for plans in children for plan in plans)
        tied = [plans[0].payoffs for plans in children if max(p.payoffs[player] for p in plans) >= best - self.slack[player]]
        if len(tied) > 1:
            self.ties += 1
            self.harmless += all((np.abs(payoffs - tied[0]) <= self.slack).all() for payoffs in tied)

    def _mixed_by_chance(self, node: Chance, children: list[list[_Plan]]) -> list[_Plan]:
        shares = branch_probabilities(self.game, node, ())
        return self._distinct([_combined(list(parts), shares) for parts in self._combinations(children)])

    def _combinations(self, children: list[list[_Plan]]) -> list[tuple[_Plan, ...]]:
        found = []
        for parts in product(*children):
            if len(found) == self.most:
                self.cut = True
                break
            found.append(parts)
        return found

    def _simultaneous(self, root: int) -> list[_Plan]:
        """Return the plans of a stage in which somebody does not know an earlier move: the Nash equilibria of its strategic form."""
        ends = [n for n in self._stage(root) if n in self.roots or isinstance(self.game.nodes[n], Leaf)]
        found = []
        for parts in self._combinations([self.plans(end) for end in ends]):
            stage, sets = _stage_game(self.game, root, ends, parts)
            form = strategic_form(stage)
            result = Nash().solve(form.game)
            self.stages.append(result.complete)
            for equilibrium in result.equilibria:
                behaviour = form.behaviour(equilibrium.profile)
                from negosim.games.extensive_form import leaf_probabilities

                plan = _combined(list(parts), leaf_probabilities(stage, behaviour))
                strategies = plan.strategies | dict(zip(sets, behaviour, strict=True))
                found.append(_Plan(strategies, plan.payoffs, plan.leaves))
        return self._distinct(found)

    def _distinct(self, plans: list[_Plan]) -> list[_Plan]:
        """Keep one plan for each distribution over leaves."""
        found: dict[tuple[tuple[int, float], ...], _Plan] = {}
        for plan in plans:
            found.setdefault(tuple(sorted((leaf, round(p, 9)) for leaf, p in plan.leaves.items())), plan)
        self.cut |= len(found) > self.most
        return list(found.values())[: self.most]

    def verdict(self) -> tuple[Complete, str]:
        """Say how complete the list is, and why."""
        if self.cut:
            return Complete.SOME, f"more than {self.most} outcomes; the search was cut there"
        if any(stage not in (Complete.ALL, Complete.EXTREME) for stage in self.stages):
            return Complete.SOME, "a simultaneous stage may have further equilibria"
        if self.ties > self.harmless:
            return Complete.SOME, f"somebody is indifferent at {self.ties} moves; mixing there may support further outcomes"
        if self.ties or Complete.EXTREME in self.stages:
            return Complete.EXTREME, f"ties at {self.ties} moves, all between continuations worth the same to everybody"
        return Complete.ALL, "solved from the ends, and nobody is indifferent at any move"

    def notes(self) -> tuple[str, ...]:
        """Say where the list leaves something out."""
        return (f"ties at {self.ties} moves; equilibria that differ off the path only are one outcome",) if self.ties else ()


def _combined(parts: list[_Plan], shares: FloatArray) -> _Plan:
    """Return the plan that plays each part with its share of probability."""
    strategies = {k: s for part in parts for k, s in part.strategies.items()}
    payoffs = sum((share * part.payoffs for part, share in zip(parts, shares, strict=True)), np.zeros_like(parts[0].payoffs))
    leaves: dict[int, float] = {}
    for part, share in zip(parts, shares, strict=True):
        for leaf, probability in part.leaves.items():
            if share * probability > 0:
                leaves[leaf] = leaves.get(leaf, 0.0) + float(share * probability)
    return _Plan(strategies, payoffs, leaves)


def _stage_game(game: ExtensiveFormGame, root: int, ends: list[int], parts: tuple[_Plan, ...]) -> tuple[ExtensiveFormGame, list[int]]:
    """Return the stage at `root` as a tree of its own, whose leaves pay what the plans `parts` of its ends do; and its information sets."""
    order = [root]
    for number in order:
        node = game.nodes[number]
        if number not in ends and not isinstance(node, Leaf):
            order.extend(node.children)
    place = {number: k for k, number in enumerate(order)}
    sets = sorted({node.information_set for n in order if n not in ends and isinstance(node := game.nodes[n], Decision)})
    nodes: list[Chance | Decision | Leaf] = []
    for number in order:
        node = game.nodes[number]
        if number in ends or isinstance(node, Leaf):
            nodes.append(Leaf(ends.index(number)))
        elif isinstance(node, Chance):
            nodes.append(Chance(node.labels, tuple(place[c] for c in node.children), node.first))
        else:
            nodes.append(Decision(sets.index(node.information_set), tuple(place[c] for c in node.children)))
    known = tuple(
        type(game.information_sets[k])(s.player, s.label, s.actions, tuple(place[n] for n in s.nodes))
        for k in sets
        for s in (game.information_sets[k],)
    )
    payoffs = np.stack([part.payoffs for part in parts], axis=-1)
    return ExtensiveFormGame(tuple(nodes), known, game.players, payoffs, game.chance), sets
