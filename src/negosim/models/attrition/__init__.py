"""Attrition: who gives in first when both insist on what cannot both be had, and each may be of a kind that never does.

Two sides insist on shares of one issue that sum to more than one; see `concession` for definitions, theorem and
sources (Abreu and Gul 2000, with a cost of fighting on and an outside event added). A side's discount rate is -ln of
its monthly discount factor, its cost of fighting is divided by its stake, and the monthly hazard h that the other
side's support ends, which makes that side give in, is the rate -ln(1 - h).

In the forms `private_values` and `known_values` both fight for the whole issue, and giving in leaves it to the other
side: the war of attrition of Bishop, Cannings and Maynard Smith (1978) and of Maynard Smith (1974). See
`private_values` for theorems and sources, and `one_prize` for what is read: a side's stake over its cost of fighting a
month is what the prize is worth to it in months. Nothing is discounted there.

Figures: concession_rate, concedes_at_once, known_obstinate_after, ends_after, wins, payoff; over one prize worth,
stops_after, expected_length, concession_rate, wins, payoff.
"""

from negosim.models.attrition.compiled import CompiledAttrition

__all__ = ["CompiledAttrition"]
