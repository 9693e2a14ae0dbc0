"""Where a game came from: what every result, picture and page says of its inputs."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Origin:
    """The scenario behind a game, or the file of Gambit's that holds it.

    `digest` is a hash of the scenario's numbers and rules as used, or of the file; `changed` lists the numbers that
    what-ifs have set, as (path, value as text).
    """

    title: str = ""
    digest: str = ""
    changed: tuple[tuple[str, str], ...] = ()
    source: Literal["scenario", "file"] = "scenario"
