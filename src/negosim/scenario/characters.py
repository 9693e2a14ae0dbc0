"""The characters of a scenario: UTF-8, at most MAX_BYTES of it, and only what YAML 1.2.2, section 5.1 calls printable.

Three printable characters are refused as well, since YAML 1.1 readers break lines at them and 1.2 readers do not:
U+0085, U+2028, U+2029. A byte order mark is accepted as the first character only.
"""

import codecs
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from negosim.errors import Fault, InputError
from negosim.scenario.place import Place, place_after

MAX_BYTES = 128_000
"""Bound on the size of a file. It bounds the time to read it: a character costs up to 3 microseconds."""


@dataclass(frozen=True)
class Limit:
    """A bound on the size of a file in bytes, and what to do about a larger one."""

    size: int
    fix: str


_SCENARIO = Limit(MAX_BYTES, "split it: a file may change another one by `extends`")

_PACKED = ("PK\x03\x04", "%PDF-")
"""How files of word processors and PDFs begin."""
_REFUSED = re.compile("[^\t\n\r -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_UTF_16_OR_32 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_YAML_1_2 = re.compile(r"%YAML +1\.2\s*(\s#.*)?$")


def read_bytes(path: Path, file: str, limit: Limit = _SCENARIO) -> bytes:
    """Read a regular file within the limit, without ever opening a folder, a pipe or a device.

    Raises InputError with the place `file` alone.
    """
    try:
        _admit_file(path.stat(), file, limit)
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(handle, "rb") as stream:
            _admit_file(os.fstat(handle), file, limit)
            data = stream.read(limit.size + 1)
    except (FileNotFoundError, NotADirectoryError):
        problem, fix = "no such file", "check its name and its folder"
    except PermissionError:
        problem, fix = "no permission to read it", "change its permissions"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problem, fix = f"cannot be read: {reason}", "check its name and its folder"
    else:
        _admit_size(len(data), file, limit)
        return data
    raise InputError([Fault(file, problem, fix)])


def decode(text: str | bytes, file: str, limit: Limit = _SCENARIO) -> str:
    """Return the text of a file, without byte order mark, every character of it admitted. Raises InputError."""
    _admit_size(len(text), file, limit)
    if isinstance(text, str):
        _admit_size(len(text.encode("utf-8", "surrogatepass")), file, limit)
        return _admit_characters(text.removeprefix("\ufeff"), file)
    if _is_utf_16_or_32(text):
        _refuse(Place(file, 1, 1), "the text is UTF-16 or UTF-32", "save as UTF-8")
    data = text.removeprefix(codecs.BOM_UTF8)
    try:
        decoded = data.decode("utf-8")
    except UnicodeDecodeError as error:
        bad = error.start
    else:
        return _admit_characters(decoded, file)
    before = _admit_characters(data[:bad].decode("utf-8"), file)
    _refuse(place_after(before, file), f"the byte 0x{data[bad]:02X} is not UTF-8", "save as UTF-8")


def without_directives(text: str, file: str) -> str:
    """Turn a leading `%YAML 1.2` into a comment, which keeps all places. Raises InputError on any other directive."""
    start = 0
    for line in text.splitlines(keepends=True):
        if line.startswith("%"):
            if not _YAML_1_2.match(line):
                place = place_after(text[:start], file)
                _refuse(place, "only the directive %YAML 1.2 is allowed", "remove the line")
            text = f"{text[:start]}#{text[start + 1 :]}"
        elif line.strip() and not line.lstrip().startswith("#"):
            break
        start += len(line)
    return text


def _admit_file(status: os.stat_result, file: str, limit: Limit) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise InputError([Fault(file, "is a folder", "name a file in it")])
    if not stat.S_ISREG(status.st_mode):
        raise InputError([Fault(file, "is not a regular file", "copy its text into a file")])
    _admit_size(status.st_size, file, limit)


def _admit_size(size: int, file: str, limit: Limit) -> None:
    if size > limit.size:
        raise InputError([Fault(file, f"is larger than {limit.size:,} bytes", limit.fix)])


def _admit_characters(text: str, file: str) -> str:
    found = _REFUSED.search(text)
    if found is None:
        return text
    place = place_after(text[: found.start()], file)
    if found.group() == "\0" or text.startswith(_PACKED):
        _refuse(place, "this is not text", "name a text file, saved as UTF-8")
    what = f"the invisible character U+{ord(found.group()):04X}"
    _refuse(place, what, "remove it, or write it as an escape in double quotes")


def _is_utf_16_or_32(data: bytes) -> bool:
    """Tell by the mark, or by the zero bytes of an unmarked text that starts with an ASCII character."""
    zeros = [byte == 0 for byte in data[:4]]
    unmarked = zeros in ([True, False] * 2, [False, True] * 2, [False, True, True, True], [True, True, True, False])
    return data.startswith(_UTF_16_OR_32) or unmarked


def _refuse(place: Place, what: str, fix: str) -> NoReturn:
    raise InputError([Fault(str(place), what, fix)])
