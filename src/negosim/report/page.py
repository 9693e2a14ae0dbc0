"""The page of `negosim solve`: the answer, how firm it is, why it holds, what would change it. At most 50 lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from negosim.explain.words import choosing_sentence
from negosim.games import ExtensiveFormGame
from negosim.report.change import change_lines
from negosim.report.finding import AnyFinding, Finding
from negosim.report.layout import WIDTH, command_lines, ends, first_that_fits, row, shortened, wrapped
from negosim.report.model_finding import ModelFinding
from negosim.report.model_page import model_lines, other_words
from negosim.report.moves import chance_words, played, seen_words, type_words
from negosim.report.solutions import distinct, result_lines
from negosim.report.why import why_lines
from negosim.report.words import (
    FOOT,
    answer_of,
    counted,
    firmness_sentence,
    firmness_word,
    kind_words,
    note_words,
    numbers_sentence,
    others_words,
    profile_words,
    record_sentence,
    rescaled_words,
    solutions_words,
)
from negosim.scenario.names import Names, spaced
from negosim.solve import Complete, Result, Solution, Survivors

_INDENT = 8
_MOST_OTHERS = 3


def solve_page(
    findings: Sequence[AnyFinding], target: str, full: bool = False, unsolved: Mapping[str, str] | None = None
) -> list[str]:
    """Return the lines of the page: the first game, a line on each other one, and why the `unsolved` have no answer."""
    sizes = [Most()] if full else [Most(*sizes) for sizes in _SIZES]
    return first_that_fits(_page(findings, target, most, unsolved or {}) for most in sizes)


@dataclass(frozen=True)
class Most:
    """How many terms of each reason, flips, and moves a page shows at most; all of them where it is None."""

    terms: int | None = None
    flips: int | None = None
    moves: int | None = None


_SIZES = [(3, 4, 6), (3, 3, 6), (2, 3, 6), (2, 2, 6), (1, 2, 6), (1, 1, 6), (1, 1, 3), (1, 1, 2), (1, 1, 1), (0, 1, 1)]
"""What is left out first, until a page fits."""


def _page(findings: Sequence[AnyFinding], target: str, most: Most, unsolved: Mapping[str, str]) -> list[str]:
    first, *others = findings
    full = most.terms is None
    body = model_lines(first, most.terms, most.flips) if isinstance(first, ModelFinding) else _body(first, most)
    lines = [*_head(first), *_instead(first, unsolved), *body]
    if others or unsolved:
        lines += ["", "OTHER GAMES ON THE SAME FACTS"]
        told = others if full else others[:_MOST_OTHERS]
        lines += [line for other in told for line in _other_lines(other, full)]
        if len(told) < len(others):
            lines += wrapped(
                f"--game, or --full: {', '.join(other.game for other in others[len(told) :])}", 18, "  more "
            )
        for why in dict.fromkeys(unsolved.values()):
            keys = ", ".join(key for key, reason in unsolved.items() if reason == why)
            lines += wrapped(f"no answer: {why}", 18, f"  {keys} ")
    return [*lines, "", *_closing(first, target)]


def _body(finding: Finding, most: Most) -> list[str]:
    """Return the answer, why it holds and what would change it."""
    lines = _answer(finding, full=most.terms is None)
    if not finding.result.equilibria:
        return lines
    record = record_sentence(finding)
    return [
        *lines,
        *(wrapped(record, _INDENT, "RECORD") if record else []),
        "",
        *_choices(finding, most.moves),
        "",
        *why_lines(finding, most.terms, most.moves),
        "",
        *change_lines(finding, most.flips),
    ]


def _head(finding: AnyFinding) -> list[str]:
    scenario, rules = finding.scenario, finding.compiled.rules
    changed = "; ".join([*(f"{path} = {value}" for path, value in scenario.changed), *rescaled_words(scenario)])
    count = len(scenario.facts.games)
    position = list(scenario.facts.games).index(finding.game) + 1
    about = " ".join((rules.about or scenario.facts.about or rules.name).split())
    return [
        *ends(scenario.facts.title, "CHANGED NUMBERS" if changed else "numbers as in the scenario, none changed"),
        *(wrapped(f"changed: {changed}") if changed else []),
        *_about(about, f"game: {finding.game} ({position} of {count})"),
        "",
    ]


def _instead(finding: AnyFinding, unsolved: Mapping[str, str]) -> list[str]:
    """Say that the page is of another game where the scenario's first one has no answer."""
    first = finding.scenario.headline
    if first not in unsolved:
        return []
    return wrapped(f"`{first}` has no answer here (why: below); this is `{finding.game}`.", _INDENT, "NOTE")


