"""The benchmark command: it runs without the optional peers, and counts what a list lacks."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def measure(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks import measure

    return measure


def test_the_command_prints_a_table():
    words = [sys.executable, "-m", "benchmarks", "no such work"]
    said = subprocess.run(words, cwd=ROOT, capture_output=True, check=True, encoding="utf-8").stdout
    assert "| work | negosim |" in said and "times as fast" in said


def test_a_peer_is_measured_on_the_same_games_and_its_list_compared(measure):
    from benchmarks.works import WORKS

    work = next(work for work in WORKS if work.name == "2x2, all equilibria")
    (peer,) = (peer for peer in work.peers if peer.package == "Nashpy")
    (line,) = measure.measure(replace(work, games=300, peers=(replace(peer, games=20),)), 0)
    assert line.own > 0 and line.other > 0
    assert (line.proved, line.compared, line.fewer, line.more) == (1500, 95, 0, 0)


def test_a_list_without_the_second_equilibrium_lacks_some(measure):
    both = [np.array([1.0, 0.0, 1.0, 0.0]), np.array([0.5, 0.5, 0.5, 0.5])]
    compared = measure.compared([both], [both[:1]], False).tolist()
    assert compared == [1, 1, 0] and measure.compared([both[:1]], [both], False).tolist() == [1, 0, 1]
