"""The page of `negosim tipping`: which single number changes the answer, nearest first; the smallest joint change."""

from collections.abc import Iterable
from dataclasses import dataclass

from negosim.explain.number_names import number_words
from negosim.explain.words import amount_words, search_words
from negosim.games import NormalFormGame
from negosim.report.change import flip_row
from negosim.report.layout import ends, first_that_fits, row, wrapped
from negosim.report.subject_words import answer_words, figure_meaning, has_moves, head_lines, sentence_words
from negosim.report.words import FOOT, counted
from negosim.scenario import Scenario
from negosim.scenario.names import Names, capitalised
from negosim.whatif.batch import ModelSubject, MovesSubject, Subject
from negosim.whatif.flips import Flip
from negosim.whatif.joint import Joint
from negosim.whatif.model_watch import HOLDS
from negosim.whatif.tipping import Tip, Tipping

_NOT_CERTIFIED = "?"
_WIDTHS = [32, -8, 15, -7, 14]


@dataclass(frozen=True)
class TippingPage:
    """What the page is made from. `joint` is None where it was not asked for or not found; `is_joint` that it was
    asked for, `only` the one path that was; `withs` are the overlays that were asked for."""

    subject: Subject
    found: Tipping
    joint: Joint | None = None
    is_joint: bool = False
    only: str = ""
    withs: tuple[str, ...] = ()

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.subject.scenario


@dataclass(frozen=True)
class _Most:
    """How many rows of each part a page shows at most."""

    ranged: int
    unranged: int
    play: int
    never: int
    joint: int


_SIZES = [
    _Most(99, 99, 99, 99, 99),
    _Most(20, 6, 6, 40, 8),
    _Most(16, 5, 5, 20, 6),
    _Most(14, 4, 4, 10, 5),
    _Most(12, 4, 3, 8, 5),
    _Most(11, 3, 3, 7, 4),
    _Most(10, 3, 3, 6, 4),
    _Most(9, 3, 2, 5, 4),
    _Most(8, 3, 2, 5, 3),
    _Most(8, 2, 2, 5, 3),
    _Most(7, 2, 1, 4, 3),
    _Most(6, 2, 1, 3, 3),
    _Most(4, 1, 1, 2, 2),
]


def tipping_page(page: TippingPage) -> list[str]:
    """Return the lines of the page, at most 50."""
    return first_that_fits(_page(page, most) for most in _SIZES)


def _page(page: TippingPage, most: _Most) -> list[str]:
    lines = _head(page)
    if page.only:
        lines += _one(page)
    else:
        lines += [*_ranged(page, most.ranged), *_unranged(page, most.unranged)]
        lines += [*_done_otherwise(page, most.play), *_never(page, most.never)]
    if page.is_joint:
        lines += ["", *_joint(page, most.joint)]
    return [*lines, "", *_closing(page)]


def _head(page: TippingPage) -> list[str]:
    scenario, found = page.scenario, page.found
    answer = sentence_words(found.answer, page.subject)
    what = "the set of equilibria, now" if _is_table(page) else "the answer, now"
    question = f"Which single number changes {what} {answer}?"
    if found.toward:
        question = f"Which single number brings {sentence_words(found.toward, page.subject)} about? Now: {answer}."
    if page.only:
        question = question.replace("Which single number", f"Where {number_words(page.only, scenario)}", 1)
        question = question.replace("? Now", ". Now").replace("?", ".")
    *above, last = wrapped(question)
    return [
        *head_lines(page.subject, page.withs),
        *above,
        *ends(last, f"game: {page.subject.key}"),
        *figure_meaning(page.subject),
        "",
    ]


def _is_table(page: TippingPage) -> bool:
    subject = page.subject
    return isinstance(subject, MovesSubject) and isinstance(subject.game, NormalFormGame) and subject.concept != "logit"


def _ranged(page: TippingPage, most: int) -> list[str]:
    """Return a row for each number with a range that changes the answer, nearest first."""
    flips = [tip.flips[0] for tip in page.found.tips if tip.flips and tip.flips[0].share is not None]
    others = [tip.flips[1] for tip in page.found.tips if len(tip.flips) > 1 and _is_told(tip)]
    shown = sorted([*flips, *others], key=lambda flip: flip.share or 0.0)
    lines = row(["  stated range", "now", "flips", "range", "becomes"], _WIDTHS)
    if not shown:
        return [*lines, "  no number with a stated range does, as far as it was looked at"]
    lines += [line for flip in shown[:most] for line in _row(flip, page)]
    if len(shown) > most:
        lines.append(f"  and {len(shown) - most} farther: --json")
    if any(not flip.in_range for flip in shown[:most]):
        lines.append("  * beyond the range that the file states")
    return lines


def _row(flip: Flip, page: TippingPage) -> list[str]:
    """Return the row of a flip of the answer."""
    return flip_row(flip, page.scenario, answer_words(flip.to, page.subject), _sign(flip))


def _sign(flip: Flip) -> str:
    """Return the sign of a flip that was not borne out."""
    return "" if flip.is_certified else _NOT_CERTIFIED


def _is_told(tip: Tip) -> bool:
    """Whether the farther flip alone lies within the stated range."""
    return tip.flips[1].in_range and not tip.flips[0].in_range


def _unranged(page: TippingPage, most: int) -> list[str]:
    flips = [tip.flips[0] for tip in page.found.tips if tip.flips and tip.flips[0].share is None]
    if not flips:
        return []
    lines = [line for flip in flips[:most] for line in _row(flip, page)]
    more = [f"  and {len(flips) - most} more: --json"] if len(flips) > most else []
    return ["  no range stated, so no distance", *lines, *more]


