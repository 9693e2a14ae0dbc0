"""The memo on a game of any model but `moves`: the model, its answer and figures, and the inequalities behind them."""

import inspect
from collections.abc import Iterator, Sequence
from importlib import import_module
from math import isfinite

from negosim.explain import TermShare
from negosim.explain.conditions import Condition, ConditionSide
from negosim.explain.number_names import number_words
from negosim.models import CompiledModel, ModelSolution
from negosim.models.graph_model import CompiledConflict
from negosim.report.assumptions import table_row
from negosim.report.cases import own_what_ifs
from negosim.report.conflict_page import reason_lines
from negosim.report.conflict_words import ConflictWords
from negosim.report.model_finding import ModelFinding, find_model
from negosim.report.model_page import (
    answer_word,
    solution_lines,
    solution_words,
    turning_words,
)
from negosim.report.model_words import (
    amount_unit,
    figure_words,
    is_in_points,
    unit_of,
    unit_words,
    value_words,
)
from negosim.report.show import status_words
from negosim.report.words import firmness_sentence, firmness_word
from negosim.scenario.names import Names, capitalised, spaced

_POINTS = (
    "Points: 100 are everything that this actor wants on every issue; a deal, costs and levers count on top. Points of "
    "two actors are never compared, unless a line says so."
)
_SERIES = 2
"""A figure with so many dots in its name is one of a series, and is left to the picture."""


def model_parts(finding: ModelFinding) -> list[str]:
    """Return the parts of a memo that only such a game has, each with its heading."""
    analysis, compiled = finding.analysis, finding.compiled
    regime = analysis.regime
    firm = f"How firm: {firmness_word(finding).lower()}, {firmness_sentence(finding)}."
    said = (
        f"Under these assumptions the answer is: **{answer_word(finding)}**. {capitalised(analysis.answer.headline)}."
    )
    means = f"In words: {compiled.means(compiled.REGIMES[regime])}."
    return [
        "## Finding",
        " ".join([said, means, f"{capitalised(analysis.answer.why_complete)}.", firm, *analysis.answer.notes]),
        *_solutions(finding),
        "## The model",
        _definition(compiled),
        "## Figures",
        _figures(finding),
        "## Why",
        *_why(finding),
    ]


def model_leaves_out(finding: ModelFinding) -> list[str]:
    """Return what a model of the literature cannot know."""
    asks = finding.compiled.means(finding.compiled.SAYS)
    return [
        f"It asks one question: {asks}. What else the scenario says has no part in the answer.",
        "The actors choose what is best for them within the model, and know its numbers unless a belief stands in it.",
        *finding.analysis.answer.notes,
    ]


def what_if_table(finding: ModelFinding) -> list[str]:
    """Return a row for each of the scenario's own what-ifs that bear on the game: its answer, and whether that is
    another one."""
    changed = own_what_ifs(finding.scenario, finding.game)
    if not changed:
        return []
    rows = ["| what if | answer | in its sentence |", "| --- | --- | --- |"]
    for key, scenario in changed.items():
        case = find_model(type(finding.compiled)(scenario, finding.game))
        mark = "" if case.analysis.regime == finding.analysis.regime else " (changed)"
        asked = finding.scenario.facts.what_ifs[key].says or Names(finding.scenario).what_if(key)
        rows.append(table_row([asked, f"{answer_word(case)}{mark}", case.analysis.answer.headline]))
    return ["The scenario's own what-ifs:", "\n".join(rows)]


def _definition(compiled: CompiledModel) -> str:
    """Return what the model asks, where it comes from, and its definition as the code gives it."""
    text = inspect.getdoc(import_module(f"negosim.models.{compiled.MODEL}")) or ""
    quoted = "\n".join(f"> {line}".rstrip() for line in text.splitlines()[2:])
    kind = spaced(compiled.REPRESENTATION)
    head = f"`{compiled.MODEL}`: {compiled.means(compiled.SAYS)}. Type of game: {kind}. Source: "
    return "\n\n".join(part for part in (f"{head}{compiled.SOURCE}. Its definition and its formulas:", quoted) if part)


