"""The page of `negosim solve`: the answer, how firm it is, why it holds, what would change it."""

from negosim.explain import Reason, TermShare
from negosim.explain.words import (
    amount_words,
    answer_sentence,
    choosing_sentence,
    flip_words,
    number_words,
    points,
    reply_sentence,
    scale_of,
    term_words,
)
from negosim.games import ExtensiveFormGame
from negosim.report.finding import Finding
from negosim.report.layout import ends, row, with_amount, wrapped
from negosim.scenario import Scenario
from negosim.scenario.names import Names, capitalised, heading, spaced
from negosim.scenario.numbers import JUDGED, MEASURED, day_words
from negosim.solve import Survivors
from negosim.whatif.answers import NONE
from negosim.whatif.sampling import sampled_paths

_INDENT = 8
_MOST_TERMS = 3
_MOST_FLIPS = 4
NOT_SEARCHED = "numbers that change it are looked for only where nobody mixes and beliefs do not depend on choices"


def solve_page(findings: list[Finding], target: str, full: bool = False) -> list[str]:
    """Return the lines of the page: the first game in full, the others in a line each."""
    first, *others = findings
    lines = [*_head(first), *_answer(first, full)]
    if first.result.equilibria:
        lines += [
            *_record(first),
            "",
            *_choices(first),
            "",
            *_why(first, full),
            "",
            *_what_would_change_it(first, target, full),
        ]
    if others:
        lines += ["", "OTHER GAMES ON THE SAME FACTS"]
        for other in others:
            lines += _other_game(other)
    return [*lines, "", *closing(first.scenario, target), *_next(target)]


def _head(finding: Finding) -> list[str]:
    scenario, rules = finding.scenario, finding.compiled.rules
    changed = "; ".join(f"{path} = {value}" for path, value in scenario.changed)
    count = len(scenario.facts.games)
    position = list(scenario.facts.games).index(finding.game) + 1
    about = rules.about or scenario.facts.about or rules.name
    return [
        *ends(scenario.facts.title, "numbers as in the scenario, none changed" if not changed else "CHANGED NUMBERS"),
        *(wrapped(f"changed: {changed}") if changed else []),
        *with_amount(wrapped(" ".join(about.split())), f"game: {finding.game} ({position} of {count})"),
        "",
    ]


def _answer(finding: Finding, full: bool) -> list[str]:
    result = finding.result
    if not result.solutions:
        return wrapped(f"none: {result.why_complete}", _INDENT, "ANSWER")
    if isinstance(result.solutions[0], Survivors):
        return _survivors(finding)
    if len(result.equilibria) > 1:
        return _several(finding)
    only = "the only one" if result.complete in ("all", "extreme") else "there may be others"
    why = f": {result.why_complete}" if full or only != "the only one" else ""
    said = f"{_label_answer(finding, 0)} ({spaced(result.concept.name)}, {only}{why})"
    return [*wrapped(said, _INDENT, "ANSWER"), *_firmness_line(finding)]


def _label_answer(finding: Finding, k: int) -> str:
    equilibrium = finding.result.equilibria[k]
    return answer_sentence(finding.outcomes(equilibrium), finding.scenario)


def _several(finding: Finding) -> list[str]:
    result = finding.result
    kind = "outcomes" if isinstance(result.game, ExtensiveFormGame) else "equilibria"
    lines = wrapped(f"{len(result.equilibria)} {kind} ({result.complete}: {result.why_complete})", _INDENT, "ANSWER")
    for k, equilibrium in enumerate(result.equilibria):
        lines += wrapped(f"{k + 1}  {_label_answer(finding, k)}: {profile_words(finding, k)}", _INDENT + 3)
        lines += [line for note in equilibrium.notes for line in wrapped(note, _INDENT + 6)]
    return [*lines, *wrapped(choosing_sentence(result), _INDENT), *_firmness_line(finding)]


def _survivors(finding: Finding) -> list[str]:
    left = finding.result.solutions[0]
    assert isinstance(left, Survivors)
    names = Names(finding.scenario)
    lines = wrapped("what survives elimination:", _INDENT, "ANSWER")
    game = finding.result.game
    assert not isinstance(game, ExtensiveFormGame)
    for player, actions, kept in zip(game.players, game.actions, left.actions, strict=True):
        options = [names.option(finding.game, player, actions[a]) for a in kept]
        lines += wrapped(f"{names.actor(player)}: {', '.join(options)}", _INDENT)
    return [
        *lines,
        *(line for k, gone in enumerate(left.rounds) for line in wrapped(f"round {k + 1} removes {gone}", _INDENT)),
    ]


