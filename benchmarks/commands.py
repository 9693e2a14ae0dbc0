"""Whole commands, as a user types them: processor time with start and picture, and the memory of the command's process.

The sweep behind the map of `ukraine_russia` is measured by itself beside peers in a loop over the games of the same
points, each built as their users must; they are given a part of the points, and their time is scaled up.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import numpy as np

from benchmarks import peers
from negosim.games import FloatArray, NormalFormGame
from negosim.models import compile_moves
from negosim.scenario import read
from negosim.solve.concepts.nash import Nash
from negosim.whatif.sweep.run import sweep
from negosim.whatif.sweep.vary import sweep_plan

_MAP = ("levers.strikes_on_grid.gain=0:0.1:201", "levers.strikes_on_oil.gain=0:0.1:201")
_MILLION = ("actors.russia.cost_of_fighting=0:0.2:1000", "levers.us_sanctions.strength=0:0.3:1000")
_MEGABYTE = 1024.0  # kilobytes, in which Linux counts
_CODE = r"""
import atexit, pathlib, re
def note():
    used = re.search(r"VmHWM:\s+(\d+)", pathlib.Path("/proc/self/status").read_text())
    pathlib.Path("memory").write_text(used[1])
atexit.register(note)
from negosim.cli import main
main()
"""


@dataclass(frozen=True)
class Command:
    """A command, the most seconds of processor time that it may take, and the most memory in MB, if said."""

    name: str
    words: tuple[str, ...]
    seconds: float
    memory: float | None = None
    rounds: int = 5


def _sweep(game: str, vary: tuple[str, ...], *words: str) -> tuple[str, ...]:
    return ("sweep", "march-2025", "--game", game, *(word for one in vary for word in ("--vary", one)), *words)


MAP = Command(
    "201x201 map of ukraine_russia, all equilibria, with its picture",
    _sweep("ukraine_russia", _MAP, "--concept", "nash", "--plot", "map.png"),
    4.0,
)
COMMANDS = (
    MAP,
    Command("a million points of table_talk, all pure equilibria", _sweep("table_talk", _MILLION), 20.0, 1000.0),
    Command(
        "a million points of table_talk, a logit response at each",
        _sweep("table_talk", _MILLION, "--lambda", "20"),
        300.0,
        1000.0,
        1,
    ),
    Command("tipping march-2025, every number", ("tipping", "march-2025"), 10.0),
    Command(
        "simulate the campaign of march-2025, 10,000 paths, with its picture",
        ("simulate", "march-2025", "--months", "24", "--runs", "10000", "--seed", "1", "--plot", "campaign.png"),
        15.0,
    ),
    Command("sensitivity march-2025, 4,096 samples", ("sensitivity", "march-2025", "--samples", "4096"), 20.0),
)
PEERS: tuple[tuple[str, str, Callable[[FloatArray], list[Any]], int, float], ...] = (
    ("QuantEcon", "support enumeration, game from two players", peers.quantecon_support_of_players, 2_000, 10.0),
    ("Nashpy", "support enumeration", peers.nashpy_support, 300, 100.0),
)
"""Package, solver, loop, how many games it is given, and how many times as fast the sweep should be."""


def command_lines(words: list[str]) -> list[str]:
    """Measure the commands whose names hold one of some words, all where there are none; return a table."""
    chosen = [command for command in COMMANDS if not words or any(word in command.name for word in words)]
    if not chosen:
        return []
    lines = ["", "| command | processor time | bar | met | memory | bar | met |", "|" + " --- |" * 7]
    for command in chosen:
        seconds, memory = (median(part) for part in zip(*(_run(command) for _ in range(command.rounds)), strict=True))
        cells = [command.name, f"{seconds:.1f} s", f"{command.seconds:g} s", _met(seconds <= command.seconds)]
        cells += [f"{memory:.0f} MB"]
        cells += [f"{command.memory:g} MB", _met(memory <= command.memory)] if command.memory else ["", ""]
        lines.append(f"| {' | '.join(cells)} |")
        lines += _beside() if command is MAP else []
    return lines


def _met(is_met: bool) -> str:
    return "yes" if is_met else "**no**"


def _run(command: Command) -> tuple[float, float]:
    """Return the processor time of a command and all that it starts, and the memory of its own process."""
    with tempfile.TemporaryDirectory() as folder:
        words, quiet = [sys.executable, "-c", _CODE, *command.words], subprocess.DEVNULL
        process = subprocess.Popen(words, cwd=folder, stdout=quiet, stderr=quiet)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, command.words
        memory = int((Path(folder) / "memory").read_text())
    return used.ru_utime + used.ru_stime, memory / _MEGABYTE


def _beside() -> list[str]:
    """Return a row for the sweep by itself, and one for each peer that is installed, on the games of the map."""
    games, seconds = map_games(), median(_swept() for _ in range(MAP.rounds))
    lines = [f"| its sweep alone, without start and picture | {seconds:.3f} s | | | | | |"]
    for package, solver, run, count, bar in PEERS:
        if peers.is_installed(package):
            picked = games[:: len(games) // count][:count]
            run(picked[:1])  # imports, and compiles what it compiles
            begun = process_time()
            run(picked)
            whole = (process_time() - begun) * len(games) / len(picked)
            times = f"{whole / seconds:,.0f} times the sweep's"
            met = _met(whole >= bar * seconds)
            name = f"the same games in a loop: {package}, {solver}"
            lines.append(f"| {name} | {whole:.0f} s, {times} | {bar:g} times | {met} | | | |")
    return lines


def _swept() -> float:
    """Return the processor time of the sweep of the map: games built, solved, and made into a table."""
    plan = sweep_plan(read("march-2025"), "ukraine_russia", _MAP, Nash())
    begun = process_time()
    sweep(plan)
    return process_time() - begun


def map_games() -> FloatArray:
    """Return the payoffs at the points of the map: (points, player, a0, a1)."""
    scenario = read("march-2025")
    compiled = compile_moves(scenario, "ukraine_russia")
    ends = [np.linspace(0, 0.1, 201)] * 2
    columns = np.stack(np.meshgrid(*ends, indexing="ij"), axis=-1).reshape(-1, 2).T
    paths = (text.partition("=")[0] for text in _MAP)
    game = compiled.game(scenario.numbers.vary(dict(zip(paths, columns, strict=True))))
    assert isinstance(game, NormalFormGame)
    return game.payoffs
