"""Outlasting the other side as a gambler's ruin.

Definition. Each side has `resources`, in months at the present pace. In each round, `round` months long, that many
months of resources pass to the side that has the better of it, the first with chance `wins`; the side that runs out
is outlasted. Resources move to and fro, so a war may last longer than either side's resources alone would. `ruin` has
the formulas and their sources. Where the game names an issue, the side that outlasts has it as it wants it, and a
side compares staying to the end with giving the issue up now:

    stake x [ distance to its own ideal x E[d^T; outlasts]
              + distance from the other's ideal x (1 - E[d^T; is outlasted]) ]   >=   cost x (1 - E[d^T]) / (1 - d)

Only these two plans are compared: giving up later, when it goes badly, is `attrition`'s question.
Figures: chance, expected_length, prize, cost.
"""

from negosim.models.staying_power.compiled import CompiledStayingPower, Survival

__all__ = ["CompiledStayingPower", "Survival"]
