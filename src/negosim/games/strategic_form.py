"""The strategic form of a tree: each player chooses a plan, an action for each of its information sets (Kuhn 1953).

Plans that differ only where the player's own earlier choices rule out play are one plan: the reduced strategic form.
Under perfect recall every mixture of plans plays like a behavioural strategy, and the other way round (Kuhn's theorem).
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.errors import UnsolvedError
from negosim.games.arrays import FloatArray, Profile
from negosim.games.exact import fractions_beyond_floats, fractions_of
from negosim.games.extensive_form import (
    Chance,
    ExtensiveFormGame,
    Move,
    chance_probabilities,
    children_of,
    last_moves,
    moves_before,
)
from negosim.games.normal_form import NormalFormGame
from negosim.games.recall import check_perfect_recall

Plan = tuple[Move, ...]
"""(information set, action) pairs of one player, earlier moves first; sets that the plan rules out are left out."""

MOST_PROFILES = 200_000
"""The largest strategic form that is written out."""


@dataclass(frozen=True, eq=False)
class StrategicForm:
    """The reduced strategic form of a tree. `plans[player][k]` is what action k of the normal form means."""

    tree: ExtensiveFormGame
    game: NormalFormGame
    plans: tuple[tuple[Plan, ...], ...]

    def behaviour(self, profile: Profile) -> Profile:
        """Return the behavioural profile that plays like a profile of mixed plans, in floats or in Fractions.

        Where a player's own plans rule an information set out, its first action is taken.
        """
        weights = [np.zeros(len(known.actions), profile[0].dtype) for known in self.tree.information_sets]
        for own, mixed in zip(self.plans, profile, strict=True):
            for plan, share in zip(own, mixed, strict=True):
                for index, action in plan:
                    weights[index][action] += share
        first = [np.eye(1, len(mass), dtype=np.int64)[0].astype(mass.dtype) for mass in weights]
        return tuple(mass / mass.sum() if mass.sum() > 0 else own for mass, own in zip(weights, first, strict=True))


def strategic_form(tree: ExtensiveFormGame, exact: bool = False) -> StrategicForm:
    """Return the reduced strategic form of one game; with `exact`, its payoffs are those of exact arithmetic.

    Its size grows exponentially with the number of information sets. Raises UnsolvedError where it has more than
    200,000 profiles, and where a player forgets what it did or knew.
    """
    plans = all_plans(tree)
    names = tuple(tuple(_name(tree, plan) for plan in own) for own in plans)
    payoffs: NDArray[Any] = plan_payoffs(tree, plans)
    if exact:
        payoffs = _sum_over_leaves(tree, plans, _exact_worth(tree))
    kept = fractions_beyond_floats(payoffs.reshape(-1).tolist()) if exact else None
    game = NormalFormGame(
        payoffs.astype(np.float64), tree.players, names, name=tree.name, origin=tree.origin, exact_payoffs=kept
    )
    return StrategicForm(tree, game, plans)


def all_plans(tree: ExtensiveFormGame) -> tuple[tuple[Plan, ...], ...]:
    """Return the reduced plans of every player. Raises UnsolvedError as `strategic_form` does."""
    check_perfect_recall(tree)
    if number_of_plans(tree) > MOST_PROFILES:
        raise UnsolvedError(f"{tree.name} has more than {MOST_PROFILES:,} profiles of plans, too many to write out")
    return tuple(plans_of(tree, player) for player in range(len(tree.players)))


def number_of_plans(tree: ExtensiveFormGame) -> int:
    """Return the number of profiles of the reduced strategic form, without writing it out (perfect recall)."""
    product = 1
    for player in range(len(tree.players)):
        last = last_moves(tree, player)
        after: dict[Move | None, int] = {}  # the number of ways to go on after an own move
        for index in reversed(_own_sets(tree, player)):
            before = last[tree.information_sets[index].nodes[0]]
            ways = sum(after.get((index, action), 1) for action in range(len(tree.information_sets[index].actions)))
            after[before] = after.get(before, 1) * ways
        product *= after.get(None, 1)
    return product


def plans_of(tree: ExtensiveFormGame, player: int) -> tuple[Plan, ...]:
    """Return the reduced plans of a player, in lexicographic order (perfect recall)."""
    last = last_moves(tree, player)
    plans: list[Plan] = [()]
    for index in _own_sets(tree, player):
        known = tree.information_sets[index]
        before = last[known.nodes[0]]
        moves = [(index, action) for action in range(len(known.actions))]
        plans = [
            longer
            for plan in plans
            for longer in ([(*plan, move) for move in moves] if before is None or before in plan else [plan])
        ]
    return tuple(plans)


def plan_payoffs(tree: ExtensiveFormGame, plans: tuple[tuple[Plan, ...], ...]) -> FloatArray:
    """Return the payoffs of every profile of plans: payoffs[player, plan of player 0, plan of player 1, ...]."""
    return _sum_over_leaves(tree, plans, tree.payoffs * chance_probabilities(tree)[list(tree.leaves)])


def _sum_over_leaves(tree: ExtensiveFormGame, plans: tuple[tuple[Plan, ...], ...], worth: NDArray[Any]) -> NDArray[Any]:
    """Return sums of worth[player, leaf] over the leaves that each profile of plans can lead to."""
    payoffs = np.zeros((len(tree.players), *map(len, plans)), worth.dtype)
    last = [last_moves(tree, player) for player in range(len(tree.players))]
    reaching = [_plans_with_each_move(own) for own in plans]
    everybody = range(len(tree.players))
    for index, number in enumerate(tree.leaves):
        cells = np.ix_(everybody, *(reaching[i][last[i][number]] for i in everybody))
        payoffs[cells] += worth[:, index].reshape(-1, *[1] * len(plans))
    return payoffs


def chance_in_fractions(tree: ExtensiveFormGame) -> NDArray[Any]:
    """Return the product of the probabilities of chance on the way to each node, as Fractions."""
    chance = fractions_of(tree.chance, tree.exact_chance)
    weight = np.full(len(tree.nodes), Fraction(1), dtype=object)
    for number, node in enumerate(tree.nodes):
        for branch, child in enumerate(children_of(node)):
            share = chance[node.first + branch] if isinstance(node, Chance) else 1
            weight[child] = weight[number] * share
    return weight


def _exact_worth(tree: ExtensiveFormGame) -> NDArray[Any]:
    """Return each leaf's payoffs times the probabilities of chance on the way, as Fractions: worth[player, leaf]."""
    return np.asarray(fractions_of(tree.payoffs, tree.exact_payoffs) * chance_in_fractions(tree)[list(tree.leaves)])


def mixed_plans(plans: tuple[Plan, ...], behaviour: Profile) -> FloatArray:
    """Return the probability of each plan of a player under a behavioural profile."""
    return np.array([np.prod([behaviour[index][action] for index, action in plan]) for plan in plans])


def _own_sets(tree: ExtensiveFormGame, player: int) -> list[int]:
    """Return a player's information sets, earlier ones first."""
    before = moves_before(tree, player)
    own = [index for index, known in enumerate(tree.information_sets) if known.player == player]
    return sorted(own, key=lambda index: before[tree.information_sets[index].nodes[0]])


def _plans_with_each_move(plans: tuple[Plan, ...]) -> dict[Move | None, list[int]]:
    """Return the plans that make each move, and under None all of them."""
    found: dict[Move | None, list[int]] = {None: list(range(len(plans)))}
    for number, plan in enumerate(plans):
        for move in plan:
            found.setdefault(move, []).append(number)
    return found


def _name(tree: ExtensiveFormGame, plan: Plan) -> str:
    sets = tree.information_sets
    return ", ".join(f"{sets[index].label}: {sets[index].actions[action]}" for index, action in plan) or "no move"
