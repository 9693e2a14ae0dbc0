"""The page of `negosim solve` on a game of any model but `moves`: the answer, its figures, the inequalities behind it,
and what would change it."""

from collections.abc import Mapping, Sequence
from typing import Any

from negosim.explain.conditions import Condition, ConditionSide
from negosim.explain.number_names import number_words
from negosim.explain.words import flip_words
from negosim.models import ModelSolution
from negosim.models.graph_model import CompiledConflict
from negosim.report.change import change_lines
from negosim.report.conflict_page import scenario_conflict_lines
from negosim.report.layout import WIDTH, row, with_amount, wrapped
from negosim.report.model_finding import ModelFinding
from negosim.report.model_words import (
    POINTS_WORDS,
    amount_unit,
    is_in_points,
    key_words,
    short_unit,
    unit_of,
    unit_words,
    value_words,
)
from negosim.report.words import counted, firmness_sentence, firmness_word
from negosim.scenario.names import Names, capitalised, listed, spaced
from negosim.scenario.rules.signalling import SignallingRules

_INDENT = 8
_CONCEPT = 24
_SERIES = 2
"""A figure with so many dots in its name is one of a series."""
_SHARED = {"of the issue": "shares of the issue"}
_LEAST = 1
"""A page that shows one term at most shows figures in a row and inequalities without their sides; with none, not
what turns them either."""


def model_lines(finding: ModelFinding, most_terms: int | None, most_flips: int | None) -> list[str]:
    """Return the body of the page: all terms, figures and flips where a bound is None."""
    parts = [
        answer_lines(finding, full=most_terms is None),
        solution_lines(finding, full=most_terms is None),
        figure_lines(finding, most_terms),
        condition_lines(finding, most_terms),
        _change_lines(finding, most_flips),
    ]
    return [line for part in parts if part for line in ("", *part)][1:]


def answer_lines(finding: ModelFinding, full: bool = False) -> list[str]:
    """Return the answer in a word and a sentence, and how firm it is."""
    analysis = finding.analysis
    said = f"{answer_word(finding)}: {analysis.answer.headline}"
    lines = wrapped(said, _INDENT, "ANSWER")
    lines += wrapped(f"{analysis.answer.why_complete}.", _INDENT) if full else []
    lines += wrapped(" ".join(analysis.answer.notes), _INDENT) if analysis.answer.notes else []
    return [*lines, *wrapped(f"{firmness_word(finding)}: {firmness_sentence(finding)}", _INDENT)]


def answer_word(finding: ModelFinding) -> str:
    """Return the answer in a word, as a heading."""
    return capitalised(finding.compiled.called(finding.analysis.regime))


def solution_lines(finding: ModelFinding, full: bool = False) -> list[str]:
    """Return the agreements as a table, issues down and concepts across; the states of a conflict with what deters
    whom; other solutions a line each."""
    if isinstance(finding.compiled, CompiledConflict):
        return scenario_conflict_lines(finding.compiled, full)
    solutions = finding.analysis.answer.solutions
    deals = [each for each in solutions if each.agreement is not None]
    lines = _agreements(finding, deals) if deals else []
    for each in solutions:
        if each.agreement is None:
            lines += wrapped(solution_words(each, finding), 4, "  ")
    return lines


def _agreements(finding: ModelFinding, deals: Sequence[ModelSolution]) -> list[str]:
    """Return a table of agreements: where each leaves each issue, and what it is worth to each actor, in points; a
    paragraph for each where a column would be narrower than a word."""
    names = Names(finding.scenario)
    issues, actors = list(deals[0].agreement or {}), list(deals[0].payoffs)
    heads = [*map(spaced, issues), *map(names.short, actors)]
    width = (WIDTH - _CONCEPT) // len(heads) - 1
    lines = ["AGREEMENTS   issues from 0 to 1; worth in points, each on its own scale"]
    if width < max(len(word) for head in [*heads, "100.0"] for word in head.split()):
        return lines + _agreement_words(deals, names)
    widths = [_CONCEPT, *(-width for _ in heads)]
    lines += row(["", *heads], widths)
    for each in deals:
        settled = [f"{(each.agreement or {})[issue]:.3f}" for issue in issues]
        worth = [f"{100 * each.payoffs[actor]:.1f}" for actor in actors]
        lines += row([f"  {spaced(each.concept)}", *settled, *worth], widths)
    return lines


