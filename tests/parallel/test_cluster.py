"""A real Dask scheduler with two workers, of which one is killed in the middle."""

import os
import signal
import socket
import subprocess
import sys

import pytest

from command_line import call
from negosim.errors import InputError
from negosim.parallel import order, workers
from negosim.report.sweep_records import csv_pieces
from negosim.scenario import read
from negosim.whatif.sweep.run import sweep
from sweep_cases import plan, slowed

distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
STRIKES = ("levers.strikes_on_grid.gain", "levers.strikes_on_oil.gain")


def started(*words):
    environment = os.environ | {"PYTHONPATH": os.path.dirname(os.path.dirname(__file__))}
    quiet = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "-m", *words], env=environment, stdout=quiet, stderr=quiet)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """The address of a scheduler on loopback, and the processes of its two workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = str(tmp_path_factory.mktemp("cluster"))
    address = f"tcp://127.0.0.1:{port}"
    own = ["--host", "127.0.0.1", "--no-dashboard"]
    scheduler = started("distributed.cli.dask_scheduler", *own, "--port", str(port))
    words = [address, *own, "--nthreads", "1", "--no-nanny", "--memory-limit", "0", "--local-directory", folder]
    pair = [started("distributed.cli.dask_worker", *words) for _ in range(2)]
    try:
        with distributed.Client(address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield address, pair
    finally:
        for process in [*pair, scheduler]:
            process.kill()
            process.wait()


def test_a_cluster_that_loses_a_worker_gives_the_same_bytes(cluster, monkeypatch, tmp_path):
    address, pair = cluster
    monkeypatch.setattr(order, "PATIENCE", 0.0)
    monkeypatch.setattr("negosim.whatif.sweep.grid._CHUNK", 20)
    values = [k / 400 for k in range(40)]
    axes = {path.replace(".", "__"): values for path in STRIKES}
    whole = plan(read("march-2025"), "ukraine_russia", **axes)
    alone = "".join(csv_pieces(sweep(whole)))

    def tell(done):
        if done == 100:
            pair[0].send_signal(signal.SIGKILL)

    with workers(address) as executor:
        together = "".join(csv_pieces(sweep(slowed(whole), executor, tell=tell)))
        assert pair[0].wait() == -signal.SIGKILL and pair[1].poll() is None
    assert together == alone
    words = [word for path in STRIKES for word in ("--vary", f"{path}=" + ",".join(map(str, values)))]
    table = tmp_path / "t.csv"
    said = call("sweep", "march-2025", "--game", "ukraine_russia", *words, "--scheduler", address, "--csv", table)
    assert said.status == 0 and table.read_text() == alone


def test_an_address_where_nobody_answers_is_refused(monkeypatch):
    monkeypatch.setattr("negosim.parallel.cluster._SECONDS", 0.5)
    with pytest.raises(InputError, match="no scheduler answers there"), workers("tcp://127.0.0.1:1"):
        pass
    with pytest.raises(InputError, match="no scheduler answers there"), workers("nonsense://x"):
        pass
