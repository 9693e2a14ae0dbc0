"""The pages of `negosim compare` on a game of any model but `moves`: answers and figures side by side, and the
inequalities behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

from negosim.explain.number_names import number_words
from negosim.models import Inequality
from negosim.report.cases import Compared, question
from negosim.report.layout import ends, first_that_fits, row, with_amount, wrapped
from negosim.report.model_words import POINTS_WORDS, figure_words, is_in_points, short_unit, unit_of, value_words
from negosim.report.where_it_flips import where_it_flips
from negosim.report.words import FOOT, counted
from negosim.scenario.names import Names, capitalised
from negosim.whatif.compare import Expectation
from negosim.whatif.model_compare import (
    FigureChange,
    ModelCase,
    ReasonChange,
    figure_changes,
    reason_changes,
)
from negosim.whatif.model_watch import model_flips

_FIGURES = [38, -12, -12, -13]
_SERIES = 2
"""A figure with so many dots in its name is one of a series, and is not shown."""


@dataclass(frozen=True)
class _Detail:
    """How much a page says: figures that moved, the names of those that did not, terms of each reason."""

    figures: int | None
    names_all: bool
    terms: int


_DETAILS = (_Detail(None, True, 3), _Detail(None, False, 3), _Detail(12, False, 1), _Detail(6, False, 0))


@dataclass(frozen=True)
class _Brief:
    """How much the table of several cases says of each: its answer's sentence, its question, figures that moved."""

    sentence: bool
    question: bool
    figures: int


_BRIEF = (_Brief(True, True, 2), _Brief(False, True, 2), _Brief(False, True, 1), _Brief(False, False, 1))
_VERDICTS = {"met": "as expected", "not met": "NOT as expected", "null": "no effect"}


def one_model_case_page(before: ModelCase, compared: Compared[ModelCase]) -> list[str]:
    """Return the page of one changed case beside the base, as much of it as fits."""
    after = compared.case
    head = [*wrapped(compared.says or question(before.scenario, after)), *ends("", f"game: {before.game}")]
    head += [*_answers(before, after), ""]
    changed = [before.scenario.numbers[p].path for p, _ in after.scenario.changed if p in before.scenario.numbers]
    known = [path for path in changed if path in before.compiled.reads]
    flips = model_flips(before.compiled, known).regime if known else ()
    foot = ["", *where_it_flips(before.compiled, flips, after.scenario)]
    for expectation in compared.expected:
        foot += figure_expectation_lines(expectation, before, 2)
    foot += ["", FOOT]
    return first_that_fits([*head, *_body(before, after, detail), *foot] for detail in _DETAILS)


def many_model_cases_page(before: ModelCase, cases: Sequence[Compared[ModelCase]], target: str) -> list[str]:
    """Return the table of several cases: what each leads to, which figures and reasons move, and what was expected."""
    return first_that_fits(_table(before, cases, target, brief) for brief in _BRIEF)


def figure_expectation_lines(expectation: Expectation, base: ModelCase, indent: int) -> list[str]:
    """Say what was expected of a figure or of the answer, and what came of it."""
    figure, verdict = expectation.figure.partition(".")[2], _VERDICTS[expectation.verdict]
    if expectation.figure.endswith(".regime"):
        return wrapped(f"expected {base.compiled.called(expectation.word)}: {verdict}", indent)
    word = "unchanged" if expectation.word == "same" else expectation.word
    sides = (expectation.before, expectation.after)
    before, after = (_figure(figure, nan if side is None else side, base) for side in sides)
    name = figure_words(figure, base.compiled)
    return wrapped(f"expected {name} {word}: {verdict}, {before} -> {after}", indent)


