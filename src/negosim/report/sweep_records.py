"""The table of a sweep as CSV and as JSON, in pieces, so that a million points need no more memory than a few."""

import csv
import io
import json
from collections.abc import Iterator
from math import isnan
from typing import Any

import numpy as np

from negosim.games import IntArray
from negosim.report.records import head
from negosim.report.subject_words import has_moves
from negosim.scenario.numbers import month_text
from negosim.whatif.batch.points import Points
from negosim.whatif.distinct import distinct
from negosim.whatif.sweep.grid import Axis, Plan
from negosim.whatif.sweep.regimes import Regime
from negosim.whatif.sweep.table import SweepTable

_ROWS = 20_000


def csv_columns(plan: Plan) -> tuple[str, ...]:
    """Return the header of the CSV: the varied paths, what is found, and the figures."""
    paths = [axis.path for axis in plan.axes]
    choices = () if plan.figure or not has_moves(plan.subject) else ("choices",)
    return (*paths, "game", "concept", "n_solutions", "outcome", *choices, *plan.subject.named_figures)


def csv_pieces(table: SweepTable) -> Iterator[str]:
    """Yield the CSV, some thousand rows at a time. A figure in which the solutions of a point differ is left empty."""
    yield _line(csv_columns(table.plan))
    texts = [[axis.text(k) for k in range(len(axis.values))] for axis in table.plan.axes]
    for start in range(0, table.plan.size, _ROWS):
        stop = min(start + _ROWS, table.plan.size)
        columns = [
            [words[k] for k in at.tolist()] for words, at in zip(texts, table.plan.positions(start, stop), strict=True)
        ]
        columns.append(_found(table, start, stop))
        columns += _payoffs(table, start, stop)
        yield "\n".join(map(",".join, zip(*columns, strict=True))) + "\n"


def _found(table: SweepTable, start: int, stop: int) -> list[str]:
    """Return the columns from `game` to the figures of each row, each distinct text of them made once."""
    plan, points = table.plan, table.points
    shares = points.figures[start:stop]
    codes = [points.count[start:stop], points.answer[start:stop], points.play[start:stop]]
    first, which = distinct(np.stack([*codes, *np.ascontiguousarray(shares).view(np.int64).T]))
    texts = []
    for k in first:
        count, answer, play = (int(code[k]) for code in codes)
        said = _said(points, answer, play, plan).values()
        cells = [plan.game, plan.subject.concept, str(count), *said]
        texts.append(_line([*cells, *map(_figure, shares[k].tolist())]).removesuffix("\n"))
    return [texts[k] for k in which.tolist()]


def _said(points: Points, answer: int, play: int, plan: Plan) -> dict[str, str]:
    """Return the outcome and what is done; of a figure, whose sign is the answer, the outcome alone."""
    if plan.figure:
        return {"outcome": points.plays[play]}
    if not has_moves(plan.subject):
        return {"outcome": points.answers[answer]}
    return {"outcome": points.answers[answer], "choices": points.plays[play]}


def _payoffs(table: SweepTable, start: int, stop: int) -> list[list[str]]:
    low, high = table.points.low[start:stop], table.points.high[start:stop]
    own = np.where(low == high, low, np.nan)
    return [list(map(_figure, column)) for column in own.T.tolist()]


def _figure(value: float) -> str:
    return "" if value != value else repr(value)


def _line(cells: "tuple[str, ...] | list[str]") -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\n").writerow(cells)
    return held.getvalue()


def json_pieces(table: SweepTable, regimes: tuple[Regime, ...], target: str) -> Iterator[str]:
    """Yield the JSON object, some thousand rows at a time: its `rows` are the records of the CSV."""
    plan = table.plan
    record: dict[str, Any] = {
        **head(plan.scenario, target),
        "game": plan.game,
        "concept": plan.subject.concept,
        "parameters": dict(plan.subject.parameters),
        "paths": [axis.path for axis in plan.axes],
        "points": plan.size,
        "base": {"outcome": table.base_region[0], **{axis.path: _value(axis, plan.now(axis)) for axis in plan.axes}},
        "regions": [
            {"outcome": answer, "several": several, "share_of_points": share}
            for (answer, several), share in zip(table.regions, table.shares, strict=True)
        ],
        "regimes": [{"low": r.low, "high": r.high, "outcome": r.answer, "several": r.is_several} for r in regimes],
    }
    yield json.dumps(record, indent=2, allow_nan=False).removesuffix("\n}") + ',\n  "rows": ['
    for start in range(0, plan.size, _ROWS):
        rows = _records(table, start, min(start + _ROWS, plan.size))
        yield ("," if start else "") + "\n    " + ",\n    ".join(json.dumps(row, allow_nan=False) for row in rows)
    yield "\n  ]\n}\n"


def _value(axis: Axis, value: float) -> float | str:
    """Return a value of an axis as JSON has it: a month as text."""
    return month_text(value) if axis.is_whole else value


def _records(table: SweepTable, start: int, stop: int) -> Iterator[dict[str, Any]]:
    plan, points = table.plan, table.points
    places: tuple[IntArray, ...] = plan.positions(start, stop)
    for k in range(start, stop):
        row: dict[str, Any] = {
            axis.path: _value(axis, axis.values[int(at[k - start])]) for axis, at in zip(plan.axes, places, strict=True)
        }
        row |= {"game": plan.game, "concept": plan.subject.concept, "n_solutions": int(points.count[k])}
        row |= _said(points, int(points.answer[k]), int(points.play[k]), plan)
        figures = zip(plan.subject.figures, points.figures[k].tolist(), strict=True)
        row |= {name: None if isnan(amount) else amount for name, amount in figures}
        ends = zip(plan.subject.players, points.low[k].tolist(), points.high[k].tolist(), strict=True)
        yield row | {f"payoff_{player}": low if low == high else None for player, low, high in ends}
