"""The JSON object of `negosim compare --json`."""

from typing import Any

from negosim.explain.chain import Link
from negosim.report.cases import Compared, links_of
from negosim.report.finding import Finding
from negosim.report.records import head
from negosim.whatif.compare import Case


def comparison_record(base: Finding, before: Case, cases: list[Compared], target: str) -> dict[str, Any]:
    """Return a row for the base and each case. A chain is null where the case has other moves than the base."""
    rows = [_row(Compared(before))]
    for compared in cases:
        links = links_of(before, compared.case)
        chained = [_link(link) for link in links] if links is not None else None
        rows.append({**_row(compared), "chain": chained})
    return {**head(base.scenario, target), "game": base.game, "rows": rows}


def _row(compared: Compared) -> dict[str, Any]:
    case, found = compared.case, compared.case.equilibrium
    return {
        "case": case.name,
        "says": compared.says or None,
        "changed": dict(case.scenario.changed),
        "outcome": case.answer,
        "choices": [{"actor": actor, "at": at, "option": option} for (actor, at), option in case.choices.items()],
        "payoffs": dict(zip(case.result.game.players, map(float, found.payoffs), strict=True)) if found else None,
        "complete": str(case.result.complete),
        "expectations": [
            {"figure": e.figure, "expected": e.word, "verdict": e.verdict, "before": e.before, "after": e.after}
            for e in compared.expected
        ],
    }


def _link(link: Link) -> dict[str, Any]:
    return {
        "actor": link.actor,
        "at": link.at,
        "chosen_before": link.chosen,
        "compared_with": link.other,
        "chosen_after": link.now,
        "difference_before": link.before,
        "difference_after": link.after,
        "terms_moved": [{"path": t.share.path, "before": t.before, "after": t.after} for t in link.moved],
    }
