"""A simultaneous game as a tree: the same payoffs at the same profiles, and nobody sees anything."""

import numpy as np

from negosim.games import Leaf, NormalFormGame
from negosim.games.extensive_form import leaf_probabilities
from negosim.games.normal_form import expected_payoffs
from negosim.games.simultaneous_tree import simultaneous_tree


def test_a_mixed_profile_is_worth_the_same_in_both_forms():
    draw = np.random.default_rng(0)
    game = NormalFormGame(draw.random((3, 2, 3, 2)), outcomes=tuple(map(str, range(12))))
    tree = simultaneous_tree(game)
    profile = tuple(draw.dirichlet(np.ones(size)) for size in game.shape)
    assert np.allclose(tree.payoffs @ leaf_probabilities(tree, profile), expected_payoffs(game, profile))
    assert tree.outcomes == game.outcomes
    assert [len(known.nodes) for known in tree.information_sets] == [1, 2, 6]
    assert sum(isinstance(node, Leaf) for node in tree.nodes) == 12
