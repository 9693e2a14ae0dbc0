"""The best reply of one player to fixed strategies of the others, move by move.

Against fixed strategies a player with perfect recall has a decision problem: at each of its information sets, last ones
first, it takes the action with the highest expected payoff, the nodes weighed by how likely the others and chance make
them.
"""

import numpy as np

from negosim.games import ExtensiveFormGame, FloatArray, Profile, one_hot
from negosim.games.extensive_form import children_of, moves_before, reach_probabilities, values_at_nodes


def best_reply(game: ExtensiveFormGame, profile: Profile, player: int) -> Profile:
    """Return `profile` with the player's own strategies replaced by a best reply to the others'.

    Where the others and chance never lead to one of its information sets, what stands there is kept.
    """
    own = [k for k, known in enumerate(game.information_sets) if known.player == player]
    open_doors = tuple(np.ones_like(s) if k in own else s for k, s in enumerate(profile))
    reach = reach_probabilities(game, open_doors)
    depth = moves_before(game, player)
    found = list(profile)
    for index in sorted(own, key=lambda k: -depth[game.information_sets[k].nodes[0]]):
        worth = _worth(game, tuple(found), index, reach)
        if worth is not None:
            found[index] = one_hot(len(worth), int(worth.argmax()))
    return tuple(found)


def _worth(game: ExtensiveFormGame, profile: Profile, index: int, reach: FloatArray) -> FloatArray | None:
    """Return what each action at an information set is worth to its owner: shape (actions,); None out of reach."""
    known = game.information_sets[index]
    weights = reach[list(known.nodes)]
    if weights.sum() <= 0:
        return None
    values = values_at_nodes(game, profile)[known.player]
    ahead = values[[children_of(game.nodes[number]) for number in known.nodes]]  # ahead[node, action]
    return np.asarray(weights @ ahead / weights.sum())
