"""For all tests: one thread for each process, set before numpy is imported, and 40 examples for each property.

Tests of pages, claims and clusters are `slow`: left out unless asked for by `pytest -m slow`.
"""

import os

import pytest
from hypothesis import settings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
settings.register_profile("suite", max_examples=40, deadline=None, derandomize="CI" in os.environ)
settings.load_profile("suite")

SLOW = ("docs", "claims", "parallel")


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent.name in SLOW:
            item.add_marker(pytest.mark.slow)