def _about(about: str, game: str) -> list[str]:
    """Return what the game is about, its name at the right end of the last line or below."""
    *above, last = wrapped(about)
    return [*above, *ends(last, game)]


def _answer(finding: Finding, full: bool) -> list[str]:
    result = finding.result
    why = wrapped(f"{result.why_complete}.", _INDENT) if full else []
    if not result.solutions:
        term, plain = kind_words(result)
        none = "none" if result.complete is Complete.ALL else "none found"
        return wrapped(f"{none}: no {term}, where {plain} ({result.why_complete})", _INDENT, "ANSWER")
    if isinstance(result.solutions[0], Survivors):
        return _survivors(finding, result.solutions[0])
    if not result.equilibria:
        said = wrapped(_found_words(result), _INDENT, "ANSWER")
        return [*said, *result_lines(result, Names(finding.scenario), _INDENT), *why]
    firm = wrapped(f"{firmness_word(finding)}: {firmness_sentence(finding)}", _INDENT)
    if len(result.equilibria) > 1:
        return [*_several(finding), *why, *firm]
    notes = [note_words(note, Names(finding.scenario)) for note in result.equilibria[0].notes]
    lines = wrapped(f"{answer_of(finding, 0)}, {solutions_words(result)}", _INDENT, "ANSWER")
    return [*lines, *(line for note in notes for line in wrapped(note, _INDENT)), *why, *firm]


def _found_words(result: Result) -> str:
    """Say how many different solutions there are, and by how many objectives these were found."""
    found = distinct(result)
    said, count = solutions_words(found), len(found.solutions)
    if count == len(result.solutions):
        return said
    which = "it is" if count == 1 else "they are"
    return f"{said}; {which} best by the {len(result.solutions)} objectives named below"


def _several(finding: Finding) -> list[str]:
    result = finding.result
    lines = wrapped(solutions_words(result), _INDENT, "ANSWER")
    for k, equilibrium in enumerate(result.equilibria):
        said = f"{answer_of(finding, k)}: {profile_words(finding, k)}"
        lines += wrapped(said, _INDENT + 3, f"{' ' * _INDENT}{k + 1}")
        notes = [note_words(note, Names(finding.scenario)) for note in equilibrium.notes]
        lines += [line for note in notes for line in wrapped(f"({note})", _INDENT + 3)]
    return [*lines, *wrapped(choosing_sentence(result), _INDENT)]


def _survivors(finding: Finding, left: Survivors) -> list[str]:
    names, game = Names(finding.scenario), finding.result.game
    plain = kind_words(finding.result)[1]
    said = f"what is left when {plain}, round by round ({spaced(finding.result.concept.name)})"
    lines = [*wrapped(said, _INDENT, "ANSWER"), ""]
    assert not isinstance(game, ExtensiveFormGame)  # survivors are of a normal form
    for player, actions, kept in zip(game.players, game.actions, left.actions, strict=True):
        options = [names.option(finding.game, player, actions[a]) for a in kept]
        lines += row([f"  {names.actor(player)}", " or ".join(options)], [28, 51])
    lines.append("")
    for k, gone in enumerate(left.rounds):
        lines += wrapped(f"round {k + 1} strikes out: {_gone(gone, finding)}", 2)
    return [*lines, *(line for note in finding.result.notes for line in wrapped(note, 2))]


