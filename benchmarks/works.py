"""What is measured: the work, how negosim does it, the peers, and the bar that negosim is held to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks import peers
from benchmarks.games import batch, generic, steepness
from negosim.games import FloatArray, NormalFormGame
from negosim.solve.batched import all_equilibria
from negosim.solve.concepts.nash import Nash
from negosim.solve.kernels import DEGREES, is_pure_equilibrium, logit_points
from negosim.solve.result import Complete

Rows = list[list[FloatArray]]


@dataclass(frozen=True)
class Peer:
    """A peer's loop, the number of games that it is given, and how many times as fast negosim should be, if said."""

    package: str
    solver: str
    run: Callable[[FloatArray], list[Any]]
    games: int
    bar: float | None = None


@dataclass(frozen=True)
class Work:
    """Some work on random games of one shape, `games` of them at once.

    `run` is timed. From what it returned, `read` gives the equilibria of the first so many games, and `proved`, where
    that is said, the number of games whose list is complete, for a stated reason. `limit` is the most seconds for a
    game, if said.
    """

    name: str
    shape: tuple[int, ...]
    games: int
    run: Callable[[FloatArray], Any]
    read: Callable[[Any, int], Rows]
    peers: tuple[Peer, ...]
    make: Callable[[np.random.Generator, int, tuple[int, ...]], FloatArray] = batch
    limit: float | None = None
    proved: Callable[[Any], int] | None = None


def _of_batch(found: Any, games: int) -> Rows:
    return [[np.concatenate(profile) for profile in found.of(game)] for game in range(games)]


def _proved_of_batch(found: Any) -> int:
    return int((found.complete <= DEGREES.index(Complete.EXTREME)).sum())


def _of_pure(stable: Any, games: int) -> Rows:
    shape = stable.shape[1:]
    return [
        [np.concatenate([np.eye(n)[a] for n, a in zip(shape, actions, strict=True)]) for actions in np.argwhere(own)]
        for own in stable[:games]
    ]


def _of_logit(found: Any, games: int) -> Rows:
    assert found.error.max() < 1e-10
    return [[row] for row in np.concatenate(found.profile, axis=1)[:games]]


def _of_results(results: Any, games: int) -> Rows:
    return [[np.concatenate(e.profile) for e in result.equilibria] for result in results[:games]]


def _pure(payoffs: FloatArray) -> Any:
    return is_pure_equilibrium(payoffs, payoffs.shape[1])


def _logit(payoffs: FloatArray) -> Any:
    return logit_points(payoffs, steepness(payoffs, 5.0))


def _singly(payoffs: FloatArray) -> Any:
    return [Nash().solve(NormalFormGame(own)) for own in payoffs]


def _proved_of_results(results: Any) -> int:
    return sum(result.complete in (Complete.ALL, Complete.EXTREME) for result in results)


WORKS = (
    Work(
        "2x2, all equilibria",
        (2, 2),
        100_000,
        all_equilibria,
        _of_batch,
        (
            Peer("QuantEcon", "support enumeration, game from one array", peers.quantecon_support, 2_000, 600),
            Peer("QuantEcon", "the same, game from two players", peers.quantecon_support_of_players, 2_000),
            Peer("Gambit", "enummixed", peers.gambit_mixed, 300),
            Peer("Nashpy", "support enumeration", peers.nashpy_support, 300),
        ),
        proved=_proved_of_batch,
    ),
    Work(
        "2x3, all equilibria",
        (2, 3),
        100_000,
        all_equilibria,
        _of_batch,
        (Peer("QuantEcon", "support enumeration, game from one array", peers.quantecon_support, 2_000),),
        proved=_proved_of_batch,
    ),
    Work(
        "3x3, all equilibria",
        (3, 3),
        100_000,
        all_equilibria,
        _of_batch,
        (
            Peer("QuantEcon", "support enumeration, game from one array", peers.quantecon_support, 2_000, 80),
            Peer("QuantEcon", "the same, game from two players", peers.quantecon_support_of_players, 2_000),
            Peer("Gambit", "enummixed", peers.gambit_mixed, 300),
            Peer("Nashpy", "support enumeration", peers.nashpy_support, 100),
        ),
        proved=_proved_of_batch,
    ),
    Work(
        "2x2x2, all equilibria",
        (2, 2, 2),
        100_000,
        all_equilibria,
        _of_batch,
        (Peer("Gambit", "enumpoly", peers.gambit_poly, 500, 500),),
        proved=_proved_of_batch,
    ),
    Work(
        "3x3x3, all pure equilibria",
        (3, 3, 3),
        100_000,
        _pure,
        _of_pure,
        (
            Peer("QuantEcon", "brute force", peers.quantecon_pure, 500, 1_000),
            Peer("Gambit", "enumpure", peers.gambit_pure, 200),
        ),
    ),
    Work(
        "4x4x4, all pure equilibria",
        (4, 4, 4),
        100_000,
        _pure,
        _of_pure,
        (
            Peer("QuantEcon", "brute force", peers.quantecon_pure, 200),
            Peer("Gambit", "enumpure", peers.gambit_pure, 100),
        ),
    ),
    Work(
        "3x3x3, logit at lambda x range = 5",
        (3, 3, 3),
        2_000,
        _logit,
        _of_logit,
        (Peer("Gambit", "logit_solve_lambda", peers.gambit_logit, 200, 5),),
    ),
    Work(
        "one 12x12, all equilibria",
        (12, 12),
        2,
        _singly,
        _of_results,
        (Peer("QuantEcon", "vertex enumeration", peers.quantecon_vertex, 2, 0.5),),
        generic,
        proved=_proved_of_results,
    ),
    Work(
        "one 3x3x3, all equilibria, with proof",
        (3, 3, 3),
        4,
        _singly,
        _of_results,
        (Peer("Gambit", "enumpoly, without proof", peers.gambit_poly, 4),),
        generic,
        limit=0.5,
        proved=_proved_of_results,
    ),
    Work(
        "one 4x4x4, all equilibria, with proof",
        (4, 4, 4),
        1,
        _singly,
        _of_results,
        (Peer("Gambit", "enumpoly, without proof", peers.gambit_poly, 1, 1),),
        generic,
        proved=_proved_of_results,
    ),
)