def profile_words(finding: Finding, k: int) -> str:
    """Say what each actor does on the path of one equilibrium; mixtures with their probabilities."""
    names = Names(finding.scenario)
    parts = []
    game, equilibrium = finding.result.game, finding.result.equilibria[k]
    if isinstance(game, ExtensiveFormGame):
        for reason in finding.explanations[k].reasons:
            parts.append(f"{names.short(reason.actor)} {names.option(finding.game, reason.actor, reason.chosen)}")
        return ", ".join(dict.fromkeys(parts))
    for player, actions, strategy in zip(game.players, game.actions, equilibrium.profile, strict=True):
        used = [(a, p) for a, p in zip(actions, strategy, strict=True) if p > 1e-9]
        said = [
            names.option(finding.game, player, a) + (f" ({100 * p:.1f} %)" if len(used) > 1 else "") for a, p in used
        ]
        parts.append(f"{names.short(player)} {' or '.join(said)}")
    return ", ".join(parts)


def _firmness_line(finding: Finding) -> list[str]:
    return wrapped(f"{finding.firmness_word}: {firmness_sentence(finding)}", _INDENT)


def firmness_sentence(finding: Finding) -> str:
    """Say how near the nearest single number is to changing the outcome."""
    if not finding.is_searched:
        return NOT_SEARCHED
    near = next((flip for flip in finding.outcome_flips if flip.in_range), None)
    if near is None or near.share is None:
        return "no single number within its stated range changes it"
    return f"one number moved by {100 * near.share:.0f} % of its stated range changes it"


def _record(finding: Finding) -> list[str]:
    said = record_sentence(finding)
    return wrapped(said, _INDENT, "RECORD") if said else []


def record_sentence(finding: Finding) -> str:
    """Say what is on record, and whether the model agrees with it; empty where there is nothing to compare."""
    record = finding.scenario.facts.record
    if record is None or finding.recorded is None:
        return ""
    verdict = "the model AGREES with the record" if finding.agrees_with_record else "the model DIFFERS from the record"
    return f"{heading(Names(finding.scenario).outcome(record.outcome))}, {day_words(record.date)}: {verdict}"


def _choices(finding: Finding) -> list[str]:
    names, lines = Names(finding.scenario), []
    if len(finding.result.equilibria) > 1:
        return wrapped("The reasons below are those of equilibrium 1.", 2)
    for reason in finding.explanations[0].reasons:
        option = names.option(finding.game, reason.actor, reason.chosen)
        seen = f" ({reason.at.split(' / ')[0]})" if reason.at.startswith("type=") else ""
        lines.append(row([f"  {names.actor(reason.actor)}{seen}", option], [28, 50]))
    return lines


def _why(finding: Finding, full: bool) -> list[str]:
    scale = scale_of(finding.scenario, finding.game)
    unit = "points: 100 = all this actor wants on every issue" if scale != 1 else "payoffs as in the file's own table"
    lines = [f"WHY     {unit}"]
    shown = finding.explanations if full else finding.explanations[:1]
    for k, explanation in enumerate(shown):
        if len(shown) > 1:
            lines.append(f"  Equilibrium {k + 1}: {_label_answer(finding, k)}")
        for reason in explanation.reasons[: None if full else 6]:
            lines += reason_lines(reason, finding, full)
    return lines


def reason_lines(reason: Reason, finding: Finding, full: bool) -> list[str]:
    """Return why an actor chooses as it does: the comparison, its terms, and what would follow otherwise."""
    scenario, names = finding.scenario, Names(finding.scenario)
    scale = scale_of(scenario, finding.game)
    chosen, other = (names.option(finding.game, reason.actor, o) for o in (reason.chosen, reason.alternative.option))
    link = "mixes with" if reason.is_mixed else "best alternative:"
    said = (
        f"{chosen} {points(reason.worth, scale=scale)}; {link} {other} {points(reason.alternative.worth, scale=scale)}"
    )
    if reason.at.startswith("type="):
        said = f"({reason.at.split(' / ')[0]}) {said}"
    lines = with_amount(wrapped(said, 16, f"  {names.actor(reason.actor)} "), points(reason.difference, True, scale))
    shown = reason.terms if full else reason.terms[:_MOST_TERMS]
    for share in shown:
        lines.append(
            row([points(share.amount, True, scale), term_words(share, scenario), _status(share)], [-10, 41, 27])
        )
    rest = reason.terms[len(shown) :]
    if rest:
        amount = sum(share.amount for share in rest)
        lines.append(row([points(amount, True, scale), f"{len(rest)} smaller terms: --full"], [-10, 68]))
    if reason.is_mixed:
        why = "The others' mixture makes it indifferent between the two."
        lines += wrapped(why if reason.is_indifferent else "It takes the better one more often, not always.", 11)
    return lines + _otherwise(reason, finding)


def _status(share: TermShare) -> str:
    return share.status if share.status == MEASURED else " ".join([share.status, *share.claims])


