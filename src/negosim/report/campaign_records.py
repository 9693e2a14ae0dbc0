"""A simulated campaign as records: the object of `simulate --json`, and the rows of its CSV."""

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from negosim.campaign.reasons import CampaignReason
from negosim.campaign.summary import Share
from negosim.report.campaign import CampaignFinding
from negosim.report.records import head

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def month_rows(finding: CampaignFinding) -> list[dict[str, Any]]:
    """Return a row for each month: shares of outcomes with their intervals, quantiles of the states."""
    summary = finding.summary
    shares = {outcome: summary.share_by_month(outcome) for outcome in summary.outcomes}
    fans = {axis.key: summary.fan(axis.key, QUANTILES) for axis in finding.game.space.axes}
    found = []
    for month in range(finding.months):
        row: dict[str, Any] = {"month": finding.month_text(month)}
        for outcome, by_month in shares.items():
            share = by_month[month]
            row |= {f"share_{outcome}": share.share, f"low_{outcome}": share.low, f"high_{outcome}": share.high}
        for key, fan in fans.items():
            row |= {f"{key}_q{int(100 * q):02d}": float(fan[k, month]) for k, q in enumerate(QUANTILES)}
        found.append(row)
    return found


def csv_pieces(finding: CampaignFinding) -> Iterator[str]:
    """Yield the CSV: a header, then a line for each month."""
    rows = month_rows(finding)
    held = io.StringIO()
    writer = csv.DictWriter(held, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    yield held.getvalue()


def simulate_record(finding: CampaignFinding, target: str) -> dict[str, Any]:
    """Return the object of `simulate --json`."""
    summary, course = finding.summary, finding.course
    record = head(finding.scenario, target)
    record["manifest"] |= {"seed": finding.seed, "runs": finding.runs, "months": finding.months}
    return {
        **record,
        "game": finding.compiled.rules.game,
        "concept": finding.concept,
        "parameters": {"selection": finding.rule.selection, "precision": finding.rule.precision},
        "states": finding.game.space.size * len(finding.game.modes),
        "worth": finding.worth,
        "ending": {**asdict(summary.ending), "months": summary.months_to_end()},
        "stalling": [
            {
                "actor": stalling.actor,
                "months": stalling.months,
                "share": asdict(stalling.share),
                "by_state": {key: {"lower": low, "upper": high} for key, (low, high) in stalling.by_state.items()},
            }
            for stalling in summary.stalling
        ],
        "truces": _truces(finding),
        "better_off": {
            finding.month_text(month): _shares(summary.better_off(month)) for month in range(1, finding.months)
        },
        "rules_of_thumb": [
            {
                "actor": f.thumb.actor,
                "habit": f.thumb.habit,
                "ended": f.ended,
                "payoff": f.payoff,
                "gained": f.gained,
            }
            for f in finding.thumbs
        ],
        "reasons": [reason_record(finding, reason) for reason in finding.reasons],
        "turns": {actor: {"path": finding.turn, "value": value} for actor, value in finding.turns.items()},
        "certificate": [asdict(gap) for gap in finding.certificate],
        "second_selection": {"selection": finding.rule.other.selection, "largest_change": finding.selection_matters},
        "without_pure_equilibrium": course.without_pure,
        "residual": course.residual,
        "converged": course.has_converged,
        "rows": month_rows(finding),
    }


def reason_record(finding: CampaignFinding, reason: CampaignReason) -> dict[str, Any]:
    """Return one reason as a record."""
    numbers = finding.scenario.numbers
    return {
        "actor": reason.actor,
        "month": finding.month_text(reason.spot.month),
        "at": reason.at,
        "state": dict(reason.state),
        "chosen": reason.chosen,
        "alternative": reason.alternative,
        "difference": reason.difference,
        "now": reason.now,
        "later": reason.later,
        "turns": None if reason.turns is None else finding.month_text(reason.turns),
        "terms": [
            {"path": p.path, "amount": p.amount, "now": p.now, "later": p.later, "status": numbers[p.path].status}
            for p in reason.parts
        ],
    }


def _truces(finding: CampaignFinding) -> dict[str, Any]:
    breaking = finding.summary.breaking
    return {
        "begun": breaking.begun,
        "months": breaking.months,
        "broken": _shares(breaking.broken),
        "seen": _shares(breaking.seen),
        "ended_early": asdict(breaking.ended_early),
    }


def _shares(shares: dict[str, Share]) -> dict[str, Any]:
    return {actor: asdict(share) for actor, share in shares.items()}