def _agreement_words(deals: Sequence[ModelSolution], names: Names) -> list[str]:
    """Return a paragraph for each settlement, with all agreements that come to it."""
    same: dict[str, list[str]] = {}
    for deal in deals:
        settled = [f"{spaced(issue)} {place:.3g}" for issue, place in (deal.agreement or {}).items()]
        worth = [f"{names.short(actor)} {100 * amount:.1f}" for actor, amount in deal.payoffs.items()]
        same.setdefault(f"{', '.join(settled)}; worth {', '.join(worth)}", []).append(spaced(deal.concept))
    return [line for said, concepts in same.items() for line in wrapped(f"{listed(concepts)}: {said}", 4, "  ")]


def solution_words(solution: ModelSolution, finding: ModelFinding) -> str:
    """Say what each actor does in one solution."""
    names, words = Names(finding.scenario), _signal_words(finding)
    held = solution.state or solution.profile or {}
    parts = [
        f"{names.short(key) if key in names.actors else spaced(key)}: {_said(value, words)}"
        for key, value in held.items()
    ]
    notes = f" ({'; '.join(solution.notes)})" if solution.notes else ""
    return f"{spaced(solution.concept)}: {'; '.join(parts)}{notes}"


def _signal_words(finding: ModelFinding) -> dict[str, str]:
    """Return what the types, messages and replies of a signal are called; nothing in other models."""
    rules = finding.compiled.rules
    if not isinstance(rules, SignallingRules):
        return {}
    kinds = {f"type={key}": f"as {kind.name or spaced(key)}" for key, kind in rules.types.items()}
    sent = {key: word.name or spaced(key) for key, word in rules.messages.items()}
    return kinds | sent | {key: reply.name or spaced(key) for key, reply in rules.replies.items()}


def _said(value: Any, words: Mapping[str, str]) -> str:
    """Return what an actor does in words: of a mixture, each option with its chance; a sure one alone; of what depends
    on a type or a message, what is done there."""
    if not isinstance(value, Mapping):
        return f"{value:.3g}" if isinstance(value, float) else str(value)
    called = {key: words.get(key, spaced(key)) for key in value}
    if all(isinstance(share, float) for share in value.values()):
        able = {called[key]: share for key, share in value.items() if share > 0}
        return " or ".join(does if share == 1 else f"{does} ({share:.3g})" for does, share in able.items())
    where = {key: name if key.startswith("type=") else f"if it sees '{name}'" for key, name in called.items()}
    return ", ".join(f"{_said(inner, words)} {where[key]}" for key, inner in value.items())


def figure_lines(finding: ModelFinding, most: int | None) -> list[str]:
    """Return the figures, those of one name together, but the agreements that stand in a table; with their meanings
    where there is no bound. A series, such as one of months, is for a full page only."""
    grouped = _grouped(finding, most)
    if not grouped:
        return []
    compiled = finding.compiled
    in_points = any(is_in_points(unit_of(first, compiled), compiled) for first in grouped)
    notes = [POINTS_WORDS] * in_points + ["meanings: --full"] * (most is not None)
    head = f"FIGURES   {'; '.join(notes)}".rstrip()
    if most is not None and most <= _LEAST:
        amounts = {first: _amounts(first, grouped, finding) if most else ", ".join(grouped[first]) for first in grouped}
        said = "; ".join(f"{compiled.called(first)} {amount}" for first, amount in amounts.items())
        return [head, *wrapped(said, 2)]
    lines = [head]
    for first in grouped:
        known = compiled.FIGURES[first]
        if most is None:
            unit = f" ({unit_words(known.unit, compiled)})" if known.unit else ""
            said = f"{', '.join(grouped[first])}; {compiled.means(known.means)}{unit}"
            lines += wrapped(f"{compiled.called(first)}: {said}", 4, "  ")
        else:
            lines += wrapped(_amounts(first, grouped, finding), 24, f"  {compiled.called(first)} ")
    return lines


