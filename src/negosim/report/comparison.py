"""The page of `negosim compare`: before and after, whose reason changed, and what was expected."""

from typing import Any

from negosim.explain.chain import Link, chain
from negosim.explain.words import flip_words, number_words, points, scale_of, search_words, term_words
from negosim.report.finding import Finding
from negosim.report.layout import ends, row, wrapped
from negosim.report.page import NOT_SEARCHED, outcome_words
from negosim.report.records import head
from negosim.scenario.names import Names, capitalised
from negosim.solve import Equilibrium
from negosim.whatif.compare import Case, Expectation

_VERDICTS = {"met": "as expected", "not met": "NOT AS EXPECTED", "null": "no effect"}


def answer_of(case: Case) -> str:
    """Return the answer of a case, by the keys of its outcomes."""
    return case.answer


def one_case_page(base: Finding, before: Case, after: Case, expected: tuple[Expectation, ...], says: str) -> list[str]:
    """Return the page of one changed case beside the base."""
    scenario, names = base.scenario, Names(base.scenario)
    lines = [*wrapped(says), f"{f'game: {base.game}':>80}", row(["", "base", "changed"], [16, 28, 34])]
    for key, option in before.choices.items():
        now = after.choices.get(key) or next(
            (o for (actor, _), o in after.choices.items() if actor == key[0]), "makes no move"
        )
        said = [names.option(base.game, key[0], o) for o in (option, now)]
        lines.append(
            row([f"  {names.short(key[0])}", *said], [16, 28, 24]) + ("   <- changed" if option != now else "")
        )
    outcomes = [outcome_words(answer_of(case), scenario) for case in (before, after)]
    lines.append(row(["  Outcome", *outcomes], [16, 28, 24]) + ("   <- changed" if outcomes[0] != outcomes[1] else ""))
    changed = before.choices != after.choices or outcomes[0] != outcomes[1]
    lines += ["", *(_chain_lines(base, chain(before, after)) if changed else _nothing_changes(base, before, after))]
    lines += _where_it_flips(base, after)
    for expectation in expected:
        lines += wrapped(expectation_words(expectation, base), 2)
    return [*lines, "", "Not a forecast and no advice: only what follows from these assumptions."]


def _chain_lines(base: Finding, links: tuple[Link, ...]) -> list[str]:
    names, scale = Names(base.scenario), scale_of(base.scenario, base.game)
    lines = ["THE CHAIN"]
    for number, link in enumerate(links, start=1):
        options = [names.option(base.game, link.actor, option) for option in (link.chosen, link.other)]
        verb = "now worse by" if link.has_flipped else "still better by"
        if abs(link.after - link.before) < 1e-9 and not link.has_flipped:
            text = f"unchanged, better than '{options[1]}' by {points(link.after, scale=scale)}"
        else:
            text = f"was better than '{options[1]}' by {points(link.before, scale=scale)}, {verb} {points(abs(link.after), scale=scale)}"
        at = "" if link.at == "start" else f" after {link.at}"
        lines += wrapped(f"{names.actor(link.actor)}{at}: '{options[0]}' {text}.", 4, f"  {number}")
        for term in link.moved[:3]:
            what = term_words(term.share, base.scenario)
            lines += wrapped(f"{what}: {points(term.before, True, scale)} -> {points(term.after, True, scale)}", 6)
        if len(link.moved) > 3:
            lines.append(f"      and {len(link.moved) - 3} smaller terms")
    return lines


def _nothing_changes(base: Finding, before: Case, after: Case) -> list[str]:
    names, scale = Names(base.scenario), scale_of(base.scenario, base.game)
    lines = ["Nothing changes."]
    for link in chain(before, after):
        option = names.option(base.game, link.actor, link.chosen)
        lines += wrapped(
            f"{names.actor(link.actor)}: '{option}' stays better, by {points(link.before, scale=scale)} before and "
            f"{points(link.after, scale=scale)} after.",
            2,
        )
    return lines


