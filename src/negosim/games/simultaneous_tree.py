"""A game in normal form as a tree: the players choose one after the other, and none sees what the others chose.

Both have the same pure profiles, payoffs and equilibria (Kuhn 1953).
"""

from negosim.games.extensive_form import Decision, ExtensiveFormGame, InformationSet, Leaf, Node
from negosim.games.normal_form import NormalFormGame


def simultaneous_tree(game: NormalFormGame) -> ExtensiveFormGame:
    """Return the tree of one game, the leaves in C order of the profiles.

    >>> tree = simultaneous_tree(NormalFormGame([[[3, 0], [0, 2]], [[2, 0], [0, 3]]]))
    >>> [len(known.nodes) for known in tree.information_sets], len(tree.leaves)
    ([1, 2], 4)
    """
    nodes: list[Node] = []
    members: list[tuple[int, ...]] = []
    width = 1
    for player, size in enumerate(game.shape):
        first = len(nodes)
        members.append(tuple(range(first, first + width)))
        nodes += [
            Decision(player, tuple(range(first + width + k * size, first + width + (k + 1) * size)))
            for k in range(width)
        ]
        width *= size
    nodes += [Leaf(k) for k in range(width)]
    sets = [
        InformationSet(player, "start", actions, held)
        for player, (actions, held) in enumerate(zip(game.actions, members, strict=True))
    ]
    payoffs = game.payoffs.reshape(len(game.players), -1)
    return ExtensiveFormGame(
        tuple(nodes), tuple(sets), game.players, payoffs, outcomes=game.outcomes, name=game.name, origin=game.origin
    )
