"""Names, orders and units: what a concept gives follows when players are renamed, actions reordered, payoffs rescaled.

Definition. Let each player's payoffs be c u + d with c > 0, players be listed in another order and actions too. A
concept of which the design says that units do not matter gives the same profiles, by their new names. Concepts that
compare payoffs of players (correlated: a sum is made largest), and logit, whose lambda is per unit of payoff, keep what
they give under one unit for all. Games are drawn without ties, so that what is selected is selected once; ties are the
business of each concept's own tests.
"""

from dataclasses import replace

import numpy as np
import pytest

from negosim.games import Decision, ExtensiveFormGame, NormalFormGame
from negosim.games.extensive_form import leaf_probabilities
from negosim.solve import CONCEPTS, CorrelatedEquilibrium, Equilibrium, Selection, Survivors, concept, solve
from negosim.solve.concepts.sequential import Sequential
from random_games import Move, TreeOfMoves

TWO, MORE = [(2, 2), (2, 3), (3, 3)], [(2, 2, 2), (2, 3, 2)]
OWN_UNITS = {  # the shapes of games that a concept is for
    "iterated_dominance": TWO + MORE,
    "iterated_weak_dominance": TWO + MORE,
    "maximin": TWO + MORE,
    "nash": TWO + MORE,
    "pareto_efficient": TWO + MORE,
    "payoff_dominance": [(2, 2)],
    "perfect": TWO,
    "pure_nash": TWO + MORE,
    "rationalizability": TWO + MORE,
    "risk_dominance": [(2, 2)],
    "stackelberg": TWO,
}
ONE_UNIT = {"correlated": TWO + MORE, "logit": TWO + MORE}
TREES = ("sequential", "subgame_perfect")
ELSEWHERE = {  # bargaining problems and conflicts, in tests/solve/test_agreements.py and test_stability.py
    *("adjusted_winner", "alternating_offers", "egalitarian", "kalai_smorodinsky", "nash_agreement", "utilitarian"),
    *("nash_stability", "general_metarational", "symmetric_metarational", "sequential_stability"),
}
GAMES = 6


def test_every_concept_is_looked_at():
    assert {*OWN_UNITS, *ONE_UNIT, *TREES} | ELSEWHERE == set(CONCEPTS)


class Change:
    """Another order of players and actions, and other units: `order[k]` is the old number of new player k."""

    def __init__(self, shape, rng, one_unit):
        players = len(shape)
        self.order = rng.permutation(players)
        self.actions = [rng.permutation(size) for size in shape]
        self.unit = np.full(players, 8.0) if one_unit else np.array([1e-3, 3.0, 1e4])[:players]
        self.zero = np.array([-7.0, 0.5, 100.0])[:players]

    def game(self, game):
        payoffs = game.payoffs[np.ix_(range(len(self.order)), *self.actions)]
        expand = (slice(None), *[np.newaxis] * len(self.order))
        payoffs = self.unit[expand] * payoffs + self.zero[expand]
        return NormalFormGame(np.transpose(payoffs[self.order], (0, *(1 + self.order))))

    def payoffs(self, new):
        """Return payoffs of the changed game by the players' old numbers and units."""
        old = np.empty(len(self.order))
        old[self.order] = new
        return (old - self.zero) / self.unit

    def profile(self, new):
        """Return a profile of the changed game by the old names."""
        old = [None] * len(self.order)
        for k, player in enumerate(self.order):
            own = np.empty(len(new[k]))
            own[self.actions[player]] = new[k]
            old[player] = own
        return old

    def joint(self, new):
        """Return a distribution over profiles of the changed game by the old names."""
        old = np.empty([len(own) for own in self.actions])
        old[np.ix_(*self.actions)] = np.transpose(new, np.argsort(self.order))
        return old


def said(found, change=None):
    """Return what one solution says, as numbers in the original's names and units."""
    if isinstance(found, Survivors):
        kept = [list(own) for own in found.actions]
        if change is not None:
            old = dict(zip(change.order, kept, strict=True))
            kept = [change.actions[player][old[player]].tolist() for player in range(len(kept))]
        return [float(number) for k, own in enumerate(kept) for number in (-1 - k, *sorted(own))]
    payoffs = found.payoffs if change is None else change.payoffs(found.payoffs)
    if isinstance(found, CorrelatedEquilibrium):
        return [*payoffs, *(found.joint if change is None else change.joint(found.joint)).reshape(-1)]
    assert isinstance(found, Equilibrium | Selection)
    profile = found.profile if change is None else change.profile(found.profile)
    return [*payoffs, *np.concatenate(profile)]


