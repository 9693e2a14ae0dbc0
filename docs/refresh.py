"""Writes what commands print and draw into README.md and docs/: `python docs/refresh.py`. A test compares them.

A page marks an output with `<!-- output of: negosim ... -->` before a text block, and a picture with
`<!-- drawn by: negosim ... FILE -->` before it. docs/claims.md and docs/models.md have scripts
of their own, which this one runs last.
"""

import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = re.compile(r"(<!-- output of: negosim (.*?) -->\n```text\n)(.*?)(^```$)", re.MULTILINE | re.DOTALL)
PICTURE = re.compile(r"<!-- drawn by: negosim (.*?) -->\n!\[[^]]*\]\((.*?)\)")


def pages() -> list[Path]:
    """Return the pages that may show outputs and pictures."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def picture_command(words: str, file: Path) -> list[str]:
    """Return the words of a picture's command, with `FILE` replaced."""
    return [str(file) if word == "FILE" else word for word in shlex.split(words)]


def _said(words: list[str]) -> str:
    command = [sys.executable, "-c", "from negosim.cli import main; main()", *words]
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout


def _refresh(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    fresh = OUTPUT.sub(lambda found: found[1] + _said(shlex.split(found[2])) + found[4], text)
    if fresh != text:
        page.write_text(fresh, encoding="utf-8")
    for words, place in PICTURE.findall(fresh):
        _said(picture_command(words, page.parent / place))


if __name__ == "__main__":
    for page in pages():
        _refresh(page)
    for script in ("write_claims.py", "write_models.py"):
        subprocess.run([sys.executable, str(ROOT / "docs" / script)], check=True)
