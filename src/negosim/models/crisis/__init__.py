"""A crisis: who backs down, when, and the risk of war, if standing firm raises the cost of backing down later.

Two sides insist on different ends of one issue and stand firm in public; see `escalation` for definitions, theorem and
sources (Fearon 1994). The prize is a side's stake times what they dispute. Backing down after t months costs a side at
home t times `rise` times all that signing the other's demand costs it there: what is fixed, and the slope times the
shortfall. War leaves the issue where the `disagreement` outcome does, at a cost that only the side itself knows and of
which rivals have a uniform belief; it is counted beside backing down at once.

Figures: horizon, risk_of_war, backs_down_at_once, backs_down, would_fight, payoff. Costs of fighting while both stand
firm are left out, as in Fearon (1994): there standing firm costs a side nothing but the rising cost of backing down.
"""

from negosim.models.crisis.compiled import CompiledCrisis

__all__ = ["CompiledCrisis"]