def _solutions(finding: ModelFinding) -> Iterator[str]:
    """Yield the agreements as a table, a conflict's states as text, other solutions a line each."""
    solutions = finding.analysis.answer.solutions
    deals = [each for each in solutions if each.agreement is not None]
    if isinstance(finding.compiled, CompiledConflict):
        yield "```text\n" + "\n".join(solution_lines(finding)) + "\n```"
        return
    if deals:
        yield _agreements(finding, deals)
    others = [solution_words(each, finding) for each in solutions if each.agreement is None]
    if others:
        yield "\n".join(f"- {said}" for said in others)


def _agreements(finding: ModelFinding, deals: Sequence[ModelSolution]) -> str:
    names = Names(finding.scenario)
    issues, actors = list(deals[0].agreement or {}), list(deals[0].payoffs)
    head = ["agreement", *map(names.issue, issues), *(f"worth to {names.short(actor)} (points)" for actor in actors)]
    rows = [table_row(head), table_row(["---"] * len(head))]
    for each in deals:
        settled = [f"{(each.agreement or {})[issue]:.3f}" for issue in issues]
        rows.append(table_row([spaced(each.concept), *settled, *(f"{100 * each.payoffs[a]:.1f}" for a in actors)]))
    ends = [f"{capitalised(names.issue(key))}: {_ends(key, finding)}" for key in issues]
    return "\n".join(rows) + f"\n\nIssues from 0 to 1. {'. '.join(ends)}. Worth is in points, each on its own scale."


def _ends(issue: str, finding: ModelFinding) -> str:
    known = finding.scenario.facts.issues[issue]
    return f"0 is {known.at_0}, 1 is {known.at_1}"


def _figures(finding: ModelFinding) -> str:
    """Return a row for each figure but those of a series and the agreements, which stand in a table of their own."""
    compiled = finding.compiled
    rows = ["| figure | value | unit | what it means |", "| --- | --- | --- | --- |"]
    for name, amount in finding.analysis.figures.items():
        first, unit = name.partition(".")[0], unit_of(name, compiled)
        if name.count(".") < _SERIES and first not in compiled.CONCEPTS:
            said = value_words(amount, unit, compiled) if isfinite(amount) else "none"
            means = compiled.means(compiled.FIGURES[first].means)
            rows.append(table_row([figure_words(name, compiled), said, unit_words(unit, compiled), means]))
    return "\n".join(rows)


def _why(finding: ModelFinding) -> list[str]:
    """Return the inequalities behind the answer, with the terms of both sides and what turns each."""
    conditions, compiled = finding.conditions, finding.compiled
    if isinstance(compiled, CompiledConflict) and not conditions:
        words = ConflictWords(compiled.conflict, Names(finding.scenario))
        return ["The game reads orders of preference alone.", "```text\n" + "\n".join(reason_lines(words)) + "\n```"]
    parts = [_POINTS] if any(is_in_points(each.unit, finding.compiled) for each in conditions) else []
    return [*parts, *(_condition(each, finding) for each in conditions)]


def _condition(condition: Condition, finding: ModelFinding) -> str:
    who = f"{Names(finding.scenario).actor(condition.actor)}: " if condition.actor else ""
    unit = amount_unit(condition.unit, finding.compiled)
    amount = value_words(abs(condition.slack), condition.unit, finding.compiled)
    binds = "; it binds: both sides are equal" if condition.binds else ""
    lines = [f"**{who}{condition.says}.** True by {f'{amount} {unit}'.strip()}{binds}.", ""]
    for label, side in zip(("One side", "Less the other"), condition.sides, strict=True):
        value = value_words(side.value, condition.unit, finding.compiled)
        lines.append(f"- {label}, {side.says}: {f'{value} {unit}'.strip()}{_made_of(side)}")
        lines += [f"  - {_term(term, condition.unit, finding)}" for term in side.terms]
    return "\n".join([*lines, "", f"{capitalised(turning_words(condition, finding))}."])


def _made_of(side: ConditionSide) -> str:
    return ", the sum of" if len(side.terms) > 1 else ", from" if side.terms else ""


def _term(term: TermShare, unit: str, finding: ModelFinding) -> str:
    scenario = finding.scenario
    amount = value_words(term.amount, unit, finding.compiled, signed=True)
    return f"{amount} {number_words(term.path, scenario)} (`{term.path}`; {status_words(scenario.numbers[term.path])})"
