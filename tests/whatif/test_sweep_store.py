"""A sweep that is stopped, killed, or handed a file of something else."""

import fcntl
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from negosim.errors import InputError, OutputError
from negosim.scenario import read
from negosim.whatif.sweep.run import sweep
from negosim.whatif.sweep.store import ChunkFile, chunk_file
from sweep_cases import plan

FIELDS = ("count", "answer", "play", "figures", "low", "high")
SLOW = """
import time
from negosim.whatif.sweep import grid, store
grid._CHUNK = 100
plain = store.ChunkFile.append
def append(self, points):
    plain(self, points)
    time.sleep(0.2)
store.ChunkFile.append = append
from negosim.cli import main
main()
"""
QUICK = "from negosim.whatif.sweep import grid; grid._CHUNK = 100; from negosim.cli import main; main()"
WORDS = [
    *("sweep", "march-2025", "--game", "ukraine_russia"),
    *("--vary", "levers.strikes_on_grid.gain=0:0.1:40", "--vary", "levers.strikes_on_oil.gain=0:0.1:40"),
]


@pytest.fixture
def small(monkeypatch):
    """A sweep of nine chunks of a hundred points."""
    monkeypatch.setattr("negosim.whatif.sweep.grid._CHUNK", 100)
    values = np.linspace(0.0, 0.1, 30)
    return plan(
        read("march-2025"), "ukraine_russia", levers__strikes_on_grid__gain=values, levers__strikes_on_oil__gain=values
    )


def same(one, other):
    return all(np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True) for name in FIELDS)


def kept(path, whole):
    """Run a sweep that keeps its chunks in a file; return the points, and how many were there at the start."""
    told = []
    with chunk_file(path, whole) as file:
        return sweep(whole, kept=file, tell=told.append).points, told[0]


@pytest.mark.parametrize("cut", [0, 1, 10, 5000])
def test_what_was_written_in_part_is_cut_off_and_solved_again(tmp_path, small, cut):
    path = tmp_path / "s.sweep"
    whole, there = kept(path, small)
    size = path.stat().st_size
    assert there == 0 and same(whole, sweep(small).points)
    os.truncate(path, size - cut)
    again, there = kept(path, small)
    assert there == (900 if cut == 0 else 800 if cut <= 10 else there) and 0 < there <= 900
    assert same(whole, again) and path.stat().st_size == size


def test_a_chunk_that_the_disk_spoilt_is_solved_again(tmp_path, small):
    path = tmp_path / "s.sweep"
    whole, _ = kept(path, small)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    again, there = kept(path, small)
    assert same(whole, again) and 0 < there < 900


def test_rubbish_at_the_end_of_a_file_is_dropped(tmp_path, small):
    path = tmp_path / "s.sweep"
    whole, _ = kept(path, small)
    size = path.stat().st_size
    with path.open("ab") as file:
        file.write(b"NEGO" + b"\xff" * 50)
    again, there = kept(path, small)
    assert same(whole, again) and there == 900 and path.stat().st_size == size


def test_an_empty_file_is_begun(tmp_path, small):
    (tmp_path / "s.sweep").touch()
    assert kept(tmp_path / "s.sweep", small)[1] == 0


@pytest.mark.parametrize("text", ["not a sweep\n", "[1]\n", '{"a": 1}\n', "\xff\n"])
def test_a_file_of_something_else_is_refused_and_left_alone(tmp_path, small, text):
    path = tmp_path / "notes.txt"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(InputError, match="this file holds no sweep"):
        kept(path, small)
    assert path.read_text(encoding="latin-1") == text


def test_the_file_of_another_sweep_is_refused_with_what_differs(tmp_path, small):
    path = tmp_path / "s.sweep"
    kept(path, small)
    values = [0.0, 0.1]
    other = plan(small.scenario, "call", actors__russia__cost_of_fighting=values)
    with pytest.raises(InputError, match="its game is ukraine_russia, not call"):
        kept(path, other)
    changed = small.scenario.what_if({"levers.strikes_on_grid.strength": 0.3})
    with pytest.raises(InputError, match="its scenario is"):
        kept(path, type(small)(changed, small.game, small.axes))
    shifted = plan(
        small.scenario,
        small.game,
        levers__strikes_on_grid__gain=small.axes[0].values,
        levers__strikes_on_oil__gain=[*small.axes[1].values[:-2], 0.0999, 0.1],
    )
    with pytest.raises(InputError, match="its digest is"):
        kept(path, shifted)


def test_a_file_that_another_process_writes_is_left_to_it(tmp_path, small):
    path = tmp_path / "s.sweep"
    kept(path, small)
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(OutputError, match="another sweep is writing it"):
            kept(path, small)


def test_a_folder_that_is_not_there_is_named(tmp_path, small):
    with pytest.raises(OutputError, match="cannot be written"):
        kept(tmp_path / "none" / "s.sweep", small)


def test_a_full_disk_is_told(tmp_path, small):
    if not os.path.exists("/dev/full"):
        pytest.skip("no full disk to write to")
    with chunk_file(tmp_path / "s.sweep", small) as file:
        for _ in file.read(small):
            pass
        with open("/dev/full", "wb", buffering=0) as full, pytest.raises(OutputError, match="No space left"):
            ChunkFile(tmp_path / "s.sweep", full).append(small.solve_chunk(0))


def started(code, *words):
    command = [sys.executable, "-c", code, *WORDS, *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def stopped(process, path, how):
    """Send a signal to a sweep when it has kept some chunks; return what it said, and its exit status."""
    for _ in range(600):
        if path.exists() and path.stat().st_size > 20_000:
            break
        time.sleep(0.1)
    process.send_signal(how)
    _, said = process.communicate(timeout=120)
    return said, process.returncode


def test_a_killed_sweep_goes_on_where_it_was_and_ends_with_the_same_bytes(tmp_path):
    path, table, other = (tmp_path / name for name in ("s.sweep", "one.csv", "other.csv"))
    said, status = stopped(started(SLOW, "--resume", str(path)), path, signal.SIGKILL)
    assert (said, status) == ("", -signal.SIGKILL)
    size = path.stat().st_size
    resumed = started(QUICK, "--resume", str(path), "--csv", str(table))
    page, _ = resumed.communicate(timeout=120)
    whole = started(QUICK, "--csv", str(other))
    assert whole.communicate(timeout=120)[0] == page and resumed.returncode == whole.returncode == 0
    assert table.read_bytes() == other.read_bytes() and path.stat().st_size > size


def test_an_interrupted_sweep_says_how_to_go_on(tmp_path):
    path = tmp_path / "s.sweep"
    said, status = stopped(started(SLOW, "--resume", str(path)), path, signal.SIGINT)
    assert status == 130
    assert said == f"negosim: stopped; what is done is kept in {path}; the same command goes on from there\n"
