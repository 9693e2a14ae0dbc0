"""A class's agreements against the frontier: read from a table, scored, and laid out."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from negosim.errors import Fault, InputError
from negosim.games import FloatArray
from negosim.models.bargaining.score import Scores
from negosim.report.layout import ends, row, wrapped
from negosim.report.model_finding import ModelFinding
from negosim.report.words import FOOT
from negosim.scenario.names import Names, spaced


@dataclass(frozen=True, eq=False)
class ClassDeals:
    """What the pairs of a class agreed on: their names, and settlements[pair, issue]."""

    pairs: tuple[str, ...]
    settlements: FloatArray


def read_deals(file: Path, issues: Sequence[str]) -> ClassDeals:
    """Read a table with a column for each issue, from 0 to 1, and perhaps a column `pair`. Raises InputError."""
    try:
        rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        fix = "write a table with a column for each issue"
        raise InputError([Fault(str(file), f"cannot be read: {error}", fix)]) from None
    head = [word.strip() for word in rows[0]] if rows else []
    lacking = [issue for issue in issues if issue not in head]
    if lacking:
        what = f"no column {lacking[0]}"
        raise InputError([Fault(f"{file}:1:1", what, f"name the columns {', '.join(('pair', *issues))}")])
    faults: list[Fault] = []
    pairs: list[str] = []
    found: list[list[float]] = []
    for line, cells in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in cells):
            known = dict(zip(head, cells, strict=False))
            pairs.append(known.get("pair", "").strip() or str(len(pairs) + 1))
            found.append([_share(known.get(issue, ""), f"{file}:{line}:1", issue, faults) for issue in issues])
    if not found:
        faults.append(Fault(f"{file}:1:1", "no agreement stands below the header", "write a row for each pair"))
    if faults:
        raise InputError(faults)
    return ClassDeals(tuple(pairs), np.array(found))


def _share(text: str, where: str, issue: str, faults: list[Fault]) -> float:
    """Return a settlement, or note what is wrong with it."""
    try:
        value = float(text)
    except ValueError:
        value = np.nan
    if not 0.0 <= value <= 1.0:
        faults.append(Fault(where, f"{issue} is '{text.strip()[:40]}'", "write a number from 0 to 1"))
    return value


def score_lines(finding: ModelFinding, deals: ClassDeals, scores: Scores) -> list[str]:
    """Return the page: a row for each pair."""
    names, rules = Names(finding.scenario), finding.compiled.rules
    one, two = (names.short(actor) for actor in rules.parties)
    widths = [14, -8, -8, -8, -8, 29]
    lines = [*ends(finding.scenario.facts.title, f"game: {finding.game}"), ""]
    said = "points over no agreement, each on its own scale; left: what each could still gain, the other no worse"
    lines += wrapped(said)
    lines += row(["pair", one, two, "left", "left", "nearest to"], widths)
    for k, pair in enumerate(deals.pairs):
        amounts = [*scores.gains[k], *scores.left[k]]
        worse = "" if (scores.gains[k] >= 0).all() else " (worse than none)"
        cells = [f"{100 * amount:.1f}" for amount in amounts]
        lines += row([pair, *cells, f"  {spaced(scores.nearest[k])}{worse}"], widths)
    return [*lines, "", FOOT]


def score_rows(finding: ModelFinding, deals: ClassDeals, scores: Scores) -> list[dict[str, object]]:
    """Return a record for each pair."""
    parties, issues = finding.compiled.rules.parties, finding.compiled.rules.issues
    return [
        {
            "pair": pair,
            "agreement": dict(zip(issues, map(float, deals.settlements[k]), strict=True)),
            "payoffs": dict(zip(parties, map(float, scores.payoffs[k]), strict=True)),
            "gains": dict(zip(parties, map(float, scores.gains[k]), strict=True)),
            "left": dict(zip(parties, map(float, scores.left[k]), strict=True)),
            "nearest": scores.nearest[k] or None,
        }
        for k, pair in enumerate(deals.pairs)
    ]
