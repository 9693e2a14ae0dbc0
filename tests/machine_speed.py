"""How fast this machine is now, for tests that bound processor time."""

import time

from negosim.scenario import read


def slowness() -> float:
    """Return how many times as long reading takes here and now as on an idle machine without a tracer."""
    start = time.process_time()
    read("march-2025")
    return max(1.0, (time.process_time() - start) / 0.15)