def _done_otherwise(page: TippingPage, most: int) -> list[str]:
    """Return a row for each number that first changes what is done, and not the answer."""
    tips = [tip for tip in page.found.tips if tip.play is not None and not page.found.toward]
    tips.sort(key=lambda tip: (tip.play.share is None, tip.play.share or 0.0) if tip.play else (True, 0.0))
    if not tips:
        return []
    head = "DONE OTHERWISE, SAME ANSWER   what is done changes first, the answer not yet"
    if not has_moves(page.subject):
        head = "OTHER CONDITIONS, SAME ANSWER   a condition changes first, the answer not yet"
    lines = ["", head]
    for tip in tips[:most]:
        assert tip.play is not None
        lines += flip_row(tip.play, page.scenario, _does(tip, page), _sign(tip.play))
    if len(tips) > most:
        lines.append(f"  and {len(tips) - most} more: --json")
    return lines


def _does(tip: Tip, page: TippingPage) -> str:
    assert tip.play is not None
    if not tip.mover:
        return "other equilibria"
    if isinstance(page.subject, ModelSubject):
        known = {each.name: each for each in page.subject.compiled.base.inequalities}[tip.mover]
        return known.says if tip.play.to == HOLDS else known.fails
    names = Names(page.scenario)
    return f"{names.short(tip.mover)} {names.option(page.subject.key, tip.mover, tip.play.to)}"


def _never(page: TippingPage, most: int) -> list[str]:
    paths = page.found.never
    if not paths:
        return []
    names = list(dict.fromkeys(number_words(path, page.scenario) for path in paths))
    shown = "; ".join(names[:most]) + (f"; and {len(names) - most} more (--json)" if len(names) > most else "")
    which = "never, by itself and as far as it was looked at" if len(paths) > 1 else "never, as far as it was looked at"
    return ["", *wrapped(f"{capitalised(which)}, {len(paths)} of {len(page.found.tips)} numbers: {shown}.")]


def _one(page: TippingPage) -> list[str]:
    """Return all that was found of one number."""
    (tip,) = page.found.tips
    lines = row(["", "now", "flips", "range", "becomes"], _WIDTHS)
    for flip in tip.flips:
        lines += _row(flip, page)
    if tip.play is not None and not page.found.toward:
        lines += flip_row(tip.play, page.scenario, _does(tip, page), _sign(tip.play))
    if any(flip.share is not None and not flip.in_range for flip in tip.flips):
        lines.append("  * beyond the range that the file states")
    said = f"Looked at {search_words(tip.path, page.scenario)}."
    missing = "" if tip.flips else "No value changes the answer by itself. "
    return [*(lines if tip.flips or tip.play else []), *wrapped(missing + said)]


def _joint(page: TippingPage, most: int) -> list[str]:
    """Say how far all numbers together must move."""
    joint, scenario = page.joint, page.scenario
    if joint is None:
        said = "no joint change within the stated ranges was found that does; that there is none is not proved"
        return wrapped(said, 8, "JOINT")
    share = _percent(joint.size)
    lines = wrapped(
        f"{counted(joint.ranges, 'number')} with a range, each moved by at most {share} of its range and within it, "
        f"can bring about: {sentence_words(joint.to, page.subject)}",
        8,
        "JOINT",
    )
    order = {tip.path: k for k, tip in enumerate(page.found.tips)}
    paths = sorted(joint.values, key=lambda path: order.get(path, len(order)))
    for path in paths[:most]:
        now, then = (
            amount_words(path, value, scenario) for value in (scenario.numbers[path].value, joint.values[path])
        )
        lines += row([f"  {capitalised(number_words(path, scenario))}", now, f"to {then}"], [32, -8, 15])
    if len(paths) > most:
        lines.append(f"  and {len(paths) - most} more: --json")
    return [*lines, *wrapped(_how_sure(joint), 2)]


def _how_sure(joint: Joint) -> str:
    """Say what stands behind a joint change."""
    solved = "The game solved there alone, by other code, bears it out" if joint.is_certified else "Not certified"
    if joint.is_exact:
        return f"{solved}; payoffs are linear in these numbers, and no smaller change does it."
    tried = f"none of {joint.tried:,} sets of numbers tried nearer does it" if joint.tried else "nearer ones exist"
    return f"{solved}. The smallest found; payoffs are not linear, so that none is smaller is not proved: {tried}."


def _percent(share: float) -> str:
    """Return a share with two digits.

    >>> _percent(0.005934), _percent(0.24087)
    ('0.59 %', '24 %')
    """
    return f"{100 * share:.2g} %"


def _closing(page: TippingPage) -> list[str]:
    found = _all_flips(page.found)
    bad = sum(not flip.is_certified for flip in found)
    checked = "each solved again on both sides, alone and by other code"
    if not has_moves(page.subject):
        checked = "each found again on both sides from the scenario on, with that number changed"
    if bad:
        checked += f", which did not bear out {bad} of {len(found)}, marked {_NOT_CERTIFIED} where shown"
    share = "millionth" if page.subject.is_costly else "billionth"
    said = f"Flips: exact to a {share} of what was looked at; {checked}. A flip point of a judged number is as firm "
    return [*wrapped(said + "as the judgement."), FOOT]


def _all_flips(found: Tipping) -> list[Flip]:
    plays: Iterable[Flip] = (tip.play for tip in found.tips if tip.play is not None)
    return [*(flip for tip in found.tips for flip in tip.flips), *plays]
