"""Figures from after the call, held against the numbers of march-2025 that bear on them. They are no inputs."""

from dataclasses import dataclass

from negosim.scenario import Scenario

KM2 = 108_800
"""Area of the four regions, in square kilometres, as the scenario's notes use it."""
LEFT = 77.5
"""What was left of the salient on 16 March 2025, in square kilometres."""


@dataclass(frozen=True)
class Figure:
    """One later figure beside what the file's number gives for it at its value and at the ends of its range."""

    what: str
    seen: float
    unit: str
    source: str
    number: str
    value: float
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """Whether the figure lies within what the stated range allows."""
        least, most = sorted((self.low, self.high))
        if least <= self.seen <= most:
            return "agrees: within the stated range"
        return "does not: " + ("below" if self.seen < least else "above") + " the stated range"


def figures(scenario: Scenario) -> tuple[Figure, ...]:
    """Return the later figures that a number of the file can be held against."""
    press = "press, quoting ISW"
    weak = "aggregators, weak: plus or minus .03"
    return (
        _area(scenario, "salient held by Ukraine, end of March 2025", 80, "press, quoting AFP/ISW", 0.5),
        _area(scenario, "salient held by Ukraine, August 2025", 10, "press, quoting AFP/ISW", 5.0),
        _advance(scenario, "Russian net advance, March 2025", 203, press),
        _advance(scenario, "Russian net advance, March 2025", 240, "press, quoting AFP/ISW"),
        _advance(scenario, "Russian net advance, March 2025", 143, "press, quoting the UK Ministry of Defence"),
        _advance(scenario, "mean monthly net advance, April 2024 to March 2025", 4695 / 12, press),
        _held(
            scenario, "share of the four regions held by Russia, autumn 2025", (0.99 + 0.76 + 0.73 + 0.73) / 4, weak, 7
        ),
    )


def _area(scenario: Scenario, what: str, seen: float, source: str, months: float) -> Figure:
    """What is left if a share of it, the hazard, is lost each month."""
    ends = (LEFT * (1 - chance) ** months for chance in _values(scenario, "issues.kursk.hazard"))
    return Figure(what, seen, "km2", source, "issues.kursk.hazard", *ends)


def _advance(scenario: Scenario, what: str, seen: float, source: str) -> Figure:
    ends = (KM2 * drift for drift in _values(scenario, "issues.territory.drift"))
    return Figure(what, seen, "km2 a month", source, "issues.territory.drift", *ends)


def _held(scenario: Scenario, what: str, seen: float, source: str, months: int) -> Figure:
    start = _values(scenario, "issues.territory.status_quo")
    ends = (x + months * drift for x, drift in zip(start, _values(scenario, "issues.territory.drift"), strict=True))
    return Figure(what, seen, "", source, "issues.territory.drift", *ends)


def _values(scenario: Scenario, path: str) -> tuple[float, float, float]:
    quantity = scenario.numbers[path].quantity
    assert quantity.low is not None and quantity.high is not None
    return quantity.value, quantity.low, quantity.high


def held_out(scenario: Scenario) -> str:
    """Return the section of the page."""
    rows = []
    for f in figures(scenario):
        least, most = sorted((f.low, f.high))
        seen, value, low, high = (f"{x:.3f}" if not f.unit else f"{x:.0f}" for x in (f.seen, f.value, least, most))
        cells = (
            f"{f.what} ({f.source})",
            f"{seen} {f.unit}".strip(),
            f"`{f.number}`",
            f"{value} ({low} to {high})",
            f.verdict,
        )
        rows.append("| " + " | ".join(cells) + " |")
    return (
        "## Held out\n\n"
        "Figures from after 18 March 2025. None is an input, and no number was moved to meet one. What the file gives\n"
        "is at its value, and at the ends of its range.\n\n"
        "| later figure | seen | number | the file gives | |\n| --- | --- | --- | --- | --- |\n"
        + "\n".join(rows)
        + "\n\n"
        "The hazard of Kursk is read here as the share of what is left that is lost in a month. After the call the\n"
        "salient shrank more slowly than the file's value says, and the advance was slower: both numbers were taken\n"
        "from months of faster change. Maps of different institutes differ, so 80 km2 after 77.5 is no gain."
    )
