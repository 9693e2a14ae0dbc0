"""`python -m benchmarks` prints the table; `--write` puts it into docs/benchmarks.md; words choose rows by name."""

import argparse
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks.campaign import campaign_lines
from benchmarks.commands import command_lines
from benchmarks.measure import ROUNDS, Line, measure
from benchmarks.peers import PACKAGES, is_installed
from benchmarks.works import WORKS

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
START, END = "<!-- measured -->\n", "<!-- end of what was measured -->\n"
HEADS = (
    "work",
    "negosim",
    "its list is complete in",
    "peer",
    "its time",
    "times as fast",
    "bar",
    "met",
    "games compared",
    "peer lacks some in",
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("words", nargs="*", help="only works whose names hold one of these")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    asked = parser.parse_args()
    works = [work for work in WORKS if not asked.words or any(word in work.name for word in asked.words)]
    lines = [line for seed, work in enumerate(works) for line in measure(work, seed)]
    table = "\n".join([*_head(), *map(_row, lines), *command_lines(asked.words), *campaign_lines(asked.words), ""])
    print(table)
    if asked.write:
        before, rest = PAGE.read_text(encoding="utf-8").split(START)
        PAGE.write_text(before + START + "\n" + table + "\n" + END + rest.split(END)[1], encoding="utf-8")


def _head() -> list[str]:
    names = ["negosim", "numpy", "scipy", *(package for peer, package in PACKAGES.items() if is_installed(peer))]
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    missing = [peer for peer in PACKAGES if not is_installed(peer)]
    lines = [
        f"{date.today():%d %B %Y}, Python {platform.python_version()}, {versions}. Medians of {ROUNDS} rounds of "
        "processor time for one game.",
        *([f"Not installed, so not measured: {', '.join(missing)}."] if missing else []),
    ]
    return [*lines, "", f"| {' | '.join(HEADS)} |", "|" + " --- |" * len(HEADS)]


def _row(line: Line) -> str:
    bar, met = _bar(line)
    lacks = f"{line.fewer}" + (f"; negosim in {line.more}" if line.more else "")
    who = f"{line.peer.package}, {line.peer.solver}"
    sure = "" if line.proved is None else f"{line.proved:,} of {ROUNDS * line.work.games:,}"
    cells = (line.work.name, _time(line.own), sure, who, _time(line.other), _times(line.times), bar, met)
    return f"| {' | '.join((*cells, f'{line.compared:,}', lacks))} |"


def _bar(line: Line) -> tuple[str, str]:
    """Return what is asked, and whether it is met."""
    if line.peer.bar is not None:
        return f"{line.peer.bar:g}", "yes" if line.times >= line.peer.bar else "**no**"
    if line.work.limit is not None:
        return f"under {line.work.limit:g} s", "yes" if line.own < line.work.limit else "**no**"
    return "", ""


def _times(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2g}"


def _time(seconds: float) -> str:
    """Return a time in a fitting unit."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-6:.3g} us"


if __name__ == "__main__":
    main()
