"""The page of `negosim sensitivity`: how the answer depends on all stated ranges at once, and which numbers decide."""

from dataclasses import dataclass
from math import ceil, log2
from typing import Any

from negosim.explain.number_names import number_words
from negosim.explain.words import amount_words
from negosim.report.layout import ends, first_that_fits, row, wrapped
from negosim.report.records import head
from negosim.report.subject_words import figure_meaning, figure_scale, figure_words, head_lines, sentence_words
from negosim.report.words import FOOT, counted, percent
from negosim.scenario import Scenario
from negosim.scenario.names import capitalised, heading, listed
from negosim.whatif.batch import Subject
from negosim.whatif.sensitivity import CONVERGED, Discovered, Influence, Sensitivity, Share

_INDEX = [38, -6, 14, -6, 14]
_SHARE = [48, -10, 18]
_NO_INFLUENCE = 0.005
_FEW = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")


@dataclass(frozen=True)
class SensitivityPage:
    """What the page is made from."""

    subject: Subject
    found: Sensitivity
    withs: tuple[str, ...] = ()

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.subject.scenario


def sensitivity_page(page: SensitivityPage) -> list[str]:
    """Return the lines of the page, at most 50."""
    return first_that_fits(_page(page, *most) for most in _SIZES)


_SIZES = [(12, 3), (10, 3), (10, 2), (8, 2), (6, 2), (5, 1), (4, 1), (2, 1), (1, 0)]
"""How many numbers and boxes are shown at most."""


def _page(page: SensitivityPage, numbers: int, boxes: int) -> list[str]:
    lines = _head(page)
    if page.found.paths:
        lines += ["", *wrapped(answer_sentence(page), 8, "ANSWER"), *_spread(page), *_shares(page)]
    if page.found.influences:
        lines += ["", *wrapped(deciding_sentence(page), 8, "DECIDE"), "", *_indices(page, numbers)]
    for found in _told_first(page)[:boxes]:
        lines += ["", *_box(found, page)]
    return [*lines, "", *wrapped(_about(page.found)), FOOT]


def _about(found: Sensitivity) -> str:
    """Say what shares are of, and which sets were drawn."""
    said = "Shares are of assumption sets, never the chance of an event."
    if not found.paths:
        return said
    draws = f"Design {found.design}, seed {found.seed}: not the sets that negosim solve draws, so its shares differ"
    return f"{said} {draws} a little."


def _head(page: SensitivityPage) -> list[str]:
    answer = sentence_words(page.found.answer, page.subject)
    question = f"How firm is the answer, {answer}, when all {len(page.found.paths)} ranges move at once?"
    if not page.found.paths:
        question = "No number that this game reads states a range, so there is nothing to draw."
    *above, last = wrapped(question)
    return [
        *head_lines(page.subject, page.withs),
        *above,
        *ends(last, f"game: {page.subject.key}"),
        *figure_meaning(page.subject),
    ]


def answer_sentence(page: SensitivityPage) -> str:
    """Say in how many of the assumption sets the answer is today's, and how many numbers decide."""
    found, together = page.found, page.found.deciding
    answer = sentence_words(found.answer, page.subject)
    share = next((share.share for share in found.shares if share.answer == found.answer), 0.0)
    said = f"{capitalised(answer)} in {percent(share) if share else 'none'} of the assumption sets within these ranges"
    if not found.influences:
        return f"{said}: within them no number matters."
    return f"{said}; {_numbers(len(together.paths)) if together else 'no few numbers decide'}."


def _numbers(count: int) -> str:
    return f"{_FEW[count]} number{'' if count == 1 else 's'} decide{'s' if count == 1 else ''}"


def _shares(page: SensitivityPage) -> list[str]:
    """Return a row for each answer."""
    found = page.found
    lines = row([f"  {found.samples:,} sets of numbers drawn", "share", "95 % interval"], _SHARE)
    for share in found.shares[:6]:
        said = heading(sentence_words(share.answer, page.subject))
        lines += row([f"  {said}", percent(share.share), _between(share)], _SHARE)
    if len(found.shares) > 6:
        lines.append(f"  and {counted(len(found.shares) - 6, 'rarer answer')}: --json")
    return lines


def _varying(page: SensitivityPage) -> str:
    """Say what varies: a figure, or whether the answer is today's."""
    if page.subject.figure_asked:
        return f"the {figure_words(page.subject)}"
    return f"whether it is {sentence_words(page.found.answer, page.subject)}"


def _spread(page: SensitivityPage) -> list[str]:
    """Say between which values a figure lies."""
    if not page.found.spread:
        return []
    scale, name = figure_scale(page.subject), capitalised(figure_words(page.subject))
    low, middle, high = (f"{scale * amount:.4g}" for amount in page.found.spread)
    return wrapped(f"{name} lies between {low} and {high} in nine of ten sets, and above {middle} in half of them.", 8)


def _between(share: Share) -> str:
    return f"{100 * share.low:.1f} to {100 * share.high:.1f} %"


def deciding_sentence(page: SensitivityPage) -> str:
    """Say which few numbers account for at least half of the variation in the answer."""
    together = page.found.deciding
    if together is None:
        return (
            "no few numbers do: the first ones known together leave more than half of the variation in "
            f"{_varying(page)}."
        )
    names = [number_words(path, page.scenario) for path in together.paths]
    low, high = (percent(min(1.0, max(0.0, end))) for end in together.interval)
    known = "Known, it accounts" if len(names) == 1 else "Known together, they account"
    share = percent(min(1.0, together.share))
    said = f"{capitalised(_numbers(len(names)))}: {listed(names)}. {known} for {share} ({low} to {high})"
    return f"{said} of the variation in {_varying(page)}."


