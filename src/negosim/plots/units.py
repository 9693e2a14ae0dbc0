"""Units of payoffs on pictures: points where a scenario says what a payoff of 1 is, plain numbers elsewhere."""

from dataclasses import dataclass

from negosim.games import Game
from negosim.scenario.names import Names

MINUS = "−"


@dataclass(frozen=True)
class Unit:
    """How payoffs are written: times `factor`, with `digits` decimals, and one more where these would hide it."""

    name: str
    meaning: str
    factor: float
    digits: int

    def text(self, payoff: float, sign: bool = False) -> str:
        """Return a payoff as text, with a plus sign where asked.

        >>> POINTS.text(-0.1234), POINTS.text(0.02, sign=True), POINTS.text(0.0004), PLAIN.text(3.0)
        ('−12.3', '+2.0', '0.04', '3')
        """
        digits = self.digits + 1 if 0 < abs(self.factor * payoff) < 0.5 / 10**self.digits else self.digits
        amount = round(self.factor * payoff, digits) + 0.0
        size = f"{abs(amount):.{digits}f}" if self is POINTS else f"{abs(amount):g}"
        return (MINUS if amount < 0 else "+" if sign and amount > 0 else "") + size


POINTS = Unit(
    "points",
    "points: 100 = all that this actor wants on every issue; deals, costs and levers count on top; never compared "
    "between actors",
    100.0,
    1,
)
PLAIN = Unit("payoff", "payoffs as in the file; never compared between players", 1.0, 4)


def unit_of(game: Game, names: Names) -> Unit:
    """Return the unit of a game's payoffs: points, or plain for a payoff table and for a game without a scenario."""
    is_of_scenario = bool(game.origin.digest) and game.origin.source == "scenario"
    known = names.is_in_points(game.name) if names.scenario else is_of_scenario
    return POINTS if known else PLAIN
