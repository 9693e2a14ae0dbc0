"""The best reply of one player to fixed strategies of the others, move by move.

Against fixed strategies a player with perfect recall has a decision problem: at each of its information sets, last ones
first, it takes the action with the highest expected payoff, the nodes weighed by how likely the others and chance make
them.
"""

import numpy as np

from negosim.games import ExtensiveFormGame, Profile, one_hot
from negosim.games.extensive_form import moves_before, reach_probabilities, worth_at_set


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
        if reach[list(game.information_sets[index].nodes)].any():
            worth = worth_at_set(game, tuple(found), index, reach)
            found[index] = one_hot(len(worth), int(worth.argmax()))
    return tuple(found)