def _answers(before: ModelCase, after: ModelCase) -> list[str]:
    """Return both answers, each in a word and in its sentence."""
    lines = []
    for label, case in (("base", before), ("changed", after)):
        mark = " <- changed" if case is after and case.answer != before.answer else ""
        said = capitalised(case.compiled.called(case.answer))
        headline = case.analysis.answer.headline
        lines += wrapped(f"{said}{mark}: {headline}", 11, f"  {label}")
    return lines


def _body(before: ModelCase, after: ModelCase, detail: _Detail) -> list[str]:
    reasons = _reason_lines(before, after, detail)
    return [*_figure_table(before, after, detail), *(["", *reasons] if reasons else [])]


def _figure_table(before: ModelCase, after: ModelCase, detail: _Detail) -> list[str]:
    """Return the figures that moved side by side with their differences, and the names of those that did not."""
    every = figure_changes(before.figures, after.figures)
    shown = [each for each in every if each.name.count(".") < _SERIES]
    moved = [each for each in shown if _is_seen(each, before)]
    slight = sum(each.has_moved for each in shown) - len(moved)
    lines = row(["FIGURES", "base", "changed", "difference"], _FIGURES) if moved else ["FIGURES"]
    for each in moved[: detail.figures]:
        unit = _unit(each.name, before)
        name = f"  {figure_words(each.name, before.compiled)}" + (f" ({unit})" if unit else "")
        sides = [_figure(each.name, side, before) for side in (each.before, each.after)]
        difference = "" if each.difference is None else _figure(each.name, each.difference, before, signed=True)
        lines += row([name, *sides, difference], _FIGURES)
    if any(is_in_points(unit_of(each.name, before.compiled), before.compiled) for each in moved):
        lines.append(f"    {POINTS_WORDS}")
    more = len(moved[detail.figures :]) if detail.figures is not None else 0
    if more:
        lines.append(f"    {counted(more, 'more figure')} moved: --json")
    lines += [f"    {counted(slight, 'figure')} moved by less than is shown: --json"] if slight else []
    still = [figure_words(each.name, before.compiled) for each in shown if not each.has_moved]
    if still and (detail.names_all or not moved):
        lines += wrapped(f"{'as before' if moved or slight else 'all as before'}: {', '.join(still)}", 4)
    elif still:
        lines.append(f"    {counted(len(still), 'figure')} as before")
    return lines


def _reason_lines(before: ModelCase, after: ModelCase, detail: _Detail) -> list[str]:
    """Return each inequality, as true once changed, with the amounts by which it is so in both cases, the terms that
    moved most, and which binds."""
    found = reason_changes(before, after)
    if not found:
        return []
    lines = ["REASONS   each line is true after the change, by the second amount"]
    if any(change.has_turned for change in found):
        lines.append("          a first amount below nothing: it was not true before the change")
    for change in found:
        if change.moved:
            lines += _reason(change, after, detail.terms)
    still = sum(not change.moved for change in found)
    if still:
        lines.append(f"    {counted(still, 'reason')} as before")
    sides = [(each, case) for case in (before, after) if (each := case.closest) is not None]
    said = [_closest_words(each, case) for each, case in sides]
    if len(set(said)) == 1:
        return lines + wrapped(f"on both sides {said[0]}", 4, "  ")
    for label, words in zip(("base", "changed"), said, strict=False):
        lines += wrapped(f"{label}, {words}", 4, "  ")
    return lines


def _reason(change: ReasonChange, after: ModelCase, most: int) -> list[str]:
    def amount(value: float) -> str:
        return value_words(sign * value, change.after.unit, after.compiled, signed=True)

    sign = 1 if bool(change.after.holds) else -1
    unit = short_unit(change.after.unit, after.compiled)
    slack = f"{amount(float(change.before.slack))} -> {amount(float(change.after.slack))} {unit}".rstrip()
    mark = "; this turned" if change.has_turned else ""
    lines = with_amount(f"{_said(change.after, after)}{mark}", slack, 4, "  ")
    for term in change.moved[:most]:
        amounts = f"{amount(term.before)} -> {amount(term.after)}"
        lines += wrapped(f"{number_words(term.path, after.scenario)}: {amounts}", 8, "      ")
    if 0 < most < len(change.moved):
        lines.append(f"      and {counted(len(change.moved) - most, 'smaller change')}")
    return lines


