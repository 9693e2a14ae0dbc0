"""A large campaign: march-2025 on a grid of 20,020 places, and as many under a truce; a month's game of 4x3x2 options.

In one the month's moves follow one another, in the other they are made at once and answered by logit choices. Each is
measured in a process of its own, for its memory.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

_GRID = """
campaign:
  state: {front: {grid: {points: 70}}, aid: {grid: {points: 13}}}
  beliefs: {good_faith: {points: 11}}
"""
_AT_ONCE = "  game: table_talk\n  afterwards: {moves: {answer: refuse}}\n  solution: {stage: logit}\n"
_CODE = r"""
import json, pathlib, re, sys
from time import process_time
import numpy as np
from negosim.campaign import CampaignGame, CompiledCampaign, solve
from negosim.campaign.simulate import Draw, simulate
from negosim.campaign.solve import rule_of
from negosim.scenario import read
scenario = read("march-2025", (sys.argv[1],))
begun = process_time()
game = CampaignGame(CompiledCampaign(scenario), scenario.numbers.base[np.newaxis], 24)
course = solve(game.monthly, rule_of(game.compiled.rules))
solved = process_time()
simulate(Draw(game, course, 24), 10_000, 1)
drawn = process_time()
used = re.search(r"VmHWM:\s+(\d+)", pathlib.Path("/proc/self/status").read_text())
assert game.space.size == 20_020 and game.months == 24, game.space.size
print(json.dumps([solved - begun, drawn - solved, int(used[1]) / 1024]))
"""


@dataclass(frozen=True)
class Campaign:
    """A campaign, and the most seconds of processor time and memory in MB that solving it may take."""

    name: str
    overlay: str
    seconds: float
    memory: float | None = None


CAMPAIGNS = (
    Campaign("campaign of 24 months, 20,020 places, 4x3x2 in turns: solved", _GRID, 8.0, 1000.0),
    Campaign("campaign of 24 months, 20,020 places, 4x3x2 at once: solved by logit", _GRID + _AT_ONCE, 120.0),
)
_DRAWN, _PATHS = "10,000 paths of it", 5.0


def campaign_lines(words: list[str]) -> list[str]:
    """Measure the campaigns whose names hold one of some words, all where there are none; return a table."""
    chosen = [campaign for campaign in CAMPAIGNS if not words or any(word in campaign.name for word in words)]
    if not chosen:
        return []
    lines = ["", "| campaign | processor time | bar | met | memory | bar | met |", "|" + " --- |" * 7]
    for campaign in chosen:
        solved, drawn, memory = _measured(campaign)
        lines.append(_row(campaign.name, solved, campaign.seconds, memory, campaign.memory))
        lines.append(_row(_DRAWN, drawn, _PATHS, None, None))
    return lines


def _row(name: str, seconds: float, bar: float, memory: float | None, most: float | None) -> str:
    cells = [name, f"{seconds:.1f} s", f"{bar:g} s", _met(seconds <= bar)]
    cells += ["" if memory is None else f"{memory:.0f} MB"]
    cells += ["", ""] if memory is None or most is None else [f"{most:g} MB", _met(memory <= most)]
    return f"| {' | '.join(cells)} |"


def _met(is_met: bool) -> str:
    return "yes" if is_met else "**no**"


def _measured(campaign: Campaign) -> list[float]:
    """Return the seconds of the solution and of the paths, and the memory in MB."""
    with tempfile.TemporaryDirectory() as folder:
        overlay = Path(folder) / "large.yaml"
        overlay.write_text(campaign.overlay, encoding="utf-8")
        words = [sys.executable, "-c", _CODE, str(overlay)]
        said = subprocess.run(words, capture_output=True, check=True, encoding="utf-8").stdout
    found: list[float] = json.loads(said)
    return found
