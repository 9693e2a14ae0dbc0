"""The figures of the literature: area, what is asked, source, the call or scenario that a reader would make, what is
expected, and to what tolerance. None of them is an output of negosim that was stored."""

from literature.bargaining import BARGAINING
from literature.demands import ASKING
from literature.orders import CONFLICTS, TRUCE
from literature.solvers import SOLVERS
from literature.table import Oracle
from literature.waiting import WAITING

ORACLES: tuple[Oracle, ...] = (*BARGAINING, *WAITING, *ASKING, *CONFLICTS, *TRUCE, *SOLVERS)
