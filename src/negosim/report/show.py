"""The pages of `negosim list` and `negosim show`: what a scenario holds, and where each number comes from."""

from typing import Any

from negosim.campaign import CompiledCampaign
from negosim.models import compile_game
from negosim.report.layout import ends, wrapped
from negosim.report.records import bare_head, head
from negosim.scenario import START, Entry, Scenario, read, shipped_names
from negosim.scenario.names import Names, spaced
from negosim.scenario.numbers import MEASURED, day_words, month_text

_NAMES = 31
"""The width of the column of names: the longest shipped one, and a gap."""


def list_lines() -> list[str]:
    """Return a line for each shipped scenario: its name and its question."""
    lines = []
    for name in shipped_names():
        facts = read(name).facts
        lines += wrapped(f"{facts.title}. {facts.question or ''}".strip(), _NAMES, f"{name} ")
    return lines


def list_record() -> dict[str, Any]:
    """Return the object of `list --json`."""
    rows = []
    for name in shipped_names():
        facts = read(name).facts
        rows.append({"name": name, "title": facts.title, "question": facts.question, "games": list(facts.games)})
    return {**bare_head(None), "rows": rows}


def show_lines(scenario: Scenario, target: str, word: str | None, game: str | None = None) -> list[str]:
    """Return what the scenario holds; with a word, the numbers whose path, meaning, claim or source has it.

    With a game, only the numbers that it reads.
    """
    entries = matching(scenario, word, game)
    lines = claim_lines(scenario, word) if word else _overview(scenario, target)
    readers = readers_of(scenario)
    section = ""
    for entry in entries:
        top = entry.path.split(".")[0]
        if top != section:
            section = top
            lines += ["", f"[{top}]"]
        lines += number_lines(entry, scenario, with_note=bool(word))
        lines += [] if readers[entry.path] else ["      no game reads it: it is there for models that come later"]
    return lines if lines[:1] != [""] else lines[1:]


def nothing_found(target: str, word: str | None, game: str | None) -> str:
    """Say that no number matches, and what to do."""
    read = f" that {game} reads" if game else ""
    where = f"no number or claim of {target}{read} has '{word}'"
    return f"{where} in its path, meaning, claim or source; all: negosim show {target}"


def matching(scenario: Scenario, word: str | None, game: str | None = None) -> list[Entry]:
    """Return the numbers that a word finds, all of them without one; with a game, of those that it reads."""
    read = compile_game(scenario, game).reads if game else None
    return [
        entry
        for entry in scenario.numbers.entries
        if (word is None or word.lower() in _searched(entry)) and (read is None or entry.path in read)
    ]


def _searched(entry: Entry) -> str:
    quantity = entry.quantity
    return " ".join(
        [entry.path, spaced(entry.path), quantity.means or "", quantity.source or "", *entry.claims]
    ).lower()


def _overview(scenario: Scenario, target: str) -> list[str]:
    facts = scenario.facts
    lines = [*ends(facts.title, f"scenario {scenario.digest}"), *(wrapped(facts.question) if facts.question else [])]
    if facts.about:
        lines += wrapped(" ".join(facts.about.split()))
    if scenario.changed:
        lines += wrapped("changed: " + "; ".join(f"{path} = {value}" for path, value in scenario.changed))
    if facts.method:
        lines += wrapped(f"How the numbers were chosen: {' '.join(facts.method.split())}")
    if facts.as_of:
        lines += wrapped(f"Facts as of {day_words(facts.as_of)}.")
    if facts.record:
        outcome, day = Names(scenario).outcome(facts.record.outcome), day_words(facts.record.date)
        lines += wrapped(f"On record for {day}: {outcome}; it is compared with the answer, never an input.")
    lines += ["", "ACTORS"]
    for key, actor in facts.actors.items():
        lines += wrapped(f"{actor.name}{f', {actor.role}' if actor.role else ''}", 18, f"  {key} ")
    lines += [*_issues_and_levers(scenario), "", "GAMES"]
    for key, game in facts.games.items():
        lines += wrapped(f"{game.name}. {' '.join((game.about or '').split())}", 18, f"  {key} ")
    lines += _campaign(scenario)
    if facts.what_ifs:
        lines += ["", *wrapped(f"try: negosim compare {target}, or --with NAME", 11, "WHAT IFS")]
        for key, case in facts.what_ifs.items():
            lines += wrapped(case.says or case.name or "", 26, f"  {key} ")
    return [*lines, "", "NUMBERS   path = value  [range]  status; then what it means"]


