"""The page of `negosim compare` for one case: before and after, whose reason changed, and what was expected."""

from negosim.explain.chain import Link
from negosim.explain.words import (
    points,
    scale_of,
    term_words,
)
from negosim.report.cases import Compared, expectation_lines, links_of, margin_words, question
from negosim.report.finding import Finding
from negosim.report.layout import ends, row, wrapped
from negosim.report.moves import Move, is_told_in, seen_words, together, type_words
from negosim.report.where_it_flips import where_it_flips
from negosim.report.words import FOOT, counted, outcome_words
from negosim.scenario.names import Names, heading
from negosim.whatif.compare import Case

_WIDTHS = [15, 26, 26, 10]
_MOST_TERMS = 3


def one_case_page(base: Finding, before: Case, compared: Compared[Case]) -> list[str]:
    """Return the page of one changed case beside the base."""
    after = compared.case
    lines = [*wrapped(compared.says or question(base.scenario, after)), *ends("", f"game: {base.game}")]
    lines += row(["", "base", "changed", ""], _WIDTHS)
    for each in _rows(before, after):
        lines += _choice_row(each, base, after)
    outcomes = [heading(outcome_words(case.answer, case.scenario)) for case in (before, after)]
    lines += row(["  Outcome", *outcomes, "<- changed" if before.answer != after.answer else ""], _WIDTHS)
    several = [len(case.result.equilibria) > 1 for case in (before, after)]
    if any(several):
        lines += wrapped("Where there are several equilibria the rows show the first; the outcome lists all.", 2)
    changed = before.choices != after.choices or before.answer != after.answer
    lines += ["", "THE CHAIN" if changed else "Nothing changes in what is done.", *_chain_lines(base, before, after)]
    lines += ["", *where_it_flips(base.compiled, base.outcome_flips, after.scenario, base.is_searched)]
    for expectation in compared.expected:
        lines += expectation_lines(expectation, base, 2)
    lines += [f"  ({words})" for words in margin_words(compared.expected)]
    return [*lines, "", FOOT]


def _rows(before: Case, after: Case) -> list[Move]:
    """Return what each actor does before, and tells what it does after, None where its move is not reached any more."""
    found = []
    for (actor, at), option in before.choices.items():
        elsewhere = next((o for (other, _), o in after.choices.items() if other == actor), None)
        found.append(Move(actor, at, option, tells=after.choices.get((actor, at), elsewhere)))
    return together(found)


def _choice_row(move: Move, base: Finding, after: Case) -> list[str]:
    names = Names(base.scenario)
    said = names.option(base.game, move.actor, move.does)
    now = Names(after.scenario).option(after.game, move.actor, str(move.tells)) if move.tells else "makes no move"
    who = f"  {names.short(move.actor)}" + (f" ({type_words(move.types)})" if move.types else "")
    return row([who, said, now, "<- changed" if move.tells != move.does else ""], _WIDTHS)


def _chain_lines(base: Finding, before: Case, after: Case) -> list[str]:
    """Return a numbered line for each move, the last mover's first, with the terms that moved."""
    found = links_of(before, after)
    if found is None:
        return wrapped("The two sides do not have the same moves, so their reasons cannot be set side by side.", 2)
    groups = together([Move(link.actor, link.at, link.chosen, tells=_standing(link)) for link in found])
    lines = []
    for number, group in enumerate(groups, start=1):
        link = next(link for link in found if (link.actor, link.at) == (group.actor, group.at))
        same = [o for o in found if is_told_in(group, o.actor, o.at) and _standing(o) == group.tells]
        lines += wrapped(_link_sentence(link, same, group, base), 4, f"  {number}")
        for term in link.moved[:_MOST_TERMS] if len(same) == 1 else ():
            scale = scale_of(base.scenario, base.game)
            what = term_words(term.share, after.scenario)
            lines += wrapped(f"{what}: {_signed(term.before, scale)} -> {_signed(term.after, scale)}", 6)
        if len(link.moved) > _MOST_TERMS and len(same) == 1:
            lines.append(f"      and {counted(len(link.moved) - _MOST_TERMS, 'smaller change')}")
    return lines


def _standing(link: Link) -> tuple[str, str, bool, bool]:
    """Return what links of several types must share to be told together."""
    return link.chosen, link.other, link.has_flipped, _has_moved(link)


def _has_moved(link: Link) -> bool:
    return abs(link.after - link.before) > 1e-9


def _link_sentence(link: Link, same: list[Link], group: Move, base: Finding) -> str:
    """Say how one comparison stood before, and how it stands now."""
    names, scale = Names(base.scenario), scale_of(base.scenario, base.game)
    options = [names.option(base.game, link.actor, option) for option in (link.chosen, link.other)]
    who = names.actor(link.actor) + (f", {type_words(group.types)}" if group.types else "")
    seen = seen_words(base.result.game, names, link.actor, link.at)
    head = f"{who}{f', if {seen}' if seen else ''}: '{options[0]}'"
    before, after = ([getattr(other, side) for other in same] for side in ("before", "after"))
    if not _has_moved(link) and not link.has_flipped:
        return f"{head} stays {_stands(before, scale, options[1])}, as before."
    if link.has_flipped:
        return f"{head} was {_stands(before, scale, options[1])}; now it is {_stands(after, scale)}."
    return f"{head} was {_stands(before, scale, options[1])}; now by {_amounts(after, scale)}."


def _stands(differences: list[float], scale: float, other: str = "") -> str:
    """Say how one option stands to another: `better than 'refuses' by 45.4`."""
    than = f" than '{other}'" if other else ""
    if max(map(abs, differences)) < 1e-9:
        return f"as good as {repr(other) if other else 'the other'}"
    return f"{'better' if differences[0] > 0 else 'worse'}{than} by {_amounts(differences, scale)}"


def _signed(amount: float, scale: float) -> str:
    return points(amount, bool(abs(amount) > 1e-12), scale)


def _amounts(differences: list[float], scale: float) -> str:
    found = sorted(abs(difference) for difference in differences)
    least, most = points(found[0], scale=scale), points(found[-1], scale=scale)
    return least if least == most else f"{least} to {most}"
