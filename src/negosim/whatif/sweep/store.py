"""A file that keeps the chunks of a sweep, so that one that is stopped or killed goes on where it was.

A line of JSON says which sweep it is; then come the chunks in order, each with its length and a checksum, and none is
ever changed. What a killed sweep has written of a chunk only in part is cut off when the file is opened again.
"""

import io
import json
import os
import secrets
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import numpy as np

from negosim.errors import Fault, InputError, OutputError
from negosim.version import __version__
from negosim.whatif.batch.points import Points
from negosim.whatif.sweep.grid import Plan

_FORMAT = 2
_HEAD = struct.Struct("<4sQI")
_MARK = b"NEGO"
_LONGEST = 1 << 20
_ARRAYS = ("count", "answer", "play", "figures", "low", "high")
_LABELS = ("answers", "plays")


class ChunkFile:
    """An open file of chunks: `read` what it holds, then `append` to it."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self._path, self._file = path, file

    def read(self, plan: Plan) -> Iterator[Points]:
        """Yield the chunks that are there, whole; cut off what follows them. Call this once, before `append`."""
        end = self._file.tell()
        for _ in range(plan.chunks):
            points = _unpacked(self._file)
            if points is None:
                break
            end = self._file.tell()
            yield points
        self._file.seek(end)
        self._file.truncate()

    def append(self, points: Points) -> None:
        """Write one more chunk, and wait until the disk has it. Raises OutputError."""
        packed = _packed(points)
        try:
            self._file.write(_HEAD.pack(_MARK, len(packed), zlib.crc32(packed)) + packed)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise _unwritten(self._path, error) from None


@contextmanager
def chunk_file(path: Path, plan: Plan) -> Iterator[ChunkFile]:
    """Open the file of a sweep, or begin it.

    Raises InputError where it is another sweep's or no such file at all, OutputError where it cannot be written or
    another process is writing it.
    """
    try:
        if not path.exists() or not path.stat().st_size:
            _begin(path, plan)
        file = path.open("r+b")
    except OSError as error:
        raise _unwritten(path, error) from None
    with file:
        _lock(path, file)
        _check(path, file, plan)
        yield ChunkFile(path, file)


def _begin(path: Path, plan: Plan) -> None:
    """Write the first line, whole or not at all."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        beside.write_bytes(json.dumps(_identity(plan)).encode() + b"\n")
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _identity(plan: Plan) -> dict[str, Any]:
    return {
        "negosim_sweep": _FORMAT,
        "version": __version__,
        "digest": plan.digest,
        "scenario": plan.scenario.digest,
        "game": plan.game,
        "concept": plan.subject.concept,
        "axes": {axis.path: f"{len(axis.values)} values, {axis.text(0)} to {axis.text(-1)}" for axis in plan.axes},
        "points": plan.size,
    }


def _check(path: Path, file: IO[bytes], plan: Plan) -> None:
    """Refuse a file that is not of this sweep, naming the first thing that differs."""
    line = file.readline(_LONGEST)
    found: Any = None
    with suppress(ValueError):
        found = json.loads(line)
    if not isinstance(found, dict) or "negosim_sweep" not in found:
        raise InputError([Fault(f"--resume {path}", "this file holds no sweep", "name a new file, or one of a sweep")])
    own = _identity(plan)
    differs = [key for key in own if found.get(key) != own[key] and key != "digest"] or ["digest"]
    if found.get("digest") != own["digest"] or found["negosim_sweep"] != _FORMAT:
        key = differs[0]
        what = f"this file holds another sweep: its {key} is {_told(found.get(key))}, not {_told(own[key])}"
        raise InputError([Fault(f"--resume {path}", what, "name a new file, or ask for the sweep that it holds")])


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{path}: {said}" for path, said in value.items())
    return str(value)


def _lock(path: Path, file: IO[bytes]) -> None:
    """Keep other processes from writing the file, where the system can."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise OutputError(f"{path}: another sweep is writing it; wait for it, or name another file") from None


def _packed(points: Points) -> bytes:
    held = io.BytesIO()
    parts: dict[str, Any] = {name: getattr(points, name) for name in _ARRAYS}
    for name in _LABELS:
        parts[name] = np.frombuffer(json.dumps(getattr(points, name)).encode(), np.uint8)
    np.savez(held, **parts)
    return held.getvalue()


def _unpacked(file: IO[bytes]) -> Points | None:
    """Return the next chunk, None where there is none or it was not written to its end."""
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    mark, length, checksum = _HEAD.unpack(head)
    if mark != _MARK or length > os.fstat(file.fileno()).st_size:
        return None
    packed = file.read(length)
    if len(packed) < length or zlib.crc32(packed) != checksum:
        return None
    try:
        with np.load(io.BytesIO(packed), allow_pickle=False) as held:
            arrays = [held[name] for name in _ARRAYS]
            labels = [tuple(json.loads(held[name].tobytes())) for name in _LABELS]
    except (ValueError, KeyError, zipfile.BadZipFile):
        return None
    return Points(*arrays, *labels)


def _unwritten(path: Path, error: OSError) -> OutputError:
    return OutputError(f"{path}: cannot be written: {error.strerror or error}; choose another place")
