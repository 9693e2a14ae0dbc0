"""Where the shipped scenarios are: beside the installed package, or in the checkout's scenarios/ folder."""

from pathlib import Path

PACKAGED = Path(__file__).resolve().parent.parent / "scenarios"
CHECKOUT = Path(__file__).resolve().parents[3] / "scenarios"


def shipped_folder() -> Path:
    """Return the folder of the shipped scenarios, whichever way negosim was installed."""
    return PACKAGED if PACKAGED.is_dir() else CHECKOUT


def shipped_names() -> tuple[str, ...]:
    """Return the names of the shipped scenarios, those of subfolders as `folder/name`, sorted."""
    folder = shipped_folder()
    return tuple(sorted(path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.yaml")))
