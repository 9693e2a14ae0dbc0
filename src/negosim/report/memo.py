"""The memo: what a policy student hands in. Markdown, made from the same findings as the page."""

from dataclasses import dataclass

from negosim.explain import Reason
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
from negosim.report.finding import Finding
from negosim.report.page import closing, firmness_sentence, nothing_flips, outcome_words, percent, profile_words
from negosim.report.show import status_words
from negosim.scenario import START, Entry
from negosim.scenario.names import Names, capitalised, heading, listed
from negosim.scenario.numbers import day_words, month_text

_MOST_FLIPS = 8


@dataclass(frozen=True)
class Picture:
    """A picture beside the memo: its file's name and what it shows."""

    file: str
    caption: str


def memo(finding: Finding, others: list[Finding], pictures: list[Picture], command: str) -> str:
    """Return the memo on one game; `command` is what was typed, for whoever wants to get it again."""
    scenario, rules = finding.scenario, finding.compiled.rules
    parts = [
        f"# {scenario.facts.title}",
        f"*{scenario.facts.question}*" if scenario.facts.question else "",
        f"Game: {rules.name} (`{finding.game}`). {' '.join((rules.about or '').split())}",
        _changed(finding),
        "## Finding",
        _finding(finding),
        "## Why",
        *_why(finding),
        "## Who wanted what",
        _wants(finding),
        "## What would change it",
        _flips(finding),
        "## How firm it is",
        _firm(finding, others),
        *_pictures(pictures),
        "## Assumptions used",
        _assumptions(finding),
        "## What the model leaves out",
        _left_out(finding),
        "## Reproduce",
        _reproduce(finding, command),
        "## Your own interpretation",
        "*What do you make of it? Which assumption would you defend least, and what would change if you gave it up?*",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _changed(finding: Finding) -> str:
    changed = finding.scenario.changed
    if not changed:
        return "All numbers are as in the scenario."
    return "**Changed numbers:** " + "; ".join(f"`{path}` = {value}" for path, value in changed) + "."


def _finding(finding: Finding) -> str:
    """Return three sentences: what follows, how near it is to changing, and how it stands to the record."""
    result = finding.result
    if not result.equilibria:
        return f"The game has no solution of this kind: {result.why_complete}."
    if len(result.equilibria) == 1:
        answer = answer_sentence(finding.outcomes(result.equilibria[0]), finding.scenario)
        said = [f"Under these assumptions the outcome is: **{answer}** ({profile_words(finding, 0)})."]
    else:
        answers = [answer_sentence(finding.outcomes(e), finding.scenario) for e in result.equilibria]
        said = [
            f"Under these assumptions there are {len(answers)} equilibria: {'; '.join(answers)}.",
            choosing_sentence(result),
        ]
    said.append(capitalised(firmness_sentence(finding)) + ".")
    if finding.recorded is not None and finding.scenario.facts.record is not None:
        on_record = Names(finding.scenario).outcome(finding.recorded)
        verdict = "agrees with" if finding.agrees_with_record else "differs from"
        said.append(
            f"On record for {day_words(finding.scenario.facts.record.date)} is {on_record}: the model {verdict} the record."
        )
    return " ".join(said)


def _why(finding: Finding) -> list[str]:
    parts = []
    scale = scale_of(finding.scenario, finding.game)
    if scale != 1:
        parts.append(
            "Points: 100 are everything that this actor wants on every issue. Points of two actors are never compared."
        )
    for k, explanation in enumerate(finding.explanations):
        if len(finding.explanations) > 1:
            parts.append(f"**Equilibrium {k + 1}:** {profile_words(finding, k)}.")
        parts += [_reason(reason, finding, scale) for reason in explanation.reasons]
    return parts


def _reason(reason: Reason, finding: Finding, scale: float) -> str:
    names, scenario = Names(finding.scenario), finding.scenario
    chosen, other = (names.option(finding.game, reason.actor, o) for o in (reason.chosen, reason.alternative.option))
    own = f" ({reason.at.split(' / ')[0]})" if reason.at.startswith("type=") else ""
    lines = [
        f"**{names.actor(reason.actor)}**{own} {chosen}, worth {points(reason.worth, scale=scale)} to it; "
        f"{'it mixes this with' if reason.is_mixed else 'the best alternative is'}: {other}, worth "
        f"{points(reason.alternative.worth, scale=scale)}. The difference of {points(reason.difference, True, scale)} is the sum of:",
        "",
        *(
            f"- {points(share.amount, True, scale)} {term_words(share, scenario)} "
            f"(`{share.path}`; {status_words(scenario.numbers[share.path])})"
            for share in reason.terms
        ),
    ]
    elsewhere = next((other for other in reason.alternatives if other.outcomes != reason.outcomes), None)
    said = reply_sentence(reason, elsewhere, scenario, finding.game) if elsewhere else ""
    if elsewhere is not None and said:
        lines += ["", f"{said}: worth {points(elsewhere.worth, scale=scale)} to it."]
    if reason.flips:
        flip = reason.flips[0]
        becomes = names.option(finding.game, reason.actor, flip.to)
        name = number_words(flip.path, scenario)
        lines += [
            "",
            f"The nearest single number that changes this choice: {name}, {flip_words(flip, scenario)} ({becomes}).",
        ]
    return "\n".join(lines)


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
        rows.append(f"| {names.actor(player)} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _flips(finding: Finding) -> str:
    flips = finding.outcome_flips[:_MOST_FLIPS]
    if not flips:
        return capitalised(nothing_flips(finding)) + "."
    rows = ["| number | now | flips | share of its range | becomes |", "| --- | --- | --- | --- | --- |"]
    for flip in flips:
        share = f"{100 * flip.share:.0f} %" if flip.share is not None else "no range stated"
        name, becomes = number_words(flip.path, finding.scenario), heading(outcome_words(flip.to, finding.scenario))
        now = amount_words(flip.path, flip.now, finding.scenario)
        rows.append(f"| {name} (`{flip.path}`) | {now} | {flip_words(flip, finding.scenario)} | {share} | {becomes} |")
    return "One number at a time, the others as they are, nearest first:\n\n" + "\n".join(rows)


def _firm(finding: Finding, others: list[Finding]) -> str:
    firm = finding.firmness
    parts = []
    if firm.ranges and not firm.samples:
        parts.append("No assumption sets were drawn: somebody's beliefs depend on what others choose.")
    elif firm.ranges:
        rows = ["| answer | share of assumption sets |", "| --- | --- |"]
        rows += [
            f"| {heading(outcome_words(label, finding.scenario))} | {percent(share)} |" for label, share in firm.shares
        ]
        parts.append(
            f"{firm.samples:,} assumption sets were drawn from the {firm.ranges} stated ranges (seed {firm.seed}). A share of "
            "assumption sets says how much the answer rests on the judgements; it is not the chance of an event."
        )
        parts.append("\n".join(rows))
    for other in others:
        answers = [answer_sentence(other.outcomes(e), other.scenario) for e in other.result.equilibria]
        said = listed(list(dict.fromkeys(answers)), "or") if answers else "no solution found"
        parts.append(
            f"On the same facts, *{other.compiled.rules.name}* (`{other.game}`): {said} ({other.result.complete})."
        )
    return "\n\n".join(parts)


def _pictures(pictures: list[Picture]) -> list[str]:
    return (
        ["## Pictures", *(f"![{picture.caption}]({picture.file})\n\n*{picture.caption}*" for picture in pictures)]
        if pictures
        else []
    )


def _assumptions(finding: Finding) -> str:
    rows = ["| number | value | range | status | what it means | source |", "| --- | --- | --- | --- | --- | --- |"]
    for entry in finding.scenario.numbers.entries:
        if entry.path in finding.compiled.reads:
            rows.append(_assumption(entry))
    return "\n".join(rows)


def _assumption(entry: Entry) -> str:
    quantity = entry.quantity
    stated = (
        f"{quantity.low:.4g} to {quantity.high:.4g}" if quantity.low is not None and quantity.high is not None else ""
    )
    value = month_text(entry.value) if entry.path == START else f"{entry.value:.4g}"
    cells = [f"`{entry.path}`", value, stated, status_words(entry), quantity.means or "", quantity.source or ""]
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def _left_out(finding: Finding) -> str:
    unread = [entry for entry in finding.scenario.numbers.entries if entry.path not in finding.compiled.reads]
    sections = list(dict.fromkeys(entry.path.split(".")[0] for entry in unread))
    points_out = [
        "- The game is played once, by actors that choose what is best for them and know the numbers, unless a number is private.",
        "- Payoffs are sums: what an actor gains on one issue never depends on another issue.",
        "- Parties inside a country, other countries, chance events and mistakes are left out unless a number stands for them.",
    ]
    if unread:
        points_out.append(
            f"- {len(unread)} numbers of the scenario are not read by this game (under {listed([f'`{s}`' for s in sections])}); "
            "they belong to its other games, or to models that are not built yet."
        )
    return "\n".join(points_out)


def _reproduce(finding: Finding, command: str) -> str:
    from negosim.version import __version__

    last = closing(finding.scenario, finding.scenario.file)
    return "\n".join(
        [
            f"    {command}",
            "",
            f"negosim {__version__}, scenario {finding.scenario.digest}, concept `{finding.result.concept.name}`. Model output, not a forecast.",
            "",
            " ".join(last),
        ]
    )
