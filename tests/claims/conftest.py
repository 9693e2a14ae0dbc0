"""What docs/claims.md says is measured by the scripts beside it; the tests use the same ones."""

import pytest


@pytest.fixture(scope="session")
def m(docs):
    """The measures."""
    return docs("measure_claims")
