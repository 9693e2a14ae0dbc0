"""A shift of power that may remove every deal.

Definition. Two sides divide an issue whose ends they want. A war fought now brings the rising side what fighting does
to the issue over `horizon` months; one fought after `delay` months brings it `later`. Each war costs a side its cost
of fighting over the horizon, divided by its stake, so in shares of the issue. The declining side may have the whole
issue until power has shifted, and after that what the other side's stronger hand leaves it; no deal exists iff that
is worth less to it than war now. `commitment` has the derivation from Fearon (1995) and Powell (2004, 2006). Both
sides' costs are in shares of the one issue that they divide, so no utilities are compared. Figures: result_now,
war_now, best_peace, excess, needed_until_shift, critical_later, critical_cost, fewest_periods.
"""

from negosim.models.shifting_power.compiled import CompiledShift, ShiftCurve

__all__ = ["CompiledShift", "ShiftCurve"]
