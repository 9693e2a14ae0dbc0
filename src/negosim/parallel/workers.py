"""Who does the work: a process for each processor of this machine, or the workers of a Dask cluster."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection, wait
from typing import Any


@contextmanager
def workers(scheduler: str = "") -> Iterator[Executor | None]:
    """Give an executor: processes on this machine, or the cluster whose scheduler is at an address; None where this
    process is as good.

    Processes start when work is first sent to them. They import the main script, which therefore needs the usual
    `if __name__ == "__main__"`. Raises UsageError and InputError as `negosim.parallel.cluster` does.
    """
    if scheduler:
        from negosim.parallel.cluster import cluster

        with cluster(scheduler) as executor:
            yield executor
    elif (count := _processors()) > 1:
        local = _Processes(count)
        try:
            yield local
        finally:
            local.shutdown()
    else:
        yield None


class _Processes(Executor):
    """Processes on this machine, and nothing at all until work is submitted.

    Each holds one end of a pipe, and ends when the other end is closed: by a shutdown, or because this process is gone.
    """

    def __init__(self, count: int) -> None:
        self._count = count

    @cached_property
    def _pipe(self) -> tuple[Connection, Connection]:
        return Pipe(duplex=False)

    @cached_property
    def _pool(self) -> Executor:
        return ProcessPoolExecutor(self._count, get_context("spawn"), _begin, (self._pipe[0],))

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand a call to a process."""
        return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes, if any were started, in the middle of what they do."""
        if "_pool" in self.__dict__:
            self._pipe[1].close()
            self._pool.shutdown(wait, cancel_futures=True)
            self._pipe[0].close()


def _processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin(pipe: Connection) -> None:
    """Leave Ctrl-C to the process that sends the work, and wait for the end of its pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(pipe,), daemon=True).start()


def _end_with(pipe: Connection) -> None:
    wait([pipe])
    os._exit(0)
