"""Solves two-player games with nearly and with more than 100,000 extreme equilibria, and prints what each took.

Where one player's payoffs are all equal, (x, y) is an extreme equilibrium if x is a vertex of the other's best-response
polytope and y one of the pure best replies to it. The polytope that has most vertices for its size is dual to a cyclic
one (McMullen 1970); here its m + n facets touch points evenly spaced on the trigonometric moment curve, so for m even
each of them has the same number of vertices (Gale 1963), and the count of extreme equilibria follows from theirs.
In a game with constant payoffs all pairs of actions are extreme.
"""

import resource
import sys
import time
from math import comb

import numpy as np

from negosim.games import FloatArray, NormalFormGame
from negosim.solve.concepts.nash import Nash


def cyclic_game(rows: int, columns: int) -> FloatArray:
    """Return payoffs[player, row, column]: the row player's are 0, and rows are even in number."""
    turn = 2 * np.pi * np.arange(rows + columns) / (rows + columns)
    waves = np.outer(turn, np.arange(1, rows // 2 + 1))
    facets = np.stack([np.cos(waves), np.sin(waves)], axis=2).reshape(rows + columns, rows)
    # with the first facets as axes, z = facets[:rows]^-1 (1 - x), the others say slopes x <= room
    others = facets[rows:] @ np.linalg.inv(facets[:rows])
    replies = -others / (1 - others.sum(axis=1, keepdims=True))
    return np.stack([np.zeros((rows, columns)), replies.T])


def extreme_equilibria_of_cyclic_game(rows: int, columns: int) -> int:
    """Return the number of pairs of a vertex and a best reply to it: each facet of a reply has rows/total of all."""
    total = rows + columns
    vertices = comb(total - rows // 2, columns) + comb(total - rows // 2 - 1, columns)
    return vertices * rows * columns // total


def main() -> None:
    """Solve one game, named on the command line by rows, columns and `constant` or `cyclic`."""
    kind, rows, columns = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    payoffs = np.zeros((2, rows, columns)) if kind == "constant" else cyclic_game(rows, columns)
    expected = rows * columns if kind == "constant" else extreme_equilibria_of_cyclic_game(rows, columns)
    start = time.process_time()
    result = Nash().solve(NormalFormGame(payoffs))
    spent = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    worst = max(found.regret for found in result.equilibria)
    print(f"{kind} {rows}x{columns}: {expected:,} by the formula, {len(result.equilibria):,} listed, {result.complete}")
    print(f"{result.why_complete}; largest regret {worst:.1g}; {spent:.1f} s of processor, {memory} MB in all")


if __name__ == "__main__":
    main()
