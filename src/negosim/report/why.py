"""Why a solution holds, as lines of a page: each choice beside its best alternative, the difference taken apart."""

from negosim.explain import Reason, TermShare
from negosim.explain.words import points, reply_sentence, scale_of, term_words
from negosim.report.finding import Finding
from negosim.report.layout import row, shortened, with_amount, wrapped
from negosim.report.moves import Move, is_told_in, seen_words, together, type_of, type_words
from negosim.report.words import answer_of, counted
from negosim.scenario.names import Names, capitalised
from negosim.scenario.numbers import MEASURED

_INDENT = 16
_UNDER = 11
_CERTAIN = 1e-9


def why_lines(finding: Finding, most_terms: int | None, most_moves: int | None) -> list[str]:
    """Return the reasons of the first equilibrium with the largest terms; of all, and all terms, where that is None."""
    unit = "points: 100 = all this actor wants on every issue; other gains on top"
    if scale_of(finding.scenario, finding.game) == 1:
        unit = "payoffs as in the file's own table"
    lines = [f"WHY     {unit}"]
    shown = finding.explanations if most_terms is None else finding.explanations[:1]
    for k, explanation in enumerate(shown):
        if len(shown) > 1:
            lines += wrapped(f"Equilibrium {k + 1}: {answer_of(finding, k)}", 2)
        if most_terms is None:
            for reason in explanation.reasons:
                lines += _reason(reason, finding, [reason], None)
        else:
            lines += _grouped(explanation.reasons, finding, most_terms, most_moves)
    return lines


def _grouped(reasons: tuple[Reason, ...], finding: Finding, most_terms: int, most_moves: int | None) -> list[str]:
    """Return the reasons of the moves with least before them, types that compare the same options together."""
    moves = together([Move(r.actor, r.at, r.chosen, tells=_told(r)[1]) for r in reasons])
    moves.sort(key=lambda move: move.at.count(" / "))
    known = {(r.actor, r.at): r for r in reasons}
    lines = []
    shown = moves[:most_moves]
    for move in shown:
        first = known[move.actor, move.at]
        same = [r for r in reasons if is_told_in(move, r.actor, r.at) and _told(r) == (move.does, move.tells)]
        lines += _reason(first, finding, same, most_terms)
    if len(shown) < len(moves):
        lines.append(f"  {counted(len(moves) - len(shown), 'more move')}: --full")
    return lines


def _told(reason: Reason) -> tuple[str, tuple[str, bool]]:
    """Return what reasons of several types must share to be told together."""
    return reason.chosen, (reason.alternative.option, reason.is_mixed)


def _reason(reason: Reason, finding: Finding, same: list[Reason], most_terms: int | None) -> list[str]:
    """Return why an actor chooses as it does: the comparison, its terms, and what would follow otherwise."""
    scenario, names = finding.scenario, Names(finding.scenario)
    scale = scale_of(scenario, finding.game)
    amount = points(reason.difference, True, scale)
    lines = with_amount(_compared(reason, finding, same), amount, _INDENT, f"  {names.actor(reason.actor)} ")
    shown = reason.terms[:most_terms]
    for share in shown:
        text = term_words(share, scenario)
        lines += row([points(share.amount, True, scale), text, _status(share)], [-10, 40, 28])
    rest = reason.terms[len(shown) :]
    if rest:
        amount = points(sum(share.amount for share in rest), True, scale)
        lines += row([amount, f"{counted(len(rest), 'other term')}: --full"], [-10, 68])
    if reason.is_mixed:
        why = "What the others do makes it indifferent between the two."
        lines += wrapped(why if reason.is_indifferent else "It takes the better one more often, not always.", _UNDER)
    if len(same) > 1:
        lines += _other_types(same, scale)
    return lines + _otherwise(reason, finding)


def _compared(reason: Reason, finding: Finding, same: list[Reason]) -> str:
    """Say what is compared: the option chosen and the best alternative, each with what it is worth."""
    names, scale = Names(finding.scenario), scale_of(finding.scenario, finding.game)
    chosen, other = (names.option(finding.game, reason.actor, o) for o in (reason.chosen, reason.alternative.option))
    link = "it also" if reason.is_mixed else "best alternative:"
    said = (
        f"{chosen} {points(reason.worth, scale=scale)}; {link} {other} {points(reason.alternative.worth, scale=scale)}"
    )
    types = type_words([type_of(reason.at)]) if type_of(reason.at) else ""
    others = finding.explanations[0].reasons
    has_several = sum(1 for r in others if r.actor == reason.actor) > len(same)
    seen = seen_words(finding.result.game, names, reason.actor, reason.at) if has_several else ""
    return " ".join(part for part in (f"({types})" if types else "", f"if {seen}:" if seen else "", said) if part)


def _other_types(same: list[Reason], scale: float) -> list[str]:
    """Say by how much the other types prefer the same option."""
    types = [type_of(reason.at) for reason in same[1:]]
    found = [points(reason.difference, True, scale) for reason in same[1:]]
    ordered = sorted(found, key=float)
    by = found[0] if len(found) == 1 else f"{ordered[0]} to {ordered[-1]}"
    verb = "does" if len(types) == 1 else "do"
    return wrapped(f"{capitalised(type_words(types))} {verb} the same, by {by}: --full", _UNDER)


def _status(share: TermShare) -> str:
    text = share.status if share.status == MEASURED else " ".join([share.status, *share.claims])
    return shortened(text, 28)


def _otherwise(reason: Reason, finding: Finding) -> list[str]:
    said = otherwise_words(reason, finding)
    return wrapped(said, _UNDER) if said else []


def otherwise_words(reason: Reason, finding: Finding) -> str:
    """Say what the best alternative that leads elsewhere would bring about; nothing where no reply to it is certain."""
    elsewhere = next((other for other in reason.alternatives if other.outcomes != reason.outcomes), None)
    if elsewhere is None or any(reply.probability < 1 - _CERTAIN for reply in elsewhere.replies):
        return ""
    said = reply_sentence(reason, elsewhere, finding.scenario, finding.game)
    worth = points(elsewhere.worth, scale=scale_of(finding.scenario, finding.game))
    return f"{said}: worth {worth} to it." if said else ""
