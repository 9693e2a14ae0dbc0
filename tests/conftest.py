"""For all tests: one thread for each process, set before numpy is imported, and 40 examples for each property."""

import os

from hypothesis import settings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
settings.register_profile("suite", max_examples=40, deadline=None, derandomize="CI" in os.environ)
settings.load_profile("suite")
