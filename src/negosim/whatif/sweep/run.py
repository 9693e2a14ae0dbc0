"""Making a sweep: its chunks go through an executor, and come back in their order.

The same plan gives the same table whatever the executor, the number of its workers, and however often it was stopped.
"""

import os
import pickle
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache

from negosim.whatif.sweep.grid import Plan
from negosim.whatif.sweep.points import Points
from negosim.whatif.sweep.store import ChunkFile
from negosim.whatif.sweep.table import Filling, SweepTable

Tell = Callable[[int], None]
"""Told the number of points that are done."""
Submit = Callable[[int], "Future[Points]"]
"""Hands a chunk, by number, to a worker."""
_AHEAD = 8
"""How many chunks are asked for before the first of them is taken."""


def sweep(
    plan: Plan, executor: Executor | None = None, kept: ChunkFile | None = None, tell: Tell | None = None
) -> SweepTable:
    """Solve a game at every point of a plan.

    Work goes through `executor`, threads on all processors unless given. A pool of processes or the executor of a
    cluster does as well: it is sent the plan with every chunk, and each process compiles the game once. Chunks that
    `kept` holds are taken from it, and the others are written to it as they come.
    """
    filling = Filling(plan)
    done = 0
    for points in kept.read(plan) if kept else ():
        filling.add(points)
        done += 1
    if tell:
        tell(filling.filled)
    with _opened(executor, plan, plan.chunks - done) as submit:
        for points in _solved(submit, plan, done):
            if kept:
                kept.append(points)
            filling.add(points)
            if tell:
                tell(filling.filled)
    return filling.table()


@contextmanager
def _opened(executor: Executor | None, plan: Plan, chunks: int) -> Iterator[Submit | None]:
    """Give what a chunk is handed to: the executor, or threads of our own; nothing for a single chunk."""
    if executor is not None:
        packed = pickle.dumps(plan)
        yield lambda number: executor.submit(_solve_packed, packed, number)
    elif chunks < 2:
        yield None
    else:
        own = ThreadPoolExecutor(min(chunks, os.cpu_count() or 1))
        try:
            yield lambda number: own.submit(plan.solve_chunk, number)
        finally:
            own.shutdown(cancel_futures=True)


def _solved(submit: Submit | None, plan: Plan, first: int) -> Iterator[Points]:
    """Yield the chunks from `first` on, in order."""
    if submit is None:
        yield from map(plan.solve_chunk, range(first, plan.chunks))
        return
    waiting: deque[Future[Points]] = deque()
    for number in range(first, plan.chunks):
        waiting.append(submit(number))
        if len(waiting) > _AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _solve_packed(plan: bytes, number: int) -> Points:
    return _unpacked(plan).solve_chunk(number)


@lru_cache(maxsize=4)
def _unpacked(plan: bytes) -> Plan:
    found = pickle.loads(plan)
    assert isinstance(found, Plan)
    return found
