"""docs/models.md says what the code's tables say."""

import importlib
import sys
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_on_models_is_what_its_script_writes_now(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(DOCS), *sys.path])
    writer = importlib.import_module("write_models")
    assert writer.PAGE.read_text(encoding="utf-8") == writer.page(), "run: python docs/write_models.py"
