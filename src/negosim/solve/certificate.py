"""Certificates: the regret of a profile, recomputed from the payoffs by the definition alone.

Nothing here is used to find a solution, so a fault in a solver cannot hide behind the same fault in its check.

- Nash (Nash 1951): no player gains by another strategy. Regret is the largest gain over that player's payoff range.
- Subgame-perfect (Selten 1965): the profile is a Nash equilibrium of every subgame.
- Sequentially rational (Kreps and Wilson 1982): at every information set, given beliefs, no action does better. One
  deviation at a time is enough where beliefs follow Bayes' rule from set to set (Hendon, Jacobsen and Sloth 1996).
- Consistent (Kreps and Wilson 1982): beliefs are the limit of Bayes' rule as slips tend to nothing.
- Correlated (Aumann 1974): nobody gains by a plan that answers some recommendation with another action.
- Logit response (McKelvey and Palfrey 1995): each action's probability is proportional to exp(lambda * its payoff).

What is no profile of distributions has infinite regret.
"""

from collections.abc import Sequence

import numpy as np

from negosim.games import Decision, ExtensiveFormGame, FloatArray, Leaf, Node, NormalFormGame, Profile, payoff_range
from negosim.games.extensive_form import branch_probabilities, children_of, moves_before, reach_probabilities

_ROUNDING = 1e-9


def regret(game: NormalFormGame, profile: Profile) -> float:
    """Return the largest gain from deviating, over that player's payoff range (0 where the range is 0).

    >>> pd = NormalFormGame([[[-1, -3], [0, -2]], [[-1, 0], [-3, -2]]])
    >>> regret(pd, (np.array([0., 1.]), np.array([0., 1.])))
    0.0
    """
    if not _are_distributions(profile, game.shape):
        return float("inf")
    values = [_values_of_actions(game, profile, player) for player in range(len(game.players))]
    gains = [float(value.max() - value @ own) for value, own in zip(values, profile, strict=True)]
    return _largest_share(gains, game.payoffs.reshape(len(game.players), -1))


def disobedience(game: NormalFormGame, joint: FloatArray) -> float:
    """Return the most that a player gains by the best answer to each recommendation, over its payoff range.

    `joint[a0, a1, ...]` is the distribution that recommendations are drawn from.
    """
    if joint.shape != game.shape or not _are_distributions((joint.reshape(-1),), [joint.size]):
        return float("inf")
    gains = []
    for player, payoffs in enumerate(game.payoffs):
        gain = 0.0
        for told in range(game.shape[player]):
            weight = joint.take(told, axis=player)
            worth = [float((weight * payoffs.take(action, axis=player)).sum()) for action in range(game.shape[player])]
            gain += max(worth) - worth[told]
        gains.append(gain)
    return _largest_share(gains, game.payoffs.reshape(len(gains), -1))


def logit_error(game: NormalFormGame, profile: Profile, lam: float) -> float:
    """Return the largest difference between a probability and the logit response to the others' strategies."""
    errors = []
    for player, own in enumerate(profile):
        worth = lam * _values_of_actions(game, profile, player)
        weights = np.exp(worth - worth.max())
        errors.append(float(np.abs(weights / weights.sum() - own).max()))
    return max(errors)


def subgame_regret(game: ExtensiveFormGame, profile: Profile) -> float:
    """Return the largest regret over all subgames and players: 0 at a subgame-perfect equilibrium.

    Perfect recall is taken for granted. Cost: one pass over the tree for each player.
    """
    if not _are_distributions(profile, [len(known.actions) for known in game.information_sets]):
        return float("inf")
    roots = subgame_roots(game)
    gains = []
    for player in range(len(game.players)):
        value = _values(game, profile, player)
        best = _best_values(game, profile, player, set(roots))
        gains.append(max((best[root] - value[root] for root in roots), default=0.0))
    return _largest_share(gains, game.payoffs)


def tree_regret(game: ExtensiveFormGame, profile: Profile) -> float:
    """Return the largest gain from deviating in a tree, over that player's payoff range: 0 at a Nash equilibrium."""
    if not _are_distributions(profile, [len(known.actions) for known in game.information_sets]):
        return float("inf")
    gains = [
        _best_values(game, profile, player, {0})[0] - _values(game, profile, player)[0]
        for player in range(len(game.players))
    ]
    return _largest_share(gains, game.payoffs)


def sequential_regret(game: ExtensiveFormGame, profile: Profile, beliefs: Profile) -> float:
    """Return the largest gain from one other action at an information set, given the beliefs there."""
    sets = game.information_sets
    fits = _are_distributions(profile, [len(known.actions) for known in sets])
    if not fits or not _are_distributions(beliefs, [len(known.nodes) for known in sets]):
        return float("inf")
    values = np.array([_values(game, profile, player) for player in range(len(game.players))])
    gains = [0.0] * len(game.players)
    for index, known in enumerate(sets):
        ahead = values[known.player][[children_of(game.nodes[number]) for number in known.nodes]]  # ahead[node, action]
        worth = beliefs[index] @ ahead
        gains[known.player] = max(gains[known.player], float(worth.max() - worth @ profile[index]))
    return _largest_share(gains, game.payoffs)


def belief_error(game: ExtensiveFormGame, profile: Profile, beliefs: Profile) -> float:
    """Return the largest difference between a belief and Bayes' rule at the information sets that are reached."""
    reach = reach_probabilities(game, profile)
    error = 0.0
    for known, belief in zip(game.information_sets, beliefs, strict=True):
        mass = reach[list(known.nodes)]
        if mass.sum() > 0:
            error = max(error, float(np.abs(mass / mass.sum() - belief).max()))
    return error


