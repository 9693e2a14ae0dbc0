"""Cases set beside the base: a scenario's own what-ifs, what was expected of them, and the table that compares them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from negosim.campaign.figures import compile_any
from negosim.explain.chain import Link, chain
from negosim.explain.number_names import number_words
from negosim.explain.words import amount_words, points, scale_of, term_words
from negosim.report.finding import Finding
from negosim.report.layout import ends, first_that_fits, wrapped
from negosim.report.words import FOOT, counted, outcome_words, rescaled_words
from negosim.scenario import START, Scenario
from negosim.scenario.names import Names, heading
from negosim.scenario.numbers import month_name
from negosim.whatif.compare import Case, Expectation
from negosim.whatif.model_compare import ModelCase

MOST_ASKED = 2
"""Of more changed numbers than these the question names none, and flips are not told."""
_VERDICTS = {"met": "it is", "not met": "it is NOT", "null": "no effect"}


AnyCase = Case | ModelCase
_C = TypeVar("_C", bound=AnyCase)


@dataclass(frozen=True)
class Compared(Generic[_C]):
    """A changed case, the question that it answers, and what came of what was expected."""

    case: _C
    says: str = ""
    expected: tuple[Expectation, ...] = ()


@dataclass(frozen=True)
class _Detail:
    """How much the table of several cases says of each."""

    with_questions: bool
    with_reasons: bool


_DETAILS = (_Detail(True, True), _Detail(False, True), _Detail(True, False), _Detail(False, False))


def what_ifs_of(scenario: Scenario, game: str) -> tuple[str, ...]:
    """Return the names of the scenario's own what-ifs that change a number which the game reads."""
    reads = compile_any(scenario, game).reads
    cases = scenario.facts.what_ifs.items()
    return tuple(name for name, case in cases if {scenario.numbers[p].path for p in case.set} & reads)


def own_what_ifs(scenario: Scenario, game: str) -> dict[str, Scenario]:
    """Return the scenario under each of its own what-ifs that bears on the game."""
    return {name: scenario.what_if(scenario.facts.what_ifs[name].set) for name in what_ifs_of(scenario, game)}


def question(base: Scenario, after: AnyCase) -> str:
    """Say what was changed as a question: `What if the stake of ... were 0.05, not 0.1?`"""
    changed = after.scenario.changed
    title = after.scenario.facts.title
    if title != base.facts.title:
        return f"What if the facts were read as in '{title}' ({after.name}, {counted(len(changed), 'changed number')})?"
    if len(changed) > MOST_ASKED:
        return f"What if {len(changed)} numbers were other ones ({after.name})?"
    parts = []
    for path, value in changed:
        holder = base if path in base.numbers else after.scenario
        name = _with_article(path, number_words(path, holder))
        if value == "null":
            parts.append(f"{name} were left out")
        elif path in base.numbers:
            now = amount_words(path, base.numbers[path].value, base)
            said = month_name(after.scenario.numbers[path].value) if path == START else value
            parts.append(f"{name} were {said}, not {now}")
        else:
            parts.append(f"{name} were {value}")
    rescaled = "".join(f" ({words}.)" for words in rescaled_words(after.scenario))
    return f"What if {' and '.join(parts)}?{rescaled}"


def _with_article(path: str, name: str) -> str:
    has_noun = path.split(".")[0] in ("levers", "issues") or ".payoffs." in path or ".effort_cost." in path
    return f"the {name}" if has_noun and not name.startswith(("the ", "a ", "an ", "what ", "share ")) else name


def links_of(before: Case, after: Case) -> tuple[Link, ...] | None:
    """Return the chain of reasons from one case to another; None where they do not have the same moves."""
    try:
        return chain(before, after)
    except ValueError:
        return None


def many_cases_page(base: Finding, before: Case, cases: list[Compared[Case]], target: str) -> list[str]:
    """Return the table of several cases: what each leads to, and whether it did what was expected."""
    return first_that_fits(_table(base, before, cases, target, detail) for detail in _DETAILS)


