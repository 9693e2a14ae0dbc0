"""Learning: how two players who start somewhere change their strategies, step by step. For class, and no solution.

- Fictitious play (Brown 1951): in each round a player chooses a best reply to how often the other chose what so far.
- Replicator dynamics (Taylor and Jonker 1978; with two populations Taylor 1979): the share of an action grows at the
  rate by which its payoff exceeds the mean: d x[a] / dt = x[a] (u(a) - mean of u).
- Best-response path (Cournot 1838; Monderer and Shapley 1996): the players move in turn, each to a best reply to what
  the other does now, and keep to what they do while it is one.

Where such a path comes to rest inside, it is at an equilibrium; it need not come to rest (Shapley 1964), and it finds
one equilibrium at most. The first two run in nashpy. Payoffs are rescaled, each player's by itself, so that neither
rounds nor time depend on their unit.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np

from negosim.errors import UnsolvedError
from negosim.games import FloatArray, Game, NormalFormGame, Profile, frozen, one_hot, payoff_range
from negosim.solve.certificate import regret
from negosim.solve.result import TIE


@dataclass(frozen=True, eq=False)
class LearningPath:
    """How two players' strategies change: `strategies[player][step, action]` at `times[step]`.

    `unit` says what time is counted in, and `says` what a strategy stands for.
    """

    game: NormalFormGame
    rule: "Rule"
    times: FloatArray
    strategies: tuple[FloatArray, FloatArray]
    unit: str
    says: str

    @property
    def end(self) -> Profile:
        """The last profile of the path."""
        return tuple(own[-1] for own in self.strategies)

    @property
    def regret(self) -> float:
        """The most that a player would gain at the end by another strategy, over its payoff range."""
        return regret(self.game, self.end)

    @property
    def drift(self) -> float:
        """The largest distance of a probability in the second half of the path from where it ends."""
        half = len(self.times) // 2
        return float(max(np.abs(own[half:] - own[-1]).max() for own in self.strategies))


class Rule(Protocol):
    """A way to learn; its fields are its options."""

    name: ClassVar[str]

    def learn(self, game: Game, generator: np.random.Generator) -> LearningPath: ...


@dataclass(frozen=True)
class FictitiousPlay:
    """Both choose at once, `rounds` times, a best reply to the other's shares so far. Ties are drawn by lot.

    `start` gives the actions of the first round, by number; without it they are drawn. A strategy of the path is a
    player's shares up to that round. Replies whose payoffs differ by rounding alone are no tie.

    >>> stag = NormalFormGame([[[4, 0], [3, 3]], [[4, 3], [0, 3]]])
    >>> FictitiousPlay(rounds=50, start=(0, 0)).learn(stag, np.random.default_rng(0)).end[0]
    array([1., 0.])
    """

    rounds: int = 500
    start: tuple[int, int] | None = None
    name: ClassVar[str] = "fictitious_play"

    def __post_init__(self) -> None:
        if self.rounds < 1:
            raise ValueError(f"fictitious play takes at least one round, not {self.rounds}")

    def learn(self, game: Game, generator: np.random.Generator) -> LearningPath:
        """Play the rounds. Raises UnsolvedError for a tree and for other than two players, ValueError for no action."""
        import nashpy

        table = _two_players(game)
        first, rounds = None, self.rounds
        if self.start is not None:
            first, rounds = _pure(table, self.start), self.rounds - 1
        with _numpy_drawing_from(generator):
            counts = list(nashpy.Game(*_halved(table)).fictitious_play(rounds, first))
        counts = counts if self.start is not None else counts[1:]
        shares = [frozen([np.asarray(pair[k]) / np.sum(pair[k]) for pair in counts]) for k in (0, 1)]
        times = frozen(np.arange(1, self.rounds + 1))
        return LearningPath(table, self, times, (shares[0], shares[1]), "rounds", "share of the rounds so far")


@dataclass(frozen=True)
class Replicator:
    """The share of an action grows with what it earns over the mean, for `time` over the inverse of the payoff range.

    `start` gives both strategies, else uniform ones moved a tenth towards the first action: from the uniform ones a
    path may never leave. An action of share 0 stays at 0. With `populations` 1 both players are drawn from one
    population; the game must be symmetric and the first strategy of `start` counts.

    >>> pd = NormalFormGame([[[-1, -3], [0, -2]], [[-1, 0], [-3, -2]]])
    >>> Replicator(time=60.0).learn(pd, np.random.default_rng(0)).end[0].round(3)
    array([0., 1.])
    """

    time: float = 50.0
    steps: int = 1000
    start: tuple[tuple[float, ...], tuple[float, ...]] | None = None
    populations: int = 2
    name: ClassVar[str] = "replicator_dynamics"

    def __post_init__(self) -> None:
        if not 0 < self.time < np.inf or self.steps < 2 or self.populations not in (1, 2):
            raise ValueError("replicator dynamics take a positive time, at least 2 steps, and 1 or 2 populations")

    def learn(self, game: Game, generator: np.random.Generator) -> LearningPath:
        """Follow the shares; nothing is drawn. Raises UnsolvedError for a game, ValueError for a start that does not
        fit."""
        import nashpy

        table = _two_players(game)
        start, times = self._starting(table), frozen(np.linspace(0.0, self.time, self.steps))
        own, other = _rescaled(table)
        if self.populations == 1:
            _check_symmetric(own, other)
            path = _distributions(nashpy.Game(own).replicator_dynamics(start[0], times))
            paths = (path, path)
        else:
            found = nashpy.Game(own, other).asymmetric_replicator_dynamics(*start, times)
            paths = (_distributions(found[0]), _distributions(found[1]))
        return LearningPath(
            table, self, times, paths, "units of time, each 1 over the payoff range", "share of the population"
        )

    def _starting(self, game: NormalFormGame) -> Profile:
        if self.start is None:
            return tuple(0.9 / size + 0.1 * one_hot(size, 0) for size in game.shape)
        start = tuple(map(frozen, self.start))
        fits = tuple(map(len, start)) == game.shape
        if not fits or any(own.min() < 0 or abs(own.sum() - 1) > 1e-9 for own in start):
            raise ValueError(f"start gives both players a distribution over {game.shape} actions, not {self.start}")
        return start


@dataclass(frozen=True)
class BestResponses:
    """The players move in turn, the first first, each to a best reply; ties are drawn by lot. At most `moves` moves.

    The path ends where neither wants to move: at a pure equilibrium. `start` gives the actions at the outset, by
    number.

    >>> stag = NormalFormGame([[[4, 0], [3, 3]], [[4, 3], [0, 3]]])
    >>> path = BestResponses(start=(0, 1)).learn(stag, np.random.default_rng(0))
    >>> len(path.times), path.end
    (2, (array([0., 1.]), array([0., 1.])))
    """

    moves: int = 100
    start: tuple[int, int] = (0, 0)
    name: ClassVar[str] = "best_response_path"

    def __post_init__(self) -> None:
        if self.moves < 0:
            raise ValueError(f"a path takes no fewer than 0 moves, not {self.moves}")

    def learn(self, game: Game, generator: np.random.Generator) -> LearningPath:
        """Move in turn. Raises UnsolvedError for a tree and for other than two players, ValueError for no action."""
        table = _two_players(game)
        _pure(table, self.start)
        own, other = _rescaled(table)
        passed, mover, rests = [list(self.start)], 0, 0
        while len(passed) <= self.moves and rests < 2:
            now = passed[-1]
            worth = own[:, now[1]] if mover == 0 else other[now[0]]
            best = np.flatnonzero(worth >= worth.max() - TIE)
            rests = rests + 1 if now[mover] in best else 0
            if not rests:
                passed.append([int(generator.choice(best)) if k == mover else now[k] for k in (0, 1)])
            mover = 1 - mover
        paths = [frozen(np.eye(size)[[at[k] for at in passed]]) for k, size in enumerate(table.shape)]
        return LearningPath(table, self, frozen(np.arange(len(passed))), (paths[0], paths[1]), "moves", "what it does")


def _two_players(game: Game) -> NormalFormGame:
    if not isinstance(game, NormalFormGame) or len(game.players) != 2:
        raise UnsolvedError("learning is for two players who choose at once; make such a game of it first")
    return game


def _pure(game: NormalFormGame, start: tuple[int, int]) -> list[FloatArray]:
    """Return one play of each action. Raises ValueError where a number is no action's."""
    if len(start) != 2 or any(not 0 <= action < size for action, size in zip(start, game.shape, strict=True)):
        raise ValueError(f"start gives each player an action by number, below {game.shape}, not {start}")
    return [one_hot(size, action) for size, action in zip(game.shape, start, strict=True)]