def _campaign(scenario: Scenario) -> list[str]:
    """Say what is played month by month, and which numbers move."""
    rules, names = scenario.facts.campaign, Names(scenario)
    if rules is None:
        return []
    length = "without a last month" if rules.endless else f"{rules.months} months"
    lines = ["", f"CAMPAIGN   {names.game(rules.game)}, {length}"]
    lines += wrapped(" ".join(rules.about.split()), 2, "  ") if rules.about else []
    for key, part in rules.state.items():
        lines += wrapped(f"{part.path}, {part.grid.points} values", 18, f"  {key} ")
    for key, belief in rules.beliefs.items():
        kinds = " or ".join(kind.name or name for name, kind in belief.types.items())
        lines += wrapped(f"belief about {names.actor(belief.about)}, who {kinds}", 18, f"  {key} ")
    for key, truce in rules.truces.items():
        lines += wrapped(f"starts a truce: {names.game(truce.game)}", 18, f"  {key} ")
    if rules.ends:
        lines += wrapped(f"ends it: {', '.join(names.outcome(key) for key in rules.ends)}", 2, "  ")
    return lines


def _issues_and_levers(scenario: Scenario) -> list[str]:
    facts, names = scenario.facts, Names(scenario)
    lines = ["", "ISSUES   from 0 to 1"] if facts.issues else []
    for key, issue in facts.issues.items():
        ends_at = f"0: {' '.join(issue.at_0.split())}; 1: {' '.join(issue.at_1.split())}"
        lines += wrapped(f"{issue.name}. {ends_at}", 18, f"  {key} ")
    lines += ["", "LEVERS"] if facts.levers else []
    for key, lever in facts.levers.items():
        owner, target = names.actor(lever.owner), names.actor(lever.target)
        lines += wrapped(f"{names.lever(key)}: from {owner} to {target}", 18, f"  {key} ")
    return lines


def claim_lines(scenario: Scenario, word: str) -> list[str]:
    """Return the claims that a word finds, by id or by what they say: who makes them and how they are read."""
    lines = []
    for key, claim in scenario.facts.claims.items():
        if word.lower() == key.lower() or word.lower() in claim.says.lower():
            lines += wrapped(" ".join(claim.says.split()), 8, f"  {key} ")
            lines += wrapped(f"read as: {' '.join(claim.reading.split())}", 8) if claim.reading else []
            lines += wrapped(f"contested: {' '.join(claim.contested.split())}", 8) if claim.contested else []
            lines += wrapped(f"source: {source_words(claim.source, scenario)}", 8) if claim.source else []
    return ["[claims]", *lines] if lines else []


def number_lines(entry: Entry, scenario: Scenario, with_note: bool = False) -> list[str]:
    """Return one number with its range, status, meaning and source, and where asked why it is of that size."""
    quantity = entry.quantity
    value = month_text(entry.value) if entry.path == START else f"{entry.value:.6g}"
    unit = f" per {quantity.per}" if quantity.per else f" {quantity.unit}" if quantity.unit else ""
    stated = (
        f"  [{quantity.low:.4g} to {quantity.high:.4g}]"
        if quantity.low is not None and quantity.high is not None
        else ""
    )
    lines = ends(f"  {entry.path} = {value}{unit}{stated}", status_words(entry))
    note = " ".join(quantity.note.split()) if quantity.note and with_note else ""
    for text in (quantity.means, note, _cited(entry, scenario)):
        lines += wrapped(text, 6) if text else []
    return lines


def status_words(entry: Entry) -> str:
    """Say how a number is known: measured, judged with its direction from a claim, or judged."""
    if entry.status == MEASURED:
        return f"{MEASURED}{', weak outlet' if entry.weak_source else ''}"
    return " ".join([entry.status, *entry.claims])


def _cited(entry: Entry, scenario: Scenario) -> str:
    return f"source: {source_words(entry.quantity.source, scenario)}" if entry.quantity.source else ""


def source_words(key: str, scenario: Scenario) -> str:
    """Return a source as it is cited: author, title, date and how near to the fact it stands."""
    source = scenario.facts.sources.get(key)
    if source is None:
        return key
    kind = "weak outlet" if source.kind == "aggregator" else source.kind
    return ", ".join(part for part in (source.author, source.title, source.date, kind) if part)


def readers_of(scenario: Scenario) -> dict[str, list[str]]:
    """Return for each number the games that read it, and the campaign if it does."""
    reads = {key: compile_game(scenario, key).reads for key in scenario.facts.games}
    if scenario.facts.campaign is not None:
        reads["campaign"] = CompiledCampaign(scenario).reads
    return {entry.path: [key for key in reads if entry.path in reads[key]] for entry in scenario.numbers.entries}


def show_record(scenario: Scenario, target: str, word: str | None, game: str | None = None) -> dict[str, Any]:
    """Return the object of `show --json`: a row for each number."""
    readers = readers_of(scenario)
    rows = []
    for entry in matching(scenario, word, game):
        quantity = entry.quantity
        rows.append(
            {
                "path": entry.path,
                "value": entry.value,
                "low": quantity.low,
                "high": quantity.high,
                "per": quantity.per,
                "unit": quantity.unit,
                "means": quantity.means,
                "status": entry.status,
                "claims": list(entry.claims),
                "source": quantity.source,
                "weak_source": entry.weak_source,
                "note": quantity.note,
                "read_by": readers[entry.path],
            }
        )
    return {**head(scenario, target), "rows": rows}
