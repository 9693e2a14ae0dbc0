"""The assumptions that a game rests on, as tables of a memo: its numbers, the claims and the sources behind them."""

from negosim.report.finding import AnyFinding
from negosim.report.show import source_words, status_words
from negosim.scenario import START, Entry
from negosim.scenario.facts import Claim
from negosim.scenario.numbers import month_text


def assumptions(finding: AnyFinding) -> str:
    """Return a row for each number that the game reads, then what the claims and sources are that they cite."""
    read = [entry for entry in finding.scenario.numbers.entries if entry.path in finding.compiled.reads]
    rows = [
        "| number | value | range | status | what it means, and why this size | source |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    method = " ".join((finding.scenario.facts.method or "").split())
    table = "\n".join([*rows, *(_row(entry) for entry in read)])
    parts = [method, table, _claims(finding, read), _sources(finding, read)]
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
    meaning = "; ".join(text for text in (quantity.means, quantity.note) if text)
    return table_row([f"`{entry.path}`", value + unit, stated, status_words(entry), meaning, source])


def _claims(finding: AnyFinding, read: list[Entry]) -> str:
    """Return what each cited claim says, how it is read and who makes it."""
    known = finding.scenario.facts.claims
    cited = [key for key in known if any(key in entry.claims for entry in read)]
    if not cited:
        return ""
    return "\n".join(
        ["A claim gives the direction of a number, never its size:", ""]
        + [f"- {key}: {_said(known[key])}" for key in cited]
    )


def _said(claim: Claim) -> str:
    read_as = f" Read here as: {claim.reading}" if claim.reading else ""
    return " ".join(f"{claim.says}{read_as}{f' (`{claim.source}`)' if claim.source else ''}".split())


def _sources(finding: AnyFinding, read: list[Entry]) -> str:
    """Return each source of a number or of a claim that a number bears, as it is cited."""
    claims = finding.scenario.facts.claims
    makers = [claims[key].source for entry in read for key in entry.claims if key in claims]
    cited = dict.fromkeys(key for key in (*(entry.quantity.source for entry in read), *makers) if key)
    if not cited:
        return ""
    known = finding.scenario.facts.sources
    lines = [f"- `{key}`: {source_words(key, finding.scenario)}" if key in known else f"- {key}" for key in cited]
    return "\n".join(["Sources of the measured numbers and of the claims:", "", *lines])
