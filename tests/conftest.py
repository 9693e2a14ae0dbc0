"""For all tests: one thread for each process, set before numpy is imported, and 40 examples for each property.

Tests of pages, claims and clusters are `slow`: left out unless asked for by `pytest -m slow`.
"""

import importlib
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
settings.register_profile("suite", max_examples=40, deadline=None, derandomize="CI" in os.environ)
settings.load_profile("suite")

DOCS = Path(__file__).parents[1] / "docs"
SLOW = ("docs", "claims", "parallel")


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent.name in SLOW:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def docs():
    """Import a script of docs/ by name."""

    def load(name: str) -> ModuleType:
        sys.path.insert(0, str(DOCS))
        try:
            return importlib.import_module(name)
        finally:
            sys.path.remove(str(DOCS))

    return load
