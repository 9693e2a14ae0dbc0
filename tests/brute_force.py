"""Slow and obvious: the definitions of equilibrium in a tree, checked by going through every pure plan.

Oracles for tests only; nothing here shares code with what finds or certifies solutions.
"""

from itertools import product

import numpy as np

from negosim.games import Chance, ExtensiveFormGame, FloatArray, Leaf, Profile


def value(game: ExtensiveFormGame, profile: Profile, number: int) -> FloatArray:
    """Return everybody's expected payoff from a node on."""
    node = game.nodes[number]
    if isinstance(node, Leaf):
        return game.payoffs[:, node.index]
    if isinstance(node, Chance):
        shares = game.chance[node.first : node.first + len(node.children)]
    else:
        shares = profile[node.information_set]
    return sum(share * value(game, profile, child) for share, child in zip(shares, node.children, strict=True))


def below(game: ExtensiveFormGame, number: int) -> set[int]:
    """Return a node and all that lie below it."""
    node = game.nodes[number]
    found = {number}
    for child in () if isinstance(node, Leaf) else node.children:
        found |= below(game, child)
    return found


def roots_of_subgames(game: ExtensiveFormGame) -> list[int]:
    """Return the nodes below which every information set lies wholly or not at all."""
    found = []
    for number, node in enumerate(game.nodes):
        inside = below(game, number)
        whole = all(set(known.nodes) <= inside or not set(known.nodes) & inside for known in game.information_sets)
        if whole and not isinstance(node, Leaf):
            found.append(number)
    return found


def deviations(game: ExtensiveFormGame, profile: Profile, player: int) -> list[Profile]:
    """Return the profiles in which `player` follows one of its pure plans instead."""
    own = [k for k, known in enumerate(game.information_sets) if known.player == player]
    found = []
    for actions in product(*(range(len(game.information_sets[k].actions)) for k in own)):
        changed = list(profile)
        for k, action in zip(own, actions, strict=True):
            changed[k] = np.eye(len(profile[k]))[action]
        found.append(tuple(changed))
    return found


def gains_in_subgames(game: ExtensiveFormGame, profile: Profile) -> FloatArray:
    """Return the most that each player gains by another plan in some subgame."""
    gains = np.zeros(len(game.players))
    for player in range(len(game.players)):
        for changed in deviations(game, profile, player):
            for root in roots_of_subgames(game):
                gain = value(game, changed, root)[player] - value(game, profile, root)[player]
                gains[player] = max(gains[player], gain)
    return gains


def gains_at_sets(game: ExtensiveFormGame, profile: Profile, beliefs: Profile) -> FloatArray:
    """Return the most that each player gains by another plan from one of its sets on, given the beliefs there."""
    gains = np.zeros(len(game.players))
    for index, known in enumerate(game.information_sets):
        for changed in deviations(game, profile, known.player):
            gain = sum(
                belief * (value(game, changed, n) - value(game, profile, n))[known.player]
                for belief, n in zip(beliefs[index], known.nodes, strict=True)
            )
            gains[known.player] = max(gains[known.player], gain)
    return gains


def outcome(game: ExtensiveFormGame, profile: Profile) -> FloatArray:
    """Return the probability of each leaf."""
    found = np.zeros(game.payoffs.shape[-1])

    def walk(number: int, weight: float) -> None:
        node = game.nodes[number]
        if isinstance(node, Leaf):
            found[node.index] = weight
            return
        chance = isinstance(node, Chance)
        shares = game.chance[node.first : node.first + len(node.children)] if chance else profile[node.information_set]
        for share, child in zip(shares, node.children, strict=True):
            walk(child, weight * share)

    walk(0, 1.0)
    return found


def profiles_on_a_grid(game: ExtensiveFormGame, steps: int) -> list[Profile]:
    """Return every behavioural profile whose probabilities are multiples of 1 / steps."""
    choices = []
    for known in game.information_sets:
        size = len(known.actions)
        counts = [c for c in product(range(steps + 1), repeat=size) if sum(c) == steps]
        choices.append([np.array(c) / steps for c in counts])
    return [tuple(profile) for profile in product(*choices)]


def nash_gains(payoffs: FloatArray, profile: Profile) -> FloatArray:
    """Return the most that each player of a normal form gains by another action: payoffs[player, a0, a1, ...]."""
    gains = []
    for player, own in enumerate(profile):
        worth = np.zeros(len(own))
        for actions in product(*(range(len(p)) for p in profile)):
            weight = np.prod([profile[j][a] for j, a in enumerate(actions) if j != player])
            worth[actions[player]] += weight * payoffs[(player, *actions)]
        gains.append(worth.max() - worth @ own)
    return np.array(gains)
