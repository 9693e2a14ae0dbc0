"""Attrition: who gives in first when both insist on what cannot both be had, and each may be of a kind that never does.

Two sides insist on shares of one issue that sum to more than one; see `concession` for definitions, theorem and
sources (Abreu and Gul 2000, with a cost of fighting on and an outside event added). A side's discount rate is -ln of
its monthly discount factor, its cost of fighting is divided by its stake, and the monthly hazard h that the other
side's support ends, which makes that side give in, is the rate -ln(1 - h). `private_values` has the war of attrition
over one prize with values that are known or private, as functions.

Figures: concession_rate, concedes_at_once, known_obstinate_after, ends_after, wins, payoff.
"""

from negosim.models.attrition.compiled import CompiledAttrition

__all__ = ["CompiledAttrition"]
