"""Answers: what a game leads to at many vectors of numbers at once, without a loop over them.

The answer of a tree is the play that backward induction reaches; of a simultaneous game, its set of pure equilibria.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from negosim.games import BoolArray, ExtensiveFormGame, FloatArray, Game, IntArray, NormalFormGame
from negosim.games.extensive_form import leaf_probabilities, reach_probabilities
from negosim.models import CompiledMoves
from negosim.solve.backward import Induction, induce
from negosim.solve.concepts.pure_nash import is_pure_equilibrium

NONE = "no pure equilibrium"
CHUNK = 20_000
"""Points solved at once, so that memory stays bounded."""


@dataclass(frozen=True, eq=False)
class Answers:
    """The answer at each point: an index into `labels`, which say it in words of the scenario."""

    index: IntArray
    labels: tuple[str, ...]

    def shares(self) -> dict[str, float]:
        """Return the share of points with each answer, largest first."""
        counts = np.bincount(self.index.reshape(-1), minlength=len(self.labels))
        order = sorted(range(len(self.labels)), key=lambda k: (-counts[k], self.labels[k]))
        return {self.labels[k]: float(counts[k] / self.index.size) for k in order if counts[k]}


def answers(compiled: CompiledMoves, values: FloatArray) -> Answers:
    """Return the answer of a game at each of many vectors of numbers: values[point, number]."""
    parts = [answers_of(compiled.game(values[k : k + CHUNK])) for k in range(0, len(values), CHUNK)]
    labels = tuple(dict.fromkeys(label for part in parts for label in part.labels))
    return Answers(np.concatenate([_places(part.labels, labels)[part.index] for part in parts]), labels)


def answers_of(game: Game) -> Answers:
    """Return the answer of each game of a batch: payoffs[point, ...]."""
    codes, names = _codes(game)
    found, index = np.unique(codes, axis=0, return_inverse=True)
    labels = tuple(_label(code, names) for code in found)
    words = tuple(dict.fromkeys(labels))
    return Answers(_places(labels, words)[np.asarray(index).reshape(-1)], words)


def _places(labels: tuple[str, ...], words: tuple[str, ...]) -> IntArray:
    """Return where each label stands among `words`."""
    return np.array([words.index(label) for label in labels], dtype=np.int64)


def _codes(game: Game) -> tuple[IntArray, tuple[str, ...]]:
    """Return a row of integers for each point, the same where the answer is, and the names of its columns.

    A column is an outcome: in a tree its probability in millionths, in a normal form the number of equilibria that lead to it.
    """
    names = tuple(dict.fromkeys(game.outcomes))
    member = np.array([[label == name for name in names] for label in game.outcomes], dtype=np.float64)
    if isinstance(game, NormalFormGame):
        stable = is_pure_equilibrium(game.payoffs, len(game.players))
        return (stable.reshape(len(stable), -1) @ member).astype(np.int64), names
    reached = leaf_probabilities(game, PlayTree(game).induction.profile)
    return np.rint(1e6 * (reached @ member)).astype(np.int64), names


def _label(code: IntArray, names: tuple[str, ...]) -> str:
    """Say an answer: outcomes joined by `or`; with shares where types make it a matter of chance."""
    present = [(name, int(amount)) for name, amount in zip(names, code, strict=True) if amount]
    if code.sum() == 1_000_000 and len(present) > 1:
        return " / ".join(f"{name} {amount / 1e4:.0f} %" for name, amount in present)
    return " or ".join(name for name, _ in present) or NONE


@dataclass(frozen=True, eq=False)
class PlayTree:
    """A tree solved at many points: which action is taken at each information set, and which sets are reached."""

    game: ExtensiveFormGame

    @cached_property
    def induction(self) -> Induction:
        """The profile, found backwards."""
        return induce(self.game)

    @cached_property
    def choices(self) -> IntArray:
        """The action taken at each information set: shape (..., information sets)."""
        return np.stack([strategy.argmax(axis=-1) for strategy in self.induction.profile], axis=-1)

    @cached_property
    def reached(self) -> BoolArray:
        """Whether each information set is reached: shape (..., information sets)."""
        reach = reach_probabilities(self.game, self.induction.profile)
        return np.stack([reach[..., known.nodes].sum(axis=-1) > 0 for known in self.game.information_sets], axis=-1)

    def margin(self, index: int, action: int) -> FloatArray:
        """Return by how much an action beats the best other one at an information set: shape (...)."""
        worth = self.induction.worth[index]
        others = np.delete(worth, action, axis=-1)
        if others.shape[-1] == 0:
            return np.zeros(worth.shape[:-1])
        return np.asarray(worth[..., action] - others.max(axis=-1))
