"""Screening: what is asked of a side whose cost of refusing only it knows, and what a mediator who wants a deal
changes.

Four forms. A *demand*: the proposer asks for a share of one issue, the pie, of a responder of whose cost it has a
uniform, exponential or two-type belief; before that a mediator to whom a deal is worth something may press both. See
`mediation` for definitions, theorem and sources. All costs and pressures are divided by their owner's stake in the
pie. An *agenda*: the responder's cost is known, and its ideal may lie inside the issue; see `agenda`. A *trade*:
buyer and seller with private values name a price each; see `trade`. An *advice*: before a demand on one of two types a
mediator with a stake in the issue says which it saw; see `bias`.

Figures of a demand: demand, excess, chance_of_deal, effort, proposer_payoff, responder_payoff, mediator_payoff,
proposer_gain, responder_gain, and critical_chance where the belief has two types. Of an agenda: offer, reach. Of a
trade: chance_of_trade, gains, available_gains, trade_gap. Of an advice: bias, least_bias, largest_bias,
chance_if_weak, chance_if_strong, demand_if_weak, demand_if_strong, critical_chance. Sources: Fearon (1995) for the
demand, Romer and Rosenthal (1978) for the agenda, Chatterjee and Samuelson (1983) for the trade, Kydd (2003) for the
advice; the mediator's stage of a demand and the condition for advice are derived here. What strikes do and what is felt
at home is left to other games.
"""

from negosim.models.screening.compiled import CompiledScreening

__all__ = ["CompiledScreening"]
