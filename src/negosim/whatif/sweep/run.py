"""Making a sweep: its chunks go through an executor, and come back in their order.

The same plan gives the same table whatever the executor, the number of its workers, and however often it was stopped.
"""

from collections.abc import Callable
from concurrent.futures import Executor

from negosim.parallel import in_order
from negosim.whatif.sweep.grid import Plan
from negosim.whatif.sweep.store import ChunkFile
from negosim.whatif.sweep.table import Filling, SweepTable

Tell = Callable[[int], None]
"""Told the number of points that are done."""


def sweep(
    plan: Plan, executor: Executor | None = None, kept: ChunkFile | None = None, tell: Tell | None = None
) -> SweepTable:
    """Solve a game at every point of a plan.

    Work that takes longer than a second goes through `executor`, such as that of `negosim.parallel.workers`; without
    one all of it is done in this process. Chunks that `kept` holds are taken from it, and the others are written to it
    as they come.
    """
    filling = Filling(plan)
    done = 0
    for points in kept.read(plan) if kept else ():
        filling.add(points)
        done += 1
    if tell:
        tell(filling.filled)
    for points in in_order(plan.solve_chunk, range(done, plan.chunks), executor):
        if kept:
            kept.append(points)
        filling.add(points)
        if tell:
            tell(filling.filled)
    return filling.table()
