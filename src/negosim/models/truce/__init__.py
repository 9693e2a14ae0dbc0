"""A truce that two sides keep or break, month by month, under noisy monitoring and with the seasons.

Definition. Each month both parties hold their fire or strike. A strike brings its owner `gain` and costs the other
side the lever's strength in that month; where both hold, nothing. Signals are public and noisy (`detect`,
`false_alarm`). A breach is answered by strikes: for ever (grim), for `punishment` months (limited), or one for one
(tit-for-tat). Blame is the chance that the answer is taken for the violation; what is then blamed on the striker pays
its target back, so only 1 - blame of the answer deters. Each side's month is then the prisoner's dilemma

    T = gain,   R = 0,   P = gain - (1 - blame of the other) loss,   S = -(1 - blame of the other) loss

of `repeated`, and its year that of `seasons`; `faith` is what breaches teach. With perfect signals the grim threshold
is gain / ((1 - blame) loss): no patience suffices once blame reaches 1 - gain / loss, and with signals once (r-q)((1
- blame) loss - gain) <= q gain.

Two readings of the seasons stand side by side. `critical_discount_factor` takes this month's values as if they
stayed: what this halt asks of a side. `slack`, `critical_all_year` and the answer look ahead through the year.
Figures: critical_discount_factor, critical_limited, critical_proportionate, critical_all_year, shortest_punishment,
slack, slack_by_month, loss_spared, overtakes, expected_life, posterior. Sources in `repeated`, `seasons` and `faith`;
the reading of blame is derived here.
"""

from negosim.models.truce.compiled import CompiledTruce, FaithPath, TruceYear

__all__ = ["CompiledTruce", "FaithPath", "TruceYear"]
