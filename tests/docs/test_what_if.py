"""What docs/what-if.md says is so: its output, its commands, its picture and its Python."""

import re
import shlex
from pathlib import Path

import matplotlib
import pytest

from command_line import call, called

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "what-if.md").read_text(encoding="utf-8")
OUTPUTS = re.findall(r"<!-- output of: negosim (.*?) -->\n```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = re.findall(r"^negosim (.*)$", PAGE, re.MULTILINE)


def test_the_output_shown_is_what_the_command_prints():
    for command, shown in OUTPUTS:
        assert called(*shlex.split(command)).out == shown
    assert OUTPUTS


def test_every_command_runs_and_the_picture_is_what_is_drawn(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert len(COMMANDS) == 2
    for command in COMMANDS:
        found = call(*shlex.split(command))
        assert found.status == 0, found.err
    pinned = re.search(r"^matplotlib==(\S+)$", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
    if pinned is None or matplotlib.__version__ != pinned[1]:
        pytest.skip("another matplotlib than the pinned one draws other pixels")
    assert (tmp_path / "map.png").read_bytes() == (ROOT / "docs" / "pictures" / "sweep.png").read_bytes()


def test_the_python_runs_and_prints(capsys):
    (code,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    exec(compile(code, "what-if.md", "exec"), {})
    assert "full_ceasefire" in capsys.readouterr().out
