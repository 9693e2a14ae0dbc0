"""Equilibria found here, by pygambit and by QuantEcon of the same random games, and who is right where they differ.

A profile of a peer that is not among those found here is judged by its regret; one found here that a peer lacks is
judged by its regret too: what has none is an equilibrium, whoever found it.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from negosim.games import FloatArray, NormalFormGame, Profile
from negosim.solve import Complete, Result
from negosim.solve.certificate import regret
from negosim.solve.concepts.nash import Nash

SAME = 1e-6
"""Profiles nearer than this in every probability are one."""
NO_REGRET = 1e-9
ROUNDED = 1e-4
"""A peer's float answer with at most this regret is taken for an equilibrium with rounding."""

Solver = Callable[[FloatArray], list[Profile]]


@dataclass(frozen=True)
class Verdict:
    """How a peer's list compares: what it lacks of ours, what of its own has regret, and what we lack of its own."""

    missed: int = 0
    false: int = 0
    lacking: int = 0

    @property
    def words(self) -> str:
        """The kinds of disagreement, `agrees` where there is none."""
        kinds = [name for name in ("missed", "false", "lacking") if getattr(self, name)]
        return " and ".join(kinds) or "agrees"


def random_games(kind: str, shape: tuple[int, ...], count: int) -> Iterator[FloatArray]:
    """Yield payoffs[player, a0, a1, ...]: `generic`, uniform in 0 to 1, or `whole`, from -3 to 3 with many ties."""
    for seed in range(count):
        rng = np.random.default_rng([seed, *shape])
        size = (len(shape), *shape)
        yield rng.random(size) if kind == "generic" else rng.integers(-3, 4, size).astype(float)


def judged(payoffs: FloatArray, found: Result, peer: Solver, isolated: bool = True) -> Verdict:
    """Return how a peer's list compares with ours; `isolated`: it need not have equilibria that are not isolated."""
    theirs = peer(payoffs)
    game = found.game
    assert isinstance(game, NormalFormGame)
    ours = [e.profile for e in found.equilibria]
    assert all(e.regret <= NO_REGRET for e in found.equilibria)
    alone = {k for component in found.components if len(component) == 1 for k in component}
    wanted = [p for k, p in enumerate(ours) if k in alone or not isolated]
    missed = sum(not any(near(p, q) for q in theirs) for p in wanted)
    extra = [p for p in theirs if not any(near(p, q) for q in ours)]
    false = sum(regret(game, p) > ROUNDED for p in extra)
    lacking = len(extra) - false if found.complete is Complete.ALL else 0
    return Verdict(missed, false, lacking)


def near(one: Profile, other: Profile) -> bool:
    """Whether two profiles are one."""
    return all(float(np.abs(np.asarray(p) - q).max()) < SAME for p, q in zip(one, other, strict=True))


def compared(kind: str, shape: tuple[int, ...], count: int) -> dict[str, dict[str, list[int]]]:
    """Return the seeds of the games for each verdict on each peer, and under `here` for each completeness of ours."""
    peers = TWO_PLAYERS if len(shape) == 2 else MORE_PLAYERS
    seeds: dict[str, dict[str, list[int]]] = {name: {} for name in ("here", *peers)}
    for seed, payoffs in enumerate(random_games(kind, shape, count)):
        found = Nash().solve(NormalFormGame(payoffs))
        seeds["here"].setdefault(str(found.complete), []).append(seed)
        for name, peer in peers.items():
            seeds[name].setdefault(judged(payoffs, found, peer).words, []).append(seed)
    return seeds


def quantecon_supports(payoffs: FloatArray) -> list[Profile]:
    from quantecon.game_theory import support_enumeration

    return list(support_enumeration(_quantecon(payoffs)))


def quantecon_vertices(payoffs: FloatArray) -> list[Profile]:
    from quantecon.game_theory import vertex_enumeration

    return list(vertex_enumeration(_quantecon(payoffs)))


def gambit_enummixed(payoffs: FloatArray) -> list[Profile]:
    import pygambit

    game = pygambit.StrategicGame.from_arrays(*payoffs)
    return _profiles(game, pygambit.nash.enummixed_solve(game, rational=False).equilibria)


def gambit_enumpoly(payoffs: FloatArray) -> list[Profile]:
    import pygambit

    game = pygambit.StrategicGame.from_arrays(*payoffs)
    return _profiles(game, pygambit.nash.enumpoly_solve(game).equilibria)


def _quantecon(payoffs: FloatArray):
    from quantecon.game_theory import NormalFormGame as Theirs
    from quantecon.game_theory import Player

    return Theirs((Player(payoffs[0]), Player(payoffs[1].T)))


def _profiles(game, equilibria) -> list[Profile]:
    return [
        tuple(np.array([float(profile[p][s]) for s in game.get_strategies(p)]) for p in game.players)
        for profile in equilibria
    ]


TWO_PLAYERS: dict[str, Solver] = {
    "QuantEcon support enumeration": quantecon_supports,
    "QuantEcon vertex enumeration": quantecon_vertices,
    "Gambit enummixed": gambit_enummixed,
}
MORE_PLAYERS: dict[str, Solver] = {"Gambit enumpoly": gambit_enumpoly}
SHAPES = {
    "generic": ((2, 2), (2, 3), (3, 3), (4, 4), (2, 2, 2), (2, 2, 3), (3, 3, 3), (2, 2, 2, 2)),
    "whole": ((2, 2), (2, 3), (3, 3), (4, 4), (2, 2, 2)),
}


def main(count: int) -> None:
    """Print the seeds of every disagreement as rows of a table."""
    for kind, shapes in SHAPES.items():
        for shape in shapes:
            for name, verdicts in compared(kind, shape, count).items():
                for verdict, seeds in sorted(verdicts.items()):
                    agrees = verdict in ("agrees", "all", "extreme", "unknown")
                    which = "" if agrees else " ".join(map(str, seeds))
                    print(
                        f"| {kind} | {'x'.join(map(str, shape))} | {name} | {verdict} | {len(seeds)} | {which} |",
                        flush=True,
                    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
