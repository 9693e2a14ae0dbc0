"""What would change the answer, as lines of a page: single numbers, nearest first, and draws from the stated ranges."""

from negosim.explain.number_names import number_words
from negosim.explain.words import amount_words, flip_words
from negosim.report.finding import AnyFinding, Finding
from negosim.report.layout import row, wrapped
from negosim.report.model_finding import ModelFinding
from negosim.report.words import NOT_SEARCHED, answer_of, answer_words, counted, percent
from negosim.scenario import Scenario
from negosim.scenario.names import capitalised, heading
from negosim.whatif.flips import Flip

_WIDTHS = [32, -8, 15, -7, 14]


def change_lines(finding: AnyFinding, most: int | None) -> list[str]:
    """Return the nearest numbers that change the answer, all where `most` is None, and how assumption sets answer."""
    flips = finding.outcome_flips
    shown = flips[:most]
    head = "WHAT WOULD CHANGE IT   one number at a time, in the file's units"
    lines = [head + ("; all: --full" if len(shown) < len(flips) else "")]
    if flips:
        lines += row(["", "now", "flips", "range", "becomes"], _WIDTHS)
        lines += [line for flip in shown for line in flip_row(flip, finding.scenario, becomes_words(flip, finding))]
        if any(flip.share is not None and not flip.in_range for flip in shown):
            lines.append("  * beyond the range that the file states")
    else:
        lines += wrapped(nothing_flips(finding), 2)
    return [*lines, *firmness_lines(finding)]


def flip_row(flip: Flip, scenario: Scenario, becomes: str, sign: str = "") -> list[str]:
    """Return a row of the table of flips: the number, where it is, where it flips, how far that is, what becomes.

    `sign` stands after the place of the flip.
    """
    cells = [
        f"  {capitalised(number_words(flip.path, scenario))}",
        amount_words(flip.path, flip.now, scenario),
        flip_words(flip, scenario) + sign,
        share_words(flip, "none"),
        becomes,
    ]
    return row(cells, _WIDTHS)


def becomes_words(flip: Flip, finding: AnyFinding) -> str:
    """Say what the answer becomes: `Only an energy truce` where there were several equilibrium outcomes before."""
    said = answer_words(flip.to, finding.compiled)
    if isinstance(finding, ModelFinding):
        return capitalised(said)
    now = {answer_of(finding, k) for k in range(len(finding.result.equilibria))}
    return capitalised(f"only {said}") if len(now) > 1 and " or " not in flip.to else heading(said)


def share_words(flip: Flip, none: str) -> str:
    """Return how far a flip is as a share of the number's stated range, with a star where it lies beyond that."""
    return none if flip.share is None else f"{100 * flip.share:.0f} %{' ' if flip.in_range else '*'}"


def nothing_flips(finding: AnyFinding) -> str:
    """Say that no single number changes the outcome, and how far it was looked for."""
    if isinstance(finding, Finding) and not finding.is_searched:
        return NOT_SEARCHED
    return "no single number does, from one end of its legal domain to the other or to four times its size"


def firmness_lines(finding: AnyFinding) -> list[str]:
    """Say the share of assumption sets that give each answer."""
    firm = finding.firmness
    if firm is None:
        return wrapped("no sets of numbers were drawn: that is not done under this concept", 2)
    if not firm.ranges:
        return ["  no number states a range, so no sets of numbers were drawn"]
    if not firm.samples:
        return wrapped("no sets of numbers were drawn: somebody's beliefs depend on what others choose", 2)
    shown = [f"{heading(answer_words(label, finding.compiled))} in {percent(share)}" for label, share in firm.shares]
    said = ", ".join([*shown[:4], *([counted(len(shown) - 4, "other answer")] if len(shown) > 4 else [])])
    ranges = "its range" if firm.ranges == 1 else f"the {firm.ranges} ranges"
    drawn = f"{firm.samples:,} sets of numbers drawn from {ranges}: {said}"
    return wrapped(f"{drawn} (shares of sets, not chances of an event)", 2)
