"""What a game leads to at many points at once: how many solutions there are, and what they have in common.

A game of a batch is solved by a `PointSolver`. Those here are backward induction for trees, also with logit choices,
and every pure equilibrium for simultaneous games. Another way to solve batches is one more function in `SOLVERS`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import BoolArray, ExtensiveFormGame, FloatArray, Game, IntArray, NormalFormGame
from negosim.games.extensive_form import leaf_probabilities, moves_before, reach_probabilities
from negosim.solve import Concept, default_concept, settings
from negosim.solve.backward import Induction, best_action, induce
from negosim.solve.concepts.logit import logit_choice
from negosim.solve.concepts.pure_nash import PureNash
from negosim.solve.kernels import is_pure_equilibrium
from negosim.whatif.answers import NONE, Answers, PlayTree, can_batch, membership
from negosim.whatif.distinct import distinct

SEVERAL = " or "
"""What stands between the outcomes, and between the plays, of several solutions."""
THEN = "; "
"""What stands between the choices of a play, each `actor=option`. Where an actor's types choose differently it is
`actor=option[type+type]|option[type]`."""
_DIGITS = 12


@dataclass(frozen=True, eq=False)
class Points:
    """What was found at points of one game.

    `count[point]` solutions there are, and `answer[point]` and `play[point]` say where they lead and what is done in
    them, as indices into `answers` and `plays`. `probabilities[point, outcome]`, of the game's distinct outcomes in
    order, is NaN where solutions differ in it. `low[point, player]` and `high[point, player]` are the least and the
    most that a player gets in a solution, NaN where there is none.
    """

    count: IntArray
    answer: IntArray
    play: IntArray
    probabilities: FloatArray
    low: FloatArray
    high: FloatArray
    answers: tuple[str, ...]
    plays: tuple[str, ...]


PointSolver = Callable[[Game, Concept], Points]
"""From a batch of games of one shape, payoffs[point, ...], to what was found at each."""


def solver_of(game: Game, asked: Concept | None) -> tuple[Concept, PointSolver]:
    """Return the concept that a game is solved under at many points, and what solves it.

    Unless another is asked for: pure Nash for a simultaneous game, the tree's own default for a tree. Raises
    UnsolvedError where the game cannot be solved in batches under it.
    """
    kind = "tree" if isinstance(game, ExtensiveFormGame) else "simultaneous game"
    default = default_concept(game) if kind == "tree" else PureNash()
    concept, solvers = asked or default, SOLVERS[kind]
    if not can_batch(game):
        raise UnsolvedError(
            f"{game.name}: what somebody believes depends on what another chooses, so it is not solved at many points "
            "at once; solve it at single ones: negosim solve"
        )
    if concept.name not in solvers:
        raise UnsolvedError(
            f"{game.name}: many points of a {kind} are solved under {' or '.join(solvers)}, not under {concept.name}"
        )
    return concept, solvers[concept.name]


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


def solve_pure(game: Game, concept: Concept) -> Points:
    """Find every pure equilibrium of simultaneous games."""
    assert isinstance(game, NormalFormGame)
    points = len(game.payoffs)
    stable = np.moveaxis(is_pure_equilibrium(game.payoffs, len(game.players)), 0, -1).reshape(-1, points)
    count = stable.sum(axis=0)
    first, play = distinct(stable)
    labels = [_profile(game.players, made) for made in product(*game.actions)]
    plays = tuple(_joined(labels, stable[:, point]) for point in first)
    names, member = membership(game.outcomes)
    within = (member.T @ stable).astype(np.int64)  # within[outcome, point]: how many solutions lead there
    first, answer = distinct((within > 0).astype(np.int64))
    answers = tuple(_joined(names, within[:, point] > 0) for point in first)
    shares = np.where(within == count, 1.0, np.where(within == 0, 0.0, np.nan))
    shares[:, count == 0] = np.nan
    low, high = _least_and_most(np.moveaxis(game.payoffs, 0, -1).reshape(len(game.players), -1, points), stable)
    return Points(count, answer, play, shares.T, low.T, high.T, answers, plays)


SOLVERS: dict[str, dict[str, PointSolver]] = {
    "tree": {"subgame_perfect": solve_tree, "sequential": solve_tree, "logit": solve_logit_tree},
    "simultaneous game": {"pure_nash": solve_pure},
}
"""What solves many points at once, by kind of game and name of the concept; the first is a kind's default."""


def _least_and_most(payoffs: FloatArray, stable: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Return the least and the most that each player gets at the stable profiles: payoffs[player, profile, point]."""
    low = np.where(stable, payoffs, np.inf).min(axis=1)
    high = np.where(stable, payoffs, -np.inf).max(axis=1)
    return np.where(low <= high, low, np.nan), np.where(low <= high, high, np.nan)


def _profile(players: Sequence[str], made: Sequence[str]) -> str:
    return THEN.join(f"{player}={action}" for player, action in zip(players, made, strict=True))


def _joined(labels: Sequence[str], which: BoolArray) -> str:
    """Return the labels marked, or that there is none."""
    return SEVERAL.join(label for label, used in zip(labels, which, strict=True) if used) or NONE


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
    return "|".join(f"{action}[{'+'.join(dict.fromkeys(kinds))}]" for action, kinds in done.items())
