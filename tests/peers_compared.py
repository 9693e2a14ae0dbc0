"""Equilibria found here, by nashpy, by pygambit and by QuantEcon of the same random games, and who is right.

A profile of a peer that is not among those found here is judged by its regret; one found here that a peer lacks is
judged by its regret too: what has none is an equilibrium, whoever found it. `main` writes docs/peers.csv, one row for
each disagreement, with the cause that `peers_explained` computes.
"""

import csv
import importlib.util
import sys
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np

from negosim.games import FloatArray, NormalFormGame, Profile
from negosim.solve import Complete, Result
from negosim.solve.certificate import regret
from negosim.solve.concepts.nash import Nash
from peers_explained import PEERS, Row, Verdict, explained, near

NO_REGRET = 1e-9
ROUNDED = 1e-7
"""A peer's float answer with at most this regret is taken for an equilibrium with rounding."""
SHAPES = {
    "uniform": ((2, 2), (2, 3), (3, 3), (4, 4), (2, 2, 2), (2, 2, 3), (3, 3, 3), (2, 2, 2, 2)),
    "whole": ((2, 2), (2, 3), (3, 3), (4, 4), (2, 2, 2)),
}
TABLE = Path(__file__).parents[1] / "docs" / "peers.csv"


def random_games(kind: str, shape: tuple[int, ...], count: int) -> Iterator[FloatArray]:
    """Yield payoffs[player, a0, a1, ...]: `uniform` in 0 to 1, or `whole`, from -3 to 3 with many ties."""
    return (random_game(kind, shape, seed) for seed in range(count))


def random_game(kind: str, shape: tuple[int, ...], seed: int) -> FloatArray:
    """Draw one game of `random_games`."""
    rng = np.random.default_rng([seed, *shape])
    size = (len(shape), *shape)
    return rng.random(size) if kind == "uniform" else rng.integers(-3, 4, size).astype(float)


def judged(found: Result, theirs: list[Profile]) -> Verdict:
    """Return how a peer's list compares with ours."""
    game = found.game
    assert isinstance(game, NormalFormGame)
    ours = [e.profile for e in found.equilibria]
    assert all(e.regret <= NO_REGRET for e in found.equilibria)
    lacks = [k for k, p in enumerate(ours) if not any(near(p, q) for q in theirs)]
    alone = {component[0] for component in found.components if len(component) == 1}
    joined = {k for component in found.components if len(component) > 1 for k in component}
    extra = [p for p in theirs if not any(near(p, q) for q in ours)]
    false = [p for p in extra if regret(game, p) > ROUNDED]
    return Verdict(
        missed=tuple(k for k in lacks if k in alone),
        corners=tuple(k for k in lacks if k in joined),
        false=tuple(false),
        lacking=len(extra) - len(false) if found.complete is Complete.ALL else 0,
        twice=tuple(p for k, p in enumerate(theirs) if any(near(p, q) for q in theirs[:k])),
    )


def asked(peer: str, payoffs: FloatArray, found: Result) -> Verdict:
    """Return the verdict on a peer's list, or on its failing to give one."""
    try:
        theirs = PEERS[peer].solve(payoffs)
    except Exception as error:
        return Verdict(failed=f"{type(error).__name__}")
    return judged(found, [p for p in theirs if np.isfinite(np.concatenate(p)).all()])


def installed(players: int) -> list[str]:
    """Return the peers for so many players that are installed."""
    return [
        name
        for name, peer in PEERS.items()
        if (players == 2) == peer.for_two and importlib.util.find_spec(peer.module) is not None
    ]


def compared(
    kind: str, shape: tuple[int, ...], seeds: range, peers: Sequence[str] = ()
) -> tuple[dict[str, Counter[str]], list[Row]]:
    """Return how many games have each verdict, by peer, `here` for each completeness of ours; and the rows.

    Of all peers that are installed, unless some are named.
    """
    names = peers or installed(len(shape))
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("here", *names)}
    rows: list[Row] = []
    for seed in seeds:
        payoffs = random_game(kind, shape, seed)
        found = Nash().solve(NormalFormGame(payoffs))
        counts["here"][str(found.complete)] += 1
        for name in names:
            verdict = asked(name, payoffs, found)
            counts[name].update(verdict.kinds or ["agrees"])
            rows += [
                Row(kind, "x".join(map(str, shape)), seed, name, *rest) for rest in explained(name, found, verdict)
            ]
    return counts, rows


def main(count: int, path: Path = TABLE) -> None:
    """Print the counts, and write a row for each disagreement."""
    warnings.simplefilter("ignore")
    with path.open("w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([column.name for column in fields(Row)])
        for kind, shapes in SHAPES.items():
            for shape in shapes:
                counts, rows = compared(kind, shape, range(count))
                table.writerows(map(astuple, rows))
                for name, kinds in counts.items():
                    print(kind, shape, name, dict(kinds), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000, *map(Path, sys.argv[2:3]))
