"""Answers: what a game leads to at many vectors of numbers at once, without a loop over them.

The answer of a tree is the play that backward induction reaches, the first of tied actions taken; of a simultaneous
game, the set of outcomes of its pure equilibria. A tree in which somebody's beliefs depend on what others choose
cannot be solved in batches.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from negosim.games import BoolArray, ExtensiveFormGame, FloatArray, Game, IntArray, NormalFormGame
from negosim.games.extensive_form import has_beliefs_from_chance, leaf_probabilities, reach_probabilities
from negosim.models import CompiledModel, CompiledMoves
from negosim.solve.backward import Induction, induce
from negosim.solve.kernels import is_pure_equilibrium
from negosim.whatif.distinct import distinct

NONE = "no pure equilibrium"
CHUNK = 20_000
"""Points solved at once, so that memory stays bounded."""
_MILLION = 1e6


@dataclass(frozen=True, eq=False)
class Answers:
    """The answer at each point: an index into `labels`, which say it in words of the scenario."""

    index: IntArray
    labels: tuple[str, ...]

    def are(self, label: str) -> BoolArray:
        """Whether the answer at each point is a given one."""
        return np.asarray(np.array(self.labels)[self.index] == label)

    def shares(self) -> dict[str, float]:
        """Return the share of points with each answer, largest first."""
        counts = np.bincount(self.index.reshape(-1), minlength=len(self.labels))
        order = sorted(range(len(self.labels)), key=lambda k: (-counts[k], self.labels[k]))
        return {self.labels[k]: float(counts[k] / self.index.size) for k in order if counts[k]}


def can_batch(game: Game) -> bool:
    """Whether a game can be solved at many vectors of numbers at once."""
    return isinstance(game, NormalFormGame) or has_beliefs_from_chance(game)


def answers(compiled: CompiledMoves | CompiledModel, values: FloatArray) -> Answers:
    """Return the answer of a game at each of many vectors of numbers: values[point, number]; of a game of another model
    than moves, its regime.

    Raises UnsolvedError where the game cannot be solved in batches.
    """
    if isinstance(compiled, CompiledModel):
        labels, index = compiled.regime(values)
        return Answers(index, labels)
    return joined([answers_of(compiled.game(values[k : k + CHUNK])) for k in range(0, len(values), CHUNK)])


def joined(parts: Sequence[Answers]) -> Answers:
    """Return the answers of one part of the points after another."""
    labels = tuple(dict.fromkeys(label for part in parts for label in part.labels))
    return Answers(np.concatenate([_places(part.labels, labels)[part.index] for part in parts]), labels)


def answers_of(game: Game) -> Answers:
    """Return the answer of each game of a batch: payoffs[point, ...]."""
    return _stable_answers(game) if isinstance(game, NormalFormGame) else PlayTree(game).answers


def _stable_answers(game: NormalFormGame) -> Answers:
    """Return the outcomes of the pure equilibria of each game of a batch."""
    names, member = membership(game.outcomes)
    stable = is_pure_equilibrium(game.payoffs, len(game.players))
    codes = (stable.reshape(len(stable), -1) @ member > 0).astype(np.int64).T
    first, index = distinct(codes)
    labels = [" or ".join(name for name, used in zip(names, codes[:, k], strict=True) if used) or NONE for k in first]
    return _gathered(labels, index)


def membership(outcomes: tuple[str, ...]) -> tuple[tuple[str, ...], FloatArray]:
    """Return the names of the outcomes, and which profile or leaf leads to which: member[profile, name]."""
    names = tuple(dict.fromkeys(outcomes))
    return names, np.array([[label == name for name in names] for label in outcomes], dtype=np.float64)


def _gathered(labels: list[str], index: IntArray) -> Answers:
    """Return answers with each label once."""
    words = tuple(dict.fromkeys(labels))
    return Answers(_places(tuple(labels), words)[index.reshape(-1)], words)


def _places(labels: tuple[str, ...], words: tuple[str, ...]) -> IntArray:
    """Return where each label stands among `words`."""
    return np.array([words.index(label) for label in labels], dtype=np.int64)


def outcome_label(game: Game, ends: FloatArray) -> str:
    """Say what a distribution over leaves or profiles leads to, as answers do: ends[end]."""
    names, member = membership(game.outcomes)
    return _by_chance(np.rint(_MILLION * (ends @ member)).astype(np.int64), names)


def _by_chance(code: IntArray, names: tuple[str, ...]) -> str:
    """Say an outcome that chance decides, from millionths: with shares where there are several."""
    present = [(name, amount / _MILLION) for name, amount in zip(names, code, strict=True) if amount]
    if len(present) == 1:
        return present[0][0]
    return " / ".join(f"{name} {100 * share:.0f} %" for name, share in present)


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

    @cached_property
    def answers(self) -> Answers:
        """The outcome at each point of a batch; shares, to a millionth, where chance decides."""
        names, member = membership(self.game.outcomes)
        codes = np.rint(_MILLION * (leaf_probabilities(self.game, self.induction.profile) @ member)).astype(np.int64)
        first, index = distinct(codes.T)
        return _gathered([_by_chance(codes[k], names) for k in first], index)

    def margin(self, index: int, action: int) -> FloatArray:
        """Return by how much an action beats the best other one at an information set: shape (...)."""
        worth = self.induction.worth[index]
        others = np.delete(worth, action, axis=-1)
        if others.shape[-1] == 0:
            return np.zeros(worth.shape[:-1])
        return np.asarray(worth[..., action] - others.max(axis=-1))
