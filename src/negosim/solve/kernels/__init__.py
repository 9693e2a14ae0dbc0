"""Many games of one shape at once: payoffs[game, player, a0, a1, ...], without a loop over games.

The same answers as the solvers of single games, to which a kernel leaves each game that it is not sure of.
"""

from negosim.solve.kernels.batch import DEGREES, BatchEquilibria
from negosim.solve.kernels.closed_forms import closed_form
from negosim.solve.kernels.logit import LogitPoints, logit_points
from negosim.solve.kernels.pure import is_pure_equilibrium

__all__ = [
    "DEGREES",
    "BatchEquilibria",
    "LogitPoints",
    "closed_form",
    "is_pure_equilibrium",
    "logit_points",
]