def _otherwise(reason: Reason, finding: Finding) -> list[str]:
    """Say what the best alternative that leads elsewhere would bring about."""
    elsewhere = next((other for other in reason.alternatives if other.outcomes != reason.outcomes), None)
    said = reply_sentence(reason, elsewhere, finding.scenario, finding.game) if elsewhere else ""
    if elsewhere is None or not said:
        return []
    worth = points(elsewhere.worth, scale=scale_of(finding.scenario, finding.game))
    return wrapped(f"{said}: worth {worth} to it.", 11)


def _what_would_change_it(finding: Finding, target: str, full: bool) -> list[str]:
    scenario, flips = finding.scenario, finding.outcome_flips
    lines = [
        "WHAT WOULD CHANGE IT   one number at a time" + ("" if full else "; all of them: --full"),
        row(["", "now", "flips", "range", "becomes"], [35, -7, 14, -5, 15]),
    ]
    for flip in flips if full else [flip for flip in flips if flip.share is not None][:_MOST_FLIPS]:
        share = f"{100 * flip.share:.0f} %" if flip.share is not None else "no range"
        cells = [
            f"  {capitalised(number_words(flip.path, scenario))}",
            amount_words(flip.path, flip.now, scenario),
            flip_words(flip, scenario),
            share,
        ]
        lines.append(row([*cells, heading(outcome_words(flip.to, scenario))], [35, -7, 14, -5, 15]))
    if not flips:
        lines = [lines[0], *wrapped(nothing_flips(finding), 2)]
    return [*lines, *firmness_lines(finding)]


def nothing_flips(finding: Finding) -> str:
    """Say that no single number changes the outcome, and how far it was looked for."""
    if not finding.is_searched:
        return NOT_SEARCHED
    return "no single number does, from one end of its legal domain to the other or to four times its size"


def firmness_lines(finding: Finding) -> list[str]:
    """Say the share of assumption sets that give each answer."""
    firm = finding.firmness
    if not firm.ranges:
        return ["  no number states a range, so nothing can be said of firmness"]
    if not firm.samples:
        return wrapped("no assumption sets were drawn: somebody's beliefs depend on what others choose", 2)
    said = ", ".join(f"{outcome_words(label, finding.scenario)} {percent(share)}" for label, share in firm.shares)
    return [
        *wrapped(f"{firm.samples:,} draws over the {firm.ranges} ranges stated: {said}", 2),
        "  (a share of assumption sets, not the chance of an event)",
    ]


def percent(share: float) -> str:
    """Return a share in per cent, never rounded to nothing."""
    return f"{100 * share:.0f} %" if share >= 0.01 else "under 1 %"


def outcome_words(label: str, scenario: Scenario) -> str:
    """Return an answer's label with the outcomes' names in place of their keys."""
    names = Names(scenario)
    if label == NONE:
        return label
    parts = [" / ".join(_named(part, names) for part in piece.split(" / ")) for piece in label.split(" or ")]
    return " or ".join(parts)


def _named(part: str, names: Names) -> str:
    key, _, share = part.partition(" ")
    return names.outcome(key) + (f" {share}" if share else "")


def _other_game(finding: Finding) -> list[str]:
    result, name = finding.result, finding.game
    if not result.equilibria:
        said = result.why_complete
    elif len(result.equilibria) == 1:
        said = _label_answer(finding, 0)
    else:
        outcomes = list(dict.fromkeys(_label_answer(finding, k) for k in range(len(result.equilibria))))
        said = f"{len(result.equilibria)} equilibria: {'; '.join(outcomes)}"
    return wrapped(f"{said} ({result.complete})", 18, f"  {name} ")


def _next(target: str) -> list[str]:
    return [
        row(["Next", f"negosim compare {target}", "what-ifs, side by side"], [4, 45, 29]),
        row(["", f"negosim report {target} -o memo.md", "a memo with pictures"], [4, 45, 29]),
    ]


def closing(scenario: Scenario, target: str) -> list[str]:
    """Return the lines that end every page: what the numbers are, and what this is not."""
    entries = scenario.numbers.entries
    measured = sum(entry.status == MEASURED for entry in entries)
    weak = sum(entry.weak_source for entry in entries)
    judged = sum(entry.status == JUDGED for entry in entries)
    ranged = len(sampled_paths(scenario.numbers, frozenset(entry.path for entry in entries)))
    directed = len(entries) - measured - judged
    return [
        *wrapped(
            f"{len(entries)} numbers: {measured} measured ({weak} by a weak outlet), {directed} judged with a direction from a "
            f"claim, {judged} judged; {ranged} have a range. List: negosim show {target}"
        ),
        "Not a forecast and no advice: only what follows from these assumptions.",
    ]
