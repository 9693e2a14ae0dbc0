"""The executor of a Dask cluster, a drop-in for a local one. A piece whose worker is lost is done by another."""

from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from typing import Any

from negosim.errors import Fault, InputError, UnsolvedError, UsageError

_SECONDS = 30
"""How long to wait for the scheduler's answer, and for its first worker."""


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Give the executor of the cluster whose scheduler is at an address, such as `tcp://10.0.0.1:8786`.

    Raises UsageError where Dask is not installed, InputError where no scheduler answers or it has no workers, and
    UnsolvedError where the cluster is lost in the middle.
    """
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise UsageError(
            f"--scheduler {address}: a cluster needs Dask: pip install 'negosim[cluster]', the same on all its machines"
        ) from None
    with _connected(Client, address) as client:
        try:
            yield client.get_executor(pure=False)
        except KilledWorker:
            raise UnsolvedError(
                f"{address}: workers died again and again at the same piece, perhaps for want of memory"
            ) from None
        except CancelledError:
            raise UnsolvedError(f"{address}: the connection to the scheduler was lost") from None


def _connected(client: Any, address: str) -> Any:
    """Return a client of the scheduler when it has workers."""
    where = f"--scheduler {address}"
    try:
        found = client(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError):
        fix = "write HOST:PORT as `dask scheduler` prints it, and see that it runs"
        raise InputError([Fault(where, "no scheduler answers there", fix)]) from None
    try:
        found.wait_for_workers(1, timeout=_SECONDS)
    except TimeoutError:
        found.close()
        raise InputError([Fault(where, "the scheduler has no workers", f"start some: dask worker {address}")]) from None
    return found