def consistency_error(game: ExtensiveFormGame, beliefs: Profile, orders: Profile, weights: Profile) -> float:
    """Return how far beliefs are from Bayes' rule where each action has probability weights e^orders, e a millionth."""
    slips = [weight * 1e-6**order for weight, order in zip(weights, orders, strict=True)]
    return belief_error(game, tuple(np.asarray(own / own.sum()) for own in slips), beliefs)


def subgame_roots(game: ExtensiveFormGame) -> tuple[int, ...]:
    """Return the nodes that start a subgame: no information set lies partly below them.

    Those that do not lie strictly between a node of an information set and the last node above the whole of it, or
    are such a node. Cost: one pass, and a climb from each node of an information set that has several.
    """
    first, last = _spans(game)
    inside = [not isinstance(node, Leaf) for node in game.nodes]
    for known in game.information_sets:
        low, high = min(first[n] for n in known.nodes), max(first[n] for n in known.nodes)
        for start in known.nodes:
            number = start
            while not (first[number] <= low and high <= last[number]):
                inside[number] = False
                step = game.parents[number]
                assert step is not None  # the root is above everything
                number = step[0]
    return tuple(number for number, is_root in enumerate(inside) if is_root)


def _spans(game: ExtensiveFormGame) -> tuple[list[int], list[int]]:
    """Return for each node its place in a walk through the tree, and the last place below it."""
    sizes = [1] * len(game.nodes)
    for number in range(len(game.nodes) - 1, -1, -1):
        sizes[number] += sum(sizes[child] for child in children_of(game.nodes[number]))
    first = [0] * len(game.nodes)
    for number, node in enumerate(game.nodes):
        place = first[number] + 1
        for child in children_of(node):
            first[child] = place
            place += sizes[child]
    return first, [place + size - 1 for place, size in zip(first, sizes, strict=True)]


def _are_distributions(profile: Profile, sizes: Sequence[int]) -> bool:
    fit = [own.shape for own in profile] == [(size,) for size in sizes]
    return fit and all(own.min() >= -_ROUNDING and abs(own.sum() - 1.0) <= _ROUNDING for own in profile)


def _largest_share(gains: Sequence[float], payoffs: FloatArray) -> float:
    """Return the largest gain over its player's payoff range; no gain is below 0."""
    spread = payoff_range(payoffs, axis=-1)
    return float(
        max((max(gain, 0.0) / size for gain, size in zip(gains, spread, strict=True) if size > 0), default=0.0)
    )


def _values_of_actions(game: NormalFormGame, profile: Profile, player: int) -> FloatArray:
    """Return what each action gives `player`, the others' actions being weighed one player at a time."""
    value: FloatArray = game.payoffs[player]
    for other in range(len(profile) - 1, -1, -1):
        if other != player:
            value = np.asarray(np.tensordot(value, profile[other], axes=(other, 0)))
    return value


def _values(game: ExtensiveFormGame, profile: Profile, player: int) -> list[float]:
    """Return the expected payoff of `player` from each node on."""
    values = [0.0] * len(game.nodes)
    for number in range(len(game.nodes) - 1, -1, -1):
        values[number] = _expectation(game, profile, player, number, values)
    return values


def _expectation(game: ExtensiveFormGame, profile: Profile, player: int, number: int, values: list[float]) -> float:
    """Return a leaf's payoff, or the mean of the values of the next nodes under `profile`."""
    node = game.nodes[number]
    if isinstance(node, Leaf):
        return float(game.payoffs[player, node.index])
    shares = branch_probabilities(game, node, profile).tolist()
    return float(sum(share * values[child] for share, child in zip(shares, node.children, strict=True)))


def _best_values(game: ExtensiveFormGame, profile: Profile, player: int, roots: set[int]) -> list[float]:
    """Return what `player` can get from each subgame on, when the others keep to `profile`.

    At an information set of its own it takes what is best given how chance and the others lead to each node. Sets
    after more moves of its own come first; among nodes after as many, its own before the rest.
    """
    weight = _weights(game, profile, player, roots)
    before = moves_before(game, player)
    own = [_moving_set(game, node, player) for node in game.nodes]
    values = [0.0] * len(game.nodes)
    best: dict[int, int] = {}
    for number in sorted(range(len(game.nodes)), key=lambda n: (-before[n], own[n] is None, -n)):
        index = own[number]
        if index is None:
            values[number] = _expectation(game, profile, player, number, values)
            continue
        if index not in best:
            known = game.information_sets[index]
            worth = [
                sum(weight[n] * values[children_of(game.nodes[n])[action]] for n in known.nodes)
                for action in range(len(known.actions))
            ]
            best[index] = worth.index(max(worth))
        values[number] = values[children_of(game.nodes[number])[best[index]]]
    return values


def _weights(game: ExtensiveFormGame, profile: Profile, player: int, roots: set[int]) -> list[float]:
    """Return the probability that chance and the others lead to each node from the last subgame's root on the way."""
    weight = [1.0] * len(game.nodes)
    for number, node in enumerate(game.nodes):
        if number in roots:
            weight[number] = 1.0
        if isinstance(node, Leaf):
            continue
        own = _moving_set(game, node, player) is not None
        shares = [1.0] * len(node.children) if own else branch_probabilities(game, node, profile).tolist()
        for share, child in zip(shares, node.children, strict=True):
            weight[child] = weight[number] * share
    return weight


def _moving_set(game: ExtensiveFormGame, node: Node, player: int) -> int | None:
    """Return the information set at which `player` moves at a node, if it does."""
    if isinstance(node, Decision) and game.information_sets[node.information_set].player == player:
        return node.information_set
    return None
