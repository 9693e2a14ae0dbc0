"""The memo: what a policy student hands in. Markdown, made from the same findings as the page."""

from dataclasses import dataclass

from negosim.explain import Reason
from negosim.explain.words import (
    amount_words,
    choosing_sentence,
    flip_words,
    number_words,
    points,
    scale_of,
    term_words,
)
from negosim.report.assumptions import assumptions, table_row
from negosim.report.change import becomes_words, nothing_flips, share_words
from negosim.report.finding import AnyFinding, Finding
from negosim.report.model_finding import ModelFinding
from negosim.report.model_page import other_words
from negosim.report.moves import seen_words, type_of, type_words
from negosim.report.show import status_words
from negosim.report.why import otherwise_words
from negosim.report.words import (
    FOOT,
    answer_of,
    firmness_sentence,
    note_words,
    numbers_sentence,
    others_words,
    outcome_words,
    percent,
    profile_words,
    record_words,
    solutions_words,
)
from negosim.scenario.names import Names, capitalised, heading, listed
from negosim.scenario.numbers import day_words
from negosim.version import __version__

_MOST_FLIPS = 8
LAST_QUESTION = (
    "*What do you make of it? Which assumption would you defend least, and what would change if you gave it up?*"
)
"""The last line of a memo; below it stands what the reader makes of it."""


@dataclass(frozen=True)
class Picture:
    """A picture beside the memo: its file's name and what it shows."""

    file: str
    caption: str