def _grouped(finding: ModelFinding, most: int | None) -> dict[str, list[str]]:
    """Return what each figure is for each actor or issue, by the first part of its name."""
    grouped: dict[str, list[str]] = {}
    for name, amount in finding.analysis.figures.items():
        first, _, key = name.partition(".")
        is_told = most is None or name.count(".") < _SERIES
        if is_told and first not in finding.compiled.CONCEPTS:
            said = value_words(amount, unit_of(first, finding.compiled), finding.compiled)
            grouped.setdefault(first, []).append(f"{key_words(key, finding.compiled)} {said}".strip())
    return grouped


def _amounts(first: str, grouped: Mapping[str, Sequence[str]], finding: ModelFinding) -> str:
    unit = short_unit(unit_of(first, finding.compiled), finding.compiled)
    is_none = all(said.split()[-1] == "none" for said in grouped[first])
    return f"{', '.join(grouped[first])} {'' if is_none else unit}".strip()


def condition_lines(finding: ModelFinding, most: int | None) -> list[str]:
    """Return the inequalities behind the answer, each with the amount by which it is true, both sides taken apart and
    what would turn it."""
    if not finding.conditions:
        return []
    units = {amount_unit(condition.unit, finding.compiled) for condition in finding.conditions}
    shared = units.pop() if len(units) == 1 else ""
    head = f"WHY     each line is true by the amount beside it{f', in {_SHARED.get(shared, shared)}' if shared else ''}"
    return [head, *(line for each in finding.conditions for line in _condition(each, (finding, most), bool(shared)))]


def _condition(condition: Condition, of: tuple[ModelFinding, int | None], is_shared: bool) -> list[str]:
    """Return one inequality; its unit behind the amount unless it stands in the head."""
    (finding, most), names = of, Names(of[0].scenario)
    who = f"{names.actor(condition.actor)}: " if condition.actor else ""
    binds = " (it binds: both are equal)" if condition.binds else ""
    amount = f"by {value_words(abs(condition.slack), condition.unit, finding.compiled)}"
    amount += "" if is_shared else f" {amount_unit(condition.unit, finding.compiled)}".rstrip()
    lines = with_amount(f"{who}{condition.says}{binds}", amount, 4, "  ")
    if most is not None and most <= _LEAST:
        return lines + (wrapped(turning_words(condition, finding), 6) if most else [])
    for side, sign in zip(condition.sides, (1, -1), strict=True):
        lines += _side(side, sign, (condition, finding), most)
    return lines + wrapped(turning_words(condition, finding), 6)


def turning_words(condition: Condition, finding: ModelFinding) -> str:
    """Say which single number turns an inequality at the nearest, or that none does."""
    near = next(iter(condition.flips), None)
    if near is None:
        return "no single number that was looked at turns it"
    return f"turns with {number_words(near.path, finding.scenario)} {flip_words(near, finding.scenario)}"


def _side(side: ConditionSide, sign: int, of: tuple[Condition, ModelFinding], most: int | None) -> list[str]:
    """Return a side's value and its largest terms."""
    condition, finding = of

    def amount(value: float) -> str:
        return value_words(value, condition.unit, finding.compiled, signed=True)

    shown = side.terms[:most]
    terms = [f"{amount(t.amount)} {number_words(t.path, finding.scenario)}" for t in shown]
    if len(side.terms) == 1:
        terms = [number_words(side.terms[0].path, finding.scenario)]
    more = [counted(len(side.terms) - len(shown), "smaller term")] if len(shown) < len(side.terms) else []
    made = f" ({', '.join([*terms, *more])})" if terms else ""
    return with_amount(f"{'less ' if sign < 0 else ''}{side.says}{made}", amount(sign * side.value), 8, "      ")


def _change_lines(finding: ModelFinding, most: int | None) -> list[str]:
    """Return the nearest single numbers that change the answer, and how assumption sets answer."""
    if not finding.compiled.reads:
        said = "the game reads orders of preference and no number; what another order would change: WANTED, above"
        return ["WHAT WOULD CHANGE IT", *wrapped(said, 2)]
    return change_lines(finding, most)


def other_words(finding: ModelFinding) -> str:
    """Say in a line what follows in a game of another model on the same facts."""
    analysis = finding.analysis
    return f"{finding.compiled.called(analysis.regime)}: {analysis.answer.headline}"
