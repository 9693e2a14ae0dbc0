"""The pages of `negosim list` and `negosim show`: what a scenario holds, and where each number comes from."""

from typing import Any

from negosim.models import compile_game
from negosim.report.layout import ends, wrapped
from negosim.report.records import head
from negosim.scenario import START, Entry, Scenario, read, shipped_names
from negosim.scenario.numbers import MEASURED, month_text


def list_lines() -> list[str]:
    """Return a line for each shipped scenario: its name and its question."""
    lines = []
    for name in shipped_names():
        facts = read(name).facts
        lines += wrapped(f"{facts.title}. {facts.question or ''}".strip(), 24, f"{name} ")
    return lines


def list_record() -> dict[str, Any]:
    """Return the object of `list --json`."""
    from negosim.version import __version__

    rows = []
    for name in shipped_names():
        facts = read(name).facts
        rows.append({"name": name, "title": facts.title, "question": facts.question, "games": list(facts.games)})
    return {"negosim": __version__, "rows": rows}


def show_lines(scenario: Scenario, target: str, word: str | None) -> list[str]:
    """Return what the scenario holds; with a word, the numbers whose path, meaning, claim or source has it."""
    entries = matching(scenario, word)
    lines = [] if word else _overview(scenario)
    section = ""
    for entry in entries:
        top = entry.path.split(".")[0]
        if top != section:
            section = top
            lines += ["", top.upper()]
        lines += number_lines(entry, scenario)
    if not entries:
        lines += wrapped(
            f"no number of {target} has '{word}' in its path, meaning, claim or source; all: negosim show {target}"
        )
    return lines


def matching(scenario: Scenario, word: str | None) -> list[Entry]:
    """Return the numbers that a word finds, all of them without one."""
    return [entry for entry in scenario.numbers.entries if word is None or word.lower() in _searched(entry)]


def _searched(entry: Entry) -> str:
    quantity = entry.quantity
    return " ".join([entry.path, quantity.means or "", quantity.source or "", *entry.claims]).lower()


def _overview(scenario: Scenario) -> list[str]:
    facts = scenario.facts
    lines = [*ends(facts.title, f"scenario {scenario.digest}"), *wrapped(facts.question or "")]
    if facts.about:
        lines += wrapped(" ".join(facts.about.split()))
    if facts.as_of:
        lines += wrapped(f"facts as of {facts.as_of}")
    if facts.record:
        source = f" (source: {facts.record.source})" if facts.record.source else ""
        lines += wrapped(f"on record: {facts.record.outcome}, {facts.record.date}{source}; held out, never an input")
    lines += ["", "GAMES"]
    for key, game in facts.games.items():
        lines += wrapped(f"{game.name}. {' '.join((game.about or '').split())}", 18, f"  {key} ")
    if facts.what_ifs:
        lines += ["", "WHAT IFS   try: negosim compare, or --with NAME"]
        for key, case in facts.what_ifs.items():
            lines += wrapped(case.says or case.name or "", 26, f"  {key} ")
    return [*lines, "", "NUMBERS   path = value  [range]  status; then what it means"]


def number_lines(entry: Entry, scenario: Scenario) -> list[str]:
    """Return one number with its range, status, meaning and source."""
    quantity = entry.quantity
    value = month_text(entry.value) if entry.path == START else f"{entry.value:.6g}"
    unit = f" per {quantity.per}" if quantity.per else f" {quantity.unit}" if quantity.unit else ""
    stated = (
        f"  [{quantity.low:.4g} to {quantity.high:.4g}]"
        if quantity.low is not None and quantity.high is not None
        else ""
    )
    lines = ends(f"  {entry.path} = {value}{unit}{stated}", status_words(entry))
    for text in (quantity.means, _cited(entry, scenario)):
        lines += wrapped(text, 6) if text else []
    return lines


def status_words(entry: Entry) -> str:
    """Say how a number is known: measured, judged with its direction from a claim, or judged."""
    if entry.status == MEASURED:
        return f"{MEASURED}{', weak outlet' if entry.weak_source else ''}"
    return " ".join([entry.status, *entry.claims])


def _cited(entry: Entry, scenario: Scenario) -> str:
    source = scenario.facts.sources.get(entry.quantity.source or "")
    if source is None:
        return f"source: {entry.quantity.source}" if entry.quantity.source else ""
    return "source: " + ", ".join(part for part in (source.author, source.title, source.date, source.kind) if part)


def show_record(scenario: Scenario, target: str, word: str | None) -> dict[str, Any]:
    """Return the object of `show --json`: a row for each number."""
    readers = {key: compile_game(scenario, key).reads for key in scenario.facts.games}
    rows = []
    for entry in matching(scenario, word):
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
                "read_by": [key for key, reads in readers.items() if entry.path in reads],
            }
        )
    return {**head(scenario, target), "rows": rows}