def memo(finding: Finding, others: list[AnyFinding], pictures: list[Picture], command: str) -> str:
    """Return the memo on one game; `command` is what was typed, for whoever wants to get it again."""
    scenario, rules = finding.scenario, finding.compiled.rules
    parts = [
        f"# {scenario.facts.title}",
        f"*{scenario.facts.question}*" if scenario.facts.question else "",
        f"Game: {rules.name} (`{finding.game}`). {' '.join((rules.about or '').split())}".strip(),
        _changed(finding),
        "## Finding",
        _finding(finding),
        "## Why",
        *_why(finding),
        "## Who wanted what",
        _wants(finding) if any_wants(finding) else "The game is a plain table of payoffs: no issues, costs or levers.",
        "## What would change it",
        _flips(finding),
        "## How firm it is",
        _firm(finding, others),
        *_pictures(pictures),
        "## Assumptions used",
        assumptions(finding),
        "## What the model leaves out",
        _left_out(finding),
        "## Reproduce",
        _reproduce(finding, command),
        "## Your own interpretation",
        LAST_QUESTION,
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _changed(finding: Finding) -> str:
    changed = finding.scenario.changed
    if not changed:
        return "All numbers are as in the scenario."
    return "**Changed numbers:** " + "; ".join(f"`{path}` = {value}" for path, value in changed) + "."


def _finding(finding: Finding) -> str:
    """Return what follows and what that means, how near it is to changing, and how it stands to the record."""
    result = finding.result
    if not result.equilibria:
        return f"There is no answer of this kind: {result.why_complete}."
    if len(result.equilibria) == 1:
        said = [f"Under these assumptions the outcome is: **{answer_of(finding, 0)}** ({profile_words(finding, 0)})."]
        said.append(f"It is {solutions_words(result)}.")
    else:
        answers = [f"({k + 1}) {answer_of(finding, k)}" for k in range(len(result.equilibria))]
        said = [f"Under these assumptions there are {len(answers)} answers: **{'; '.join(answers)}**."]
        said += [f"They are {solutions_words(result)}.", choosing_sentence(result)]
    said.append(f"How firm: {finding.firmness_word.lower()}, {firmness_sentence(finding)}.")
    record = finding.scenario.facts.record
    if finding.recorded is not None and record is not None:
        on_record = Names(finding.scenario).outcome(finding.recorded)
        said.append(f"On record for {day_words(record.date)} is {on_record}: {record_words(finding)}.")
    return " ".join(said)


def _why(finding: Finding) -> list[str]:
    parts = []
    scale = scale_of(finding.scenario, finding.game)
    if scale != 1:
        parts.append(
            "Points: 100 are everything that this actor wants on every issue; a deal, costs and levers count on top. "
            "Points of two actors are never compared."
        )
    for k, explanation in enumerate(finding.explanations):
        if len(finding.explanations) > 1:
            parts.append(f"**Equilibrium {k + 1}, {answer_of(finding, k)}:** {profile_words(finding, k)}.")
        notes = finding.result.equilibria[k].notes
        parts += [f"{note_words(note, Names(finding.scenario))}." for note in notes]
        parts += [_reason(reason, finding, scale) for reason in explanation.reasons]
    return parts


def _reason(reason: Reason, finding: Finding, scale: float) -> str:
    names, scenario = Names(finding.scenario), finding.scenario
    chosen, other = (names.option(finding.game, reason.actor, o) for o in (reason.chosen, reason.alternative.option))
    kind = type_of(reason.at)
    seen = seen_words(finding.result.game, names, reason.actor, reason.at)
    own = f" ({type_words([kind])})" if kind else ""
    lines = [
        f"**{names.actor(reason.actor)}**{own}{f', if {seen},' if seen else ''} {chosen}, worth "
        f"{points(reason.worth, scale=scale)} to it; {'it also' if reason.is_mixed else 'the best alternative'}: "
        f"{other}, worth {points(reason.alternative.worth, scale=scale)}. "
        f"The difference of {points(reason.difference, True, scale)} is the sum of:",
        "",
        *(
            f"- {points(share.amount, True, scale)} {term_words(share, scenario)} "
            f"(`{share.path}`; {status_words(scenario.numbers[share.path])})"
            for share in reason.terms
        ),
        *_otherwise(reason, finding),
    ]
    return "\n".join(lines)


def _otherwise(reason: Reason, finding: Finding) -> list[str]:
    """Say what would follow from another choice, and what number would change this one."""
    lines: list[str] = []
    scenario = finding.scenario
    said = otherwise_words(reason, finding)
    lines += ["", said] if said else []
    if reason.flips:
        flip = reason.flips[0]
        becomes = Names(scenario).option(finding.game, reason.actor, flip.to)
        name = number_words(flip.path, scenario)
        lines += ["", f"The nearest number that changes this choice: {name}, {flip_words(flip, scenario)} ({becomes})."]
    return lines


def any_wants(finding: Finding) -> bool:
    """Whether the scenario says of any player what it wants, what costs it at home, or what leverage it has."""
    facts, players = finding.scenario.facts, set(finding.compiled.players)
    owners = {lever.owner for lever in facts.levers.values()}
    return bool(players & (set(facts.stakes) | set(facts.audience) | owners))


def _wants(finding: Finding) -> str:
    """Return a row for each player: its stakes, red lines and levers."""
    facts, names = finding.scenario.facts, Names(finding.scenario)
    rows = ["| actor | stakes (points) | costs at home | levers |", "| --- | --- | --- | --- |"]
    for player in finding.compiled.players:
        stakes = [
            f"{names.issue(issue)} {100 * weight.value:.0f}" for issue, weight in facts.stakes.get(player, {}).items()
        ]
        lines = [names.issue(issue) for issue in facts.audience.get(player, {})]
        levers = [
            f"{names.lever(key)} (on {names.short(lever.target)})"
            for key, lever in facts.levers.items()
            if lever.owner == player
        ]
        cells = [", ".join(cell) or "none stated" for cell in (stakes, lines, levers)]
        rows.append(table_row([names.actor(player), *cells]))
    return "\n".join(rows)


def _flips(finding: Finding) -> str:
    every = finding.outcome_flips
    flips = every[:_MOST_FLIPS]
    if not flips:
        return capitalised(nothing_flips(finding)) + "."
    rows = ["| number | now | flips | share of its range | becomes |", "| --- | --- | --- | --- | --- |"]
    for flip in flips:
        share = share_words(flip, "no range stated").strip()
        name, becomes = number_words(flip.path, finding.scenario), becomes_words(flip, finding)
        now = amount_words(flip.path, flip.now, finding.scenario)
        cells = [f"{name} (`{flip.path}`)", now, flip_words(flip, finding.scenario), share, becomes]
        rows.append(table_row(cells))
    beyond = any(flip.share is not None and not flip.in_range for flip in flips)
    which = f"the nearest {len(flips)} of {len(every)}" if len(flips) < len(every) else "nearest first"
    said = f"One number at a time, the others as they are, {which}, in the file's units"
    return f"{said}{' (* beyond the stated range)' if beyond else ''}:\n\n" + "\n".join(rows)


def _firm(finding: Finding, others: list[AnyFinding]) -> str:
    parts = _draws(finding)
    for other in others:
        if isinstance(other, ModelFinding):
            parts.append(f"On the same facts, *{other.compiled.rules.name}* (`{other.game}`): {other_words(other)}.")
            continue
        answers = [answer_of(other, k) for k in range(len(other.result.equilibria))]
        said = listed(list(dict.fromkeys(answers)), "or") if answers else "no solution found"
        parts.append(
            f"On the same facts, *{other.compiled.rules.name}* (`{other.game}`): {said}; {others_words(other.result)}."
        )
    return "\n\n".join(parts)


def _draws(finding: Finding) -> list[str]:
    firm = finding.firmness
    if firm is None or not firm.ranges:
        why = "no number states a range" if firm else "that is not done under this concept"
        return [f"No assumption sets were drawn: {why}."]
    if not firm.samples:
        return ["No assumption sets were drawn: somebody's beliefs depend on what others choose."]
    rows = ["| answer | share of assumption sets |", "| --- | --- |"]
    rows += [
        table_row([heading(outcome_words(label, finding.scenario)), percent(share)]) for label, share in firm.shares
    ]
    said = (
        f"{firm.samples:,} assumption sets were drawn from the {firm.ranges} stated ranges (seed {firm.seed}). A share "
        "of assumption sets says how much the answer rests on the judgements; it is not the chance of an event."
    )
    return [said, "\n".join(rows)]


def _pictures(pictures: list[Picture]) -> list[str]:
    return (
        ["## Pictures", *(f"![{picture.caption}]({picture.file})\n\n*{picture.caption}*" for picture in pictures)]
        if pictures
        else []
    )


def _left_out(finding: Finding) -> str:
    unread = [entry for entry in finding.scenario.numbers.entries if entry.path not in finding.compiled.reads]
    sections = list(dict.fromkeys(entry.path.split(".")[0] for entry in unread))
    points_out = [
        "- The game is played once, by actors that choose what is best for them and know the numbers, unless a number "
        "is private.",
        "- Payoffs are sums: what an actor gains on one issue never depends on another issue.",
        "- Parties inside a country, other countries, chance events and mistakes are left out unless a number stands "
        "for them.",
    ]
    if unread:
        under = listed([f"`{section}`" for section in sections])
        points_out.append(
            f"- {len(unread)} numbers of the scenario are not read by this game (under {under}); its other games or "
            "its campaign may read them."
        )
    return "\n".join(points_out)


def _reproduce(finding: Finding, command: str) -> str:
    result = finding.result
    what = f"negosim {__version__}, scenario {finding.scenario.digest}, concept `{result.concept.name}`"
    return "\n\n".join(
        [
            f"    {command}",
            f"{what}. Model output, not a forecast.",
            numbers_sentence(finding.scenario, finding.compiled.reads),
            FOOT,
        ]
    )
