"""Shortest legal sequences through a conflict graph, found by walking it: any member moves, nobody twice running.

This is the definition taken step by step, apart from the matrix products of `conflict_graph.legal_reach`, so one can
check the other. From a status quo it is the evolution of a conflict (status quo analysis: Li, Kilgour and Hipel 2005):
what can be reached by moves, and what by moves that each mover likes.
"""

from collections import deque
from collections.abc import Iterator, Sequence

import numpy as np

from negosim.games.arrays import BoolArray

Walk = tuple[tuple[int, int], ...]
"""Steps in order: the player who moves, and the state it moves to."""
Ways = tuple[tuple[tuple[int, ...], ...], ...]
"""ways[player][state]: the states that a step leads to."""


def ways_of(steps: BoolArray) -> Ways:
    """Return steps[player, state, next] as lists of the next states."""
    return tuple(tuple(tuple(np.flatnonzero(row).tolist()) for row in own) for own in steps)


def walks(ways: Ways, members: Sequence[int], start: int) -> Iterator[tuple[int, Walk]]:
    """Yield each state that `members` reach with a shortest walk to it, nearest first; the start itself is left out.

    >>> from negosim.games.conflict_graph import moves_between_profiles
    >>> dict(walks(ways_of(moves_between_profiles([2, 2])), [0, 1], 0))
    {2: ((0, 2),), 1: ((1, 1),), 3: ((0, 2), (1, 3))}
    """
    yielded = {start}
    seen: set[tuple[int, int | None]] = {(start, None)}
    ahead: deque[tuple[int, int | None, Walk]] = deque([(start, None, ())])
    while ahead:
        state, last, walk = ahead.popleft()
        for mover in members:
            for following in ways[mover][state] if mover != last else ():
                if (following, mover) in seen:
                    continue
                seen.add((following, mover))
                longer = (*walk, (mover, following))
                ahead.append((following, mover, longer))
                if following not in yielded:
                    yielded.add(following)
                    yield following, longer
