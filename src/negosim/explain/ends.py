"""Where an option leads: distributions over profiles or leaves, one choice made for sure and the rest played out."""

import numpy as np

from negosim.games import ExtensiveFormGame, FloatArray, Leaf, NormalFormGame, Profile, one_hot
from negosim.games.extensive_form import branch_probabilities, reach_probabilities
from negosim.games.normal_form import profile_probabilities
from negosim.solve import Equilibrium


def ends_with_action(game: NormalFormGame, profile: Profile, player: int, action: int) -> FloatArray:
    """Return the distribution over profiles when a player takes one action for sure."""
    forced = one_hot(game.shape[player], action)
    return profile_probabilities(game, tuple(forced if i == player else s for i, s in enumerate(profile)))


def ends_from_set(game: ExtensiveFormGame, equilibrium: Equilibrium, index: int, action: int) -> FloatArray:
    """Return the distribution over leaves from an information set on, its action given: shape (leaves,)."""
    reach = reach_from(game, equilibrium, index, action)
    leaves = np.zeros(game.payoffs.shape[-1])
    for number, node in enumerate(game.nodes):
        if isinstance(node, Leaf):
            leaves[node.index] = reach[number]
    return leaves


def reach_from(game: ExtensiveFormGame, equilibrium: Equilibrium, index: int, action: int) -> FloatArray:
    """Return the probability of each node, given that an information set is reached and its action taken."""
    forced = tuple(
        one_hot(len(strategy), action) if k == index else strategy for k, strategy in enumerate(equilibrium.profile)
    )
    reach = np.zeros(len(game.nodes))
    members = list(game.information_sets[index].nodes)
    reach[members] = _belief(game, equilibrium, index)
    for number, node in enumerate(game.nodes):
        if not isinstance(node, Leaf) and reach[number] > 0:
            reach[list(node.children)] += reach[number] * branch_probabilities(game, node, forced)
    return reach


def _belief(game: ExtensiveFormGame, equilibrium: Equilibrium, index: int) -> FloatArray:
    """Return the distribution over the nodes of an information set: by Bayes' rule, the solution's beliefs where it
    is not reached."""
    nodes = list(game.information_sets[index].nodes)
    mass = reach_probabilities(game, equilibrium.profile)[nodes]
    if mass.sum() > 0:
        return np.asarray(mass / mass.sum())
    return equilibrium.beliefs[index] if equilibrium.beliefs else np.full(len(nodes), 1.0 / len(nodes))
