"""What docs/claims.md says is measured by the scripts beside it; the tests use the same ones."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

DOCS = Path(__file__).parents[2] / "docs"


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


@pytest.fixture(scope="session")
def m(docs):
    """The measures."""
    return docs("measure_claims")
