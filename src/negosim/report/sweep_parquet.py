"""The table of a sweep as a Parquet file: the columns of the CSV, with types. Needs the extra `parquet`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from negosim.errors import UsageError
from negosim.report.subject_words import has_moves
from negosim.report.sweep_records import csv_columns
from negosim.whatif.sweep.table import SweepTable

_ROWS = 100_000


def check_parquet(path: Path) -> None:
    """Refuse a Parquet file that could not be written after the work."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        raise UsageError(f"--parquet {path}: this needs pyarrow: pip install 'negosim[parquet]'") from None


def write_parquet(table: SweepTable, path: Path) -> None:
    """Write the table, a hundred thousand rows at a time. A figure in which solutions differ is null."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    parts = (pa.table(part) for part in _parts(pa, table))
    first = next(parts)
    with pq.ParquetWriter(path, first.schema) as writer:
        writer.write_table(first)
        for part in parts:
            writer.write_table(part)


def _parts(pa: Any, table: SweepTable) -> Iterator[dict[str, Any]]:
    """Yield the columns of some rows after another."""
    plan, points = table.plan, table.points
    names = csv_columns(plan)
    for start in range(0, plan.size, _ROWS):
        rows = slice(start, min(start + _ROWS, plan.size))
        columns: list[Any] = []
        for axis, at in zip(plan.axes, plan.positions(rows.start, rows.stop), strict=True):
            known = [axis.text(k) for k in range(len(axis.values))] if axis.is_whole else axis.values
            columns.append(np.array(known)[at])
        count = rows.stop - rows.start
        columns += [np.repeat(plan.game, count), np.repeat(plan.subject.concept, count), points.count[rows]]
        answer, play = (_worded(pa, *words) for words in _labels(table, rows))
        columns += [play] if plan.figure else [answer, play] if has_moves(plan.subject) else [answer]
        figures = [plan.subject.figure(name, points)[rows] for name in plan.subject.named_figures]
        columns += [pa.array(amounts, from_pandas=True) for amounts in figures]
        yield dict(zip(names, columns, strict=True))


def _labels(table: SweepTable, rows: slice) -> tuple[tuple[Any, tuple[str, ...]], tuple[Any, tuple[str, ...]]]:
    points = table.points
    return (points.answer[rows], points.answers), (points.play[rows], points.plays)


def _worded(pa: Any, codes: Any, words: tuple[str, ...]) -> Any:
    return pa.DictionaryArray.from_arrays(codes.astype(np.int32), list(words)).cast(pa.string())
