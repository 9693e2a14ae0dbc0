"""Batches of trees: backward induction, also with logit choices."""

import numpy as np

from negosim.games import ExtensiveFormGame, Game, IntArray
from negosim.games.extensive_form import leaf_probabilities, moves_before, reach_probabilities
from negosim.solve import Concept, settings
from negosim.solve.backward import Induction, best_action, induce
from negosim.solve.concepts.logit import logit_choice
from negosim.whatif.answers import Answers, PlayTree, membership
from negosim.whatif.batch.points import EITHER, THEN, Points
from negosim.whatif.distinct import distinct

_DIGITS = 12


def solve_tree(game: Game, concept: Concept) -> Points:
    """Solve trees backwards: the first of tied actions is taken, as in `negosim.whatif.answers`."""
    assert isinstance(game, ExtensiveFormGame)
    found = PlayTree(game)
    return _points_of_tree(game, found.induction, found.answers)


def solve_logit_tree(game: Game, concept: Concept) -> Points:
    """Find the logit response in trees; the answer is the likeliest outcome, the play the likeliest choices."""
    assert isinstance(game, ExtensiveFormGame)
    lam = float(settings(concept)["lam"])
    found = induce(game, lambda worth: logit_choice(worth, lam))
    names, member = membership(game.outcomes)
    likeliest = (leaf_probabilities(game, found.profile) @ member).argmax(axis=-1)
    return _points_of_tree(game, found, Answers(likeliest, names))


def _points_of_tree(game: ExtensiveFormGame, found: Induction, answers: Answers) -> Points:
    """Return what was found at each point, of which there is one solution."""
    likeliest = tuple(best_action(strategy) for strategy in found.profile)
    reach = reach_probabilities(game, likeliest)
    made = np.full((len(likeliest), len(reach)), -1)
    for k, (known, strategy) in enumerate(zip(game.information_sets, likeliest, strict=True)):
        made[k] = np.where(reach[:, known.nodes].sum(axis=-1) > 0, strategy.argmax(axis=-1), -1)
    first, play = distinct(made)
    plays = tuple(_path(game, made[:, point]) for point in first)
    _, member = membership(game.outcomes)
    shares = np.round(leaf_probabilities(game, found.profile) @ member, _DIGITS)
    payoffs = found.values[..., 0]
    ones = np.ones(len(reach), dtype=np.int64)
    return Points(ones, answers.index, play, shares, payoffs, payoffs, answers.labels, plays)


def _path(game: ExtensiveFormGame, made: IntArray) -> str:
    """Say what is done at the information sets reached, in order of play; by types of the mover where they differ."""
    before = moves_before(game)
    steps: dict[tuple[int, int], dict[str, list[str]]] = {}
    for known, action in zip(game.information_sets, made, strict=True):
        if action >= 0:
            kind = known.label.split(" / ")[0].removeprefix("type=")
            done = steps.setdefault((before[known.nodes[0]], known.player), {})
            done.setdefault(known.actions[action], []).append(kind)
    return THEN.join(f"{game.players[player]}={_options(done)}" for (_, player), done in sorted(steps.items()))


def _options(done: dict[str, list[str]]) -> str:
    if len(done) == 1:
        return next(iter(done))
    return EITHER.join(f"{action}[{'+'.join(dict.fromkeys(kinds))}]" for action, kinds in done.items())