def _table(base: Finding, before: Case, cases: list[Compared[Case]], target: str, detail: _Detail) -> list[str]:
    scenario = base.scenario
    lines = ends(scenario.facts.title, f"game: {base.game}")
    lines += wrapped(f"{outcome_words(before.answer, scenario)} ({_said(_done(before))})", 6, "base: ")
    lines.append("")
    for compared in cases:
        lines += _case(base, before, compared, detail)
    lines += ["", *margin_words([expectation for compared in cases for expectation in compared.expected])]
    lines += [] if detail.with_questions else wrapped(f"Their questions: negosim show {target}")
    lines.append(f"One in full: negosim compare {target} --with NAME")
    return [*lines, FOOT]


def margin_words(expected: Sequence[Expectation]) -> list[str]:
    """Say what the two amounts of an expectation are, where one has them."""
    if not any(expectation.before is not None for expectation in expected):
        return []
    return [
        "more likely: it beats its actor's best other option by more than before",
        "the numbers: by how much it does so, before -> after",
    ]


def _case(base: Finding, before: Case, compared: Compared[Case], detail: _Detail) -> list[str]:
    """Return what one case leads to, what is done differently in it, and what came of what was expected."""
    case, usual = compared.case, _done(before)
    other = {actor: said for actor, said in _done(case).items() if said != usual.get(actor)}
    mark = "" if case.answer == before.answer else " <- changed"
    outcome = f"{heading(outcome_words(case.answer, case.scenario))}{mark}{f' ({_said(other)})' if other else ''}"
    lines = wrapped(outcome, 26, f"  {case.name} ")
    if detail.with_questions and compared.says:
        lines += wrapped(compared.says, 4)
    if detail.with_reasons:
        lines += _reason_lines(base, before, case)
    for expectation in compared.expected:
        lines += expectation_lines(expectation, base, 4)
    return lines


def _reason_lines(base: Finding, before: Case, case: Case) -> list[str]:
    """Say whose comparison of its choice with its best alternative changed, and which term moved most in it."""
    names, scale = Names(base.scenario), scale_of(base.scenario, base.game)
    said = []
    for link in links_of(before, case) or ():
        if link.moved:
            term, more = link.moved[0], len(link.moved) - 1
            option = names.option(base.game, link.actor, link.chosen)
            margin = _moves(link.before, link.after, scale)
            what = f"{term_words(term.share, case.scenario)}, {_moves(term.before, term.after, scale)}"
            rest = f", and {counted(more, 'smaller change')}" if more else ""
            said.append(f"{names.short(link.actor)}'s reason for '{option}': {margin} ({what}{rest})")
    return [line for text in dict.fromkeys(said) for line in wrapped(text, 4)]


def _moves(before: float, after: float, scale: float) -> str:
    return f"{points(before, True, scale)} -> {points(after, True, scale)}"


def _done(case: Case) -> dict[str, list[str]]:
    """Return what each actor does where its likeliest choices lead."""
    names = Names(case.scenario)
    found: dict[str, list[str]] = {}
    for (actor, _), option in case.choices.items():
        said = names.option(case.game, actor, option)
        if said not in found.setdefault(names.short(actor), []):
            found[names.short(actor)].append(said)
    return found


def _said(done: dict[str, list[str]]) -> str:
    return ", ".join(f"{actor} {' or '.join(options)}" for actor, options in done.items())


def expectation_lines(expectation: Expectation, base: Finding, indent: int) -> list[str]:
    """Say what was expected, and what came of it with its margin."""
    names, verdict = Names(base.scenario), _VERDICTS[expectation.verdict]
    _, *rest = expectation.figure.split(".")
    if rest == ["outcome"]:
        return wrapped(f"expected {names.outcome(expectation.word)}; {verdict}", indent)
    actor, option = rest
    word = expectation.word.replace("same", "unchanged").replace("_", " ")
    what = f"expected {word}; {verdict}: {names.short(actor)} {names.option(base.game, actor, option)}"
    if expectation.before is None or expectation.after is None:
        return wrapped(f"{what} (a move that is not reached on both sides)", indent)
    before, after = (
        points(m, True, scale_of(base.scenario, base.game)) for m in (expectation.before, expectation.after)
    )
    return wrapped(f"{what}, {before} -> {after}", indent)