def _said(each: Inequality, case: ModelCase) -> str:
    who = f"{Names(case.scenario).actor(each.actor)}: " if each.actor else ""
    return f"{who}{each.says if bool(each.holds) else each.fails}"


def _closest_words(each: Inequality, case: ModelCase) -> str:
    return f"{'what binds' if bool(each.binds) else 'nearest to turning'}: {_said(each, case)}"


def _table(before: ModelCase, cases: Sequence[Compared[ModelCase]], target: str, brief: _Brief) -> list[str]:
    scenario = before.scenario
    lines = ends(scenario.facts.title, f"game: {before.game}")
    said = f"{capitalised(before.compiled.called(before.answer))}: {before.analysis.answer.headline}"
    lines += [*wrapped(said, 6, "base: "), ""]
    for compared in cases:
        lines += _case(before, compared, brief)
    lines += ["", *([] if brief.question else wrapped(f"Their questions: negosim show {target}"))]
    lines.append(f"One in full: negosim compare {target} --game {before.game} --with NAME")
    return [*lines, FOOT]


def _case(before: ModelCase, compared: Compared[ModelCase], brief: _Brief) -> list[str]:
    """Return what one case leads to, the figures that moved most beside their size, and the reasons that turned."""
    case = compared.case
    mark = "" if case.answer == before.answer else " <- changed"
    answer = f"{capitalised(case.compiled.called(case.answer))}{mark}"
    lines = wrapped(answer, 26, f"  {case.name} ")
    if brief.question and compared.says:
        lines += wrapped(compared.says, 4)
    headline = case.analysis.answer.headline
    if brief.sentence and headline != before.analysis.answer.headline:
        lines += wrapped(headline, 4)
    lines += wrapped(_most_moved(before, case, brief.figures), 4)
    for change in reason_changes(before, case):
        if change.has_turned:
            lines += wrapped(f"turned: {_said(change.after, case)}", 4)
    for expectation in compared.expected:
        lines += figure_expectation_lines(expectation, before, 4)
    return lines


def _most_moved(before: ModelCase, case: ModelCase, most: int) -> str:
    """Name the figures that moved most beside their size, and count the others."""
    every = [each for each in figure_changes(before.figures, case.figures) if each.has_moved]
    moved = sorted((each for each in every if _is_seen(each, before)), key=_size, reverse=True)
    if every and not moved:
        return f"{counted(len(every), 'figure')} moved by less than is shown"
    shown = [
        f"{figure_words(each.name, case.compiled)} {_figure(each.name, each.before, case)} -> "
        f"{_figure(each.name, each.after, case)} {_unit(each.name, case)}".rstrip()
        for each in moved[:most]
    ]
    more = [counted(len(moved) - len(shown), "more figure")] if len(moved) > len(shown) else []
    return "; ".join([*shown, *more]) or "no figure moves"


def _figure(name: str, amount: float, case: ModelCase, signed: bool = False) -> str:
    return value_words(amount, unit_of(name, case.compiled), case.compiled, signed)


def _is_seen(change: FigureChange, case: ModelCase) -> bool:
    """Whether a figure moved by so much that it is written differently."""
    sides = {_figure(change.name, side, case) for side in (change.before, change.after)}
    return change.has_moved and len(sides) > 1


def _unit(name: str, case: ModelCase) -> str:
    return short_unit(unit_of(name, case.compiled), case.compiled)


def _size(change: FigureChange) -> float:
    """Return how much a figure moved beside its size; most where it has a value on one side only."""
    if change.difference is None:
        return float("inf")
    return abs(change.difference) / max(abs(change.before), abs(change.after))