def _where_it_flips(base: Finding, after: Case) -> list[str]:
    """Say for each changed number where the outcome flips, or that no value flips it."""
    lines = []
    for path, value in after.scenario.changed:
        known = base.scenario.numbers[path].path if path in base.scenario.numbers else path
        flip = next((flip for flip in base.outcome_flips if flip.path == known), None)
        name = capitalised(number_words(path, base.scenario))
        if flip is None:
            lines += wrapped(f"{name}: {_no_flip(path, base)}.", 2)
        else:
            becomes = outcome_words(flip.to, base.scenario)
            lines += wrapped(
                f"{name}: set to {value}; the answer flips {flip_words(flip, base.scenario)}, to {becomes}.", 2
            )
    return lines


def _no_flip(path: str, base: Finding) -> str:
    if not base.is_searched:
        return NOT_SEARCHED
    return f"no value {search_words(path, base.scenario)}, changes the answer by itself"


def many_cases_page(base: Finding, before: Case, cases: list[tuple[Case, str, tuple[Expectation, ...]]]) -> list[str]:
    """Return the table of several cases: what each leads to, and whether it did what was expected."""
    scenario = base.scenario
    shown = outcome_words(answer_of(before), scenario)
    lines = [
        *ends(scenario.facts.title, f"game: {base.game}"),
        f"base: {shown}; {', '.join(_done(before, scenario))}",
        "",
    ]
    for case, says, expected in cases:
        outcome = outcome_words(answer_of(case), scenario)
        mark = "   <- changed" if outcome != shown else ""
        lines += [*wrapped(says or case.name, 2, f"{case.name}: " if says else ""), f"    {outcome}{mark}"]
        if case.choices != before.choices:
            lines += wrapped(", ".join(_done(case, scenario)), 4)
        for expectation in expected:
            lines += wrapped(expectation_words(expectation, base), 4)
    return [*lines, "", "Not a forecast and no advice: only what follows from these assumptions."]


def _done(case: Case, scenario: Any) -> list[str]:
    names = Names(scenario)
    return [
        f"{names.short(actor)} {names.option(case.game, actor, option)}" for (actor, _), option in case.choices.items()
    ]


def expectation_words(expectation: Expectation, base: Finding) -> str:
    """Say what was expected, and what came of it with its margin."""
    scale = scale_of(base.scenario, base.game)
    verdict = _VERDICTS[expectation.verdict]
    said = f"expected {expectation.figure}: {expectation.word.replace('_', ' ')}: {verdict}"
    if expectation.before is None or expectation.after is None:
        return said + ("; the move is not reached in both cases" if expectation.verdict == "null" else "")
    before, after = (points(m, True, scale) for m in (expectation.before, expectation.after))
    return f"{said} (margin {before} -> {after})"


def comparison_record(
    base: Finding, before: Case, cases: list[tuple[Case, str, tuple[Expectation, ...]]], target: str
) -> dict[str, Any]:
    """Return the object of `compare --json`: a row for the base and each case."""
    rows = [_row(before, ())]
    for case, _, expected in cases:
        links = [link_record(link) for link in chain(before, case)]
        rows.append({**_row(case, expected), "chain": links})
    return {**head(base.scenario, target), "game": base.game, "rows": rows}


def _row(case: Case, expected: tuple[Expectation, ...]) -> dict[str, Any]:
    found: Equilibrium | None = case.equilibrium
    return {
        "case": case.name,
        "changed": dict(case.scenario.changed),
        "outcome": answer_of(case),
        "choices": [{"actor": actor, "at": at, "option": option} for (actor, at), option in case.choices.items()],
        "payoffs": dict(zip(case.result.game.players, map(float, found.payoffs), strict=True)) if found else None,
        "complete": str(case.result.complete),
        "expectations": [
            {"figure": e.figure, "expected": e.word, "verdict": e.verdict, "before": e.before, "after": e.after}
            for e in expected
        ],
    }


def link_record(link: Link) -> dict[str, Any]:
    """Return one link of a chain."""
    return {
        "actor": link.actor,
        "at": link.at,
        "chosen_before": link.chosen,
        "compared_with": link.other,
        "chosen_after": link.now,
        "difference_before": link.before,
        "difference_after": link.after,
        "terms_moved": [{"path": t.share.path, "before": t.before, "after": t.after} for t in link.moved],
    }
