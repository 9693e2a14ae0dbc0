"""The assumptions that a game rests on, as tables of a memo: its numbers, the claims and the sources behind them."""

from negosim.report.finding import Finding
from negosim.report.show import source_words, status_words
from negosim.scenario import START, Entry
from negosim.scenario.numbers import month_text


def assumptions(finding: Finding) -> str:
    """Return a row for each number that the game reads, then what the claims and sources are that they cite."""
    read = [entry for entry in finding.scenario.numbers.entries if entry.path in finding.compiled.reads]
    rows = ["| number | value | range | status | what it means | source |", "| --- | --- | --- | --- | --- | --- |"]
    parts = ["\n".join([*rows, *(_row(entry) for entry in read)]), _claims(finding, read), _sources(finding, read)]
    return "\n\n".join(part for part in parts if part)


def table_row(cells: list[str]) -> str:
    """Return a row of a Markdown table.

    >>> table_row(["a|b", "c"])
    '| a/b | c |'
    """
    return "| " + " | ".join(" ".join(cell.replace("|", "/").split()) for cell in cells) + " |"


def _row(entry: Entry) -> str:
    quantity = entry.quantity
    has_both = quantity.low is not None and quantity.high is not None
    stated = f"{quantity.low:.4g} to {quantity.high:.4g}" if has_both else ""
    value = month_text(entry.value) if entry.path == START else f"{entry.value:.4g}"
    unit = f" per {quantity.per}" if quantity.per else f" {quantity.unit}" if quantity.unit else ""
    source = f"`{quantity.source}`" if quantity.source else ""
    return table_row([f"`{entry.path}`", value + unit, stated, status_words(entry), quantity.means or "", source])


def _claims(finding: Finding, read: list[Entry]) -> str:
    """Return what each cited claim says."""
    known = finding.scenario.facts.claims
    cited = [key for key in known if any(key in entry.claims for entry in read)]
    if not cited:
        return ""
    return "\n".join(
        ["A claim gives the direction of a number, never its size:", ""]
        + [f"- {key}: {' '.join(known[key].says.split())}" for key in cited]
    )


def _sources(finding: Finding, read: list[Entry]) -> str:
    """Return each cited source as it is cited."""
    cited = dict.fromkeys(entry.quantity.source for entry in read if entry.quantity.source)
    if not cited:
        return ""
    lines = [f"- `{key}`: {source_words(key, finding.scenario)}" for key in cited]
    return "\n".join(["Sources of the measured numbers:", "", *lines])
