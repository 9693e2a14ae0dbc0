"""Games of other programs: Gambit's `.nfg` and `.efg` files, in and out; conflicts of gmcr-py's `.gmcr` files, in and
out."""

from pathlib import Path

from negosim.errors import UsageError
from negosim.games import Game
from negosim.interop.efg import read_efg
from negosim.interop.gmcr import ConflictFile, read_gmcr
from negosim.interop.nfg import read_nfg
from negosim.interop.write import write_efg, write_nfg
from negosim.interop.write_gmcr import write_gmcr


def is_game_file(target: str | Path) -> bool:
    """Whether a name ends as Gambit's files do.

    >>> is_game_file("poker.EFG"), is_game_file("poker.yaml")
    (True, False)
    """
    return Path(target).suffix.lower() in (".nfg", ".efg")


def is_conflict_file(target: str | Path) -> bool:
    """Whether a name ends as gmcr-py's files do.

    >>> is_conflict_file("elmira.gmcr"), is_conflict_file("elmira.nfg")
    (True, False)
    """
    return Path(target).suffix.lower() == ".gmcr"


def read_game(path: str | Path) -> Game:
    """Read a `.nfg` or `.efg` file. Raises InputError with the place of a fault, and UsageError for another suffix."""
    if not is_game_file(path):
        raise UsageError(f"'{path}' ends neither in .nfg nor in .efg")
    reader = read_nfg if Path(path).suffix.lower() == ".nfg" else read_efg
    return reader(Path(path), str(path))


__all__ = [
    "ConflictFile",
    "is_conflict_file",
    "is_game_file",
    "read_efg",
    "read_game",
    "read_gmcr",
    "read_nfg",
    "write_efg",
    "write_gmcr",
    "write_nfg",
]
