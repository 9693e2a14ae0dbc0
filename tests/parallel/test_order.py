"""Work in pieces, done here or by processes."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from negosim import parallel
from negosim.errors import UnsolvedError
from negosim.parallel import order

WAITING = """
import os, time
from multiprocessing import active_children
from negosim import parallel
from negosim.parallel import order
order.PATIENCE = 0.0
if __name__ == "__main__":
    with parallel.workers() as pool:
        list(parallel.in_order(time.sleep, [0.5, 0.5], pool))
        print(os.getpid(), *(child.pid for child in active_children()), flush=True)
        for _ in parallel.in_order(time.sleep, [60] * 9, pool):
            pass
"""


class Counted:
    """Executors that count what they are handed."""

    def __init__(self, inner):
        self.inner, self.count = inner, 0

    def submit(self, *work):
        self.count += 1
        return self.inner.submit(*work)


def test_small_work_is_not_sent_away():
    pool = Counted(None)
    assert list(parallel.in_order(abs, range(-50, 50), pool)) == [abs(k) for k in range(-50, 50)]
    assert pool.count == 0


def test_results_come_in_the_order_of_their_numbers_whoever_is_first(monkeypatch):
    monkeypatch.setattr(order, "PATIENCE", 0.0)
    with ThreadPoolExecutor(4) as inner:
        pool = Counted(inner)
        assert list(parallel.in_order(late, range(12), pool)) == [k * k for k in range(12)] and pool.count == 12


def late(number):
    """Take the longer the smaller a number is."""
    time.sleep(0.002 * (12 - number))
    return number * number


def test_no_more_pieces_are_asked_for_than_memory_allows(monkeypatch):
    monkeypatch.setattr(order, "PATIENCE", 0.0)
    with ThreadPoolExecutor(1) as inner:
        pool = Counted(inner)
        taken = parallel.in_order(abs, range(1000), pool)
        assert next(taken) == 0 and pool.count < 200
        taken.close()
        assert pool.count < 200


def test_a_worker_with_another_version_is_refused(monkeypatch):
    with pytest.raises(UnsolvedError, match=r"a worker has negosim .*, and this is negosim 0.0.0, numpy 1"):
        order._done(b"", "negosim 0.0.0, numpy 1", 3)


def test_a_worker_that_is_killed_is_told(monkeypatch):
    monkeypatch.setattr(order, "PATIENCE", 0.0)
    with parallel.workers() as pool:
        if pool is None:
            pytest.skip("one processor")
        with pytest.raises(UnsolvedError, match="a worker process ended early: for want of memory"):
            list(parallel.in_order(os._exit, [1], pool))


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_workers_end_with_the_process_that_sends_them_work(tmp_path, how):
    script = tmp_path / "waiting.py"
    script.write_text(WAITING)
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        own = [int(word) for word in run.stdout.readline().split()]
        os.kill(own[0], how)
        said = run.communicate(timeout=30)[1]
    assert len(own) > 1 and all(ended(process, 20.0) for process in own[1:])
    assert "SpawnProcess" not in said and said.count("Traceback") == (how == signal.SIGINT)


def ended(process, seconds):
    """Whether a process ends in time."""
    for _ in range(int(10 * seconds)):
        if not os.path.exists(f"/proc/{process}"):
            return True
        time.sleep(0.1)
    return False