def _rescaled(game: NormalFormGame) -> tuple[FloatArray, FloatArray]:
    """Return both players' payoffs from 0 to 1; all 0 where a player's are all the same."""
    least = game.payoffs.min(axis=(1, 2), keepdims=True)
    own, other = (game.payoffs - least) / _unit(payoff_range(game.payoffs, axis=(1, 2)))
    return own, other


def _halved(game: NormalFormGame) -> tuple[FloatArray, FloatArray]:
    """Return both players' payoffs from 0, over the power of 2 next to the range: a tie of whole numbers stays one."""
    least = game.payoffs.min(axis=(1, 2), keepdims=True)
    spread = _unit(payoff_range(game.payoffs, axis=(1, 2)))
    own, other = (game.payoffs - least) / 2.0 ** np.ceil(np.log2(spread))
    return own, other


def _unit(spread: FloatArray) -> FloatArray:
    return np.where(spread > 0, spread, 1.0)[:, np.newaxis, np.newaxis]


def _check_symmetric(own: FloatArray, other: FloatArray) -> None:
    """Raise UnsolvedError unless the second player's payoffs are the first's with the roles swapped."""
    if own.shape != other.T.shape or np.abs(own - other.T).max() > TIE:
        raise UnsolvedError("one population takes a symmetric game; use two populations")


def _distributions(path: FloatArray) -> FloatArray:
    """Return the path of an integrator as distributions, its rounding removed."""
    clipped = np.clip(path, 0.0, 1.0)
    return frozen(clipped / clipped.sum(axis=1, keepdims=True))


@contextmanager
def _numpy_drawing_from(generator: np.random.Generator) -> Iterator[None]:
    """Seed numpy's global random state, from which nashpy draws, and put back what was there."""
    before = np.random.get_state()
    np.random.seed(int(generator.integers(2**32)))
    try:
        yield
    finally:
        np.random.set_state(before)
