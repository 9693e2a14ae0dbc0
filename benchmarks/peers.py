"""The same work by other packages, in the loop that their users must write.

A peer takes one game at a time, so the loop makes its game object from the payoffs and calls its solver. Each function
takes payoffs[game, player, a0, a1, ...] and returns what the peer gives for each game. `profiles` reads that, after the
clock is stopped.
"""

import warnings
from importlib.util import find_spec
from typing import Any

import numpy as np

from benchmarks.games import steepness
from negosim.games import FloatArray

PACKAGES = {"QuantEcon": "quantecon", "Gambit": "pygambit", "Nashpy": "nashpy"}


def is_installed(peer: str) -> bool:
    """Whether a peer can be measured here."""
    return find_spec(PACKAGES[peer]) is not None


def quantecon_support(payoffs: FloatArray) -> list[Any]:
    """QuantEcon's support enumeration, the game made from one array."""
    from quantecon.game_theory import NormalFormGame, support_enumeration

    return [support_enumeration(NormalFormGame(np.moveaxis(own, 0, -1))) for own in payoffs]


def quantecon_support_of_players(payoffs: FloatArray) -> list[Any]:
    """QuantEcon's support enumeration, the game made from two players: the faster way."""
    from quantecon.game_theory import NormalFormGame, Player, support_enumeration

    return [support_enumeration(NormalFormGame((Player(a), Player(np.ascontiguousarray(b.T))))) for a, b in payoffs]


def quantecon_vertex(payoffs: FloatArray) -> list[Any]:
    """QuantEcon's vertex enumeration."""
    from quantecon.game_theory import NormalFormGame, Player, vertex_enumeration

    return [vertex_enumeration(NormalFormGame((Player(a), Player(np.ascontiguousarray(b.T))))) for a, b in payoffs]


def quantecon_pure(payoffs: FloatArray) -> list[Any]:
    """QuantEcon's brute force over pure profiles."""
    from quantecon.game_theory import NormalFormGame, pure_nash_brute

    return [pure_nash_brute(NormalFormGame(np.moveaxis(own, 0, -1))) for own in payoffs]


def gambit_mixed(payoffs: FloatArray) -> list[Any]:
    """Gambit's enummixed, in floating point."""
    from pygambit import StrategicGame, nash

    return [nash.enummixed_solve(StrategicGame.from_arrays(*own), rational=False).equilibria for own in payoffs]


def gambit_poly(payoffs: FloatArray) -> list[Any]:
    """Gambit's enumpoly."""
    from pygambit import StrategicGame, nash

    return [nash.enumpoly_solve(StrategicGame.from_arrays(*own)).equilibria for own in payoffs]


def gambit_pure(payoffs: FloatArray) -> list[Any]:
    """Gambit's enumpure."""
    from pygambit import StrategicGame, nash

    return [nash.enumpure_solve(StrategicGame.from_arrays(*own)).equilibria for own in payoffs]


def gambit_logit(payoffs: FloatArray) -> list[Any]:
    """Gambit's logit_solve_lambda, where lambda times the payoff range is 5."""
    from pygambit import StrategicGame, qre

    lams = steepness(payoffs, 5.0).tolist()
    tables = (StrategicGame.from_arrays(*own) for own in payoffs)
    return [qre.logit_solve_lambda(table, lam=lam) for table, lam in zip(tables, lams, strict=True)]


def nashpy_support(payoffs: FloatArray) -> list[Any]:
    """Nashpy's support enumeration."""
    import nashpy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of degenerate games
        return [list(nashpy.Game(*own).support_enumeration()) for own in payoffs]


def profiles(found: Any, shape: tuple[int, ...]) -> list[FloatArray]:
    """Return what a peer gave for one game as rows, all players' strategies side by side."""
    return [_row(one, shape) for one in found]


def _row(one: Any, shape: tuple[int, ...]) -> FloatArray:
    one = getattr(one, "profile", one)  # of a point of Gambit's logit path
    if hasattr(one, "game"):
        return np.array([float(one[player][a]) for player in one.game.players for a in one.game.get_strategies(player)])
    if np.ndim(one[0]) == 0:  # actions
        return np.concatenate([np.eye(size)[action] for size, action in zip(shape, one, strict=True)])
    return np.concatenate(one)