def _indices(page: SensitivityPage, most: int) -> list[str]:
    """Return a row for each of the most influential numbers, and what the columns mean."""
    found = [influence for influence in page.found.influences if influence.total >= _NO_INFLUENCE]
    lines = row(["NUMBERS BY INFLUENCE", "total", "", "alone", ""], _INDEX)
    for influence in found[:most]:
        lines += row(_cells(influence, page.scenario), _INDEX)
    more = [f"{len(found) - most} more"] if len(found) > most else []
    more += [f"{idle} without influence"] if (idle := len(page.found.influences) - len(found)) else []
    lines += [f"  and {' and '.join(more)}: --json"] if more else []
    what = (
        "Sobol indices, shares of the variance with 95 % intervals: total, what is left when all other numbers are "
        "known; alone, what goes when only this one is."
    )
    return [*lines, *wrapped(f"{what} {convergence_sentence(page.found)}", 2)]


def _cells(influence: Influence, scenario: Scenario) -> list[str]:
    total, alone = influence.total_interval, influence.first_interval
    return [
        f"  {capitalised(number_words(influence.path, scenario))}",
        _two(influence.total),
        f"{_two(total[0])} to {_two(total[1])}",
        _two(influence.first),
        f"{_two(alone[0])} to {_two(alone[1])}",
    ]


def _two(index: float) -> str:
    """Return an index with two decimals; noise below 0 as 0."""
    return f"{max(0.0, index):.2f}"


def convergence_sentence(found: Sensitivity) -> str:
    """Say whether the samples are enough for the indices."""
    wide = f"the widest interval of a total is {found.widest:.2f}"
    if found.is_converged:
        return f"Converged: {wide}; half of the samples give the same to {found.drift:.2f}."
    enough = 1 << ceil(log2(found.samples * (found.widest / CONVERGED) ** 2))
    return f"Rough: {wide}, more than {CONVERGED}; --samples {enough} would do."


def _told_first(page: SensitivityPage) -> list[Discovered]:
    """Return the boxes of other answers than today's before its own."""
    return sorted(page.found.boxes, key=lambda found: found.answer == page.found.answer)


def _box(found: Discovered, page: SensitivityPage) -> list[str]:
    """Say under which assumptions an answer happens."""
    box, scenario = found.box, page.scenario
    said = heading(sentence_words(found.answer, page.subject))
    overall = next(share.share for share in page.found.shares if share.answer == found.answer)
    lines = wrapped(f"{said} in {percent(box.density)} of the sets, not {percent(overall)}, where", 8, "WHEN")
    for limit in box.limits:
        path = page.found.paths[limit.number]
        lines += wrapped(
            f"{capitalised(number_words(path, scenario))} is {_limited(limit.low, limit.high, path, page)}", 10
        )
    held = f"{percent(box.mass)} of all sets are there, and {percent(box.coverage)} of those with this answer"
    return [*lines, *wrapped(f"{held} (of other sets than the box was found with).", 8)]


def _limited(low: float, high: float, path: str, page: SensitivityPage) -> str:
    """Say a limit: `at most 0.093 (now 0.05)`."""
    said = [f"at least {amount_words(path, low, page.scenario)}"] if low > -float("inf") else []
    said += [f"at most {amount_words(path, high, page.scenario)}"] if high < float("inf") else []
    return f"{' and '.join(said)} (now {amount_words(path, page.scenario.numbers[path].value, page.scenario)})"


def sensitivity_record(page: SensitivityPage, target: str) -> dict[str, Any]:
    """Return the object of `sensitivity --json`: a row for each number drawn, the most influential first."""
    found = page.found
    return {
        **head(page.scenario, target),
        "game": page.subject.key,
        "concept": page.subject.concept,
        "parameters": dict(page.subject.parameters),
        "answer": found.answer,
        "percentiles": dict(zip(("5", "50", "95"), found.spread, strict=False)),
        "settings": {"samples": found.samples, "seed": found.seed, "design": found.design, "solved": found.solved},
        "shares": [
            {"answer": s.answer, "share_of_samples": s.share, "interval": [s.low, s.high]} for s in found.shares
        ],
        "rows": [_influence(influence) for influence in found.influences],
        "deciding": None
        if found.deciding is None
        else {
            "paths": list(found.deciding.paths),
            "closed_index": found.deciding.share,
            "interval": list(found.deciding.interval),
        },
        "convergence": {"widest": found.widest, "drift": found.drift, "converged": found.is_converged},
        "boxes": [_box_record(box, found.paths) for box in found.boxes],
    }


def _influence(influence: Influence) -> dict[str, Any]:
    return {
        "path": influence.path,
        "first_order": influence.first,
        "first_order_interval": list(influence.first_interval),
        "total": influence.total,
        "total_interval": list(influence.total_interval),
    }


def _box_record(found: Discovered, paths: tuple[str, ...]) -> dict[str, Any]:
    """Return a box; a side that is open is null."""
    limits = [
        {
            "path": paths[limit.number],
            "low": limit.low if limit.low > -float("inf") else None,
            "high": limit.high if limit.high < float("inf") else None,
            "quasi_p": limit.quasi_p,
        }
        for limit in found.box.limits
    ]
    box = found.box
    return {
        "answer": found.answer,
        "limits": limits,
        "coverage": box.coverage,
        "density": box.density,
        "share_of_samples": box.mass,
    }
