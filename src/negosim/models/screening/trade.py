"""A buyer and a seller with private values who each name a price once: the sealed-bid double auction.

Definition: the buyer's value v is uniform on [v0, v1], the seller's cost c on [c0, c1], each known to itself. They name
b and a at once; where b >= a they trade at (a + b) / 2. Best replies to linear strategies are linear: against asks
uniform on [A, .] a buyer bids (2/3) v + A/3, against bids uniform on [., B] a seller asks (2/3) c + B/3. Both hold with

    b(v) = 2 v / 3 + c0 / 4 + v1 / 12,    a(c) = 2 c / 3 + v1 / 4 + c0 / 12,

so that they trade where v - c >= (v1 - c0) / 4 (Chatterjee and Samuelson 1983). It is an equilibrium where no type can
bid or ask past the other side's last one, that is where 4 c1 >= 3 v1 + c0 and 4 v0 <= v1 + 3 c0; elsewhere the last
bids bunch, and no figures are given. With d = v1 - c0 and widths w they trade with probability 9 d^2 / (32 w_v w_c) and
gain 9 d^3 / (64 w_v w_c), of E max(0, v - c) that there is. For equal supports no mechanism that both enter freely
and that nobody pays for gains more (Myerson and Satterthwaite 1983).
"""

from dataclasses import dataclass

import numpy as np

from negosim.games import BoolArray, FloatArray


@dataclass(frozen=True, eq=False)
class Trade:
    """The supports of the buyer's value and of the seller's cost."""

    v0: FloatArray
    v1: FloatArray
    c0: FloatArray
    c1: FloatArray

    @property
    def is_linear(self) -> BoolArray:
        """Whether the linear strategies are an equilibrium."""
        fits = (4 * self.c1 >= 3 * self.v1 + self.c0) & (4 * self.v0 <= self.v1 + 3 * self.c0)
        return np.asarray(fits & (self.v1 > self.c0) & (self.v1 > self.v0) & (self.c1 > self.c0))

    def bid(self, value: FloatArray) -> FloatArray:
        """Return what a buyer of a value bids."""
        return np.asarray(2 * value / 3 + self.c0 / 4 + self.v1 / 12)

    def ask(self, cost: FloatArray) -> FloatArray:
        """Return what a seller of a cost asks."""
        return np.asarray(2 * cost / 3 + self.v1 / 4 + self.c0 / 12)

    @property
    def gap(self) -> FloatArray:
        """By how much the value must exceed the cost for a trade."""
        return np.asarray((self.v1 - self.c0) / 4)

    @property
    def chance(self) -> FloatArray:
        """The chance of a trade; NaN where the linear strategies are no equilibrium."""
        return np.where(self.is_linear, 9 * (self.v1 - self.c0) ** 2 / (32 * self._area), np.nan)

    @property
    def gains(self) -> FloatArray:
        """The expected gains from trade; NaN where the linear strategies are no equilibrium."""
        return np.where(self.is_linear, 9 * (self.v1 - self.c0) ** 3 / (64 * self._area), np.nan)

    @property
    def available(self) -> FloatArray:
        """The expected gains if they traded whenever the value exceeds the cost: E max(0, v - c)."""
        ends = ((self.v1, self.c0, 1), (self.v1, self.c1, -1), (self.v0, self.c0, -1), (self.v0, self.c1, 1))
        return np.asarray(sum(sign * np.maximum(v - c, 0.0) ** 3 for v, c, sign in ends) / (6 * self._area))

    @property
    def _area(self) -> FloatArray:
        area = (self.v1 - self.v0) * (self.c1 - self.c0)
        return np.where(area > 0, area, np.nan)
