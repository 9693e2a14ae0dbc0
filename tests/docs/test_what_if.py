"""What docs/what-if.md says is so: its commands and its Python; test_readme.py compares what it shows."""

import re
import shlex
from pathlib import Path

from command_line import call

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "what-if.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^negosim (.*)$", PAGE, re.MULTILINE)


def test_every_command_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert len(COMMANDS) == 3
    for command in COMMANDS:
        found = call(*shlex.split(command))
        assert found.status == 0, found.err


def test_the_python_runs_and_prints(capsys):
    (code,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    exec(compile(code, "what-if.md", "exec"), {})
    assert "full_ceasefire" in capsys.readouterr().out
