"""Where a game came from: what every result, picture and page says of its inputs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """The scenario behind a game.

    `digest` is a hash of the scenario's numbers and rules as used; `changed` lists the numbers that
    what-ifs have set, as (path, value as text).
    """

    title: str = ""
    digest: str = ""
    changed: tuple[tuple[str, str], ...] = ()