def _gone(gone: str, finding: Finding) -> str:
    """Return what a round removed with names in place of keys."""
    names, parts = Names(finding.scenario), []
    for part in gone.split("; "):
        actor, _, option = part.partition(": ")
        parts.append(f"{names.short(actor)} {names.option(finding.game, actor, option)}")
    return ", ".join(parts)


def _choices(finding: Finding, most: int | None) -> list[str]:
    """Return what each actor does at the moves that are reached, likeliest options with their chances."""
    if len(finding.result.equilibria) > 1:
        return wrapped("The reasons below are those of equilibrium 1.", 2)
    names, lines = Names(finding.scenario), []
    game = finding.result.game
    moves = played(game, finding.result.equilibria[0])
    shown = moves[:most]
    for move in shown:
        types = f" ({type_words(move.types)})" if move.types else ""
        is_one_of = sum(1 for other in moves if other.actor == move.actor) > 1
        seen = seen_words(game, names, move.actor, move.at) if is_one_of else ""
        does = names.option(finding.game, move.actor, move.does)
        said = f"{does}{chance_words(move.chance)}{f', if {seen}' if seen else ''}"
        lines += row([f"  {names.actor(move.actor)}{types}", said], [28, 51])
    if len(shown) < len(moves):
        lines.append(f"  {counted(len(moves) - len(shown), 'more move')}: --full")
    return lines


def _other_lines(finding: AnyFinding, full: bool) -> list[str]:
    """Return what follows in another game on the same facts; of one without moves, one line unless the page is full."""
    if isinstance(finding, ModelFinding) and full:
        return wrapped(other_words(finding), 18, f"  {finding.game} ")
    if isinstance(finding, ModelFinding):
        return [shortened(f"  {finding.game} ".ljust(18) + other_words(finding), WIDTH)]
    return wrapped(_other(finding), 18, f"  {finding.game} ")


def _other(finding: Finding) -> str:
    """Say what follows in another game on the same facts."""
    result = finding.result
    if not result.solutions:
        return f"none: {result.why_complete}"
    if not result.equilibria:
        count = len(distinct(result).solutions)
        return _left(finding, result.solutions[0]) or f"{count} found ({kind_words(result)[0]})"
    if len(result.equilibria) == 1:
        return f"{answer_of(finding, 0)}, {others_words(result)}"
    outcomes = list(dict.fromkeys(answer_of(finding, k) for k in range(len(result.equilibria))))
    more = "" if others_words(result) == "there are no others" else " (perhaps more)"
    return f"{len(result.equilibria)} equilibria: {'; '.join(outcomes)}{more}"


def _left(finding: Finding, left: Solution) -> str:
    """Say what elimination leaves; nothing of other solutions."""
    game = finding.result.game
    if not isinstance(left, Survivors) or isinstance(game, ExtensiveFormGame):
        return ""
    names, rows = Names(finding.scenario), zip(game.players, game.actions, left.actions, strict=True)
    parts = [
        f"{names.short(player)} {' or '.join(names.option(finding.game, player, actions[k]) for k in kept)}"
        for player, actions, kept in rows
    ]
    return f"what is left: {'; '.join(parts)}"


def _closing(finding: AnyFinding, target: str) -> list[str]:
    """Return the lines that end the page: what the numbers are, what this is not, and what to do next."""
    if isinstance(finding, ModelFinding):
        steps = [f"negosim tipping {target}"] if finding.compiled.reads else []
        steps.append(f"negosim plot {target}")
    else:
        steps = [f"negosim compare {target}"] if finding.scenario.facts.what_ifs else []
        steps.append(f"negosim report {target} -o memo.md")
    nexts = ["; ".join(steps)] if len("; ".join(steps)) <= WIDTH - 6 else steps
    lines = [line for step in nexts for line in command_lines(step, 6)]
    *above, last = wrapped(numbers_sentence(finding.scenario, finding.compiled.reads))
    where = f"List: negosim show {target}"
    return [
        *above,
        *([f"{last} {where}"] if len(f"{last} {where}") <= WIDTH else [last, *wrapped(where)]),
        FOOT,
        f"{'Next':6}{lines[0].lstrip()}",
        *lines[1:],
    ]
