"""Outcome shares under logit response: what noisy play leads to, as lambda grows (McKelvey and Palfrey 1995, 1998).

At lambda 0 every action is as likely as any other; the larger lambda, the closer play is to best replies. In a tree
whose beliefs follow from chance alone all lambdas are one batch of backward induction; in a normal form they
are points on one trace of the principal branch.
"""

import numpy as np
from numpy.typing import ArrayLike

from negosim.games import Chance, ExtensiveFormGame, FloatArray, Game, Leaf
from negosim.games.extensive_form import leaf_probabilities, paths_to_nodes
from negosim.games.normal_form import profile_probabilities
from negosim.solve.backward import induce
from negosim.solve.concepts.logit import logit_choice
from negosim.solve.principal_branch import principal_branch


def logit_outcome_shares(game: Game, lambdas: ArrayLike) -> dict[str, FloatArray]:
    """Return the probability of each outcome under logit response at each lambda.

    `lambdas` has shape (n,), per unit of payoff as the game gives it; so has the array of each outcome, and they sum to
    one. Outcomes are in order of first appearance. Raises UnsolvedError where a principal branch cannot be followed, or
    beliefs depend on what players choose.

    >>> from negosim.games import NormalFormGame
    >>> game = NormalFormGame([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], actions=(("keep", "break"),) * 2)
    >>> logit_outcome_shares(game, [0.0])["keep / keep"]
    array([0.25])
    """
    grid = np.asarray(lambdas, dtype=np.float64)
    if isinstance(game, ExtensiveFormGame):
        found = induce(_repeated(game, len(grid)), lambda worth: logit_choice(worth, grid))
        ends = leaf_probabilities(game, found.profile)
    else:
        ends = np.stack([profile_probabilities(game, profile) for profile in principal_branch(game, grid.tolist())])
    shares: dict[str, FloatArray] = {}
    for index, label in enumerate(outcome_labels(game)):
        shares[label] = shares.get(label, np.zeros(len(grid))) + ends[:, index]
    return shares


def lambda_grid(game: Game, count: int = 81) -> FloatArray:
    """Return lambdas, evenly spaced in their logarithm, from near uniform choice to near best replies.

    They run from 0.1 to 1000 over the largest payoff range of any player.
    """
    payoffs = game.payoffs.reshape(len(game.players), -1)
    spread = float((payoffs.max(axis=1) - payoffs.min(axis=1)).max()) or 1.0
    return np.asarray(np.geomspace(0.1, 1000.0, count) / spread)


def outcome_labels(game: Game) -> tuple[str, ...]:
    """Return what each pure profile, in C order, or each leaf leads to; the actions on the way where it has no name."""
    if game.outcomes:
        return game.outcomes
    if isinstance(game, ExtensiveFormGame):
        return _labels_of_leaves(game)
    return tuple(" / ".join(own[a] for own, a in zip(game.actions, at, strict=True)) for at in np.ndindex(*game.shape))


def _labels_of_leaves(game: ExtensiveFormGame) -> tuple[str, ...]:
    labels = {}
    for path, end in zip(paths_to_nodes(game), game.nodes, strict=True):
        if isinstance(end, Leaf):
            labels[end.index] = " / ".join(_branch_label(game, number, branch) for number, branch in path)
    return tuple(labels[k] for k in range(len(labels)))


def _branch_label(game: ExtensiveFormGame, number: int, branch: int) -> str:
    node = game.nodes[number]
    assert not isinstance(node, Leaf)
    labels = node.labels if isinstance(node, Chance) else game.information_sets[node.information_set].actions
    return labels[branch]


def _repeated(game: ExtensiveFormGame, count: int) -> ExtensiveFormGame:
    """Return a batch of `count` copies of one game."""
    payoffs = np.broadcast_to(game.payoffs, (count, *game.payoffs.shape))
    return ExtensiveFormGame(
        game.nodes, game.information_sets, game.players, payoffs, game.chance, game.outcomes, game.name, game.origin
    )
