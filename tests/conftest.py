"""Before numpy is imported: one thread for each process of the tests, which share the processors among themselves."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