def asked(name, change=None):
    """Return the concept with options that mean the same in the changed game."""
    options = {}
    if name == "logit":
        options["lam"] = 2.0 if change is None else 2.0 / float(change.unit[0])
    if name == "stackelberg" and change is not None:
        options["leader"] = int(np.flatnonzero(change.order == 0)[0])
    return concept(name)(**options)


def drawn(name, shape, rng):
    """Draw a game; one with two strict equilibria for what selects between them."""
    strict = 2 * np.eye(2) if name in ("payoff_dominance", "risk_dominance") else 0.0
    return NormalFormGame(rng.random((len(shape), *shape)) + strict)


@pytest.mark.parametrize("name", [*OWN_UNITS, *ONE_UNIT])
def test_solutions_follow_names_orders_and_units(name):
    rng = np.random.default_rng(sum(map(ord, name)))
    shapes = OWN_UNITS.get(name) or ONE_UNIT[name]
    for game in [drawn(name, shape, rng) for shape in shapes for _ in range(GAMES)]:
        change = Change(game.shape, rng, name in ONE_UNIT)
        before, after = solve(game, asked(name)), solve(change.game(game), asked(name, change))
        assert after.complete is before.complete
        one = sorted(said(found) for found in before.solutions)
        other = sorted(said(found, change) for found in after.solutions)
        assert len(one) == len(other)
        assert all(np.allclose(a, b, rtol=0, atol=2e-6) for a, b in zip(one, other, strict=True))


def signalling(rng):
    moves = [Move(None, 2), Move(0, 2, frozenset({0})), Move(1, 2, frozenset({1}))]
    return TreeOfMoves(moves, shares=[(0.3, 0.7), (), ()]).game(rng.random((2, 8)), 2)


def hidden_type(rng):
    moves = [Move(None, 2), Move(0, 2), Move(1, 2, frozenset({0, 1}))]
    return TreeOfMoves(moves, shares=[(0.3, 0.7), (), ()]).game(rng.random((2, 8)), 2)


def three_in_turn(rng):
    """The third sees what the second did, and not whether the first had left anything to choose: no signalling game."""
    tree = TreeOfMoves([Move(0, 3), Move(1, 2), Move(2, 2, frozenset({1}))], frozenset({(0, 2)}))
    return tree.game(rng.random((3, tree.leaves)), 3)


def changed(game):
    """Return a tree with its players and the actions of every information set in reverse order, and other units."""
    nodes = tuple(Decision(n.information_set, n.children[::-1]) if isinstance(n, Decision) else n for n in game.nodes)
    last = len(game.players) - 1
    sets = tuple(replace(k, actions=k.actions[::-1], player=last - k.player) for k in game.information_sets)
    unit, zero = np.array([1e-3, 1e4, 3.0])[: last + 1], np.array([5.0, -7.0, 0.5])[: last + 1]
    payoffs = unit[:, np.newaxis] * game.payoffs[::-1] + zero[:, np.newaxis]
    return replace(game, nodes=nodes, information_sets=sets, players=game.players[::-1], payoffs=payoffs)


@pytest.mark.parametrize(("tree", "games"), [(signalling, 8), (hidden_type, 8), (three_in_turn, 1)])
def test_sequential_equilibria_follow_names_orders_and_units(tree, games):
    rng = np.random.default_rng(5)
    for _ in range(games):
        game = tree(rng)
        assert isinstance(game, ExtensiveFormGame)
        before, after = Sequential().solve(game), Sequential().solve(changed(game))
        assert after.complete is before.complete
        ends = [sorted(leaf_probabilities(game, e.profile).tolist() for e in before.equilibria)]
        ends.append(sorted(leaf_probabilities(after.game, e.profile).tolist() for e in after.equilibria))
        assert np.allclose(*ends, atol=1e-9)
