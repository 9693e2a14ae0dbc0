"""The price of a wasting chip, and whether it buys land.

One side holds a chip; the buyer wants it back. The buyer may pay for it now, or fight on at a cost of c a month and
take it with probability h in each. Let V be what the part that is still held is worth to the buyer: its stake in it,
and what it is spared at home when fighting stops and nothing of it is left to the holder. With discount factor d,
waiting until the chip is lost is worth W = -c + d (h V + (1 - h) W), so W = (d h V - c) / (1 - d (1 - h)), and nobody
waits where that is negative. The most that the buyer pays now is

    price = V - max(0, W) = [V (1 - d) + c] / [1 - d (1 - h)]  where d h V > c, and its cap V elsewhere.

Below the cap the price falls strictly in h and rises strictly in c; at the cap neither matters.

Paid with a share q of another issue, the swap costs the buyer `stake` q and what signing it costs at home: `fixed` for
any shortfall beyond its red line, and `slope` per unit of it. It is refused while the price is below that. With the red
line where the issue stands and no fixed cost, the largest share given back is price / (stake + slope).

Fighting on has no other effect here: what it does to other issues and to third parties is left to other games.
Figures: price, cap, waiting, swap_cost, largest_return, critical_hazard. Sources: the recursion is that of an asset
with a constant hazard (Dixit and Pindyck 1994, chapter 4) and is derived here; the red line is the ratification
constraint of Putnam (1988) with a price in place of a veto.
"""

from negosim.models.bargaining_chip.compiled import CompiledChip
from negosim.models.bargaining_chip.price import hazard_at_price, largest_return, price, worth_of_waiting

__all__ = ["CompiledChip", "hazard_at_price", "largest_return", "price", "worth_of_waiting"]
