"""Pieces of work done by an executor, their results in order."""

import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from functools import lru_cache
from time import perf_counter
from typing import Any, TypeVar

import numpy as np

from negosim.errors import UnsolvedError
from negosim.version import __version__

PATIENCE = 1.0
"""Seconds of work that are done here before any is sent away: less is not worth starting a process for."""
_AHEAD = 128
"""How many pieces are asked for before the first of them is taken, so that memory stays bounded."""
_VERSIONS = f"negosim {__version__}, numpy {np.__version__}"
_T = TypeVar("_T")


def in_order(work: Callable[[int], _T], numbers: Iterable[int], executor: Executor | None = None) -> Iterator[_T]:
    """Yield `work(number)` for each number, in their order.

    The first pieces are done in this process; what is left after a second goes through the executor, where there is
    one. The work is pickled once and unpacked once by each process. Raises UnsolvedError where workers are lost, or
    one has another version of negosim or numpy.
    """
    left, spent = deque(numbers), 0.0
    while left and (executor is None or spent < PATIENCE):
        begun = perf_counter()
        done = work(left.popleft())
        spent += perf_counter() - begun
        yield done
    if left and executor is not None:
        yield from _sent(pickle.dumps(work), left, executor)


def _sent(packed: bytes, left: deque[int], executor: Executor) -> Iterator[Any]:
    waiting: deque[Future[Any]] = deque()
    try:
        while left or waiting:
            while left and len(waiting) < _AHEAD:
                waiting.append(executor.submit(_done, packed, _VERSIONS, left.popleft()))
            yield waiting.popleft().result()
    except BrokenExecutor:
        raise UnsolvedError(
            "a worker process ended early: for want of memory, or as the script that sends it work lacks "
            '`if __name__ == "__main__":`'
        ) from None
    finally:
        for future in waiting:
            future.cancel()


def _done(packed: bytes, versions: str, number: int) -> Any:
    """Do one piece, in a worker."""
    if versions != _VERSIONS:
        raise UnsolvedError(f"a worker has {_VERSIONS}, and this is {versions}; install the same on both")
    return _unpacked(packed)(number)


@lru_cache(maxsize=4)
def _unpacked(packed: bytes) -> Callable[[int], Any]:
    work: Callable[[int], Any] = pickle.loads(packed)
    return work
