"""Work in pieces: where it is done, and how it comes back.

A problem is cut into numbered pieces by its own measure, never by the number of workers, and results are taken in the
order of the numbers. So what comes out has the same bytes whoever does the work. The layer knows no game: it calls
functions of a number.
"""

from negosim.parallel.order import in_order
from negosim.parallel.workers import workers

__all__ = ["in_order", "workers"]
