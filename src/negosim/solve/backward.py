"""Backward induction over information sets, for whole batches of payoffs on one tree.

It applies where every information set's beliefs follow from chance alone: its nodes share one sequence of earlier
choices and differ only in what nature did. Perfect information is the case of one node per set. Cost: one pass over the
tree for the whole batch.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import Chance, ExtensiveFormGame, FloatArray, Profile, payoff_range
from negosim.games.extensive_form import (
    branch_probabilities,
    chance_probabilities,
    children_of,
    moves_before,
)
from negosim.games.extensive_form import has_beliefs_from_chance as has_beliefs_from_chance
from negosim.solve.result import TIE

Choose = Callable[[FloatArray], FloatArray]
"""From the worth of each action, shape (..., actions), to the probability of each."""


@dataclass(frozen=True, eq=False)
class Induction:
    """A profile found backwards.

    `worth[k]` is what each action of information set k gives its owner: (..., actions). `values[..., player, node]` are
    expected payoffs from each node on. `beliefs[k]` follow from chance: (..., nodes).
    """

    profile: Profile
    worth: tuple[FloatArray, ...]
    values: FloatArray
    beliefs: Profile


def induce(game: ExtensiveFormGame, choose: Choose | None = None) -> Induction:
    """Solve the tree from its ends, `choose` deciding at each information set: the first best action unless given.

    Batch axes of payoffs and chance are kept. Raises UnsolvedError where beliefs depend on what players choose.
    """
    if not has_beliefs_from_chance(game):
        raise UnsolvedError(
            "what some player believes depends on what another chooses; backward induction does not apply"
        )
    batch = np.broadcast_shapes(game.payoffs.shape[:-2], game.chance.shape[:-1])
    held = np.empty((len(game.players), len(game.nodes), *batch))  # points side by side: quicker where there are many
    values = np.moveaxis(held, (0, 1), (-2, -1))
    values[..., game.leaves] = game.payoffs
    slack = TIE * payoff_range(game.payoffs, axis=-1)
    profile: list[FloatArray] = [np.empty(0)] * len(game.information_sets)
    worth = list(profile)
    beliefs = beliefs_from_chance(game)
    for is_chance, alike in _order(game):
        if is_chance:
            values[..., alike[0]] = _mean_over_chance(game, alike[0], values)
            continue
        nodes = [game.information_sets[k].nodes for k in alike]
        children = [[children_of(game.nodes[number]) for number in own] for own in nodes]
        ahead, player = (
            held[:, children],
            game.information_sets[alike[0]].player,
        )  # ahead[player, set, node, action, ..]
        belief = np.stack([np.moveaxis(beliefs[k], -1, 0) for k in alike])
        own = np.moveaxis(np.einsum("kna...,kn...->ka...", ahead[player], belief), 1, -1)  # own[set, ..., action]
        chosen = choose(own) if choose else best_action(own, slack[..., player])
        held[:, nodes] = np.einsum("pkna...,ka...->pkn...", ahead, np.moveaxis(chosen, -1, 1))
        for index, *found in zip(alike, own, chosen, strict=True):
            worth[index], profile[index] = found
    return Induction(tuple(profile), tuple(worth), values, beliefs)


def best_action(worth: FloatArray, slack: FloatArray | float = 0.0) -> FloatArray:
    """Put all weight on the first action that is best, up to `slack`: shapes (..., actions) and (...).

    >>> best_action(np.array([1.0, 2.0, 2.0]), 1e-12)
    array([0., 1., 0.])
    """
    first = (worth >= worth.max(axis=-1, keepdims=True) - np.asarray(slack)[..., np.newaxis]).argmax(axis=-1)
    return np.asarray(np.arange(worth.shape[-1]) == first[..., np.newaxis], dtype=np.float64)


def beliefs_from_chance(game: ExtensiveFormGame) -> Profile:
    """Return each information set's beliefs over its nodes, shape (..., nodes), where they follow from chance alone.

    Where chance rules all nodes out, they are equally likely.
    """
    weight = chance_probabilities(game)
    beliefs = []
    for known in game.information_sets:
        mass = weight[..., known.nodes]
        total = mass.sum(axis=-1, keepdims=True)
        beliefs.append(np.where(total > 0, mass / np.where(total > 0, total, 1.0), 1.0 / len(known.nodes)))
    return tuple(beliefs)


def _mean_over_chance(game: ExtensiveFormGame, number: int, values: FloatArray) -> FloatArray:
    node = game.nodes[number]
    assert isinstance(node, Chance)
    shares = branch_probabilities(game, node, ())
    return np.asarray(np.einsum("...pk,...k->...p", values[..., node.children], shares))


def _order(game: ExtensiveFormGame) -> list[tuple[bool, list[int]]]:
    """Return chance nodes (True, [node]) and information sets (False, sets), each after all that lie below it; sets of
    one player at one depth, with as many nodes and actions each, together.

    Below a set lie only sets and chance after more moves; below chance also the sets after as many.
    """
    before = moves_before(game)
    alike: dict[tuple[int, ...], list[int]] = {}
    for index, known in enumerate(game.information_sets):
        depth = before[known.nodes[0]]
        alike.setdefault((depth, known.player, len(known.nodes), len(known.actions)), []).append(index)
    sets = [(-depth, False, group[0], group) for (depth, *_), group in alike.items()]
    chance = [(-before[n], True, -n, [n]) for n, node in enumerate(game.nodes) if isinstance(node, Chance)]
    return [(is_chance, group) for _, is_chance, _, group in sorted(sets + chance)]
