"""Calling the command line within the test's own process."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from typing import Any

from negosim.cli.app import run


@dataclass(frozen=True)
class Called:
    """What one command said, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def flat(self) -> str:
        """The output with its line breaks and runs of spaces as single spaces."""
        return " ".join(self.out.split())

    @property
    def record(self) -> Any:
        """The JSON object that was printed; NaN and infinity are no JSON."""

        def refuse(word: str) -> None:
            raise AssertionError(f"{word} in JSON")

        return json.loads(self.out, parse_constant=refuse)


def call(*words: str) -> Called:
    """Run one command."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = run(words)
    return Called(status, out.getvalue(), err.getvalue())


@cache
def called(*words: str) -> Called:
    """Run one command on shipped scenarios, once for all tests of this process."""
    return call(*words)
