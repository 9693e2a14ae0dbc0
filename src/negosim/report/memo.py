"""The memo: what a policy student hands in. Markdown, made from the same findings as the page."""

from dataclasses import dataclass

from negosim.explain.number_names import number_words
from negosim.explain.words import amount_words, flip_words
from negosim.report.assumptions import assumptions, table_row
from negosim.report.change import becomes_words, nothing_flips, share_words
from negosim.report.finding import AnyFinding, Finding
from negosim.report.memo_model import model_leaves_out, model_parts, what_if_table
from negosim.report.memo_moves import moves_finding, moves_why
from negosim.report.model_finding import ModelFinding
from negosim.report.model_page import other_words
from negosim.report.words import (
    FOOT,
    answer_of,
    answer_words,
    numbers_sentence,
    others_words,
    percent,
)
from negosim.scenario.names import Names, capitalised, heading, listed
from negosim.version import __version__

_MOST_FLIPS = 8
LAST_QUESTION = (
    "*What do you make of it? Which assumption would you defend least, and what would change if you gave it up?*"
)
"""The last line of a memo; below it stands what the reader makes of it."""


_MOVES_LEAVE_OUT = (
    "The game is played once, by actors that choose what is best for them and know the numbers, unless a number "
    "is private.",
    "Payoffs are sums: what an actor gains on one issue never depends on another issue.",
)
_NOBODY_ELSE = (
    "Parties inside a country, other countries, chance events and mistakes are left out unless a number is for them."
)


@dataclass(frozen=True)
class Picture:
    """A picture beside the memo: its file's name and what it shows."""

    file: str
    caption: str


def memo(finding: AnyFinding, others: list[AnyFinding], pictures: list[Picture], command: str) -> str:
    """Return the memo on one game; `command` is what was typed, for whoever wants to get it again."""
    scenario, rules = finding.scenario, finding.compiled.rules
    parts = [
        f"# {scenario.facts.title}",
        f"*{scenario.facts.question}*" if scenario.facts.question else "",
        f"Game: {rules.name} (`{finding.game}`). {' '.join((rules.about or '').split())}".strip(),
        _changed(finding),
        *(_of_moves(finding) if isinstance(finding, Finding) else model_parts(finding)),
        "## Who wanted what",
        _wants(finding) if any_wants(finding) else _no_wants(finding),
        "## What would change it",
        _flips(finding),
        *(what_if_table(finding) if isinstance(finding, ModelFinding) else []),
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


def _of_moves(finding: Finding) -> list[str]:
    return ["## Finding", moves_finding(finding), "## Why", *moves_why(finding)]


def _changed(finding: AnyFinding) -> str:
    changed = finding.scenario.changed
    if not changed:
        return "All numbers are as in the scenario."
    return "**Changed numbers:** " + "; ".join(f"`{path}` = {value}" for path, value in changed) + "."


def any_wants(finding: AnyFinding) -> bool:
    """Whether the scenario says of any player what it wants, what costs it at home, or what leverage it has."""
    facts, players = finding.scenario.facts, set(finding.compiled.players)
    owners = {lever.owner for lever in facts.levers.values()}
    return bool(players & (set(facts.stakes) | set(facts.audience) | owners))


def _no_wants(finding: AnyFinding) -> str:
    kind = "a plain table of payoffs" if isinstance(finding, Finding) else "given by its own numbers alone"
    return f"The game is {kind}: no issues, costs or levers."


def _wants(finding: AnyFinding) -> str:
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


def _flips(finding: AnyFinding) -> str:
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


def _firm(finding: AnyFinding, others: list[AnyFinding]) -> str:
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


def _draws(finding: AnyFinding) -> list[str]:
    firm = finding.firmness
    if firm is None or not firm.ranges:
        why = "no number states a range" if firm else "that is not done under this concept"
        return [f"No assumption sets were drawn: {why}."]
    if not firm.samples:
        return ["No assumption sets were drawn: somebody's beliefs depend on what others choose."]
    rows = ["| answer | share of assumption sets |", "| --- | --- |"]
    rows += [
        table_row([heading(answer_words(label, finding.compiled)), percent(share)]) for label, share in firm.shares
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


def _left_out(finding: AnyFinding) -> str:
    unread = [entry for entry in finding.scenario.numbers.entries if entry.path not in finding.compiled.reads]
    sections = list(dict.fromkeys(entry.path.split(".")[0] for entry in unread))
    lines = [*(_MOVES_LEAVE_OUT if isinstance(finding, Finding) else model_leaves_out(finding)), _NOBODY_ELSE]
    if unread:
        under = listed([f"`{section}`" for section in sections])
        lines.append(
            f"{len(unread)} numbers of the scenario are not read by this game (under {under}); its other games or "
            "its campaign may read them."
        )
    return "\n".join(f"- {line}" for line in lines)


def _reproduce(finding: AnyFinding, command: str) -> str:
    concept = finding.result.concept.name if isinstance(finding, Finding) else finding.compiled.concept
    what = f"negosim {__version__}, scenario {finding.scenario.digest}, concept `{concept}`"
    return "\n\n".join(
        [
            f"    {command}",
            f"{what}. Model output, not a forecast.",
            numbers_sentence(finding.scenario, finding.compiled.reads),
            FOOT,
        ]
    )
