"""The best reply is held against every plan of the player, one by one."""

from itertools import product

import numpy as np
import pytest

from negosim import build, read
from negosim.classroom.best_reply import best_reply
from negosim.classroom.opponents import tree_of
from negosim.games import one_hot
from negosim.games.extensive_form import leaf_probabilities


@pytest.mark.parametrize("game", ["call", "table_talk", "call_private"])
def test_no_plan_of_the_player_does_better(game):
    tree = tree_of(build(read("march-2025"), game))
    draw = np.random.default_rng(3)
    mixed = tuple(draw.dirichlet(np.ones(len(known.actions))) for known in tree.information_sets)
    for player, name in enumerate(tree.players):
        found = best_reply(tree, mixed, player)
        own = [k for k, known in enumerate(tree.information_sets) if known.player == player]
        assert all(found[k] is mixed[k] for k in range(len(mixed)) if k not in own)
        worth = tree.payoffs[player] @ leaf_probabilities(tree, found)
        sizes = [len(tree.information_sets[k].actions) for k in own]
        plans = list(product(*map(range, sizes))) if np.prod(sizes) < 300 else draw.integers(0, sizes, (300, len(own)))
        for plan in plans:
            other = list(found)
            for k, action in zip(own, plan, strict=True):
                other[k] = one_hot(len(tree.information_sets[k].actions), action)
            assert tree.payoffs[player] @ leaf_probabilities(tree, tuple(other)) <= worth + 1e-12, name
